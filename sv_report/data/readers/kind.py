"""What kind of file this is, told by its content first and its name second.

Data stage. Takes the first bytes of a file; gives the kind that says which reader has it, or refuses what holds
no table: a web page, a PDF, a picture, a letter, a file for programs.
"""

import json
import re
from typing import Literal

from sv_report.data.readers.original import Original
from sv_report.data.readers.sheet import Unreadable, unreadable

Kind = Literal["zip", "ole", "parquet", "sqlite", "duckdb", "text"]

HEAD = 65_536  # bytes that are looked at
TABLES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"PAR1", "parquet"),
    (0, b"SQLite format 3\x00", "sqlite"),
    (8, b"DUCK", "duckdb"),
)
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"{\\rtf", "a Word document (RTF)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (7-Zip)"),
    (b"Rar!\x1a", "a packed file (RAR)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\xfd7zXZ\x00", "a packed file (xz)"),
    (b"\x28\xb5\x2f\xfd", "a packed file (zstd)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"ARROW1\x00\x00", "an Arrow file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"\x89HDF\r\n", "an HDF file"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"MIME-Version:", "a web page saved as one file (MHTML)"),
    (b"PAGE\x00", "a file for programs"),
)
OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # the sheet alone, as Excel 2 to 5 saved it
HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style|div|script)\b", re.I | re.S
)
OLD_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "Excel.Sheet")
NO_TABLES = {
    ".md": "a text with Markdown", ".rst": "a text", ".json": "JSON", ".geojson": "JSON", ".jsonl": "JSON",
    ".ndjson": "JSON", ".yml": "YAML", ".yaml": "YAML", ".ipynb": "a notebook", ".py": "a program", ".js": "a program",
    ".css": "a style sheet", ".html": "a web page", ".htm": "a web page", ".xml": "XML", ".eml": "an e-mail",
    ".ini": "settings", ".toml": "settings", ".sql": "a program", ".log": "a log",
}  # fmt: skip
SAVE_ANEW = "Open it in Excel, choose Save As, and the type Excel Workbook (*.xlsx); give that file."
GIVE_TABLE = (
    "Give the table itself: a workbook (XLSX, XLSM, XLSB, XLS, ODS), CSV, TSV, Parquet, or a SQLite or DuckDB file."
)
UNPACK = "Unpack it, and give the files in it."


def kind_of(file: Original) -> Kind:
    """Return the kind of a file; raise Unreadable where it holds no table."""
    head = _head(file)
    for start, mark, kind in TABLES:
        if head[start : start + len(mark)] == mark:
            return kind
    for mark, what in OTHERS:
        if head.startswith(mark):
            raise no_table(file, what, UNPACK if "packed" in what else GIVE_TABLE)
    if OLD_EXCEL.match(head):
        raise no_table(file, "a sheet of Excel 5 or older", SAVE_ANEW)
    _refuse_marked_text(file, _text(head))
    return "text"


def no_table(file: Original, what: str, remedy: str = GIVE_TABLE) -> Unreadable:
    """Return the error for a file that is something else than a table."""
    named = f", whatever its name says ({file.path.suffix})" if file.path.suffix else ""
    return unreadable(file.shown, "file-not-table", f"This is {what}{named}; it cannot be read as a table.", remedy)


def _head(file: Original) -> bytes:
    try:
        with file.path.open("rb") as stream:
            return stream.read(HEAD)
    except OSError as problem:
        raise file.unread(problem) from None


def _text(head: bytes) -> str:
    """Return the head as text, near enough to see a mark: every second byte of UTF-16 falls away."""
    return head.replace(b"\x00", b"").decode("latin-1").lstrip("ÿþï»¿ \t\r\n")


def _refuse_marked_text(file: Original, text: str) -> None:
    if not text and file.size <= HEAD:
        raise unreadable(file.shown, "file-empty", "The file holds nothing but blanks.", "Ask for it again.")
    if any(mark in text[:4096] for mark in OLD_XML):
        raise no_table(file, "an XML spreadsheet of Excel 2003", SAVE_ANEW)
    if HTML.match(_after_comments(text)):
        raise no_table(file, "a web page (HTML)", SAVE_ANEW)
    if text.startswith("<?xml") or (text.startswith("<") and "xmlns" in text[:1000]):
        raise no_table(file, "XML")
    if _is_json(text):
        raise no_table(file, "JSON")
    if what := NO_TABLES.get(file.path.suffix.lower()):
        raise no_table(file, what)


def _after_comments(text: str) -> str:
    while text.startswith("<!--"):
        text = text.partition("-->")[2].lstrip()
    return text


def _is_json(text: str) -> bool:
    """Whether a text begins as JSON does: no header of a table reads as an object or a list of them."""
    if re.match(r'\{\s*("[^"]*"\s*:|\})|\[\s*[\[{]', text):
        return True
    try:
        return text[:1] == "[" and isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        return False
