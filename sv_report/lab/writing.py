"""The words of the report, a section at a time, with each fact's value in view.

Part of the form. Words are saved to `params/ID/SECTION.md`; what another person changed there meanwhile is not lost.
"""

from dataclasses import dataclass
from typing import Any

from ipywidgets import Button, Combobox, Dropdown, HBox, Layout, Textarea, VBox

from sv_report.errors import EditionError, ReportError
from sv_report.lab.desk import Desk, refused, say
from sv_report.lab.previewing import Previewing
from sv_report.lab.values import Values, shown_values
from sv_report.lab.words import heading, page, paragraph, status
from sv_report.params.editing.words import Words, is_changed, read_words, save_over, save_words


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
        self.of_council: dict[str, str] = {}  # its drafts of the sections that are not written
        self.facts = Values(desk, self._facts_known)
        self.preview = Previewing(desk)
        self.sections = Dropdown(description="Section", options=[])
        self.asks, self.shown = page(), page()
        self.said = status()
        self.place = VBox()
        self.begin = Button(description="Begin with the council's draft", layout=Layout(display="none"))
        self.save = Button(description="Save the words", button_style="primary")
        self.theirs = Button(description="Take the file's words")
        self.mine = Button(description="Keep mine")
        self.fact = Combobox(description="Find a fact", placeholder="part of its name", ensure_option=False)
        self.put = Button(description="Put it in at the end")
        self.clash = HBox([self.theirs, self.mine], layout=Layout(display="none"))
        self.sections.observe(self._section_chosen, "value")
        self.fact.observe(lambda _: self._show_values(), "value")
        self.begin.on_click(lambda _: self.begin_with_draft())
        self.save.on_click(lambda _: self.save_one())
        self.theirs.on_click(lambda _: self.take_theirs())
        self.mine.on_click(lambda _: self.keep_mine())
        self.put.on_click(lambda _: self.put_in())
        desk.listeners.append(self.open)
        desk.revisers.append(self.facts.begin)
        self.widget = VBox([
            heading("5. The words"), self.sections, self.asks, self.place, self.begin,
            HBox([self.fact, self.put]), self.shown,
            HBox([self.save, self.preview.button]), self.said, self.clash, self.preview.said,
        ])  # fmt: skip

    # ---- an edition and its sections ---------------------------------------------------------
    def open(self) -> None:
        """Show the sections of the edition on the desk, and begin to work out its facts."""
        self.said.value = ""
        self.of_council = {}
        try:
            sections = self._sections() if self.desk.edition else ()
        except ReportError:
            sections = self._sections_all_the_same()
        self.asked = {one.id: one for one in sections}
        self.sections.options = [(one.heading.strip().rstrip(":"), one.id) for one in sections]
        self.sections.value = sections[0].id if sections else None
        self._section_chosen({})
        self.facts.begin()

    def _sections(self) -> Any:
        edition = self.desk.loaded()
        self.of_council = {section: draft.text for section, draft in edition.drafts.items()}
        return edition.profile.narrative_sections

    def _sections_all_the_same(self) -> Any:
        """Return the sections of the council where the edition is wrong, so that wrong words can be mended here."""
        from sv_report.params import read_profile
        from sv_report.params.council.profiles import council_names

        names = council_names(self.desk.workbench)
        profile = read_profile(names[0], self.desk.workbench)[0] if len(names) == 1 else None
        return profile.narrative_sections if profile else ()

    def _facts_known(self) -> None:
        self.fact.options = tuple(self.facts.known.facts)
        self._show_values()

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
            self._show_values()
            self.shown.value = ""
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
            words = read_words(self.desk.file, self._key[1], self.desk.workbench)
            draft = self.drafts[self._key] = Draft(words, draft.area if draft else self._new_area())
            draft.area.value = words.text
        self.place.children = (draft.area,)

    def _new_area(self) -> Textarea:
        area = Textarea(description="Words", rows=12, layout=Layout(width="100%"))
        area.observe(lambda _: self._show_values(), "value")
        return area

    # ---- typing ------------------------------------------------------------------------------
    def _show_values(self) -> None:
        if self.draft:
            self.shown.value = shown_values(self.draft.area.value, self.fact.value, self.facts.known)
        can_begin = self.draft and not self.draft.area.value.strip() and self._key[1] in self.of_council
        self.begin.layout.display = "" if can_begin else "none"

    def begin_with_draft(self) -> None:
        """Put the council's draft of the section into the text area, for its words to be changed."""
        if self.draft:
            self.draft.area.value = self.of_council.get(self._key[1], "")

    def put_in(self) -> None:
        """Put the fact found at the end of the words."""
        if self.fact.value in self.facts.known.facts and self.draft:
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
                return f"The words of {self.asked[key[1]].heading} are not saved. See 5, The words."
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
        if self.facts.is_stuck:
            self.facts.begin()


def _by(writer: str | None) -> str:
    return f"Written by: {writer}." if writer else ""


def _not_written(words: Words, wrong: OSError) -> str:
    said = f"{words.path.name} cannot be written: {wrong.strerror}."
    return paragraph(said, "bad") + paragraph("Close it in other programs, or ask for the right to change it.")
