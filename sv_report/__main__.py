"""`python -m sv_report` is the command `sv-report`; where a package is missing it says so, and `doctor` still runs."""

import sys

from sv_report.errors import UsageError
from sv_report.forking.ending import end_lightly
from sv_report.garbage import look_seldom


def main() -> None:
    """Run the command; where a package cannot be found, say which, and that the doctor knows what to do."""
    end_lightly()
    look_seldom()
    try:
        from sv_report.cli import main as run
    except ImportError as problem:
        _refuse_our_own(problem)
        from sv_report.diagnosis.plain import main as run
    try:
        run()
    except ModuleNotFoundError as problem:
        _refuse_our_own(problem)
        print(f"The package {problem.name} is missing: sv-report doctor says what to do.", file=sys.stderr)
        sys.exit(UsageError.exit_code)


def _refuse_our_own(problem: ImportError) -> None:
    """Raise what is our own fault: a module of ours that is not there."""
    if (problem.name or "").split(".")[0] == "sv_report":
        raise problem


if __name__ == "__main__":
    main()
