"""The page of a preview, made by the line that a run goes, of which only what has changed is gone again.

Part of previewing. Data, figures, disclosure, charts, the layout's files and the page are steps (see `steps`); the
edition and the sections, which take a tenth of a second, are read and printed each time.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sv_report.beside import in_kernels, in_several_threads
from sv_report.data.of_edition import data_key, read_data
from sv_report.data.tables import Tables
from sv_report.errors import NotebookError, UsageError
from sv_report.manuscript import KNOWN, figures_of, tracer_of
from sv_report.manuscript.copies import EXEMPT, PUBLIC, Copy, copies_of
from sv_report.manuscript.export import Manuscript, write_manuscript
from sv_report.manuscript.figuring import asked_of
from sv_report.manuscript.kernels import kernels_for
from sv_report.manuscript.standard import is_standard, print_manuscript
from sv_report.measures import Figures
from sv_report.params import Edition, Workbench, load_edition
from sv_report.pipeline import gone_through, moment_of
from sv_report.previewing.steps import Steps
from sv_report.release.bundle import remove
from sv_report.release.watched import Snapshot, below, digests, files_in
from sv_report.render import furnish
from sv_report.render.embedded import web_page
from sv_report.render.rendering import EXTENSION, PROJECT

HTML = ("html",)
REMEDY = "Run the notebook in JupyterLab (sv-report lab) to see the cell and what it said."


class PageMaker:
    """Makes the page of one copy of an edition, in a working folder."""

    def __init__(self, edition: str | Path, workbench: Workbench, folder: Path, *, exempt: bool) -> None:
        self.steps = Steps()
        self.loaded: Edition | None = None  # as it was when it was last good
        self._edition = edition
        self._workbench = workbench
        self._folder = folder
        self._copy = EXEMPT if exempt else PUBLIC
        self._tables: Tables | None = None
        self._times_read = 0

    def page(self, snapshot: Snapshot) -> tuple[str, Path]:
        """Return the page as HTML, and the folder of its media; raise the package's errors."""
        edition, findings = load_edition(self._edition, self._workbench, KNOWN)
        self.loaded = edition
        tables, found = self._read(edition)
        figures, key = self._figures(edition, tables)
        copies = self._copies(edition, figures, tables, key)
        shown = next((copy for copy in copies if copy.name == self._copy), None)
        if shown is None:
            raise UsageError("Nothing in this edition is exempt, so there is no exempt copy; leave out --exempt.")
        make = self._maker(edition, snapshot, key)
        findings = [*findings, *found]
        manuscripts, checklist = gone_through(copies, edition, figures, self._workbench, findings, make)
        manuscript = manuscripts[copies.index(shown)]
        write_manuscript(manuscript, shown.report, HTML, shown.folder, draft=checklist.is_open)
        return self._rendered(edition, shown, snapshot), shown.folder

    def close(self) -> None:
        """Let go of the data."""
        if self._tables:
            self._tables.close()

    # ---- the steps -------------------------------------------------------------------------------

    def _read(self, edition: Edition) -> tuple[Tables, list[Any]]:
        return self.steps.once("data", self._data_key(edition), lambda: self._read_anew(edition))

    def _read_anew(self, edition: Edition) -> tuple[Tables, list[Any]]:
        """Read the data into a folder of its own; nothing is kept in outputs/."""
        self.close()
        folders = [self._folder / f"tables-{self._times_read + number}" for number in (0, 1)]
        self._times_read += 1
        remove(folders[0])
        self._tables, found = read_data(edition, self._workbench, folders[1], anew=True)
        return self._tables, found

    def _data_key(self, edition: Edition) -> Any:
        return (edition.data, data_key(edition, self._workbench))

    def _figures(self, edition: Edition, tables: Tables) -> tuple[Figures, Any]:
        """Return the figures, and the key of all that they are made from."""
        asked = asked_of(edition) if edition.data else (edition.meeting, edition.period, edition.data_as_at)
        key = (self._data_key(edition), asked, edition.profile.headline)
        return self.steps.once("figures", key, lambda: figures_of(edition, tables)), key

    def _copies(self, edition: Edition, figures: Figures, tables: Tables, key: Any) -> tuple[Copy, ...]:
        from sv_report.exhibits.disclosure.released import released

        def kept(*asked: Any) -> Any:
            return self.steps.once("disclosure", (key, *asked[1:]), lambda: released(*asked))

        copies = copies_of(edition, figures, tables, self._workbench, self._folder, self._folder / "made", kept)
        if not len(figures.facts):
            return copies
        tracer = self.steps.once("traces", key, lambda: tracer_of(edition, tables, figures))
        return tuple(replace(copy, tracer=tracer) for copy in copies)

    def _maker(self, edition: Edition, snapshot: Snapshot, key: Any) -> Callable[[Copy, Path, Workbench], Manuscript]:
        """Return what makes a copy's manuscript: in this process, or in a kernel where the notebook needs one."""
        notebook = self._workbench.notebooks / f"{edition.notebook}.ipynb"
        fonts = below(snapshot, edition.profile.style.font_folder(self._workbench.templates, edition.council))

        def print_it(copy: Copy, edition_file: Path, workbench: Workbench) -> Manuscript:
            drawn = (key, copy.report.figures.facts, edition.exempt, edition.profile.style, fonts)
            return print_manuscript(
                copy, workbench,
                lambda block: self.steps.once(f"chart {block.name} ({copy.name})", drawn, block.draw or dict),
            )  # fmt: skip

        def execute_it(copy: Copy, edition_file: Path, workbench: Workbench) -> Manuscript:
            council, layout = workbench.templates / edition.council, below(snapshot, *self._layout)
            written = below(snapshot, edition_file, edition_file.with_suffix(""), council, notebook)
            inputs = (key, [one for one in written if one not in layout])
            return self.steps.once(f"notebook ({copy.name})", inputs, lambda: _executed(copy, edition_file, workbench))

        return print_it if is_standard(notebook) else execute_it

    @property
    def _layout(self) -> tuple[Path, Path]:
        """The files that say how a page is laid out."""
        return self._workbench.templates / EXTENSION, self._workbench.templates / PROJECT

    def _rendered(self, edition: Edition, copy: Copy, snapshot: Snapshot) -> str:
        style, templates = edition.profile.style, self._workbench.templates
        layout = (below(snapshot, *self._layout), style, edition.council)
        self.steps.once("layout", layout, lambda: furnish(copy.folder, templates, HTML, style, edition.council))
        given = digests(files_in(copy.folder))
        moment = moment_of(edition)
        return self.steps.once("page", (given, moment), lambda: web_page(copy.folder, moment))


def _executed(copy: Copy, edition_file: Path, workbench: Workbench) -> Manuscript:
    """Return the manuscript by way of a kernel; a cell that fails is seen in JupyterLab, since no run is left."""
    try:
        with in_several_threads() as beside, kernels_for([copy.work], workbench) as kernels:
            return in_kernels(kernels, beside)(copy, edition_file, workbench)
    except NotebookError as problem:
        findings = [replace(one, remedy=REMEDY) if one.rule == "cell-failed" else one for one in problem.findings]
        raise NotebookError(problem.args[0], findings) from None
