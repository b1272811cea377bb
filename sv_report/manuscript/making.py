"""The manuscript of a run: its notebook executed, and exported with its media.

Manuscript stage. Kept apart from what a notebook's kernel imports, because papermill and nbconvert are slow to.
"""

import json
import shutil
from pathlib import Path

from sv_report.manuscript.execute import execute, parameter_names
from sv_report.manuscript.export import Manuscript, read_manuscript
from sv_report.manuscript.handover import write_facts
from sv_report.manuscript.notebook_words import refuse_words
from sv_report.manuscript.opening import ROOT, RUN, WORK
from sv_report.manuscript.placeholders import check_placeholders
from sv_report.manuscript.report import Report
from sv_report.params import Edition, Workbench

APPENDICES = "appendices"
EXECUTED = "report.ipynb"


def make_manuscript(report: Report, workbench: Workbench, work: Path, public: Path) -> Manuscript:
    """Execute the edition's notebook in the working folder; return the manuscript, its media and facts.json written.

    First the narrative's facts and the notebook's words are looked at. Appendices that are files are copied beside
    the report. The kernel finds the edition and its settings in `work`; the notebook itself names the edition by
    its id, so that no path of this machine stands in it.
    """
    check_placeholders(report)
    edition = report.edition
    settings = dict(edition.settings)
    (work / RUN).write_text(json.dumps({"edition": str(edition.path), "settings": settings}), "utf-8")
    notebook = workbench.notebooks / f"{edition.notebook}.ipynb"
    refuse_words(notebook)
    known = parameter_names(notebook)
    parameters = {"edition": edition.id} | {name: value for name, value in settings.items() if name in known}
    environment = {WORK: str(work), ROOT: str(workbench.root), "IPYTHONDIR": str(work / "ipython")}
    execute(notebook, parameters, work / EXECUTED, environment)
    write_facts(report.facts, public)
    copy_appendices(edition, workbench, public)
    tracer = report.tracer if len(report.facts) else None
    return read_manuscript(work / EXECUTED, report, public, workbench.root, tracer)


def copy_appendices(edition: Edition, workbench: Workbench, public: Path) -> None:
    """Copy the appendices that are files into appendices/ beside the report, under their own names."""
    files = [workbench.root / appendix.file for appendix in edition.appendices if appendix.file]
    for file in files:
        (public / APPENDICES).mkdir(exist_ok=True)
        shutil.copyfile(file, public / APPENDICES / file.name)
