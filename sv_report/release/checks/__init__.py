"""The checks of a report on its way out: each asks one thing of what will be printed, in the officer's words.

Release stage. Takes a report and its manuscript, gives a `Checklist`. A check never stops a run: while one has an
error open, the report is marked DRAFT and is not published.
"""

from sv_report.release.checks.checklist import Checked, Checklist, check_report
from sv_report.release.checks.overdue import overdue

__all__ = ["Checked", "Checklist", "check_report", "overdue"]
