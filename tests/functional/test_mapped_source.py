"""A workbook that nobody here made, taken in through a mapping, with the council's own tables beside it."""

import csv
import shutil
import warnings
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from sv_report.data import Tables, find_sources, read_sources
from sv_report.data.schema import SHAPES
from tests.drawn import DEFAULTS

MAPPING = Path(__file__).parents[1] / "mhclg_mapping.yml"
FILE, SHEET = "TF_Round_4_Success.xlsx", "5 - Project Outputs"
ACTUAL = {"E": "2020-21 Q2", "F": "2020-21 Q4", "H": "2021-22 Q2", "I": "2021-22 Q4", "K": "2022-23 Q2",
          "L": "2022-23 Q4", "N": "2023-24 Q2"}  # fmt: skip
Outputs = dict[tuple[str, str, str], Decimal]


def by_its_cells(path: Path) -> tuple[Outputs, dict[str, str]]:
    """Return what the workbook says was delivered, by project, indicator and half-year, and each indicator's unit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl does not keep
        sheet = openpyxl.load_workbook(path, data_only=True)[SHEET]
    found: Outputs = {}
    units: dict[str, str] = {}
    project = ""
    for row in sheet.iter_rows(min_row=16):
        cells = {cell.column_letter: cell.value for cell in row if cell.value is not None}
        name = " ".join(str(cells.get("C", "")).split())
        if name.startswith("Project ") and ":" in name:
            project = name.partition(":")[2].strip()
        for letter, period in ACTUAL.items():
            if project and name and "D" in cells and isinstance(cells.get(letter), int | float):
                found[project, name, period] = found.get((project, name, period), Decimal(0)) + Decimal(
                    str(cells[letter])
                )
                units[name] = " ".join(str(cells["D"]).split())
    return found, units


def write(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SHAPES[table].names, restval="")
        writer.writeheader()
        writer.writerows(DEFAULTS.get(table, {}) | row for row in rows)


@pytest.fixture
def taken_in(shared: Path, tmp_path: Path) -> tuple[Tables, Outputs]:
    """The tables of a folder that holds the workbook, its mapping and the council's own tables."""
    folder = tmp_path / "returns"
    folder.mkdir()
    shutil.copy(shared / "data" / "mhclg_monitoring_returns" / FILE, folder)
    mapping = yaml.safe_load(MAPPING.read_text("utf-8"))
    mapping["tables"] = [
        one for one in mapping["tables"] if one["file"] == "TF_Round_4*.xlsx" and one["sheet"] == SHEET
    ]
    (folder / "mapping.yml").write_text(yaml.safe_dump(mapping, allow_unicode=True), "utf-8")
    right, units = by_its_cells(folder / FILE)
    returns = sorted({(project, period) for project, _, period in right})
    write(folder, "suppliers", [{"id": "S1"}])
    write(folder, "contracts", [{"ref": ref} for ref in sorted({project for project, _ in returns})])
    write(folder, "measures", [{"ref": ref, "unit": unit} for ref, unit in sorted(units.items())])
    write(folder, "commitments", [])
    write(
        folder, "returns", [{"contract": ref, "period": period, "received_on": "2023-11-01"} for ref, period in returns]
    )
    tables, _ = read_sources(find_sources([str(folder)], tmp_path), tmp_path / "tables")
    return tables, right


def test_a_monitoring_return_is_taken_in_cell_for_cell(taken_in: tuple[Tables, Outputs]) -> None:
    tables, right = taken_in
    assert sum(right.values()) == 208
    read = tables.connection.sql("SELECT contract, measure, period, sum(quantity_claimed) FROM deliveries GROUP BY ALL")
    assert {(contract, measure, period): total for contract, measure, period, total in read.fetchall()} == right


def test_every_row_of_its_sheet_is_accounted_for(taken_in: tuple[Tables, Outputs]) -> None:
    tables, _ = taken_in
    [account] = [one for one in tables.accounts if one.table_name == "deliveries"]
    assert (account.sheet, account.read, account.rejected, account.duplicate) == (SHEET, 19, 0, 0)
    assert account.read + account.blank + account.header + account.total == account.rows


def test_a_line_can_be_followed_to_its_cell(taken_in: tuple[Tables, Outputs]) -> None:
    tables, _ = taken_in
    [line] = tables.connection.sql(
        "SELECT origin_file, origin_sheet, origin_row FROM deliveries WHERE quantity_claimed = 6 "
        "AND measure LIKE 'Total length of improved cycle%' AND period = '2021-22 Q4' ORDER BY ALL LIMIT 1"
    ).fetchall()
    assert (line[0].endswith(FILE), *line[1:]) == (True, SHEET, 29)
