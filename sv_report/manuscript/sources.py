"""The annex *Sources of figures*: what made each printed number and table, in a few lines each.

Manuscript stage. Takes the manuscript's body and the trace of every number in it, gives the annex as Markdown. What
has an entry is what was really printed: numbers in the text in the order they first appear, then tables, then charts.
A number that rests on no rows (the period, a day) has none, nor one that is not shown. The page's filter sets the
entries and links to them: templates/_extensions/cabinet/sources.lua.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sv_report.exhibits.text import escape
from sv_report.manuscript.printed import Printed, PrintedChart, PrintedTable, printed_in
from sv_report.manuscript.source_words import Group, Terms, about_group, about_number, about_table, label_of
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.trace import Trace, Tracer
from sv_report.params.council.wording import Wording

Seen = Callable[[Trace], Trace]
Charts = Mapping[str, Sequence[Fact]]  # the facts of each chart, by its name


def whole(trace: Trace) -> Trace:
    """Return a trace as those may see it who may see all."""
    return trace


def sources_of_figures(
    body: str, facts: Facts, tracer: Tracer, wording: Wording, charts: Charts, seen: Seen = whole
) -> str:
    """Return the annex of a manuscript's body; nothing where no number in it rests on rows.

    `seen` gives of each trace what the readers of this copy may see.
    """
    printed = printed_in(body, charts)
    traces = tracer.traces(shown_in(printed, facts), every_row=False)
    traces = {id: seen(trace) for id, trace in traces.items() if trace.files}
    terms = Terms.of(traces.values())
    annex = _Annex(printed, traces, terms)
    entries = [*annex.numbers(), *annex.tables(), *annex.charts()]
    if not entries:
        return ""
    introduction = f"{escape(wording.sources_intro)} {terms.said}".rstrip()
    return "\n\n".join([f"## {escape(wording.sources)}", introduction, *entries]) + "\n"


def shown_in(printed: Printed, facts: Facts) -> list[str]:
    """Return the facts that are printed with their numbers."""
    return [id for id in printed.ids if id in facts and facts[id].status != "suppressed"]


@dataclass(frozen=True)
class _Annex:
    """What is printed, and the traces of what of it rests on rows."""

    printed: Printed
    traces: Mapping[str, Trace]
    terms: Terms

    def numbers(self) -> Iterator[str]:
        """Yield an entry for each number in the text."""
        for trace in self._own.values():
            yield _entry(f'fact="{trace.fact.id}"', _lead(trace.fact), about_number(trace, self.terms))

    def tables(self) -> Iterator[str]:
        """Yield an entry for each table with numbers that rest on rows."""
        for table in self.printed.tables:
            groups = [group for heading, ids in table.columns for group in self._groups(heading, ids)]
            if groups:
                lead = f"[@tbl-{table.name}]{{.label}}: {table.caption}"
                yield _entry(f'table="{table.name}"', lead, *about_table(groups, self._own, self.terms))

    def charts(self) -> Iterator[str]:
        """Yield an entry for each chart whose numbers are known: where they are printed, else how they are made."""
        for chart in self.printed.charts:
            drawn = [id for id in chart.ids if id in self.traces]
            if drawn:
                lead = f"[@fig-{chart.name}]{{.label}}: {chart.caption}"
                yield _entry(f'figure="{chart.name}"', lead, *self._drawn(chart, drawn))

    @property
    def _own(self) -> dict[str, Trace]:
        """The traces that have an entry of their own."""
        return {id: self.traces[id] for id in self.printed.in_prose if id in self.traces}

    def _drawn(self, chart: PrintedChart, drawn: Sequence[str]) -> Iterator[str]:
        """Yield what a chart's entry says: the tables that print its numbers, and each that none of them does."""
        tables, left = self._printing(drawn)
        if tables:
            names = " and ".join(f"@tbl-{table.name}" for table in tables)
            yield f"The numbers drawn are those of {names}, whose sources are given above."
        left = [id for id in left if id not in self._own]
        yield from (about_group(group, self.terms, group.filters) for group in self._groups("", left))

    def _printing(self, drawn: Sequence[str]) -> tuple[list[PrintedTable], list[str]]:
        """Return the tables that print some numbers, the one with most first, and the numbers that none prints."""
        tables: list[PrintedTable] = []
        left = list(drawn)
        for table in sorted(self.printed.tables, key=lambda one: -len(set(one.ids) & set(drawn))):
            if set(table.ids) & set(left):
                tables.append(table)
                left = [id for id in left if id not in table.ids]
        return tables, left

    def _groups(self, heading: str, ids: Sequence[str]) -> list[Group]:
        """Return a column's numbers by what they say; one group is called as the column is."""
        named = heading.replace("**", "")  # it is printed in bold
        by_base: dict[str, list[Trace]] = {}
        for id in dict.fromkeys(ids):
            if id in self.traces:
                by_base.setdefault(id.split(".")[0], []).append(self.traces[id])
        return [Group(named if named and len(by_base) == 1 else label_of(traces), tuple(traces))
                for traces in by_base.values()]  # fmt: skip


def _entry(about: str, lead: str, *paragraphs: str) -> str:
    return "\n\n".join([f"::: {{.source {about}}}\n{lead}", *paragraphs]) + "\n:::"


def _lead(fact: Fact) -> str:
    return f'[{escape(fact.label)}]{{.label}}: [{escape(fact.display)}]{{.fact fact="{fact.id}"}}'
