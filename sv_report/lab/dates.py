"""The deadlines of the edition's meeting.

Part of the form.
"""

from datetime import date

from ipywidgets import VBox

from sv_report.errors import ReportError
from sv_report.lab.desk import Desk
from sv_report.lab.words import heading, page, paragraph, table
from sv_report.params import Edition, long_date
from sv_report.params.deadlines.dates import deadlines_for
from sv_report.params.deadlines.rules import dated


class Dates:
    """The days that lead to the meeting and follow from it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.days = page()
        self.widget = VBox([heading("2. Deadlines"), self.days])
        desk.listeners.append(self.show)
        desk.revisers.append(self.show)
        self.show()

    def show(self) -> None:
        """Show the deadlines of the edition on the desk."""
        try:
            self.days.value = (
                shown(self.desk.loaded(), date.today())
                if self.desk.edition
                else paragraph("Choose an edition first.", "faint")
            )
        except ReportError:  # said where the edition is chosen
            self.days.value = paragraph("They are worked out once the edition can be read.", "faint")


def shown(edition: Edition, today: date) -> str:
    """Return an edition's deadlines as a table, those that are past marked."""
    found = deadlines_for(edition.meeting.date, edition.profile, bool(edition.exempt))
    rows = [
        (rule.title, f"{rule.by} {long_date(day)}", "past" if day < today else f"in {(day - today).days} days")
        for day, rule in dated(found)
    ]
    return table(f"Deadlines of the meeting on {long_date(found.meeting)}", ("What", "When", "From today"), rows)
