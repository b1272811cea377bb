"""The facts of the data's quality: how many rows, of how many, and how far they could move the headline.

Measures stage: takes `Quality`, gives facts with the ids `quality_rows.concern.late`, `quality_at_stake.rule.…`, so
that every number of the report's quality tables stands in facts.json with what it was made of.
"""

from collections.abc import Iterator
from decimal import Decimal

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.measures.fact import Fact, Kind, Number, Source, Status, displayed
from sv_report.measures.facts import UNIT_DECIMALS
from sv_report.measures.quality import Concern, Quality
from sv_report.measures.rejected import AcceptedError
from sv_report.measures.results import Results

WHAT = ("rows", "of", "share", "contracts", "at_stake", "unvalued", "claims")
NAMES = tuple(f"quality_{what}" for what in WHAT)
DIMENSIONS = ("concern", "rule", "accepted")
WHOLE_POUNDS = 0  # decimals of a few rows' £, of which three places of £m would leave little
ROWS = ("rows", "lines", "commitments")  # what is counted as the amounts behind a stake are: not returns
SOURCES = ("returns", "deliveries", "commitments", "accounts", "rejected_rows", "broken_rules")
AT_STAKE = "the rows' part in {headline} additional value to date, by their contracts' versions of the value book"


def quality_facts(quality: Quality, results: Results) -> tuple[Fact, ...]:
    """Return the facts of every concern, then of every rule broken."""
    concerns = [("concern", concern) for concern in quality.concerns]
    rules = [("rule", broken.concern) for broken in quality.rules]
    of_concerns = (fact for kind, concern in (*concerns, *rules) for fact in _facts(kind, concern, results))
    return (*of_concerns, *(_accepted(one, results) for one in quality.accepted))


def quality_id(what: str, kind: str, name: str) -> str:
    """Return the id of a fact of a concern or a rule: `quality_rows.concern.late`.

    >>> quality_id("rows", "rule", "no-statement")
    'quality_rows.rule.no_statement'
    """
    return f"quality_{what}.{kind}.{name_in_fact(name)}"


def _facts(kind: str, concern: Concern, results: Results) -> Iterator[Fact]:
    lacking: Status = "not_available" if concern.rows is None else "not_applicable"
    rows, of, contracts = (_count(count, lacking) for count in (concern.rows, concern.of, concern.contracts))
    part = Number.none(lacking)
    if concern.rows is not None and concern.of is not None:
        part = Number.share(concern.rows, concern.of)
    counted, decimals_of = concern.counted, results.conventions.decimals_of
    made: tuple[tuple[str, str, Kind, Number, str, int, str], ...] = (
        ("rows", f"number of {counted}", "count", rows, "count", 0, f"number of {counted}"),
        ("of", f"all {counted}", "count", of, "count", 0, f"number of {counted} in all"),
        ("share", f"share of {counted}", "share", part, "share", decimals_of("share", 3),
         f"number of {counted} ÷ all of them"),
        ("contracts", "contracts", "count", contracts, "count", 0, "number of contracts that these stand in"),
        ("at_stake", f"could move the headline {concern.stake.direction}", "sum", concern.stake.number, "GBP",
         decimals_of("GBP", -3), AT_STAKE.format(headline=results.headline)),
        ("unvalued", f"{counted} with no part in it", "count", _count(_unvalued(concern), lacking), "count", 0,
         "number that is of record-only measures or local economic value, has no value, or could not be read"),
        ("claims", "what is at stake beside the headline", "text", _claims(concern, results, lacking), "text", 0,
         "quantities and local economic value, each in its unit, and what cannot be said"),
    )  # fmt: skip
    for what, label, of_kind, number, unit, decimals, formula in made:
        yield Fact(
            id=quality_id(what, kind, concern.name),
            label=f"{concern.label}: {label}",
            kind=of_kind,
            value=number.value,
            status=number.status,
            unit=unit,
            decimals=decimals,
            period=str(results.period),
            as_at=results.as_at.isoformat(),
            formula=formula,
            source=Source(SOURCES, f"{kind} {concern.name}", concern.rows or 0),
            member=concern.label,
            text=number.text,
        )


def _unvalued(concern: Concern) -> int | None:
    """Return how many rows have no part in the £; None where nothing moves, or where no rows stand behind it."""
    moves = concern.stake.direction != "no change"
    return concern.stake.unvalued if concern.rows is not None and moves and concern.counted in ROWS else None


def _claims(concern: Concern, results: Results, lacking: Status) -> Number:
    """Return what is at stake beside additional £: quantities without a value, local value, what cannot be said."""
    stake = concern.stake
    parts = [concern.note] if concern.note else []
    if stake.local:
        parts.append(f"{_displayed(stake.local, 'GBP', results)} of local economic value")
    parts += [_quantity(quantity, unit, results) for unit, quantity in stake.quantities]
    if stake.unsaid:
        parts.append(f"{stake.unsaid:,} {'row' if stake.unsaid == 1 else 'rows'} of which no amount can be said")
    return Number.words("; ".join(parts)) if parts else Number.none(lacking)


def _quantity(quantity: Decimal, unit: str, results: Results) -> str:
    """Return an amount in a measure's own unit, £ of it in whole pounds."""
    if unit == "GBP":
        return displayed(quantity, unit, WHOLE_POUNDS)
    said = _displayed(quantity, "count" if unit == "number" else unit, results)
    return f"{said} (a number)" if unit == "number" else said


def _displayed(amount: Decimal, unit: str, results: Results) -> str:
    return displayed(amount, unit, results.conventions.decimals_of(unit, UNIT_DECIMALS.get(unit, 1)))


def accepted_id(one: AcceptedError) -> str:
    """Return the id of the fact of an error that is accepted: how many rows are left out for it."""
    return quality_id("rows", "accepted", f"{one.rule} {one.file}")


def _accepted(one: AcceptedError, results: Results) -> Fact:
    number = _count(one.rows, "not_available")
    label = f"Rows left out for {one.rule}{f' in {one.file}' if one.file else ''}"
    return Fact(
        id=accepted_id(one),
        label=label,
        kind="count",
        value=number.value,
        status=number.status,
        unit="count",
        decimals=0,
        period=str(results.period),
        as_at=results.as_at.isoformat(),
        formula="number of rows that the error leaves out, which the edition accepts",
        source=Source(("rejected_rows",), f"rule {one.rule}{f'; file {one.file}' if one.file else ''}", one.rows or 0),
        member=label,
    )


def _count(count: int | None, lacking: Status) -> Number:
    return Number.none(lacking) if count is None else Number.of(count)
