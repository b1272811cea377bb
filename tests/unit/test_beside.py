"""What a run does in two threads cannot make one wait for the other for ever.

Python 3.11 holds a lock of each cached property while it is worked out. Two threads that work out two of them within
each other, one this way round and one that, would wait for each other: so all must go one way.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHIN = """
import functools, graphlib, sys, tempfile, threading
from pathlib import Path

class Noted(functools.cached_property):
    def __get__(self, instance, owner=None):
        if instance is None or self.attrname in vars(instance):
            return super().__get__(instance, owner)
        under_way = vars(own).setdefault("names", [])
        name = f"{self.func.__module__}.{self.func.__qualname__}"
        for other in {*under_way} - {name}:
            within.setdefault(other, set()).add(name)
        under_way.append(name)
        try:
            return super().__get__(instance, owner)
        finally:
            under_way.pop()

own, within = threading.local(), {}
functools.cached_property = Noted
from sv_report import pipeline
with tempfile.TemporaryDirectory() as folder:
    pipeline.run(sys.argv[1], root=Path(sys.argv[2]), out=Path(folder), formats=("html",), engine="embedded")
print(len(within))
list(graphlib.TopologicalSorter(within).static_order())
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="there a cached property has no lock")
@pytest.mark.parametrize("edition", ["2024-02-08", "2024-02-08-policy"])
def test_cached_properties_are_worked_out_within_others_in_one_direction(edition: str) -> None:
    command = [sys.executable, "-c", WITHIN, edition, str(ROOT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr  # CycleError names those that are worked out within each other
    assert int(done.stdout.split()[-1]) > 10
