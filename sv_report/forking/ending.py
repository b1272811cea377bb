"""How a process ends: without taking down all that it has loaded, which the system frees anyway.

Ground. Python looks through every object as it ends: 0.3 s in a process that has loaded the line, 0.4 s in one forked
from a nursery, which first gets its own copy of each. What is registered with atexit is done, and threads are waited
for, as ever.
"""

import atexit
import gc
import os
import sys


def end_lightly(*, frozen: bool = False) -> None:
    """Let this process end so: call it before anything else is registered with atexit.

    Where what is loaded is `frozen` already, only that is left as it is: what has come since is taken down as ever, and
    its files are written. Else files must be closed by who opened them: of a run that saves 0.2 s more.
    """
    atexit.unregister(_fall_silent)
    atexit.register(_fall_silent)
    if not frozen:
        atexit.register(gc.freeze)


def _fall_silent() -> None:
    """Say nothing from here on: DuckDB would list each of its types that is still there."""
    sys.stderr.flush()
    os.close(2)
