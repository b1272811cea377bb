"""The workbook has the report's tables, its numbers and its totals: read from the files alone, with no code of ours."""

import json
import re
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERED = re.compile(r"^Table \d+: ")
LOW = "[k]"  # in a table, of a number that its unit would round to zero
SCALES = {"£m": Decimal(10) ** 6, "%": Decimal("0.01")}  # what one of a heading's unit is, of a fact's own
Rows = list[list[str]]


# ---- the tables of each file, by their captions ---------------------------------------------------
def in_page(path: Path) -> dict[str, Rows]:
    """Return the tables of the web page that have a caption."""
    tables = html.parse(path).findall(".//main//table")
    return {
        NUMBERED.sub("", plain(one.find("caption/span"))): [[plain(cell) for cell in row] for row in one.iter("tr")]
        for one in tables
        if one.find("caption") is not None
    }


def in_word(path: Path) -> dict[str, Rows]:
    """Return the tables of the Word file that follow a caption."""
    with zipfile.ZipFile(path) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    found = {}
    for one in body.iter(f"{W}tbl"):
        caption = plain(next(one.itersiblings(f"{W}p", preceding=True)))
        if NUMBERED.match(caption):
            rows = [[plain(cell) for cell in row.iter(f"{W}tc")] for row in one.iter(f"{W}tr")]
            found[NUMBERED.sub("", caption)] = rows
    return found


def plain(node: etree._Element) -> str:
    words = "".join(one.text or "" for one in node.iter(f"{W}t")) if node.tag.startswith(W) else node.text_content()
    return " ".join(words.split())


def in_workbook(path: Path) -> dict[str, Rows]:
    """Return the tables of the workbook as they show, by the titles of their sheets."""
    found = {}
    for sheet in openpyxl.load_workbook(path).worksheets[3:-1]:
        (table,) = sheet.tables.values()
        found[sheet["A1"].value] = [[as_shown(cell) for cell in row] for row in sheet[table.ref]]
    return found


def as_shown(cell) -> str:
    if isinstance(cell.value, str):
        return cell.value
    return f"{Decimal(repr(cell.value)):,.{len(cell.number_format.partition('.')[2])}f}"


def differences(report: dict[str, Rows], workbook: dict[str, Rows]) -> list[str]:
    """Return what the report's tables have that the workbook has otherwise."""
    found = [f"{caption}: is not there" for caption in report.keys() - workbook.keys()]
    for caption in report.keys() & workbook.keys():
        one, other = report[caption], workbook[caption]
        if len(one) != len(other):
            found.append(f"{caption}: {len(one)} rows, {len(other)} in the workbook")
        for row, there in zip(one, other, strict=False):
            if row != there:
                found.append(f"{caption}: {row}, {there} in the workbook")
    return found


@pytest.fixture(scope="module")
def public(bundle) -> Path:
    return bundle / "public"


@pytest.fixture(scope="module")
def tables(public) -> dict[str, Rows]:
    return in_workbook(public / "tables.xlsx")


@pytest.mark.parametrize(("read", "name"), [(in_page, "report.html"), (in_word, "report.docx")])
def test_every_table_of_the_report_is_in_the_workbook_with_the_same_rows(public, tables, read, name):
    report = read(public / name)
    assert len(report) == 15
    assert sum(len(rows) for rows in report.values()) > 140
    assert differences(report, tables) == []


def test_a_changed_cell_a_row_that_is_gone_and_a_table_that_is_gone_are_found(public, tmp_path):
    book = openpyxl.load_workbook(public / "tables.xlsx")
    (total,) = (row for row in book["by_theme"].iter_rows() if row[0].value == "Total")
    total[3].value += 0.001
    table = book["by_district"].tables["table_by_district"]
    table.ref = table.ref[:-2] + str(int(table.ref[-2:]) - 1)
    book["over_time"]["A1"].value = "Another title"
    book.save(tmp_path / "tables.xlsx")
    found = sorted(differences(in_page(public / "report.html"), in_workbook(tmp_path / "tables.xlsx")))
    assert len(found) == 3, found
    assert "by district" in found[0]
    assert "15 rows, 14 in the workbook" in found[0]
    assert "'Total'" in found[1]
    assert "is not there" in found[2]


# ---- the facts ------------------------------------------------------------------------------------
def printed(public: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each fact of the web page with its text and, in a table, the heading above it."""
    for node in html.parse(public / "report.html").findall(".//main//*[@data-fact]"):
        cell = next(node.iterancestors("td", "th"), None)
        yield node.get("data-fact"), plain(node), "" if cell is None else _heading(cell)


def _heading(cell: etree._Element) -> str:
    table = next(cell.iterancestors("table"))
    heading = plain(next(table.iter("tr"))[len(list(cell.itersiblings(preceding=True)))])
    if heading in {"Figure", "Due to date", "Reported to date", "Validated to date"}:  # the unit stands in its row
        headings = [plain(one) for one in next(table.iter("tr"))]
        unit = plain(cell.getparent()[headings.index("Unit")])
        return f"{heading} ({unit})"
    return heading


def number_of(text: str, heading: str) -> Decimal | None:
    """Return a printed number in its fact's own unit; None where none is printed."""
    found = re.search(r"-?£?[\d,]+(\.\d+)?", text)
    if not found or not re.fullmatch(r"-?£?[\d,.]+(m|%| .*)?", text):
        return None
    number = Decimal(re.sub("[£,]", "", found[0]))
    unit = next((unit for unit in ("£m", "%") if unit in heading), "")
    unit = "%" if text.endswith("%") else "£m" if text.endswith("m") else unit
    return number * SCALES.get(unit, 1)


@pytest.fixture(scope="module")
def facts_sheet(public) -> dict[str, tuple[object, ...]]:
    sheet = openpyxl.load_workbook(public / "tables.xlsx", read_only=True)["Facts"]
    return {row[0]: row for row in sheet.iter_rows(min_row=5, values_only=True)}


@pytest.fixture(scope="module")
def sealed(public) -> dict[str, dict]:
    return {fact["id"]: fact for fact in json.loads((public / "facts.json").read_text("utf-8"))}


def rounded(fact: dict) -> Decimal | None:
    """Return a sealed value rounded as its fact says, half away from zero."""
    if fact["value"] is None or fact["kind"] == "text":
        return None
    step = Decimal(1).scaleb(-fact["decimals"])
    return (Decimal(fact["value"]) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def test_every_number_of_the_report_is_the_workbooks_and_the_sealed_one(public, facts_sheet, sealed):
    compared = 0
    for fact, text, heading in printed(public):
        number = number_of(text, heading)
        if number is None or text == LOW or rounded(sealed[fact]) is None:
            continue
        assert Decimal(repr(facts_sheet[fact][2])) == number == rounded(sealed[fact]), (fact, text, heading)
        compared += 1
    assert compared > 400


def test_the_facts_sheet_has_every_sealed_fact_in_its_order(facts_sheet, sealed):
    assert list(facts_sheet) == list(sealed)
    for name, fact in sealed.items():
        assert facts_sheet[name][4] == " ".join(fact["display"].split())
        expected, there = rounded(fact), facts_sheet[name][2]
        if expected is None:
            continue
        if not expected and Decimal(fact["value"]):  # what rounds to zero keeps its first figure
            expected = Decimal(fact["value"]).normalize()
            assert abs(Decimal(str(there)) - expected) <= abs(expected) / 2, name
        else:
            assert Decimal(str(there)) == expected, name


def test_total_rows_equal_the_sealed_totals(tables, sealed):
    """The totals of each table of the headline's measures are one and the same, and those of facts.json."""
    facts = {
        "Committed, whole life (£m)": "sv_committed_life",
        "Due to date (£m)": "sv_due_to_date",
        "Reported to date (£m)": "sv_reported_to_date",
        "Validated to date (£m)": "sv_validated_to_date",
        "% of due": "sv_share_of_due",
        "Contracts": "contracts_monitored",
        "Returns received": "returns_received",
    }
    compared = 0
    for headings, *rows in tables.values():
        for total in (row for row in rows if row[0] == "Total"):
            for heading, text in zip(headings, total, strict=True):
                if heading in facts:
                    assert number_of(text, heading) == rounded(sealed[facts[heading]]), heading
                    compared += 1
    assert compared > 30
