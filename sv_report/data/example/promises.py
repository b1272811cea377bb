"""What the example's contracts promised, by measure and quarter.

Data stage, example only: takes the plans of `register`, gives rows of `commitments`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from sv_report.data.example.contracts import last_day, quarters_between, value_book_of
from sv_report.data.example.draw import QUARTERS, STEPS, per_cent, rounded, stream
from sv_report.data.example.register import Plan
from sv_report.data.example.rows import Commitment
from sv_report.data.example.vocabulary import MEASURES, MENUS, VALUE_BOOK, Measure
from sv_report.params.period import Period

# Parts by quarter from the start; the last one holds to the end. The zeros are quarters of setting up.
SHAPES_OF_PROMISE = {"even": (1, 2), "steady": (0, 1), "rising": (0, 1, 2, 3)}

# A contract's value in £, up to which it promises so many additional, record-only and local measures.
SIZES = (
    (100_000, (2, 0, 1)),
    (500_000, (3, 1, 0)),
    (2_000_000, (3, 1, 1)),
    (10_000_000, (4, 1, 1)),
    (30_000_000, (5, 1, 2)),
    (40_000_000, (8, 2, 2)),
)
LOCAL_SPEND = {"GRO01": 22, "GRO02": 8, "GRO03": 5}  # percentages of the contract's value
LOCAL_STAFF = Decimal(35) / 100 / 60_000  # FTE for each £ a year: 35% of cost on local pay of £60,000 a year


def promises(plan: Plan) -> Iterable[Commitment]:
    """Give what the contract promised of each measure and quarter, up to a termination."""
    if plan.rate == 0:
        return
    random = stream(plan.ref, "commitments")
    version = value_book_of(plan)
    life = quarters_between(plan.start, plan.end)
    parts = spread(plan.shape, life)
    rows: list[Commitment] = []
    for measure, value in additional_values(plan, random).items():
        rows += profile(plan.ref, MEASURES[measure], quantity_worth(value, measure, version), life, parts)
    for measure, total in local_totals(plan, len(life), random).items():
        rows += profile(plan.ref, MEASURES[measure], total, life, parts)
    for measure in random.sample(MENUS[plan.category].record_only, picks(plan)[1]):
        rows += recorded(plan, MEASURES[measure], life, random)
    kept = (row for row in rows if row.period.start <= last_day(plan))
    yield from sorted(kept, key=lambda row: (row.measure, row.period))


def spread(shape: str, life: Sequence[Period]) -> list[int]:
    """Return each quarter's part of the promise; nothing was due before reporting began."""
    parts = SHAPES_OF_PROMISE[shape]
    unreported = [0 for quarter in life if quarter < QUARTERS[0]]
    due = len(life) - len(unreported)
    return [*unreported, *parts[:due], *([parts[-1]] * (due - len(parts)))]


def picks(plan: Plan) -> tuple[int, int, int]:
    """Return how many additional, record-only and local measures a contract of this value promises."""
    return next(counts for ceiling, counts in SIZES if plan.value <= ceiling)


def additional_values(plan: Plan, random: Random) -> dict[str, Decimal]:
    """Return the £ of additional value promised over the contract's life, by measure."""
    usual = list(MENUS[plan.category].additional)
    others = random.sample(usual[2:], min(picks(plan)[0] - 2, len(usual) - 2))
    weights = {ref: weight * random.randint(80, 120) for ref, weight in [*usual[:2], *others]}
    total = sum(weights.values())
    return {ref: plan.value * plan.rate / 100 * weight / total for ref, weight in weights.items()}


def quantity_worth(value: Decimal, ref: str, version: str) -> Decimal:
    """Return how much of a measure is worth `value` (FTE in years), or a few of what has a proxy of 0."""
    proxy = VALUE_BOOK[ref, version]
    each = proxy.proxy_gbp
    if proxy.attribution is not None and "attribution" not in proxy.net_of:
        each *= proxy.attribution
    if proxy.deadweight is not None and "deadweight" not in proxy.net_of:
        each *= 1 - proxy.deadweight
    return value / each if each else Decimal(6)


def local_totals(plan: Plan, quarters: int, random: Random) -> dict[str, Decimal]:
    """Return the local measures promised over the contract's life: £ spent, or FTE-years employed."""
    refs = MENUS[plan.category].local[: picks(plan)[2]]
    return {
        ref: plan.value
        * (LOCAL_STAFF if ref == "JOB01" else Decimal(LOCAL_SPEND[ref]) / 100)
        * per_cent(random, 75, 125)
        for ref in refs
    }


def profile(
    ref: str, measure: Measure, total: Decimal, life: Sequence[Period], parts: Sequence[int]
) -> Iterable[Commitment]:
    """Give a promise by quarter: a flow's quarters add to it, a stock's levels hold it as FTE-years."""
    step = STEPS[measure.unit][0]
    if measure.over_time == "stock":
        top = total * 4 / sum(parts) * max(parts)
        for quarter, part in zip(life, parts, strict=True):
            level = max(rounded(top * part / max(parts), step), Decimal(step)) if part else Decimal(0)
            yield Commitment(ref, measure.ref, quarter, level)
        return
    so_far = Decimal(0)
    for number, quarter in enumerate(life, 1):
        promised = rounded(total * sum(parts[:number]) / sum(parts), step)
        yield Commitment(ref, measure.ref, quarter, promised - so_far)
        so_far = promised


def recorded(plan: Plan, measure: Measure, life: Sequence[Period], random: Random) -> Iterable[Commitment]:
    """Give a record-only promise: the same share, level or ceiling in each quarter after the first."""
    staff = max(4, int(plan.value * 4 / len(life) / 45_000))
    counted = {"GRO05": 6 + staff // 2, "SOC07": 20 + staff, "ENV05": 4 + staff // 8}.get(measure.ref, staff)
    target = {"ENV05": 25, "JOB02": 75, "SOC04": 60}.get(measure.ref, 90) + random.randint(-5, 5)
    few = {"ENV07": Decimal(staff) / 100 + Decimal("0.1"), "SOC06": Decimal(2 + staff // 60)}
    for number, quarter in enumerate(life):
        whole = rounded(Decimal(counted) * target / 100, "1")
        counted_in = measure.unit in ("%", "people")
        quantity = whole if counted_in else rounded(few.get(measure.ref, Decimal(1)), "0.1")
        denominator = Decimal(counted) if measure.over_time == "share" else None
        if number > 0 and quarter >= QUARTERS[0]:
            yield Commitment(plan.ref, measure.ref, quarter, quantity, denominator)
