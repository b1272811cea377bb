"""The words of the report, a section at a time, with each fact's value in view.

Part of the form. Words are saved to `params/ID/SECTION.md`; what another person changed there meanwhile is not lost.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

from ipywidgets import Button, Combobox, Dropdown, HBox, Layout, Textarea, VBox

from sv_report.errors import EditionError, ReportError
from sv_report.lab.desk import Desk, refused, say
from sv_report.lab.words import bullets, heading, page, paragraph, status
from sv_report.params.placeholder import FactReference, scan
from sv_report.params.words import Words, is_changed, read_words, save_over, save_words
from sv_report.working.work import Work

BEGUN = re.compile(r"\{\{\s*(\w*)$")  # a fact's name that is being typed, at the text's end
LISTED = 12  # names that one begun may mean


@dataclass
class Draft:
    """A section as it was read, and the text area in which it stands.

    Each has a text area of its own: what is typed while another section is on its way to the screen is then still
    the section's in which it was typed.
    """

    words: Words
    area: Textarea

    @property
    def is_unsaved(self) -> bool:
        """Whether the form holds something that the file does not; blanks at the end are nothing."""
        return bool(self.area.value.rstrip() != self.words.text.rstrip())


class Writing:
    """A text area for each section, of which one is shown; each keeps what was typed until it is saved."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.drafts: dict[tuple[str, str], Draft] = {}
        self.facts: dict[str, tuple[str, str]] = {}
        self.work: Work | None = None
        self.sections = Dropdown(description="Section", options=[])
        self.asks, self.values = page(), page()
        self.said = status()
        self.place = VBox()
        self.save = Button(description="Save the words", button_style="primary")
        self.theirs = Button(description="Take the file's words")
        self.mine = Button(description="Keep mine")
        self.fact = Combobox(description="Find a fact", placeholder="part of its name", ensure_option=False)
        self.put = Button(description="Put it in at the end")
        self.clash = HBox([self.theirs, self.mine], layout=Layout(display="none"))
        self.sections.observe(self._section_chosen, "value")
        self.fact.observe(lambda _: self._show_values(), "value")
        self.save.on_click(lambda _: self.save_one())
        self.theirs.on_click(lambda _: self.take_theirs())
        self.mine.on_click(lambda _: self.keep_mine())
        self.put.on_click(lambda _: self.put_in())
        desk.listeners.append(self.open)
        self.widget = VBox([
            heading("4. The words"), self.sections, self.asks, self.place,
            HBox([self.fact, self.put]), self.values, self.save, self.said, self.clash,
        ])  # fmt: skip

    # ---- an edition and its sections ---------------------------------------------------------
    def open(self) -> None:
        """Show the sections of the edition on the desk, and begin to work out its facts."""
        self.facts = {}
        self.said.value = ""
        try:
            sections = self.desk.loaded().profile.narrative_sections if self.desk.edition else ()
        except ReportError:
            sections = self._sections_all_the_same()
        self.asked = {one.id: one for one in sections}
        self.sections.options = [(one.heading.strip().rstrip(":"), one.id) for one in sections]
        self.sections.value = sections[0].id if sections else None
        self._section_chosen({})
        if self.desk.edition:
            self._begin_facts()

    def _sections_all_the_same(self) -> Any:
        """Return the sections of the council where the edition is wrong, so that wrong words can be mended here."""
        from sv_report.params import read_profile
        from sv_report.params.profiles import council_names

        names = council_names(self.desk.workbench)
        profile = read_profile(names[0], self.desk.workbench)[0] if len(names) == 1 else None
        return profile.narrative_sections if profile else ()

    def _begin_facts(self) -> None:
        edition = self.desk.edition
        if self.work and self.work.is_under_way:
            self.work.stop()

        def keep(done: dict[str, Any]) -> None:
            if self.desk.edition == edition:
                self.facts = {id_: (display, label) for id_, display, label in done["facts"]}
                self.fact.options = tuple(self.facts)
                self._show_values()

        root = self.desk.workbench.root
        self.work = Work("facts", edition, root, on_done=keep, on_failed=lambda _: None).start()

    @property
    def _key(self) -> tuple[str, str]:
        return self.desk.edition, self.sections.value or ""

    @property
    def draft(self) -> Draft | None:
        """The section in the text area; None where there is none."""
        return self.drafts.get(self._key)

    def _section_chosen(self, _: dict[str, Any]) -> None:
        section = self.asked.get(self.sections.value) if self.desk.edition else None
        self.clash.layout.display = "none"
        self.place.children = ()
        self.save.disabled = True
        if section is None:
            self.values.value = ""
            self.asks.value = paragraph("Choose an edition first.", "faint")
            return
        self.asks.value = paragraph(" ".join(filter(None, (section.asks, _by(section.writer)))), "faint")
        try:
            self._read()
        except EditionError as wrong:
            say(self.said, refused(wrong))
            return
        self.save.disabled = False
        self._show_values()

    def _read(self) -> None:
        """Show the section's text area: as the file has its words, or as they were typed here."""
        draft = self.draft
        if draft is None or not draft.is_unsaved:
            words = read_words(self._edition_file, self._key[1], self.desk.workbench)
            draft = self.drafts[self._key] = Draft(words, draft.area if draft else self._new_area())
            draft.area.value = words.text
        self.place.children = (draft.area,)

    def _new_area(self) -> Textarea:
        area = Textarea(description="Words", rows=12, layout=Layout(width="100%"))
        area.observe(lambda _: self._show_values(), "value")
        return area

    @property
    def _edition_file(self) -> Any:
        from sv_report.params import find_edition

        return find_edition(self.desk.edition, self.desk.workbench)[0]

    # ---- typing ------------------------------------------------------------------------------
    def _show_values(self) -> None:
        if self.draft:
            self.values.value = shown_values(self.draft.area.value, self.fact.value, self.facts)

    def put_in(self) -> None:
        """Put the fact found at the end of the words."""
        if self.fact.value in self.facts and self.draft:
            text = self.draft.area.value.rstrip("\n")
            self.draft.area.value = f"{text} {{{{ {self.fact.value} }}}}".lstrip()

    # ---- saving ------------------------------------------------------------------------------
    def save_one(self) -> None:
        """Save the section in the text area."""
        if self.draft:
            self._save(self._key)

    def save_all(self) -> str:
        """Save every section of the edition that is not; return what stops it, in a sentence, or nothing."""
        for key, draft in self.drafts.items():
            if key[0] == self.desk.edition and draft.is_unsaved and not self._save(key):
                return f"The words of {self.asked[key[1]].heading} are not saved. See 4, The words."
        return ""

    def _save(self, key: tuple[str, str]) -> bool:
        draft = self.drafts[key]
        try:
            draft.words = save_words(draft.words, draft.area.value, self.desk.workbench)
        except (EditionError, OSError) as wrong:
            say(self.said, refused(wrong) if isinstance(wrong, EditionError) else _not_written(draft.words, wrong))
            self.sections.value = key[1]
            self.clash.layout.display = "" if is_changed(draft.words) else "none"
            return False
        self._saved(f"Saved in {self.desk.workbench.shown(draft.words.path)}.")
        return True

    def take_theirs(self) -> None:
        """Show the file's words in the place of those typed."""
        if self.draft:
            del self.drafts[self._key]
            self._section_chosen({})
            say(self.said, "These are the file's words.")

    def keep_mine(self) -> None:
        """Save over the file's words, and put those aside."""
        draft = self.draft
        if draft:
            draft.words, kept = save_over(draft.words, draft.area.value, self.desk.edition, self.desk.workbench)
            aside = f" What stood there is kept in {self.desk.workbench.shown(kept)}." if kept else ""
            self._saved(f"Saved in {self.desk.workbench.shown(draft.words.path)}.{aside}")

    def _saved(self, words: str) -> None:
        self.clash.layout.display = "none"
        say(self.said, words, "good")


def _by(writer: str | None) -> str:
    return f"Written by: {writer}." if writer else ""


def _not_written(words: Words, wrong: OSError) -> str:
    said = f"{words.path.name} cannot be written: {wrong.strerror}."
    return paragraph(said, "bad") + paragraph("Close it in other programs, or ask for the right to change it.")


def shown_values(text: str, asked: str, facts: dict[str, tuple[str, str]]) -> str:
    """Return the facts of a text with their values, and those that a name begun may mean, as HTML."""
    if not facts:
        return paragraph("The facts are being worked out; their values will stand here.", "faint")
    used = dict.fromkeys(_facts_of(text))
    begun = BEGUN.search(text)
    part = begun[1] if begun else asked
    found = [name for name in facts if part and part in name and name not in used][:LISTED]
    in_text = bullets(_value(name, facts) for name in used)
    said = f"<h3>Facts in these words</h3>{in_text}" if in_text else ""
    return said + (f"<h3>Facts with “{escape(part)}” in their name</h3>" + bullets(_value(one, facts) for one in found)
                   if found else "")  # fmt: skip


def _facts_of(text: str) -> list[str]:
    return [piece.id for piece in scan(text) if isinstance(piece, FactReference)]


def _value(name: str, facts: dict[str, tuple[str, str]]) -> str:
    if name not in facts:
        return f"<code>{escape(name)}</code>: there is no such fact, or it has no single value"
    display, label = facts[name]
    return f"<code>{escape(name)}</code>: <strong>{escape(display)}</strong> ({escape(label)})"
