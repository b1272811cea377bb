"""Open an edition in a notebook: read the figures of the run it is part of, or compute the same.

Manuscript stage. A run writes tables and figures once, in its parent, into a working folder that it names in
`WORK`; a person's notebook has no such folder and computes them into one of its own.
"""

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from sv_report.data.of_edition import is_illustrative, read_data
from sv_report.data.sources import missing_source
from sv_report.data.tables import Tables
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.records import EXHIBITS, NAMES, ExhibitRecord
from sv_report.exhibits.table import Table
from sv_report.garbage import look_seldom
from sv_report.manuscript.fields import Parameter, as_typed
from sv_report.manuscript.figuring import figures_of
from sv_report.manuscript.gate import refuse_strange_parameters
from sv_report.manuscript.handover import handed_over
from sv_report.manuscript.report import Report
from sv_report.measures import quality_facts
from sv_report.measures.records import RECORDS
from sv_report.params import Known, KnownFact, Workbench, find_edition, find_workbench, load_edition
from sv_report.params.workbench import ENDINGS

WORK = "SV_REPORT_WORK"  # the working folder of the run that a kernel is part of
ROOT = "SV_REPORT_ROOT"
RUN = "run.json"  # in the working folder: the run's edition and settings


def _anchor(exhibit: ExhibitRecord) -> str:
    """Return what a reference to an exhibit says after @; nothing where it has no caption."""
    kind = get_type_hints(exhibit.build)["return"]
    kinds = get_args(kind) or (kind,)
    prefix = "fig" if Chart in kinds else "tbl" if Table in kinds else ""
    return f"{prefix}-{exhibit.name}" if prefix else ""


KNOWN = Known(
    facts={record.id: KnownFact(tuple(record.by), record.whole) for record in RECORDS}
    | {name: KnownFact(quality_facts.DIMENSIONS, whole=False) for name in quality_facts.NAMES},
    exhibits=NAMES,
    sources=missing_source,
    anchors={record.name: _anchor(record) for record in EXHIBITS},
)


def open_report(
    edition: str | Path,
    *,
    root: Path | None = None,
    settings: Mapping[str, str] | None = None,
    frames: Mapping[str, Any] | None = None,
    **fields: Parameter,
) -> Report:
    """Return the report of an edition, ready to print its sections and answer questions.

    `root` is the workbench's folder, else the nearest above. `settings` are laid over the edition's fields, as
    `--set` does; so are `fields`, by which a notebook hands on its parameters: an empty one is left out. `frames`
    (pandas, Polars or any other that narwhals knows, by the name of a table) stand in the place of the edition's
    data: `sv.open("2024-02-08", frames={"contracts": contracts, …})`. Raises the package's errors, before anything
    is computed where the edition is wrong.
    """
    workbench = find_workbench(root or (Path(os.environ[ROOT]) if is_part_of_a_run() else None))
    refuse_strange_parameters(_history(), workbench)
    laid_over = dict(settings or {}) | as_typed(fields)
    run = _run(edition, workbench, laid_over) if is_part_of_a_run() else None
    if run and frames is None:
        look_seldom()  # this kernel ends with its notebook
        return handed_over(run.work)
    report = _computed(edition, workbench, laid_over, frames)
    return for_the_public(report, workbench) if is_part_of_a_run() else report


@dataclass(frozen=True)
class _Run:
    """The run that a kernel is part of: its edition's id and file, its settings and its working folder.

    The public's copy names no file; a notebook that names one then has none of the run's.
    """

    id: str
    edition: Path
    settings: dict[str, str]
    work: Path


def _run(edition: str | Path, workbench: Workbench, settings: dict[str, str]) -> _Run | None:
    """Return the run that this kernel is part of, if that is what is asked for: its edition, no other settings."""
    work = Path(os.environ[WORK])
    record = json.loads((work / RUN).read_text("utf-8"))
    run = _Run(record["id"], Path(record["edition"]), record["settings"], work)
    its_bench = workbench.root == find_workbench(Path(os.environ[ROOT])).root
    if its_bench and _names(edition, run, workbench) and settings.items() <= run.settings.items():
        return run
    return None


def _names(edition: str | Path, run: _Run, workbench: Workbench) -> bool:
    """Return whether an id or a path is that of a run's edition."""
    is_path = Path(edition).suffix in ENDINGS
    return find_edition(edition, workbench)[0] == run.edition if is_path else str(edition) == run.id


def _computed(
    edition: str | Path, workbench: Workbench, settings: dict[str, str], frames: Mapping[str, Any] | None
) -> Report:
    """Return the report of an edition, its figures computed into a folder that goes with this process."""
    loaded, found = load_edition(edition, workbench, KNOWN, settings)
    work = Path(tempfile.mkdtemp(prefix="sv_report-", dir=os.environ.get(WORK)))
    atexit.register(shutil.rmtree, work, ignore_errors=True)
    tables, of_data = read_data(loaded, workbench, work / "tables", frames)
    figures = replace(figures_of(loaded, tables), results=None)  # kept small; a trace makes them again
    illustrative = is_illustrative(loaded, workbench)
    told = () if is_part_of_a_run() else tuple(of_data)  # they quote the data
    report = Report(loaded, figures, Tables(work / "tables"), workbench.templates, illustrative, tuple(found))
    return replace(report, data_findings=told)


def is_part_of_a_run() -> bool:
    """Whether this process is the kernel of a report's run."""
    return WORK in os.environ


def for_the_public(report: Report, workbench: Workbench) -> Report:
    """Return of a report what the public may see; within a run so is every other than its own."""
    if report.tables.is_empty:
        return report
    from sv_report.manuscript.copies import copies_of  # linear algebra, which a kernel seldom needs

    work = report.tables.folder.parent
    figures = figures_of(report.edition, report.tables)
    return copies_of(report.edition, figures, report.tables, workbench, work, work)[0].report


def _history() -> list[str]:
    """Return the cells that this kernel has run; none outside a kernel."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()
    return [str(cell) for cell in shell.user_ns.get("In", [])] if shell else []
