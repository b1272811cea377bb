"""The mapping: what a person writes in YAML to say which file, sheet, column, unit and code means what.

Data stage. Takes a YAML file, gives a frozen `Mapping` or a DataError with all that is wrong, each with its
line. Whether it fits the sheets is asked in `matching`; the rows are laid out by it in `layout`.

    schema: 1
    illustrative: false
    tables:
      - table: deliveries            # a table of the schema
        file: "Q3*.xlsx"             # a glob within the source; default: any file
        sheet: "Outputs"             # its name or a glob; default: the only visible sheet
        header: [23, 25]             # the sheet's own rows, or one row; default: found by the names below
        columns:                     # several header rows are joined by " / ", merged cells carried along
          measure: {header: Indicator, codes: {"# of jobs": JOB01}}
          quantity_claimed: {header: "Hours ('000)", times: 1000, column: D}
          return_version: {value: "1"}
          contract: {above: "Project \\d+: ?(.*)", codes: {Fleming Way: C1}}
        unpivot: {column: period, into: quantity_claimed, headers: {"2021/22 / H1 / Actual": 2021-22 Q2}}
        headings: ["Mandatory", "Custom .*"]
        until: "Section C.*"
        distinct: true
        duplicates: keep
        zero: [nil]
        missing: ["-", tbc]
        not_applicable: ["n/a"]
        dates: day first

`column` tells apart two columns of the same header. `above` reads a title over a block: its group 1 holds for the
rows under it until the next cell that matches; a group that matches nothing leaves the column blank. All patterns
match a whole cell, its white space made single. A row without any filled cell under the headers of `unpivot`
counts as blank.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from sv_report.data.cells.cell import word
from sv_report.data.readers.sheet import Sheet
from sv_report.data.schema import SHAPES, TableShape
from sv_report.data.sheets.column_letters import letter_index
from sv_report.errors import DataError
from sv_report.findings import Where, errors
from sv_report.params.nearest import advice
from sv_report.params.text import read_text
from sv_report.params.typed.fields import Schema, Typed, YesNo, one_of, read_line, several, wrong
from sv_report.params.typed.forms import Issue, fill, located, names
from sv_report.params.typed.yaml_file import Loc, YamlFile, read_yaml

if TYPE_CHECKING:
    from sv_report.data.cells.values import CellRules

Dates = Literal["day first", "month first"]


def _text(typed: Any) -> str | None:
    """Return a text of a sheet on one line; a mapping is not printed, so it may be any."""
    if typed is None:
        return None
    if not isinstance(typed, str) or not typed.strip():
        raise wrong("This should be one text.", "Write one text after the colon, or delete the field.")
    return " ".join(typed.split())


def _pattern(typed: Any) -> str | None:
    if typed is None:
        return None
    text = _text(typed) or ""
    try:
        re.compile(text)
    except re.error as problem:
        remedy = "Correct the pattern; before a bracket, dot, question mark or star that is meant as it stands, put \\."
        raise wrong(f"{text!r} is not a pattern: {problem}.", remedy) from None
    return text


def _pattern_with_group(typed: Any) -> str | None:
    text = _pattern(typed)
    if text is not None and re.compile(text).groups != 1:
        raise wrong(f"{text!r} needs one group in round brackets.", 'Write it as in "Project \\d+: ?(.*)".')
    return text


def _times(typed: Any) -> Decimal | None:
    if typed is None or isinstance(typed, Decimal):
        return typed
    try:
        number = Decimal(read_line(typed))
    except InvalidOperation:
        raise wrong(f"{typed!r} is not a number.", "Write what each number is to be multiplied by, as 1000.") from None
    if not number.is_finite() or not number:
        raise wrong(f"{typed!r} cannot be multiplied by.", "Write a number other than 0, as 1000.")
    return number


def _header_rows(typed: Any) -> tuple[int, int] | None:
    """Return the first and last header row: `7` is 7 to 7, `[23, 25]` is 23 to 25."""
    if typed is None:
        return None
    rows = list(typed) if isinstance(typed, list | tuple) else [typed]
    if len(rows) not in (1, 2) or not all(str(row).isascii() and str(row).isdigit() for row in rows):
        raise wrong("The header is one row, or the first and last of several.", "Write header: 7 or header: [23, 25].")
    first, last = int(rows[0]), int(rows[-1])
    if not 1 <= first <= last:
        raise wrong(f"Rows {first} to {last} cannot be the header.", "Write header: 7 or header: [23, 25].")
    if last - first > 9:
        raise wrong("More than ten header rows cannot be meant.", "Write the first and the last row of the header.")
    return first, last


def _column_letter(typed: Any) -> str | None:
    if typed is None:
        return None
    text = read_line(typed).upper()
    if not re.fullmatch("[A-Z]{1,3}", text):
        raise wrong(f"{typed!r} is not a column's letter.", "Write it as above the sheet's column: D.")
    return text


def _table(typed: Any) -> str:
    text = read_line(typed)
    if text not in SHAPES:
        raise wrong(f"There is no table {text}.", advice(text, SHAPES))
    return text


def _whole_value(typed: Any) -> str | None:
    """Return a value that holds for every row; blank may be meant."""
    return None if typed is None else " ".join(str(typed).split())


def _column_map(typed: Any) -> Any:
    """Return a column's group of fields; a text alone is its header. A misspelt field is named here, as the
    general check sees no further than the names of columns."""
    if isinstance(typed, str):
        return {"header": typed}
    if isinstance(typed, dict):
        for name in typed:
            if name not in ColumnMap.model_fields:
                raise wrong(f"There is no field {name}.", advice(str(name), names(ColumnMap)))
    return typed


Text = Annotated[str | None, BeforeValidator(_text)]
Pattern = Annotated[str | None, BeforeValidator(_pattern)]


class ColumnMap(Typed):
    """Where the values of one of our columns come from, and what they mean."""

    header: Text = Field(default=None, description="the header's text", examples=["Project ID"])
    column: Annotated[str | None, BeforeValidator(_column_letter)] = Field(
        default=None, description="the sheet's letter of the column, where two have the header", examples=["D"]
    )
    value: Annotated[str | None, BeforeValidator(_whole_value)] = Field(
        default=None, description="the value of every row", examples=['"1"']
    )
    above: Annotated[str | None, BeforeValidator(_pattern_with_group)] = Field(
        default=None,
        description="the pattern of a title above the rows, with one group",
        examples=['"Project \\\\d+: ?(.*)"'],
    )
    codes: Annotated[dict[str, str], BeforeValidator(lambda typed: typed or {})] = Field(
        default={}, description="what a text stands for", examples=["{Jobs: JOB01}"]
    )
    times: Annotated[Decimal | None, BeforeValidator(_times)] = Field(
        default=None, description="what each number is multiplied by", examples=["1000"]
    )

    @property
    def sources(self) -> list[str]:
        """The ways in which this column is said to be filled: there should be one."""
        return [name for name in ("header", "value", "above") if getattr(self, name) is not None]


class Unpivot(Typed):
    """Columns side by side that are rows of ours: a quantity for each period."""

    column: Annotated[str, BeforeValidator(read_line)] = Field(
        description="our column that the headers stand for", examples=["period"]
    )
    into: Annotated[str, BeforeValidator(read_line)] = Field(
        description="our column that the cells go into", examples=["quantity_claimed"]
    )
    headers: Annotated[dict[str, str], Field(min_length=1)] = Field(
        description="each header, and its value of the column", examples=["{Apr-Jun 2023: 2023-24 Q1}"]
    )


class TableMap(Typed):
    """One table of ours, as it stands in some sheets."""

    table: Annotated[str, BeforeValidator(_table)] = Field(description="a table of the schema", examples=["deliveries"])
    file: Text = Field(default=None, description="a file's name, or a glob", examples=['"Q3*.xlsx"'])
    sheet: Text = Field(default=None, description="a sheet's name, or a glob", examples=["Outputs"])
    header: Annotated[tuple[int, int] | None, BeforeValidator(_header_rows)] = Field(
        default=None, description="the header's row, or its first and last row", examples=["7"]
    )
    columns: Annotated[
        dict[str, Annotated[ColumnMap, BeforeValidator(_column_map)]], BeforeValidator(lambda typed: typed or {})
    ] = Field(default={}, description="each column of ours, and where it stands", examples=["{contract: Project ID}"])
    unpivot: Unpivot | None = Field(
        default=None,
        description="columns side by side that are rows of ours",
        examples=["{column: period, into: quantity_claimed, headers: {Apr-Jun 2023: 2023-24 Q1}}"],
    )
    headings: Annotated[tuple[Annotated[str, BeforeValidator(_pattern)], ...], BeforeValidator(several)] = Field(
        default=(), description="patterns of a row's first filled cell: such a row is a heading", examples=["[Custom]"]
    )
    until: Pattern = Field(
        default=None,
        description="the pattern of a row's first filled cell with which the table has ended",
        examples=['"Section C.*"'],
    )
    distinct: YesNo = Field(default=False, description="whether equal rows are one", examples=["true"])
    duplicates: Annotated[Literal["leave out", "keep"], BeforeValidator(one_of("leave out", "keep"))] = Field(
        default="leave out", description="what becomes of exact duplicates", examples=["keep"]
    )
    zero: Annotated[tuple[str, ...], BeforeValidator(several)] = Field(
        default=(), description="texts that mean nought", examples=["[nil]"]
    )
    missing: Annotated[tuple[str, ...], BeforeValidator(several)] = Field(
        default=(), description="texts that mean that nothing was given", examples=["[tbc]"]
    )
    not_applicable: Annotated[tuple[str, ...], BeforeValidator(several)] = Field(
        default=(), description="texts that mean not applicable", examples=["[n/a]"]
    )
    dates: Annotated[Dates, BeforeValidator(one_of("day first", "month first"))] = Field(
        default="day first", description="the order of 1/2/2024", examples=["day first"]
    )
    _where: Where = PrivateAttr(default_factory=Where)

    @property
    def shape(self) -> TableShape:
        """The table's shape."""
        return SHAPES[self.table]

    @property
    def where(self) -> Where:
        """The place of this entry in the mapping's file."""
        return self._where

    def applies_to(self, sheet: Sheet) -> bool:
        """Return whether this entry applies to a sheet.

        Names and globs are compared without regard to capitals. A hidden sheet is taken only by its whole name.
        """
        if not self.is_for(sheet.file):
            return False
        if self.sheet is None:
            return not sheet.hidden
        wanted, name = _one(self.sheet), _one(sheet.name or "")
        return wanted == name or (not sheet.hidden and sheet.name is not None and fnmatchcase(name, wanted))

    def is_for(self, file: str) -> bool:
        """Return whether this entry is for a file, by its path within the source or by its own name."""
        if self.file is None:
            return True
        wanted, path = _one(self.file), _one(file)
        return any(wanted == name or fnmatchcase(name, wanted) for name in (path, path.rsplit("/", 1)[-1]))

    def rules(self, column: str, is_1904: bool) -> "CellRules":
        """Return how the cells of one of our columns are read."""
        from sv_report.data.cells.values import CellRules

        here = self.columns.get(column) or ColumnMap()
        return CellRules(
            codes=tuple(here.codes.items()),
            times=here.times,
            zero=_folded(self.zero),
            missing=_folded(self.missing),
            not_applicable=_folded(self.not_applicable),
            dates=self.dates,
            is_1904=is_1904,
        )


class Mapping(Typed):
    """A whole mapping: its entries, each for one table."""

    schema_number: Schema = Field(alias="schema", description="the form of this file", examples=["1"])
    illustrative: YesNo = Field(default=False, description="whether the data is made up", examples=["false"])
    tables: Annotated[tuple[TableMap, ...], BeforeValidator(several), Field(min_length=1)] = Field(
        description="the entries, each for one table", examples=["[{table: deliveries}]"]
    )

    def entries_for(self, sheet: Sheet) -> list[TableMap]:
        """Return the entries that apply to a sheet."""
        return [entry for entry in self.tables if entry.applies_to(sheet)]


def read_mapping(path: Path, shown: str) -> Mapping:
    """Return the mapping in a YAML file; `shown` is its name in findings. Raises DataError with all that is wrong."""
    text, findings = read_text(path, shown)
    typed = read_yaml(text, shown, "mapping") if text is not None else YamlFile(shown)
    findings += typed.findings
    if text is None or not typed.tree:
        raise DataError("The mapping cannot be read.", findings)
    filled = fill(Mapping, typed, "mapping")
    findings += filled.findings
    mapping = filled.values
    if mapping:
        findings += located(_issues(mapping), typed, filled.bad)
    if mapping is None or errors(findings):
        raise DataError(f"The mapping {shown} cannot be used as it is.", findings)
    for number, entry in enumerate(mapping.tables):
        entry._where = typed.where(("tables", number))
    return mapping


def _folded(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(word, texts))


def _one(text: str) -> str:
    """Return a text as it is compared: in small letters, with single spaces."""
    return " ".join(text.split()).casefold()


def _issues(mapping: Mapping) -> list[Issue]:
    """Return what is wrong between the fields of each entry."""
    return [
        issue
        for number, entry in enumerate(mapping.tables)
        for of_one in (_of_columns, _of_unpivot, _of_words, _of_codes)
        for issue in of_one(entry, ("tables", number))
    ]


def _of_columns(entry: TableMap, loc: Loc) -> list[Issue]:
    found = []
    by_unpivot = (entry.unpivot.column, entry.unpivot.into) if entry.unpivot else ()
    for name, column in entry.columns.items():
        here = (*loc, "columns", name)
        if name not in entry.shape.names:
            found.append(_unknown(name, entry.shape, here))
        elif name in by_unpivot and column.sources:
            message = f"{name} is filled by unpivot and by {column.sources[0]}."
            found.append(_issue(message, "Delete one of the two.", here))
        elif name not in by_unpivot and len(column.sources) != 1:
            said = " and ".join(column.sources) or "nothing"
            message = f"{name} needs one of header, value and above; {said} is given."
            found.append(_issue(message, "Write which header it stands under, or the value of every row.", here))
        if column.column and letter_index(column.column) > 16_383:
            found.append(_issue(f"No sheet has a column {column.column}.", "Write its letter.", (*here, "column")))
        if column.times and name in entry.shape.names and (type_ := entry.shape.column(name).type) != "number":
            what = "holds whole numbers" if type_ == "whole" else "is not a number"
            found.append(_issue(f"{name} {what}, so times cannot be used.", "Delete times.", (*here, "times")))
    return found


def _of_unpivot(entry: TableMap, loc: Loc) -> list[Issue]:
    if entry.unpivot is None:
        return []
    unpivot, shape = entry.unpivot, entry.shape
    fields = (("column", unpivot.column), ("into", unpivot.into))
    found = [_unknown(name, shape, (*loc, "unpivot", field)) for field, name in fields if name not in shape.names]
    if unpivot.column == unpivot.into:
        message = "The headers and the cells cannot both go into one column."
        found.append(_issue(message, "Write column: period, for one.", (*loc, "unpivot", "into")))
    return found


def _of_words(entry: TableMap, loc: Loc) -> Iterator[Issue]:
    """Yield the words that are said to mean two things, at the second of them."""
    first: dict[str, str] = {}
    for meaning in ("zero", "missing", "not_applicable"):
        for text in getattr(entry, meaning):
            other = first.setdefault(word(text), meaning)
            if other != meaning:
                message = f"{text!r} cannot be both {other.replace('_', ' ')} and {meaning.replace('_', ' ')}."
                yield _issue(message, "Delete it from one of the two.", (*loc, meaning))


def _of_codes(entry: TableMap, loc: Loc) -> Iterator[Issue]:
    """Yield the columns whose cells cannot be read by their own rules: two codes for one text, and whatever else."""
    from sv_report.data.cells.values import CellRules, cell_reader

    for name, column in entry.columns.items():
        if name in entry.shape.names:
            try:
                cell_reader(entry.shape.column(name), CellRules(codes=tuple(column.codes.items())))
            except ValueError as problem:
                yield _issue(f"{name}: {problem}.", "Leave one of them.", (*loc, "columns", name, "codes"))


def _unknown(name: str, shape: TableShape, loc: Loc) -> Issue:
    return _issue(f"The table {shape.name} has no column {name}.", advice(name, shape.names), loc)


def _issue(message: str, remedy: str, loc: Loc) -> Issue:
    return Issue("mapping.wrong_value", "error", message, remedy, loc)
