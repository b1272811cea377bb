"""The command doctor: what is here, what is missing, and the command that mends it.

Part of `cli`, which see.
"""

import json
import sys
from pathlib import Path

import click

from sv_report.cli_options import root_option, say
from sv_report.errors import UsageError


@click.command()
@click.option("--all", "everything", is_flag=True, help="Look at programs that only developers need, too.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with the versions of packages.")
@root_option
def doctor(everything: bool, as_json: bool, root: Path | None) -> None:
    """Say what is in order here, what is to mend and how, and whether a report can be made.

    For a help desk: it names no person, folder or machine. It starts a kernel, and changes nothing. Exits with 0 where
    a report can be made, with 2 where none can.
    """
    from sv_report import diagnosis

    found = diagnosis.doctor(root, everything=everything)
    say(json.dumps(found.record(), ensure_ascii=False, indent=1) if as_json else found.text())
    if not found.is_able:
        sys.exit(UsageError.exit_code)
