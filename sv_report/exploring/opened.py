"""An edition, opened: the index of what an analyst can ask of it, and what its report's notebook prints.

`sv.open(edition)` gives it. Each name answers with something that shows itself in a notebook.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sv_report.data.asking import answer
from sv_report.errors import UsageError
from sv_report.exhibits.records import EXHIBITS, NAMES, build
from sv_report.exhibits.table import Table
from sv_report.exhibits.trace_view import TraceView
from sv_report.exploring import cards, data_frames, interactive
from sv_report.exploring.adding import ShownSection
from sv_report.exploring.listing import Listing
from sv_report.exploring.picture import Picture
from sv_report.exploring.ways import Way, by_one, by_two, way_of
from sv_report.exploring.worklist import Worklist
from sv_report.findings import Finding, Where
from sv_report.manuscript.block import Blocks
from sv_report.manuscript.fields import Parameter
from sv_report.manuscript.figuring import results_of
from sv_report.manuscript.opening import KNOWN, is_part_of_a_run, open_report
from sv_report.manuscript.report import Report
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.measures.results import Results
from sv_report.params.nearest import advice

if TYPE_CHECKING:
    import pandas as pd

CHARTS = tuple(record.name for record in EXHIBITS if KNOWN.anchors[record.name].startswith("fig-"))


class OpenEdition:
    """An edition, opened: ask it what its figures are, why, and from which rows.

    >>> report.facts["sv_share_of_due"].display
    '80.6%'
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    def __dir__(self) -> Iterable[str]:
        """Return the index: what completion lists."""
        return [name for name in vars(type(self)) if not name.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        """Return what else the edition's report has: `edition`, `figures`, `tables` and so on."""
        if name.startswith("_") or not hasattr(self._report, name):
            raise AttributeError(f"An open edition has no {name!r}. {advice(name, list(self.__dir__()))}")
        return getattr(self._report, name)

    def __repr__(self) -> str:
        edition, figures = self._report.edition, self._report.figures
        what = f"{edition.id}: {edition.title}" if edition.title else edition.id
        return f"{what}\n{figures.period.words}, data as at {figures.as_at_words}. Ask: {', '.join(self.__dir__())}."

    # ---- what there is ---------------------------------------------------------------------------

    @property
    def facts(self) -> Facts:
        """Every fact of the period: a table of those of the whole, and each by its id as a card.

        >>> report.facts["sv_due_to_date"].display
        '£20.578m'
        >>> report.facts["sv_due_to_date.theme.environment"].display
        '£6.125m'
        """
        return self._report.facts

    @property
    def measures(self) -> Listing:
        """Each measure in its own unit: what was due, reported and validated to date.

        >>> report.measures.to_pandas().loc["ENV04 Waste kept out of landfill", "Unit"]
        'tonnes'
        """
        return self.by("measure")

    @property
    def contracts(self) -> Listing:
        """Each contract: what was committed, due, reported and validated, and how much that is short of due.

        >>> "C001 Highways resurfacing framework: principal and classified roads" in report.contracts.to_pandas().index
        True
        """
        return self.by("contract")

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table of the monitoring data holds.

        >>> report.counts["contracts"]
        78
        """
        return self._report.counts

    @property
    def findings(self) -> Worklist:
        """What is wrong with the edition, its data and its narrative, as a worklist: what, where, what to do.

        >>> [finding.severity for finding in report.findings][:1]
        ['warning']
        """
        report = self._report
        return Worklist.of([*report.findings, *report.data_findings, *report.narrative_findings])

    # ---- what it comes to ------------------------------------------------------------------------

    def by(self, *dimensions: str, **of: str) -> Listing:
        """Return a table by one dimension, or by two; or by one, of a member of another.

        Dimensions are theme, outcome, priority, measure; directorate, district, category, supplier, supplier_type,
        contract; quarter. Different units are never added: each measure stands in its own.

        >>> report.by("directorate").to_pandas()["% of due"].idxmin()
        "Education and Children's Services"
        >>> report.by("theme", directorate="Resources").to_pandas()["Short of due (£m)"].idxmax()
        'Innovation'
        """
        way = way_of(self._report.figures, dimensions, of)
        return by_one(way) if len(way.all) == 1 else by_two(way, self._results(way))

    def over_time(self) -> Listing:
        """Return what was due, reported and validated in each quarter.

        >>> len(report.over_time())
        7
        """
        table = build("over_time", self._report.figures)
        return Listing(table) if isinstance(table, Table) else self.by("quarter")

    def chart(self, name: str) -> Picture | Blocks:
        """Return a chart of the report as a picture with its alternative text.

        >>> report.chart("by_theme").alt[:12]
        'Bar chart. S'
        """
        full = name if name in CHARTS else f"{name}_chart"
        if full not in CHARTS:
            raise _unknown_chart(name)
        blocks = self._report.exhibit(full)
        (block,) = blocks
        return Picture(self._report.caption(full), block.page, block.draw()["svg"]) if block.draw else blocks

    # ---- why ---------------------------------------------------------------------------------------

    def trace(self, name: str, row: str | int | None = None, column: str | int | None = None) -> TraceView:
        """Return how a number was made, and from which rows: a fact by its id, or a table's cell by row and column.

        >>> sorted(report.trace("sv_share_of_due.directorate.resources").rows["file"].unique())
        ['example/commitments.csv', 'example/deliveries.csv']
        >>> report.trace("by_directorate", "Resources", "% of due").trace.fact.id
        'sv_share_of_due.directorate.resources'
        """
        return self._report.trace(name, row, column)

    def sql(self, question: str, /, **values: Any) -> "pd.DataFrame":
        """Return what a SELECT finds in the tables of the monitoring data, by their names; nothing else is read.

        `$name` in it stands for a value; `$as_at`, `$period_start` and `$period_end` for the edition's days. The tables
        `returns_seen` and `deliveries_seen` are as on the day up to which data is seen, of the latest versions.

        >>> report.sql("select count(*) as rows from contracts where directorate = 'Resources'")["rows"].tolist()
        [16]
        >>> report.sql("select max(version) as sent from returns_seen where contract = $of", of="C003")["sent"].tolist()
        [2]
        """
        self._refuse_in_public("sql")
        figures = self._report.figures
        days = {"as_at": figures.as_at, "period_start": figures.period.start, "period_end": figures.period.end}
        return answer(self._report.tables, question, values, days)

    def to_pandas(self) -> "pd.DataFrame":
        """Return every fact as a data frame, a row each; `value` is the exact decimal.

        >>> report.to_pandas().set_index("id").loc["sv_share_of_due", "display"]
        '80.6%'
        """
        import pandas as pd

        return pd.DataFrame([_row(fact) for fact in self.facts])

    # ---- what a report's notebook prints -----------------------------------------------------------

    def exhibit(self, name: str) -> Blocks:
        """Return a table, chart or sentences of the report, as it prints them.

        >>> len(list(report.exhibit("by_theme")))
        1
        """
        return self._report.exhibit(name)

    def opening(self) -> Blocks:
        """Return what stands above the report's first heading.

        >>> "Illustrative data" in next(iter(report.opening())).page
        True
        """
        return self._report.opening()

    def section(self, id: str) -> ShownSection:
        """Return a section of the report: its heading, and its words and exhibits. `.add` puts a fact or exhibit in.

        >>> next(iter(report.section("legal"))).manuscript
        '### Legal'
        >>> report.section("detail").add("by_theme")
        by_theme is in params/2024-02-08/detail.md already, in line 9.
        """
        return ShownSection(self._report.section(id).blocks, self._report, id)

    def appendices(self) -> Blocks:
        """Return each appendix of the report that is an exhibit, under its heading.

        >>> next(iter(report.appendices())).manuscript[:11]
        '## Appendix'
        """
        return self._report.appendices()

    # ---- what answers stand on ---------------------------------------------------------------------

    def _results(self, way: Way) -> Results:
        self._refuse_in_public(f"by {' and '.join(way.all)}")
        return self._whole

    @cached_property
    def _whole(self) -> Results:
        return results_of(self._report.edition, self._report.tables, self._report.figures)

    def _refuse_in_public(self, what: str) -> None:
        """Refuse what nobody has looked at with the public in mind: in a run, only the exempt copy may ask it."""
        report = self._report
        if report.tables.is_empty or (is_part_of_a_run() and not report.is_exempt):
            message = (
                f"{what} cannot be asked here: nothing in a public report may rest on figures that were not cleared"
            )
            remedy = (
                "Open the edition in a notebook of its own, outside a run; place a fact or an exhibit in the report."
            )
            raise UsageError("There is nothing to ask.", [Finding("ask-outside", "error", message, Where(), remedy)])


def open(
    edition: str | Path,
    *,
    root: Path | None = None,
    settings: Mapping[str, str] | None = None,
    frames: Mapping[str, Any] | None = None,
    **fields: Parameter,
) -> OpenEdition:
    """Open an edition, by its id in params/ or its file: its figures computed, ready to answer.

    `root` is the workbench's folder, else the nearest above. `settings` are laid over the edition's fields, as `--set`
    does, and so are `fields`. `frames` (pandas, Polars …, by the name of a table) stand in the place of its data.
    Raises the package's errors, before anything is computed where the edition is wrong.

    >>> import sv_report as sv
    >>> sv.open("2024-02-08", period="2023-24 Q2").facts["sv_due_quarter"].label
    'Social value due in Quarter 2 2023/24'
    """
    report = open_report(edition, root=root, settings=settings, frames=frames, **fields)
    if not is_part_of_a_run():
        show_richly()
    return OpenEdition(report)


def show_richly() -> None:
    """Let facts show themselves as cards and tables, and data frames as tables, in a notebook that a person opened."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        return
    html, text = (shell.display_formatter.formatters[kind] for kind in ("text/html", "text/plain"))
    html.for_type(Fact, cards.card)
    text.for_type(Fact, lambda fact, printer, _: printer.text(cards.card_text(fact)))
    html.for_type(Facts, lambda facts: cards.of_the_whole(facts)._repr_html_())
    for home in data_frames.HOMES:
        html.for_type_by_name(home, "DataFrame", data_frames.html)
    interactive.ready()


def _row(fact: Fact) -> dict[str, Any]:
    name, dimension, member = [*fact.id.split("."), "", ""][:3]
    return {
        "id": fact.id,
        "name": name,
        "dimension": dimension,
        "member": fact.member or member,
        "label": fact.label,
        "value": fact.value,
        "display": fact.display,
        "unit": fact.unit,
        "status": fact.status,
        "period": fact.period,
        "as_at": fact.as_at,
        "formula": fact.formula,
        "filter": fact.source.filter,
        "rows": fact.source.rows,
    }


def _unknown_chart(name: str) -> UsageError:
    remedy = advice(name, [one.removesuffix("_chart") for one in CHARTS])
    if name in NAMES:
        remedy = f'{name} is a table: report.exhibit("{name}") shows it. {remedy}'
    finding = Finding("chart-unknown", "error", f"there is no chart {name!r}", Where(found=name), remedy)
    return UsageError(f"There is no chart {name!r}.", [finding])
