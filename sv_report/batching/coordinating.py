"""The children of a batch: so many at once, each begun, listened to, and ended where it hangs.

Part of batching. A thread waits for each child; Ctrl-C ends all of them, and what is whole stays.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

from sv_report.batching.results import Failure, Result
from sv_report.params import Workbench
from sv_report.release import Bundle
from sv_report.release.batch_papers import Journal
from sv_report.working.work import Work, nothing

LOOK = 0.2  # seconds from one look at the clock, and for Ctrl-C, to the next


@dataclass(frozen=True)
class Watch:
    """Is told of a batch as it goes, by several threads: how many editions there are, each stage, what came of each."""

    began: Callable[[int], None] = nothing
    stage: Callable[[str, str], None] = nothing
    ended: Callable[[Result], None] = nothing


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


@dataclass
class Coordinator:
    """Makes the reports of a batch, `jobs` at once."""

    how: How
    journal: Journal
    watch: Watch
    jobs: int
    _stopping: Event = field(default_factory=Event)

    @property
    def is_stopping(self) -> bool:
        """Whether it was interrupted."""
        return self._stopping.is_set()

    def make(self, editions: Sequence[Path]) -> list[Result]:
        """Make the report of each edition, and return what came of it; Ctrl-C leaves those that are not made."""
        self.watch.began(len(editions))
        begun: list[Future[Result]] = []
        with ThreadPoolExecutor(self.jobs) as pool:
            try:
                for path in editions:
                    begun.append(pool.submit(self._make, path))
                wait(begun)
            except KeyboardInterrupt:
                self._stopping.set()
        left = [Result(path.stem, "left") for path in editions[len(begun) :]]
        return [*(one.result() for one in begun), *left]

    def _make(self, path: Path) -> Result:
        if self.is_stopping:
            return Result(path.stem, "left")
        began, said = perf_counter(), _Said()
        try:
            self._work(path, said)
        except OSError as problem:  # no process more, or no memory for one
            said.failed = {"code": 2, "message": f"No process could be started for it ({problem})."}
        result = self._result(path.stem, said, perf_counter() - began)
        if result.state == "made":
            self.journal.add(path.stem)
        self.watch.ended(result)
        return result

    def _work(self, path: Path, said: _Said) -> None:
        """Have a child make the report, and end it where it takes too long or the batch is interrupted."""

        def stage(name: str) -> None:
            said.stage = name
            self.watch.stage(path.stem, name)

        unless_fresh = not self.how.force and self.journal.is_made(path.stem)
        work = Work(
            "run", str(path), self.how.workbench.root, options=self.how.options(unless_fresh=unless_fresh),
            on_stage=stage,
            on_done=lambda done: setattr(said, "done", done),
            on_failed=lambda failed: setattr(said, "failed", failed),
            on_stopped=lambda notes: setattr(said, "notes", notes),
        ).start()  # fmt: skip
        late = perf_counter() + (self.how.timeout or float("inf"))
        while work.is_under_way and not self.is_stopping and perf_counter() < late:
            work.wait(LOOK)
        if work.is_under_way:
            said.is_late = not self.is_stopping
            work.end()

    def _result(self, edition: str, said: _Said, seconds: float) -> Result:
        bundle = self.how.workbench.shown(Bundle(self.how.outputs, edition).sealed)
        if said.done:
            state = "unchanged" if said.done.get("is_fresh") else "made"
            kept = tuple(said.done.get("kept", ()))
            return Result(edition, state, bundle, seconds, said.stage, said.done["is_draft"], kept)  # type: ignore[arg-type]
        if said.failed:
            return Result(edition, "failed", bundle, seconds, said.stage, failure=Failure(**said.failed))
        if said.is_late:
            message = f"It took longer than {self.how.timeout:g} seconds (--timeout) and was ended"
            where = f" in the stage {said.stage}." if said.stage else " before its first stage."
            return Result(
                edition, "failed", bundle, seconds, said.stage, failure=Failure(1, message + where, notes=said.notes)
            )
        return Result(edition, "left", bundle, seconds, said.stage)
