"""What the commands of returns print in words: one is one, and several are several."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from sv_report.cli import commands
from tests.drawn import source

QUARTER = ("--period", "2023-24 Q3")
ROOT = Path(__file__).resolve().parents[2]
DRAWN = {
    "suppliers": "id\nS1",
    "measures": "ref | name\nJOB01 | Local jobs",
    "commitments": """
        contract | measure | period     | quantity
        C1       | JOB01   | 2023-24 Q3 | 3
        C2       | JOB01   | 2023-24 Q3 | 2
    """,
    "deliveries": "contract",
    "returns": "contract",
}


@pytest.fixture(params=[1, 2], ids=["one", "two"])
def contracts(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def workbench(tmp_path: Path, contracts: int) -> Path:
    """A workbench whose data holds one contract, or two."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.returns"))
    refs = ["C1", "C2"][:contracts]
    lines = DRAWN["commitments"].strip().splitlines()[: 1 + contracts]
    source(
        tmp_path / "data" / "q3", **DRAWN | {"contracts": "\n".join(["ref", *refs]), "commitments": "\n".join(lines)}
    )
    edition = tmp_path / "params" / "2024-02-08.yml"
    text = edition.read_text("utf-8")
    edition.write_text("\n".join("data: data/q3" if line.startswith("data:") else line for line in text.split("\n")))
    return tmp_path


def printed(*arguments: object) -> str:
    return CliRunner().invoke(commands, [*map(str, arguments)]).output


def test_counts_are_in_the_words_for_them(workbench: Path, contracts: int, tmp_path: Path) -> None:
    root, is_one = ("--root", workbench), contracts == 1
    issued = printed("returns", "issue", *QUARTER, *root, "--out", tmp_path / "out")
    made = "1 workbook for 2023-24 Q3 is in" if is_one else "2 workbooks for 2023-24 Q3 are in"
    assert made in issued
    refused = printed("returns", "collect", tmp_path / "out", *QUARTER, *root)  # as they were issued: blank
    assert ("1 error, 0 warnings, 0 notes." if is_one else "2 errors, 0 warnings, 0 notes.") in refused
    said = "1 file was refused: it counts nowhere." if is_one else "2 files were refused: they count nowhere."
    assert said in refused
    stood = printed("returns", "status", *QUARTER, *root, "--reminders", tmp_path / "reminders.csv")
    assert f"rejected {contracts}" in stood
    assert "C1_2023-24-Q3.xlsx: nothing is answered" in stood
    assert ("The reminder for 1 contract is in" if is_one else "Reminders for 2 contracts are in") in stood
    for path in (tmp_path / "out").iterdir():
        book = openpyxl.load_workbook(path)
        book["Return"]["G6"] = 1
        book.save(path)
    taken = printed("returns", "collect", tmp_path / "out", *QUARTER, *root)
    assert "refused 0" in taken
    assert "refused: " not in taken
