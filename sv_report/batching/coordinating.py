"""The reports of a batch beside each other on this machine: so many at once, a thread for each.

Part of batching. Ctrl-C ends all of them, and what is whole stays.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from sv_report.batching.one import How, make_one
from sv_report.batching.results import Result
from sv_report.release.batch_papers import Journal
from sv_report.working.work import nothing


@dataclass(frozen=True)
class Watch:
    """Is told of a batch as it goes, by several threads: how many editions there are, each stage, what came of each."""

    began: Callable[[int], None] = nothing
    stage: Callable[[str, str], None] = nothing
    ended: Callable[[Result], None] = nothing


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
        result = make_one(
            path, self.how, unless_fresh=self.is_unless_fresh(path), is_stopping=self._stopping.is_set,
            on_stage=self.watch.stage,
        )  # fmt: skip
        self.has_ended(result)
        return result

    def is_unless_fresh(self, path: Path) -> bool:
        """Whether what an earlier batch made of an edition stands where nothing has changed."""
        return not self.how.force and self.journal.is_made(path.stem)

    def has_ended(self, result: Result) -> None:
        """Note what came of an edition, and tell it."""
        if result.state == "made":
            self.journal.add(result.edition)
        self.watch.ended(result)
