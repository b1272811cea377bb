"""The same facts from the same data, whatever it is kept in: files of every kind, databases, frames."""

import csv
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars
import pytest

import sv_report as sv
from sv_report.data.schema import SHAPES
from tests.conftest import program_path
from tests.functional.conftest import sv_report
from tests.postgres import PASSWORD, Server, postgres

__all__ = ["postgres"]  # the fixture

EXAMPLE = Path(sv.__file__).parent / "data" / "example"
HELD = {name: shape for name, shape in SHAPES.items() if (EXAMPLE / f"{name}.csv").is_file()}
EDITION = "2024-02-08"
Rows = list[list[str]]


def example(table: str) -> Rows:
    """Return a table of the example as texts, its header first."""
    with (EXAMPLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def facts(**how: object) -> dict[str, object]:
    """Return what an edition reports, by fact."""
    return {fact.id: (fact.value, fact.display) for fact in sv.open(EDITION, **how).facts}


@pytest.fixture(scope="module")
def from_csv() -> dict[str, object]:
    return facts()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


def workbook(path: Path) -> Path:
    """Write the example's tables into one workbook, a sheet each, numbers and dates as such."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, shape in HELD.items():
        header, *rows = example(table)
        sheet = book.create_sheet(table)
        sheet.append(header)
        types = [shape.column(name).type for name in header]
        for row in rows:
            sheet.append([_typed(cell, type_) for cell, type_ in zip(row, types, strict=True)])
    book.save(path)
    return path


def _typed(cell: str, type_: str) -> object:
    if not cell:
        return None
    if type_ in ("number", "whole"):
        return float(cell)
    return pd.Timestamp(cell).to_pydatetime() if type_ == "date" else cell


def converted(path: Path, suffix: str) -> Path:
    """Return a workbook as LibreOffice saves it in another format."""
    command = [program_path("soffice"), f"-env:UserInstallation=file://{path.parent}/profile", "--headless",
               "--convert-to", suffix, "--outdir", path.parent, path]  # fmt: skip
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=240)
    return path.with_suffix(f".{suffix}")


def test_a_workbook_of_all_tables(folder: Path, from_csv: dict[str, object]) -> None:
    assert facts(settings={"data": str(workbook(folder / "monitoring.xlsx"))}) == from_csv


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_a_workbook_as_another_program_saves_it(suffix: str, folder: Path, from_csv: dict[str, object]) -> None:
    made = converted(workbook(folder / f"for_{suffix}.xlsx"), suffix)
    assert facts(settings={"data": str(made)}) == from_csv


@pytest.mark.parametrize("kind", ["tsv", "parquet"])
def test_a_folder_of_other_files(kind: str, folder: Path, from_csv: dict[str, object]) -> None:
    made = folder / kind
    made.mkdir()
    for table in HELD:
        source = f"read_csv('{EXAMPLE / f'{table}.csv'}', all_varchar = {str(kind == 'tsv').lower()})"
        form = "FORMAT csv, DELIMITER '\t'" if kind == "tsv" else "FORMAT parquet"
        duckdb.sql(f"COPY (SELECT * FROM {source}) TO '{made / table}.{kind}' ({form})")
    assert facts(settings={"data": str(made)}) == from_csv


def test_a_duckdb_file(folder: Path, from_csv: dict[str, object]) -> None:
    with duckdb.connect(str(folder / "monitoring.duckdb")) as connection:
        for table in HELD:
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{EXAMPLE / f'{table}.csv'}')")
    assert facts(settings={"data": str(folder / "monitoring.duckdb")}) == from_csv


def test_a_sqlite_file(folder: Path, from_csv: dict[str, object]) -> None:
    with sqlite3.connect(folder / "monitoring.sqlite") as connection:
        for table in HELD:
            header, *rows = example(table)
            names = ", ".join(f'"{name}"' for name in header)
            connection.execute(f"CREATE TABLE {table} ({names})")
            marks = ", ".join("?" for _ in header)
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    assert facts(settings={"data": str(folder / "monitoring.sqlite")}) == from_csv


def test_pandas_and_polars_frames(from_csv: dict[str, object]) -> None:
    assert facts(frames={table: pd.read_csv(EXAMPLE / f"{table}.csv") for table in HELD}) == from_csv
    assert facts(frames={table: polars.read_csv(EXAMPLE / f"{table}.csv") for table in HELD}) == from_csv


@pytest.mark.needs("initdb", "pg_ctl")
def test_a_postgresql_server(
    postgres: Server, from_csv: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    types = {"number": "numeric(18, 6)", "whole": "integer", "date": "date", "yes_no": "boolean"}
    with postgres.connect() as connection:
        for table, shape in HELD.items():
            header, *rows = example(table)
            columns = ", ".join(f'"{name}" {types.get(shape.column(name).type, "text")}' for name in header)
            connection.execute(f"CREATE TABLE {table} ({columns})")
            with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([cell or None for cell in row])
    monkeypatch.setenv("SV_REPORT_DB_PASSWORD", PASSWORD)
    assert facts(settings={"data": postgres.url}) == from_csv

    done = sv_report("run", EDITION, "--set", f"data={postgres.url}", "--formats", "html", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in made if PASSWORD.encode() in path.read_bytes()] == []
    assert PASSWORD not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://officer:open-sesame@127.0.0.1:1/monitoring",
        "mssql://h/db;user=u;password=open-sesame",
        "host=localhost user=u password=open-sesame",
        "postgresql://officer%3Aopen-sesame@h/db",
        "[postgresql://u:open-sesame@h/db, postgresql://u:open-sesame@h/db]",
    ],
)
def test_a_password_in_an_edition_is_refused_and_nowhere_to_be_found(url: str, bench: Path) -> None:
    for command in ("validate", "run"):
        done = sv_report(command, EDITION, "--set", f"data={url}", cwd=bench)
        assert done.returncode == 3, done.stderr
        assert "password" in done.stderr
        assert "open-sesame" not in done.stdout + done.stderr
    made = [path for path in (bench / "outputs").rglob("*") if path.is_file()]
    assert [path for path in made if b"open-sesame" in path.read_bytes()] == []


def test_a_database_that_is_not_there_is_said_without_a_traceback() -> None:
    done = sv_report("validate", EDITION, "--set", "data=postgresql://officer@127.0.0.1:1/monitoring",
                     SV_REPORT_DB_PASSWORD="open-sesame")  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "open-sesame" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_run_reads_no_spreadsheet(tmp_path: Path, bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bench / "outputs").mkdir()
    data = bench / "monitoring"
    shutil.copytree(EXAMPLE, data, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    first = facts(root=bench, settings={"data": "monitoring"})

    def refuse(path: Path, shown: str) -> None:
        raise AssertionError(f"{shown} was read again")

    with monkeypatch.context() as patched:
        patched.setattr("sv_report.data.holding.open_file", refuse)
        assert facts(root=bench, settings={"data": "monitoring"}) == first
        os.utime(data / "spend.csv")  # saved again with the same content
        assert facts(root=bench, settings={"data": "monitoring"}) == first
    text = (data / "commitments.csv").read_text("utf-8")
    (data / "commitments.csv").write_text(text.replace("2022-23 Q2,354.1,", "2022-23 Q2,9354.1,", 1), "utf-8")
    assert facts(root=bench, settings={"data": "monitoring"}) != first
