"""The command doctor where click itself, or another package that the commands need, cannot be loaded."""

import argparse
import json
import sys
from io import TextIOWrapper
from pathlib import Path

from sv_report.diagnosis.examining import doctor
from sv_report.errors import UsageError


def main() -> None:
    """Run `doctor`; for any other command say that it cannot, and what can."""
    if sys.argv[1:2] != ["doctor"]:
        sys.exit(_refused())
    asked = argparse.ArgumentParser(prog="sv-report doctor")
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--all", action="store_true")
    asked.add_argument("--root", type=Path)
    given = asked.parse_args(sys.argv[2:])
    diagnosis = doctor(given.root, everything=given.all)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # as cli.main does
    print(json.dumps(diagnosis.record(), ensure_ascii=False, indent=1) if given.json else diagnosis.text())
    sys.exit(0 if diagnosis.is_able else UsageError.exit_code)


def _refused() -> int:
    print("A package that sv-report needs is missing or damaged: sv-report doctor says which.", file=sys.stderr)
    return UsageError.exit_code
