"""The story of a run, one line a stage: params → data → measures → exhibits → manuscript → render → release.

Above the line: the commands of `cli` call the functions here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from sv_report.beside import Workbooks, in_kernels, in_several_threads
from sv_report.data.account import Account
from sv_report.data.intake import RefusedData
from sv_report.data.of_edition import data_for_now, is_illustrative, read_data
from sv_report.errors import DataError, ReportError, UsageError
from sv_report.findings import Finding
from sv_report.manuscript import KNOWN, figures_of
from sv_report.manuscript.copies import Copy, copies_of, names_of_copies, not_shown
from sv_report.manuscript.export import Manuscript, write_manuscript
from sv_report.manuscript.kernels import kernels_for
from sv_report.manuscript.making import Make
from sv_report.measures import Figures
from sv_report.params import Edition, Workbench, edition_ids, find_workbench, load_edition
from sv_report.progress import Progress, logged_in
from sv_report.release import Bundle, bundle_id, describe, for_now, seal
from sv_report.release.checks import Checklist, check_report
from sv_report.release.freshness import Freshness, Standing, freshness_of
from sv_report.release.quality_page import write_quality_page
from sv_report.release.verification import Verdict, as_sealed, compare, find_bundle, not_made_again
from sv_report.release.withheld import secrets_of
from sv_report.render import FORMATS, choose_engine, furnish, render
from sv_report.render.engine import EngineName

QUALITY_PAGE = "office/data_quality.html"


@dataclass(frozen=True)
class Outcome:
    """What a run left: the sealed bundle, its files, what was found, and the edited files that were kept.

    `checklist` is that of the report, and `edition` what it was made from.
    """

    bundle: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    kept: tuple[Path, ...]
    checklist: Checklist
    edition: Edition


def run(
    edition: str | Path,
    *,
    root: Path | None = None,
    out: Path | None = None,
    formats: Sequence[str] = FORMATS,
    engine: EngineName = "auto",
    settings: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    anew: bool = False,
) -> Outcome:
    """Make the Cabinet report of an edition, and seal it as a bundle.

    `edition` is an id in params/ or a path; `settings` are laid over its fields, and their bundle is
    `outputs/ID.set-HASH8`, so that the edition's own is untouched. With `anew` the data is read from its files, and
    tables kept from an earlier run are not taken. Raises the package's errors; the last good
    bundle then still stands, and what the run had made lies in `outputs/ID.failed`.
    """
    stage = (progress or Progress()).stage
    with stage("params"):
        workbench = find_workbench(root)
        typesetter = choose_engine(engine)
        loaded, findings = load_edition(edition, workbench, KNOWN, settings)
        moment = moment_of(loaded)
    bundle = Bundle((out or workbench.outputs).resolve(), bundle_id(loaded.id, loaded.settings))
    with (
        bundle.claimed(), bundle.failure_left(findings), logged_in(bundle.log), in_several_threads() as beside,
        kernels_for([bundle.work / name for name in names_of_copies(loaded)], workbench) as kernels,
    ):  # fmt: skip
        with stage("data"):
            tables, found = read_data(loaded, workbench, bundle.work / "tables", anew=anew)
            findings += found
        with stage("measures"):
            figures = figures_of(loaded, tables)
        with stage("exhibits"):
            copies = copies_of(loaded, figures, tables, workbench, bundle.work, bundle.built)
            findings += not_shown(copies[0].report.edition, copies[0].released)
        with stage("manuscript"):
            layout = workbench.templates, formats, loaded.profile.style, loaded.council
            furnished = [beside.submit(furnish, copy.folder, *layout) for copy in copies]
            workbooks = Workbooks(beside, moment)
            make = in_kernels(kernels, beside, workbooks.begin)
            manuscripts, checklist = gone_through(copies, loaded, figures, workbench, findings, make)
            for copy, manuscript in zip(copies, manuscripts, strict=True):
                write_manuscript(manuscript, copy.report, formats, copy.folder, draft=checklist.is_open)
        with stage("render"):
            finished = workbooks.finish(draft=checklist.is_open)
            for copy, is_furnished in zip(copies, furnished, strict=True):
                is_furnished.result()
                findings += render(copy.folder, formats, typesetter, moment)
            finished.result()
        with stage("release"):
            if figures.quality:
                page, notice = bundle.built / QUALITY_PAGE, copies[-1].report.notice
                write_quality_page(page, figures, tables, findings, title=loaded.title, notice=notice)
            made = describe(loaded, tables.digests, formats, typesetter, workbench, draft=checklist.is_open)
            secrets = secrets_of(loaded, figures, copies[0].released, tables)
            findings += secrets.unsearchable()
            kept = seal(bundle, made, findings, checklist, secrets)
    return Outcome(bundle.sealed, bundle.shown_files(), tuple(findings), tuple(kept), checklist, loaded)


def freshness(
    edition: str | Path,
    *,
    root: Path | None = None,
    out: Path | None = None,
    formats: Sequence[str] | None = FORMATS,
    engine: EngineName = "auto",
    settings: Mapping[str, str] | None = None,
) -> Freshness:
    """Say whether the sealed bundle of an edition is what such a run would make now, and if not, why.

    Nothing is run. With formats None those of the bundle are meant. Raises the package's errors where the edition or
    its data cannot be read.
    """
    workbench = find_workbench(root)
    typesetter = choose_engine(engine)
    loaded, _ = load_edition(edition, workbench, KNOWN, settings)
    bundle = Bundle((out or workbench.outputs).resolve(), bundle_id(loaded.id, loaded.settings))
    return freshness_of(bundle, loaded, workbench, formats, typesetter)


def status(root: Path | None = None) -> list[Standing]:
    """Return how each edition of params/ stands: its report fresh, or stale and because of what, or none.

    Nothing is run. One that cannot be read is said to be wrong, and stops no other.
    """
    workbench = find_workbench(root)
    return [_standing(id_, workbench) for id_ in edition_ids(workbench)]


def _standing(id_: str, workbench: Workbench) -> Standing:
    bundle = Bundle(workbench.outputs, id_)
    failed = bundle.failed if bundle.has_failed else None
    try:
        return Standing(id_, freshness(id_, root=workbench.root, formats=None), failed)
    except ReportError as problem:
        return Standing(id_, None, failed, str(problem.args[0]))


def verify(named: str | Path, *, root: Path | None = None, progress: Progress | None = None) -> Verdict:
    """Make the report of a sealed bundle again, in a folder of its own, and say whether every file is the same.

    `named` is the bundle's folder, or an edition, by its id or path, that has one in outputs/. Nothing of the bundle is
    changed or locked. Raises UsageError where it is no bundle that can be verified.
    """
    workbench = find_workbench(root)
    bundle = find_bundle(named, workbench)
    with for_now() as folder:
        sealed = as_sealed(bundle, folder / "sealed")
        try:
            again = run(
                sealed.made_from(named, workbench), root=workbench.root, out=folder / "again", formats=sealed.formats,
                engine=sealed.engine, settings=sealed.settings, progress=progress, anew=True,
            )  # fmt: skip
        except UsageError:  # of this machine: no room, no right to write
            raise
        except ReportError as problem:
            return not_made_again(sealed, problem, workbench)
        return compare(sealed, again.bundle)


def gone_through(
    copies: Sequence[Copy],
    edition: Edition,
    figures: Figures,
    workbench: Workbench,
    findings: list[Finding],
    make: Make,
) -> tuple[list[Manuscript], Checklist]:
    """Return the manuscripts of a report's copies, each as `make` makes it, and its checklist.

    What is found on the way is added to `findings`.

    It is checked before the pages are made, since each of them says whether the report is a draft; as the last copy
    has it, which holds all that any has; and as the edition's own files say it, so that each finding names its place.
    """
    manuscripts = [make(copy, edition.path, workbench) for copy in copies]
    report = replace(copies[-1].report, edition=edition)
    findings += [*replace(report, figures=figures).narrative_findings, *manuscripts[-1].findings]
    checklist = check_report(report, manuscripts[-1], findings)
    findings += checklist.findings
    return manuscripts, checklist


def check(
    edition: str | Path, *, root: Path | None = None, settings: Mapping[str, str] | None = None
) -> tuple[Checklist, Edition]:
    """Return the checklist of an edition, made from its notebook as a run would print it, and the edition.

    Nothing is rendered or kept. Raises the package's errors where the report cannot be made.
    """
    workbench = find_workbench(root)
    loaded, findings = load_edition(edition, workbench, KNOWN, settings)
    with (
        for_now() as folder, in_several_threads() as beside,
        kernels_for([folder / names_of_copies(loaded)[-1]], workbench) as kernels,
    ):  # fmt: skip
        tables, found = read_data(loaded, workbench, folder / "tables")
        figures = figures_of(loaded, tables)
        copies = copies_of(loaded, figures, tables, workbench, folder, folder / "bundle")
        findings += [*found, *not_shown(copies[0].report.edition, copies[0].released)]
        make = in_kernels(kernels, beside)
        return gone_through(copies[-1:], loaded, figures, workbench, findings, make)[1], loaded


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
            accounts = () if tables.is_empty else tuple(tables.accounts)
            figures = figures_of(loaded, tables)
            if html and figures.quality:
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
