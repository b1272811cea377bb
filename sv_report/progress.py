"""Progress: which stage a run is in, how long each took, and the log of it.

Ground of the pipeline: stages are shown to whoever waits, and written to run.log, the one file that holds times.
"""

import logging
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import perf_counter
from types import FrameType

from sv_report.errors import ReportError

LOG = logging.getLogger("sv_report")
STAGES = ("params", "data", "measures", "exhibits", "manuscript", "render", "release")


_asked_to_stop = Event()


def heed_interrupts() -> None:
    """Remember Ctrl-C from here on.

    Python drops the KeyboardInterrupt of a signal that arrives in a callback, as in the middle of an import; the
    next stage then stops the run.
    """

    def remember(number: int, frame: FrameType | None) -> None:
        _asked_to_stop.set()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, remember)


@dataclass
class Progress:
    """Tells `show` the stage that begins, and keeps the seconds that each took."""

    show: Callable[[str], None] = lambda stage: None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Show and time one stage of the line; stop before it where Ctrl-C was pressed."""
        if _asked_to_stop.is_set():
            raise KeyboardInterrupt
        self.show(name)
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = perf_counter() - started
            LOG.info("%s took %.2f s", name, self.seconds[name])


@contextmanager
def logged_in(path: Path) -> Iterator[None]:
    """Write the package's log into a file, the failure that ends it included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level = LOG.level
    LOG.setLevel(logging.INFO)
    LOG.addHandler(handler)
    try:
        yield
    except ReportError as problem:
        LOG.error("%s", problem)
        raise
    except Exception:
        LOG.exception("this is a fault of the program")
        raise
    finally:
        LOG.removeHandler(handler)
        LOG.setLevel(level)
        handler.close()
