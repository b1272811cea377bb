"""Suppliers' returns dropped into the form: what was taken, what was refused and why.

Part of the form; it does what `sv-report returns collect` does.
"""

from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import Button, DatePicker, FileUpload, HBox, VBox

from sv_report.data.returns.dropped import MOST_DROPPED, dropped
from sv_report.errors import ReportError
from sv_report.lab.desk import Desk, listed, refused, say
from sv_report.lab.words import bullets, folded, heading, page, paragraph, status, table

if TYPE_CHECKING:
    from sv_report.data.returns.collect import Collected

WORDS = "The workbooks that suppliers sent back for the edition's quarter. A file that is not certain is refused."
NONE_CAME = (
    f"No file has come. Choose files first, up to {MOST_DROPPED >> 20} MB in all: more do not come "
    "through the browser, and are taken in a part at a time."
)


class Returning:
    """Files chosen, the day on which they came, and what became of each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files = FileUpload(description="Choose files", multiple=True, accept=".xlsx,.xls,.xlsm,.ods,.csv,.zip")
        self.received = DatePicker(description="Received on")
        self.take = Button(description="Take them in", button_style="primary")
        self.chosen, self.said, self.account = status(), status(), page()
        self.files.observe(self._show_chosen, "value")
        self.take.on_click(lambda _: self.collect())
        desk.listeners.append(self.clear)
        self.widget = VBox([
            heading("4. Suppliers' returns"),
            page(paragraph(WORDS, "faint")),
            self.files,
            self.chosen,
            HBox([self.received, page(paragraph("Leave it empty for today.", "faint"))]),
            self.take,
            self.said,
            self.account,
        ])  # fmt: skip

    def clear(self) -> None:
        """Forget what was chosen and said: another edition is on the desk."""
        self.files.value = ()
        self.said.value = self.account.value = ""

    def _show_chosen(self, change: dict[str, Any]) -> None:
        names = [one["name"] for one in change["new"]]
        say(self.chosen, f"Chosen: {', '.join(names)}." if names else "")

    def collect(self) -> None:
        """Take in the files chosen."""
        from sv_report import returning

        if not self.desk.edition or not self.files.value:
            say(self.said, NONE_CAME if self.desk.edition else "Choose an edition first.", "bad")
            return
        say(self.said, "Reading the files.")
        try:
            period = str(self.desk.loaded().period)
            with dropped((one["name"], bytes(one["content"])) for one in self.files.value) as inbox:
                done = returning.collect(
                    inbox, period, edition=self.desk.edition, root=self.desk.workbench.root,
                    received_on=self.received.value,
                )  # fmt: skip
        except ReportError as wrong:
            say(self.said, refused(wrong))
            return
        self.files.value = ()
        say(self.said, summed_up(done), "bad" if done.refused or done.not_read else "good")
        self.account.value = account(done)
        if done.taken:
            self.desk.revise()


def summed_up(done: "Collected") -> str:
    """Return how many files were taken and refused, in a sentence."""
    parts = {
        "taken": len(done.taken), "known already": len(done.known), "refused": len(done.refused),
        "could not be read": len(done.not_read),
    }  # fmt: skip
    said = ", ".join(f"{count} {words}" for words, count in parts.items() if count)
    reads = " The next check or run reads what was taken." if done.taken else ""
    return f"Files: {said or 'none'}.{reads}"


def account(done: "Collected") -> str:
    """Return what became of each file, and all that was found, as HTML."""
    rows = [
        (one.contract, "as before" if one.is_same else str(one.version), str(one.lines.get("read", 0)), one.name)
        for one in done.taken
    ]
    taken = table("Taken", ("Contract", "Version", "Lines read", "File"), rows) if rows else ""
    why = bullets(f"<strong>{escape(one.name)}</strong>: {escape(one.why)}" for one in done.refused)
    unread = bullets(escape(name) for name in done.not_read)
    serious = [one for one in done.findings if one.severity != "note"]
    return "".join([
        taken,
        f"<h3>Refused: these count nowhere</h3>{why}" if why else "",
        f"<h3>Not read</h3>{unread}" if unread else "",
        folded(f"What was found, where, and what to do ({len(serious)})", listed(serious)),
    ])  # fmt: skip
