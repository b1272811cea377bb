"""The workbook: what a reader, a screen reader and a spreadsheet program find in it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from sv_report.exhibits import Column, Table, build_tables
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures, compute
from sv_report.params.period import Period
from sv_report.render.workbook import clean
from tests.drawn import tables as drawn_tables
from tests.render.workbooks import COLUMNS, COUNT, COVER, FACTS, HOSTILE, POUNDS, SHARE, fact, table, written


# ---- sheets --------------------------------------------------------------------------------------
def test_cover_contents_and_notes_come_first_then_a_sheet_for_each_table_then_the_facts(tmp_path):
    book = written(tmp_path, table("by_theme"), table("over_time"))
    assert list(book.sheets) == ["Cover", "Contents", "Notes", "by_theme", "over_time", "Facts"]
    assert [row[0].value for row in book.table("Contents")[1:]] == ["Notes", "by_theme", "over_time", "Facts"]
    assert book.parts["xl/worksheets/sheet2.xml"].count(b"<hyperlink ") == 4


def test_the_cover_says_whose_when_for_whom_and_what_the_pounds_are_not(tmp_path):
    said = written(tmp_path, table()).column_a("Cover")
    assert said[0] == COVER.title
    for line in (COVER.council, COVER.meeting, *COVER.headline, *COVER.contact, COVER.not_cashable):
        assert line in said
    assert "Illustrative data: no figure is Example County Council's." in said
    assert not [line for line in said if "Draft" in line]
    assert "Draft: not cleared for publication." in written(
        tmp_path, table(), cover=replace(COVER, draft=True)
    ).column_a("Cover")


def test_the_notes_explain_the_marks_and_hold_each_tables_note(tmp_path):
    book = written(tmp_path, table(note="First."), table("b"), table("c", note="Second."))
    notes = {row[0].value: row[1].value for row in book.table("Notes")[1:]}
    assert {"[c]", "[x]", "[z]", "Reported", "Validated", "Awaiting validation"} <= set(notes)
    assert "It is not cash or a saving." in notes["Social value"]
    meant = "[z] means not applicable. [c] means not shown."
    assert notes["[note 1]"] == f"First. {meant} (worksheet by_theme)"
    assert notes["[note 2]"] == f"{meant} (worksheet b)"
    assert notes["[note 3]"] == f"Second. {meant} (worksheet c)"
    assert f"[note 3] Second. {meant}" in book.column_a("c")


def test_a_tables_sheet_has_its_title_in_a1_and_the_units_in_its_headings(tmp_path):
    book = written(tmp_path, table())
    assert book.sheets["by_theme"]["A1"].value == "Social value by theme"
    headings = [cell.value for cell in book.table("by_theme")[0]]
    assert headings == ["Theme", "Validated (£m)", "Share of due (%)", "Contracts"]
    assert b'altText="Social value by theme"' in book.parts["xl/tables/table3.xml"]


def test_no_cell_is_merged_frozen_filtered_hidden_or_blank(tmp_path):
    book = written(tmp_path, table(), table("without_rows"))
    sheets = b"".join(part for name, part in book.parts.items() if "worksheets/sheet" in name or "tables/" in name)
    for word in (b"mergeCell", b"<pane", b"autoFilter", b'hidden="1"', b"<f>"):
        assert word not in sheets
    assert all(cell.value for cell in book.all())


def test_a_table_without_rows_says_so(tmp_path):
    book = written(tmp_path, Table("returns_missing", "Returns that are missing", COLUMNS, ()), facts=Facts(()))
    assert [cell.value for cell in book.table("returns_missing")[1]] == ["None: there is nothing to list"] + ["[z]"] * 3
    assert len(book.table("Facts")) == 2


# ---- numbers -------------------------------------------------------------------------------------
def test_figures_are_numbers_as_printed_and_what_is_not_there_is_a_mark(tmp_path):
    _, first, total = written(tmp_path, table()).table("by_theme")
    assert [(cell.type, cell.value, cell.format) for cell in total[1:]] == [
        ("n", "12.346", "#,##0.000"),
        ("n", "73.5", "#,##0.0"),
        ("n", "1204", "#,##0"),
    ]
    assert [(cell.type, cell.value) for cell in first[2:]] == [("s", "[z]"), ("s", "[c]")]


def test_each_number_of_a_column_of_several_units_has_its_own_format(tmp_path):
    columns = (Column("Measure", number=False), Column("Unit", number=False), Column("Figure"))
    mixed = Table("measures", "Measures", columns, (("A", "%", SHARE), ("B", "number", COUNT), ("C", "£m", POUNDS)))
    rows = written(tmp_path, mixed).table("measures")[1:]
    assert [row[2].format for row in rows] == ["#,##0.0", "#,##0", "#,##0.000"]
    assert rows[0][1].value == "%"


def test_a_number_with_more_digits_than_a_spreadsheet_holds_is_text(tmp_path):
    huge = fact("huge", "12345678901234567", "count", 0)
    rows = written(tmp_path, Table("t", "T", COLUMNS[::3], (("A", huge),))).table("t")
    assert (rows[1][1].type, rows[1][1].value) == ("s", "12,345,678,901,234,567")


def test_the_facts_sheet_holds_every_fact_with_its_unrounded_value_as_text(tmp_path):
    rows = {row[0].value: row for row in written(tmp_path, table()).table("Facts")[1:]}
    assert list(rows) == [one.id for one in FACTS]
    pounds = rows["sv_validated_to_date"]
    assert [cell.value for cell in pounds[2:6]] == ["12346000", "GBP", "£12.346m", "ok"]
    assert (pounds[2].type, pounds[8].type, pounds[8].value) == ("n", "s", "12345678.9")
    assert rows["sv_share_of_due"][2].value == "0.735"
    assert [cell.value for cell in rows["quantity.measure.b"][2:6]] == ["[c]", "count", "not shown", "suppressed"]


def test_a_low_figure_is_a_mark_that_the_notes_explain_and_the_facts_have_it(tmp_path):
    low, share = fact("low", "-412.3"), fact("little", "0.00028", "share", 3)
    book = written(tmp_path, Table("t", "T", COLUMNS[:3], (("A", low, share),)), facts=Facts((low, share)))
    assert [(cell.type, cell.value) for cell in book.table("t")[1][1:]] == [("s", "[k]"), ("s", "[k]")]
    notes = {row[0].value: row[1].value for row in book.table("Notes")[1:]}
    assert notes["[k]"].startswith("A low figure, which rounds to zero")
    rows = {row[0].value: row for row in book.table("Facts")[1:]}
    assert [(cell.type, cell.value) for cell in rows["low"][2:5]] == [("n", "-412"), ("s", "GBP"), ("s", "-£412")]
    assert [cell.value for cell in rows["little"][2:5]] == ["0.0003", "share", "0.03%"]


def test_a_number_with_more_places_than_a_format_takes_is_text(tmp_path):
    tiny = fact("tiny", "1E-35", "GBP_per_GBP", 2)
    rows = {row[0].value: row for row in written(tmp_path, table(), facts=Facts((tiny,))).table("Facts")[1:]}
    assert (rows["tiny"][2].type, Decimal(rows["tiny"][2].value)) == ("s", Decimal("1E-35"))


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> Figures:
    rows = "contract | measure | period | quantity_claimed | quantity_validated | validated_on"
    tables = drawn_tables(
        tmp_path_factory.mktemp("tables"),
        contracts="ref | directorate | title\nC1 | Place | =HYPERLINK(1)\nC2 | People | [a](http://x.example) [b](c)",
        measures="ref | theme\nM1 | Jobs\nM2 | $$Green$$",
        value_book="measure | proxy_gbp\nM1 | 1000.005\nM2 | 333.3333",
        commitments="""
            contract | measure | period     | quantity
            C1       | M1      | 2023-24 Q3 | 500
            C2       | M2      | 2023-24 Q3 | 301
        """,
        returns="contract | period | received_on\nC1 | 2023-24 Q3 | 2024-01-10",
        deliveries=f"{rows}\nC1 | M1 | 2023-24 Q3 | 100 | 80 | 2024-01-12\nC1 | M1 | 2023-24 Q3 | 41 | | ",
    )
    return compute(tables, Period.parse("2023-24 Q3"), date(2024, 1, 19))


def test_every_fact_of_every_exhibit_stands_in_its_cell(tmp_path, figures):
    tables = build_tables(figures)
    book = written(tmp_path, *tables, facts=figures.facts)
    compared = 0
    for one in tables:
        for row, found in zip(one.rows, book.table(one.name)[1:], strict=bool(one.rows)):
            for cell, there in zip(row, found, strict=True):
                if isinstance(cell, Fact) and cell.value is not None:
                    assert (there.type, Decimal(there.value)) == ("n", Decimal(cell.figure.replace(",", ""))), cell.id
                    compared += 1
    assert compared > 40
    for row, one in zip(book.table("Facts")[1:], figures.facts, strict=True):
        assert row[0].value == one.id
        assert one.value is None or Decimal(row[2].value) == one.shown
    total = next(row for row in book.table("by_theme") if row[0].value == "Total")
    assert Decimal(total[4].value) == figures.facts["sv_validated_to_date"].rounded / 10**6


def test_each_part_says_how_much_it_holds(tmp_path):
    book = written(tmp_path, table(), table("by_place"))
    texts = etree.fromstring(book.parts["xl/sharedStrings.xml"])
    used = sum(cell.type == "s" for cell in book.all())
    assert (int(texts.get("uniqueCount")), int(texts.get("count"))) == (len(texts), used)
    for number, cells in enumerate(book.sheets.values(), start=1):
        said = re.search(rb'<dimension ref="A1:([A-Z]+)(\d+)"', book.parts[f"xl/worksheets/sheet{number}.xml"])
        columns, rows = zip(*(re.fullmatch("([A-Z]+)(.*)", place).groups() for place in cells), strict=True)
        assert (said[1].decode(), int(said[2])) == (max(columns), max(map(int, rows)))


# ---- hostile text --------------------------------------------------------------------------------
@pytest.mark.parametrize("where", ["cell", "title", "note", "cover"])
def test_text_is_text_whatever_it_looks_like(tmp_path, where):
    made, cover = [], COVER
    for number, text in enumerate(HOSTILE):
        one = table(f"t{number}", first=text if where == "cell" else "Jobs", note=text if where == "note" else "")
        made.append(replace(one, caption=text) if where == "title" else one)
    if where == "cover":
        cover = replace(COVER, title=HOSTILE[0], council="<x>", headline=tuple(HOSTILE), contact=tuple(HOSTILE))
    book = written(tmp_path, *made, cover=cover)
    assert not [cell for cell in book.all() if cell.formula]
    links = b"".join(part for name, part in book.parts.items() if name.startswith("xl/worksheets/"))
    assert b"http:" not in re.sub(rb'xmlns(:\w+)?="[^"]*"|Type="[^"]*"', b"", links)
    assert OpenXmlValidator().validate(str(tmp_path / "tables.xlsx")).is_valid
    if where == "cell":
        cells = [book.table(f"t{number}")[1][0] for number in range(len(HOSTILE))]
        assert [clean(text) for text in HOSTILE] == [cell.value.replace("_x005F_", "_") for cell in cells]
        assert all(cell.type == "s" for cell in cells)
        assert all(cell.quoted == (cell.value[0] in "=+-@") for cell in cells)  # a person's edit leaves it text too


def test_what_xml_cannot_hold_is_left_out_and_what_is_too_long_is_cut_and_says_so(tmp_path):
    odd = "A\x00\x0b\ud800\ufffe\nB"
    book = written(tmp_path, table(first=odd), table("long", first="x" * 40_000), cover=replace(COVER, title=odd))
    assert book.table("by_theme")[1][0].value == "A B"
    cut = book.table("long")[1][0].value
    assert cut.endswith("… [cut: 40,000 characters in all]")
    assert len(cut) < 2_100
    assert b"<dc:title>A B</dc:title>" in book.parts["docProps/core.xml"]


def test_sheet_names_are_made_valid_and_unique(tmp_path):
    names = ["a" * 40, "a" * 41, "A" * 31, "x[]:*?/\\'y", "", "таблица", "notes", "History", "Facts", "R1C1"]
    book = written(tmp_path, *[table(name) for name in names])
    made = list(book.sheets)
    assert len({name.casefold() for name in made}) == len(names) + 4
    assert all(re.fullmatch(r"\w{1,31}", name, re.ASCII) and name.casefold() != "history" for name in made)
    assert "x_y" in made
    assert OpenXmlValidator().validate(str(tmp_path / "tables.xlsx")).is_valid


def test_headings_that_look_alike_or_are_markup_are_made_apart(tmp_path):
    columns = tuple(Column(name, number=False) for name in ("Same", "same", "$$a$$", "_x0041_", "h" * 400, ""))
    book = written(tmp_path, Table("t", "T", columns, (("a",) * 6,)))
    headings = [cell.value for cell in book.table("t")[0]]
    assert headings[:4] == ["Same", "same_2", "$ $a$ $", "_ x0041_"]
    assert len(headings[4]) == 200


# ---- the file ------------------------------------------------------------------------------------
def test_the_properties_name_the_council_the_title_the_language_and_no_person(tmp_path):
    core = written(tmp_path, table()).parts["docProps/core.xml"].decode()
    assert f"<dc:title>{COVER.title}</dc:title>" in core
    assert "<dc:creator>Example County Council</dc:creator>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert core.count("2024-01-31T00:00:00Z") == 2


def test_the_same_contents_give_the_same_bytes_whatever_the_zone_the_home_and_the_day(tmp_path):
    script = (
        "import sys; from pathlib import Path; from tests.render.workbooks import *;"
        "write_workbook(Path(sys.argv[1]), COVER, [table(), table('b', note='N')], FACTS, MOMENT)"
    )
    root = Path(__file__).parents[2]
    made = []
    for number, zone in enumerate(("UTC", "Pacific/Kiritimati")):
        home = tmp_path / str(number)
        home.mkdir()
        environment = os.environ | {"TZ": zone, "HOME": str(home), "USER": f"u{number}", "PYTHONHASHSEED": str(number)}
        subprocess.run([sys.executable, "-c", script, home / "a.xlsx"], check=True, cwd=root, env=environment)
        made.append((home / "a.xlsx").read_bytes())
    written(tmp_path, table(), table("b", note="N"))
    assert made[0] == made[1] == (tmp_path / "tables.xlsx").read_bytes()  # a workbook written before changes nothing


def test_gptables_is_not_imported_before_it_is_needed():
    script = "import sys, sv_report.render.workbook; sys.exit('gptables' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False).returncode == 0
