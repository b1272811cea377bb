"""The figures as the public may see them: nothing exempt, no small count of people, and nothing from which one follows.

Exhibits stage, disclosure. Takes the figures computed from all rows, gives those of the public copy: the same facts,
of which some are *suppressed* (`[c]`) and those that name what is exempt are not there at all. No fact has two values.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sv_report.data.last_published import LastPublished
from sv_report.data.rules.table_rules import name_in_fact
from sv_report.exhibits.disclosure.cells import Cell, Cells
from sv_report.exhibits.disclosure.complement import Complement, LastCells
from sv_report.exhibits.disclosure.exempt import CONTRIBUTORS, Exempt, few_contributors, hidden_scopes
from sv_report.exhibits.disclosure.linear import (
    DIMENSIONS,
    OF_LINES,
    RANKED,
    Form,
    Forms,
    Sum,
    Times,
)
from sv_report.exhibits.disclosure.small import counts_people, small_counts
from sv_report.exhibits.leading import unranked
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures
from sv_report.measures.quality import Concern, Quality
from sv_report.measures.quality_facts import NAMES, WHAT, quality_id
from sv_report.measures.register import MEASURE_DIMENSIONS
from sv_report.measures.results import Results
from sv_report.measures.stake import Stake
from sv_report.measures.trace import Trace
from sv_report.measures.trace.trace import FileSum
from sv_report.measures.value import total

SHARE_OF = {f"{kind}_forecast_share_of_due_year_end": f"{kind}_forecast_year_end" for kind in ("sv", "lev")}


@dataclass(frozen=True)
class Released:
    """The public's figures, the facts that are not shown in them and those that are left out, by id.

    `guarded` are the facts that rest on exempt rows or on rows that count people, shown or not: how their rows are
    made up is not for the public.
    """

    figures: Figures
    hidden: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is held back."""
        return not (self.hidden or self.left_out)

    def trace(self, trace: Trace) -> Trace:
        """Return a trace as the public may see it: of rows that are guarded only how many there are, in all files."""
        is_of_quality = trace.fact.id.split(".")[0] in NAMES
        if trace.fact.id not in self.guarded and not (is_of_quality and self.guarded):
            return trace
        return replace(trace, files=_together(trace.files), largest=(), rows=())


def released(figures: Figures, exempt: Exempt, threshold: int, last: LastPublished | None = None) -> Released:
    """Return the figures that may be published, where counts of people below a threshold may not.

    `last` is what the last published report printed, so that nothing follows from it and this one together.
    """
    if figures.results is None:
        return Released(figures)
    hiding = _Hiding(figures, figures.results, exempt, threshold, last)
    left_out, hidden = hiding.left_out, hiding.hidden
    facts = tuple(fact.suppressed if fact.id in hidden else fact for fact in figures.facts if fact.id not in left_out)
    listed = tuple(one for one in figures.contracts if f"contract.{name_in_fact(one.ref)}" not in hiding.scopes)
    public = replace(
        figures,
        facts=Facts(facts),
        contracts=listed,
        unlisted=len(figures.contracts) - len(listed),
        quality=figures.quality and _without(figures.quality, hidden),
        results=None,
    )
    public = replace(public, unranked=unranked(public))
    return Released(public, frozenset(hidden), frozenset(left_out), frozenset(hiding.guarded))


class _Hiding:
    """What is hidden of some figures, each with its reason."""

    def __init__(
        self, figures: Figures, results: Results, exempt: Exempt, threshold: int, last: LastPublished | None
    ) -> None:
        self._figures = figures
        self._exempt = exempt
        forms, reports = Forms(results), [results, *([_results_then(results, last)] if last else [])]
        self._forms = [forms.by_id[fact.id] for fact in figures.facts if fact.id in forms.by_id]
        ids = [fact.id for fact in figures.facts if fact.value is not None]
        self._cells = Cells(forms, Times(*reports), ids)
        small, few = self._reasons(self._cells, threshold)
        of_quarters = {form.id for form in self._forms if form.quarter}
        if of_quarters & (small | few | exempt.facts) - self._cells.of.keys():
            self._cells = Cells(forms, Times(*reports, apart=True), ids)
        self._small = {self._cells.of[id] for id in small}
        self._few = {self._cells.of[id] for id in few}
        self.scopes = hidden_scopes(forms, exempt.contracts)
        self._last = self._of_last(Forms(reports[1]), last, threshold) if last else None
        self._complement = Complement(self._cells, self.scopes, self._nothing, self._last)

    def _reasons(self, cells: Cells, threshold: int) -> tuple[set[str], set[str]]:
        """Return the small counts, and the totals with exempt rows of too few suppliers.

        Of what exempt contracts have alone nothing is shown: whether it is small must not decide what else is hidden.
        """
        held = cells.forms.members["contract"]
        small = small_counts(cells, threshold)
        public = {id for id in small if not self._is_exempt(held.get(cells.forms.by_id[id].scope, frozenset()))}
        return public, few_contributors(cells, self._exempt.contracts)

    def _is_exempt(self, contracts: frozenset[str]) -> bool:
        return bool(contracts) and contracts <= self._exempt.contracts

    def _of_last(self, forms: Forms, last: LastPublished, threshold: int) -> LastCells:
        """Return the cells of the last published report's lines: what it printed, and what of it may not be known."""
        ids = [id for id, form in forms.by_id.items() if form.is_of_lines]
        cells = Cells(forms, self._cells.times, ids, of=1)
        printed = frozenset(cell for id, cell in cells.of.items() if id in last.shown)
        small, few = self._reasons(cells, threshold)
        return LastCells(cells, printed, frozenset(cells.of[id] for id in small | few if id in cells.of) - printed)

    @property
    def _nothing(self) -> set[Cell]:
        """The cells of nought, which hide little; with exempt rows what is nought must not decide what is hidden."""
        facts = self._figures.facts
        if self._exempt.contracts:
            return set()
        return {cell for cell, ids in self._cells.ids.items() if not any(facts[id].value for id in ids)}

    @property
    def left_out(self) -> set[str]:
        """The facts that name an exempt contract or supplier."""
        named = {f"contract.{name_in_fact(ref)}" for ref in self._exempt.contracts}
        named |= {f"supplier.{name_in_fact(id)}" for id in self._exempt.suppliers}
        return {form.id for form in self._forms if form.scope in named}

    @property
    def guarded(self) -> set[str]:
        """The facts that rest on exempt rows, or on rows that count people."""
        results = self._cells.forms.results
        held = [pair for pair in results.all.pairs
                if pair[0].contract in self._exempt.contracts or counts_people(pair[0].measure)]  # fmt: skip
        scopes = {scope for pair in held for scope in self._cells.forms.scopes_of(pair)}
        scopes |= {scope for ref in self._exempt.contracts for scope in self._cells.forms.contract_scopes.get(ref, ())}
        return {form.id for form in self._forms if form.scope in scopes}

    @property
    def hidden(self) -> set[str]:
        """The facts that are not shown."""
        cells = self._hidden_cells()
        said = {id for cell in cells for id in self._cells.ids[cell]} | {form.id for form in self._made_of(cells)}
        return {
            *(id for id in said if self._is_said(id)),
            *self._exempt.facts,
            *(form.id for form in self._marked()),
            *(form.id for form in self._forms if form.scope in self.scopes),
            *self._ranked(),
            *self._of_quality(),
        }

    def _marked(self) -> Iterator[Form]:
        """Yield the facts that are marked; of one worked out from others, what it is worked out from as well."""
        marked = [form for form in self._forms if form.id in self._exempt.facts]
        yield from marked
        for one in marked:
            if not one.adds and one.needs:
                beside = [form for form in self._by_about[_about(one)] if form.needs]
                yield from (form for form in beside if not form.adds and form.needs == one.needs)
                sums = [form for form in beside if form.adds and form.is_whole_sum and form.needs <= one.needs]
                yield from [form for form in sums if any(of != "committed" for of, _ in form.needs)] or sums

    @cached_property
    def _by_about(self) -> dict[str, list[Form]]:
        """The forms by what their facts are about."""
        found: dict[str, list[Form]] = {}
        for form in self._forms:
            found.setdefault(_about(form), []).append(form)
        return found

    def _exempt_cells(self) -> set[Cell]:
        """Return the cells of what is exempt: what is marked, and totals with exempt rows of too few suppliers."""
        marked = {self._cells.of[form.id] for form in self._marked() if form.id in self._cells.of}
        return marked | self._few

    def _hidden_cells(self) -> set[Cell]:
        """Return the cells that are not shown: those with a reason of their own, and those from which one follows.

        Small counts of measures take the fewest others with them, what is exempt and what a contract has alone the same
        kinds of sum of other scopes. What is worked out from a hidden sum is hidden, too.
        """
        beside = self._complement
        counts = {cell for cell in self._small if cell.dimension in MEASURE_DIMENSIONS or not cell.scope}
        reasons = self._small | self._exempt_cells()
        of_last = self._last.guarded if self._last else frozenset()
        own = (reasons | of_last) - beside.known(reasons | of_last)
        hidden = set(beside.product(reasons - counts))
        hidden = beside.with_fewest(hidden | beside.beyond(counts, hidden), own & (counts | of_last), "measure")
        hidden = beside.without_leaks(hidden, own)
        while made := beside.beyond(self._made_cells(hidden), hidden):
            own |= made
            hidden = beside.without_leaks(hidden | set(beside.product(made)), own)
        return hidden - (beside.following(hidden, hidden) - reasons)  # what follows from what is shown may be shown

    def _made_cells(self, hidden: Iterable[Cell]) -> set[Cell]:
        """Return the cells of what is worked out from hidden sums."""
        return {self._cells.of[form.id] for form in self._made_of(hidden) if form.id in self._cells.of}

    def _is_said(self, id: str) -> bool:
        fact = self._figures.facts[id]
        return fact.value is not None or bool(fact.text)

    def _made_of(self, hidden: Iterable[Cell]) -> Iterator[Form]:
        """Yield the facts of other families, and those that do not add up, that are worked out from hidden sums."""
        sums: dict[tuple[str, str | None], set[frozenset[Sum]]] = {}
        for cell in hidden:
            forms = [self._cells.forms.by_id[id] for id in self._cells.ids[cell]]
            kind = cell.family if cell.family in OF_LINES else None
            sums.setdefault((_about(forms[0]), kind), set()).update(form.needs for form in forms if form.is_whole_sum)
        of_records = {(cell.family, cell.scope) for cell in hidden}
        for form, about in self._made:
            kinds = (form.record.counts_as, None) if form.record.counts_as else (*OF_LINES, None)
            needed = any(needs <= form.needs for kind in kinds for needs in sums.get((about, kind), ()))
            if needed or (SHARE_OF.get(form.record.id), form.scope) in of_records:
                yield form

    @cached_property
    def _made(self) -> list[tuple[Form, str]]:
        """The forms that are no sums of lines, and what their facts are about."""
        return [(form, _about(form)) for form in self._forms if not (form.adds and form.is_of_lines)]

    def _ranked(self) -> Iterator[str]:
        """Yield the facts that say which contracts have most, where an exempt one may be among them."""
        members = self._cells.forms.members["contract"]
        for form in self._forms:
            if any(word in form.id for word in RANKED) and members[form.scope] & self._exempt.contracts:
                yield form.id

    def _of_quality(self) -> Iterator[str]:
        """Yield the facts about the data's quality that rest on too few contracts, where some are exempt."""
        quality = self._figures.quality
        if quality and self._exempt.contracts:
            kinds = [("concern", one) for one in quality.concerns]
            kinds += [("rule", one.concern) for one in quality.rules]
            for kind, concern in kinds:
                if (concern.contracts or 0) < CONTRIBUTORS:
                    yield from (quality_id(what, kind, concern.name) for what in WHAT)


def _results_then(results: Results, last: LastPublished) -> Results:
    """Return the results of the last published report's period, as of its day."""
    return Results(results.tables, last.period, last.as_at, replace(results.conventions, last_as_at=None))


def _about(form: Form) -> str:
    """Return what a fact is about: its scope, and of a quarter, the quarter."""
    return form.scope if form.dimension in ("", *DIMENSIONS) else f"{form.dimension}.{form.member}"


def _together(files: Iterable[FileSum]) -> tuple[FileSum, ...]:
    """Return the rows of several files as those of one, by their role."""
    by_role: dict[str, list[FileSum]] = {}
    for one in files:
        by_role.setdefault(one.role, []).append(one)
    return tuple(_one(found) for found in by_role.values())


def _one(files: Sequence[FileSum]) -> FileSum:
    if len(files) == 1:
        return files[0]
    rows, added = sum(one.rows for one in files), total(one.total for one in files)
    folder = files[0].file.rpartition("/")[0]
    return FileSum(f"{folder}/{len(files)} files or sheets".lstrip("/"), "", files[0].role, rows, added)


def _without(quality: Quality, hidden: Collection[str]) -> Quality:
    """Return the quality without the numbers of concerns that are not shown."""

    def without(kind: str, concern: Concern) -> Concern:
        if quality_id("rows", kind, concern.name) not in hidden:
            return concern
        return replace(concern, rows=None, of=None, contracts=None, stake=Stake(concern.stake.direction), note="")

    return replace(
        quality,
        concerns=tuple(without("concern", one) for one in quality.concerns),
        rules=tuple(replace(one, concern=without("rule", one.concern)) for one in quality.rules),
    )
