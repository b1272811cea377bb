"""The readers of documents, on what the engines' files have today and may have tomorrow."""

from pathlib import Path

from tests.reading import Element, Link, read
from tests.reading.aloud import aloud
from tests.render.conftest import Report

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>T</title><style>p {{ color: red }}</style></head><body>
<a class="skip" href="#main">Skip</a><header><p>Council</p></header><main id="main">{}</main></body></html>"""


def in_page(tmp_path: Path, body: str) -> tuple[Element, ...]:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(body), "utf-8")
    return read(path).elements


def test_a_drawing_in_the_page_is_read_by_its_description_and_not_by_its_letters(tmp_path: Path) -> None:
    drawing = '<figure><figcaption>Figure 1: A</figcaption><svg role="img" {}>{}<text>£5m</text></svg></figure>'
    described = "<title>Figure 1</title><desc>Bar chart: £5m.</desc>"
    for attributes, inner in (
        ("", described),
        ('aria-labelledby="a b"', described.replace("<title", '<title id="a"').replace("<desc", '<desc id="b"')),
        ("", "<title>Bar chart: £5m.</title>"),
        ('aria-label="Bar chart: £5m."', ""),
    ):
        elements = in_page(tmp_path, drawing.format(attributes, inner))
        assert [(one.kind, one.text) for one in elements] == [("caption", "Figure 1: A"), ("figure", "Bar chart: £5m.")]
    assert in_page(tmp_path, drawing.format('aria-hidden="true"', described))[1:] == ()


def test_a_link_is_said_by_its_name_and_a_list_of_contents_is_told_from_text(tmp_path: Path) -> None:
    contents, said = in_page(
        tmp_path,
        '<nav><ul><li><a href="#x">X</a></li></ul></nav><p>It is <a href="#f" aria-label="70, all">70</a>.</p>',
    )
    assert contents == Element("contents", "X", links=(Link("X", "#x"),))
    assert (said.text, said.links) == ("It is 70.", (Link("70, all", "#f"),))


def test_row_headers_of_a_pdf_are_told(sample: Report) -> None:
    assert [cell.heads for cell in read(sample["pdf"]).of("table")[0].rows[1]] == ["row", "", "", "", "", ""]


def test_footnotes_are_read_last_and_their_marks_where_they_stand(sample: Report) -> None:
    for name in ("docx", "pdf", "html"):
        document = read(sample[name])
        assert document.elements[-1].text.startswith("The Act has applied to service contracts since January 2013.")
        assert sum("public money.[1] Suppliers" in element.text for element in document.elements) == 1


def test_a_word_parted_at_its_hyphen_by_a_lines_end_is_one_word_in_a_pdf(sample: Report) -> None:
    word, pdf = (aloud(read(sample[name])).replace("\u00a0", " ") for name in ("docx", "pdf"))
    assert {line for line in word.splitlines() if line.startswith("Paragraph")} == {
        line for line in pdf.splitlines() if line.startswith("Paragraph")
    }
