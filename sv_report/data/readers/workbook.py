"""Workbooks: XLSX, XLSM, XLSB, XLS and ODS, by python-calamine.

Data stage. Takes a file whose content is a zip or an OLE container; gives its sheets in order, hidden ones too, each
with the sheet's own row numbers. A merged range holds its value in its first cell. An error cell is its text (#N/A),
which python-calamine leaves blank. A chart's sheet has no rows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING

from sv_report.data.readers.biff import Biff, Ole, open_ole
from sv_report.data.readers.foreign import value_text
from sv_report.data.readers.kind import no_table
from sv_report.data.readers.ods_look import ErrorCells
from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import Parts, damaged, encrypted, open_parts, too_large
from sv_report.data.readers.safety import Look, look_at
from sv_report.data.readers.sheet import Numbered, Sheet
from sv_report.data.readers.trial import goes_by_name, try_reading
from sv_report.data.readers.workbook_parts import describe, errors_in, with_errors_as_texts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

LARGEST_XLS = 150 << 20  # bytes; 65,536 rows of 256 columns fill less
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
UNKNOWN_ERROR = "cell error value"  # what python-calamine says of an error that it does not know
SHORT = 8  # characters of a dash with blanks round it
DASHES = ("-", "–", "—")
OFFICE = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "index/document.iwa": "an Apple Numbers or Pages document",
    "visio/document.xml": "a Visio drawing",
}
OLE_OFFICE = {
    "worddocument": "a Word document",
    "powerpoint document": "a PowerPoint presentation",
    "__properties_version1.0": "an Outlook message",
    "visiodocument": "a Visio drawing",
}


@dataclass(frozen=True)
class _Book:
    """A workbook that is safe to read, with what calamine does not tell."""

    file: Original
    kind: str
    is_1904: bool = False
    errors: Callable[[int], ErrorCells] = lambda index: {}
    with_errors: frozenset[str] = frozenset()  # the parts of an XLSX workbook that hold error cells

    def sheets(self, parts: int = 1_000_000) -> list[Sheet]:
        with _said(self.file):
            book = _opened(self.file, self.kind)
            described = book.sheets_metadata
        if len(described) > parts:
            raise damaged(self.file, "it names more sheets than it holds")
        return [self._sheet(index, sheet) for index, sheet in enumerate(described)]

    def _sheet(self, index: int, described: "SheetMetadata") -> Sheet:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        has_rows = described.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.DialogSheet, SheetTypeEnum.MacroSheet)
        rows = partial(self._rows, index) if has_rows else _no_rows
        hidden = described.visible != SheetVisibleEnum.Visible
        return Sheet(self.file.shown, described.name, rows, hidden=hidden, is_1904=self.is_1904)

    def _rows(self, index: int) -> Iterator[Numbered]:
        """Yield a sheet's rows from the first of the sheet to the last that holds anything."""
        self.file.check()
        with _said(self.file):
            sheet = self._calamine_sheet(index)
            start = sheet.start
            rows = sheet.iter_rows() if start else iter(())
        above, left = start or (0, 0)
        errors = _by_row(self.errors(index)) if start else {}
        lead = [""] * left
        for number, cells in enumerate(rows, 1):
            if number <= above:
                yield number, []
                continue
            texts = lead + [_text(cell) if type(cell) is str else value_text(cell) for cell in cells]
            for column, text in errors.get(number - 1, ()):
                if column < len(texts) and not texts[column]:
                    texts[column] = text
            yield number, texts
        self.file.check()

    def _calamine_sheet(self, index: int) -> "CalamineSheet":
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return _opened(self.file, self.kind).get_sheet_by_index(index)
        except CalamineError as problem:
            if not self.with_errors or UNKNOWN_ERROR not in str(problem):
                raise
        with open_parts(self.file) as parts:
            return CalamineWorkbook.from_filelike(with_errors_as_texts(parts, self.with_errors)).get_sheet_by_index(
                index
            )


def _text(cell: str) -> str:
    """Return a cell that a person typed as text: a dash alone is a dash, not a nought shown by a number's format."""
    return cell.strip() if len(cell) < SHORT and cell.strip() in DASHES else cell


# ---- kinds of workbook --------------------------------------------------------------------------


def open_zipped(file: Original) -> list[Sheet] | None:
    """Return the sheets of a zipped workbook; None where the zip holds other files."""
    with open_parts(file) as parts:
        kind = _zipped_kind(parts)
        if kind is None:
            return None
        look = look_at(parts, kind)
        book = _ods_book(file, look) if kind == "ods" else _excel_book(parts, kind, look)
        return book.sheets(1_000_000 if kind == "ods" else len(parts.infos))


def open_ole_file(file: Original) -> list[Sheet]:
    """Return the sheets of an XLS workbook; raise Unreadable where an OLE container holds something else."""
    if file.size > LARGEST_XLS:
        raise too_large(file, f"It has {file.size >> 20:,} MB.")
    stream = _workbook_stream(file)
    biff = Biff(stream)
    if biff.is_encrypted():
        raise encrypted(file)
    try_reading(file, "xls")
    return _Book(file, "xls", biff.is_1904(), lambda index: Biff(_workbook_stream(file)).errors(index)).sheets()


def _zipped_kind(parts: Parts) -> str | None:
    names = {name.replace("\\", "/").lstrip("/").casefold() for name in parts.names}
    if what := next((what for name, what in OFFICE.items() if name in names), None):
        raise no_table(parts.file, what)
    if "mimetype" in names:
        kind = (parts.read("mimetype", 4096) or b"").strip()
        if not kind.startswith(ODS):
            raise no_table(parts.file, f"a file of another program ({kind[:60].decode('ascii', 'replace')})")
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if "[content_types].xml" in names or any(name.endswith("xl/workbook.xml") for name in names):
        return "xlsx"
    return None


def _excel_book(parts: Parts, kind: str, look: Look) -> _Book:
    described = describe(parts, kind)
    file = parts.file

    def errors(index: int) -> ErrorCells:
        name = described.parts[index] if index < len(described.parts) else ""
        if not name or (kind == "xlsx" and name.casefold() not in with_errors):
            return {}
        with open_parts(file) as again:
            return errors_in(again, name, kind)

    with_errors = {name.replace("\\", "/").lstrip("/").casefold() for name in look.with_errors}
    return _Book(file, kind, described.is_1904, errors, frozenset(look.with_errors))


def _ods_book(file: Original, look: Look) -> _Book:
    return _Book(file, "ods", False, lambda index: look.errors[index] if index < len(look.errors) else {})


def _workbook_stream(file: Original) -> bytes:
    """Return the stream of an OLE container that holds a workbook's records."""
    try:
        ole: Ole = open_ole(file.path.read_bytes())
        if "encryptedpackage" in ole.entries:
            raise encrypted(file)
        for name in ("workbook", "book"):
            if name in ole.entries:
                return ole.stream(name)
    except OSError as problem:
        raise file.unread(problem) from None
    except (ValueError, IndexError, OverflowError):
        raise damaged(file, "its container cannot be followed") from None
    what = next((what for name, what in OLE_OFFICE.items() if name in ole.entries), None)
    raise no_table(file, what) if what else damaged(file, "it holds no workbook")


# ---- python-calamine ----------------------------------------------------------------------------


@lru_cache(maxsize=1)  # the sheets of one workbook are read one after another
def _opened(file: Original, kind: str) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook

    if goes_by_name(file, kind):
        return CalamineWorkbook.from_path(str(file.path))
    with file.path.open("rb") as stream:
        return CalamineWorkbook.from_filelike(BytesIO(stream.read()))


@contextmanager
def _said(file: Original) -> Iterator[None]:
    """Say in our words what python-calamine raises; its panics are no Exception."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise encrypted(file) from None
    except (CalamineError, OSError, ValueError, MemoryError) as problem:
        file.check()
        raise damaged(file, str(problem).splitlines()[0][:200]) from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise damaged(file, f"the reader gave up on it ({str(problem)[:200]})") from None


def _no_rows() -> Iterator[Numbered]:
    return iter(())


def _by_row(errors: ErrorCells) -> dict[int, list[tuple[int, str]]]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in errors.items():
        rows.setdefault(row, []).append((column, text))
    return rows
