"""How the PDF lies on its pages: sizes of text, headings at the foot, pages left blank, figures among their text."""

import random
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import pikepdf
import pytest

from sv_report.render import choose_engine, render
from tests.pdf_pages import Piece, emptiest, headings_at_the_foot, left_empty, pieces, running_sizes
from tests.render.conftest import MOMENT, Report

Manuscript = Callable[..., Path]
TEMPLATE = "_extensions/cabinet/cabinet.typ"
FLOAT = "place(top + left, float: true, clearance: 1.6em, each)"
NOTE_MARKS = {"/Document/P/Lbl/Link/Span", "/Document/P/Note/Lbl/Link/Span"}  # raised figures
CHARTS = ("by_theme", "to_date", "by_district")


def words(count: int) -> str:
    return ("Words of the narrative go on. " * count).strip()


def chart(number: int) -> str:
    return f'![Chart {number}](media/{CHARTS[number % 3]}.svg){{#fig-c{number} fig-alt="Bar chart {number}."}}'


def table(rows: int) -> str:
    body = "\n".join(f"| Example Supplier {row} | {row}.0 |" for row in range(1, rows + 1))
    return f"| Supplier | £m |\n|:--|--:|\n{body}\n\n: Suppliers {{#tbl-t{rows}}}"


def made(folder: Path, *changes: tuple[str, str]) -> Path:
    """Render the folder's PDF, with changes to its template."""
    template = folder / TEMPLATE
    text = template.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"the template has no longer {old!r}"
        text = text.replace(old, new)
    template.write_text(text, encoding="utf-8")
    render(folder, ("pdf",), choose_engine("embedded"), MOMENT)
    return folder / "report.pdf"


# ---- sizes -----------------------------------------------------------------------------------------
ANNEX = """## Detail

The value is [£1.0m]{fact="sv_due_to_date"}.[^1]

[^1]: A note with `code` in it.

## Sources of figures

::: {.source fact="sv_due_to_date"}
[Due]{.label}: £1.0m

Added up from 3 rows.
:::
"""


def too_small(path: Path) -> dict[float, set[str]]:
    return {size: tags - NOTE_MARKS for size, tags in running_sizes(path).items() if size < 12 and tags - NOTE_MARKS}


def test_running_text_is_12_points_and_more(sample: Report) -> None:
    assert too_small(sample["pdf"]) == {}
    tags = running_sizes(sample["pdf"])[12.0]
    assert {"/Document/Div/Caption/Span", "/Document/Table/Caption/Span", "/Document/P", "/Document/P/Note"} <= tags


def test_the_annex_of_sources_and_code_are_12_points_too(manuscript: Manuscript) -> None:
    path = made(manuscript(ANNEX))
    assert too_small(path) == {}
    assert any("Code" in tag for tag in running_sizes(path)[12.0])


def test_smaller_text_would_be_seen(manuscript: Manuscript) -> None:
    path = made(
        manuscript(ANNEX), ("show footnote.entry: set text(size: 12pt)", "show footnote.entry: set text(size: 10pt)")
    )
    assert list(too_small(path)) == [10.0]


# ---- headings --------------------------------------------------------------------------------------
def sections() -> str:
    lengths = random.Random(1).choices(range(4, 40), k=40)
    return "\n\n".join(f"### Section {place}\n\n{words(count)}" for place, count in enumerate(lengths))


def test_no_heading_and_no_caption_ends_a_page(sample: Report, manuscript: Manuscript) -> None:
    assert headings_at_the_foot(sample["pdf"]) == []
    assert headings_at_the_foot(made(manuscript("## Detail\n\n" + sections()))) == []


def test_a_heading_at_the_foot_would_be_seen(manuscript: Manuscript) -> None:
    loose = ("  body\n}\n\n#let labelled", "  show heading: set block(sticky: false)\n  body\n}\n\n#let labelled")
    assert headings_at_the_foot(made(manuscript("## Detail\n\n" + sections()), loose)) != []


# ---- pages left blank ------------------------------------------------------------------------------
# A chart that does not fit below the text of the first page, and a table to fill the page.
LATE = f"## Detail\n\n{words(19)}\n\n{chart(0)}\n\nWhat the table lists.\n\n{table(30)}\n\n## Legal\n\n{words(20)}"


def test_no_page_of_the_sample_is_left_a_quarter_blank(sample: Report) -> None:
    assert left_empty(sample["pdf"]) == {}


def test_text_fills_the_page_that_a_figure_leaves(manuscript: Manuscript) -> None:
    assert left_empty(made(manuscript(LATE))) == {}


def test_a_page_left_blank_would_be_seen(manuscript: Manuscript) -> None:
    path = made(manuscript(LATE), (FLOAT, "each"))
    assert list(left_empty(path)) == [1]
    assert emptiest(path)[0] > 0.3


def test_a_figure_at_the_end_of_a_section_lets_the_next_one_fill_the_page(manuscript: Manuscript) -> None:
    ending = f"## Detail\n\n{words(19)}\n\n{chart(0)}\n\n## Legal\n\n{words(50)}\n\n## Financial\n\n{words(50)}"
    assert left_empty(made(manuscript(ending))) == {}


# ---- figures among their text ----------------------------------------------------------------------
def parts(path: Path) -> list[Piece]:
    """What is tagged, in reading order, of all that a caption or a picture is drawn of only the first."""
    return [next(same) for _, same in groupby(pieces(path), key=lambda piece: (piece.page, piece.tag))]


CAPTION, PICTURE = "/Document/Div/Caption/Span", "/Document/Div/Figure"


def mixture(seed: int) -> str:
    """A section of figures, one after the other, with text, headings and tables of many lengths between them."""
    chance = random.Random(seed)
    blocks = ["## Detail", words(chance.randrange(5, 70))]
    for number in range(8):
        if chance.random() < 0.5:
            blocks.append(f"### Part {number}")
        if chance.random() < 0.5:
            blocks.append(words(chance.randrange(1, 6)))
        blocks += [chart(number), *([table(number + 3)] if chance.random() < 0.4 else [])]
        blocks += [words(chance.randrange(1, 25))] if chance.random() < 0.7 else []
    return "\n\n".join([*blocks, "## Legal", words(30), "## Financial", words(90)])


@pytest.mark.parametrize("seed", range(4))
def test_figures_keep_their_order_and_their_captions(seed: int, manuscript: Manuscript) -> None:
    path = made(manuscript(mixture(seed)))
    found = parts(path)
    captions = [before for before, part in pairwise(found) if part.tag == PICTURE]
    pictures = [part for part in found if part.tag == PICTURE]
    assert [part.tag for part in captions] == [CAPTION] * 8
    assert [part.page for part in captions] == [part.page for part in pictures]
    assert captions == sorted(captions, key=lambda part: (part.page, -part.top))
    assert headings_at_the_foot(path) == []


def test_a_figure_that_went_on_is_read_where_it_stands_in_the_text(manuscript: Manuscript) -> None:
    read = [(part.page, part.tag) for part in parts(made(manuscript(LATE)))]
    assert read.index((1, PICTURE)) < read.index((0, "/Document/Table/Caption/Span"))


def test_a_figure_that_fits_stands_between_its_heading_and_the_text_after_it(manuscript: Manuscript) -> None:
    found = parts(made(manuscript(f"## Detail\n\n### The chart\n\n{chart(0)}\n\nAfter it.\n\n## Legal\n\nText.")))
    place = next(number for number, part in enumerate(found) if part.tag == PICTURE)
    around = found[place - 2 : place + 2]
    assert [part.tag for part in around] == ["/Document/H3", CAPTION, PICTURE, "/Document/P"]
    assert [part.page for part in around] == [0, 0, 0, 0]
    assert around == sorted(around, key=lambda part: -part.top)


def test_a_figure_in_a_notice_stays_in_it(manuscript: Manuscript) -> None:
    body = f"## Detail\n\n::: {{.callout-note}}\nSay.\n\n{chart(0)}\n\nMore.\n:::\n\nAfter.\n\n{chart(1)}\n\nEnd."
    found = parts(made(manuscript(body)))[-7:]
    assert [part.tag for part in found] == [*["/Document/P", CAPTION, PICTURE] * 2, "/Document/P"]
    assert found == sorted(found, key=lambda part: (part.page, -part.top))


def test_a_report_may_have_many_figures(manuscript: Manuscript) -> None:
    body = "\n\n".join(f"### Part {number}\n\n{chart(number)}\n\n{words(number % 9)}" for number in range(60))
    path = made(manuscript(f"## Detail\n\n{body}\n\n## Legal\n\nText."))
    captions = [part for part in parts(path) if part.tag == CAPTION]
    assert len(captions) == 60
    assert captions == sorted(captions, key=lambda part: (part.page, -part.top))
    assert left_empty(path) == {}


def test_a_figure_in_a_list_stays_in_it(manuscript: Manuscript) -> None:
    body = f"## Detail\n\n- One.\n\n    {chart(0)}\n\n    More of one.\n\n- Two.\n\n{words(9)}"
    inside = [part.tag for part in parts(made(manuscript(body))) if "/LBody" in part.tag]
    assert [tag.rsplit("/", 1)[1] for tag in inside] == ["P", "Span", "Figure", "P", "P"]


def test_a_picture_taller_than_a_page_is_made_to_fit(manuscript: Manuscript) -> None:
    folder = manuscript('## Detail\n\n![Tall](media/tall.svg){#fig-tall fig-alt="A tall bar."}\n\nText.')
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="1200"><rect width="480" height="1200"/></svg>'
    )
    (folder / "media" / "tall.svg").write_text(drawing, encoding="utf-8")
    path = made(folder)
    (picture,) = (part for part in parts(path) if part.tag == PICTURE)
    assert picture.bottom > 70
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) <= 3
