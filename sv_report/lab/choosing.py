"""Choose an edition, or begin one for another meeting.

Part of the form.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from ipywidgets import Button, DatePicker, Dropdown, HBox, Text, VBox

from sv_report.errors import ReportError
from sv_report.lab.desk import Desk, listed, refused, say
from sv_report.lab.words import bullets, folded, heading, page, paragraph, status
from sv_report.params import edition_ids, long_date

if TYPE_CHECKING:
    from sv_report.beginning import Begun

CHOOSE = "Choose an edition"


class Choosing:
    """The editions of the workbench, and a new one by its meeting's date."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.editions = Dropdown(description="Edition", options=[(CHOOSE, ""), *edition_ids(desk.workbench)])
        self.about = status()
        self.meeting = DatePicker(description="Meeting on")
        self.name = Text(description="Short name", placeholder="only for a second report")
        self.source = Dropdown(description="Write it from", options=[])
        self.begin = Button(description="Begin the edition", button_style="primary")
        self.begun = status()
        self._offer()
        self.editions.observe(self._chosen, "value")
        desk.revisers.append(self.show)
        self.begin.on_click(lambda _: self.start())
        self.widget = VBox([
            heading("1. The edition"),
            page(paragraph("An edition is one report for one meeting.", "faint")),
            self.editions,
            self.about,
            heading("Begin one for another meeting", 3),
            VBox([HBox([self.meeting, self.name]), self.source, self.begin]),
            self.begun,
        ])  # fmt: skip

    def _offer(self) -> None:
        ids = edition_ids(self.desk.workbench)
        kept = self.editions.value if self.editions.value in ids else ""
        self.editions.options = [(CHOOSE, ""), *((id_, id_) for id_ in ids)]
        self.editions.value = kept
        self.source.options = [("the last before the meeting", ""), *((id_, id_) for id_ in ids)]
        self.source.value = ""

    def _chosen(self, change: dict[str, Any]) -> None:
        self.desk.choose(change["new"])
        self.show()

    def show(self) -> None:
        """Show what the edition on the desk is, or what is wrong with it."""
        say(self.about, self._told() if self.desk.edition else "")

    def _told(self) -> str:
        try:
            edition = self.desk.loaded()
        except ReportError as wrong:
            return refused(wrong)
        meets = f"{edition.meeting.body}, {long_date(edition.meeting.date)}; period {edition.period}."
        return paragraph(edition.title) + paragraph(meets, "faint")

    def start(self) -> None:
        """Begin the edition of the date typed, and choose it."""
        from sv_report import beginning

        if self.meeting.value is None:
            say(self.begun, "Give the day of the meeting first.", "bad")
            return
        try:
            begun = beginning.new(
                self.meeting.value, name=self.name.value.strip(), source=self.source.value or None,
                root=self.desk.workbench.root,
            )  # fmt: skip
        except ReportError as wrong:
            say(self.begun, refused(wrong))
            return
        self._offer()
        self.editions.value = begun.id
        say(self.begun, told(begun, self.desk))


def told(begun: "Begun", desk: Desk) -> str:
    """Return what there is to say of a new edition, as HTML."""
    shown = desk.workbench.shown
    first = f"The edition {begun.id}, for the meeting on {long_date(begun.meeting)}, is written from {begun.last}."
    confirm = f"What is to confirm in it stands under 3, Fields ({len(begun.flags)})."
    later = f"There is an edition for that day or later already: {', '.join(begun.later)}. Check the date."
    parts = {
        f"Put forward ({len(begun.changes)})": (
            f"{one.field}: {one.was} → {one.now}" if one.was else f"{one.field}: {one.now}" for one in begun.changes
        ),
        f"Words that name a period or a day ({len(begun.dated)})": (
            f"{shown(one.path)}, line {one.line}: {one.words}" for one in begun.dated
        ),
        f"Still to be written ({len(begun.unwritten)})": (
            f"{one.heading}: {one.asks or ''}" for one in begun.unwritten
        ),
    }
    said = (
        paragraph(first, "good")
        + paragraph(confirm)
        + (paragraph(later, "warn") if begun.later else "")
        + listed(begun.findings)
    )
    return said + "".join(_folded(parts))


def _folded(parts: dict[str, Any]) -> Iterator[str]:
    for summary, lines in parts.items():
        yield folded(summary, bullets(map(escape, lines)))
