"""The manuscript of a run: its notebook executed, and exported with its media.

Manuscript stage. Kept apart from what a notebook's kernel imports, because papermill and nbconvert are slow to.
"""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path

from sv_report.errors import ReportError
from sv_report.manuscript.block import Blocks
from sv_report.manuscript.copies import Copy
from sv_report.manuscript.execute import execute, parameter_names
from sv_report.manuscript.export import Manuscript, charts_in, read_manuscript
from sv_report.manuscript.handover import hand_over
from sv_report.manuscript.kernels import Kernel
from sv_report.manuscript.notebook_words import refuse_words
from sv_report.manuscript.opening import RUN
from sv_report.manuscript.placeholders import check_placeholders
from sv_report.manuscript.printed import printed_in
from sv_report.manuscript.report import Report
from sv_report.manuscript.sources import shown_in
from sv_report.measures import Facts
from sv_report.measures.trace import Tracer
from sv_report.params import Edition, Workbench

APPENDICES = "appendices"
EXECUTED = "report.ipynb"
FACTS = "facts.json"

Make = Callable[[Copy, Path, Workbench], Manuscript]  # a copy's manuscript, from it and its edition's file


def make_manuscript(
    copy: Copy, edition_file: Path, workbench: Workbench, kernel: Kernel, beside: Callable[[], Future[None]]
) -> Manuscript:
    """Execute a copy's notebook in its kernel; return the manuscript, its media and facts.json written.

    `beside` begins `write_beside` in another thread, as the kernel begins. First the narrative's facts and the
    notebook's words are looked at. The kernel finds all that it may know in the working folder; the notebook itself
    names the edition by its id, so that no path of this machine stands in it.
    """
    report, work = copy.report, copy.work
    check_placeholders(report)
    edition = report.edition
    settings = dict(edition.settings)
    hand_over(report, work)
    run = {"id": edition.id, "edition": str(edition_file), "settings": settings}
    (work / RUN).write_text(json.dumps(run), "utf-8")
    notebook = workbench.notebooks / f"{edition.notebook}.ipynb"
    refuse_words(notebook)
    known = parameter_names(notebook)
    parameters = {"edition": edition.id} | {name: value for name, value in settings.items() if name in known}
    headings = {section.id: section.heading for section in edition.profile.sections}
    written = beside()
    execute(notebook, parameters, work / EXECUTED, kernel, headings)
    written.result()
    return read_manuscript(work / EXECUTED, report, copy.folder, workbench.root, copy.tracer, copy.released.trace)


def write_beside(copy: Copy, workbench: Workbench) -> None:
    """Do what needs no kernel, while it works: the facts, the appendices that are files, the traces of the annex."""
    copy.folder.mkdir(parents=True, exist_ok=True)
    write_facts(copy.report.facts, copy.folder)
    copy_appendices(copy.report.edition, workbench, copy.folder)
    if copy.tracer:
        _trace_ahead(copy.report, copy.tracer)


def _trace_ahead(report: Report, tracer: Tracer) -> None:
    """Follow the numbers that the report's sections print to their rows: the tracer keeps them for the annex.

    What cannot be printed is left to the notebook to say.
    """
    sections = [partial(report.section, one.id) for one in report.edition.profile.sections]
    printing: list[Callable[[], Blocks]] = [*sections, report.appendices]
    body = ""
    for print_it in printing:
        with suppress(ReportError):
            body += "\n\n".join(block.manuscript for block in print_it()) + "\n\n"
    tracer.traces(shown_in(printed_in(body, charts_in(body, report)), report.facts), every_row=False)


def write_facts(facts: Facts, folder: Path) -> None:
    """Write facts.json into a folder: a list, one fact a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    lines = ",\n".join(map(encode, facts.records()))
    (folder / FACTS).write_text(f"[\n{lines}\n]\n", "utf-8")


def copy_appendices(edition: Edition, workbench: Workbench, public: Path) -> None:
    """Copy the appendices that are files into appendices/ beside the report, under their own names."""
    files = [workbench.root / appendix.file for appendix in edition.appendices if appendix.file]
    for file in files:
        (public / APPENDICES).mkdir(exist_ok=True)
        shutil.copyfile(file, public / APPENDICES / file.name)
