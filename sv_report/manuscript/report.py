"""The report that a notebook holds: an edition with its figures, which prints its sections.

Manuscript stage. `sv.open(edition)` gives it; each section of the council's profile is printed by one call.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from sv_report.data.tables import Tables
from sv_report.errors import EditionError, UsageError
from sv_report.exhibits.cells import cell
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.disclosure.masked import masked
from sv_report.exhibits.house_style import use_fonts
from sv_report.exhibits.records import NAMES, Exhibit, build, build_tables
from sv_report.exhibits.table import Column, Table, fact_text
from sv_report.exhibits.text import escape
from sv_report.exhibits.trace_view import TraceView
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import Block, Blocks
from sv_report.manuscript.figuring import tracer_of
from sv_report.manuscript.narrative import narrative_findings
from sv_report.manuscript.narrative.quotes import printed_quote, with_table_sources
from sv_report.manuscript.placeholders import unanswered
from sv_report.measures.fact import SHORTHAND
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures
from sv_report.measures.trace import Tracer
from sv_report.params import (
    Appendix,
    Edition,
    ExhibitReference,
    FactReference,
    Narrative,
    Quoted,
    Section,
    Text,
    pieces,
    short_date,
)
from sv_report.params.council.wording import Wording
from sv_report.params.nearest import advice
from sv_report.params.part_two import not_for_publication, statements
from sv_report.params.words.footnotes import own_notes

MARKER = re.compile(r"\s*(?P<mark>[-*•]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?P<words>\S.*)")  # an item's line


QUALITY_SECTION = "detail"  # where the quality of the data is printed if no narrative places it


@dataclass(frozen=True)
class Report:
    """An edition and its figures.

    `tables` is the monitoring data behind the figures; `templates` holds the fonts of its charts.
    `findings` are the gate's warnings and notes about the edition. `is_exempt` is the copy that is not for the public;
    `counted` are the rows of each table, where the tables themselves were not handed on.
    """

    edition: Edition
    figures: Figures
    tables: Tables
    templates: Path
    illustrative: bool = False
    findings: tuple[Finding, ...] = ()
    is_exempt: bool = False
    counted: Mapping[str, int] | None = None
    data_findings: tuple[Finding, ...] = ()  # of the data as it was read; a run hands them to nobody

    @property
    def facts(self) -> Facts:
        """Every fact of the period: `report.facts["sv_validated_ytd"]`."""
        return self.figures.facts

    @cached_property
    def tracer(self) -> Tracer:
        """What follows the facts to the rows of the monitoring data; raise UsageError where there are none."""
        if self.tables.is_empty:
            raise UsageError(
                "There are no rows to follow a number to: in a run, the public's copy is not given those of others. "
                "Open the edition outside a run, or type sv-report trace."
            )
        return tracer_of(self.edition, self.tables, self.figures)

    def trace(self, name: str, row: str | int | None = None, column: str | int | None = None) -> TraceView:
        """Return how a number was made, and from which rows: `report.trace("sv_validated_ytd")`.

        `name` is a fact's id; or an exhibit's, of which `row` and `column` name the number, by heading or number:
        `report.trace("by_theme", "Jobs and skills", "Due to date")`. Raises the package's errors where there is none.
        """
        if row is not None and column is not None:
            if name not in NAMES:
                raise _unknown("exhibit", name, NAMES)
            name = cell(build(name, self.figures), row, column).id
        return TraceView(self.tracer.trace(name))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each table of the monitoring data holds."""
        return dict(counts_of(self.tables) if self.counted is None else self.counted)

    def exhibit(self, name: str) -> Blocks:
        """Return an exhibit, ready to display: `report.exhibit("by_theme")`. Raises UsageError where there is none."""
        if name not in NAMES:
            raise _unknown("exhibit", name, NAMES)
        return Blocks([self._exhibit(name)])

    def caption(self, name: str) -> str:
        """Return what stands under an exhibit, a table or a chart; nothing of sentences."""
        exhibit = build(name, self.figures)
        return exhibit.caption if isinstance(exhibit, Table | Chart) else ""

    @property
    def notice(self) -> str:
        """The notice that stands on every page: that the copy is not for publication, and that the data is invented."""
        exempt = not_for_publication(self.edition) if self.is_exempt else ""
        return ". ".join(filter(None, (exempt, self.edition.profile.illustrative_notice if self.illustrative else "")))

    @cached_property
    def narrative_findings(self) -> tuple[Finding, ...]:
        """What is wrong with the numbers in the texts: typed by hand, of another period, not adding up."""
        return tuple(narrative_findings(self.edition.printed, self.figures))

    def opening(self) -> Blocks:
        """Return what stands above the first heading: the notice that the data is invented, where it is."""
        notice = escape(self.notice)
        return Blocks([Block(f"::: {{.callout-note}}\n{notice}.\n:::", f"> {notice}.")] if notice else [])

    def section(self, id: str) -> Blocks:
        """Return a section of the profile: its heading, and its words, exhibits and tables.

        One that a report may leave out is nothing at all while it is not written. Raises UsageError where the profile
        has no such section.
        """
        ids = [section.id for section in self.edition.profile.sections]
        if id not in ids:
            raise _unknown("section", id, ids)
        section = self.edition.profile.section(id)
        if self.is_left_out(section):
            return Blocks([])
        heading = Block(f"{'#' * section.level} {escape(section.heading)}", section=id)
        printer = self._printers.get(id)
        blocks = [heading, *(printer() if printer else self._narrative(section))]
        return Blocks([*blocks, *self._owed()] if id == QUALITY_SECTION else blocks)

    def is_left_out(self, section: Section) -> bool:
        """Return whether a section that a report may leave out is not written."""
        is_written = section.id in (*self.edition.narrative, *self.edition.drafts)
        return not (section.required or is_written or section.written_by == "package")

    def appendices(self) -> Blocks:
        """Return each appendix that is an exhibit, under its heading; one that is a file lies beside the report."""
        blocks: list[Block] = []
        for appendix in self.edition.appendices:
            if appendix.exhibit:
                name = self._wording.appendix_name.format(label=appendix.label)
                blocks += [Block(f"## {escape(f'{name}: {appendix.title}')}"), self._exhibit(appendix.exhibit)]
            elif appendix.exempt and not appendix.file:
                blocks += self._exempt_appendix(appendix)
        return Blocks(blocks)

    def _exempt_appendix(self, appendix: Appendix) -> list[Block]:
        name = self._wording.appendix_name.format(label=appendix.label)
        return [
            Block(f"## {escape(f'{name}: {appendix.title}')}"),
            Block(escape(self._exempt_words("appendix", appendix.label))),
        ]

    def _exempt_words(self, kind: Literal["appendix", "exhibit"], name: str) -> str:
        """Return what stands in the place of something that is exempt."""
        form: str = getattr(self.edition.profile.exempt_wording, kind)
        return form.format(paragraph=self.edition.paragraph_of(kind, name))

    # ---- sections that the package prints from the edition ---------------------------------------

    @property
    def _printers(self) -> dict[str, Callable[[], list[Block]]]:
        return {
            self.edition.profile.checks.summary_section: self._summary,
            "recommendation": lambda: [Block(_asked(self.edition.recommendation))],
            "appendices": self._appendices,
            "implications": lambda: [Block(escape(self._wording.implications_intro))],
            "financial": self._financial,
            "clearances": self._clearances,
            "background_papers": self._background_papers,
            "part_two": self._part_two,
        }

    @property
    def _wording(self) -> Wording:
        return self.edition.profile.wording

    def _summary(self) -> list[Block]:
        profile = self.edition.profile
        return [*self._narrative(profile.section(profile.checks.summary_section)), *self._key_decision()]

    def _key_decision(self) -> list[Block]:
        """Return the sentence of a key decision that holds on the day of the meeting, or that it is not known."""
        if not self.edition.key_decision:
            return []
        sentence = self.edition.key_sentence
        return [_notice(self._wording.key_decision_unknown) if sentence is None else Block(escape(sentence))]

    def _part_two(self) -> list[Block]:
        """Return what is exempt and why, a paragraph each; else that nothing is."""
        said = statements(self.edition) or (self.edition.reason_for_part_two or self._wording.no_part_two,)
        return [Block(escape(one)) for one in said]

    def _financial(self) -> list[Block]:
        words = self._narrative(self.edition.profile.section("financial"))
        return [Block(escape(self._wording.not_cashable)), *words]

    def _appendices(self) -> list[Block]:
        appendices = self.edition.appendices
        if not appendices:
            return [Block(escape(self._wording.no_appendices))]
        labels = [self.edition.profile.header.appendix_label.format(label=one.label) for one in appendices]
        form = self._wording.appendices_intro if len(labels) == 1 else self._wording.appendices_intro_several
        columns = (Column(self._wording.appendix, number=False), Column(self._wording.appendix_title, number=False))
        rows = tuple((self._wording.appendix_name.format(label=one.label), self._title(one)) for one in appendices)
        return [Block(escape(form.format(labels=joined(labels)))), _plain_table("appendices", columns, rows)]

    def _title(self, appendix: Appendix) -> str:
        exempt = self._exempt_words("appendix", appendix.label) if appendix.exempt else ""
        return f"{appendix.title} {exempt}".rstrip()

    def _clearances(self) -> list[Block]:
        columns = tuple(Column(heading, number=False) for heading in self._wording.clearance_columns)
        none = SHORTHAND["not_available"]
        rows = tuple(
            (one.office, one.name or self._wording.not_cleared, short_date(one.cleared_on) if one.cleared_on else none)
            for one in self.edition.clearances
        )
        return [_plain_table("clearances", columns, rows)] if rows else []

    def _background_papers(self) -> list[Block]:
        papers = self.edition.background_papers
        if not papers:
            return [Block(escape(self._wording.no_papers))]
        columns = tuple(Column(heading, number=False) for heading in self._wording.papers_columns)
        rows = tuple(
            (one.paper, short_date(one.date) if one.date else self._wording.undated, one.contact) for one in papers
        )
        return [_plain_table("background_papers", columns, rows)]

    def _owed(self) -> list[Block]:
        """Return what a reader must be told, where no narrative places it: rows left out, errors accepted."""
        quality = self.figures.quality
        if quality is None:
            return []
        owed = ["data_quality"] if any(one.rows and one.name.startswith("rejected") for one in quality.concerns) else []
        owed += ["accepted_errors"] if quality.accepted else []
        missing = [name for name in owed if name not in self._placed]
        heading = Block(f"### {escape(self._wording.data_quality)}")
        return [heading, *(self._exhibit(name) for name in missing)] if missing else []

    @property
    def _placed(self) -> set[str]:
        """The exhibits that the narrative and the drafts of the sections not written place, and the appendices."""
        sections = (section.id for section in self.edition.profile.narrative_sections)
        texts = (self.edition.narrative.get(id) or self.edition.drafts.get(id) for id in sections)
        placed = (piece for text in texts if text for piece in pieces(text.text, text.first_line))
        names = {piece.name for piece in placed if isinstance(piece, ExhibitReference)}
        return names | {appendix.exhibit for appendix in self.edition.appendices if appendix.exhibit}

    # ---- sections that an officer writes ---------------------------------------------------------

    def _narrative(self, section: Section) -> list[Block]:
        if section.id in self.edition.narrative:
            return self._printed(self.edition.narrative[section.id])
        writer = section.writer or "the report's author"
        if section.id in self.edition.drafts:
            notice = self._wording.draft_from_figures.format(writer=writer)
            return [_notice(notice), *self._printed(self.edition.drafts[section.id])]
        return [_notice(self._wording.draft.format(writer=writer))]

    def _printed(self, text: Narrative) -> list[Block]:
        """Return a text with its facts printed in place, and each exhibit as a block of its own."""
        if found := unanswered([text], self.facts):
            raise EditionError("The narrative cannot be printed.", found)
        blocks: list[Block] = []
        live, page = "", ""
        for piece in with_table_sources(pieces(own_notes(text.text, text.section), text.first_line)):
            if isinstance(piece, ExhibitReference):
                blocks += [*_words(live, page), self._exhibit(piece.name)]
                live = page = ""
                continue
            live += self._inline(piece, True)
            page += self._inline(piece, False)
        return [*blocks, *_words(live, page)]

    def _inline(self, piece: Text | FactReference | Quoted, live: bool) -> str:
        if isinstance(piece, Text):
            return piece.text
        if isinstance(piece, Quoted):
            return printed_quote(piece)
        fact = self.facts[piece.id]
        return fact_text(fact, fact.display, live)

    def _exhibit(self, name: str) -> Block:
        if self.edition.paragraph_of("exhibit", name) and not self.is_exempt:
            return Block(escape(self._exempt_words("exhibit", name)))
        exhibit: Exhibit = self._shown(build(name, self.figures))
        if isinstance(exhibit, Chart):
            return Block(exhibit.markdown(), exhibit.alt, exhibit.name, partial(self._drawn, exhibit))
        return Block(exhibit.markdown(), exhibit.markdown(live=False))

    def _shown(self, exhibit: Exhibit) -> Exhibit:
        """Return an exhibit as this copy shows it: without the columns that are exempt, for the public."""
        columns = [one.column for one in self.edition.exempt if (one.kind, one.name) == ("column", exhibit.name)]
        return exhibit if self.is_exempt else masked(exhibit, columns)

    def shown_tables(self) -> list[Table]:
        """Return every table that this copy may show."""
        tables = [self._shown(table) for table in build_tables(self.figures)]
        exempt = {one.name for one in self.edition.exempt if one.kind == "exhibit"} if not self.is_exempt else set()
        return [table for table in tables if isinstance(table, Table) and table.name not in exempt]

    def _drawn(self, chart: Chart) -> dict[str, bytes]:
        """Return a chart's images, in the council's colours and the report's own typeface."""
        style = self.edition.profile.style
        use_fonts(sorted(style.font_folder(self.templates, self.edition.council).glob("*.ttf")))
        return chart.images(style)


def counts_of(tables: Tables) -> dict[str, int]:
    """Return how many rows each table of the monitoring data holds."""
    if tables.is_empty:
        return {}
    return {name: tables.count(name) for name in ("contracts", "commitments", "returns", "deliveries", "spend")}


def _unknown(kind: str, name: str, names: Collection[str]) -> UsageError:
    finding = Finding(
        f"{kind}-unknown", "error", f"there is no {kind} {name!r}", Where(found=name), advice(name, names)
    )
    return UsageError(f"There is no {kind} {name!r}.", [finding])


def joined(words: Sequence[str]) -> str:
    """Return words in a sentence: `A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _words(live: str, page: str) -> list[Block]:
    return [Block(live.strip("\n"), page.strip("\n"))] if live.strip() else []


def _asked(text: str) -> str:
    """Return a recommendation as Markdown: its paragraphs, and a list of the lines that begin with a marker."""
    parts: list[tuple[str, str]] = []
    for paragraph in re.split(r"\n\s*\n", text):
        for number, line in enumerate(paragraph.splitlines()):
            if marker := MARKER.fullmatch(line):
                parts.append((marker["mark"].replace("•", "-") + " ", marker["words"]))
            elif number == 0:
                parts.append(("", line))
            else:
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {line}")
    written = ""
    for before, (mark, words) in zip([("", ""), *parts], parts, strict=False):
        written += ("\n" if before[0] and mark else "\n\n" if written else "") + mark + escape(words)
    return written


def _notice(text: str) -> Block:
    return Block(f"::: {{.callout-important}}\n{escape(text)}\n:::", f"> {escape(text)}")


def _plain_table(name: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Block:
    table = Table(name, "", columns, rows)
    return Block(table.markdown(), table.markdown(live=False))
