"""A mapping is read whole or not at all, every fault at once with its line; and it reads MHCLG's real returns."""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.data.readers import open_file
from sv_report.data.readers.sheet import Sheet
from sv_report.data.sheets.layout import LaidRow, lay_out
from sv_report.data.sheets.mapping import Mapping, read_mapping
from sv_report.data.sheets.matching import ColumnsNotUsed, matching_findings
from sv_report.errors import DataError
from sv_report.findings import Finding

MHCLG = Path(__file__).parents[1] / "mhclg_mapping.yml"

WHOLE = """\
schema: 1
illustrative: true
tables:
  - table: deliveries
    file: "Q3*.xlsx"
    sheet: Outputs
    header: [23, 25]
    columns:
      contract: {above: "Project \\\\d+: ?(.*)", codes: {Fleming Way: C1}}
      measure: {header: Indicator, codes: {"# of jobs": JOB01}}
      return_version: {value: 1}
      quantity_claimed: {times: 1000}
      statement: Comments
    unpivot: {column: period, into: quantity_claimed, headers: {"2021/22 / H1 / Actual": 2021-22 Q2}}
    headings: [Mandatory, "Custom .*"]
    until: "Section C.*"
    distinct: true
    duplicates: keep
    zero: [NIL]
    missing: ["-", tbc]
    not_applicable: ["n/a"]
    dates: month first
"""


def mapping(tmp_path: Path, text: str) -> Mapping:
    (tmp_path / "map.yml").write_text(text, encoding="utf-8")
    return read_mapping(tmp_path / "map.yml", "map.yml")


def faults(tmp_path: Path, text: str) -> list[Finding]:
    with pytest.raises(DataError) as caught:
        mapping(tmp_path, text)
    return list(caught.value.findings)


def sheet(file: str, name: str | None, hidden: bool = False) -> Sheet:
    return Sheet(file, name, lambda: iter(()), hidden)


# ---- what is written ----------------------------------------------------------------------------


def test_everything_that_may_be_written_is_read(tmp_path: Path) -> None:
    (entry,) = mapping(tmp_path, WHOLE).tables
    assert (entry.table, entry.header, entry.where.row) == ("deliveries", (23, 25), 4)
    assert entry.columns["statement"].header == "Comments"
    assert entry.columns["return_version"].value == "1"
    assert entry.unpivot is not None
    assert entry.unpivot.headers == {"2021/22 / H1 / Actual": "2021-22 Q2"}
    assert (entry.headings, entry.distinct, entry.duplicates) == (("Mandatory", "Custom .*"), True, "keep")


def test_the_rules_of_a_column_are_those_of_its_table_and_its_own(tmp_path: Path) -> None:
    (entry,) = mapping(tmp_path, WHOLE).tables
    quantity, measure = entry.rules("quantity_claimed", True), entry.rules("measure", False)
    assert (quantity.times, quantity.codes, quantity.is_1904) == (Decimal(1000), (), True)
    assert (measure.times, measure.codes, measure.is_1904) == (None, (("# of jobs", "JOB01"),), False)
    assert (quantity.zero, quantity.missing, quantity.not_applicable) == ({"nil"}, {"-", "tbc"}, {"n/a"})
    assert entry.rules("evidence", False).dates == "month first"
    assert hash(quantity) == hash(entry.rules("quantity_claimed", True))


def test_all_faults_are_named_at_once_with_their_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "schema: 1\n"
        "tables:\n"
        "  - table: delivries\n"
        "    sheeet: A\n"
        "  - table: deliveries\n"
        "    header: [9, 3]\n"
        "    until: 'Section ('\n"
        "    columns:\n"
        "      contrct: Project\n"
        "      measure: {hedaer: Indicator}\n"
        "      period: {above: 'Quarter .*'}\n"
        "      statement: {header: A, value: B}\n"
        "      evidence: {codes: {A: B}}\n"
        "      unit: {header: Unit, times: 2}\n"
        "      quantity_claimed: {header: Q, times: none}\n"
        "    unpivot: {column: peroid, into: period, headers: {A: 2023-24 Q1}}\n",
    )
    said = {(one.where.row, one.message.split(":")[0]): one.remedy for one in found}
    assert {row for row, _ in said} >= {3, 4, 6, 7, 10, 11, 15}
    assert said[3, "There is no table delivries."].startswith("Did you mean deliveries?")
    assert said[4, "There is no field sheeet."].startswith("Did you mean sheet?")
    assert said[10, "There is no field hedaer."].startswith("Did you mean header?")
    assert all(one.severity == "error" and one.remedy for one in found)


def test_faults_between_fields_are_named_too(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "schema: 1\n"
        "tables:\n"
        "  - table: deliveries\n"
        "    columns:\n"
        "      contrct: Project\n"
        "      statement: {header: A, value: B}\n"
        "      evidence: {codes: {A: B}}\n"
        "      unit: {header: Unit, times: 2}\n"
        "      period: Quarter\n"
        "    unpivot: {column: period, into: quantity, headers: {A: 2023-24 Q1}}\n",
    )
    assert [(one.where.row, one.message) for one in found] == [
        (5, "The table deliveries has no column contrct."),
        (6, "statement needs one of header, value and above; header and value is given."),
        (7, "evidence needs one of header, value and above; nothing is given."),
        (8, "unit is not a number, so times cannot be used."),
        (9, "period is filled by unpivot and by header."),
        (10, "The table deliveries has no column quantity."),
    ]
    assert found[0].remedy.startswith("Did you mean contract?")


def test_rules_that_contradict_themselves_are_named_with_their_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "schema: 1\n"
        "tables:\n"
        "  - table: deliveries\n"
        "    columns:\n"
        "      measure: {header: M, codes: {Jobs: JOB01, 'JOBS ': JOB02}}\n"
        "      unit: {header: Unit, times: 2}\n"
        "    zero: [nil, '-']\n"
        "    missing: ['–', tbc]\n"
        "    not_applicable: [TBC]\n"
        "  - table: returns\n"
        "    columns:\n"
        "      version: {header: Version, times: 2}\n",
    )
    assert [(one.where.row, one.message) for one in found] == [
        (6, "unit is not a number, so times cannot be used."),
        (8, "'–' cannot be both zero and missing."),
        (9, "'TBC' cannot be both missing and not applicable."),
        (5, "measure: 'Jobs' has two codes: capitals and blanks make no difference."),
        (12, "version holds whole numbers, so times cannot be used."),
    ]


def test_one_word_in_two_spellings_means_one_thing(tmp_path: Path) -> None:
    text = "schema: 1\ntables:\n  - {table: deliveries, zero: [nil, NIL, '-', '–']}\n"
    assert mapping(tmp_path, text).tables[0].rules("quantity_claimed", False).zero == {"nil", "-"}


@pytest.mark.parametrize("text", ["", "tables:\n", "schema: 1\ntables: []\n", "- a\n", "schema: 1\ntables: [\n"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text)


# ---- which entry applies ------------------------------------------------------------------------

ENTRIES = """\
schema: 1
tables:
  - {table: deliveries, file: "Q3*.xlsx", sheet: "Out*"}
  - {table: suppliers, file: register.csv}
  - {table: contracts, sheet: Lists}
"""


@pytest.mark.parametrize(
    ("one", "tables"),
    [
        (sheet("data/Q3 Roads.xlsx", "Outputs"), ["deliveries"]),
        (sheet("q3 roads.XLSX", "Notes"), []),
        (sheet("Q3 Roads.xlsx", "OUTPUTS"), ["deliveries"]),
        (sheet("Q3 Roads.xlsx", "Outputs", hidden=True), []),  # a glob passes a hidden sheet by
        (sheet("Q3 Roads.xlsx", "Lists", hidden=True), ["contracts"]),  # its name does not
        (sheet("data/register.csv", None), ["suppliers"]),
        (sheet("Q4.xlsx", "Outputs"), []),
    ],
)
def test_entries_apply_by_file_and_sheet(tmp_path: Path, one: Sheet, tables: list[str]) -> None:
    assert [entry.table for entry in mapping(tmp_path, ENTRIES).entries_for(one)] == tables


def said(tmp_path: Path, text: str, *sheets: Sheet) -> list[tuple[str, str]]:
    read = mapping(tmp_path, text)
    return [(finding.rule, finding.where.text()) for finding in matching_findings(read.tables, sheets)]


def test_an_entry_for_no_file_is_unused(tmp_path: Path) -> None:
    text = "schema: 1\ntables:\n  - {table: deliveries}\n  - {table: spend, file: sepnd.csv}\n"
    assert said(tmp_path, text, sheet("spend.csv", None)) == [("mapping-unused", "map.yml, line 4, field tables.2")]


def test_a_sheet_that_is_not_there_is_missing(tmp_path: Path) -> None:
    text = "schema: 1\ntables:\n  - {table: deliveries, sheet: Outputs}\n"
    assert said(tmp_path, text, sheet("a.xlsx", "Output")) == [("sheet-missing", "a.xlsx")]


def test_two_entries_of_a_table_for_one_sheet_are_ambiguous(tmp_path: Path) -> None:
    text = "schema: 1\ntables:\n  - {table: deliveries}\n  - {table: deliveries, sheet: A}\n  - {table: returns, sheet: A}\n"
    assert said(tmp_path, text, sheet("a.xlsx", "A")) == [("mapping-ambiguous", "a.xlsx, sheet A")]


def test_an_entry_without_sheet_for_several_visible_ones_is_ambiguous(tmp_path: Path) -> None:
    text = "schema: 1\ntables:\n  - {table: deliveries}\n"
    one, two, hidden = sheet("a.xlsx", "A"), sheet("a.xlsx", "B"), sheet("a.xlsx", "C", hidden=True)
    assert said(tmp_path, text, one, two, hidden) == [("mapping-ambiguous", "a.xlsx")]
    assert said(tmp_path, text, one, hidden) == []


def test_to_ask_which_entries_apply_changes_nothing(tmp_path: Path) -> None:
    read = mapping(tmp_path, ENTRIES)
    before = read.model_copy(deep=True)
    read.entries_for(sheet("Q3 Roads.xlsx", "Outputs"))
    assert read == before
    assert matching_findings(read.tables, []) == matching_findings(before.tables, [])


def test_columns_that_no_table_takes_are_named_once_a_sheet() -> None:
    one, two = sheet("a.xlsx", "A"), sheet("a.xlsx", "B")
    not_used = ColumnsNotUsed()
    not_used.add(one, (3,), ["Supplier", "Notes", "Notes", "Officer"])
    not_used.add(one, (3,), ["Contract", "Notes", "Officer"])  # the supplier is taken by another table
    not_used.add(two, (1,), [])
    [note] = not_used.findings()
    assert (note.rule, note.severity, note.where.text()) == ("columns-not-used", "note", "a.xlsx, sheet A, row 3")
    assert note.message == "2 columns are not used: Notes, Officer"


# ---- MHCLG's monitoring returns --------------------------------------------------------------------


def laid(path: Path) -> dict[str, list[LaidRow]]:
    """Return the rows of each sheet of a return that the mapping speaks of."""
    found = {}
    read = read_mapping(MHCLG, MHCLG.name)
    for one in open_file(path, path.name):
        for entry in read.entries_for(one):
            layout = lay_out(one, entry, entry.shape)
            assert [finding for finding in layout.findings if finding.severity == "error"] == []
            found[one.name or ""] = list(layout.rows)
    return found


def quantities(rows: list[LaidRow]) -> Counter[tuple[str, ...]]:
    """Return measure, unit, period and quantity of each row that is read."""
    names = ("measure", "unit", "period", "quantity_claimed")
    places = [read_mapping(MHCLG, "").tables[0].shape.names.index(name) for name in names]
    return Counter(tuple(row.cells[place] for place in places) for row in rows if row.kind == "read")


FOOTFALL = "Year on Year monthly % change in footfall"  # by month, and no delivery: not in the mapping
PERIODS = {"09": "Q2", "03": "Q4"}  # the half-year that ends in this month, as the mapping reads it


def expected(path: Path, name: str) -> Iterator[tuple[str, ...]]:
    """Give what MHCLG's own tests say that a dump of a sheet should read as: the actual quantities."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for record in csv.DictReader(file):
            if record["Amount"] and record["Actual/Forecast"] == "Actual" and record[name] != FOOTFALL:
                _, month, year = record["End_Date"].split("/")
                first = int(year) - (month == "03")
                unit = record.get("Unit of Measurement") or record["UnitofMeasurement"]
                yield record[name], unit, f"{first}-{(first + 1) % 100} {PERIODS[month]}", record["Amount"]


@pytest.mark.parametrize(("sheet_name", "name"), [("outputs", "Output"), ("outcomes", "Outcome")])
def test_round_three_reads_as_mhclg_reads_it(shared: Path, sheet_name: str, name: str) -> None:
    folder = shared / "data" / "mhclg_monitoring_returns"
    rows = laid(folder / "raw_sheet_dumps" / f"{sheet_name}_mock.csv")[""]
    right = Counter(expected(folder / "raw_sheet_expected" / f"{sheet_name}_data_expected.csv", name))
    assert right
    assert quantities(rows) == right


@pytest.mark.parametrize(
    ("file", "sheet_name", "counts", "quantity", "total"),
    [  # rows of the sheet that are read, rows of the table, their sum: counted with openpyxl, by the columns' places
        ("TF_Round_3_Success.xlsx", "5 - Project Outputs", 10, 60, 24),
        ("TF_Round_3_Success.xlsx", "6 - Outcomes", 1, 3, 0),
        ("TF_Round_4_Success.xlsx", "5 - Project Outputs", 19, 133, 208),
        ("TF_Round_4_Success.xlsx", "6 - Outcomes", 8, 24, 48),
        ("PF_Round_1_Success.xlsx", "Outputs", 3, 3, 375),
        ("PF_Round_1_Success.xlsx", "Outcomes", 2, 2, 75),
        ("PF_Round_2_Success.xlsx", "Outputs", 61, 122, 305),
        ("PF_Round_2_Success.xlsx", "Outcomes", 9, 18, 45),
    ],
)
def test_the_workbooks_read_as_returns(
    shared: Path, file: str, sheet_name: str, counts: int, quantity: int, total: int
) -> None:
    rows = laid(shared / "data" / "mhclg_monitoring_returns" / file)[sheet_name]
    read = [row for row in rows if row.kind == "read"]
    assert (len({row.number for row in read}), len(read)) == (counts, quantity)
    assert sum(Decimal(row.cells[4]) for row in read) == total
    assert not [row for row in rows if row.kind == "rejected"]
    numbers = [row.number for row in rows]
    assert sorted(set(numbers)) == list(range(1, numbers[-1] + 1))


def test_each_project_of_round_four_has_its_own_rows(shared: Path) -> None:
    file = shared / "data" / "mhclg_monitoring_returns" / "TF_Round_4_Success.xlsx"
    rows = laid(file)["5 - Project Outputs"]
    by_project = Counter(row.cells[0] for row in rows if row.kind == "read")
    assert list(by_project)[:3] == ["Scala Theatre & Corn Exchange", "8 Angel Street", "Vacant Premises Scheme"]
    assert {row.cells[2] for row in rows if row.kind == "read"} == {
        "2020-21 Q2", "2020-21 Q4", "2021-22 Q2", "2021-22 Q4", "2022-23 Q2", "2022-23 Q4", "2023-24 Q2",
    }  # fmt: skip
