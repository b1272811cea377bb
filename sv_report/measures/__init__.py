"""Measures stage: tables in, results and facts out."""

from sv_report.measures.conventions import Conventions
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures, compute
from sv_report.measures.records import NAMES, RECORDS, FactRecord

__all__ = ["NAMES", "RECORDS", "Conventions", "Fact", "FactRecord", "Facts", "Figures", "compute"]
