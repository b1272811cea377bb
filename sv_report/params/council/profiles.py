"""Council profiles on disk: which there are, and one of them read and checked.

Params stage. Takes a council's name, gives its `CouncilProfile` or findings that say what is wrong with it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, errors
from sv_report.params.council.dated import Dated
from sv_report.params.council.days_off import DaysOff
from sv_report.params.council.decimals import doubtful
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.council.ratings import best_first, faults_of
from sv_report.params.council.style import FACES, HouseStyle
from sv_report.params.nearest import advice
from sv_report.params.text import read_text
from sv_report.params.typed.forms import Issue, fill, located
from sv_report.params.typed.yaml_file import Loc, read_yaml
from sv_report.params.workbench import Workbench

FILE = "profile.yml"


def council_names(workbench: Workbench) -> list[str]:
    """Return the names of the council profiles: the folders of templates/ that hold a profile.yml."""
    return sorted(path.parent.name for path in workbench.templates.glob(f"*/{FILE}"))


def profile_of(council: str, workbench: Workbench) -> CouncilProfile:
    """Return a council's profile; raise EditionError where there is none, or with all that is wrong with it."""
    names = council_names(workbench)
    if council not in names:
        remedy = advice(council, names, "Make a folder in templates/ with a profile.yml.")
        raise EditionError(f"There is no council profile {council!r}. {remedy}")
    profile, findings = read_profile(council, workbench)
    if profile is None:
        raise EditionError(f"The profile of {council} cannot be used.", findings)
    return profile


def read_profile(council: str, workbench: Workbench) -> tuple[CouncilProfile | None, list[Finding]]:
    """Return a council's profile and what was found in reading it; None where an error was."""
    path = workbench.templates / council / FILE
    text, findings = read_text(path, workbench.shown(path))
    if text is None:
        return None, findings
    typed = read_yaml(text, workbench.shown(path), "profile")
    findings += typed.findings
    if errors(typed.findings) and not typed.tree:
        return None, findings
    filled = fill(CouncilProfile, typed, "profile")
    findings += filled.findings
    if filled.values:
        issues = [*_checks(filled.values), *_files_of_style(filled.values.style, path.parent)]
        findings += located(issues, typed, filled.bad)
    if filled.values is None or errors(findings):
        return None, findings
    return filled.values.model_copy(update={"rating_bands": best_first(filled.values.rating_bands)}), findings


def _checks(profile: CouncilProfile) -> Iterator[Issue]:
    yield from _sections(profile)
    yield from _intervals(profile.corporate_priorities, "corporate_priorities")
    yield from _intervals(profile.key_decision_threshold, "key_decision_threshold")
    yield from _units(profile)
    yield from _summary(profile)
    yield from _internal_deadline(profile)
    yield from _style(profile.style)
    yield from _days_off(profile.closure_days, "closure_days")
    yield from _days_off(profile.extra_holidays, "extra_holidays")
    for fault in faults_of(profile.rating_bands):
        loc: Loc = ("rating_bands", fault.number, fault.field)
        yield _issue(fault.message, fault.remedy, loc, ("rating_bands",))


def _sections(profile: CouncilProfile) -> Iterator[Issue]:
    levels: dict[str, int] = {}
    for number, section in enumerate(profile.sections):
        loc: Loc = ("sections", number)
        if section.id in levels:
            yield _issue(f"Two sections have the id {section.id}.", "Give each its own.", (*loc, "id"))
        if section.parent and section.parent not in levels:
            remedy = "Write the id of a section above it, or delete parent."
            yield _issue(f"No section above has the id {section.parent}.", remedy, (*loc, "parent"))
        right = levels.get(section.parent or "", 1) + 1
        if section.level != right:
            message = f"The heading {section.heading} is at level {section.level}, so a level is skipped or lost."
            yield _issue(message, f"Write level: {right}.", (*loc, "level"), (*loc, "parent"))
        if section.written_by != "package" and not section.writer:
            yield _issue(f"Nobody is named to write {section.heading}.", "Add writer: and who it is.", (*loc, "writer"))
        levels[section.id] = section.level


def _intervals(intervals: Sequence[Dated], name: str) -> Iterator[Issue]:
    for number, dated in enumerate(intervals):
        if dated.until and dated.until < dated.first:
            yield _issue("The interval ends before it begins.", "Change from or until.", (name, number, "until"))
    for number, (earlier, later) in enumerate(pairwise(intervals)):
        if later.first <= (earlier.until or date.max):
            message = f"The interval from {later.first} begins before the one above it has ended."
            remedy = "Give the one above an until before that day, and put the earliest first."
            yield _issue(message, remedy, (name, number + 1, "from"), (name, number))


def _internal_deadline(profile: CouncilProfile) -> Iterator[Issue]:
    """The final report is due internally by the day of publication: one working day more than are clear after it."""
    given, least = profile.internal_deadline_working_days, profile.published_working_days + 1
    if given < least:
        message = f"{given} working days before the meeting, the report would be due after it is published."
        loc: Loc = ("internal_deadline_working_days",)
        yield _issue(
            message, f"Write internal_deadline_working_days: {least} or more.", loc, ("published_working_days",)
        )


def _days_off(several: Sequence[DaysOff], name: str) -> Iterator[Issue]:
    for number, days_off in enumerate(several):
        if fault := days_off.fault:
            field, message, remedy = fault
            yield _issue(message, remedy, (name, number, field), (name, number))


def _summary(profile: CouncilProfile) -> Iterator[Issue]:
    """The section that is the summary is one: its length is checked, and the key decision is said in it."""
    ids = [section.id for section in profile.sections]
    name = profile.checks.summary_section
    if name not in ids:
        message = f"No section has the id {name}, which is to be the summary."
        yield _issue(message, advice(name, ids), ("checks", "summary_section"))


def _style(style: HouseStyle) -> Iterator[Issue]:
    """Colours that cannot be read on what is behind them."""
    for field, message, remedy in style.faults():
        yield _issue(message, remedy, ("style", *field))


def _files_of_style(style: HouseStyle, folder: Path) -> Iterator[Issue]:
    """The logo and the typeface of the PDF, which lie beside the profile."""
    if style.logo:
        for name in sorted({style.logo.file, style.logo.for_word}):
            if not (folder / name).is_file():
                yield _issue(f"There is no {name} beside the profile.", "Put it there.", ("style", "logo", "file"))
    if style.typefaces.is_own:
        missing = [name for name in (*FACES, "LICENSE.txt") if not list((folder / "fonts").glob(f"*{name}"))]
        for name in missing:
            message = f"The folder fonts beside the profile has no file whose name ends in {name}."
            yield _issue(message, "Put it there, or write pdf: Arimo.", ("style", "typefaces", "pdf"))


def _units(profile: CouncilProfile) -> Iterator[Issue]:
    """Units that are nearly the usual ones: a council's data may have them, but a slip would go unseen."""
    for unit, meant in doubtful(profile.decimals):
        message = f"{unit} is not a usual unit, so that its decimals may be those of nothing."
        remedy = f"Did you mean {meant}? Leave it where the data's measures have the unit {unit}."
        yield Issue("profile.unusual_unit", "warning", message, remedy, ("decimals", unit))


def _issue(message: str, remedy: str, loc: Loc, *rests_on: Loc) -> Issue:
    return Issue("profile.wrong_value", "error", message, remedy, loc, rests_on)
