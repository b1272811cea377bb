"""Workbooks: XLSX, XLSM, XLSB, XLS and ODS, by python-calamine.

Data stage. Takes a file whose content is a zip or an OLE container; gives its sheets in order, hidden ones too, each
with the sheet's own row numbers. A merged range holds its value in its first cell. An error cell is its text (#N/A).
A chart's sheet has no rows. What python-calamine leaves out or gets wrong is put right in `mended`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from typing import TYPE_CHECKING

from sv_report.data.readers.biff import Biff, Ole, open_ole
from sv_report.data.readers.formulas import FormulaCells, formulas_in, formulas_of
from sv_report.data.readers.kind import no_table
from sv_report.data.readers.mended import Beyond, CellNumbers, CellTexts, Mender
from sv_report.data.readers.odd_numbers import odd, xls_numbers
from sv_report.data.readers.ods_look import OdsCells
from sv_report.data.readers.original import Original
from sv_report.data.readers.parts import Parts, damaged, encrypted, open_parts, too_large
from sv_report.data.readers.safety import Look, look_at
from sv_report.data.readers.sheet import Numbered, Sheet
from sv_report.data.readers.trial import NO_TIME, goes_by_name, try_reading
from sv_report.data.readers.workbook_parts import describe, errors_in, numbers_in, with_errors_as_texts
from sv_report.findings import Finding

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

LARGEST_XLS = 150 << 20  # bytes; 65,536 rows of 256 columns fill less
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
UNKNOWN_ERROR = "cell error value"  # what python-calamine says of an error that it does not know
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
    is_1904: bool
    beyond: Beyond
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
        notes: dict[str, Finding] = {}
        rows = partial(self._rows, index, described.name, notes) if has_rows else _no_rows
        hidden = described.visible != SheetVisibleEnum.Visible
        return Sheet(self.file.shown, described.name, rows, hidden=hidden, is_1904=self.is_1904, notes=notes)

    def _rows(self, index: int, name: str, notes: dict[str, Finding]) -> Iterator[Numbered]:
        """Yield a sheet's rows from the first of the sheet to the last that holds anything."""
        self.file.check()
        with _said(self.file):
            sheet = self._calamine_sheet(index)
            above, left = sheet.start or (0, 0)
            mender, below = Mender(self.file, self.beyond, index, self.is_1904, left), 0
            if sheet.start and sheet.end:
                mender.take_ranges(sheet.merged_cell_ranges or (), sheet.end[1] + 1)
                for row, cells in enumerate(sheet.iter_rows()):
                    yield row + 1, mender.mended(row, cells) if row >= above else mender.only_formulas(row)
                    below = row + 1
            for row in mender.formulas.rows_from(below):
                yield row + 1, mender.only_formulas(row)
            notes.update(mender.notes(self.file.shown, name))
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
    beyond = Beyond(
        errors=lambda index: Biff(_workbook_stream(file)).errors(index),
        numbers=lambda index: odd(xls_numbers(Biff(_workbook_stream(file)), index)),
    )
    return _Book(file, "xls", biff.is_1904(), beyond).sheets()


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

    def part(index: int) -> str:
        return described.parts[index] if index < len(described.parts) else ""

    def errors(index: int) -> CellTexts:
        if kind == "xlsx" and part(index).casefold() not in with_errors:
            return {}
        with open_parts(file) as again:
            return errors_in(again, part(index), kind)

    def numbers(index: int) -> CellNumbers:
        with open_parts(file) as again:
            return numbers_in(again, part(index), kind)

    def formulas(index: int) -> FormulaCells:
        if kind != "xlsx" or part(index).casefold() not in with_formulas:
            return {}
        with open_parts(file) as again:
            return formulas_in(file, again.read(part(index), most=1 << 30) or b"")

    with_errors = {name.replace("\\", "/").lstrip("/").casefold() for name in look.with_errors}
    with_formulas = {name.replace("\\", "/").lstrip("/").casefold() for name in look.with_formulas}
    beyond = Beyond(errors=errors, numbers=numbers, formulas=formulas)
    return _Book(file, kind, described.is_1904, beyond, frozenset(look.with_errors))


def _ods_book(file: Original, look: Look) -> _Book:
    def seen(index: int) -> OdsCells:
        return look.sheets[index] if index < len(look.sheets) else OdsCells()

    beyond = Beyond(
        errors=lambda index: seen(index).errors,
        texts=lambda index: seen(index).texts,
        covered=lambda index: seen(index).covered,
        formulas=lambda index: formulas_of(seen(index).formulas),
    )
    return _Book(file, "ods", False, beyond)


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
    except OverflowError:  # python-calamine's, in handing a length of time to Python
        file.check()
        raise damaged(file, NO_TIME) from None
    except (CalamineError, OSError, ValueError, MemoryError) as problem:
        file.check()
        raise damaged(file, str(problem).splitlines()[0][:200]) from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise damaged(file, f"the reader gave up on it ({str(problem)[:200]})") from None


def _no_rows() -> Iterator[Numbered]:
    return iter(())
