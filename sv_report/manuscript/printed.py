r"""What a manuscript prints: the facts in its text, its tables and its charts, read from the Markdown itself.

Manuscript stage. A fact stands as `[£1\.5m]{.fact fact="sv_x"}`; a table with numbers is one whose caption has a
name, `: Caption {#tbl-NAME}`. Facts in a table without a name count as text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sv_report.measures.fact import Fact

FACT = re.compile(r'\{\.fact fact="([a-z0-9_.]+)"\}')
CAPTION = re.compile(r"^:\s+(?P<words>.*?)\s*\{#tbl-(?P<name>[\w-]+)[^{}]*\}\s*$")
CHART = re.compile(r"^!\[(?P<words>.*)\]\(media/[^)\s]*\)\{#fig-(?P<name>[\w-]+)[ }]")
CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class PrintedTable:
    """A table: its name, its caption as Markdown, and each column's heading as Markdown with the facts under it."""

    name: str
    caption: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts in its cells."""
        return tuple(id for _, ids in self.columns for id in ids)


@dataclass(frozen=True)
class PrintedChart:
    """A chart: its name, its caption as Markdown, and the facts that it draws."""

    name: str
    caption: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Printed:
    """The facts in the text, in the order they first appear; the tables and the charts in the order of the page."""

    in_prose: tuple[str, ...]
    tables: tuple[PrintedTable, ...]
    charts: tuple[PrintedChart, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every fact that is printed, once."""
        in_tables = (id for table in self.tables for id in table.ids)
        in_charts = (id for chart in self.charts for id in chart.ids)
        return tuple(dict.fromkeys((*self.in_prose, *in_tables, *in_charts)))


def printed_in(body: str, charts: Mapping[str, Sequence[Fact]]) -> Printed:
    """Return what a manuscript's body prints; `charts` gives the facts of each chart by its name."""
    prose: list[str] = []
    tables: list[PrintedTable] = []
    drawn: list[PrintedChart] = []
    pending: list[str] = []  # the lines of a table whose caption is still to come
    for line in _with_captions(body):
        caption, chart = CAPTION.match(line), CHART.match(line)
        if caption and pending:
            tables.append(PrintedTable(caption["name"], caption["words"], _columns(pending)))
            pending = []
        elif line.startswith("|"):
            pending.append(line)
        else:
            prose += [*FACT.findall("\n".join(pending)), *FACT.findall(line)]
            pending = []
        if chart:
            ids = tuple(dict.fromkeys(fact.id for fact in charts.get(chart["name"], ())))
            drawn.append(PrintedChart(chart["name"], chart["words"], ids))
    prose += FACT.findall("\n".join(pending))
    return Printed(tuple(dict.fromkeys(prose)), tuple(tables), tuple(drawn))


def _with_captions(body: str) -> Iterator[str]:
    """Yield the lines, without the blank ones between a table and its caption."""
    blank: list[str] = []
    for line in body.split("\n"):
        if not line.strip():
            blank.append(line)
            continue
        if not line.startswith(":"):
            yield from blank
        blank = []
        yield line


def _columns(lines: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each column's heading and facts."""
    heading, _, *rows = [[cell.strip() for cell in CELLS.split(line)[1:]] for line in lines]
    return tuple(
        (words, tuple(id for row in rows for id in FACT.findall(row[place] if place < len(row) else "")))
        for place, words in enumerate(heading[:-1])
    )
