"""The commands run and status: make a report, and say which report is what a run would make now.

Part of `cli`, which see.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sv_report import cli_check
from sv_report.cli_options import (
    Bar,
    chosen_formats,
    edition_argument,
    engine_option,
    formats_option,
    out_option,
    pairs,
    root_option,
    say,
    set_option,
    shown,
)
from sv_report.findings import Finding
from sv_report.forking.keeping import KERNEL, warm
from sv_report.progress import Progress

if TYPE_CHECKING:
    from sv_report.release.freshness import Freshness, Standing

UNWRITTEN = "narrative.missing"  # the checklist says it, with what the section is to answer
ALIKE = 2  # findings of one rule that a run prints
REASONS = 5  # of a stale report, that are printed
STATES = {"fresh": "fresh", "stale": "stale", "none": "no report yet", "wrong": "cannot be read"}


@click.command()
@edition_argument
@formats_option
@engine_option
@set_option
@out_option
@root_option
@click.option("--force", is_flag=True, help="Make it again where nothing has changed, too.")
@click.option("--quiet", is_flag=True, help="Print only errors.")
@click.option("--verbose", is_flag=True, help="Print how long each stage took, and notes.")
def run(edition: str, formats: str, engine: Any, settings: tuple[str, ...], out: Path | None, root: Path | None,
        force: bool, quiet: bool, verbose: bool) -> None:  # fmt: skip
    """Make the Cabinet report of EDITION and seal it in outputs/.

    Where nothing that the report is made from has changed since, it stands as it is; --force makes it again.
    """
    with warm(*KERNEL), Bar(quiet) as bar:  # the kernel's packages load while this process loads its own
        from sv_report import pipeline

        asked: dict[str, Any] = {
            "root": root, "out": out, "formats": chosen_formats(formats), "engine": engine, "settings": pairs(settings),
        }  # fmt: skip
        standing = None if force else pipeline.freshness(edition, **asked)
        if standing is None or not standing.is_fresh:
            progress = Progress(bar.show)
            outcome = pipeline.run(edition, **asked, progress=progress)
    if quiet:
        return
    if standing and standing.is_fresh:
        say("\n".join(unchanged(standing, edition)))
        return
    listed = {one for item in outcome.checklist.items for one in item.findings}
    others = [one for one in outcome.findings if one not in listed and one.rule != UNWRITTEN]
    for text in told(others, edition, verbose):
        say(text, err=True)
    if verbose:
        say("".join(f"{name} {seconds:.2f} s\n" for name, seconds in progress.seconds.items()), err=True, nl=False)
    cli_check.say_open(outcome.checklist, outcome.edition, edition)
    say("\n".join(files_in(outcome.bundle, outcome.files)))
    for path in outcome.kept:
        say(f"Kept, because a person had edited it: {shown(path)}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with every reason.")
@root_option
def status(as_json: bool, root: Path | None) -> None:
    """Say of each edition whether its report is what a run would make now, and if not, because of what.

    Nothing is run. By content, not by time: a file that was only saved again makes no report stale.
    """
    from sv_report import pipeline

    standings = pipeline.status(root)
    if as_json:
        say(json.dumps([one.record() for one in standings], ensure_ascii=False, indent=1))
        return
    for standing in standings:
        say("\n".join(standing_lines(standing)))


def standing_lines(standing: "Standing") -> Iterator[str]:
    """Yield how an edition stands, and the first reasons."""
    draft = ", DRAFT" if standing.freshness and standing.freshness.is_draft else ""
    failed = f"; the last run failed: {shown(standing.failed)}" if standing.failed else ""
    yield f"{standing.edition}  {STATES[standing.state]}{draft}{failed}"
    if standing.problem:
        yield f"  {standing.problem} sv-report check {standing.edition} says where."
    reasons = standing.freshness.reasons if standing.freshness and standing.state == "stale" else ()
    yield from (f"  {reason.text()}" for reason in reasons[:REASONS])
    if len(reasons) > REASONS:
        yield f"  and {len(reasons) - REASONS} more reasons; --json lists all."


def unchanged(standing: "Freshness", edition: str) -> Iterator[str]:
    """Yield what a run says that has nothing to do."""
    from sv_report.release import Bundle

    is_draft = " It is a DRAFT." if standing.is_draft else ""
    yield f"Nothing that the report of {edition} is made from has changed: it stands as it was made.{is_draft}"
    yield f"sv-report check {edition} shows its checklist; sv-report run {edition} --force makes it again."
    yield from files_in(standing.bundle, Bundle(standing.bundle.parent, standing.bundle.name).shown_files())


def files_in(bundle: Path, files: Sequence[Path]) -> Iterator[str]:
    """Yield where a report is, and its files."""
    yield f"\nThe report is in {shown(bundle)}:"
    yield from (f"  {shown(path)}" for path in files)


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
