"""What a run does beside its own thread: while the kernels of its notebooks work, and while the engine sets the pages.

Above the line, for `pipeline` and `previewing`. docs/decisions/0040 says what is worth it.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sv_report.garbage import looked_for_seldom
from sv_report.manuscript.copies import Copy
from sv_report.manuscript.export import Manuscript
from sv_report.manuscript.kernels import Kernel
from sv_report.manuscript.making import Make, make_manuscript, write_beside
from sv_report.params import Workbench
from sv_report.render import book
from sv_report.render.cover import cover_of
from sv_report.render.workbook import BegunWorkbook, begin_workbook

SHORT = 0.0005  # seconds; with Python's 0.005 a notebook takes a fifth longer
WORKBOOK = "tables.xlsx"


def in_kernels(kernels: Mapping[Path, Kernel], beside: Executor, then: Callable[[Copy], None] = lambda _: None) -> Make:
    """Return what makes a copy's manuscript in its kernel; what needs none is done beside, and `then` begun there."""

    def make(copy: Copy, file: Path, workbench: Workbench) -> Manuscript:
        def begin() -> Future[None]:
            written = beside.submit(write_beside, copy, workbench)
            then(copy)
            return written

        return make_manuscript(copy, file, workbench, kernels[copy.work], begin)

    return make


@contextmanager
def in_several_threads() -> Iterator[Executor]:
    """Yield a thread beside this one. Both take turns more often, and Python looks for cyclic garbage seldom.

    The thread that a kernel answers waits its turn each time.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(SHORT)
    try:
        with looked_for_seldom(), ThreadPoolExecutor(1) as beside:
            yield beside
    finally:
        sys.setswitchinterval(interval)


class Workbooks:
    """The workbooks of a report's copies, written by a thread beside: begun with each notebook, finished at the end."""

    def __init__(self, beside: Executor, moment: datetime) -> None:
        self._beside, self._moment = beside, moment
        self._begun: list[Future[BegunWorkbook]] = []

    def begin(self, copy: Copy) -> None:
        """Begin that of a copy; a report without data has none."""
        if len(copy.report.facts):
            book.load()
            self._begun.append(self._beside.submit(_begun, copy, self._moment))

    def finish(self, *, draft: bool) -> Future[None]:
        """Let all be written, once it is known whether they are drafts."""
        return self._beside.submit(self._finish, draft)

    def _finish(self, draft: bool) -> None:
        for one in self._begun:
            one.result().finish(draft=draft)


def _begun(copy: Copy, moment: datetime) -> BegunWorkbook:
    report = copy.report
    return begin_workbook(copy.folder / WORKBOOK, cover_of(report), report.shown_tables(), report.facts, moment)
