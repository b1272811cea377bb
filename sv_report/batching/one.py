"""One report of a batch: a child makes it, is listened to, and is ended where it takes too long.

Part of batching. It knows nothing of the others, so that it can be done on any machine that has the workbench.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from sv_report.batching.results import Failure, Result
from sv_report.params import Workbench
from sv_report.release import Bundle
from sv_report.working.work import Work, nothing

LOOK = 0.2  # seconds from one look at the clock, and for Ctrl-C, to the next


@dataclass(frozen=True)
class How:
    """How each report of a batch is made, and where."""

    workbench: Workbench
    outputs: Path
    formats: Sequence[str] | None
    engine: str
    timeout: float | None
    force: bool

    def options(self, *, unless_fresh: bool) -> dict[str, Any]:
        """Return the options of a child."""
        formats = {"formats": list(self.formats)} if self.formats else {}
        return {"out": str(self.outputs), "engine": self.engine, "unless_fresh": unless_fresh, **formats}


@dataclass
class _Said:
    """What a child has said so far: the stage that began last, and what came of it."""

    stage: str = ""
    done: dict[str, Any] | None = None
    failed: dict[str, Any] | None = None
    notes: Sequence[str] = ()
    is_late: bool = False


def make_one(
    path: Path,
    how: How,
    *,
    unless_fresh: bool,
    is_stopping: Callable[[], bool],
    on_stage: Callable[[str, str], None] = nothing,
) -> Result:
    """Make the report of an edition's file, and return what came of it; leave it where the batch is stopping.

    With `unless_fresh` it is made only where a run would make another.
    """
    if is_stopping():
        return Result(path.stem, "left")
    began, said = perf_counter(), _Said()

    def stage(name: str) -> None:
        said.stage = name
        on_stage(path.stem, name)

    work = Work(
        "run", str(path), how.workbench.root, options=how.options(unless_fresh=unless_fresh),
        on_stage=stage,
        on_done=lambda done: setattr(said, "done", done),
        on_failed=lambda failed: setattr(said, "failed", failed),
        on_stopped=lambda notes: setattr(said, "notes", notes),
    )  # fmt: skip
    try:
        _attend(work.start(), said, how.timeout, is_stopping)
    except OSError as problem:  # no process more, or no memory for one
        said.failed = {"code": 2, "message": f"No process could be started for it ({problem})."}
    return _result(path.stem, how, said, perf_counter() - began)


def _attend(work: Work, said: _Said, timeout: float | None, is_stopping: Callable[[], bool]) -> None:
    """Wait for a child, and end it where it takes too long or the batch is stopping."""
    late = perf_counter() + (timeout or float("inf"))
    while work.is_under_way and not is_stopping() and perf_counter() < late:
        work.wait(LOOK)
    if work.is_under_way:
        said.is_late = not is_stopping()
        work.end()


def _result(edition: str, how: How, said: _Said, seconds: float) -> Result:
    bundle = how.workbench.shown(Bundle(how.outputs, edition).sealed)
    if said.done:
        state = "unchanged" if said.done.get("is_fresh") else "made"
        kept = tuple(said.done.get("kept", ()))
        return Result(edition, state, bundle, seconds, said.stage, said.done["is_draft"], kept)  # type: ignore[arg-type]
    if said.failed:
        return Result(edition, "failed", bundle, seconds, said.stage, failure=Failure(**said.failed))
    if said.is_late:
        message = f"It took longer than {how.timeout:g} seconds (--timeout) and was ended"
        where = f" in the stage {said.stage}." if said.stage else " before its first stage."
        return Result(
            edition, "failed", bundle, seconds, said.stage, failure=Failure(1, message + where, notes=said.notes)
        )
    return Result(edition, "left", bundle, seconds, said.stage)
