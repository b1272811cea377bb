"""Many reports beside each other: one function, of the command's name.

Above the line. Each edition is made by a child (`working`), into its own bundle and with its own kernel, at most so
many at once; a child that fails, dies or hangs is one line of the result.
"""

from sv_report.batching.coordinating import Watch
from sv_report.batching.making import batch
from sv_report.batching.results import Batch, Failure, Result

__all__ = ["Batch", "Failure", "Result", "Watch", "batch"]
