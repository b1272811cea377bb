"""What an inbox may hold: copies of sheets, zips of returns, and what is left unread."""

import csv
import io
import stat
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sv_report.data.returns import inbox as limits
from sv_report.data.returns.collect import Collected
from tests.drawn_returns import DAY, Bench, drawn_bench

DRAWN = {
    "measures": "ref | name | unit\nSOC01 | Hours volunteered | hours\nENV01 | Carbon saved | tonnes",
    "contracts": "ref\nC1\nC2",
    "commitments": """
        contract | measure | period     | quantity
        C1       | SOC01   | 2023-24 Q3 | 5
        C1       | ENV01   | 2023-24 Q3 | 2
        C2       | SOC01   | 2023-24 Q3 | 5
    """,
}
C1 = {"SOC01": 4, "ENV01": 1.5, "SOC01_Evidence_reference": "E1"}
LATER = date(2024, 1, 20)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return drawn_bench(tmp_path, **DRAWN)


def saved_as_csv(bench: Bench, name: str, csv_name: str) -> Path:
    """Save the sheet of lines of a returned workbook as CSV, as a spreadsheet program does."""
    page = openpyxl.load_workbook(bench.inbox / name)["Return"]
    path = bench.inbox / csv_name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(page.iter_rows(values_only=True))
    return path


def listed(bench: Bench, name: str, row: int, column: str, value: object) -> None:
    """Write a cell of a returned workbook."""
    book = openpyxl.load_workbook(bench.inbox / name)
    book[{"B": "Evidence", "C": "Confirmations"}[column]].cell(row, 2).value = value
    book.save(bench.inbox / name)


def versions(done: Collected) -> list[tuple[str, int, bool]]:
    return sorted((entry.name, entry.version, entry.is_same) for entry in done.ledger.entries)


# ---- copies of a sheet -----------------------------------------------------------------------------
@pytest.mark.parametrize("csv_name", ["a.csv", "z.csv"])
@pytest.mark.parametrize("day", [DAY, LATER])
def test_a_csv_copy_of_a_workbook_is_the_same_version_and_the_confirmations_stay(
    bench: Bench, csv_name: str, day: date
) -> None:
    bench.send("one.xlsx", **C1)
    listed(bench, "one.xlsx", 4, "B", "Volunteers' log")
    if day != DAY:
        bench.collect(DAY)
    saved_as_csv(bench, "one.xlsx", csv_name)
    done = bench.collect(day)
    assert versions(done) == sorted([(csv_name, 1, True), ("one.xlsx", 1, False)])
    (row,) = bench.table("returns")
    assert (row["confirms_period"], row["confirms_commitment"], row["received_on"]) == ("yes", "yes", "2024-01-12")
    assert {row["evidence"] for row in bench.table("deliveries")} == {"E1, Volunteers' log", ""}
    assert [one.rule for one in done.findings] == ["return-same"]


def test_a_csv_file_with_another_number_is_another_version(bench: Bench) -> None:
    path = bench.send("one.xlsx", **C1)
    bench.collect(DAY)
    content = saved_as_csv(bench, "one.xlsx", "two.csv").read_text("utf-8")
    assert content.count(",1.5,") == 1
    (bench.inbox / "two.csv").write_text(content.replace(",1.5,", ",1.6,"), "utf-8")
    assert versions(bench.collect(LATER)) == [(path.name, 1, False), ("two.csv", 2, False)]


def test_a_workbook_that_brings_the_confirmations_after_its_lines_is_another_version(bench: Bench) -> None:
    path = bench.send("one.xlsx", **C1)
    saved_as_csv(bench, "one.xlsx", "lines.csv")
    content = path.read_bytes()
    path.unlink()
    bench.collect(DAY)
    path.write_bytes(content)
    assert versions(bench.collect(LATER)) == [("lines.csv", 1, False), ("one.xlsx", 2, False)]
    assert [row["confirms_period"] for row in bench.table("returns")] == ["", "yes"]


@pytest.mark.parametrize(("column", "row", "value"), [("C", 4, "no"), ("B", 4, "Another log")])
def test_a_confirmation_or_evidence_that_was_changed_is_another_version(
    bench: Bench, column: str, row: int, value: str
) -> None:
    bench.send("one.xlsx", **C1)
    bench.send("two.xlsx", **C1)
    listed(bench, "two.xlsx", row, column, value)
    assert versions(bench.collect()) == [("one.xlsx", 1, False), ("two.xlsx", 2, False)]


# ---- zips ------------------------------------------------------------------------------------------
def packed(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return into.getvalue()


def test_the_returns_in_a_zip_are_taken_as_files_of_the_inbox(bench: Bench) -> None:
    first, second = bench.send("C1.xlsx", **C1), bench.send("C2.xlsx", "C2", SOC01=7)
    content = {"post/C1.xlsx": first.read_bytes(), "C2.xlsx": second.read_bytes(), "letter.eml": b"See attached.",
               "__MACOSX/._C1.xlsx": b"\x00\x05\x16\x07", "more.zip": packed({"C2.xlsx": second.read_bytes()})}  # fmt: skip
    first.unlink(), second.unlink()
    (bench.inbox / "all.zip").write_bytes(packed(content))
    done = bench.collect()
    assert sorted(entry.name for entry in done.taken) == ["all.zip/C2.xlsx", "all.zip/post/C1.xlsx"]
    assert set(done.not_read) == {"all.zip/letter.eml", "all.zip/__MACOSX/._C1.xlsx", "all.zip/more.zip"}
    (nested,) = [one for one in done.findings if one.where.file == "all.zip/more.zip"]
    assert (nested.severity, "in another" in nested.message) == ("warning", True)
    assert bench.quantities() == [("C1", "1", "ENV01", "1.5"), ("C1", "1", "SOC01", "4"), ("C2", "1", "SOC01", "7")]
    kept = {path.read_bytes() for path in (bench.quarter / "originals").iterdir()}
    assert kept == {content["post/C1.xlsx"], content["C2.xlsx"]}
    assert bench.collect(LATER).known == ("all.zip/post/C1.xlsx", "all.zip/C2.xlsx")


def test_a_workbook_that_is_named_zip_is_one(bench: Bench) -> None:
    bench.send("C1.xlsx", **C1).rename(bench.inbox / "C1.zip")
    assert [entry.name for entry in bench.collect().taken] == ["C1.zip"]


def test_a_name_in_a_zip_leads_nowhere(bench: Bench, tmp_path: Path) -> None:
    path = bench.send("C1.xlsx", **C1)
    names = ["../../outside.xlsx", "/root/outside.xlsx", "..\\..\\outside.xlsx", f"{tmp_path}/outside.xlsx"]
    (bench.inbox / "all.zip").write_bytes(packed(dict.fromkeys(names, path.read_bytes())))
    path.unlink()
    before = set(tmp_path.rglob("*"))
    done = bench.collect()
    assert len(done.taken) == 1
    new = set(tmp_path.rglob("*")) - before
    assert all(bench.folder in path.parents or path == bench.folder for path in new)


def test_a_link_in_a_zip_is_a_text_and_no_return(bench: Bench) -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:
        info = zipfile.ZipInfo("C1.xlsx")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(info, "/etc/passwd")
    (bench.inbox / "all.zip").write_bytes(into.getvalue())
    (refused,) = bench.collect().refused
    assert refused.contract == "C1"


def _bomb() -> bytes:
    return packed({"C1.xlsx": bytes(60 << 20)})


def _locked() -> bytes:
    content = bytearray(packed({"C1.xlsx": b"x" * 40}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (_bomb, "file-too-large"),
        (_locked, "file-encrypted"),
        (lambda: packed({}), "file-empty"),
        (lambda: packed({"C1.xlsx": b"x" * 400})[:60], "file-damaged"),
        (lambda: b"not a zip at all", "file-damaged"),
    ],
)
def test_a_zip_that_cannot_be_unpacked_is_refused_and_named(bench: Bench, content, rule: str) -> None:
    (bench.inbox / "C1_2023-24-Q3.zip").write_bytes(content())
    done = bench.collect()
    assert [(one.name, one.rule, one.contract) for one in done.refused] == [("C1_2023-24-Q3.zip", rule, "C1")]
    assert not done.taken


def test_a_zip_of_too_many_files_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_MEMBERS", 3)
    (bench.inbox / "all.zip").write_bytes(packed({f"{number}.csv": b"a,b" for number in range(4)}))
    (refused,) = bench.collect().refused
    assert refused.rule == "file-too-large"
    assert "4 files" in refused.why
