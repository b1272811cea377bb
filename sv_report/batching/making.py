"""The story of a batch: the editions that are named, a child for each, and the page that sums up.

Part of batching.
"""

import os
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

from sv_report.batching.coordinating import Coordinator, Watch
from sv_report.batching.one import How
from sv_report.batching.page import summary
from sv_report.batching.results import Batch
from sv_report.errors import UsageError
from sv_report.forking.keeping import RUN, warm
from sv_report.params import find_workbench
from sv_report.params.several import find_editions
from sv_report.release.batch_papers import Journal, only_batch, write_page

TIMEOUT = 900.0  # seconds for one report: that of fifty million rows does not come near it


def batch(
    editions: Sequence[str],
    *,
    root: Path | None = None,
    out: Path | None = None,
    formats: Sequence[str] | None = None,
    engine: str = "auto",
    jobs: int | None = None,
    timeout: float | None = TIMEOUT,
    force: bool = False,
    watch: Watch | None = None,
    scheduler: str | None = None,
) -> Batch:
    """Make the reports of several editions, `jobs` at once (as many as there are cores, where none is given).

    `editions` are ids, paths and patterns. What an earlier batch made whole, and a run would make the same, is not made
    again, unless `force` asks for it. One that takes longer than `timeout` seconds is ended. With `scheduler`, the
    address of a Dask scheduler, its workers make them. Raises EditionError and UsageError before anything is run;
    whatever is wrong with one edition is its own result.
    """
    if scheduler and jobs:
        raise UsageError("-j is for this machine; with --scheduler each worker has its own --nthreads.")
    began = perf_counter()
    with nullcontext() if scheduler else warm(*RUN):
        workbench = find_workbench(root)
        paths = find_editions(editions, workbench)
        outputs = (out or workbench.outputs).resolve()
        with only_batch(outputs):
            journal = Journal(outputs)
            how = How(workbench, outputs, formats, engine, timeout, force)
            coordinator = _coordinator(how, journal, watch or Watch(), _as_many(jobs, len(paths)), scheduler)
            results = coordinator.make(paths)
            done = Batch(
                outputs, tuple(results), perf_counter() - began, coordinator.jobs,
                is_interrupted=coordinator.is_stopping, notes=tuple(journal.problems),
            )  # fmt: skip
            write_page(outputs, summary(done))
    return done


def _coordinator(how: How, journal: Journal, watch: Watch, jobs: int, scheduler: str | None) -> Coordinator:
    if scheduler is None:
        return Coordinator(how, journal, watch, jobs)
    try:
        from sv_report.batching.on_dask import Cluster
    except ImportError:
        raise UsageError("--scheduler needs the package distributed: pip install 'sv_report[dask]'.") from None
    return Cluster(how, journal, watch, jobs, address=scheduler)


def _as_many(jobs: int | None, editions: int) -> int:
    if jobs is not None and jobs < 1:
        raise UsageError(f"-j {jobs}: give 1 or more.")
    return min(jobs or cores(), editions)


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
