"""The form, put together: one page, from choosing an edition to its files.

Above the line. `form()` is what `notebooks/start_here.ipynb` calls.
"""

from pathlib import Path
from typing import Any

from ipywidgets import VBox

from sv_report.lab.choosing import Choosing
from sv_report.lab.dates import Dates
from sv_report.lab.desk import Desk
from sv_report.lab.fields import Fields
from sv_report.lab.making import Making
from sv_report.lab.returning import Returning
from sv_report.lab.style import STYLE
from sv_report.lab.words import heading, page
from sv_report.lab.writing import Writing
from sv_report.params import find_workbench


class Form:
    """The parts of the form, each by its name, and the widget that holds them."""

    def __init__(self, root: Path | None = None) -> None:
        self.desk = Desk(find_workbench(root))
        self.choosing = Choosing(self.desk)
        self.dates = Dates(self.desk)
        self.fields = Fields(self.desk)
        self.returning = Returning(self.desk)
        self.writing = Writing(self.desk)
        self.making = Making(self.desk, ready=lambda: self.fields.save_all() or self.writing.save_all())
        parts = [
            self.choosing.widget, self.dates.widget, self.fields.widget, self.returning.widget, self.writing.widget,
            *self.making.widgets,
        ]  # fmt: skip
        for part in parts:
            part.add_class("sv-part")
        self.widget = VBox([page(STYLE), heading("Make a Cabinet report", 1), *parts])
        self.widget.add_class("sv-form")

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Show the form, where a cell ends with it."""
        return self.widget._repr_mimebundle_(**options)


def form(root: Path | None = None) -> Form:
    """Return the form for officers, shown by the cell that ends with it; `root` is the workbench's folder."""
    return Form(root)
