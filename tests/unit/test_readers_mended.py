"""What python-calamine leaves out or gives wrongly: the texts of ODS cells, odd times and dates, merged cells."""

import struct
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from odf import opendocument, table
from odf.dc import Creator
from odf.office import Annotation
from odf.text import A, LineBreak, P, S, Span, Tab

from sv_report.data.readers import open_file
from sv_report.data.readers.odd_numbers import odd, xlsb_numbers
from sv_report.data.readers.sheet import Sheet, Unreadable
from sv_report.data.schema import SHAPES
from sv_report.data.sheets.layout import lay_out
from tests.conftest import program_path
from tests.hostile import cell, ods, xlsx_parts, zipped

DRAWING = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def first(path: Path) -> Sheet:
    return open_file(path, path.name)[0]


def values(path: Path) -> list[list[str]]:
    return [cells for _, cells in first(path).rows()]


def converted(path: Path, suffix: str) -> Path:
    """Return a workbook as LibreOffice saves it in another form."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    folder = ["--outdir", str(path.parent), str(path)]
    command = [str(program_path("soffice")), profile, "--headless", "--convert-to", suffix, *folder]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{suffix}")


# ---- the texts of ODS cells -----------------------------------------------------------------------


def paragraph(*parts: Any) -> P:
    made = P()
    for part in parts:
        made.addText(part) if isinstance(part, str) else made.addElement(part)
    return made


def comment(*parts: Any) -> Annotation:
    made = Annotation()
    made.addElement(Creator(text="an officer"))
    made.addElement(paragraph(*parts))
    return made


def with_parts(element: Any, *parts: Any) -> Any:
    for part in parts:
        element.addText(part) if isinstance(part, str) else element.addElement(part)
    return element


def ods_cells() -> list[tuple[str, list[Any]]]:
    """Return texts, each with what is in a cell that shows it."""
    return [
        ("1\t2", [paragraph("1", Tab(), "2")]),
        ("1\n2", [paragraph("1", LineBreak(), "2")]),
        ("a   b c", [paragraph("a", S(c=3), "b", S(), "c")]),
        ("a x\ty b", [paragraph("a ", with_parts(Span(), "x", Tab(), "y"), " b")]),
        ("see link\tmore end", [paragraph("see ", with_parts(A(href="https://x.y"), "link", Tab(), "more"), " end")]),
        ("one\n\nthree\t3", [paragraph("one"), paragraph(), paragraph("three", Tab(), "3")]),
        ("value", [comment("not", Tab(), "the value"), paragraph("value")]),
        ("1\t2", [comment("not the value"), paragraph("1", Tab(), "2")]),
        ("", [comment("nothing but a comment")]),
    ]


@pytest.mark.parametrize("repeat", [1, 2])
def test_an_ods_cell_written_by_odfpy_is_the_text_that_a_person_sees(repeat: int, tmp_path: Path) -> None:
    book, sheet = opendocument.OpenDocumentSpreadsheet(), table.Table(name="Data")
    for _, parts in ods_cells():
        row = table.TableRow(numberrowsrepeated=repeat)
        row.addElement(with_parts(table.TableCell(valuetype="string", numbercolumnsrepeated=repeat), *parts))
        row.addElement(table.TableCell(valuetype="float", value="7"))
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    book.save(tmp_path / "a.ods")
    expected = [[text] * repeat + ["7"] for text, _ in ods_cells() for _ in range(repeat)]
    assert values(tmp_path / "a.ods") == expected


def test_a_table_in_a_cell_of_an_ods_is_refused(tmp_path: Path) -> None:
    """The reader would count its cells among those of the sheet, as often as they say that they are repeated."""
    inner = '<table:table-row table:number-rows-repeated="999999999"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    row = f"<table:table-row><table:table-cell><draw:g {DRAWING}>{inner}</draw:g></table:table-cell></table:table-row>"
    with pytest.raises(Unreadable, match="holds a table"):
        open_file(ods(tmp_path / "a.ods", row), "a.ods")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"<draw:custom-shape {DRAWING}><text:p>a box</text:p></draw:custom-shape><text:p>v</text:p>", "v"),
        (f"<text:p>v</text:p><draw:frame {DRAWING}><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>", "v"),
        (f"<draw:frame {DRAWING}><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>", ""),
        ("<text:p>on <text:date>2024-01-31</text:date></text:p>", "on 2024-01-31"),
        ("<text:p>5<text:note><text:note-body><text:p>7</text:p></text:note-body></text:note></text:p>", "5"),
        ("<text:p><text:ruby><text:ruby-base>5</text:ruby-base><text:ruby-text>7</text:ruby-text></text:ruby></text:p>", "5"),
    ],
)  # fmt: skip
def test_what_is_drawn_or_noted_at_an_ods_cell_is_no_part_of_its_text(cell: str, text: str, tmp_path: Path) -> None:
    row = f'<table:table-row><table:table-cell office:value-type="string">{cell}</table:table-cell></table:table-row>'
    assert values(ods(tmp_path / "a.ods", row))[0][:1] == [text]


def test_an_error_with_a_comment_is_still_an_error(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>look at this</text:p></office:annotation>"
    error = (
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">'
        f"{note}<text:p>#DIV/0!</text:p>"
    )
    rows = f"<table:table-row><table:table-cell {error}</table:table-cell></table:table-row>"
    assert values(ods(tmp_path / "a.ods", rows)) == [["#DIV/0!"]]


def test_blanks_without_end_in_an_ods_cell_are_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="999999999"/>b</text:p></table:table-cell>'
    with pytest.raises(Unreadable, match="characters"):
        open_file(ods(tmp_path / "a.ods", f"<table:table-row>{cell}</table:table-row>"), "a.ods")


@pytest.mark.needs("soffice")
def test_an_ods_that_libreoffice_saves_keeps_tabs_and_leaves_comments_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    texts = ["1\t2", "one\ntwo", "a    b", "ends  ", "value", "link"]
    for row, text in enumerate(texts, 1):
        book.active.cell(row, 1).value = text
    book.active["A5"].comment = openpyxl.comments.Comment("not\tthe value", "an officer")
    book.active["A6"].hyperlink = "https://x.y"
    book.save(tmp_path / "a.xlsx")
    assert values(converted(tmp_path / "a.xlsx", "ods")) == [[text] for text in texts]


# ---- numbers shown as times and dates ---------------------------------------------------------------

ODD = [-1, -45000.5, -0.25, 0, 0.25, 0.9999999999, 1.25, 59, 60, 61.5]
AS_DATES = [
    "-1", "-45000.5", "-0.25", "00:00:00", "06:00:00", "0.9999999999", "1900-01-01 06:00:00", "1900-02-28", "60",
    "1900-03-01 12:00:00",
]  # fmt: skip
AS_HOURS = [
    "-24:00:00", "-1080012:00:00", "-06:00:00", "00:00:00", "06:00:00", "24:00:00", "30:00:00", "1416:00:00",
    "1440:00:00", "1476:00:00",
]  # fmt: skip


def odd_numbers(path: Path, **options: Any) -> Path:
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Data")
        day, hours = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "[h]:mm"))
        for row, number in enumerate(ODD, 3):
            sheet.write(row, 2, number, day)
            sheet.write(row, 3, number, hours)
            sheet.write_formula(row, 4, f"={number}", day, number)
    return path


def columns(path: Path) -> list[list[str]]:
    return [list(column) for column in zip(*[cells[2:] for cells in values(path)[3:]], strict=True)]


def test_a_number_that_is_no_date_stays_a_number_and_hours_are_hours(tmp_path: Path) -> None:
    assert columns(odd_numbers(tmp_path / "a.xlsx")) == [AS_DATES, AS_HOURS, AS_DATES]


@pytest.mark.needs("soffice")
def test_a_number_that_is_no_date_stays_a_number_in_xls(tmp_path: Path) -> None:
    assert columns(converted(odd_numbers(tmp_path / "a.xlsx"), "xls")) == [AS_DATES, AS_HOURS, AS_DATES]


@pytest.mark.needs("soffice")
def test_hours_are_hours_in_ods_and_days_count_as_libreoffice_shows_them(tmp_path: Path) -> None:
    days, hours, _ = columns(converted(odd_numbers(tmp_path / "a.xlsx"), "ods"))
    assert [text.partition(".")[0] for text in hours] == [*AS_HOURS[:5], "23:59:59", *AS_HOURS[6:]]
    assert [days[0], days[3], days[8]] == ["1899-12-29", "1899-12-30", "1900-02-28"]


def test_odd_numbers_of_an_xlsb_are_found_however_they_are_packed() -> None:
    """LibreOffice writes no XLSB: the records are those of MS-XLSB 2.4.310 (a number of four bytes) and 2.4.311."""
    place = struct.pack("<II", 2, 0)  # column, style
    packed = [struct.pack("<i", -1 << 2 | 2), struct.pack("<i", -150 << 2 | 3), struct.pack("<d", -0.5)[4:]]
    records = [(0, struct.pack("<I", 7) + bytes(21)), *((2, place + number) for number in packed)]
    for _, body in [*records[1:], (5, place + struct.pack("<d", 60.25))]:
        kind = 5 if len(body) == 16 else 2
        raw = b"".join(bytes([number, len(part)]) + part for number, part in [records[0], (kind, body)])
        [(cell, number)] = odd(xlsb_numbers(raw)).items()
        assert cell == (7, 2)
        assert number in (-1, -1.5, -0.5, 60.25)
    assert odd(xlsb_numbers(bytes([5, 16]) + place + struct.pack("<d", 44927.0))) == {}


def test_since_1904_there_is_a_day_60(tmp_path: Path) -> None:
    days, *_ = columns(odd_numbers(tmp_path / "a.xlsx", date_1904=True))
    assert [days[0], days[7], days[8]] == ["-1", "1904-02-29", "1904-03-01"]


def too_long(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Data").write(0, 0, 1e12, book.add_format({"num_format": "[h]:mm"}))
    return path


def test_hours_beyond_all_measure_are_a_finding_and_no_crash(tmp_path: Path) -> None:
    sheet = first(too_long(tmp_path / "a.xlsx"))
    with pytest.raises(Unreadable, match=r"a\.xlsx.*format of a time"):
        list(sheet.rows())


@pytest.mark.needs("soffice")
def test_hours_beyond_all_measure_are_a_finding_in_xls_too(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"a\.xls.*format of a time"):
        first(converted(too_long(tmp_path / "a.xlsx"), "xls"))


# ---- merged cells -----------------------------------------------------------------------------------


def merged(path: Path) -> Path:
    """Write a table in which a merged range covers values that Excel does not show."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, ["contract", "measure", "period", "quantity", "unit"])
        sheet.write_row(1, 0, ["C1", "NT1", "2023-24 Q3"])
        sheet.merge_range(1, 3, 1, 4, 5)
        sheet.write(1, 4, "covered")
        sheet.write_row(2, 0, ["C2", "NT1", "2023-24 Q3", 6, "FTE"])
        sheet.merge_range(3, 0, 4, 0, "C3")
        sheet.write(4, 0, "C4")
        for row in (3, 4):
            sheet.write_row(row, 1, ["NT1", "2023-24 Q3", 7])
    return path


SHOWN = [
    ["C1", "NT1", "2023-24 Q3", "5", ""],
    ["C2", "NT1", "2023-24 Q3", "6", "FTE"],
    ["C3", "NT1", "2023-24 Q3", "7", ""],
    ["", "NT1", "2023-24 Q3", "7", ""],
]


def test_what_a_merged_range_covers_is_blank_and_is_said(tmp_path: Path) -> None:
    sheet = first(merged(tmp_path / "a.xlsx"))
    assert [cells for _, cells in sheet.rows()][1:] == SHOWN
    layout = lay_out(sheet, None, SHAPES["commitments"])
    list(layout.rows)
    [note] = [found for found in layout.findings if found.rule == "cells-covered"]
    assert (note.severity, note.where.row, note.where.column) == ("note", 2, "E")
    assert "2 cells" in note.message


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_a_merged_range_covers_is_blank_as_libreoffice_saves_it(suffix: str, tmp_path: Path) -> None:
    sheet = first(converted(merged(tmp_path / "a.xlsx"), suffix))
    assert [cells for _, cells in sheet.rows()][1:] == SHOWN
    assert [note.rule for note in sheet.notes.values()] == ["cells-covered"]


def test_merged_ranges_that_overlap_without_end_are_refused(tmp_path: Path) -> None:
    parts = xlsx_parts(cell("A1") + cell("XFD2"))
    ranges = '<mergeCell ref="A1:XFD1048576"/>' * 3_000
    name = "xl/worksheets/sheet1.xml"
    parts[name] = str(parts[name]).replace("</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")
    sheet = first(zipped(tmp_path / "a.xlsx", parts))
    with pytest.raises(Unreadable, match="merged"):
        list(sheet.rows())
