"""The last edition: which one a new edition is written from, and what it says.

Params stage. Takes the workbench and the new meeting, gives the edition's file as it was typed with its values.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where, errors
from sv_report.params.council.profile import CouncilProfile
from sv_report.params.council.profiles import profile_of
from sv_report.params.edition_file import EditionTyped
from sv_report.params.loading import find_edition
from sv_report.params.text import read_text
from sv_report.params.typed.fields import read_day
from sv_report.params.typed.forms import at, fill
from sv_report.params.typed.yaml_file import YamlFile, read_yaml
from sv_report.params.workbench import Workbench, edition_files

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MEND = "Mend that file first, or name the edition to write from with --from."


@dataclass(frozen=True)
class LastEdition:
    """An edition to write the next from: its file, the text of it as it was typed, its values and its council."""

    id: str
    path: Path
    text: str
    has_mark: bool  # the mark that Windows programs put before UTF-8
    typed: EditionTyped
    profile: CouncilProfile

    @property
    def folder(self) -> Path:
        """The folder of its narrative."""
        return self.path.with_suffix("")


def find_last(meeting: date, slug: str, source: str | Path | None, workbench: Workbench) -> LastEdition:
    """Return the edition to write from: the one named, else the last before a meeting.

    With a slug that is the last of the same slug, without one the last whose id is a bare date; where there is none
    such, the last of all. Raises EditionError where there is none, or where a file cannot be read.
    """
    path = find_edition(source, workbench)[0] if source else _before(meeting, slug, workbench)
    last = read_last(path, workbench)
    if last.typed.meeting.date >= meeting:
        raise EditionError(
            f"The meeting on {meeting} is not after that of the edition {last.id}, {last.typed.meeting.date}. "
            "Give a later --meeting, or name an earlier edition with --from."
        )
    return last


def editions_from(meeting: date, workbench: Workbench) -> list[str]:
    """Return the ids of the editions for this meeting or a later one."""
    return sorted(path.stem for path, day in _meetings(workbench).items() if day >= meeting)


def _before(meeting: date, slug: str, workbench: Workbench) -> Path:
    """Return the file of the last edition before a meeting."""
    meetings = _meetings(workbench)
    if not meetings:
        raise EditionError("params/ holds no edition to write from. README.md shows a first one to copy and fill in.")
    earlier = {path: day for path, day in meetings.items() if day < meeting}
    if not earlier:
        first = min(meetings, key=lambda path: meetings[path])
        raise EditionError(
            f"No edition has a meeting before {meeting}; the first is {first.stem}, on {meetings[first]}. "
            "Give a later --meeting."
        )
    bare = [path for path in earlier if DATE.fullmatch(path.stem)]
    alike = [path for path in earlier if slug and re.fullmatch(f"{DATE.pattern}-{re.escape(slug)}", path.stem)]
    return max(alike or bare or earlier, key=lambda path: (earlier[path], path.stem))


def _meetings(workbench: Workbench) -> dict[Path, date]:
    """Return the day of each edition's meeting; raise EditionError where a file does not say it."""
    days: dict[Path, date] = {}
    findings: list[Finding] = []
    for path in edition_files(workbench):
        file, found = _read(path, workbench)
        try:
            days[path] = read_day(at(file.tree, ("meeting", "date")) if file else None)
        except ValueError:
            where = file.where(("meeting", "date")) if file else Where(workbench.shown(path))
            message = "The day of the meeting cannot be read, so the last edition is not known."
            findings += errors(found) or [Finding("edition.no_meeting", "error", message, where, MEND)]
    if findings:
        raise EditionError("The last edition cannot be told: a file of params/ cannot be read.", findings)
    return days


def read_last(path: Path, workbench: Workbench) -> LastEdition:
    """Return an edition's file with its values; raise EditionError with what is wrong in it."""
    file, findings = _read(path, workbench)
    filled = fill(EditionTyped, file, "edition") if file else None
    findings += filled.findings if filled else []
    typed = filled.values if filled else None
    if typed is None or errors(findings):
        raise EditionError(f"The edition {path.stem} cannot be written from: it has errors.", errors(findings))
    profile = profile_of(typed.council, workbench)
    text, has_mark = _as_typed(path, workbench)
    return LastEdition(path.stem, path, text, has_mark, typed, profile)


def _read(path: Path, workbench: Workbench) -> tuple[YamlFile | None, list[Finding]]:
    shown = workbench.shown(path, beside=path.parent)
    text, findings = read_text(path, shown)
    if text is None:
        return None, findings
    file = read_yaml(text, shown, "edition")
    return (file if file.tree else None), [*findings, *file.findings]


def _as_typed(path: Path, workbench: Workbench) -> tuple[str, bool]:
    """Return the text of a file with its own line ends, and whether a mark stood before it."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:  # an older form, which the new file does not keep
        return read_text(path, workbench.shown(path))[0] or "", False
    return text.removeprefix("\ufeff"), text.startswith("\ufeff")
