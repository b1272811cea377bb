"""Open an edition in a notebook: read the figures of the run it is part of, or compute the same.

Manuscript stage. A run writes tables and figures once, in its parent, into a working folder that it names in
`WORK`; a person's notebook has no such folder and computes them into one of its own.
"""

import atexit
import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from sv_report.data.intake import read_sources
from sv_report.data.sources import find_sources, missing_source
from sv_report.data.tables import Tables
from sv_report.errors import DataError
from sv_report.exhibits.records import NAMES as EXHIBITS
from sv_report.manuscript.gate import refuse_strange_parameters
from sv_report.manuscript.handover import read_figures, write_figures
from sv_report.manuscript.report import Report
from sv_report.measures.figures import compute
from sv_report.measures.records import NAMES as FACTS
from sv_report.params import Edition, Known, Workbench, find_workbench, load_edition

WORK = "SV_REPORT_WORK"  # the working folder of the run that a kernel is part of
ROOT = "SV_REPORT_ROOT"
RUN = "run.json"  # in the working folder: the run's edition and settings
KNOWN = Known(facts=FACTS, exhibits=EXHIBITS, sources=missing_source)


def open_report(edition: str | Path, *, root: Path | None = None, **settings: str) -> Report:
    """Return the report of an edition, ready to print its sections and answer questions.

    `root` is the workbench's folder, else the nearest above; `settings` are laid over the edition's fields, as
    `--set` does, an empty one left out. Raises the package's errors, before anything is computed where the
    edition is wrong.
    """
    refuse_strange_parameters(_history())
    if WORK in os.environ:
        return _of_run(Path(os.environ[WORK]))
    workbench = find_workbench(root)
    loaded, _ = load_edition(edition, workbench, KNOWN, {name: value for name, value in settings.items() if value})
    as_at = seen_on(loaded)
    work = Path(tempfile.mkdtemp(prefix="sv_report-"))
    atexit.register(shutil.rmtree, work, ignore_errors=True)
    tables, _ = read_sources(find_sources(loaded.data, workbench.root), work / "tables")
    write_figures(compute(tables, loaded.period, as_at, loaded.profile.headline), work)
    return report_of(loaded, workbench, work)


def _of_run(work: Path) -> Report:
    """Return the report of the run that this kernel is part of."""
    workbench = find_workbench(Path(os.environ[ROOT]))
    run = json.loads((work / RUN).read_text("utf-8"))
    loaded, _ = load_edition(run["edition"], workbench, KNOWN, run["settings"])
    return report_of(loaded, workbench, work)


def report_of(edition: Edition, workbench: Workbench, work: Path) -> Report:
    """Return the report whose figures are in a working folder."""
    illustrative = any(source.illustrative for source in find_sources(edition.data, workbench.root))
    return Report(edition, read_figures(work), Tables(work / "tables"), workbench.templates, illustrative)


def seen_on(edition: Edition) -> date:
    """Return the day up to which data is seen; raise DataError where the edition has no data at all."""
    if edition.data_as_at is None:
        raise DataError(f"Edition {edition.id} has no data, so there is nothing to compute.")
    return edition.data_as_at


def _history() -> list[str]:
    """Return the cells that this kernel has run; none outside a kernel."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()
    return [str(cell) for cell in shell.user_ns.get("In", [])] if shell else []
