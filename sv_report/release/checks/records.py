"""The checks there are, each a record: what it asks, whose rule it is, and what answers it.

Release stage. The functions stand in rooms by subject.
"""

from sv_report.release.checks.check import Check

CHECKS: tuple[Check, ...] = ()
