"""A trace as a person reads it: in a terminal, on a notebook's page, as a data frame, and as rows of CSV.

Exhibits stage: takes a `Trace`, gives its words. What was printed comes first, then how it was made, then from which
rows. Amounts are shortened for reading here; in CSV, JSON and the data frame they are exact.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from sv_report.data.returns.answers import harmless
from sv_report.measures.trace import FileSum, Trace, TraceRow
from sv_report.measures.trace.words import in_words
from sv_report.params.calendar import short_date
from sv_report.params.period import Period

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(field.name for field in fields(TraceRow))
NUMBERS = ("row", "rows", "quantity", "adds", "sum")  # columns that are set right
SHOWN = 11  # lines of arithmetic, the formula among them; a page has the others folded away
OPENING = '<table style="table-layout: auto">'  # JupyterLab makes columns of one width, and words run into each other
BELOW_NOTHING = re.compile(r"-\d+(\.\d+)?")  # begins as a formula does, and is a number

Lines = list[tuple[str, ...]]


@dataclass(frozen=True)
class TraceView:
    """A trace on a notebook's page; `rows` is a data frame of every row, its amounts exact decimals."""

    trace: Trace

    def __repr__(self) -> str:
        return "\n".join(trace_text(self.trace))

    def _repr_html_(self) -> str:
        return trace_html(self.trace)

    @property
    def rows(self) -> "pd.DataFrame":
        """Every row of the trace: file, sheet, row, role, contribution and so on."""
        return self.to_pandas()

    def to_pandas(self) -> "pd.DataFrame":
        """Return every row of the trace as a data frame."""
        import pandas as pd

        return pd.DataFrame([[getattr(row, name) for name in COLUMNS] for row in self.trace.rows], columns=COLUMNS)


# ---- in words ------------------------------------------------------------------------------------


def trace_text(trace: Trace, more: str = "--csv or --json lists all") -> Iterator[str]:
    """Yield the lines of a trace for a terminal; `more` says where the rows stand that are not listed."""
    yield f"{trace.fact.display}  {trace.fact.label}"
    yield _when(trace)
    for heading, parts in _parts(trace):
        yield ""
        yield heading
        yield from (f"  {part}" for part in parts[:SHOWN])
        if len(parts) > SHOWN:
            yield f"  … and {len(parts) - SHOWN} more lines: --json lists all."
    for heading, table in _tables(trace):
        yield ""
        yield heading
        yield from (f"  {line}" for line in aligned(table))
    if left := _left(trace):
        yield f"  … and {left}: {more}."


def trace_html(trace: Trace) -> str:
    """Return a trace as HTML for a notebook's page: paragraphs, lists, and tables with captions and headers."""
    said = [
        f"<p><strong>{escape(trace.fact.display)}</strong> {escape(trace.fact.label)}<br>{escape(_when(trace))}</p>"
    ]
    for heading, parts in _parts(trace):
        said.append(f"<p>{escape(heading)}</p>{_html_list(parts[:SHOWN])}")
        if len(parts) > SHOWN:
            said.append(f"<details><summary>{len(parts) - SHOWN} more</summary>{_html_list(parts[SHOWN:])}</details>")
    said += [_html_table(heading, table) for heading, table in _tables(trace)]
    if left := _left(trace):
        said.append(f"<p>… and {left}: <code>.rows</code> lists all.</p>")
    return f"<div>{''.join(said)}</div>"


def _html_list(parts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(part)}</li>' for part in parts)}</ul>"


def trace_csv(trace: Trace) -> str:
    """Return every row of a trace as CSV, its amounts exact."""
    return csv_text([COLUMNS, *(row.record().values() for row in trace.rows)])


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV (RFC 4180); no text in them is a formula to a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def _inert(text: str) -> str:
    return text if BELOW_NOTHING.fullmatch(text) else harmless(text)


# ---- what is said --------------------------------------------------------------------------------


def _when(trace: Trace) -> str:
    fact = trace.fact
    as_at = short_date(date.fromisoformat(fact.as_at))
    return f"{fact.id}: {Period.parse(fact.period).words}, data as at {as_at}"


def _parts(trace: Trace) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "How it is made", (trace.formula, *trace.working)
    if trace.filters:
        yield "Which rows count", trace.filters
    yield "What calculates it", (trace.code,)


def _tables(trace: Trace) -> Iterator[tuple[str, Lines]]:
    """Yield what stands in tables, each with its heading: the files, and the largest rows."""
    if not trace.files:
        yield "No row of the data stands behind it.", []
        return
    yield "Which files", _table(("file", "sheet", "role", "rows", "sum"), [_of_file(trace, one) for one in trace.files])
    if trace.largest:
        names = ("file", "sheet", "row", "role", "contract", "measure", "period", "quantity", "adds")
        heading = "The row" if trace.count == 1 else "The rows" if not _left(trace) else "The largest rows"
        yield heading, _table(names, [_of_row(trace, row) for row in trace.largest])


def _left(trace: Trace) -> str:
    """Say how many rows are not listed, where there are any."""
    left = trace.count - len(trace.largest)
    if not left:
        return ""
    nothing = "" if trace.largest else ", none of which adds anything"
    return f"{left:,}{' more' if trace.largest else ''} {'row' if left == 1 else 'rows'}{nothing}"


def _of_file(trace: Trace, one: FileSum) -> tuple[str, ...]:
    return one.file, one.sheet, _role(one.role), f"{one.rows:,}", in_words(one.total, trace.unit_of_rows)


def _of_row(trace: Trace, row: TraceRow) -> tuple[str, ...]:
    quantity = "" if row.quantity is None else in_words(row.quantity, "count")
    return (row.file, row.sheet, str(row.row), _role(row.role), row.contract, row.measure, row.period, quantity,
            in_words(row.contribution, trace.unit_of_rows))  # fmt: skip


def _role(role: str) -> str:
    return "" if role == "part" else role


# ---- tables --------------------------------------------------------------------------------------


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Lines:
    """Return a table with its headings, without the columns that no row fills."""
    kept = [place for place in range(len(headings)) if any(row[place] for row in rows)]
    return [tuple(line[place] for place in kept) for line in (headings, *rows)]


def aligned(table: Sequence[tuple[str, ...]], right: Collection[str] = NUMBERS) -> Iterator[str]:
    """Yield the lines of a table, its headings first: words set left, the columns of numbers right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = zip(line, widths, table[0], strict=True)
        yield "  ".join(
            cell.rjust(width) if heading in right else cell.ljust(width) for cell, width, heading in cells
        ).rstrip()


def _html_table(caption: str, table: Lines) -> str:
    if not table:
        return f"<p>{escape(caption)}</p>"
    headings, *rows = table
    head = "".join(
        f'<th scope="col" style="text-align: {_side(heading)}">{escape(heading)}</th>' for heading in headings
    )
    body = "".join(f"<tr>{_html_cells(headings, row)}</tr>" for row in rows)
    return f"{OPENING}<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cells(headings: Sequence[str], row: Sequence[str]) -> str:
    return "".join(
        f'<td style="text-align: {_side(heading)}">{escape(cell)}</td>'
        for heading, cell in zip(headings, row, strict=True)
    )


def _side(heading: str) -> str:
    return "right" if heading in NUMBERS else "left"
