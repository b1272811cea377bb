"""A new edition, begun from the last: one function, of the command's name.

Above the line, beside `pipeline`: the command of `cli_new` calls it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding
from sv_report.manuscript import KNOWN
from sv_report.params import Section, find_workbench, load_edition
from sv_report.params.deadlines.dates import Deadlines, deadlines_for
from sv_report.params.new_edition.carried import carry
from sv_report.params.new_edition.carried_words import Dated, dated_comments, dated_words, words_of
from sv_report.params.new_edition.edits import Change, Flag
from sv_report.params.new_edition.last import editions_from, find_last
from sv_report.params.new_edition.writing import BOM, refuse_what_is_there, write_edition

TO_WRITE = "narrative.missing"  # the gate's rule for a section without words; `unwritten` says more


@dataclass(frozen=True)
class Begun:
    """A new edition: its file and folder, the edition it was written from, and what an officer has to look at.

    `later` are the ids of editions for this meeting or a later one, where the last was not named. `changes` were put
    forward; `flags` are lines to confirm; `dated` words name a period or a day; `unwritten` are the sections that no
    file holds; `left` are files of the last folder that were not carried; `findings` are the gate's.
    """

    id: str
    path: Path
    folder: Path
    last: str
    later: tuple[str, ...]
    meeting: date
    deadlines: Deadlines
    changes: tuple[Change, ...]
    flags: tuple[Flag, ...]
    carried: tuple[Path, ...]
    left: tuple[Path, ...]
    dated: tuple[Dated, ...]
    unwritten: tuple[Section, ...]
    has_data: bool
    findings: tuple[Finding, ...]


def new(meeting: date, *, name: str = "", source: str | Path | None = None, root: Path | None = None) -> Begun:
    """Write the edition for a meeting from the last one, everything dated put forward or flagged.

    Its id is the meeting's date, with `name` behind it where there is one; `source` is the edition to write from, an id
    or a path. Raises EditionError where anything of that id is there, or where the last cannot be told or read.
    """
    workbench = find_workbench(root)
    id_ = f"{meeting}-{name}" if name else meeting.isoformat()
    refuse_what_is_there(id_, workbench)
    later = [] if source else editions_from(meeting, workbench)
    last = find_last(meeting, name, source, workbench)
    deadlines = deadlines_for(meeting, last.profile)
    made, words = carry(last, meeting, deadlines), words_of(last, workbench)
    path = write_edition(id_, (BOM if last.has_mark else "") + made.text, words.carried, workbench)
    folder = path.with_suffix("")
    carried = tuple(folder / file.name for file in words.carried)
    dated = [*dated_comments(path, last.id), *(one for file in carried for one in dated_words(file))]
    try:
        findings: tuple[Finding, ...] = tuple(load_edition(id_, workbench, KNOWN)[1])
    except EditionError as problem:
        findings = problem.findings
    findings = tuple(one for one in findings if one.rule != TO_WRITE and one.severity != "note")
    return Begun(
        id=id_, path=path, folder=folder, last=last.id, later=tuple(later), meeting=meeting, deadlines=deadlines,
        changes=made.changes, flags=made.flags, carried=carried, left=words.left, dated=tuple(dated),
        unwritten=words.unwritten, has_data=bool(last.typed.data), findings=findings,
    )  # fmt: skip
