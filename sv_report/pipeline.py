"""The story of a run, one line a stage: params → data → measures → exhibits → manuscript → render → release.

Above the line: the commands of `cli` call the functions here.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from sv_report.data.account import Account
from sv_report.data.intake import RefusedData
from sv_report.data.of_edition import data_for_now, is_illustrative, read_data
from sv_report.errors import DataError
from sv_report.exhibits import build_tables
from sv_report.findings import Finding
from sv_report.manuscript import KNOWN, figures_of, report_of, seen_on, write_figures
from sv_report.manuscript.making import make_manuscript
from sv_report.params import Edition, find_workbench, load_edition
from sv_report.progress import Progress, logged_in
from sv_report.release import Bundle, bundle_id, describe, seal
from sv_report.release.quality_page import write_quality_page
from sv_report.render import FORMATS, choose_engine, furnish, render, workbook
from sv_report.render.engine import EngineName

WORKBOOK = "tables.xlsx"
QUALITY_PAGE = "office/data_quality.html"


@dataclass(frozen=True)
class Outcome:
    """What a run left: the sealed bundle, its public files, what was found, and the edited files that were kept."""

    bundle: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    kept: tuple[Path, ...]


def run(
    edition: str | Path,
    *,
    root: Path | None = None,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    engine: EngineName = "auto",
    settings: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Make the Cabinet report of an edition, and seal it as a bundle.

    `edition` is an id in params/ or a path; `settings` are laid over its fields, and their bundle is
    `outputs/ID.set-HASH8`, so that the edition's own is untouched. Raises the package's errors; the last good
    bundle then still stands, and what the run had made lies in `outputs/ID.failed`.
    """
    stage = (progress or Progress()).stage
    with stage("params"):
        workbench = find_workbench(root)
        typesetter = choose_engine(engine)
        loaded, findings = load_edition(edition, workbench, KNOWN, settings)
        moment = moment_of(loaded)
        seen_on(loaded)
    bundle = Bundle((out or workbench.outputs).resolve(), bundle_id(loaded.id, loaded.settings))
    with bundle.claimed(), bundle.failure_left(findings), logged_in(bundle.log):
        with stage("data"):
            tables, found = read_data(loaded, workbench, bundle.work / "tables")
            findings += found
        with stage("measures"):
            figures = figures_of(loaded, tables)
            write_figures(figures, bundle.work)
        with stage("manuscript"), ThreadPoolExecutor(1) as beside:
            report = replace(report_of(loaded, workbench, bundle.work), figures=figures)  # with what they rest on
            workbook.load()
            written = beside.submit(  # while the notebook's kernel works, this process has nothing to do
                workbook.write_workbook,
                bundle.public / WORKBOOK,
                workbook.cover_of(report),
                build_tables(figures),
                figures.facts,
                moment,
            )
            findings += make_manuscript(report, workbench, bundle.work, bundle.public, formats)
            written.result()
        with stage("render"):
            furnish(bundle.public, workbench.templates, formats)
            findings += render(bundle.public, formats, typesetter, moment)
        with stage("release"):
            page = bundle.built / QUALITY_PAGE
            write_quality_page(page, figures, tables, findings, title=loaded.title, notice=report.notice)
            made = describe(report, tables.digests, formats, typesetter, workbench)
            kept = seal(bundle, made, findings)
    return Outcome(bundle.sealed, bundle.public_files(), tuple(findings), tuple(kept))


@dataclass(frozen=True)
class Validation:
    """What became of every row of an edition's data, what was found, and whether the data cannot be used as it is."""

    accounts: tuple[Account, ...]
    findings: tuple[Finding, ...]
    is_refused: bool


def validate(
    edition: str | Path,
    *,
    root: Path | None = None,
    settings: Mapping[str, str] | None = None,
    html: Path | None = None,
) -> Validation:
    """Account for every row of an edition's data, as a run would read it; write it as a web page to `html`, too.

    Raises the package's errors where the edition itself is wrong.
    """
    workbench = find_workbench(root)
    loaded, _ = load_edition(edition, workbench, KNOWN, settings)
    accounts: tuple[Account, ...] = ()
    found: list[Finding] = []
    try:
        with data_for_now(loaded, workbench) as (tables, found):
            accounts = tuple(tables.accounts)
            figures = figures_of(loaded, tables)
            if html:
                notice = loaded.profile.illustrative_notice if is_illustrative(loaded, workbench) else ""
                write_quality_page(html, figures, tables, found, title=loaded.title, notice=notice)
    except RefusedData as problem:
        return Validation(problem.accounts, problem.findings, is_refused=True)
    except DataError as problem:
        return Validation(accounts, (*found, *problem.findings), is_refused=True)
    return Validation(accounts, tuple(found), is_refused=False)


def moment_of(edition: Edition) -> datetime:
    """Return the time that every file is stamped with: midnight of the day the report is published, else meets."""
    return datetime.combine(edition.report_published or edition.meeting.date, time(), UTC)
