"""The facts of the edition on the desk with their values, in view while its words are written.

Part of the form. Until a process has worked them out, the values are those of the last report made.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from sv_report.lab.desk import Desk
from sv_report.lab.words import bullets, finding, paragraph
from sv_report.params.words.placeholder import FactReference, scan
from sv_report.release import Bundle
from sv_report.working.work import Work

Facts: TypeAlias = dict[str, tuple[str, str]]  # what is printed and the label, by id

BEGUN = re.compile(r"\{\{\s*(\w*)$")  # a fact's name that is being typed, at the text's end
LISTED = 12  # names that one begun may mean
AWAITED = paragraph("The facts are being worked out; their values will stand here.", "faint")
OF_LAST = "These values are of the last report made"
ANEW = paragraph(f"{OF_LAST}; they are being worked out anew.", "faint")
STUCK = "{values} worked out until this is mended:"


@dataclass(frozen=True)
class Known:
    """The facts as far as they are known, and what is to be said of them, as HTML."""

    facts: Facts
    note: str = ""


class Values:
    """The facts of the edition on the desk; `changed` is called when others are known."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        self.desk, self.changed = desk, changed
        self.known = Known({}, AWAITED)
        self.work: Work | None = None
        self.is_stuck = False

    def begin(self) -> None:
        """Show the values of the last report of the edition on the desk, and work them out anew."""
        self.stop()
        self.is_stuck = False
        last = self._of_last_report() if self.desk.edition else {}
        self._know(Known(last, ANEW if last else AWAITED))
        if self.desk.edition:
            self._work_out()

    def stop(self) -> None:
        """Stop working them out."""
        if self.work and self.work.is_under_way:
            self.work.stop()

    def _of_last_report(self) -> Facts:
        records = Bundle(self.desk.workbench.outputs, self.desk.edition).public_facts()
        return {one["id"]: (one["display"], one["label"]) for one in records}

    def _work_out(self) -> None:
        def keep(done: dict[str, Any]) -> None:
            if self.work is work:  # and not one begun since
                self._know(Known({id_: (display, label) for id_, display, label in done["facts"]}))

        def tell(failed: dict[str, Any]) -> None:
            if self.work is work:
                self.is_stuck = True
                self._know(Known(self.known.facts, stuck(failed, has_last=bool(self.known.facts))))

        work = Work("facts", self.desk.edition, self.desk.workbench.root, on_done=keep, on_failed=tell)
        self.work = work
        work.start()

    def _know(self, known: Known) -> None:
        self.known = known
        self.changed()


def stuck(failed: dict[str, Any], *, has_last: bool) -> str:
    """Return why the facts are not worked out, as HTML."""
    values = f"{OF_LAST}, and cannot be" if has_last else "The facts cannot be"
    wrong = bullets(finding(one) for one in failed["findings"] if one["severity"] == "error")
    return paragraph(STUCK.format(values=values), "warn") + (wrong or paragraph(failed["message"]))


def shown_values(text: str, asked: str, known: Known) -> str:
    """Return the facts of a text with their values, and those that a name begun may mean, as HTML."""
    facts = known.facts
    if not facts:
        return known.note
    used = dict.fromkeys(_facts_of(text))
    begun = BEGUN.search(text)
    part = begun[1] if begun else asked
    found = [name for name in facts if part and part in name and name not in used][:LISTED]
    lists = {"Facts in these words": used, f"Facts with “{part}” in their name": found}
    said = "".join(
        f"<h3>{escape(heading)}</h3>{bullets(_value(name, facts) for name in names)}"
        for heading, names in lists.items()
        if names
    )
    return said + known.note


def _facts_of(text: str) -> list[str]:
    return [piece.id for piece in scan(text) if isinstance(piece, FactReference)]


def _value(name: str, facts: Facts) -> str:
    if name not in facts:
        return f"<code>{escape(name)}</code>: there is no such fact, or it has no single value"
    display, label = facts[name]
    return f"<code>{escape(name)}</code>: <strong>{escape(display)}</strong> ({escape(label)})"
