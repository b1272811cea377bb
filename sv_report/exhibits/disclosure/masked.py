"""A table without what its exempt columns hold. Exhibits stage, disclosure: what a notebook's kernel asks for."""

from collections.abc import Iterable

from sv_report.exhibits.records import Exhibit
from sv_report.exhibits.table import NOT_SHOWN, Table


def masked(exhibit: Exhibit, headings: Iterable[str]) -> Exhibit:
    """Return an exhibit whose columns of these headings show nothing: of a table the words in them, too."""
    hidden = set(headings)
    if not isinstance(exhibit, Table) or not hidden:
        return exhibit
    places = {place for place, column in enumerate(exhibit.columns) if {column.heading, column.label} & hidden}
    rows = tuple(
        tuple(NOT_SHOWN if place in places and isinstance(cell, str) else cell for place, cell in enumerate(row))
        for row in exhibit.rows
    )
    return Table(exhibit.name, exhibit.caption, exhibit.columns, rows, exhibit.note, exhibit.has_total, exhibit.sums)
