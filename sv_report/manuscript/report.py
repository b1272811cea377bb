"""The report that a notebook holds: an edition with its figures, which prints its sections.

Manuscript stage. `sv.open(edition)` gives it; each section of the council's profile is printed by one call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sv_report.data.tables import Tables
from sv_report.errors import EditionError
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.house_style import use_fonts
from sv_report.exhibits.records import Exhibit, build
from sv_report.exhibits.table import Column, Table, fact_text
from sv_report.exhibits.text import escape
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import Block, Blocks
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures
from sv_report.params import Edition, ExhibitReference, FactReference, Section, pieces, short_date

FONTS = "_extensions/cabinet/fonts"


@dataclass(frozen=True)
class Report:
    """An edition and its figures.

    `tables` is the monitoring data behind the figures; `templates` holds the council's drafts and the fonts.
    """

    edition: Edition
    figures: Figures
    tables: Tables
    templates: Path
    illustrative: bool = False

    @property
    def facts(self) -> Facts:
        """Every fact of the period: `report.facts["sv_validated_ytd"]`."""
        return self.figures.facts

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each table of the monitoring data holds."""
        return {
            name: self.tables.count(name) for name in ("contracts", "commitments", "returns", "deliveries", "spend")
        }

    def exhibit(self, name: str) -> Blocks:
        """Return an exhibit, ready to display: `report.exhibit("by_theme")`."""
        return Blocks([self._exhibit(name)])

    @property
    def notice(self) -> str:
        """The notice that stands on every page while the data is invented; else nothing."""
        return self.edition.profile.illustrative_notice if self.illustrative else ""

    @property
    def is_draft(self) -> bool:
        """Whether a section that an officer writes or confirms is not written yet."""
        return any(section.id not in self.edition.narrative for section in self.edition.profile.narrative_sections)

    def opening(self) -> Blocks:
        """Return what stands above the first heading: the notice that the data is invented, where it is."""
        notice = escape(self.notice)
        return Blocks([Block(f"::: {{.callout-note}}\n{notice}.\n:::", f"> {notice}.")] if notice else [])

    def section(self, id: str) -> Blocks:
        """Return a section of the profile: its heading, and its words, exhibits and tables."""
        section = self.edition.profile.section(id)
        heading = Block(f"{'#' * section.level} {escape(section.heading)}")
        return Blocks([heading, *self._printers.get(id, self._narrative)(section)])

    def appendices(self) -> Blocks:
        """Return each appendix that is an exhibit, under its heading."""
        blocks: list[Block] = []
        for appendix in self.edition.appendices:
            name = self.edition.profile.wording.appendix_name.format(label=appendix.label)
            blocks.append(Block(f"## {escape(f'{name}: {appendix.title}')}"))
            if appendix.exhibit:
                blocks.append(self._exhibit(appendix.exhibit))
        return Blocks(blocks)

    # ---- sections that the package prints from the edition ---------------------------------------

    @property
    def _printers(self) -> dict[str, Callable[[Section], list[Block]]]:
        return {
            "brief_summary": self._brief_summary,
            "recommendation": lambda _: [Block(escape(self.edition.recommendation))],
            "appendices": self._appendices,
            "implications": lambda _: [Block(escape(self.edition.profile.wording.implications_intro))],
            "financial": self._financial,
            "background_papers": self._background_papers,
            "part_two": lambda _: [Block(escape(self.edition.reason_for_part_two or self._wording.no_part_two))],
        }

    @property
    def _wording(self) -> Any:
        return self.edition.profile.wording

    def _brief_summary(self, section: Section) -> list[Block]:
        key = [Block(escape(self._wording.key_decision))] if self.edition.key_decision else []
        return [*self._narrative(section), *key]

    def _financial(self, section: Section) -> list[Block]:
        return [Block(escape(self._wording.not_cashable)), *self._narrative(section)]

    def _appendices(self, section: Section) -> list[Block]:
        appendices = self.edition.appendices
        if not appendices:
            return [Block(escape(self._wording.no_appendices))]
        labels = [self.edition.profile.header.appendix_label.format(label=one.label) for one in appendices]
        form = self._wording.appendices_intro if len(labels) == 1 else self._wording.appendices_intro_several
        columns = (Column(self._wording.appendix, number=False), Column(self._wording.appendix_title, number=False))
        rows = tuple((self._wording.appendix_name.format(label=one.label), one.title) for one in appendices)
        return [Block(escape(form.format(labels=joined(labels)))), _plain_table("appendices", columns, rows)]

    def _background_papers(self, section: Section) -> list[Block]:
        papers = self.edition.background_papers
        if not papers:
            return [Block(escape(self._wording.no_papers))]
        columns = tuple(Column(heading, number=False) for heading in self._wording.papers_columns)
        rows = tuple((one.paper, short_date(one.date) if one.date else "", one.contact) for one in papers)
        return [_plain_table("background_papers", columns, rows)]

    # ---- sections that an officer writes ---------------------------------------------------------

    def _narrative(self, section: Section) -> list[Block]:
        written = self.edition.narrative.get(section.id)
        if written:
            return self._printed(written.text, written.file or written.path.name, written.first_line)
        writer = section.writer or "the report's author"
        draft = self.templates / self.edition.council / "drafts" / f"{section.id}.md"
        if section.written_by == "draft" and draft.is_file():
            notice = self._wording.draft_from_figures.format(writer=writer)
            return [_notice(notice), *self._printed(draft.read_text("utf-8"), f"drafts/{draft.name}", 1)]
        return [_notice(self._wording.draft.format(writer=writer))]

    def _printed(self, text: str, file: str, first_line: int) -> list[Block]:
        """Return a narrative with its facts printed in place, and each exhibit as a block of its own."""
        blocks: list[Block] = []
        live, page = "", ""
        for piece in pieces(text, first_line):
            if isinstance(piece, ExhibitReference):
                blocks += [*_words(live, page), self._exhibit(piece.name)]
                live = page = ""
                continue
            live += self._inline(piece, file, True)
            page += self._inline(piece, file, False)
        return [*blocks, *_words(live, page)]

    def _inline(self, piece: Any, file: str, live: bool) -> str:
        if isinstance(piece, FactReference):
            fact = self._fact(piece, file)
            return fact_text(fact, fact.display, live)
        return str(piece.text)

    def _fact(self, reference: FactReference, file: str) -> Fact:
        if reference.id in self.facts:
            return self.facts[reference.id]
        raise EditionError("The narrative cannot be printed.", [unknown_fact(self.facts, reference, file)])

    def _exhibit(self, name: str) -> Block:
        exhibit: Exhibit = build(name, self.figures)
        if isinstance(exhibit, Chart):
            use_fonts(sorted((self.templates / FONTS).glob("*.ttf")))
            return Block(exhibit.markdown(), exhibit.alt, exhibit.name, exhibit.images())
        return Block(exhibit.markdown(), exhibit.markdown(live=False))


def unknown_fact(facts: Facts, reference: FactReference, file: str) -> Finding:
    """Return the finding of a placeholder whose member is not in the data."""
    members = [fact.id for fact in facts if fact.id.startswith(f"{reference.base}.{reference.dimension}.")]
    remedy = f"There are {', '.join(members[:8])}." if members else "sv-report facts EDITION lists the facts there are."
    where = Where(file=file, row=reference.line, found=reference.id)
    return Finding("fact-unknown", "error", f"there is no fact {reference.id}", where, remedy)


def joined(words: list[str]) -> str:
    """Return words in a sentence: `A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _words(live: str, page: str) -> list[Block]:
    return [Block(live.strip("\n"), page.strip("\n"))] if live.strip() else []


def _notice(text: str) -> Block:
    return Block(f"::: {{.callout-important}}\n{escape(text)}\n:::", f"> {escape(text)}")


def _plain_table(name: str, columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> Block:
    table = Table(name, "", columns, rows)
    return Block(table.markdown(), table.markdown(live=False))
