"""What the example's suppliers returned, and how the council assessed it.

Data stage, example only: takes plans and their commitments, gives rows of `returns` and `deliveries`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sv_report.data.example.draw import (
    CLOSED_ON,
    EDITION_QUARTER,
    LATEST,
    QUARTERS,
    STEPS,
    chance,
    per_cent,
    plain,
    rounded,
    stream,
    working_day,
)
from sv_report.data.example.register import Plan
from sv_report.data.example.rows import Commitment, Delivery, Return
from sv_report.data.example.vocabulary import EVIDENCE, MEASURES, STATEMENTS, Measure
from sv_report.params.period import Period

# What is claimed as a percentage of what is due, from and to.
FORMS = {"good": (126, 150), "steady": (90, 106), "slow": (58, 78), "behind": (14, 38)}
THEME_FORM = {
    "Jobs and skills": 102,
    "Growth and local business": 108,
    "Healthier and safer communities": 112,
    "Environment": 95,
    "Innovation": 78,
}


def reports(plans: Sequence[Plan], commitments: Sequence[Commitment]) -> tuple[list[Return], list[Delivery]]:
    """Return what each contract sent for each quarter in which it ran, and the lines of it."""
    returns: list[Return] = []
    deliveries: list[Delivery] = []
    for plan in plans:
        own = [row for row in commitments if row.contract == plan.ref]
        form = per_cent(stream(plan.ref, "form"), *FORMS[plan.form])
        for quarter in QUARTERS:
            due = [row for row in own if row.period == quarter]
            if due:
                sent = versions(plan, quarter)
                returns += sent
                deliveries += lines_of_versions(plan, due, form, sent)
    return returns, deliveries


def due_on(quarter: Period) -> date:
    """Return the day by which a quarter's return is due: the 15th of the month after, or the Monday."""
    return working_day(quarter.end + timedelta(days=15))


def versions(plan: Plan, quarter: Period) -> list[Return]:
    """Return the versions of one return: none, one not received, one, or one with its resubmissions."""
    random = stream(plan.ref, quarter, "return")
    due = due_on(quarter)
    slack = 4 if plan.form == "behind" else 1
    outcome = random.randrange(100)
    if outcome < 2 * slack:
        return []
    if outcome < 6 * slack:
        return [Return(plan.ref, quarter, 1, due, None)]
    late = outcome < 13 * slack
    first, last = (1, random.choice((4, 24))) if late else (-11, 0)
    received = [working_day(due + timedelta(days=random.randint(first, last)))]
    if not late and received[0] > due:
        received = [due]
    while len(received) < 3 and chance(random, 9 if len(received) == 1 else 25):
        wait = random.randint(2, 16) if chance(random, 70) else random.randint(90, 170)
        received.append(working_day(received[-1] + timedelta(days=wait)))
    seen = [day for day in received if day <= CLOSED_ON]
    return [Return(plan.ref, quarter, number, due, day) for number, day in enumerate(seen, 1)]


def lines_of_versions(
    plan: Plan, due: Sequence[Commitment], form: Decimal, sent: Sequence[Return]
) -> Iterable[Delivery]:
    """Give the lines of each version: a resubmission restates them all, with some figures corrected."""
    received = [version for version in sent if version.received_on is not None]
    if not received:
        return
    random = stream(plan.ref, received[0].period, "lines")
    claims = claimed(plan, due, form, random)
    for number, version in enumerate(received):
        if number:
            claims = [corrected(claim, random) for claim in claims]
        after = received[number + 1].received_on if number + 1 < len(received) else None
        yield from assessed([worded(claim, plan, version) for claim in claims], version, after)


@dataclass(frozen=True)
class Claim:
    """A line as the supplier counts it, before it is worded; `wording` picks the sentence."""

    measure: Measure
    quantity: Decimal
    denominator: Decimal | None
    wording: int


def claimed(plan: Plan, due: Sequence[Commitment], form: Decimal, random: Random) -> list[Claim]:
    """Return the lines of a return, in the order of the measures."""
    claims: list[Claim] = []
    for row in sorted(due, key=lambda row: row.measure):
        measure = MEASURES[row.measure]
        reported = not chance(random, 5)
        if row.quantity and reported:
            claim = claim_of(measure, row, form, random)
            claims += split(claim) if chance(random, 4) else [claim]
    if claims and chance(random, 12):
        claims.append(uncommitted(plan, {row.measure for row in due}, random))
    return sorted(claims, key=lambda claim: (claim.measure.ref, claim.wording))


def claim_of(measure: Measure, due: Commitment, form: Decimal, random: Random) -> Claim:
    """Return what is claimed of a promise: by the contract's form, its theme's, and luck."""
    step = STEPS[measure.unit][1]
    wording = random.randrange(len(STATEMENTS[measure.ref]))
    if measure.over_time == "share":
        counted = rounded((due.denominator or Decimal(1)) * per_cent(random, 92, 108), step)
        share = due.quantity / (due.denominator or Decimal(1)) * per_cent(random, 86, 107)
        return Claim(measure, min(counted, rounded(counted * share, step)), counted, wording)
    spread_of_luck = (85, 112) if measure.over_time == "stock" else (65, 135)
    factor = form * THEME_FORM[measure.theme] / 100 * per_cent(random, *spread_of_luck)
    if measure.good == "low":
        factor = per_cent(random, 40, 130)
    return Claim(measure, rounded(due.quantity * factor, step), None, wording)


def split(claim: Claim) -> list[Claim]:
    """Return the claim as two lines with a sentence each, where both leave something to count."""
    step = STEPS[claim.measure.unit][1]
    part = rounded(claim.quantity * 3 / 5, step)
    whole = claim.denominator
    counted = rounded(whole * 3 / 5, step) if whole is not None else None
    if not 0 < part < claim.quantity or (counted is not None and counted < part):
        return [claim]
    rest = whole - counted if whole is not None and counted is not None else None
    if rest is not None and rest < claim.quantity - part:
        return [claim]
    return [
        Claim(claim.measure, part, counted, 0),
        Claim(claim.measure, claim.quantity - part, rest, 1),
    ]


def uncommitted(plan: Plan, promised: set[str], random: Random) -> Claim:
    """Return a small line for a measure that the contract never promised."""
    usual = ("SOC01", "SOC02", "SKL04", "ENV06")
    in_hours = (ref for ref, measure in MEASURES.items() if measure.unit == "hours")
    left = [ref for ref in usual if ref not in promised] or [ref for ref in in_hours if ref not in promised]
    measure = MEASURES[random.choice(left)]
    scale = 50 if measure.unit == "GBP" else 1
    return Claim(measure, Decimal(random.randint(6, 40) * scale), None, random.randrange(2))


def corrected(claim: Claim, random: Random) -> Claim:
    """Return the claim as restated: two in five differ, the rest stand."""
    if not chance(random, 40) or claim.denominator is not None:
        return claim
    step = STEPS[claim.measure.unit][1]
    return replace(claim, quantity=rounded(claim.quantity * per_cent(random, 78, 116), step))


def worded(claim: Claim, plan: Plan, version: Return) -> Delivery:
    """Return the claim as a line of a return, with its sentence and evidence, not yet assessed."""
    sentence = STATEMENTS[claim.measure.ref][claim.wording].format(
        n=f"{claim.quantity:,.2f}" if claim.measure.unit == "GBP" else f"{plain(claim.quantity):,}",
        of=f"{plain(claim.denominator or Decimal(0)):,}",
        place=plan.district or "Lancashire",
    )
    silent = chance(stream(plan.ref, version.period, claim.measure.ref, claim.wording, "silent"), 1)
    return Delivery(
        contract=plan.ref,
        measure=claim.measure.ref,
        period=version.period,
        return_version=version.version,
        quantity_claimed=claim.quantity,
        denominator_claimed=claim.denominator,
        statement="" if silent else sentence,
        evidence="" if silent else EVIDENCE[claim.measure.ref],
        estimated=chance(stream(plan.ref, version.period, claim.measure.ref, "estimated"), 4),
    )


def assessed(lines: Sequence[Delivery], version: Return, after: date | None) -> Iterable[Delivery]:
    """Give the lines as the council assessed them, unless a resubmission came first or it has not begun."""
    random = stream(version.contract, version.period, version.version, "assessment")
    begun = not chance(random, 25 if version.period == LATEST else 0)
    received = version.received_on or version.due_on
    day = working_day(received + timedelta(days=random.randint(2, 8)))
    for line in lines:
        queried = chance(random, 12 if version.period == EDITION_QUARTER else 3)
        seen_on = working_day(day + timedelta(days=random.randint(15, 40))) if queried else day
        accepted = accepted_part(line, random)
        left = queried and chance(random, 30)
        if not begun or left or seen_on >= min(after or CLOSED_ON, CLOSED_ON):
            yield line
        else:
            yield accept(line, accepted, seen_on)


def accepted_part(line: Delivery, random: Random) -> Decimal:
    """Return the part of a claim that its evidence bears out: whole, some or, without a statement, none."""
    outcome = random.randrange(100)
    some = per_cent(random, 60, 96)
    if not line.statement or outcome < 2:
        return Decimal(0)
    return some if outcome < 18 else Decimal(1)


def accept(line: Delivery, part: Decimal, day: date) -> Delivery:
    """Return the line with that part accepted; a share's evidence counts fewer people in the same number."""
    step = STEPS[MEASURES[line.measure].unit][1]
    denominator = line.denominator_claimed
    return replace(
        line,
        quantity_validated=rounded(line.quantity_claimed * part, step),
        denominator_validated=denominator if part or denominator is None else Decimal(0),
        validated_on=day,
    )
