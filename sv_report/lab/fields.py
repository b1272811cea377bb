"""The edition's fields in the form: those that are to confirm, and any other that is asked for.

Part of the form. They are saved to `params/ID.yml`, of which every other character stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from ipywidgets import Button, Checkbox, DatePicker, Dropdown, HBox, Text, Textarea, VBox

from sv_report.errors import EditionError
from sv_report.lab.desk import Desk, refused, say
from sv_report.lab.server import notebook_link
from sv_report.lab.words import heading, page, paragraph, sentence, status
from sv_report.params.editing.fields import Field, FieldsRead, read_fields, save_fields
from sv_report.params.new_edition.edits import Open
from sv_report.params.typed.fields import ISO
from sv_report.params.typed.yaml_file import Loc

LONG = 60  # characters, above which a text has a place of several lines
ASK = "Choose a field"
CONFIRM = "what could not be known when the edition was begun. Put right what is wrong, tick what is right, and save."


@dataclass
class Row:
    """A field as it was read, and the place where it is typed."""

    field: Field
    entry: Any

    @property
    def typed(self) -> str:
        """What stands in the form."""
        value = self.entry.value
        return value.isoformat() if isinstance(value, date) else (value or "").strip()

    @property
    def is_changed(self) -> bool:
        """Whether the form says something else than the file."""
        return self.typed != self.field.text


@dataclass
class Asked:
    """Fields that stand together: those of a flag, with the tick that confirms them, or one that was chosen."""

    rows: list[Row]
    flag: Open | None = None
    tick: Checkbox | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether the flag may go."""
        return bool(self.tick and self.tick.value)


class Fields:
    """The fields to confirm, others by choice, and a button that saves them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.asked: list[Asked] = []
        self.read: FieldsRead | None = None
        self.about, self.place, self.said = page(), VBox(), status()
        self.place.add_class("sv-fields")
        self.another = Dropdown(description="Another field", options=[(ASK, None)])
        self.save = Button(description="Save the fields", button_style="primary")
        self.another.observe(lambda change: self._add(change["new"]), "value")
        self.save.on_click(lambda _: self.press())
        desk.listeners.append(self.read_anew)
        self.widget = VBox([
            heading("3. Fields"), self.about, self.place, self.another, self.save, self.said,
        ])  # fmt: skip
        self.read_anew()

    def read_anew(self) -> None:
        """Show the fields of the edition on the desk."""
        self.said.value = ""
        self.read = None
        if not self.desk.edition:
            self.about.value = paragraph("Choose an edition first.", "faint")
        else:
            try:
                self.read = read_fields(self.desk.file, self.desk.workbench)
            except EditionError as wrong:
                self.about.value = refused(wrong) + self._link()
        self._show()

    # ---- what is shown -----------------------------------------------------------------------
    def _show(self) -> None:
        fields = self.read.fields if self.read else {}
        self.asked = [self._of_flag(flag, fields) for flag in (self.read.flags if self.read else ())]
        self.place.children = [shown(one) for one in self.asked]
        self.save.disabled = self.another.disabled = self.read is None
        self._offer(fields.values())
        if self.read:
            many = len(self.asked)
            said = f"{many} to confirm: {CONFIRM}" if many else "Nothing is to confirm."
            self.about.value = paragraph(said) + self._link()

    def _link(self) -> str:
        file = self.desk.workbench.shown(self.desk.file)
        link = escape(notebook_link(file, self.desk.workbench.root))
        return f'<p><a href="{link}" target="_blank" rel="noopener">Open the whole file</a> ({escape(file)})</p>'

    def _offer(self, fields: Iterable[Field]) -> None:
        there = {row.field.loc for one in self.asked for row in one.rows}
        left = [field for field in fields if field.loc not in there and field.kind != "group"]
        self.another.options = [(ASK, None), *((label(field.loc), field.loc) for field in left)]
        self.another.value = None

    def _of_flag(self, flag: Open, fields: Any) -> Asked:
        rows = [Row(fields[loc], entry(fields[loc])) for loc in flag.texts if fields[loc].kind != "group"]
        tick = Checkbox(description=f"Confirmed: {label(flag.loc)}", indent=False)
        for row in rows:
            row.entry.observe(lambda _: setattr(tick, "value", True), "value")
        return Asked(rows, flag, tick)

    def _add(self, loc: Loc | None) -> None:
        """Show a field that was chosen."""
        if loc and self.read:
            field = self.read.fields[loc]
            one = Asked([Row(field, entry(field))])
            self.asked.append(one)
            self.place.children = (*self.place.children, shown(one))
            self._offer(self.read.fields.values())

    # ---- saving ------------------------------------------------------------------------------
    def press(self) -> None:
        """Save, and say where there is nothing to save."""
        say(self.said, "There is nothing to save: no field was changed, and none was ticked.")
        self.save_all()

    def save_all(self) -> str:
        """Save what was changed and confirmed; return what stops it, in a sentence, or nothing."""
        changed = [row for one in self.asked for row in one.rows if row.is_changed]
        confirmed = [one.flag for one in self.asked if one.flag and one.is_confirmed]
        if not changed and not confirmed:
            return ""
        typed = {row.field: row.typed for row in changed}
        try:
            self.read = save_fields(self.desk.file, typed, confirmed, self.desk.workbench)
        except (EditionError, OSError) as wrong:
            self._take_note(changed)
            say(self.said, refused(wrong) if isinstance(wrong, EditionError) else paragraph(str(wrong), "bad"))
            return "The fields are not saved. See 3, Fields."
        self._show()
        names = [label(row.field.loc) for row in changed]
        names += [f"{label(one.loc)} (confirmed)" for one in confirmed]
        say(self.said, f"Saved in {self.desk.workbench.shown(self.desk.file)}: {', '.join(names)}.", "good")
        if changed:
            self.desk.revise()
        return ""

    def _take_note(self, rows: list[Row]) -> None:
        """Take what the file says now for what was read: it was said, so that the next save may write over it."""
        try:
            now = read_fields(self.desk.file, self.desk.workbench).fields
        except EditionError:
            return
        for row in rows:
            row.field = now.get(row.field.loc, row.field)


def label(loc: Loc) -> str:
    """Return the name of a field as a person reads it.

    >>> label(("data_as_at",)), label(("clearances", 0, "name"))
    ('Data as at', 'Clearances 1: name')
    """
    first, *rest = loc
    name = str(first).replace("_", " ").capitalize()
    for part in rest:
        name += f" {part + 1}" if isinstance(part, int) else f": {part.replace('_', ' ')}"
    return name


def entry(field: Field) -> Any:
    """Return the place where a field is typed."""
    name = label(field.loc)
    if field.kind == "day" and (not field.text or is_day(field.text)):
        return DatePicker(description=name, value=date.fromisoformat(field.text) if field.text else None)
    if field.kind == "yes_no" and field.text in ("", "true", "false"):
        blank = [] if field.text else [("not said", "")]
        return Dropdown(description=name, options=[*blank, ("yes", "true"), ("no", "false")], value=field.text)
    if len(field.text) > LONG or "\n" in field.text:
        return Textarea(description=name, value=field.text, rows=3)
    return Text(description=name, value=field.text)


def is_day(text: str) -> bool:
    """Whether a text is a day, written as 2024-02-08."""
    try:
        return bool(ISO.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def shown(asked: Asked) -> VBox:
    """Return the fields that stand together as a widget: where they are typed, and below why or what for."""
    about = asked.flag.why if asked.flag else asked.rows[0].field.about
    below = [page(paragraph(f"{sentence(about)}.", "faint"))] if about else []
    together = VBox([*(row.entry for row in asked.rows), HBox([asked.tick, *below] if asked.tick else below)])
    together.add_class("sv-field")
    return together
