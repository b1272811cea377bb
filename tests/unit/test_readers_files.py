"""Any file is read, or refused with a rule and a remedy: those of ../shared/data, and some made here."""

import os
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from sv_report.data.readers import notes_on, open_file
from sv_report.data.readers.sheet import Unreadable
from sv_report.data.sheets.mapping import read_mapping
from sv_report.data.sources import Source, find_sources, missing_source, unread_finding
from sv_report.errors import DataError
from tests.hostile import zipped

REFUSED = {
    "file-encrypted": {
        "encrypted_no_password.xls", "issue_385.xls", "pass_protected.ods", "pass_protected.xlsb",
        "pass_protected.xlsx",
    },
    "file-empty": {"empty.csv", "problematic_first_sheet.xls", "simple.unknown"},
    "file-damaged": {"issue252.xlsx"},
    "file-unpaired-quote": {"escaping.csv"},
}  # fmt: skip
NO_TABLES = (".md", ".json", ".yaml", ".html")
FEW_BYTES: dict[str, tuple[bytes, str]] = {
    "return.xls": (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "file-not-table"),
    "page.xls": (b"\xef\xbb\xbf <!-- saved --><!-- twice -->\n<TABLE><tr><td>1", "file-not-table"),
    "utf16.xls": ("<html><table>".encode("utf-16"), "file-not-table"),
    "old.xls": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "file-not-table"),
    "mht.xls": (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "file-not-table"),
    "biff2.xls": (b"\x09\x00\x04\x00\x02\x00\x10\x00", "file-not-table"),
    "report.csv": (b"%PDF-1.7\n%", "file-not-table"),
    "photo.xlsx": (b"\x89PNG\r\n\x1a\n\x00\x00", "file-not-table"),
    "photo.csv": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "file-not-table"),
    "list.csv": (b'[{"a": 1}, {"a": 2}]', "file-not-table"),
    "release.csv": (b'\n{"uri": "x", "releases": []}', "file-not-table"),
    "feed.csv": (b'<?xml version="1.0"?><feed/>', "file-not-table"),
    "packed.csv.gz": (b"\x1f\x8b\x08\x00", "file-not-table"),
    "letter.doc": (b"{\\rtf1\\ansi}", "file-not-table"),
    "~$return.xlsx": (b"\x05Owner", "file-not-table"),
    ".~lock.return.ods#": (b",officer,pc,01.01.2024;", "file-not-table"),
    "blank.csv": (b" \r\n\r\n\t", "file-empty"),
    "bom.csv": (b"\xef\xbb\xbf", "file-empty"),
    "cut.xlsx": (b"PK\x03\x04\x14\x00\x06\x00", "file-damaged"),
    "cut.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-damaged"),
    "cut.parquet": (b"PAR1" + bytes(40) + b"PAR1", "file-damaged"),
    "cut.sqlite": (b"SQLite format 3\x00" + bytes(200), "file-damaged"),
    "cut.duckdb": (bytes(8) + b"DUCK" + bytes(100), "file-damaged"),
    "nul.csv": (b"a,b\n1,2\n3,\x00\n", "file-encoding"),
}


def refusal(path: Path) -> list[str]:
    """Return the rules by which a file is refused, in opening it or in reading its rows."""
    findings = ()
    try:
        for sheet in open_file(path, path.name):
            for _ in sheet.rows():
                pass
    except Unreadable as problem:
        findings = problem.findings
    assert all(finding.where.file == path.name and finding.message and finding.remedy for finding in findings)
    return [finding.rule for finding in findings]


def test_every_shared_file_is_read_or_refused(shared: Path) -> None:
    files = [path for path in sorted((shared / "data").rglob("*")) if path.is_file()]
    assert len(files) > 300
    for path in files:
        rule = next((rule for rule, names in REFUSED.items() if path.name in names), None)
        rule = rule or ("file-not-table" if path.suffix in NO_TABLES else None)
        assert refusal(path) == ([rule] if rule else []), path


@pytest.mark.parametrize("name", FEW_BYTES)
def test_what_is_no_table_is_refused(name: str, tmp_path: Path) -> None:
    raw, rule = FEW_BYTES[name]
    (tmp_path / name).write_bytes(raw)
    assert refusal(tmp_path / name) == [rule]


DAMAGED = (
    "date.xlsx", "date.xls", "date.xlsb", "date.ods", "errors.xlsx", "merge_cells.xls", "covered.ods", "vba.xlsm",
    "issue_182.xlsb", "any_sheets.xls",
)  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_workbook_is_read_or_refused(name: str, shared: Path, tmp_path: Path) -> None:
    whole = (shared / "data" / "calamine_workbooks" / name).read_bytes()
    path = tmp_path / name
    chance = random.Random(name)
    for _ in range(40):
        raw = bytearray(whole)
        for _ in range(chance.choice([1, 3, 10])):
            place = chance.randrange(len(raw))
            if chance.random() < 0.5:
                raw[place : place + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"9", b""])
            else:
                del raw[place : place + chance.randrange(200)]
        path.write_bytes(raw)
        assert set(refusal(path)) <= {"file-damaged", "file-encrypted", "file-not-table", "file-too-large", "file-empty",
                                      "file-encoding"}  # fmt: skip


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert refusal(tmp_path / "folder.csv") == ["file-unreadable"]
    assert refusal(tmp_path / "gone.csv") == ["file-unreadable"]


@pytest.mark.parametrize(
    ("part", "what"),
    [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"), ("Index/Document.iwa", "Numbers")],
)
def test_another_office_file_is_refused_by_what_it_is(part: str, what: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "return.xlsx", {"[Content_Types].xml": "<Types/>", part: "<x/>"})
    with pytest.raises(Unreadable, match=what):
        open_file(path, "return.xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "xls", "ods"])
@pytest.mark.parametrize("suffix", ["", ".csv", ".xlsx", ".xls", ".XLSB", ".ods"])
def test_a_workbook_is_known_by_its_content(kind: str, suffix: str, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / f"renamed{suffix}"
    shutil.copy(shared / "data" / "calamine_workbooks" / f"date.{kind}", path)
    [sheet] = open_file(path, path.name)
    assert next(sheet.rows()) == (1, ["2021-01-01", "15"])


def test_each_file_of_a_zip_is_read_by_its_own_name(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "spend.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024/april.csv", "a,b\n1,2\n")
        archive.writestr("may.tsv", "a\tb\n")
        archive.writestr("__MACOSX/._may.tsv", b"\x00\x05")
        archive.write(shared / "data" / "calamine_workbooks" / "date.xlsx", "june.xlsx")
    sheets = open_file(path, "spend.zip")
    assert [(sheet.file, sheet.name) for sheet in sheets] == [
        ("spend.zip/2024/april.csv", None),
        ("spend.zip/may.tsv", None),
        ("spend.zip/june.xlsx", "Sheet1"),
    ]
    assert list(sheets[0].rows()) == list(sheets[0].rows()) == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert next(sheets[2].rows()) == (1, ["2021-01-01", "15"])
    assert [note.where.file for note in notes_on(sheets)] == ["spend.zip/may.tsv"]


def test_a_zip_with_a_file_that_cannot_be_read_is_refused_with_that_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "spend.zip", {"a.csv": "a,b\n", "b.pdf": "%PDF-1.7", "c.zip": b"PK\x05\x06" + bytes(18)})
    with pytest.raises(Unreadable) as caught:
        open_file(path, "spend.zip")
    assert [(finding.where.file, finding.rule) for finding in caught.value.findings] == [
        ("spend.zip/b.pdf", "file-not-table"),
        ("spend.zip/c.zip", "file-not-table"),
    ]


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.ods"])
def test_a_file_changed_after_it_was_opened_is_refused(name: str, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    shutil.copy(shared / "data" / "frictionless_data" / name, path)
    sheet = open_file(path, name)[0]
    assert list(sheet.rows())
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Unreadable, match="changed while it was read"):
        list(sheet.rows())


# ---- places that are no ordinary files ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "severity"), [("spend.csv", "error"), ("returns.xlsx", "error"), ("notes.csv.fifo", "warning")]
)
@pytest.mark.parametrize("is_link", [False, True])
def test_a_pipe_is_never_opened(name: str, severity: str, is_link: bool, tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    (folder / "contracts.csv").write_text("ref", "utf-8")
    pipe = tmp_path / "pipe" if is_link else folder / name
    os.mkfifo(pipe)
    if is_link:
        (folder / name).symlink_to(pipe)
    source = Source("returns", folder)
    assert [path.name for path in source.files()] == ["contracts.csv"]
    [finding] = [unread_finding(path, "returns") for path in source.beside()]
    assert (finding.rule, finding.severity, finding.where.file) == ("file-not-ordinary", severity, f"returns/{name}")
    assert "a pipe" in finding.message


def test_a_source_that_is_a_pipe_or_a_device_is_refused_at_the_gate(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "spend.csv")
    for name in ("spend.csv", "/dev/zero"):
        finding = missing_source(name, tmp_path)
        assert finding is not None
        assert (finding.rule, finding.severity) == ("file-not-ordinary", "error")
    assert Source("spend.csv", tmp_path / "spend.csv").files() == []


def test_a_folder_that_may_not_be_read_is_not_said_to_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("sv_report.data.sources.scandir", refused)
    finding = missing_source(".", tmp_path)
    assert finding is not None
    assert finding.rule == "data-source-unreadable"
    assert "cannot be read: permission denied" in finding.message


@pytest.mark.parametrize("raw", [b"", b"- illustrative", b"illustrative: [", b"text", b"\x00"])
def test_what_is_wrong_with_a_mapping_is_left_to_its_own_reader(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "mapping.yml").write_bytes(raw)
    [source] = find_sources(["returns"], tmp_path)
    assert not source.illustrative
    assert source.mapping is not None
    with pytest.raises(DataError) as caught:
        read_mapping(source.mapping, "returns/mapping.yml")
    assert "illustrative: true" not in str([finding.remedy for finding in caught.value.findings])
