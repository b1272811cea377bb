"""The command `sv-report`: parse, call the one function of the same name, print.

Errors of the package are shown without a traceback, with their own exit code; anything else is our bug.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from sv_report import (
    __version__,
    cli_check,
    cli_data,
    cli_dates,
    cli_doctor,
    cli_new,
    cli_preview,
    cli_publish,
    cli_returns,
    cli_shortcut,
    cli_trace,
    cli_verify,
)
from sv_report.cli_options import Bar, edition_argument, pairs, root_option, say, set_option, shown
from sv_report.errors import ReportError, UsageError
from sv_report.findings import Finding
from sv_report.progress import Progress, heed_interrupts

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


@commands.command()
@edition_argument
@click.option("--formats", default="docx,pdf,html", show_default=True, help="The files to make.")
@click.option("--engine", type=click.Choice(["auto", "quarto", "embedded"]), default="auto", show_default=True,
              help="auto: Quarto 1.10 where it is installed, else the engine that comes with the package.")  # fmt: skip
@set_option
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Seal the bundle in DIR/ID; else in outputs/."
)
@root_option
@click.option("--quiet", is_flag=True, help="Print only errors.")
@click.option("--verbose", is_flag=True, help="Print how long each stage took, and notes.")
def run(edition: str, formats: str, engine: Any, settings: tuple[str, ...], out: Path | None, root: Path | None,
        quiet: bool, verbose: bool) -> None:  # fmt: skip
    """Make the Cabinet report of EDITION and seal it in outputs/."""
    from sv_report import pipeline

    with Bar(quiet) as bar:
        progress = Progress(bar.show)
        outcome = pipeline.run(
            edition, root=root, out=out, formats=chosen_formats(formats), engine=engine,
            settings=pairs(settings), progress=progress,
        )  # fmt: skip
    if quiet:
        return
    listed = {one for item in outcome.checklist.items for one in item.findings}
    others = [one for one in outcome.findings if one not in listed and one.rule != UNWRITTEN]
    for text in told(others, edition, verbose):
        say(text, err=True)
    if verbose:
        say("".join(f"{name} {seconds:.2f} s\n" for name, seconds in progress.seconds.items()), err=True, nl=False)
    cli_check.say_open(outcome.checklist, outcome.edition, edition)
    say(f"\nThe report is in {shown(outcome.bundle)}:")
    for path in outcome.files:
        say(f"  {shown(path)}")
    for path in outcome.kept:
        say(f"Kept, because a person had edited it: {shown(path)}")


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


@commands.command()
@root_option
def status(root: Path | None) -> None:
    """List the editions, and which of them have a report."""
    from sv_report.params import edition_ids, find_workbench
    from sv_report.release import Bundle

    workbench = find_workbench(root)
    for id_ in edition_ids(workbench):
        bundle = Bundle(workbench.outputs, id_)
        made = f"report in {shown(bundle.sealed)}" if bundle.exists else "no report yet"
        failed = f"; the last run failed: {shown(bundle.failed)}" if bundle.has_failed else ""
        say(f"{id_}  {made}{failed}")


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
    sys.exit(subprocess.run(command, cwd=workbench.root, check=False).returncode)


def told(findings: Sequence[Finding], edition: str, verbose: bool) -> Iterator[str]:
    """Yield what a run has to say: each finding, or the first of many alike and how many more there are."""
    of_rows = {finding.rule for finding in findings if finding.where.column and finding.where.row}
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        if verbose or finding.severity != "note":
            row = "" if finding.rule in of_rows else finding.text()  # of the data, or one by itself
            alike.setdefault((finding.rule, finding.severity, row), []).append(finding)
    for (rule, severity, _), several in alike.items():
        shown = several if verbose else several[:ALIKE]
        yield from (finding.text() for finding in shown)
        if len(several) > len(shown):
            yield f"{severity}: and others of {rule}; sv-report validate {edition} lists them."


def chosen_formats(typed: str) -> tuple[str, ...]:
    """Return the formats of a comma-separated list; raise UsageError where one is unknown."""
    from sv_report.render import FORMATS

    chosen = tuple(dict.fromkeys(name.strip() for name in typed.split(",") if name.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise UsageError(f"--formats {typed!r}: the formats are {', '.join(FORMATS)}, with commas between them.")
    return tuple(name for name in FORMATS if name in chosen)


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
