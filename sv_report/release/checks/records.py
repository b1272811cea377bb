"""The checks there are, in the order in which an officer goes through a report.

Release stage. Each is a record: what it asks, whose rule it is, what answers it. The functions stand in rooms by
subject.
"""

from sv_report.release.checks import dates, key_decision, papers, private, recommendation, sections, words
from sv_report.release.checks.check import Check

CHECKS: tuple[Check, ...] = (
    *dates.CHECKS,
    *recommendation.CHECKS,
    *key_decision.CHECKS,
    *private.CHECKS,
    *sections.CHECKS,
    *words.CHECKS,
    *papers.CHECKS,
)
