"""An invented council: its name, its districts, and its register, drawn after the example's.

Part of inventing. Takes a name and random numbers of its own, so that one council's rows are the same whichever others
are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from sv_report.data.example.draw import per_cent, rounded
from sv_report.data.example.promises import SIZES
from sv_report.data.example.register import PLANS, SUPPLIERS, VARIATIONS, Plan, Supplier, Variation
from sv_report.inventing.places import districts

FEWEST, MOST = 10, 80  # contracts of a register
FORMS = (*4 * ("good",), *3 * ("steady",), "slow", "slow", "behind")  # how promises are kept, one for each contract
RATES = (-3, 3)  # percentage points that the rate of a promise differs from the example's
HIGHEST = SIZES[-1][0]  # £; the example says what larger contracts promise of none


@dataclass(frozen=True)
class Council:
    """An invented council: the area it is named after, its districts, and its register."""

    area: str
    districts: Sequence[str]
    plans: Sequence[Plan]
    suppliers: Sequence[Supplier]
    variations: Sequence[Variation]

    @property
    def id(self) -> str:
        """Its name in files and commands."""
        return self.area.lower()

    @property
    def name(self) -> str:
        """Its full name."""
        return f"{self.area} Council"


def invent(area: str, seed: str) -> Council:
    """Return a council by its area: a part of the example's contracts, each with a value and a story of its own."""
    random = Random(f"{seed}/{area}")
    places = districts(random)
    drawn = _drawn(random)
    plans = [_plan(plan, number, places, random) for number, plan in enumerate(drawn, 1)]
    suppliers = {plan.supplier_id for plan in plans}
    return Council(
        area=area,
        districts=places,
        plans=plans,
        suppliers=[supplier for supplier in SUPPLIERS if supplier.id in suppliers],
        variations=[one for plan, model in zip(plans, drawn, strict=True) for one in _varied(plan, model)],
    )


def _drawn(random: Random) -> list[Plan]:
    """Return the plans of a register in the order of their refs; a large one has second lots of some."""
    count = random.randint(FEWEST, MOST)
    plans = random.sample(PLANS, min(count, len(PLANS)))
    again = random.sample(PLANS, count - len(plans))
    plans += [replace(plan, title=f"{plan.title} (second lot)") for plan in again]
    return sorted(plans, key=lambda plan: (plan.ref, plan.title))


def _plan(model: Plan, number: int, places: Sequence[str], random: Random) -> Plan:
    value = min(rounded(model.value * per_cent(random, 40, 160), "1000"), Decimal(HIGHEST))
    return replace(
        model,
        ref=f"C{number:03}",
        district=random.choice(places) if model.district else "",
        value=value,
        rate=model.rate + random.randint(*RATES) if model.rate else 0,
        form=random.choice(FORMS),
    )


def _varied(plan: Plan, model: Plan) -> list[Variation]:
    """Return the variations of a plan: those of its model, in proportion to its value."""
    return [
        replace(one, contract=plan.ref, value=rounded(one.value * plan.value / model.value, "1000"))
        for one in VARIATIONS
        if one.contract == model.ref
    ]
