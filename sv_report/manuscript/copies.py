"""The copies of a report: the public's, and beside it the exempt one, where anything is exempt.

Manuscript stage. The facts are computed once, from all rows; what the public's copy may know of them, its words and
its edition, is all that its notebook's kernel is given, in a working folder of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sv_report.data.last_published import LastPublished, last_published
from sv_report.data.of_edition import is_illustrative
from sv_report.data.tables import Tables
from sv_report.errors import EditionError
from sv_report.exhibits.disclosure.exempt import Exempt
from sv_report.exhibits.disclosure.marks import exempt_in
from sv_report.exhibits.disclosure.released import Released, released
from sv_report.findings import Finding, Where
from sv_report.manuscript.report import Report, counts_of
from sv_report.measures.figures import Figures
from sv_report.measures.trace import Tracer
from sv_report.params import Edition, FactReference, Narrative, Workbench, pieces
from sv_report.params.released import exempt_edition, public_edition

PUBLIC, EXEMPT = "public", "exempt"
Release = Callable[[Figures, Exempt, int, LastPublished | None], Released]


@dataclass(frozen=True)
class Copy:
    """One copy of a report: what it may know, the folder that its kernel works in, and the folder that it is made in.

    `tracer` follows facts to all rows, those that are not for the public among them; `released` says what of it is.
    """

    name: str
    report: Report
    released: Released
    tracer: Tracer | None
    work: Path
    folder: Path


def names_of_copies(edition: Edition) -> tuple[str, ...]:
    """Return the names of the copies of an edition's report, each that of its folder."""
    return (PUBLIC, EXEMPT) if edition.has_exempt else (PUBLIC,)


def copies_of(
    edition: Edition,
    figures: Figures,
    tables: Tables,
    workbench: Workbench,
    work: Path,
    built: Path,
    release: Release = released,
) -> tuple[Copy, ...]:
    """Return the public's copy of an edition and, where anything is exempt, the exempt one after it.

    `release` says what of the figures is for the public; who has asked before may give it from memory.
    Raises EditionError where the edition marks what the data does not have, names a last report that is none, or prints
    in public words a fact that is about what is exempt.
    """
    report = Report(edition, figures, tables, workbench.templates, is_illustrative(edition, workbench))
    exempt, last = exempt_in(edition, figures), last_published(edition, workbench)
    public = release(figures, exempt, edition.profile.small_numbers, last)
    if found := list(_named_in_public(public_edition(edition).printed, public)):
        raise EditionError("Words for the public print facts that are exempt.", found)
    tracer = report.tracer if len(figures.facts) else None
    if public.is_whole and not edition.has_exempt:
        return (Copy(PUBLIC, report, public, tracer, work / PUBLIC, built / PUBLIC),)
    own = replace(
        report,
        edition=public_edition(edition),
        figures=public.figures,
        tables=Tables(work / PUBLIC / "tables"),
        counted=counts_of(tables),
    )
    copies = [Copy(PUBLIC, own, public, tracer, work / PUBLIC, built / PUBLIC)]
    if edition.has_exempt:
        whole = replace(report, edition=replace(exempt_edition(edition), part="II"), is_exempt=True)
        copies.append(Copy(EXEMPT, whole, Released(figures), tracer, work / EXEMPT, built / EXEMPT))
    return tuple(copies)


def not_shown(public: Edition, released: Released) -> list[Finding]:
    """Return a warning for every fact in the officers' words that the public reads as *not shown*."""
    return [
        Finding(
            "narrative.not_shown",
            "warning",
            f"{piece.id} is not shown to the public, whose copy has the words not shown in its place.",
            Where(text.file, row=piece.line, found=piece.id),
            "Read the sentence as the public copy prints it; print another fact, or leave the sentence out.",
        )
        for text, piece in _printed_in(public.printed)
        if piece.id in released.hidden
    ]


def _named_in_public(public: Sequence[Narrative], released: Released) -> list[Finding]:
    """Return a finding for every fact that public words print and that the public's copy does not have."""
    return [
        Finding(
            "exempt.named",
            "error",
            f"{piece.id} is a fact about a contract or supplier that is exempt, and stands in words for the public.",
            Where(text.file, row=piece.line, found=piece.id),
            "Mark the words [ … ]{.exempt}, or print another fact.",
        )
        for text, piece in _printed_in(public)
        if piece.id in released.left_out
    ]


def _printed_in(texts: Sequence[Narrative]) -> Iterator[tuple[Narrative, FactReference]]:
    for text in texts:
        for piece in pieces(text.text, text.first_line):
            if isinstance(piece, FactReference):
                yield text, piece
