"""The figures as the public may see them: nothing exempt, no small count of people, and nothing from which one follows.

Exhibits stage, disclosure. Takes the figures computed from all rows, gives those of the public copy: the same facts,
of which some are *suppressed* (`[c]`) and those that name what is exempt are not there at all. No fact has two values.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.exhibits.disclosure.cells import Cell, Cells, Kinds, cost_of
from sv_report.exhibits.disclosure.exempt import CONTRIBUTORS, Exempt, few_contributors, hidden_scopes, scopes_with
from sv_report.exhibits.disclosure.grid import CannotBeHiddenError
from sv_report.exhibits.disclosure.linear import (
    DIMENSIONS,
    OF_LINES,
    RANKED,
    SIDES,
    Form,
    Forms,
    Sum,
    Times,
    contract_scopes,
    scopes_of,
)
from sv_report.exhibits.disclosure.small import counts_people, small_cells
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


def released(figures: Figures, exempt: Exempt, threshold: int) -> Released:
    """Return the figures that may be published, where counts of people below a threshold may not."""
    if figures.results is None:
        return Released(figures)
    hiding = _Hiding(figures, figures.results, exempt, threshold)
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
    return Released(public, frozenset(hidden), frozenset(left_out), frozenset(hiding.guarded))


class _Hiding:
    """What is hidden of some figures."""

    def __init__(self, figures: Figures, results: Results, exempt: Exempt, threshold: int) -> None:
        self._figures = figures
        self._exempt = exempt
        self._forms = Forms(results)
        self._cells = Cells(self._forms, Times(results), figures.facts)
        self.scopes = hidden_scopes(self._forms, exempt.contracts)
        self._small = small_cells(self._cells, self._forms, threshold)

    @property
    def left_out(self) -> set[str]:
        """The facts that name an exempt contract or supplier."""
        named = {f"contract.{name_in_fact(ref)}" for ref in self._exempt.contracts}
        named |= {f"supplier.{name_in_fact(id)}" for id in self._exempt.suppliers}
        return {form.id for form in self._cells.forms if form.scope in named}

    @property
    def guarded(self) -> set[str]:
        """The facts that rest on exempt rows, or on rows that count people."""
        results = self._forms.results
        held = [pair for pair in results.all.pairs
                if pair[0].contract in self._exempt.contracts or counts_people(pair[0].measure)]  # fmt: skip
        scopes = {scope for pair in held for scope in scopes_of(results, pair)}
        scopes |= {scope for ref in self._exempt.contracts for scope in contract_scopes(results, ref)}
        return {form.id for form in self._cells.forms if form.scope in scopes}

    @property
    def hidden(self) -> set[str]:
        """The facts that are not shown."""
        cells = self._hidden_cells()
        said = {id for cell in cells for id in self._cells.ids[cell]} | {form.id for form in self._made_of(cells)}
        return {
            *(id for id in said if self._is_said(id)),
            *self._exempt.facts,
            *(form.id for form in self._marked()),
            *(form.id for form in self._cells.forms if form.scope in self.scopes),
            *self._ranked(),
            *self._of_quality(),
        }

    def _marked(self) -> Iterator[Form]:
        """Yield the facts that are marked; of one worked out from others, what it is worked out from as well."""
        marked = [form for form in self._cells.forms if form.id in self._exempt.facts]
        yield from marked
        about: dict[str, list[Form]] = {}
        for form in self._cells.forms:
            about.setdefault(_about(form), []).append(form)
        for one in marked:
            if not one.adds and one.needs:
                beside = [form for form in about[_about(one)] if form.needs]
                yield from (form for form in beside if not form.adds and form.needs == one.needs)
                sums = [form for form in beside if form.adds and form.is_whole_sum and form.needs <= one.needs]
                yield from [form for form in sums if any(of != "committed" for of, _ in form.needs)] or sums

    def _exempt_cells(self) -> set[Cell]:
        """Return the cells of what is exempt: what is marked, and totals with exempt rows of too few suppliers."""
        marked = {self._cells.of[form.id] for form in self._marked() if form.id in self._cells.of}
        return marked | few_contributors(self._cells, self._forms, self._exempt.contracts)

    def _hidden_cells(self) -> set[Cell]:
        """Return the cells that are not shown: those with a reason of their own, and those from which one follows.

        Small counts of measures take the fewest others with them, what a contract has alone one other contract's. What
        is worked out from a hidden sum is hidden, too.
        """
        counts = {cell for cell in self._small if cell.dimension in MEASURE_DIMENSIONS or not cell.scope}
        own = self._small | self._exempt_cells()
        hidden = set(self._product(own - self._small)) | self._paired(self._small - counts)
        found = self._beyond(counts, hidden)
        while found:
            for family in sorted({cell.family for cell in found if cell in counts}):
                hidden |= self._with_fewest(family, hidden, counts)
            hidden |= set(self._product(found - counts))
            found = {self._cells.of[form.id] for form in self._made_of(hidden) if form.id in self._cells.of}
            found = self._beyond(found, hidden)
            own |= found
        if leaks := self._following(hidden) & own:
            hidden |= set(self._product(leaks))
        following = self._following(hidden)
        if leaks := following & own:
            raise RuntimeError(f"{min(leaks)} follows from what is shown: a fault of ours")
        return hidden - following  # what follows from what is shown might as well be shown itself

    def _following(self, hidden: Collection[Cell]) -> set[Cell]:
        """Return the hidden cells that follow from what is shown; of the whole, whichever side it follows from."""
        grids = [
            self._cells.grid(family, side, {}) for family in sorted({cell.family for cell in hidden}) for side in SIDES
        ]
        found: set[Cell] = set()
        before = -1
        while before != len(found):
            before = len(found)
            for grid in grids:
                unseen = [cell for cell in grid.cells if cell in hidden or cell.scope in self.scopes]
                unseen = [cell for cell in unseen if cell not in found]
                found |= set(grid.following(unseen, [cell for cell in unseen if cell in hidden]))
        return found

    def _paired(self, cells: Iterable[Cell]) -> set[Cell]:
        """Return cells of contracts, and of their groups, with those of one other contract each, the nearest.

        A group that holds one of the two and not the other would tell, and is hidden; so are the kinds of sum from
        which theirs would follow.
        """
        hidden: set[Cell] = set(cells)
        kinds: dict[tuple[str, Kinds], set[Kinds]] = {}
        for cell in sorted(hidden):
            same = kinds.setdefault((cell.family, cell.kind), set())
            if not same:
                same |= self._cells.kinds_with(cell.family, {cell.kind})
            for ref in sorted(self._forms.members["contract"][cell.scope]) if cell.dimension == "contract" else ():
                scopes = set(contract_scopes(self._forms.results, ref))
                scopes ^= self._nearest(ref, cell, hidden)
                product = (Cell(cell.family, scope, kind) for scope in scopes for kind in same)
                hidden |= {one for one in product if self._has_value(one)}
        return hidden

    def _nearest(self, ref: str, cell: Cell, hidden: Collection[Cell]) -> set[str]:
        """Return the scopes of the contract that shares most with another, of those that have something of a cell's
        kind and are not hidden themselves."""
        own = set(contract_scopes(self._forms.results, ref))
        others: list[tuple[int, str, set[str]]] = []
        for other in self._forms.results.contracts:
            it = replace(cell, scope=f"contract.{name_in_fact(other)}")
            if other != ref and it not in hidden and self._has_value(it):
                scopes = set(contract_scopes(self._forms.results, other))
                others.append((-len(own & scopes), other, scopes))
        return min(others)[2] if others else {""}

    def _is_said(self, id: str) -> bool:
        fact = self._figures.facts[id]
        return fact.value is not None or bool(fact.text)

    def _has_value(self, cell: Cell) -> bool:
        return any(self._figures.facts[id].value for id in self._cells.ids.get(cell, ()))

    def _beyond(self, cells: Iterable[Cell], hidden: Collection[Cell]) -> set[Cell]:
        """Return the cells that are not hidden yet, by themselves or with all of their scope."""
        return {cell for cell in cells if cell not in hidden and cell.scope not in self.scopes}

    def _product(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """Yield cells and those from which they follow: the same kinds of sum of the same scopes.

        What is printed of other kinds or of other scopes gives nothing away: a sum follows only if its kind does from
        other kinds, or its scope from other scopes.
        """
        scopes_of_kind: dict[tuple[str, Kinds], set[str]] = {}
        for cell in self._beyond(cells, ()):
            scopes_of_kind.setdefault((cell.family, cell.kind), set()).add(cell.scope)
        alike: dict[tuple[str, frozenset[str]], set[Kinds]] = {}
        for (family, kind), scopes in scopes_of_kind.items():
            alike.setdefault((family, frozenset(scopes)), set()).add(kind)
        for (family, of), same in alike.items():
            kinds = self._cells.kinds_with(family, same)
            wider = scopes_with(self._forms, family, of, self.scopes)
            product = (Cell(family, scope, kind) for kind in kinds for scope in wider)
            yield from (cell for cell in product if cell in self._cells.ids)

    def _with_fewest(self, family: str, hidden: set[Cell], counts: Collection[Cell]) -> set[Cell]:
        """Return hidden cells and counts of a family with the fewest others from which one of the counts follows."""
        grid = self._cells.grid(family, "measure", self._costs(family))
        own = {cell for cell in counts if cell.family == family}
        unseen = [cell for cell in grid.cells if cell in hidden | own or cell.scope in self.scopes]
        try:
            return hidden | own | grid.hidden_with(unseen, sorted(own & grid.cells.keys()))
        except CannotBeHiddenError:  # what is left is nothing: then that goes, too
            return hidden | own | set(self._product(own))

    def _costs(self, family: str) -> dict[Cell, float]:
        """Return what it costs to hide each cell; one of nothing hides nothing, unless exempt rows are behind it."""
        facts = self._figures.facts
        return {
            cell: cost_of(cell)
            for cell, ids in self._cells.ids.items()
            if cell.family == family and (self._exempt.contracts or any(facts[id].value for id in ids))
        }

    def _made_of(self, hidden: Iterable[Cell]) -> Iterator[Form]:
        """Yield the facts of other families, and those that do not add up, that are worked out from hidden sums."""
        sums: dict[tuple[str, str | None], set[frozenset[Sum]]] = {}
        for cell in hidden:
            forms = [self._forms.by_id[id] for id in self._cells.ids[cell]]
            kind = cell.family if cell.family in OF_LINES else None
            sums.setdefault((_about(forms[0]), kind), set()).update(form.needs for form in forms if form.is_whole_sum)
        of_records = {(cell.family, cell.scope) for cell in hidden}
        for form in self._cells.forms:
            if form.adds and form.is_of_lines:
                continue
            kinds = (form.record.counts_as, None) if form.record.counts_as else (*OF_LINES, None)
            needed = any(needs <= form.needs for kind in kinds for needs in sums.get((_about(form), kind), ()))
            if needed or (SHARE_OF.get(form.record.id), form.scope) in of_records:
                yield form

    def _ranked(self) -> Iterator[str]:
        """Yield the facts that say which contracts have most, where an exempt one may be among them."""
        members = self._forms.members["contract"]
        for form in self._cells.forms:
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
