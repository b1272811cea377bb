"""What docs/data.md says is what the program does: its tables, its YAML, its cells, and the output that it prints."""

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from sv_report.cli import commands
from sv_report.data.cells.values import Cell, CellFault, read_cell
from sv_report.data.readers.database import is_url, refuse_password
from sv_report.data.schema import TABLES, Column
from sv_report.data.sheets.mapping import ColumnMap, Mapping, TableMap, read_mapping
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.edition_file import AcceptedTyped, read_sources

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "data.md").read_text("utf-8")
EDITION, FOLDER = "2024-02-08", "data/2023-24-q3"
HOLDS = {"text": "text", "date": "date", "period": "quarter", "number": "number", "whole": "whole number",
         "yes_no": "yes or no"}  # fmt: skip
MEASURES = """\
ref,set,theme,outcome,name,unit,over_time,across,good,valued,counts_as,sensitive,disadvantaged
JOB01,Example,Jobs and skills,More jobs,Local jobs,FTE,stock,sum,high,record-only,additional,no,no
VOL01,Example,Communities,Volunteering,Volunteering hours,hours,flow,sum,high,record-only,additional,no,no
"""
RETURNS = """\
contract,period,version,due_on,received_on
C-101,2023-24 Q3,1,2024-01-15,2024-01-12
C-102,2023-24 Q3,1,2024-01-15,2024-01-18
C-103,2023-24 Q3,1,2024-01-15,
"""


def blocks(language: str, begins: str) -> list[str]:
    """Return the fenced blocks of a language that begin so."""
    found = [block for block in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if block.startswith(begins)]
    assert found, f"docs/data.md has no {language} block that begins with {begins!r}"
    return found


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


# ---- what a source may be -----------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks("yaml", "data:"))
def test_each_source_that_is_shown_is_one_that_an_edition_may_name(block: str) -> None:
    names = read_sources(yaml.safe_load(block)["data"])
    assert names
    for name in names:
        assert isinstance(name, str)
        assert is_url(name) == ("://" in name)
        assert not is_url(name) or refuse_password(name) is None


def test_the_frames_shown_are_all_that_the_example_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    [block] = blocks("python", "import pandas")
    held: dict[str, Any] = {}
    exec(block, held)
    example = ROOT / "sv_report" / "data" / "example"
    assert held["names"] == [table.name for table in TABLES if (example / f"{table.name}.csv").is_file()]
    assert held["report"].facts["sv_share_of_due"].status == "ok"


# ---- the tables ---------------------------------------------------------------------------------


def holds(column: Column) -> str:
    if column.one_of or column.any_of:
        return f"{'one' if column.one_of else 'any'} of {', '.join(column.one_of or column.any_of)}"
    return HOLDS[column.type]


@pytest.mark.parametrize("shape", TABLES, ids=lambda shape: shape.name)
def test_each_table_has_the_columns_of_the_schema(shape: Any) -> None:
    section = PAGE.partition(f"\n### {shape.name}\n")[2].partition("\n#")[0]
    rows = [cells(line)[:3] for line in section.splitlines() if line.startswith("| `")]
    assert rows == [[f"`{one.name}`", "yes" if one.required else "", holds(one)] for one in shape.columns]
    assert ("You may have none" in section) == (not shape.needed)


# ---- the mapping --------------------------------------------------------------------------------


def example(path: Path) -> Path:
    """Write the folder of the page's example; return it."""
    path.mkdir(parents=True)
    (path / "Contract register.csv").write_text(blocks("csv", "Contract No")[0], "utf-8")
    (path / "measures.csv").write_text(MEASURES, "utf-8")
    (path / "returns.csv").write_text(RETURNS, "utf-8")
    (path / "mapping.yml").write_text(blocks("yaml", "schema:")[0], "utf-8")
    write_book(path / "Commitments 2023.xlsx", "Profile", blocks("text", "1 | Contract")[0])
    write_book(path / "Q3 outputs.xlsx", "Outputs", blocks("text", "1  | Social value")[0], "Read me")
    return path


def write_book(path: Path, sheet: str, drawn: str, *others: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for line in drawn.splitlines():
        number, *texts = cells(line)
        for place, text in enumerate(texts, start=1):
            is_number = re.fullmatch(r"[0-9.]+", text)
            book.active.cell(int(number), place, float(text) if is_number else text or None)
    for other in others:
        book.create_sheet(other).append(["How to fill this"])
    book.save(path)


def keys(section: str) -> list[str]:
    """Return the keys in the first column of a table of the page."""
    table = PAGE.partition(section)[2].partition("\n\n")[2].partition("\n\n")[0]
    first = (cells(line)[0] for line in table.splitlines()[2:])
    return [key for cell in first for key in re.findall("`([a-z_]+)`", cell)]


def test_every_key_of_a_mapping_is_explained() -> None:
    def fields(model: Any) -> set[str]:
        return {field.alias or name for name, field in model.model_fields.items()}

    assert set(keys("Of the whole file:")) == fields(Mapping)
    assert set(keys("Of an entry, which reads one table:")) == fields(TableMap)
    assert set(keys("Of a column.")) == fields(ColumnMap)


def test_the_mapping_shown_uses_only_what_is_there(tmp_path: Path) -> None:
    mapping = read_mapping(example(tmp_path / "data") / "mapping.yml", "mapping.yml")
    assert {entry.table for entry in mapping.tables} == {"suppliers", "contracts", "commitments", "deliveries"}


# ---- what is printed ----------------------------------------------------------------------------


@pytest.fixture
def workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbench with the page's example, as the folder that commands are typed in."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.returns"))
    (tmp_path / "outputs").mkdir()
    example(tmp_path / FOLDER)
    edition = tmp_path / "params" / f"{EDITION}.yml"
    edition.write_text(re.sub("(?m)^data: [^#\n]*", f"data: {FOLDER} ", edition.read_text("utf-8")), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(*arguments: str) -> tuple[int, str]:
    """Return a command's exit code, and what it prints."""
    done = CliRunner().invoke(commands, arguments)
    return done.exit_code, done.output


def shown(command: str) -> str:
    """Return what the page shows of a command."""
    [block] = blocks("console", f"$ {command}\n")
    return block.partition("\n")[2]


@pytest.mark.usefixtures("workbench")
def test_map_and_validate_print_what_the_page_shows() -> None:
    path = f"{FOLDER}/Q3 outputs.xlsx"
    assert printed("map", path) == (0, shown(f'sv-report map "{path}"'))
    assert printed("validate", EDITION) == (4, shown(f"sv-report validate {EDITION}"))


def test_the_errors_shown_are_accepted_as_the_page_says(workbench: Path) -> None:
    accept = blocks("yaml", "accept:")[0]
    assert all(AcceptedTyped(**one) for one in yaml.safe_load(accept)["accept"])
    register = workbench / FOLDER / "Contract register.csv"
    with register.open("a", encoding="utf-8") as file:
        file.write("C-101,Example roads again,S1,Example Homes Ltd,Y,Highways,01/04/2023,31/03/2026,£1\n")
    code, text = printed("validate", EDITION)
    assert (code, "a second row for C-101" in text) == (4, True)
    with (workbench / "params" / f"{EDITION}.yml").open("a", encoding="utf-8") as file:
        file.write(accept)
    code, text = printed("validate", EDITION)
    assert (code, "0 errors" in text) == (0, True), text


def test_the_limit_shown_is_the_one_that_holds() -> None:
    said = yaml.safe_load(blocks("yaml", "rejected_limit:")[0])["rejected_limit"]
    profile = yaml.safe_load((ROOT / "templates" / "lancashire" / "profile.yml").read_text("utf-8"))
    assert said == profile["rejected_limit"] == float(CouncilProfile.model_fields["rejected_limit"].default)


# ---- how a cell is read -------------------------------------------------------------------------


def readings() -> Iterator[tuple[str, str, str]]:
    section = PAGE.partition("## How a cell is read\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        if found := re.fullmatch(r"\| `([^`]*)` \| ([a-z ]+) \| ([^,:]+).* \|", line):
            yield found[1], found[2], found[3].strip(" |")


def said(text: str, column: Column) -> str:
    """Return in the page's words what a cell is read as."""
    try:
        cell: Cell = read_cell(text, column)
    except CellFault:
        return "refused"
    if cell.value is None:
        return cell.meaning or "missing"
    if cell.meaning == "zero":
        return "zero"
    if isinstance(cell.value, bool):
        return "yes" if cell.value else "no"
    if isinstance(cell.value, Decimal):
        return format(cell.value.normalize(), "f")
    return cell.value.isoformat() if isinstance(cell.value, date) else str(cell.value)


@pytest.mark.parametrize(("text", "kind", "expected"), [*readings()])
def test_each_cell_is_read_as_the_page_says(text: str, kind: str, expected: str) -> None:
    types = {words: type_ for type_, words in HOLDS.items()}
    assert said(text, Column("x", types[kind])) == expected  # type: ignore[arg-type]


def test_the_page_shows_many_cells() -> None:
    assert len([*readings()]) > 40


# ---- suppliers' returns -------------------------------------------------------------------------


@pytest.mark.usefixtures("workbench")
def test_issue_and_status_print_what_the_page_of_returns_shows() -> None:
    page = (ROOT / "docs" / "returns.md").read_text("utf-8")
    commands_shown = re.findall(r"```console\n\$ sv-report (.*?)\n(.*?)```", page, re.DOTALL)
    assert [line.split()[1] for line, _ in commands_shown] == ["issue", "status"]
    for line, output in commands_shown:
        assert printed(*shlex.split(line)) == (0, output)
