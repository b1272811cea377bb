"""The executed notebook as one Quarto Markdown file with its media: an nbconvert exporter.

Manuscript stage. Code never reaches the manuscript, and no output does that both engines would not set alike.
"""

import re
import shutil
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sv_report.errors import NotebookError
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.records import NAMES, build
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import IMAGE_TYPES, MIME
from sv_report.manuscript.cleaning import NOTES, cleaned, own_folders, scrubbed, tags
from sv_report.manuscript.front_matter import front_matter
from sv_report.manuscript.lean_imports import lean_imports
from sv_report.manuscript.printed import CHART
from sv_report.manuscript.printed_sections import PrintedSection, printed_sections
from sv_report.manuscript.report import Report
from sv_report.manuscript.sources import Seen, sources_of_figures, whole
from sv_report.measures.fact import Fact
from sv_report.measures.trace import Tracer
from sv_report.params import Section
from sv_report.params.words.footnotes import own_notes

with lean_imports():
    import nbformat
    from nbconvert.exporters.exporter import Exporter


class ManuscriptExporter(Exporter):
    """Turns an executed notebook into the manuscript's body, its media in `resources["outputs"]`.

    `resources["sections"]` lists the ids of the sections that it prints.
    """

    file_extension = ".qmd"
    output_mimetype = "text/markdown"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """Return the body and the resources; raise NotebookError where a cell holds what cannot be printed."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        media: dict[str, bytes] = {}
        parts = [part for number, cell in enumerate(nb.cells) for part in _cell(number, cell, media)]
        resources["outputs"] = media
        resources["sections"] = [section for cell in nb.cells for section in _sections(cell)]
        return "\n\n".join(parts) + "\n", resources


@dataclass(frozen=True)
class Manuscript:
    """The body of report.qmd, without its front matter, and what was found in making it."""

    body: str
    findings: tuple[Finding, ...] = ()

    @cached_property
    def sections(self) -> tuple[PrintedSection, ...]:
        """The sections as they are printed."""
        return printed_sections(self.body)


def read_manuscript(
    executed: Path, report: Report, folder: Path, root: Path, tracer: Tracer | None = None, seen: Seen = whole
) -> Manuscript:
    """Return the manuscript of an executed notebook; its media/ and a clean report.ipynb are written into a folder.

    With a tracer the report ends with the sources of what it prints, each trace as it may be `seen`. The findings are
    what the notebook warned of and the sections that it left out. `root` is the workbench's, and stands in none of
    these.
    """
    notebook: Any = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    manuscript = manuscript_of(notebook, report, folder, (executed.parent, root), tracer, seen)
    nbformat.write(cleaned(notebook, (executed.parent, root)), folder / "report.ipynb")  # type: ignore[no-untyped-call]
    return manuscript


def manuscript_of(
    notebook: Any, report: Report, folder: Path, own: Iterable[Path], tracer: Tracer | None, seen: Seen
) -> Manuscript:
    """Return the manuscript of an executed notebook; its media/ are written into a folder.

    `own` are the folders whose paths stand in no finding; see `read_manuscript`.
    """
    body, resources = ManuscriptExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    (folder / "media").mkdir(parents=True, exist_ok=True)
    for name, image in resources["outputs"].items():
        (folder / "media" / name).write_bytes(image)
    if tracer:
        wording = report.edition.profile.wording
        body += "\n" + sources_of_figures(body, report.facts, tracer, wording, charts_in(body, report), seen)
    folders = own_folders(own)
    found = [_warned(number, scrubbed(said, folders)) for number, said in _warnings(notebook)]
    return Manuscript(body, (*found, *left_out(report, resources["sections"])))


def write_manuscript(
    manuscript: Manuscript, report: Report, formats: Sequence[str], folder: Path, *, draft: bool
) -> None:
    """Write report.qmd into a folder, the council's logo beside it; as a draft, it says so on every page."""
    if logo := report.edition.profile.style.logo:
        for name in {logo.file, logo.for_word}:
            shutil.copyfile(report.templates / report.edition.council / name, folder / "media" / name)
    (folder / "report.qmd").write_text(front_matter(report, formats, draft=draft) + "\n" + manuscript.body, "utf-8")


def charts_in(body: str, report: Report) -> dict[str, tuple[Fact, ...]]:
    """Return the facts of each chart of ours that a manuscript's body prints."""
    names = {found["name"] for found in map(CHART.match, body.splitlines()) if found}
    built = {name: build(name, report.figures) for name in NAMES if name in names}
    return {name: exhibit.facts for name, exhibit in built.items() if isinstance(exhibit, Chart)}


def left_out(report: Report, printed: Collection[str]) -> list[Finding]:
    """Return a finding for each section of the profile that the notebook does not print."""
    sections = [one for one in report.edition.profile.sections if one.id not in printed and not report.is_left_out(one)]
    return [_left_out(report, section) for section in sections]


def _left_out(report: Report, section: Section) -> Finding:
    written = report.edition.narrative.get(section.id)
    message = f"the notebook prints no section {section.heading}"
    if written:
        message += f", so {written.file} is not in the report"
    where = Where(file=f"notebooks/{report.edition.notebook}.ipynb", found=section.id)
    remedy = f'Add a cell to the notebook: report.section("{section.id}")'
    return Finding("section-left-out", "error" if written else "warning", message, where, remedy)


def _cell(number: int, cell: Any, media: dict[str, bytes]) -> Iterator[str]:
    if NOTES in tags(cell):
        return
    if cell.cell_type == "markdown":
        yield own_notes(cell.source.strip(), f"cell-{number}")
    for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
        if MIME in output.get("data", {}):
            yield _block(output, media)
        elif _prints(output):
            raise NotebookError("The notebook cannot become a report.", [_unprintable(number, cell, output)])


def _block(output: Any, media: dict[str, bytes]) -> str:
    """Return a block's Markdown; the heading of a section names it, so that Word's anchors can."""
    about = output.metadata.get(MIME, {})
    name, section = about.get("media"), about.get("section")
    if name:
        for kind, mime in IMAGE_TYPES.items():
            image = output.data[mime]
            media[f"{name}.{kind}"] = b64decode(image) if kind == "png" else image.encode("utf-8")
    words = str(output.data[MIME]).strip()
    return f"{words} {{section={section}}}" if section else words


def _sections(cell: Any) -> list[str]:
    """Return the ids of the sections whose headings a cell prints into the report."""
    outputs = [] if NOTES in tags(cell) else cell.get("outputs", [])
    about = [output.get("metadata", {}).get(MIME, {}) for output in outputs]
    return [one["section"] for one in about if "section" in one]


def _prints(output: Any) -> bool:
    return output.output_type in ("display_data", "execute_result", "error") or (
        output.output_type == "stream" and output.name == "stdout"
    )


def _unprintable(number: int, cell: Any, output: Any) -> Finding:
    kinds = output.get("ename") or ", ".join(output.get("data", {"text": ""}))
    shown = re.sub(r"\s+", " ", cell.source)[:80]
    return Finding(
        "output-unprintable",
        "error",
        f"a cell shows something that is no part of a report ({kinds})",
        Where(file="notebook", field=f"cell {number}", found=shown),
        f'End its last line with ; or tag the cell "{NOTES}" to keep it out of the report, '
        "or show it with report.exhibit(…) or report.section(…).",
    )


def _warnings(notebook: Any) -> Iterator[tuple[int, str]]:
    """Yield what cells said that is not published: on stderr, and in errors that a tag let pass."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                yield number, output.text
            elif output.output_type == "error":
                yield number, f"{output.ename}: {output.evalue}"


def _warned(number: int, text: str) -> Finding:
    said = re.sub(r"\s+", " ", text).strip()
    return Finding("notebook-warned", "warning", f"a cell of the notebook warned: {said}",
                   Where(file="report.ipynb", field=f"cell {number}"),
                   "Run the cell in JupyterLab to see why.")  # fmt: skip
