"""What a run hands from its parent to a notebook's kernel, through the kernel's working folder.

Manuscript stage: the report as it is, without what its figures were computed from. A kernel is given no more than the
copy that it makes may know: the public's has neither the edition's file nor, where anything is held back, the tables.
"""

import pickle
from dataclasses import replace
from pathlib import Path

from sv_report.data.tables import Tables
from sv_report.manuscript.report import Report

HANDED = "report.pickle"  # the parent's own, in its own folder: nothing that anyone else wrote is read so


def hand_over(report: Report, folder: Path) -> None:
    """Write a report into the working folder of the kernel that makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = replace(report.figures, facts=replace(report.figures.facts), results=None)  # without what they looked up
    bare = replace(report, figures=figures, tables=Tables(report.tables.folder))  # no open connection
    (folder / HANDED).write_bytes(pickle.dumps(bare))


def handed_over(folder: Path) -> Report:
    """Return the report that `hand_over` left in a folder."""
    report: Report = pickle.loads((folder / HANDED).read_bytes())
    return report
