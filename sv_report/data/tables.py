"""The tables of a council's monitoring data, as Parquet files that DuckDB reads.

Data stage. `Tables["deliveries"]` is a narwhals LazyFrame, so the same expressions of the measures stage
run here on DuckDB and elsewhere on any frame that narwhals knows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw

from sv_report.data.account import Account

NUMBERS = count()
FETCHED = 1000  # rows turned into Python at a time
SQL_TYPES = {
    "text": "VARCHAR",
    "date": "DATE",
    "period": "VARCHAR",
    "number": "DECIMAL(18, 6)",
    "whole": "BIGINT",
    "yes_no": "BOOLEAN",
}


@dataclass(frozen=True)
class Tables:
    """The typed tables in `folder`, one Parquet file each, every row with its origin.

    `periods` is a table of its own: each period named anywhere in the data, with its first and last day.
    `digests` holds the SHA-256 of each file that was read, as it was read, by `source/name.csv`; it is empty where
    tables made earlier are opened again. `deliveries`, a frame of any engine that narwhals knows (pandas, Polars,
    PySpark …), stands in the place of the Parquet file's: the one table that can outgrow a machine.
    """

    folder: Path
    digests: dict[str, str] = field(default_factory=dict, compare=False)
    deliveries: Any = field(default=None, compare=False)

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection with one view a table."""
        connection = duckdb.connect()
        for name, path in self._files.items():
            connection.read_parquet(str(path)).create_view(name)
        return connection

    @cached_property
    def _files(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.folder.glob("*.parquet"))}

    @cached_property
    def _asked(self) -> dict[str, nw.LazyFrame[Any]]:
        """The tables that were asked for; none is made again by the name of another."""
        return {}

    @property
    def is_empty(self) -> bool:
        """Whether there is no table at all: the report rests on no monitoring data."""
        return next(self.folder.glob("*.parquet"), None) is None

    def close(self) -> None:
        """Close the connection, with whatever still stands on it; the tables open anew when they are next used."""
        connection, *_ = [self.__dict__.pop(name, None) for name in ("connection", "_files", "_asked")]
        if connection is not None:
            connection.close()

    def __getitem__(self, name: str) -> nw.LazyFrame[Any]:
        if name == "deliveries" and self.deliveries is not None:
            lazy: nw.LazyFrame[Any] = nw.from_native(self.deliveries).lazy()
            return lazy
        if name not in self._asked:
            self._asked[name] = nw.from_native(self.connection.table(name))
        return self._asked[name]

    def __contains__(self, name: str) -> bool:
        """Whether there is a table of that name: folders made by an older version lack some."""
        return name in self._files

    @property
    def has_judged_lines(self) -> bool:
        """Whether the counting rules were applied to the deliveries; to a frame handed in they were not."""
        return "broken_rules" in self and self.deliveries is None

    def keep(self, frame: nw.LazyFrame[Any], name: str) -> nw.LazyFrame[Any]:
        """Compute a frame on the engine that it is of and keep what it gives beside the tables, as `name`.

        Each name is kept apart from those before it, so that several reports may stand on the same tables.
        """
        kept = f"{name}_{next(NUMBERS)}"
        native = nw.to_native(frame)
        if not isinstance(native, duckdb.DuckDBPyRelation):
            native = self.connection.from_arrow(frame.collect(backend="pyarrow").to_native())
        native.to_table(kept)
        return self[kept]

    def count(self, name: str) -> int:
        """Return the number of rows of a table."""
        return len(self.connection.table(name))

    @property
    def accounts(self) -> list[Account]:
        """What became of every row of every sheet."""
        return [Account(*row) for row in self.connection.table("accounts").fetchall()]

    def rows(self, frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
        """Return the rows of a frame that stands on these tables, Decimals kept as Decimals."""
        relation = nw.to_native(frame)
        names = relation.columns
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]

    def optional(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table that a council, or a folder made by an older version, may not have."""
        return self.rows(self[name]) if name in self else []

    def each(self, frame: nw.LazyFrame[Any]) -> Iterator[dict[str, Any]]:
        """Give the rows of a frame that stands on these tables one after the other, never all at once."""
        relation = nw.to_native(frame)
        names = relation.columns
        with self.connection.cursor() as cursor:
            found = cursor.execute(relation.sql_query())
            while some := found.fetchmany(FETCHED):
                yield from (dict(zip(names, row, strict=True)) for row in some)
