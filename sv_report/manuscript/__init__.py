"""Manuscript stage: an edition and its figures in, the executed notebook as one Quarto Markdown file out."""

from sv_report.manuscript.figuring import figures_of, period_of, seen_on, tracer_of
from sv_report.manuscript.opening import KNOWN, open_report
from sv_report.manuscript.placeholders import check_placeholders
from sv_report.manuscript.report import Report

__all__ = [
    "KNOWN",
    "Report",
    "check_placeholders",
    "figures_of",
    "open_report",
    "period_of",
    "seen_on",
    "tracer_of",
]
