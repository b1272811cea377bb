"""The shape of a typed table checked: what must be filled, keys, references and units.

Data stage. DuckDB passes the rows that are plainly in shape; those that it cannot vouch for are judged, row by row,
by the pandera schema of `shape_schema`, made of the same `TableShape`. pandera takes long to import, so clean data
never waits for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sv_report.data.rules.faults import add_faults
from sv_report.data.schema import Reference, TableShape
from sv_report.data.staging import Stage

AT_ONCE = 50_000  # rows judged in one frame
UNIT_OF = "unit_of_measure"  # a column beside a table's own: the unit of the row's measure
HAS_UNIT = ("commitments", "deliveries")
Row = tuple[Any, ...]


def check_shape(stage: Stage, shape: TableShape, whole: Iterable[str]) -> None:
    """Add a fault for each row of a table that is out of shape.

    `whole` names the tables all of whose files could be read: what refers to another is not looked for in it.
    """
    references = [reference for reference in shape.references if reference.table in whole]
    doubtful = _doubtful(shape, references)
    rows = stage.connection.cursor().execute(f"{doubtful} ORDER BY {_listed((*shape.key, 'reading', 'row'))}")
    names = [column[0] for column in rows.description or ()]
    known = None
    for batch in _by_key(rows, [names.index(name) for name in shape.key]):
        from sv_report.data.rules.shape_schema import judge  # only now: it imports pandera

        known = known or {reference: _known(stage, reference, doubtful) for reference in references}
        add_faults(stage.connection, [*judge(stage, shape, known, names, batch)])


def _listed(names: Iterable[str], table: str = "") -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def _doubtful(shape: TableShape, references: Sequence[Reference]) -> str:
    """Return the SQL of the rows that may be out of shape."""
    doubts = [f't."{column.name}" IS NULL' for column in shape.columns if column.required]
    doubts += [f"NOT ({_is_known(reference)})" for reference in references]
    unit, units = "NULL", ""
    if shape.name in HAS_UNIT:
        unit = "m.unit"
        units = "LEFT JOIN (SELECT ref, any_value(unit) AS unit FROM measures GROUP BY ref) m ON m.ref = t.measure"
        doubts.append("t.unit <> m.unit")
    if shape.key:
        key = _listed(shape.key)
        doubts.append(
            f"({_listed(shape.key, 't')}) IN (SELECT ({key}) FROM {shape.name} GROUP BY {key} HAVING count(*) > 1)"
        )
    return f"SELECT t.*, {unit} AS {UNIT_OF} FROM {shape.name} t {units} WHERE {' OR '.join(doubts)}"


def _is_known(reference: Reference) -> str:
    """Return the SQL that says that a row refers to nothing, or to a row that is there."""
    blank = " OR ".join(f't."{name}" IS NULL' for name in reference.columns)
    theirs = f"SELECT ({_listed(reference.key)}) FROM {reference.table}"
    return f"{blank} OR ({_listed(reference.columns, 't')}) IN ({theirs})"


def _known(stage: Stage, reference: Reference, doubtful: str) -> frozenset[Row]:
    """Return those of the keys that doubtful rows refer to that are there."""
    pairs = " AND ".join(
        f'd."{ours}" = r."{theirs}"' for ours, theirs in zip(reference.columns, reference.key, strict=True)
    )
    keys = f"SELECT DISTINCT {_listed(reference.key, 'r')} FROM {reference.table} r SEMI JOIN ({doubtful}) d ON {pairs}"
    return frozenset(stage.connection.cursor().execute(keys).fetchall())


def _by_key(rows: Any, key: Sequence[int]) -> Iterator[list[Row]]:
    """Yield rows that come in the order of their key, some at once, those of one key together."""

    def key_of(row: Row) -> list[Any]:
        return [row[index] for index in key]

    batch = rows.fetchmany(AT_ONCE)
    while batch:
        following = rows.fetchmany(AT_ONCE)
        while key and following and key_of(following[0]) == key_of(batch[-1]):
            batch.append(following.pop(0))
        yield batch
        batch = following
