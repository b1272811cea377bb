"""An edition's narrative: what officers wrote for its sections, checked before anything runs.

Params stage. Takes the folder beside an edition's file, gives a `Narrative` for each section written, and the
council's draft of each that is not; with findings for what is missing, misnamed, unknown or kept out of the
dialect.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sv_report.findings import Finding, Where
from sv_report.params.council.profile import CouncilProfile, Section
from sv_report.params.edition import Narrative
from sv_report.params.known import Known
from sv_report.params.nearest import advice
from sv_report.params.text import read_text
from sv_report.params.words.code_blocks import without_code, without_indented
from sv_report.params.words.dialect import trespasses
from sv_report.params.words.placeholder import FORMS, ExhibitReference, FactReference, Malformed, Piece, Text, scan
from sv_report.params.workbench import Workbench

ENDING = ".md"
LISTS = "sv-report facts EDITION lists them."
WRITTEN_IN = (".txt", ".markdown", ".doc", ".docx", ".odt", ".rtf")  # where words may be that are not read


@dataclass(frozen=True)
class Texts:
    """The texts of a report's sections, by the sections' ids: those written, and the council's drafts of the rest."""

    written: dict[str, Narrative]
    drafts: dict[str, Narrative]


def read_narrative(
    folder: Path,
    drafts: Path,
    profile: CouncilProfile,
    workbench: Workbench,
    known: Known,
    appendices: Collection[Path] = (),
    *,
    has_data: bool = True,
) -> tuple[Texts, list[Finding]]:
    """Return the texts that will be printed, and what was found; `appendices` are files to pass over.

    `folder` holds the narrative, `drafts` the council's drafts, of which there is none without data to draft from.
    """
    files = [path for path in _files(folder) if path.resolve() not in appendices]
    shown = {path: workbench.shown(path, beside=folder.parent) for path in files}
    by_section, findings = _sorted_out(files, profile, shown)
    written, found = _checked(by_section, shown, profile, known)
    drafted = {
        section.id: path
        for section in profile.narrative_sections
        if has_data and section.id not in written and section.written_by == "draft"
        and (path := drafts / f"{section.id}{ENDING}").is_file()
    }  # fmt: skip
    texts, of_drafts = _checked(drafted, {path: workbench.shown(path) for path in drafted.values()}, profile, known)
    missing = _missing(Texts(written, texts), profile, workbench.shown(folder, beside=folder.parent))
    figures = [] if has_data else [finding for text in written.values() for finding in _of_no_data(text)]
    return Texts(written, texts), [*findings, *found, *of_drafts, *figures, *missing]


def _of_no_data(narrative: Narrative) -> Iterator[Finding]:
    """Yield the facts and exhibits of a text whose report rests on no data."""
    for piece in scan(narrative.text, narrative.first_line):
        if isinstance(piece, FactReference | ExhibitReference):
            name = piece.id if isinstance(piece, FactReference) else piece.name
            message = f"{name} is made from monitoring data, and the edition has none."
            remedy = "Write the words without it, or name a data source in the edition."
            yield _error("narrative.without_data", message, narrative.file, remedy, piece.line, name)


def _checked(
    files: dict[str, Path], shown: dict[Path, str], profile: CouncilProfile, known: Known
) -> tuple[dict[str, Narrative], list[Finding]]:
    """Return the texts of files by their sections, blank ones left out, and what was found in them."""
    texts: dict[str, Narrative] = {}
    findings: list[Finding] = []
    for id_, path in files.items():
        text, found = _read(profile.section(id_), path, shown[path])
        findings += found
        if text:
            texts[id_] = text
            findings += _findings(text, profile.section(id_), known)
    return texts, findings


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    seen = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~")))
    return sorted(path for path in seen if path.suffix.casefold() in (ENDING, *WRITTEN_IN))


def _sorted_out(
    files: list[Path], profile: CouncilProfile, shown: dict[Path, str]
) -> tuple[dict[str, Path], list[Finding]]:
    """Return the file of each section, and findings for files that are no section's."""
    ids = [section.id for section in profile.narrative_sections]
    by_section: dict[str, Path] = {}
    findings: list[Finding] = []
    for path in files:
        section = path.stem.casefold()
        if path.suffix.casefold() != ENDING:
            message = f"{path.name} is not read: narrative is Markdown, in a file that ends in .md."
            findings.append(_error("narrative.ending", message, shown[path], _as_markdown(path, ids)))
        elif section not in ids:
            findings.append(_no_section(path, shown[path], profile))
        elif section in by_section:
            message = f"Two files hold the section {section}: {by_section[section].name} and {path.name}."
            findings.append(
                _error("narrative.twice", message, shown[path], "Put the words in one, and delete the other.")
            )
        else:
            by_section[section] = path
    return by_section, findings


def _as_markdown(path: Path, ids: Collection[str]) -> str:
    return f"Save the words as plain text in a file of this folder. {advice(path.name.split('.')[0], ids)}"


def _no_section(path: Path, shown: str, profile: CouncilProfile) -> Finding:
    ids = [section.id for section in profile.narrative_sections]
    made = {section.id: section for section in profile.sections if section.written_by == "package"}
    section = made.get(path.stem.casefold())
    if section:
        message = (
            f"The section {section.heading} is made from the edition's fields, so {path.name} would not be printed."
        )
        return _error("narrative.not_written", message, shown, "Change the field in the edition, and delete the file.")
    message = f"{path.stem} is no section of {profile.name}'s report, so {path.name} would not be printed."
    return _error("narrative.unknown_section", message, shown, f"Rename the file. {advice(path.stem, ids)}")


def _read(section: Section, path: Path, shown: str) -> tuple[Narrative | None, list[Finding]]:
    text, findings = read_text(path, shown)
    if text is None or not text.strip():
        return None, findings
    blank = len(text) - len(text.lstrip())
    first_line = text.count("\n", 0, blank) + 1
    body = text.split("\n", first_line - 1)[-1].rstrip() + "\n"
    return Narrative(section.id, path, body, first_line, shown), findings


def _missing(texts: Texts, profile: CouncilProfile, folder: str) -> Iterator[Finding]:
    for section in profile.narrative_sections:
        if section.id not in texts.written and (section.required or section.id in texts.drafts):
            form = profile.wording.draft_from_figures if section.id in texts.drafts else profile.wording.draft
            message = f'No narrative for {section.heading}: the page says "{form.format(writer=section.writer)}"'
            file = f"{folder}/{section.id}{ENDING}"
            yield Finding("narrative.missing", "warning", message, Where(file), f"Write the section's words in {file}.")


def _findings(narrative: Narrative, section: Section, known: Known) -> Iterator[Finding]:
    for trespass in trespasses(narrative.text, section.level, narrative.first_line, with_exempt=True):
        where = Where(narrative.file, row=trespass.line, found=trespass.text)
        rule = f"narrative.{trespass.kept_out.name}"
        yield Finding(rule, "error", trespass.kept_out.message, where, trespass.kept_out.remedy)
    in_words = without_indented(without_code(narrative.text))  # those in code are named already
    for piece in scan(in_words, narrative.first_line):
        if not isinstance(piece, Text):
            yield from _placeholder(piece, narrative.file, known)


def _placeholder(piece: Piece | Malformed, file: str, known: Known) -> Iterator[Finding]:
    match piece:
        case Malformed():
            yield _error("narrative.placeholder", f"{piece.text}: {piece.why}", file, FORMS, piece.line, piece.text)
        case FactReference():
            yield from _fact(piece, file, known)
        case ExhibitReference() if piece.name not in known.exhibits:
            message, remedy = f"There is no exhibit {piece.name!r}.", advice(piece.name, known.exhibits)
            yield _error("narrative.unknown_exhibit", message, file, remedy, piece.line, piece.name)
        case ExhibitReference() if not piece.alone:
            message = f"The exhibit {piece.name} stands within a line of words."
            remedy = "Put it on a line of its own, with a blank line above and below."
            yield _error("narrative.exhibit_in_line", message, file, remedy, piece.line, piece.name)


def _fact(piece: FactReference, file: str, known: Known) -> Iterator[Finding]:
    """Yield what is wrong with a fact's name; whether a member is in the data is seen when the figures are there."""
    fact = known.facts.get(piece.base)
    by = fact.by if fact else ()
    if fact is None:
        rule, message = "unknown_fact", f"There is no fact {piece.base}."
        remedy = f"{advice(piece.base, known.facts)} {LISTS}".strip()
    elif piece.dimension is None and not fact.whole:
        rule, message = "no_whole", f"{piece.base} is not given for all together, only by {' and '.join(by)}."
        remedy = f"{_forms(piece.base, by)} {LISTS}"
    elif piece.dimension is not None and piece.dimension not in by:
        rule, message = "unknown_dimension", f"{piece.base} is not given by {piece.dimension}."
        remedy = advice(piece.dimension, by, f"Write {{{{ {piece.base} }}}}.")
    elif piece.dimension is not None and piece.member is None:
        rule, message = "no_member", f"{piece.id} names no member of {piece.dimension}."
        remedy = f"{_forms(piece.base, (piece.dimension,))} {LISTS}"
    else:
        return
    yield _error(f"narrative.{rule}", message, file, remedy, piece.line, piece.id)


def _forms(base: str, by: Collection[str]) -> str:
    """Return the forms of a fact that is asked for by a member."""
    return f"Write {' or '.join(f'{{{{ {base}.{dimension}.MEMBER }}}}' for dimension in by)}."


def _error(
    rule: str, message: str, file: str, remedy: str, row: int | None = None, found: str | None = None
) -> Finding:
    return Finding(rule, "error", message, Where(file, row=row, found=found), remedy)
