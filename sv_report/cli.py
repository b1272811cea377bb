"""The command `sv-report`: parse, call the one function of the same name, print.

Errors of the package are shown without a traceback, with their own exit code; anything else is our bug.
"""

import os
import subprocess
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from sv_report import (
    __version__,
    cli_batch,
    cli_check,
    cli_data,
    cli_dates,
    cli_doctor,
    cli_new,
    cli_preview,
    cli_publish,
    cli_returns,
    cli_run,
    cli_scale,
    cli_shortcut,
    cli_trace,
    cli_verify,
)
from sv_report.cli_options import root_option, say
from sv_report.errors import ReportError
from sv_report.forking.keeping import CHOOSES_PROVISIONER, PROVISIONER, RUN, warm
from sv_report.progress import heed_interrupts

CODES = """\b
Exit codes: 0 whole; 1 a fault of the program; 2 usage; 3 edition or profile; 4 data; 5 measures;
6 a notebook's cell; 7 rendering; 8 a check, a leak, or a report that differs; 130 interrupted.
"""
INTERRUPTED = 130
LAB = (
    "--LabApp.news_url=None",  # asks nobody outside
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--KernelManager.transport_encryption=auto",  # else other users of the machine can listen
)
START = "/lab/tree/notebooks/start_here.ipynb"
FRONTEND = Path(__file__).parent / "lab" / "labextensions"  # runs the form's cell when START is opened
UNWRITTEN = "narrative.missing"  # the checklist says it, with what the section is to answer
ALIKE = 2  # findings of one rule that a run prints


@click.group(epilog=CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sv-report")
def commands() -> None:
    """Turn a council's social value monitoring data into a Cabinet report.

    EDITION is the id of a file in params/ (2024-02-08), or the path of one.
    """


commands.add_command(cli_run.run)
commands.add_command(cli_run.status)
commands.add_command(cli_batch.batch)
commands.add_command(cli_check.check)
commands.add_command(cli_data.validate)
commands.add_command(cli_data.map_)
commands.add_command(cli_dates.deadlines)
commands.add_command(cli_trace.facts)
commands.add_command(cli_trace.trace)
commands.add_command(cli_returns.returns)
commands.add_command(cli_new.new)
commands.add_command(cli_preview.preview)
commands.add_command(cli_publish.publish)
commands.add_command(cli_verify.verify)
commands.add_command(cli_doctor.doctor)
commands.add_command(cli_shortcut.shortcut)
commands.add_command(cli_scale.scale_example)


@commands.command()
@root_option
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def lab(root: Path | None, arguments: tuple[str, ...]) -> None:
    """Open JupyterLab on the workbench, with the form ready to use; ARGUMENTS after -- go to JupyterLab."""
    from sv_report.data.returns.dropped import MOST_DROPPED
    from sv_report.params import find_workbench

    workbench = find_workbench(root)
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # as in a container
    served = f"--ServerApp.root_dir={workbench.root}"  # and not notebooks/: the form links to files in outputs/
    form = (f"--LabApp.default_url={START}", f"--LabApp.extra_labextensions_path={FRONTEND}")
    uploads = f"--ServerApp.tornado_settings={{'websocket_max_message_size': {MOST_DROPPED}}}"
    command = [sys.executable, "-m", "jupyterlab", *LAB, *form, served, uploads, *as_root, *arguments]
    with warm(*RUN):
        environment = os.environ | {CHOOSES_PROVISIONER: PROVISIONER}
        ended = subprocess.run(command, cwd=workbench.root, env=environment, check=False)
    sys.exit(ended.returncode)


def main() -> None:
    """Run the command, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):  # Windows writes to a pipe in a code page that has no £
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    heed_interrupts()
    try:
        commands(standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        say("\nInterrupted: the last good bundle stands.", err=True)
        sys.exit(INTERRUPTED)
    except ReportError as problem:
        say(str(problem), err=True)
        for note in getattr(problem, "__notes__", ()):
            say(note, err=True)
        sys.exit(problem.exit_code)


if __name__ == "__main__":
    main()
