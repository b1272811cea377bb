"""A preview as it runs: it looks at the files, makes the page, and keeps the last good one.

Part of previewing.
"""

import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from threading import Event as Signal
from time import perf_counter
from types import TracebackType

from sv_report.errors import ReportError
from sv_report.findings import errors
from sv_report.manuscript.copies import EXEMPT, PUBLIC
from sv_report.params import Workbench, find_workbench
from sv_report.params.loading import find_edition
from sv_report.previewing.making import PageMaker
from sv_report.previewing.page import Problem, shown_page
from sv_report.previewing.server import Served, Server
from sv_report.progress import LOG
from sv_report.release import for_now
from sv_report.release.watched import Snapshot, look, picture

LOOKS = 0.25  # seconds from one look at the files to the next
SETTLES = 0.05  # seconds in which a file that is being saved is whole
REST = 4  # a look that takes long, at much data, is followed by so many times as long a rest
TRIES = 2.0  # seconds after which an edition that is refused is tried again: what it lacks may lie anywhere
NEWS = 20.0  # seconds that a page waits for news in one question
FAULT = "A fault of the program, which no change of yours should be able to cause"


@dataclass(frozen=True)
class Event:
    """A page that was made, or could not be: its number, the steps done anew, the seconds, and what is wrong."""

    number: int
    done: tuple[str, ...]
    seconds: float
    problem: str = ""


def preview(
    edition: str | Path,
    *,
    root: Path | None = None,
    exempt: bool = False,
    browser: bool = True,
    told: Callable[[Event], None] | None = None,
) -> "Preview":
    """Start the preview of an edition, and open it in the browser; it runs until its `stop()` is called.

    The page is the public's copy; with `exempt` it is the other, for those who may see all. Each page made is `told`.
    Raises UsageError where there is no workbench, and EditionError where there is no such edition; whatever else is
    wrong stands on the page.

    ```python
    with sv_report.previewing.preview("2024-02-08") as running:
        print(running.url)
    ```
    """
    workbench = find_workbench(root)
    path, _ = find_edition(edition, workbench)
    running = Preview(edition, path, workbench, exempt=exempt, told=told)
    if browser:
        webbrowser.open(running.url)
    return running


class Preview:
    """A preview that runs: `url` is where, `stop()` ends it, `events` is what it did, the newest last."""

    def __init__(
        self,
        edition: str | Path,
        path: Path,
        workbench: Workbench,
        *,
        exempt: bool = False,
        told: Callable[[Event], None] | None = None,
    ) -> None:
        self.events: list[Event] = []
        self._edition, self._path, self._workbench = edition, path, workbench
        self._exempt, self._told = exempt, told
        self._news = Condition()
        self._ending = Signal()
        self._page = ""
        self._media: Path | None = None
        self._problem: Problem | None = None
        self._server = Server(Served(self._shown, self._number_after, self._picture))
        self.url = self._server.url
        self._thread = Thread(target=self._run, daemon=True, name="sv_report preview")
        self._thread.start()

    def __enter__(self) -> "Preview":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def is_running(self) -> bool:
        """Whether it has not been stopped."""
        return not self._ending.is_set()

    def after(self, number: int, seconds: float) -> Event | None:
        """Wait for an event with a higher number; None where there is none in so many seconds, or it is stopped."""
        with self._news:
            self._news.wait_for(lambda: self._number > number or self._ending.is_set(), seconds)
            return self.events[-1] if self._number > number else None

    def wait(self) -> None:
        """Wait until it is stopped."""
        while not self._ending.wait(1):
            pass

    def stop(self) -> None:
        """End it: the port is given back, and its folder removed. A cell that runs is waited for."""
        self._ending.set()
        with self._news:
            self._news.notify_all()
        self._server.close()
        self._thread.join()

    # ---- what is served --------------------------------------------------------------------------

    @property
    def _number(self) -> int:
        return self.events[-1].number if self.events else 0

    def _shown(self) -> str:
        with self._news:
            page, number, problem = self._page, self._number, self._problem
        return shown_page(page, self._path.stem, EXEMPT if self._exempt else PUBLIC, number, problem)

    def _number_after(self, number: int) -> int:
        self.after(number, NEWS)
        return self._number

    def _picture(self, name: str) -> bytes | None:
        return picture(self._media, name) if self._media else None

    # ---- what is done ----------------------------------------------------------------------------

    def _run(self) -> None:
        with for_now() as folder:
            maker = PageMaker(self._edition, self._workbench, folder, exempt=self._exempt)
            seen: Snapshot = {}
            tried = 0.0
            while not self._ending.is_set():
                started = perf_counter()
                now = self._look(maker)
                if now != seen:
                    now = self._settled(maker, now)
                if now != seen or (self._problem and started - tried > TRIES):
                    seen, tried = self._made(maker, now, started), perf_counter()
                else:
                    self._ending.wait(max(LOOKS, REST * (perf_counter() - started)))
            maker.close()

    def _look(self, maker: PageMaker) -> Snapshot:
        return look(self._path, maker.loaded, self._workbench)

    def _settled(self, maker: PageMaker, now: Snapshot) -> Snapshot:
        """Return a look that is like the one before it: nobody is in the middle of saving."""
        while not self._ending.wait(SETTLES):
            before, now = now, self._look(maker)
            if now == before:
                break
        return now

    def _made(self, maker: PageMaker, now: Snapshot, started: float) -> Snapshot:
        """Make the page of the files as they are; return the look that it was made from."""
        maker.steps.begin()
        page, media, problem = self._page, self._media, None
        try:
            page, media = maker.page(now)
        except ReportError as wrong:
            problem = Problem(str(wrong.args[0]), tuple(errors(wrong.findings)) or wrong.findings)
        except Exception as fault:  # noqa: BLE001 - it is told on the page and logged whole, and ends no preview
            LOG.exception("the preview's page could not be made")
            problem = Problem(f"{FAULT}: {type(fault).__name__}: {fault}")
        seen = self._look(maker)
        if any(seen.get(path, said) != said for path, said in now.items()):
            maker.steps.forget()
        if (page, problem) != (self._page, self._problem) or (maker.steps.done and not problem):
            self._tell(page, media, problem, tuple(maker.steps.done), perf_counter() - started)
        return {path: now.get(path, said) for path, said in seen.items()}

    def _tell(
        self, page: str, media: Path | None, problem: Problem | None, done: tuple[str, ...], seconds: float
    ) -> None:
        with self._news:
            self._page, self._media, self._problem = page, media, problem
            event = Event(self._number + 1, done, seconds, problem.text() if problem else "")
            self.events.append(event)
            self._news.notify_all()
        if self._told:
            self._told(event)
