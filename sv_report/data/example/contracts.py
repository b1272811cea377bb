"""Contracts of the example as rows of the register, and what was paid under them.

Data stage, example only: takes the plans of `register`, gives rows of `contracts` and `spend`.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sv_report.data.example.draw import QUARTERS, per_cent, rounded, stream, working_day
from sv_report.data.example.register import Plan
from sv_report.data.example.rows import Contract, Spend
from sv_report.data.example.vocabulary import VERSIONS
from sv_report.params.period import Period

LIGHT_TOUCH = {"Adult care", "Children's care", "Education", "Public health"}
WORKS = {"Construction", "Highways"}
# £ from which the Public Contracts Regulations applied in 2022: works, light touch, other services. From memory, not
# checked at a source: they only make the example plausible, and no rule of the tool rests on them.
THRESHOLDS = {"works": 5_336_937, "light touch": 663_540, "other": 213_477}


def awarded_on(plan: Plan) -> date:
    """Return the day of award, four to eleven weeks before the start."""
    return working_day(plan.start - timedelta(days=stream(plan.ref, "award").randint(28, 77)))


def value_book_of(plan: Plan) -> str:
    """Return the version of the value book in force on the day of award."""
    award = awarded_on(plan)
    return next(version for version, _, _, last in VERSIONS if last is None or award <= last)


def regime(plan: Plan) -> str:
    """Return the rules that the contract was let under, by its kind and value."""
    if plan.title.startswith("Re-use shops"):
        return "CCR 2016"  # a concession: the operator keeps the takings
    kind = "works" if plan.category in WORKS else "light touch" if plan.category in LIGHT_TOUCH else "other"
    return "PCR 2015" if plan.value >= THRESHOLDS[kind] else "Below threshold"


def contract(plan: Plan, number: int, plans: Sequence[Plan]) -> Contract:
    """Return the plan as a row of the register, its number among all plans."""
    posts = sorted({(other.directorate, other.category) for other in plans})
    post = posts.index((plan.directorate, plan.category)) + 1
    return Contract(
        ref=plan.ref,
        title=plan.title,
        supplier_id=plan.supplier_id,
        directorate=plan.directorate,
        district=plan.district,
        division=f"Example Division {number % 40 + 1:02}" if plan.district else "All Divisions",
        category=plan.category,
        regime=regime(plan),
        light_touch=plan.category in LIGHT_TOUCH,
        start=plan.start,
        end=plan.end,
        terminated_on=plan.terminated_on,
        value=plan.value,
        awarded_on=awarded_on(plan),
        value_book=value_book_of(plan),
        manager=f"{plan.category} contracts manager (Example Manager {post:02})",
    )


def quarters_between(first: date, last: date) -> list[Period]:
    """Return the quarters from the one with `first` to the one with `last`."""
    quarters = [
        quarter
        for year in range(first.year - 1, last.year + 1)
        for quarter in Period(year).quarters
        if quarter.end >= first and quarter.start <= last
    ]
    return sorted(quarters)


def last_day(plan: Plan) -> date:
    """Return the last day on which the contract ran or will run."""
    return plan.terminated_on or plan.end


def payments(plan: Plan) -> Iterable[Spend]:
    """Give what was paid in each reported quarter in which the contract ran."""
    random = stream(plan.ref, "spend")
    life = quarters_between(plan.start, plan.end)
    for quarter in quarters_between(plan.start, last_day(plan)):
        if quarter in QUARTERS:
            amount = plan.value / len(life) * per_cent(random, 72, 124)
            yield Spend(plan.ref, quarter, rounded(amount, "0.01"))
