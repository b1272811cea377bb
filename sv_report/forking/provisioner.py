"""Kernels forked from the nursery, for all that starts them through jupyter_client: papermill, JupyterLab, nbval.

Ground. jupyter_client finds it by its entry point; JupyterLab and nbval take it where the environment says
`JUPYTER_DEFAULT_PROVISIONER_NAME=sv-report-forked`.
"""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from sv_report.forking.asking import ADDRESS, Forked, fork
from sv_report.forking.keeping import PROVISIONER

LAUNCHER = "ipykernel_launcher"


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel as a child of the nursery; as an ordinary process where there is none."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel; see `LocalProvisioner`."""
        child: Any = await asyncio.to_thread(forked, cmd, kwargs) if ADDRESS in os.environ else None
        if child is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = child, child.pid, child.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


def forked(command: list[str], options: dict[str, Any]) -> Forked | None:
    """Return the kernel of a command, forked; None where no nursery can: it knows kernels of this Python alone."""
    python, *rest = command
    if python != sys.executable or rest[:2] != ["-m", LAUNCHER]:
        return None
    cwd, environment = Path(options.get("cwd") or ".").absolute(), options.get("env") or os.environ
    return fork(LAUNCHER, rest[2:], cwd=str(cwd), environment=environment, output=1, errors=2)


@contextmanager
def forked_kernels() -> Iterator[None]:
    """Let kernels that are started in this block be forked, where that is possible."""
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    if PROVISIONER in factory.get_provisioner_entries():
        factory.default_provisioner_name = PROVISIONER
    try:
        yield
    finally:
        factory.default_provisioner_name = before
