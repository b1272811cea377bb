"""Kernels for the notebooks of a run, which start and end beside the run's own work.

Manuscript stage. A kernel takes half a second to be ready and a third to be gone; a run computes its figures meanwhile,
and makes its pages. Each knows no more than its working folder and the workbench's.
"""

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import Empty
from time import monotonic
from types import TracebackType
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets.config import Config

from sv_report.forking.provisioner import forked_kernels
from sv_report.manuscript.opening import ROOT, WORK
from sv_report.params import Workbench

ENCRYPTED = Config({"KernelManager": {"transport_encryption": "auto"}})  # else other users of the machine can listen
ARGUMENTS = (
    "--IPKernelApp.log_level=50",  # else a kernel that is shut down may print that it was interrupted
    "--HistoryManager.hist_file=:memory:",
)
DIED, SILENT = "The kernel has died", "The kernel has not answered"  # what is said of one that cannot be reached


class Kernel:
    """A kernel in the notebooks' folder, which sees `environment` over this process's own.

    It has a thread of its own, in which it is started and ended; leaving its context waits until it is gone.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._manager = _Manager(kernel_name="python3", config=ENCRYPTED)
        self._thread, self._loop = ThreadPoolExecutor(1), asyncio.Runner()
        options = {"cwd": str(folder), "env": os.environ | environment, "extra_arguments": list(ARGUMENTS)}
        self._started = self._beside(self._start(options))
        self._ended: Future[None] | None = None

    def started(self) -> AsyncKernelManager:
        """Wait until it is started; return its manager, by which nbclient runs a notebook in it."""
        self._started.result()
        return self._manager

    def end(self) -> None:
        """Let it end; nobody waits for it."""
        if self._ended is None:
            self._manager.let_go()
            self._ended = self._beside(self._end())

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, kind: type[BaseException] | None, what: BaseException | None, at: TracebackType | None) -> None:
        self.end()
        self._thread.submit(self._loop.close)
        self._thread.shutdown()

    def _beside(self, work: Any) -> Future[None]:
        return self._thread.submit(self._loop.run, work)

    async def _start(self, options: Mapping[str, Any]) -> None:
        with forked_kernels():
            await self._manager.start_kernel(**options)

    async def _end(self) -> None:
        if self._manager.has_kernel:
            await self._manager.shutdown_kernel(now=not self._manager.was_asked)  # else it has nothing to put away


class _Client(AsyncKernelClient):
    """A client that is ready as soon as its kernel has answered on both channels.

    jupyter_client's own waits a fifth of a second more, for answers to others: here there are none.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for an answer; raise RuntimeError where the kernel has died, or is silent for so many seconds."""
        until = monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError(f"{DIED} before it answered")
            if monotonic() > until:
                raise RuntimeError(f"{SILENT} in {timeout} seconds")

    async def _answers(self) -> bool:
        """Ask the kernel what it is, and return whether it says so, and is heard by all who listen."""
        self.kernel_info()
        with suppress(Empty):
            await self.get_shell_msg(timeout=1)
            await self.get_iopub_msg(timeout=0.2)
            return True
        return False


class _Manager(AsyncKernelManager):
    """A manager that lets go of the client that it gave out: nbclient leaves that to whoever owns the kernel."""

    _given: Any = None

    def _client_factory_default(self) -> type:
        return _Client

    def client(self, **options: Any) -> Any:
        self._given = super().client(**options)
        return self._given

    @property
    def was_asked(self) -> bool:
        """Whether anybody had a client of the kernel."""
        return self._given is not None

    def let_go(self) -> None:
        """Stop the channels of the client."""
        if self._given is not None:
            self._given.stop_channels()


def kernel_for(work: Path, workbench: Workbench) -> Kernel:
    """Return the kernel of a copy of a report, being started; `work` is the folder that it may know."""
    work.mkdir(parents=True, exist_ok=True)
    environment = {WORK: str(work), ROOT: str(workbench.root), "IPYTHONDIR": str(work / "ipython")}
    return Kernel(workbench.notebooks, environment)


@contextmanager
def kernels_for(works: Sequence[Path], workbench: Workbench) -> Iterator[dict[Path, Kernel]]:
    """Start a kernel for each working folder; none is left when the context ends."""
    with ExitStack() as kept:
        yield {work: kept.enter_context(kernel_for(work, workbench)) for work in works}
