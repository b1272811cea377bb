"""Exhibits stage: figures in, tables, charts and sentences out."""

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.records import EXHIBITS, NAMES, Exhibit, build, build_tables
from sv_report.exhibits.table import Column, Table
from sv_report.exhibits.text import escape
from sv_report.exhibits.words import Words

__all__ = ["EXHIBITS", "NAMES", "Chart", "Column", "Exhibit", "Table", "Words", "build", "build_tables", "escape"]
