"""Check and make the report: the checklist, progress, a button to stop, the pages and the files.

Part of the form. Both are done by a process beside it (`work`).
"""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any

from ipywidgets import HTML, Button, HBox, VBox

from sv_report.lab import checking, seeing
from sv_report.lab.desk import Desk, say
from sv_report.lab.words import bullets, heading, page, paragraph, problem, status
from sv_report.progress import STAGES
from sv_report.release import Bundle
from sv_report.working.work import Work

IN_WORDS = {
    "params": "reading the edition and its words",
    "data": "reading the data",
    "measures": "working out the figures",
    "exhibits": "drawing tables and charts",
    "manuscript": "writing the report",
    "render": "laying out the pages",
    "release": "checking and sealing",
}
NO_EDITION = "Choose an edition first."


class Making:
    """The checklist, the run, and what it made. `ready` is asked before either begins: it says what stops it."""

    def __init__(self, desk: Desk, ready: Callable[[], str] = lambda: "") -> None:
        self.desk, self.ready = desk, ready
        self.work: Work | None = None
        self.check = Button(description="Check")
        self.run = Button(description="Make the report", button_style="primary")
        self.cancel = Button(description="Cancel", disabled=True)
        self.checklist, self.bar = page(), page()
        self.check_said, self.said = status(), status()
        self.pages, self.files = page(), page()
        self.check.on_click(lambda _: self.start("check"))
        self.run.on_click(lambda _: self.start("run"))
        self.cancel.on_click(lambda _: self.stop())
        desk.listeners.append(self.clear)
        self.clear()

    @property
    def widgets(self) -> list[Any]:
        """The parts of the form, in their order."""
        return [
            VBox([heading("6. Checklist"), self.check, self.check_said, self.checklist]),
            VBox([heading("7. Make the report"), HBox([self.run, self.cancel]), self.bar, self.said]),
            VBox([heading("8. Pages"), self.pages]),
            VBox([heading("9. Files to download"), self.files]),
        ]

    def clear(self) -> None:
        """Show of the edition on the desk what there is already."""
        self.checklist.value = self.bar.value = self.said.value = self.check_said.value = ""
        self._show_files()

    def start(self, task: str) -> None:
        """Begin a check or a run."""
        said = self._said(task)
        if self.work and self.work.is_under_way:
            return
        if reason := self.ready() if self.desk.edition else NO_EDITION:
            say(said, reason, "bad")
            return
        self._busy(True)
        say(said, f"{'Checking' if task == 'check' else 'Making the report of'} {self.desk.edition}.")
        self.work = Work(
            task, self.desk.edition, self.desk.workbench.root,
            on_done=self._checked if task == "check" else self._made,
            on_failed=lambda failed: self._failed(task, failed),
            on_stage=self._stage,
            on_stopped=lambda _: self._stopped(task),
        ).start()  # fmt: skip

    def stop(self) -> None:
        """Stop what is under way."""
        if self.work and self.work.is_under_way:
            say(self._said(self.work.task), "Stopping.")
            self.work.stop()

    def _said(self, task: str) -> HTML:
        return self.check_said if task == "check" else self.said

    def _busy(self, is_busy: bool) -> None:
        self.check.disabled = self.run.disabled = is_busy
        self.cancel.disabled = not is_busy

    def _stage(self, stage: str) -> None:
        number, words = STAGES.index(stage), IN_WORDS[stage]
        of = len(STAGES)
        bar = f'<progress max="{of}" value="{number}">{number} of {of}</progress>'
        self.bar.value = f"<label>Progress {bar}</label>"
        say(self.said, f"{number + 1} of {of}: {words}.")

    def _checked(self, done: dict[str, Any]) -> None:
        self._busy(False)
        self.checklist.value = checking.shown(done["checks"])
        say(self.check_said, f"{checking.summed_up(done['checks'])} {draft_or_not(done)}")

    def _made(self, done: dict[str, Any]) -> None:
        self._busy(False)
        self.bar.value = ""
        self.checklist.value = checking.shown(done["checks"])
        say(self.check_said, checking.summed_up(done["checks"]))
        kept = bullets(f"Kept, because a person had edited it: {escape(path)}" for path in done["kept"])
        first = f"The report of {self.desk.edition} is made. {draft_or_not(done)} Its files are below."
        self._show_files()
        say(self.said, paragraph(first, "good") + kept)

    def _failed(self, task: str, failed: dict[str, Any]) -> None:
        self._busy(False)
        self.bar.value = ""
        last = paragraph("The last good report stands.") if task == "run" and self._bundle.exists else ""
        others = [note for note in failed["notes"] if not self._is_of_left(note)]
        say(self._said(task), problem(failed | {"notes": others}) + last + self._left(failed["notes"]))

    def _is_of_left(self, note: str) -> bool:
        """Whether a note says where this run left what it had made."""
        return str(self._bundle.failed) in note

    def _left(self, notes: list[str]) -> str:
        """Return where this run left what it had made: a link to the notebook where it got so far."""
        if not any(self._is_of_left(note) for note in notes):
            return ""
        workbench, notebook = self.desk.workbench, self._bundle.failed_notebook
        if notebook:
            return seeing.failed_notebook(workbench.shown(notebook), workbench.root)
        return paragraph(f"For whoever looks after sv_report: {workbench.shown(self._bundle.failed)}/run.log", "faint")

    @property
    def _bundle(self) -> Bundle:
        return Bundle(self.desk.workbench.outputs, self.desk.edition)

    def _stopped(self, task: str) -> None:
        self._busy(False)
        self.bar.value = ""
        say(self._said(task), "Stopped. The last good report, where there is one, stands as it was.", "warn")

    def _show_files(self) -> None:
        root = self.desk.workbench.root
        paths = self._bundle.shown_files() if self.desk.edition else ()
        files = [self.desk.workbench.shown(path) for path in paths]
        self.pages.value = seeing.pages(files, root, f"{datetime.now():%H%M%S%f}")
        self.files.value = seeing.downloads(files, root)


def draft_or_not(done: dict[str, Any]) -> str:
    """Return whether the report is a draft, in a sentence."""
    return "Its pages say DRAFT until what is to mend is mended." if done["is_draft"] else "It is no draft."
