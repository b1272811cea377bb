"""The narrative of a new edition: the last one's files, word for word, and what in them an officer has to look at.

Params stage. Placeholders print the new figures by themselves. Sentences are an officer's own, so none is changed:
those that name a period or a day are listed, and all count as not confirmed until `narrative_confirmed` is filled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sv_report.params.council.profile import Section
from sv_report.params.gate.narrative import ENDING
from sv_report.params.new_edition.last import LastEdition
from sv_report.params.new_edition.places import COMMENT
from sv_report.params.new_edition.times import named_times
from sv_report.params.new_edition.whys import FLAG
from sv_report.params.text import line_at, read_text
from sv_report.params.words.code_blocks import without_code
from sv_report.params.workbench import Workbench


@dataclass(frozen=True)
class Dated:
    """Words of a line that name a period, a day or the last edition: the path, the line, from 1, and the words."""

    path: Path
    line: int
    words: str


@dataclass(frozen=True)
class CarriedWords:
    """The files of the last edition's folder that are carried and those that are not, and the sections not written."""

    carried: tuple[Path, ...]
    left: tuple[Path, ...]
    unwritten: tuple[Section, ...]


def words_of(last: LastEdition, workbench: Workbench) -> CarriedWords:
    """Return what the last edition's folder holds: Markdown is carried, an appendix or another file is not."""
    entries = sorted(last.folder.iterdir()) if last.folder.is_dir() else []
    seen = [path for path in entries if not path.name.startswith((".", "~"))]
    appendices = {(workbench.root / one.file).resolve() for one in last.typed.appendices if one.file}
    carried = tuple(
        path
        for path in seen
        if path.is_file() and path.suffix.casefold() == ENDING and path.resolve() not in appendices
    )
    written = {path.stem.casefold() for path in carried if (read_text(path, "")[0] or "x").strip()}
    unwritten = (section for section in last.profile.narrative_sections if section.id not in written)
    return CarriedWords(carried, tuple(path for path in seen if path not in carried), tuple(unwritten))


def dated_words(path: Path) -> Iterator[Dated]:
    """Yield the words of a narrative's file that name a period or a day, by hand and not by a placeholder."""
    text = without_code(read_text(path, "")[0] or "")
    for named in named_times(text):
        yield Dated(path, line_at(text, named.start), " ".join(named.text.split()))


def dated_comments(path: Path, last: str) -> Iterator[Dated]:
    """Yield the comments of an edition's file, flags left out, that name a period, a day or the last edition."""
    text = read_text(path, "")[0] or ""
    for match in COMMENT.finditer(text):
        if not match[0].startswith(FLAG) and (named_times(match[0]) or last in match[0]):
            yield Dated(path, line_at(text, match.start()), match[0])
