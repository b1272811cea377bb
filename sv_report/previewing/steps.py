"""The steps of a preview: each is done anew only where what it is made from has changed.

Part of previewing. What a step is made from is told by a key of content: digests, and frozen values that compare equal.
A failure is a result like any other, and stays while its key is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sv_report.errors import ReportError

Made = TypeVar("Made")


@dataclass
class Steps:
    """The newest result of each step with its key; `done` are the steps done since `begin`."""

    done: list[str] = field(default_factory=list)
    _kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def begin(self) -> None:
        """Start a new list of the steps done."""
        self.done = []

    def once(self, step: str, key: Any, make: Callable[[], Made]) -> Made:
        """Return a step's result, made now unless it was made from the same; raise what its making raised."""
        if step not in self._kept or self._kept[step][0] != key:
            self.done.append(step)
            self._kept.pop(step, None)
            self._kept[step] = (key, _result(make))
        made = self._kept[step][1]
        if isinstance(made, ReportError):
            raise made.with_traceback(None)
        return made  # type: ignore[no-any-return]

    def forget(self) -> None:
        """Forget what was done since `begin`: its files changed while they were read."""
        for step in self.done:
            self._kept.pop(step, None)


def _result(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except ReportError as problem:
        return problem
