"""Files as officers' programs save them."""

from pathlib import Path

import pytest

from tests.unit.wrong_editions import GOOD, ID, bench, findings, load

POUNDS = GOOD.replace("the social value reported", "the council’s £2m of “social value”")
RECOMMENDATION = "Cabinet is recommended to note the council’s £2m of “social value”."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_notepad_saves_is_read(encoding: str, line_end: str, tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path, POUNDS.replace("\n", line_end).encode(encoding)))
    assert edition.recommendation == RECOMMENDATION


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark(encoding: str, tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path, f"\ufeff{POUNDS}".encode(encoding)))
    assert edition.recommendation == RECOMMENDATION


def test_windows_1252_is_noted_with_the_line(tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, POUNDS.encode("cp1252")))
    assert (found.severity, found.where.file, found.where.row) == ("note", f"params/{ID}.yml", 19)
    assert "read as Windows-1252" in found.message
    assert "UTF-8" in found.remedy


def test_narrative_in_windows_1252_is_noted_too(tmp_path: Path) -> None:
    workbench = bench(tmp_path, narrative={"legal.md": "\r\nThe council’s duty.\r\n".encode("cp1252")})
    edition, _ = load(workbench)
    [found] = findings(workbench)
    assert edition.narrative["legal"].text == "The council’s duty.\n"
    assert (found.where.file, found.where.row) == (f"params/{ID}/legal.md", 2)


@pytest.mark.parametrize(
    ("raw", "line", "message"),
    [
        (GOOD.encode("utf-16-le"), None, "NUL bytes"),
        (b"schema: 1\ntitle: \x81\n", 2, "Byte 0x81 is neither UTF-8 nor Windows-1252"),
        ("title: £1\nlead_member: ".encode() + b"\x93x\x94\n", 1, "mixes UTF-8 and Windows-1252"),
        (b"PK\x03\x04word", None, "Word or Excel file"),
        (b"\xff\xfea", None, "cannot be read as UTF-16"),
        (b"schema: 1\ntitle: a\x0bb\n", 2, "control character (U+000B)"),
    ],
)
def test_what_is_not_text_is_refused(raw: bytes, line: int | None, message: str, tmp_path: Path) -> None:
    [found] = findings(bench(tmp_path, raw))
    assert (found.rule, found.severity) == ("text.unreadable", "error")
    assert (found.where.file, found.where.row) == (f"params/{ID}.yml", line)
    assert message in found.message
    assert found.remedy
