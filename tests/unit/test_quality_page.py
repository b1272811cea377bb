"""The data quality page: everything that was done with the rows, accessible, escaped, and the same bytes each time."""

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from sv_report.findings import Finding, Where
from sv_report.measures.figures import compute
from sv_report.params.edition import Accepted
from sv_report.params.period import Period
from sv_report.release import quality_page as page_module
from sv_report.release.office_page import STYLE
from sv_report.release.quality_page import quality_page
from tests.drawn_quality import counted_tables

HOSTILE = "<script>alert('1')</script> & \"x\" \u202eturned\x00"
DRAWN = {
    "contracts": "ref\nC1",
    "measures": "ref | unit\nM1 | hours",
    "value_book": "measure | proxy_gbp\nM1 | 10",
    "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 500",
    "returns": "contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
    "deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on | statement
        C1       | M1      | 2023-24 Q3 | 100              | 80                 | 2024-01-18   | Done
        C1       | M1      | 2023-24 Q3 | 70               | 70                 | 2024-01-18   | -
        C1       | M1      | 2023-24 Q3 | 31               | 31                 | 2024-01-18   | -
    """,
    "accounts": """
        file        | sheet   | table_name | rows | read | blank | header | total | duplicate | rejected | zero | missing
        returns.xls | Outputs | deliveries | 11   | 3    | 2     | 1      | 1     | 3         | 1        | 7    | 8
    """,
    "rejected": f"""
        rule              | table_name | origin_file | origin_sheet | origin_row | contract | measure | message
        number-unreadable | deliveries | returns.xls | Outputs      | 9          | C1       | M1      | {HOSTILE}
    """,
}
FOUND = [Finding("number-unreadable", "warning", "a number cannot be read",
                 Where("returns.xls", "Outputs", 9, "quantity_claimed", found="12 or <so>"), "Write it in digits.")]  # fmt: skip


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of table cells by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.all and self.all[-1][0] in ("td", "th") and self.rows:
            self.rows[-1][-1] += data.strip()

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.all if name == tag]


def page(folder: Path, **more: str) -> str:
    folder.mkdir(exist_ok=True)
    tables = counted_tables(folder, **DRAWN | more)
    accept = [Accepted("number-unreadable", "Known <since> May")]
    figures = compute(tables, Period.parse("2023-24 Q3"), date(2024, 1, 19), accept=accept)
    return quality_page(figures, tables, FOUND, {"returns.xls": "ab12"}, title="Data quality", notice="Invented & so")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(tmp_path_factory.mktemp("page"))


def test_it_says_what_became_of_every_row(made: str) -> None:
    rows = Elements(made).rows
    assert ["returns.xls", "Outputs", "deliveries", "11", "3", "2", "1", "1", "3", "1"] in rows
    assert ["returns.xls", "Outputs", "deliveries", "7", "8", "0", "0"] in rows


def test_a_rejected_row_has_its_place_and_the_text_found(made: str) -> None:
    [row] = [row for row in Elements(made).rows if row[:3] == ["returns.xls", "Outputs", "9"]]
    assert row[3:7] == ["quantity_claimed", "12 or <so>", "C1", "M1"]


def test_a_rule_broken_has_its_reason_its_source_and_its_rows(made: str) -> None:
    assert "A quantity without a statement of what was done is not accepted" in made
    assert "Torbay Council" in made
    found = [row for row in Elements(made).rows if row[-1] == "70 is claimed without a statement"]
    assert found == [["deliveries.csv", "", "3", "C1", "M1", "2023-24 Q3", "70", "70 is claimed without a statement"]]


def test_accepted_errors_findings_and_inputs_are_listed(made: str) -> None:
    rows = Elements(made).rows
    assert ["number-unreadable", "any", "Known <since> May", "1"] in rows
    assert ["returns.xls", "ab12"] in rows
    assert any(row[:2] == ["warning", "number-unreadable"] and row[-1] == "Write it in digits." for row in rows)


def test_data_is_printed_and_never_obeyed(made: str) -> None:
    assert "<script" not in made
    assert "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &#34;x&#34; turned" in made
    assert "Invented &amp; so" in made
    assert not re.search("[\x00\u202e]", made)


def test_it_needs_no_other_file_and_no_network(made: str) -> None:
    elements = Elements(made)
    assert not elements.named("link") + elements.named("img") + elements.named("script") + elements.named("iframe")
    assert all((link["href"] or "").startswith("#") for link in elements.named("a"))
    assert "url(" not in made
    assert "@import" not in made


def test_it_can_be_read_with_a_screen_reader_and_the_keyboard(made: str) -> None:
    elements = Elements(made)
    assert elements.named("html") == [{"lang": "en-GB"}]
    headings = [int(name[1]) for name, _ in elements.all if re.fullmatch(r"h\d", name)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
    assert len(elements.named("table")) == len(elements.named("caption")) > 5
    assert all(cell.get("scope") in ("row", "col") for cell in elements.named("th"))
    ids = [attributes["id"] for _, attributes in elements.all if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {(link["href"] or "").removeprefix("#") for link in elements.named("a")}
    labels = {one["aria-labelledby"] for _, one in elements.all if "aria-labelledby" in one}
    assert targets | labels <= set(ids)
    regions = [one for one in elements.named("div") if one.get("class") == "scroll"]
    assert all((one["role"], one["tabindex"]) == ("region", "0") for one in regions)
    assert len(regions) == len(elements.named("table"))


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_its_colours_pass_aa_on_white() -> None:
    colours = set(re.findall(r"(?<!background): (#[0-9a-f]{6})", STYLE))
    assert len(colours) >= 2
    assert all(1.05 / (_luminance(colour) + 0.05) >= 4.5 for colour in colours)


def test_it_is_the_same_bytes_each_time(made: str, tmp_path: Path) -> None:
    assert page(tmp_path / "again") == made


def test_more_rows_than_a_browser_bears_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "SHOWN", 1)
    shown = page(tmp_path / "many")
    assert "70 is claimed without a statement" in shown
    assert "31 is claimed without a statement" not in shown
    assert "and 1 more, which are not shown" in shown


def test_a_folder_without_accounts_gives_a_page(tmp_path: Path) -> None:
    from tests.drawn import tables

    drawn = {name: text for name, text in DRAWN.items() if name not in ("accounts", "rejected")}
    made = tables(tmp_path, **drawn)
    figures = compute(made, Period.parse("2023-24 Q3"), date(2024, 1, 19))
    assert "<p>None.</p>" in quality_page(figures, made)
