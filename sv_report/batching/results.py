"""What came of a batch: of each edition, and of all.

Part of batching.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

State = Literal["made", "unchanged", "failed", "left"]
INTERRUPTED = 130
OF_CODE = {  # the exit codes of a run, in words
    1: "killed, too slow, or a fault of the program",
    2: "the place or the command",
    3: "the edition or the council's profile",
    4: "the data",
    5: "the measures",
    6: "the notebook",
    7: "the documents",
    8: "what is not for the public",
}


@dataclass(frozen=True)
class Failure:
    """Why a report was not made: the exit code of such a run, what is wrong, each finding's record, and notes."""

    code: int
    message: str
    findings: Sequence[Mapping[str, Any]] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Result:
    """What came of one edition, in how many seconds, and the stage that began last.

    `state`: made; unchanged, so that what an earlier batch had made stands; failed; or left, since the batch was
    interrupted. `kept` are files that a person had edited in the bundle.
    """

    edition: str
    state: State
    bundle: str = ""
    seconds: float = 0.0
    stage: str = ""
    is_draft: bool = False
    kept: Sequence[str] = ()
    failure: Failure | None = None


@dataclass(frozen=True)
class Batch:
    """What came of all editions, in their order; `notes` are what else is to be said."""

    outputs: Path
    results: tuple[Result, ...]
    seconds: float
    jobs: int
    is_interrupted: bool = False
    notes: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Result]:
        """Return the editions with one of some states."""
        return [result for result in self.results if result.state in states]

    @property
    def whole(self) -> list[Result]:
        """The editions that have a report made from what is there now."""
        return self.of("made", "unchanged")

    @property
    def exit_code(self) -> int:
        """0 where every report is whole, 130 where it was interrupted, else the lowest of the failures' own codes."""
        if self.is_interrupted:
            return INTERRUPTED
        return min((result.failure.code for result in self.results if result.failure), default=0)

    def record(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "whole": len(self.whole),
            "failed": len(self.of("failed")),
            "left": len(self.of("left")),
            "seconds": round(self.seconds, 2),
            "jobs": self.jobs,
            "notes": list(self.notes),
            "editions": [asdict(result) | {"seconds": round(result.seconds, 2)} for result in self.results],
        }
