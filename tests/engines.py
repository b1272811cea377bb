"""The deliveries of drawn tables as a frame of each engine that the measures may be handed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow.parquet

from sv_report.data.tables import Tables
from tests.spark import spark_session


def _pandas(path: Path) -> Any:
    """Return a pandas frame whose decimals are Arrow's, so that they add exactly."""
    return pyarrow.parquet.read_table(path).to_pandas(types_mapper=pandas.ArrowDtype)


def _pyspark(path: Path) -> Any:
    return spark_session().read.parquet(str(path))


READ: dict[str, Callable[[Path], Any]] = {"pandas": _pandas, "polars": polars.scan_parquet, "pyspark": _pyspark}
ENGINES = ("duckdb", *READ)


def on_engine(engine: str, tables: Tables) -> Tables:
    """Return the tables with their deliveries as a frame of `engine`; DuckDB reads the Parquet file as it is."""
    if engine == "duckdb":
        return tables
    return replace(tables, deliveries=READ[engine](tables.folder / "deliveries.parquet"))
