"""How often Python looks for cyclic garbage: seldom, in a process that keeps what it makes and is soon gone.

Ground.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made since the last look. With Python's 700 a run takes an eighth longer, and its imports a fifth; with a
# million a single run takes a thirtieth less, a batch as long, and both half as much memory again.
_SELDOM = 100_000


def look_seldom() -> None:
    """Let this process look seldom from here on: a look goes through all that there is."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """Let a process look seldom in this block."""
    usual = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*usual)
