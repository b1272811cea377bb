"""The reports of a batch on several machines: the workers of a Dask scheduler make them.

Part of batching. The workbench and its outputs lie on a drive that every worker sees at the same path; each worker has
this very sv_report, and keeps a nursery. A report whose worker dies is given to another. This module is imported only
where a scheduler is named: `distributed` is an extra.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from distributed import Client, WorkerPlugin, as_completed, get_worker

from sv_report.batching.coordinating import Coordinator
from sv_report.batching.one import How, make_one
from sv_report.batching.results import Failure, Result
from sv_report.errors import UsageError
from sv_report.forking.keeping import RUN, warm
from sv_report.release.manifest import code_digest
from sv_report.release.versions import versions

PLUGIN = "sv-report"
PATIENCE = 10  # seconds for a scheduler to answer, and to have a worker
INSTALL = "Install the same on every machine: pip install 'sv_report[dask]'."
BEGIN = "Start it, and workers for it, where the packages of sv_report are: dask scheduler; dask worker ADDRESS"


@dataclass
class Cluster(Coordinator):
    """Makes the reports of a batch on the workers of a scheduler, as many at once as they have threads."""

    address: str = ""

    def make(self, editions: Sequence[Path]) -> list[Result]:
        """Make the report of each edition, and return what came of it; Ctrl-C leaves those that are not made.

        Raises UsageError where there is no scheduler or no worker, or one has another sv_report.
        """
        results = {path: Result(path.stem, "left") for path in editions}
        with connected(self.address) as client:
            self.jobs = sum(client.nthreads().values())
            self.watch.began(len(editions))
            asked = {self._begun(client, path): path for path in editions}
            try:
                for future in as_completed(list(asked), loop=client.loop):  # type: ignore[no-untyped-call]
                    result = _result(future, asked[future])
                    results[asked[future]] = result
                    self.has_ended(result)
            except KeyboardInterrupt:
                self._stopping.set()
                client.cancel(list(asked))
        return list(results.values())

    def _begun(self, client: Any, path: Path) -> Any:
        return client.submit(make_there, path, self.how, self.is_unless_fresh(path), pure=False)


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Yield a client of a scheduler that has workers, all of them ready; raise UsageError where it cannot be."""
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise UsageError(f"No Dask scheduler answers at {address} ({problem}). {BEGIN}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise UsageError(f"The scheduler at {address} has no workers. {BEGIN}") from None
        try:
            client.register_plugin(Ready(own()), name=PLUGIN)
        except (RuntimeError, ImportError) as problem:
            raise UsageError(f"A worker of {address} cannot make reports: {problem} {INSTALL}") from None
        yield client


class Ready(WorkerPlugin):
    """What a worker does for sv_report as it joins, and as it leaves."""

    def __init__(self, own: object) -> None:
        self.own = own

    def setup(self, worker: Any) -> None:
        """Refuse a worker that would make other bytes; begin its nursery."""
        if own() != self.own:
            raise RuntimeError(f"{worker.address} has another sv_report, or other versions of what it uses.")
        self.kept = ExitStack()
        self.kept.enter_context(warm(*RUN))

    def teardown(self, worker: Any) -> None:
        """Let go of the nursery."""
        self.kept.close()


def own() -> tuple[str, dict[str, str]]:
    """Return what this process would make reports by."""
    return code_digest(), dict(versions())


def make_there(path: Path, how: How, unless_fresh: bool) -> Result:
    """Make the report of an edition's file, on a worker; it ends where nobody waits for it any more."""
    worker = get_worker()
    key = worker.get_current_task()
    return make_one(path, how, unless_fresh=unless_fresh, is_stopping=partial(_is_unwanted, worker, key))


def _is_unwanted(worker: Any, key: Any) -> bool:
    """Whether the batch has cancelled a task, or has gone."""
    task = worker.state.tasks.get(key)
    return task is None or task.state == "cancelled"


def _result(future: Any, path: Path) -> Result:
    """Return what came of a task; of one whose workers died one after the other, that."""
    problem = future.exception()
    if problem is None:
        return future.result()  # type: ignore[no-any-return]
    message = f"No worker made it: {type(problem).__name__}: {problem}"
    return Result(path.stem, "failed", failure=Failure(1, message))
