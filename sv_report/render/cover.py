"""The cover of the workbook: what its first sheet says, and how high its lines are.

Render stage: takes a report, gives the words of the cover, in the wording of its council.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sv_report.measures.fact import Fact
from sv_report.params.council.style import USUAL
from sv_report.render.fit import COVER_WIDTH, LINE, broken, height
from sv_report.render.sheet import FACTS, NOTES, clean

if TYPE_CHECKING:
    from sv_report.manuscript.report import Report


@dataclass(frozen=True)
class Cover:
    """What the workbook's first sheet says. `headline`, `contact` and `meeting` are lines and words as printed."""

    title: str
    council: str
    meeting: str
    period: str
    as_at: str
    contact: tuple[str, ...]
    not_cashable: str
    headline: tuple[str, ...] = ()
    notice: str = ""
    draft: bool = False
    brand: str = USUAL.colours.brand


def cover_of(report: "Report") -> Cover:
    """Return the cover of a report's workbook, in its council's wording, with the facts of the summary."""
    from sv_report.exhibits.sentences import key_facts
    from sv_report.params import long_date

    edition, figures = report.edition, report.figures
    header, contact = edition.profile.header, edition.contact
    sentences = key_facts(figures).sentences
    return Cover(
        title=edition.title,
        council=edition.profile.name,
        meeting=f"{header.report_to.format(body=edition.meeting.body)}, {long_date(edition.meeting.date)}",
        period=figures.period.words,
        as_at=figures.as_at_words,
        contact=(f"{contact.name}, {contact.role}", f"Telephone: {contact.telephone}", f"Email: {contact.email}"),
        not_cashable=edition.profile.wording.not_cashable,
        headline=tuple("".join(p.display if isinstance(p, Fact) else p for p in sentence) for sentence in sentences),
        notice=report.notice,
        brand=edition.profile.style.colours.brand,
    )


def warnings_on(cover: Cover) -> list[str]:
    """Return what a reader is warned of first: that it is a draft, that the data is invented."""
    draft = "Draft: not cleared for publication." if cover.draft else ""
    notice = f"{cover.notice.rstrip('.')}." if cover.notice else ""
    return [line for line in (draft, notice) if line]


def cover_lines(cover: Cover) -> tuple[list[str], list[str]]:
    """Return the introduction, and what is said about the data."""
    first = [*warnings_on(cover), cover.council, cover.meeting, *cover.headline]
    about = [f"Period: {cover.period}.", f"Data seen up to {cover.as_at}.", cover.not_cashable,
             f"Marks and words are explained in the worksheet {NOTES}; every figure is listed with its formula in the "
             f"worksheet {FACTS}."]  # fmt: skip
    return [clean(line) for line in first if line], [clean(line) for line in about]


def cover_heights(cover: Cover) -> Iterator[float]:
    """Yield the height of each row of the cover, in points."""
    yield 2 * LINE
    for lines in (*cover_lines(cover), list(cover.contact)):
        yield 2 * LINE
        for line in lines:
            yield height(len(broken(line, COVER_WIDTH - 1)))
