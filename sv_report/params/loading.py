"""An edition from its id or path, through the gate.

Params stage, the whole of it: reads the edition's file, lays settings over it, reads the council profile and
the narrative, and gives a frozen `Edition` or every error at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where, errors
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.council.profiles import council_names, read_profile
from sv_report.params.edition import (
    Accepted,
    Appendix,
    BackgroundPaper,
    Clearance,
    Contact,
    Edition,
    KeyDecision,
    Meeting,
)
from sv_report.params.edition_file import ALL, EditionTyped
from sv_report.params.exemption import Exemption, PrivateMeeting
from sv_report.params.gate.at_gate import AtGate
from sv_report.params.gate.exempt import named_by_the_public, unexplained, unmarked
from sv_report.params.gate.fields import check
from sv_report.params.gate.narrative import Texts, read_narrative
from sv_report.params.gate.placed import placed_nowhere, placed_twice
from sv_report.params.known import Known
from sv_report.params.nearest import advice
from sv_report.params.text import read_text
from sv_report.params.typed.forms import Issue, fill, located
from sv_report.params.typed.settings import lay_over
from sv_report.params.typed.yaml_file import YamlFile, read_yaml
from sv_report.params.workbench import ENDINGS, Workbench, edition_files, edition_ids

ID = re.compile(  # it names a folder of outputs/ on any machine, Windows too, and goes into commands
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\Z)[A-Za-z0-9][A-Za-z0-9_-]{0,99}", re.IGNORECASE
)
DRAFTS = "drafts"  # in a council's folder of templates/: its drafts of the sections, ID.md
ORDER = ("error", "warning", "note")


def load_edition(
    edition: str | Path, workbench: Workbench, known: Known, settings: Mapping[str, str] | None = None
) -> tuple[Edition, list[Finding]]:
    """Return an edition, and the warnings and notes about it.

    `edition` is an id (a file's stem in params/) or a path; `settings` are the pairs of `--set`. Raises
    EditionError with all that is wrong.
    """
    path, findings = find_edition(edition, workbench)
    loaded, found = _load(path, workbench, known, dict(settings or {}))
    findings = in_order([*findings, *found])
    if errors(findings) or loaded is None:
        count = len(errors(findings))
        raise EditionError(
            f"Edition {path.stem} has {count} error{'s' if count != 1 else ''}; nothing was run.", findings
        )
    return loaded, findings


def find_edition(edition: str | Path, workbench: Workbench) -> tuple[Path, list[Finding]]:
    """Return the file of an edition, and findings about its name; raise EditionError where there is no such file."""
    typed = str(edition)
    if Path(typed).suffix in ENDINGS:
        tried = (workbench.root / typed, Path.cwd() / typed)
        path = next((path.resolve() for path in tried if path.is_file()), None)
    else:
        path = next((path for path in edition_files(workbench) if path.stem == typed), None)
    if path is None:
        remedy = advice(Path(typed).stem, edition_ids(workbench), "params/ holds no editions: README.md shows one.")
        remedy = f"{remedy} sv-report status lists them."
        raise EditionError(f"There is no edition {typed}. {remedy}")
    return path, list(_name(path, workbench))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the worst first, then file by file, then by line."""
    listed = list(findings)
    files = list(dict.fromkeys(one.where.file for one in listed))
    return sorted(listed, key=lambda one: (ORDER.index(one.severity), files.index(one.where.file), one.where.row or 0))


def _name(path: Path, workbench: Workbench) -> Iterable[Finding]:
    shown = workbench.shown(path, beside=path.parent)
    if not ID.fullmatch(path.stem):
        message = f"{path.stem!r} cannot be an edition's id: it names folders and is typed in commands."
        yield Finding(
            "edition.id",
            "error",
            message,
            Where(shown),
            "Rename the file: a short name, with letters, digits, - and _ only.",
        )
    same = [other for other in path.parent.iterdir() if other.suffix in ENDINGS and other.is_file()]
    for other in sorted(other for other in same if other.stem.casefold() == path.stem.casefold() and other != path):
        message = f"Two files have the id {path.stem}: {path.name} and {other.name}."
        yield Finding("edition.id_twice", "error", message, Where(shown), "Rename or delete one of the two.")


@dataclass(frozen=True)
class _Council:
    """The profile of the edition's council, and what was found in reading it."""

    profile: CouncilProfile | None
    findings: list[Finding]
    names: list[str]


def _load(
    path: Path, workbench: Workbench, known: Known, settings: dict[str, str]
) -> tuple[Edition | None, list[Finding]]:
    shown = workbench.shown(path, beside=path.parent)
    text, findings = read_text(path, shown)
    if text is None:
        return None, findings
    file = read_yaml(text, shown, "edition")
    if not file.tree:
        return None, findings + file.findings
    lay_over(file, settings)
    filled = fill(EditionTyped, file, "edition")
    findings += [*file.findings, *filled.findings]
    typed = filled.values
    if typed is None:
        return None, findings
    council = _council(typed.council, workbench)
    at_gate = AtGate(path.stem, file.tree, typed, council.profile, council.names, workbench, known)
    findings += council.findings + located(check(at_gate), file, filled.bad)
    if council.profile is None:
        return None, findings
    files = {(workbench.root / one.file).resolve() for one in typed.appendices if one.file}
    drafts = workbench.templates / typed.council / DRAFTS
    texts, found = read_narrative(
        path.with_suffix(""), drafts, council.profile, workbench, known, files, has_data=bool(typed.data)
    )
    edition = _edition(file, path, typed, council.profile, texts, settings)
    notebook, _ = read_text(workbench.notebooks / f"{typed.notebook}.ipynb", "")
    of_words, issues = _against_words(edition, typed, notebook or "", known)
    return edition, [*findings, *found, *of_words, *located(issues, file, filled.bad)]


def _against_words(
    edition: Edition, typed: EditionTyped, notebook: str, known: Known
) -> tuple[list[Finding], list[Issue]]:
    """Return what is wrong between the fields and the texts: findings of the texts, issues of the edition's file."""
    findings, issues = placed_twice(edition.printed, edition.appendices, known)
    findings += placed_nowhere(edition.printed, edition.appendices, notebook, known)
    findings += named_by_the_public(edition.printed, edition.appendices, notebook, known)
    findings += unexplained(typed.exempt, edition.printed)
    return findings, [*issues, *unmarked(typed.exempt, edition.printed)]


def _council(name: str, workbench: Workbench) -> _Council:
    names = council_names(workbench)
    profile, findings = read_profile(name, workbench) if name in names else (None, [])
    return _Council(profile, findings, names)


def _edition(
    file: YamlFile,
    path: Path,
    typed: EditionTyped,
    profile: CouncilProfile,
    texts: Texts,
    settings: dict[str, str],
) -> Edition:
    """Return the frozen form of what was typed."""
    return Edition(
        id=path.stem,
        path=path,
        council=typed.council,
        profile=profile,
        notebook=typed.notebook,
        title=typed.title,
        meeting=Meeting(typed.meeting.body, typed.meeting.date),
        period=typed.period,
        data=typed.data,
        data_as_at=typed.data_as_at,
        report_of=typed.report_of,
        lead_member=typed.lead_member or "",
        contact=Contact(**typed.contact.model_dump()),
        divisions_affected=typed.divisions_affected,
        corporate_priorities=typed.corporate_priorities,
        decision=_decision(typed),
        recommendation=typed.recommendation,
        part=typed.part,
        reason_for_part_two=typed.reason_for_part_two or "",
        appendices=_appendices(typed),
        background_papers=tuple(BackgroundPaper(**one.model_dump()) for one in typed.background_papers),
        accept=tuple(Accepted(**one.model_dump()) for one in typed.accept),
        clearances=tuple(_clearance(one.office, typed) for one in profile.clearances),
        confirmed=_confirmed(typed, profile),
        notice_published=typed.notice_published,
        report_published=typed.report_published,
        last_report_data_as_at=typed.last_report_data_as_at,
        last_published=typed.last_published,
        narrative=texts.written,
        drafts=texts.drafts,
        exempt=tuple(_exempt(typed)),
        private=_private(typed),
        contents=typed.contents,
        settings=tuple(settings.items()),
        file=file,
    )


def _appendices(typed: EditionTyped) -> tuple[Appendix, ...]:
    exempt = {one.appendix.casefold() for one in typed.exempt if one.appendix}
    return tuple(Appendix(**one.model_dump(), exempt=one.label.casefold() in exempt) for one in typed.appendices)


def _exempt(typed: EditionTyped) -> Iterator[Exemption]:
    """Yield what is exempt; an appendix is named by its label as it is printed."""
    labels = {one.label.casefold(): one.label for one in typed.appendices}
    for one in typed.exempt:
        if frozen := one.frozen:
            is_appendix = frozen.kind == "appendix"
            yield replace(frozen, name=labels.get(frozen.name.casefold(), frozen.name)) if is_appendix else frozen


def _private(typed: EditionTyped) -> PrivateMeeting:
    return PrivateMeeting(
        typed.private_notice_published,
        typed.private_further_notice_published,
        typed.representations or "",
        typed.response or "",
        typed.urgency_agreed_by or "",
    )


def _decision(typed: EditionTyped) -> KeyDecision:
    told, reasons = typed.exception, tuple(dict.fromkeys(typed.key_decision_reasons))
    decision = KeyDecision(typed.key_decision, reasons, typed.expenditure_or_savings)
    if told is None:
        return decision
    return replace(
        decision,
        route=told.route,
        exception_date=told.date,
        agreed_by=told.agreed_by or "",
        exception_reason=told.reason.rstrip("."),
    )


def _clearance(office: str, typed: EditionTyped) -> Clearance:
    """Return the clearance of an office; one that the edition does not name is open."""
    given = next((one for one in typed.clearances if one.office.casefold() == office.casefold()), None)
    return Clearance(office, given.name or "", given.date) if given else Clearance(office)


def _confirmed(typed: EditionTyped, profile: CouncilProfile) -> dict[str, date]:
    """Return the day on which each section was confirmed: its own, else that of all."""
    days = typed.narrative_confirmed
    return {
        section.id: day
        for section in profile.narrative_sections
        if (day := days.get(section.id, days.get(ALL))) is not None
    }
