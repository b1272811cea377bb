"""What can go wrong, one class a stage of the line, each with its exit code.

A `ReportError` is the user's to mend and is shown without a traceback: what is wrong, where, and what to
do. Any other exception is our bug: it keeps its traceback and exits with 1.
"""

from collections.abc import Iterable

from sv_report.findings import Finding


class ReportError(Exception):
    """Something the user can mend; `findings` holds every part of it, shown all together."""

    exit_code = 1

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """Return the message, then each finding on lines of its own."""
        return "\n".join([self.args[0], *(finding.text() for finding in self.findings)])


class UsageError(ReportError):
    """The command's words are off, or another run has the edition."""

    exit_code = 2


class EditionError(ReportError):
    """The edition, its narrative or the council profile is wrong: nothing has run."""

    exit_code = 3


class DataError(ReportError):
    """The monitoring data cannot be read or accounted for."""

    exit_code = 4


class MeasureError(ReportError):
    """A measure or a fact cannot be computed from the data."""

    exit_code = 5


class NotebookError(ReportError):
    """A cell of the notebook failed."""

    exit_code = 6


class RenderError(ReportError):
    """An engine could not make a file, or made it badly."""

    exit_code = 7


class CheckError(ReportError):
    """A check found an error that stops publishing, or exempt matter that would leak; a sealed report is not proven."""

    exit_code = 8
