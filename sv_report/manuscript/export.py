"""The executed notebook as one Quarto Markdown file with its media: an nbconvert exporter.

Manuscript stage. Code never reaches the manuscript, and no output does that both engines would not set alike.
"""

import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sv_report.errors import NotebookError
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import IMAGE_TYPES, MANUSCRIPT
from sv_report.manuscript.execute import lean_imports
from sv_report.manuscript.front_matter import front_matter
from sv_report.manuscript.report import Report
from sv_report.params.dialect import trespasses

with lean_imports():
    import nbformat
    from nbconvert.exporters.exporter import Exporter

NOTES = "notes"  # the tag of cells that are for the notebook's reader and not for the report's


class ManuscriptExporter(Exporter):
    """Turns an executed notebook into the manuscript's body, its media in `resources["outputs"]`."""

    file_extension = ".qmd"
    output_mimetype = "text/markdown"
    export_from_notebook = "Cabinet report manuscript"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """Return the body and the resources; raise NotebookError where a cell holds what cannot be printed."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        media: dict[str, bytes] = {}
        parts = [part for number, cell in enumerate(nb.cells) for part in _cell(number, cell, media)]
        resources["outputs"] = media
        return "\n\n".join(parts) + "\n", resources


def write_manuscript(executed: Path, report: Report, formats: Sequence[str], folder: Path) -> list[Finding]:
    """Write report.qmd, media/ and a clean report.ipynb into a folder, and return what the notebook warned of."""
    notebook: Any = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    body, resources = ManuscriptExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    (folder / "media").mkdir(parents=True, exist_ok=True)
    for name, image in resources["outputs"].items():
        (folder / "media" / name).write_bytes(image)
    (folder / "report.qmd").write_text(front_matter(report, formats) + "\n" + body, "utf-8")
    nbformat.write(cleaned(notebook), folder / "report.ipynb")  # type: ignore[no-untyped-call]
    return [_warned(number, output) for number, output in _warnings(notebook)]


def cleaned(notebook: Any) -> Any:
    """Return the notebook without what differs from run to run: times, durations, random ids, paths."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    return notebook


def _cell(number: int, cell: Any, media: dict[str, bytes]) -> Iterator[str]:
    if NOTES in cell.metadata.get("tags", []):
        return
    if cell.cell_type == "markdown":
        _refuse_trespasses(number, cell.source)
        yield cell.source.strip()
    for output in cell.get("outputs", []) if cell.cell_type == "code" else []:
        if MANUSCRIPT in output.get("data", {}):
            yield _block(output, media)
        elif _prints(output):
            raise NotebookError("The notebook cannot become a report.", [_unprintable(number, cell, output)])


def _block(output: Any, media: dict[str, bytes]) -> str:
    name = output.metadata.get(MANUSCRIPT, {}).get("media")
    if name:
        for kind, mime in IMAGE_TYPES.items():
            image = output.data[mime]
            media[f"{name}.{kind}"] = b64decode(image) if kind == "png" else image.encode("utf-8")
    return str(output.data[MANUSCRIPT]).strip()


def _prints(output: Any) -> bool:
    return output.output_type in ("display_data", "execute_result") or (
        output.output_type == "stream" and output.name == "stdout"
    )


def _refuse_trespasses(number: int, source: str) -> None:
    found = [
        Finding("manuscript-dialect", "error", trespass.kept_out.message,
                Where(file="notebook", field=f"cell {number}", row=trespass.line, found=trespass.text),
                trespass.kept_out.remedy)
        for trespass in trespasses(source, section_level=2)
    ]  # fmt: skip
    if found:
        raise NotebookError("The notebook cannot become a report.", found)


def _unprintable(number: int, cell: Any, output: Any) -> Finding:
    kinds = ", ".join(output.get("data", {"text": ""}))
    shown = re.sub(r"\s+", " ", cell.source)[:80]
    return Finding(
        "output-unprintable",
        "error",
        f"a cell shows something that is no part of a report ({kinds})",
        Where(file="notebook", field=f"cell {number}", found=shown),
        f'End its last line with ; or tag the cell "{NOTES}" to keep it out of the report, '
        "or show it with report.exhibit(…) or report.section(…).",
    )


def _warnings(notebook: Any) -> Iterator[tuple[int, Any]]:
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                yield number, output


def _warned(number: int, output: Any) -> Finding:
    said = re.sub(r"\s+", " ", output.text).strip()
    return Finding("notebook-warned", "warning", f"a cell of the notebook warned: {said}",
                   Where(file="report.ipynb", field=f"cell {number}"),
                   "Run the cell in JupyterLab to see why.")  # fmt: skip
