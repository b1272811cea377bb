"""An edition's narrative: what officers wrote for its sections, checked before anything runs.

Params stage. Takes the folder beside an edition's file, gives a `Narrative` for each section written, and
findings for what is missing, misnamed, unknown or kept out of the dialect.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from sv_report.findings import Finding, Where
from sv_report.params.dialect import trespasses
from sv_report.params.edition import Narrative
from sv_report.params.known import Known
from sv_report.params.nearest import advice
from sv_report.params.placeholder import FORMS, ExhibitReference, FactReference, Malformed, Piece, Text, scan
from sv_report.params.profile import CouncilProfile, Section
from sv_report.params.text import read_text
from sv_report.params.workbench import Workbench

ENDING = ".md"
WRITTEN_IN = (".txt", ".markdown", ".doc", ".docx", ".odt", ".rtf")  # where words may be that are not read


def read_narrative(
    folder: Path, profile: CouncilProfile, workbench: Workbench, known: Known, appendices: Collection[Path] = ()
) -> tuple[dict[str, Narrative], list[Finding]]:
    """Return the sections that are written, by id, and what was found; `appendices` are files to pass over."""
    files = [path for path in _files(folder) if path.resolve() not in appendices]
    shown = {path: workbench.shown(path, beside=folder.parent) for path in files}
    by_section, findings = _sorted_out(files, profile, shown)
    written: dict[str, Narrative] = {}
    for section, path in by_section.items():
        narrative, found = _read(profile.section(section), path, shown[path])
        findings += found
        if narrative:
            written[section] = narrative
            findings += _findings(narrative, profile.section(section), known)
    return written, findings + list(_missing(written, profile, workbench.shown(folder, beside=folder.parent)))


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


def _missing(written: Collection[str], profile: CouncilProfile, folder: str) -> Iterator[Finding]:
    for section in profile.narrative_sections:
        if section.id not in written:
            form = profile.wording.draft if section.written_by == "officer" else profile.wording.draft_from_figures
            message = f'No narrative for {section.heading}: the page says "{form.format(writer=section.writer)}"'
            file = f"{folder}/{section.id}{ENDING}"
            yield Finding("narrative.missing", "warning", message, Where(file), f"Write the section's words in {file}.")


def _findings(narrative: Narrative, section: Section, known: Known) -> Iterator[Finding]:
    for trespass in trespasses(narrative.text, section.level, narrative.first_line):
        where = Where(narrative.file, row=trespass.line, found=trespass.text)
        rule = f"narrative.{trespass.kept_out.name}"
        yield Finding(rule, "error", trespass.kept_out.message, where, trespass.kept_out.remedy)
    for piece in scan(narrative.text, narrative.first_line):
        if not isinstance(piece, Text):
            yield from _placeholder(piece, narrative.file, known)


def _placeholder(piece: Piece | Malformed, file: str, known: Known) -> Iterator[Finding]:
    match piece:
        case Malformed():
            yield _error("narrative.placeholder", f"{piece.text}: {piece.why}", file, FORMS, piece.line, piece.text)
        case FactReference() if piece.base not in known.facts:
            remedy = f"{advice(piece.base, known.facts)} sv-report facts lists them.".strip()
            yield _error(
                "narrative.unknown_fact", f"There is no fact {piece.base}.", file, remedy, piece.line, piece.id
            )
        case ExhibitReference() if piece.name not in known.exhibits:
            message, remedy = f"There is no exhibit {piece.name!r}.", advice(piece.name, known.exhibits)
            yield _error("narrative.unknown_exhibit", message, file, remedy, piece.line, piece.name)
        case ExhibitReference() if not piece.alone:
            message = f"The exhibit {piece.name} stands within a line of words."
            remedy = "Put it on a line of its own, with a blank line above and below."
            yield _error("narrative.exhibit_in_line", message, file, remedy, piece.line, piece.name)


def _error(
    rule: str, message: str, file: str, remedy: str, row: int | None = None, found: str | None = None
) -> Finding:
    return Finding(rule, "error", message, Where(file, row=row, found=found), remedy)
