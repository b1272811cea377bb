"""Data stage: sources in, typed Parquet tables with the origin of every row, and findings, out."""

from sv_report.data.cache import read_sources
from sv_report.data.sources import Source, find_sources, missing_source
from sv_report.data.tables import Tables

__all__ = ["Source", "Tables", "find_sources", "missing_source", "read_sources"]
