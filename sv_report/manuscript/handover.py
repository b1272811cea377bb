"""What a run hands from its parent to a notebook's kernel, through the kernel's working folder.

Manuscript stage: the figures as facts.json and figures.json, and the rest of the report as it is, each written once.
A kernel is given no more than the copy that it makes may know: the public's has neither the edition's file nor, where
anything is held back, the tables.
"""

import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

from sv_report.data.tables import Tables
from sv_report.manuscript.report import Report
from sv_report.measures import Facts, Figures

FACTS, REST = "facts.json", "figures.json"
HANDED = "report.pickle"  # the parent's own, in its own folder: nothing that anyone else wrote is read so


def hand_over(report: Report, folder: Path) -> None:
    """Write a report into the working folder of the kernel that makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_figures(report.figures, folder)
    figures = replace(report.figures, facts=Facts(()), contracts=(), quality=None, results=None)
    bare = replace(report, figures=figures, tables=Tables(report.tables.folder))  # no open connection
    (folder / HANDED).write_bytes(pickle.dumps(bare))


def handed_over(folder: Path) -> Report:
    """Return the report that `hand_over` left in a folder."""
    report: Report = pickle.loads((folder / HANDED).read_bytes())
    return replace(report, figures=read_figures(folder))


def write_figures(figures: Figures, folder: Path) -> None:
    """Write the figures into a folder."""
    write_facts(figures.facts, folder)
    _write(folder / REST, figures.record())


def write_facts(facts: Facts, folder: Path) -> None:
    """Write facts.json into a folder."""
    _write(folder / FACTS, facts.records())


def read_figures(folder: Path) -> Figures:
    """Return the figures that `write_figures` left in a folder."""
    facts, rest = (json.loads((folder / name).read_text("utf-8")) for name in (FACTS, REST))
    return Figures.from_record(rest, Facts.from_records(facts))


def _write(path: Path, record: Any) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
