"""Every exhibit of the example data, as it is printed: the Analysis Function's rules of tables, and short sentences."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.records import EXHIBITS, NAMES, Exhibit, build
from sv_report.exhibits.table import Table
from sv_report.exhibits.words import Words
from sv_report.manuscript import open_report
from sv_report.measures import Conventions
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures, compute
from sv_report.params.period import Period
from tests.drawn import tables

ROOT = Path(__file__).resolve().parents[2]
MEANINGS = {"[x]": "not available", "[z]": "not applicable", "[c]": "not shown", "[k]": "a low figure"}
NUMBER = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?")
NO_VALUES = {
    "contracts": "ref | district | value_book\nC1 | Wyre | -\nC2 | Fylde | -",
    "measures": "ref | unit | theme\nM1 | hours | Jobs\nM2 | weeks | Places",
    "value_book": "measure | proxy_gbp",
    "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q3 | 90\nC2 | M2 | 2023-24 Q3 | 9",
}
EXAMPLES = ["2024-02-08", "2023-12-07", "no values"]


@cache
def figures(example: str, folder: Path) -> Figures:
    """The figures of an example edition, or of data without a value book."""
    if example != "no values":
        return open_report(str(ROOT / "params" / f"{example}.yml")).figures
    drawn = tables(folder, **NO_VALUES)
    return compute(drawn, Period.parse("2023-24 Q3"), date(2024, 1, 19), Conventions())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("no_values")


@pytest.fixture(params=EXAMPLES)
def exhibits(request: pytest.FixtureRequest, folder: Path) -> list[Exhibit]:
    return [build(name, figures(request.param, folder)) for name in NAMES]


class Printed:
    """A table as its Markdown has it: the note above, the alignment of the columns, headings and rows."""

    def __init__(self, table: Table) -> None:
        lines = table.markdown(live=False).splitlines()
        self.name, self.table = table.name, table
        self.note = "\n".join(line for line in lines if not line.startswith(("|", "**"))).replace("\\", "")
        self.headings, self.alignment, *self.rows = (_cells(line) for line in lines if line.startswith("|"))
        self.is_number = [mark == "---:" for mark in self.alignment]

    def columns(self) -> Iterator[tuple[str, bool, list[str]]]:
        """Each column: its heading, whether it stands right, and its cells."""
        yield from zip(
            self.headings, self.is_number, (list(column) for column in zip(*self.rows, strict=True)), strict=True
        )


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line)[1:-1]
    return [re.sub(r"^\*\*(.*)\*\*$", r"\1", cell.strip()).replace("\\", "") for cell in cells]


@pytest.fixture
def printed(exhibits: list[Exhibit]) -> list[Printed]:
    return [Printed(exhibit) for exhibit in exhibits if isinstance(exhibit, Table)]


# ---- tables --------------------------------------------------------------------------------------


def test_every_cell_says_something_and_no_row_is_longer_than_another(printed: list[Printed]) -> None:
    for table in printed:
        assert table.rows, table.name
        assert {len(row) for row in (table.alignment, *table.rows)} == {len(table.headings)}, table.name
        assert all(cell for row in (table.headings, *table.rows) for cell in row), table.name
        assert len(set(table.headings)) == len(table.headings), table.name


def test_numbers_stand_right_one_a_cell_and_words_left(printed: list[Printed]) -> None:
    for table in printed:
        for heading, is_number, cells in table.columns():
            numbers = [bool(NUMBER.fullmatch(cell)) for cell in cells if cell not in MEANINGS]
            assert not numbers or (all(numbers) is is_number and any(numbers) is is_number), (table.name, heading)


def test_a_column_of_money_or_of_shares_has_its_unit_in_its_heading(printed: list[Printed]) -> None:
    for table in printed:
        for place, heading in enumerate(table.headings):
            facts = [
                cell
                for row in table.table.rows
                if isinstance(cell := row[place], Fact) and not cell.text and cell.unit != "text"
            ]
            units = {fact.unit_heading for fact in facts} - {"number"}
            assert "Unit" in table.headings or all(unit in heading for unit in units), (table.name, heading, units)


def test_a_mark_has_its_key_above_the_table_and_nothing_else_has_one(printed: list[Printed]) -> None:
    for table in printed:
        standing = {cell for row in table.rows for cell in row} & set(MEANINGS)
        explained = {mark for mark, meaning in MEANINGS.items() if f"{mark} means {meaning}" in table.note}
        assert explained == standing == set(re.findall(r"\[[cxzk]\]", table.note)), table.name


def test_a_total_stands_last_or_nowhere(printed: list[Printed]) -> None:
    for table in printed:
        totals = [place for place, row in enumerate(table.rows) if row[0] == "Total"]
        assert totals in ([], [len(table.rows) - 1]), table.name


def test_a_change_is_said_to_be_favourable_or_adverse_in_words(folder: Path) -> None:
    compared = build("compared", figures("2024-02-08", folder))
    assert isinstance(compared, Table)
    *_, (heading, is_number, cells) = Printed(compared).columns()
    assert (heading, is_number) == ("Which is", False)
    assert set(cells) <= {"Favourable", "Adverse", "No change", "Not comparable"}


# ---- sentences -----------------------------------------------------------------------------------


def _texts(exhibit: Exhibit) -> list[str]:
    if isinstance(exhibit, Chart):
        return [exhibit.caption, exhibit.subtitle]
    if isinstance(exhibit, Words):
        return exhibit.markdown(live=False).replace("\\", "").splitlines()
    return [exhibit.caption, exhibit.note, *(cell for row in exhibit.rows for cell in row if isinstance(cell, str))]


def test_no_sentence_is_longer_than_25_words(exhibits: list[Exhibit]) -> None:
    sentences = [
        (exhibit.name, sentence)
        for exhibit in exhibits
        for text in _texts(exhibit)
        for sentence in re.split(r"(?<=[.?!])\s+", text)
    ]
    assert len(sentences) > len(EXHIBITS)
    assert not [one for one in sentences if len(one[1].split()) > 25]


def test_every_chart_states_a_message_what_it_measures_and_every_number_in_words(exhibits: list[Exhibit]) -> None:
    charts = [exhibit for exhibit in exhibits if isinstance(exhibit, Chart)]
    assert charts
    for chart in charts:
        assert any(isinstance(piece, Fact) for piece in chart.message), chart.name
        assert re.search(r", (£m|number)\b", chart.subtitle), chart.name
        assert re.search(r"\bQuarter [1-4] 20\d\d/\d\d\b", chart.subtitle), chart.name
        assert len(chart.series) <= 4, chart.name
        said = [fact.display for one in chart.series for fact in one.facts if fact and fact.value is not None]
        assert all(display in chart.alt for display in said), chart.name


def test_every_chart_has_a_table_of_its_numbers(folder: Path) -> None:
    made = figures("2024-02-08", folder)
    for name in (name for name in NAMES if name.endswith("_chart")):
        chart, table = build(name, made), build(name.removesuffix("_chart"), made)
        assert isinstance(chart, Chart)
        assert {fact.id for one in chart.series for fact in one.facts if fact} <= {fact.id for fact in table.facts}
