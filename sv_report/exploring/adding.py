"""Put what an analyst found into the report: a fact or an exhibit, at the end of a section's words.

What is added is the placeholder, so that the report prints the number of its own day and follows it to its rows.
"""

import re
from dataclasses import dataclass

from sv_report.errors import UsageError
from sv_report.exhibits.records import NAMES
from sv_report.exhibits.text import escape
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import Blocks
from sv_report.manuscript.opening import is_part_of_a_run
from sv_report.manuscript.report import Report
from sv_report.params import find_workbench
from sv_report.params.editing.words import read_words, save_words
from sv_report.params.nearest import advice


@dataclass(frozen=True)
class Added:
    """What came of it, in a sentence; it shows itself in a notebook."""

    said: str

    def __repr__(self) -> str:
        return self.said


@dataclass(frozen=True)
class ShownSection(Blocks):
    """A section of the report as it is printed, to which a fact or an exhibit can be added."""

    report: Report
    id: str

    def add(self, name: str) -> Added:
        """Add a fact or an exhibit at the end of the section's words, in its file in params/.

        A section that nobody has written begins with the council's draft. What stands there already is not added.
        Raises UsageError where there is none of that name, or the section is not one that people write.
        """
        if is_part_of_a_run():
            raise UsageError(
                "Nothing is added during a run: add it in a notebook of its own, and run the report after."
            )
        _refuse_unwritten(self.report, self.id)
        workbench = find_workbench(self.report.templates.parent)
        words = read_words(self.report.edition.path, self.id, workbench)
        file = workbench.shown(words.path)
        if line := _line_of(name, words.text):
            return Added(f"{name} is in {file} already, in line {line}.")
        begun = words.text.strip()
        draft = self.report.edition.drafts.get(self.id)
        text = begun or (draft.text.strip() if draft else "")
        save_words(words, "\n\n".join(filter(None, (text, _placed(self.report, name)))), workbench)
        from_draft = " The section was not written: it begins with the council's draft." if text and not begun else ""
        return Added(
            f"{name} stands at the end of {file}.{from_draft} Open the edition again to see it in the section."
        )


def _placed(report: Report, name: str) -> str:
    """Return the lines that print a fact or an exhibit; raise UsageError where there is none of that name."""
    if name in NAMES:
        return f'{{{{ exhibit("{name}") }}}}'
    if name in report.facts:
        return f"{escape(report.facts[name].label)}: {{{{ {name} }}}}."
    remedy = f"{advice(name, NAMES)} report.facts has the facts."
    raise UsageError(
        f"There is no exhibit and no fact {name!r}.",
        [Finding("add-unknown", "error", f"there is no exhibit and no fact {name!r}", Where(found=name), remedy)],
    )


def _refuse_unwritten(report: Report, section: str) -> None:
    """Refuse a section that nobody writes: the package prints it from the edition."""
    sections = [one.id for one in report.edition.profile.narrative_sections]
    if section not in sections:
        message = f"the section {section!r} is printed from the edition, and has no words of its own"
        finding = Finding("section-unwritten", "error", message, Where(found=section), advice(section, sections))
        raise UsageError(f"Nothing can be added to {section!r}.", [finding])


def _line_of(name: str, text: str) -> int:
    """Return the line in which a text places a fact or an exhibit; 0 where it does not."""
    placed = re.search(rf'\{{\{{\s*(?:exhibit\(\s*["\']{re.escape(name)}["\']\s*\)|{re.escape(name)})\s*\}}\}}', text)
    return text.count("\n", 0, placed.start()) + 1 if placed else 0
