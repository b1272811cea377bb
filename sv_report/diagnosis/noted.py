"""What an examination notes, and all of it together."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

State = Literal["in order", "to mend", "worth knowing"]
STATES: tuple[State, ...] = ("in order", "to mend", "worth knowing")


@dataclass(frozen=True)
class Noted:
    """One thing that was looked at: what it is, why it matters, and the command that mends it.

    `stops` says that no report can be made while it is so.
    """

    subject: str
    state: State
    what: str
    why: str = ""
    command: str = ""
    stops: bool = False

    def lines(self) -> Iterator[str]:
        """Yield it as a list shows it."""
        yield f"  {self.subject}: {self.what}"
        if self.why:
            yield f"      {self.why}"
        if self.command:
            yield f"      Do: {self.command}"


@dataclass(frozen=True)
class Here:
    """Where the doctor is: the workbench's root, if there is one, and whether optional things are asked for."""

    root: Path | None
    everything: bool = False


@dataclass(frozen=True)
class Diagnosis:
    """All that was noted, in the order in which it was looked at, and which versions are here."""

    noted: tuple[Noted, ...]
    versions: dict[str, str]

    @property
    def is_able(self) -> bool:
        """Whether a report can be made here."""
        return not any(one.stops for one in self.noted)

    def text(self) -> str:
        """Return it in words, for a help desk."""
        return "\n".join([*self._lists(), self.verdict()])

    def verdict(self) -> str:
        """Return whether a report can be made here, in a sentence."""
        stopping = [one.subject for one in self.noted if one.stops]
        if not stopping:
            return "A report can be made here."
        return f"No report can be made here yet. Mend first: {', '.join(dict.fromkeys(stopping))}."

    def record(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "can_make_a_report": self.is_able,
            "verdict": self.verdict(),
            "noted": [asdict(one) for one in self.noted],
            "versions": self.versions,
        }

    def _lists(self) -> Iterator[str]:
        for state in STATES:
            several = [one for one in self.noted if one.state == state]
            if several:
                yield state.capitalize()
                for one in several:
                    yield from one.lines()
                yield ""
