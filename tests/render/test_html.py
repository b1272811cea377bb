"""The web page as a reader on a phone, a keyboard or a screen reader finds it."""

import re
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from tests.render.conftest import Report


@pytest.fixture(scope="module")
def page(sample: Report) -> Any:
    return lxml.html.parse(str(sample["html"])).getroot()


def test_nothing_is_fetched_from_anywhere(sample: Report, page: Any) -> None:
    assert page.xpath("//script | //link | //iframe | //object | //video") == []
    assert page.xpath("//@src") == []
    assert not re.search(r"url\((?!#)|@import", sample["html"].read_text(encoding="utf-8"))


def test_it_names_its_language_and_itself(page: Any) -> None:
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == (
        "Social Value Monitoring Report: Quarter 3 2023/24 – Lancashire County Council"
    )


def test_landmarks_and_a_skip_link_lead_to_the_text(page: Any) -> None:
    (first, *_) = page.body
    assert (first.tag, first.get("href")) == ("a", "#main")
    assert [len(page.findall(f".//{name}")) for name in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.find(".//main").get("id") == "main"


def test_the_top_says_whose_draft_and_illustrative(page: Any) -> None:
    said = page.find(".//header").text_content()
    for words in ("Lancashire County Council", "DRAFT", "Illustrative data: no figure is Lancashire County Council's"):
        assert words in said


def test_one_first_heading_and_no_level_skipped(page: Any) -> None:
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_tables_have_captions_and_headers_with_scope(page: Any) -> None:
    tables = page.findall(".//table")
    assert [table.findtext("caption/span") for table in tables if table.find("caption") is not None] == [
        "Table 1: Social value by theme, year to date, 2023/24 Quarter 3",
        "Table 2: Contracts behind what was due by 31 December 2023",
        "Table 3: Every contract monitored in Quarter 3 2023/24",
        "Table 4: Measures, with the values of the invented example value book",
    ]
    for table in tables:
        assert {cell.get("scope") for cell in table.xpath("./thead/tr/th")} == {"col"}
        assert table.xpath("./thead//td") == []
        for row in table.xpath("./tbody/tr"):
            assert (row[0].tag, row[0].get("scope")) == ("th", "row")


def test_wide_tables_can_be_scrolled_by_keyboard(page: Any) -> None:
    for frame in page.find_class("table-frame"):
        assert frame.get("tabindex") == "0"
        assert frame.get("aria-label") or page.get_element_by_id(frame.get("aria-labelledby")) is not None


def test_pictures_have_their_text_and_number(page: Any) -> None:
    figures = page.findall(".//figure")
    assert [figure.findtext("figcaption")[:9] for figure in figures] == ["Figure 1:", "Figure 2:", "Figure 3:"]
    assert all(figure[0].tag == "figcaption" for figure in figures), "a headline stands above its chart"
    for figure in figures:
        (drawing,) = figure.xpath(".//svg")
        title, description = (page.get_element_by_id(name) for name in drawing.get("aria-labelledby").split())
        caption = figure.find("figcaption")
        assert (drawing.get("role"), title.text_content()) == ("img", caption.text_content())
        assert len(description.text_content()) > 40


def test_a_chart_leads_to_the_table_of_its_numbers(page: Any) -> None:
    by_theme, to_date, _ = page.findall(".//figure")
    (link,) = by_theme.xpath("./p/a")
    assert (link.text_content(), link.get("href")) == ("The numbers in Table 1", "#table-by_theme")
    assert to_date.xpath("./p") == [], "there is no such table"


def test_a_cell_is_read_from_the_side_its_own_script_begins_on(page: Any) -> None:
    cells = page.xpath("//tbody/tr/*")
    assert {cell.get("dir") for cell in cells} == {"auto"}
    assert all("text-align" in cell.get("style", "") for cell in cells), "which side it stands at is the column's"


def test_the_style_sheet_has_its_colours_in_one_place(sample: Report) -> None:
    style = sample["html"].read_text(encoding="utf-8").partition("<style>")[2].partition("</style>")[0]
    properties, rest = style.partition(":root {")[2].split("}", 1)
    assert len(re.findall(r"--[\w-]+: #[0-9A-F]{6};", properties)) > 5
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", rest) == []


def test_every_link_on_the_page_leads_somewhere(page: Any) -> None:
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    targets = {target[1:] for target in page.xpath("//@href") if target.startswith("#")}
    assert targets <= set(identifiers)
    assert {"table-by_theme", "figure-by_theme"} <= targets


def test_facts_can_be_followed(page: Any) -> None:
    facts = [(node.get("data-fact"), node.text_content()) for node in page.find_class("fact")]
    assert ("sv_validated_ytd", "£12.345m") in facts
    assert len(facts) == 6


def test_callouts_are_notes_without_icon(page: Any) -> None:
    note, warning = page.find_class("notice")
    assert note.text_content().strip().startswith("Illustrative data")
    assert warning.text_content().split()[:3] == ["Returns", "not", "received"]
    assert note.xpath(".//img | .//i | .//svg") == []
