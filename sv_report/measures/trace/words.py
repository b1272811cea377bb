"""The arithmetic of a fact in words, with the numbers put in. Measures stage."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from sv_report.measures.cube import DELIVERED
from sv_report.measures.fact import UNIT_WORDS, WORDS, Fact, Number, plain
from sv_report.measures.records.record import WHEN
from sv_report.measures.results import Results
from sv_report.measures.scope import NOTHING, SILENT, UNREPORTED
from sv_report.measures.terms import OfLines, OfSpend, Role, Term
from sv_report.measures.trace.gathering import Gathering
from sv_report.measures.value import ARITHMETIC, QUARTERS_A_YEAR, QUOTIENT

PENNY, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
SAID = {
    "committed": "due",
    UNREPORTED: "due in quarters without a return",
    SILENT: "due in quarters of which no return speaks",
    "reported": "reported",
    "assessed": "reported and assessed",
    "validated": "validated",
    "reported_then": "reported, as the last report said it,",
    "validated_then": "validated, as the last report said it,",
}


def in_words(amount: Decimal, unit: str) -> str:
    """Return an unrounded amount as a person reads it: £ to the penny, others to six places at most.

    >>> in_words(Decimal("1234.5678"), "GBP"), in_words(Decimal("12.500"), "hours"), in_words(Decimal(3), "count")
    ('£1,234.57', '12.5 hours', '3')
    >>> in_words(Decimal("-0.00042"), "GBP"), in_words(Decimal("-0"), "GBP")
    ('-£0.0004', '£0.00')
    """
    shown = amount.quantize(PENNY if unit == "GBP" else MILLIONTH, ROUND_HALF_UP, ARITHMETIC)
    if amount and not shown:  # to its first digit: nothing that is there is said to be nothing
        shown = amount.quantize(Decimal(1).scaleb(amount.adjusted()), ROUND_HALF_UP, ARITHMETIC)
    sign, size = ("-" if shown < 0 else ""), shown.copy_abs()
    if unit == "GBP":
        return f"{sign}£{size:,f}"
    whole, _, places = plain(size).partition(".")
    figure = f"{sign}{int(whole):,}{'.' if places else ''}{places}"
    return figure if unit in ("count", "share", "GBP_per_GBP") else f"{figure} {UNIT_WORDS.get(unit, unit)}"


def formula(fact: Fact, number: Number, gathering: Gathering, results: Results, unit: str) -> str:
    """Return a fact's formula with the numbers put in; `unit` is that of what is added up."""
    rows = counted(gathering)
    if fact.value is None:
        if fact.text:
            note = f"{number.note}: " if number.note else ""
            return f"{fact.formula}: {_ratio(gathering, results, unit)}{note}{fact.text}"
        return f"{fact.formula}: {WORDS[fact.status]}; {rows} examined" if rows else fact.formula
    if number.divided:
        above, below = (_side(gathering, role, results, unit) for role in ("numerator", "denominator"))
        return f"{fact.formula}: {above} ÷ {below} = {in_words(fact.value, 'share')}"
    parts = _amounts(gathering, "part", results)
    if len(parts) > 1:
        return f"{fact.formula}: {_told(parts, unit)} = {in_words(fact.value, unit)}"
    return (
        f"{fact.formula}: {rows} {'add' if gathering.tally.count != 1 else 'adds'} up to {in_words(fact.value, unit)}"
    )


def counted(gathering: Gathering) -> str:
    """Return how many rows there are, in words."""
    rows = gathering.tally.count
    return "" if not rows else f"{rows:,} {'row' if rows == 1 else 'rows'}"


def _ratio(gathering: Gathering, results: Results, unit: str) -> str:
    """Return the share that a text goes by, where it goes by one."""
    below = gathering.tally.totals.get("denominator")
    if not below:
        return ""
    above = gathering.tally.totals.get("numerator", NOTHING)
    sides = (_side(gathering, role, results, unit) for role in ("numerator", "denominator"))
    return f"{' ÷ '.join(sides)} = {in_words(QUOTIENT.divide(above, below), 'share')}: "


def _side(gathering: Gathering, role: Role, results: Results, unit: str) -> str:
    """Return what one role adds up, term by term."""
    return _told(_amounts(gathering, role, results), unit)


def _amounts(gathering: Gathering, role: Role, results: Results) -> dict[str, Decimal]:
    """Return what one role adds up, by what it is called; what was only examined is left out."""
    amounts: dict[str, Decimal] = {}
    for term, amount in zip(gathering.terms, gathering.of_terms, strict=True):
        if term.role == role and not _is_examined(term):
            said = _said(term, results)
            amounts[said] = ARITHMETIC.add(amounts.get(said, NOTHING), amount)
    return amounts


def _is_examined(term: Term) -> bool:
    return isinstance(term, OfLines) and not any(weight for _, weight in term.weights)


def _told(amounts: Mapping[str, Decimal], unit: str) -> str:
    told = ""
    for said, amount in amounts.items():
        joined = "" if not told else " less " if amount < 0 else " and "
        told += f"{joined}{said} {in_words(abs(amount) if joined == ' less ' else amount, unit)}"
    return told


def _said(term: Term, results: Results) -> str:
    if isinstance(term, OfLines):
        quantity, window = term.quantity, term.window
        if term.each:
            return f"{term.that} lines".strip() if quantity in DELIVERED else f"commitments {SAID[quantity]}"
        if (quantity, window) == ("committed", "life"):
            return "committed over the life of contracts"
        if (quantity, window) == ("committed", "rest_of_year"):
            return "what is expected of what is still due in the year"
        base = " (the base)" if term.base else ""
        period = results.period
        when = WHEN[window].format(
            period=term.quarter or period.words, last_period=period.previous.words, year_ago=period.a_year_before.words
        )
        return f"{SAID[quantity]} {when}{base}"
    return "spend" if isinstance(term, OfSpend) else term.words


def working(gathering: Gathering, results: Results, unit: str) -> tuple[str, ...]:
    """Return a line of arithmetic for each measure that has a part in the fact, the largest first."""
    if unit == "count":
        return ()
    found = ((key, *amounts) for key, amounts in gathering.of_measures.items() if amounts[1])
    return tuple(
        _lines(
            sorted(found, key=lambda one: (one[0][0] == "denominator", -abs(one[2]), one[0][1], one[0][2] or "")),
            results,
            unit,
        )
    )


def _lines(
    amounts: Sequence[tuple[tuple[Role, str, str | None], Decimal, Decimal]], results: Results, unit: str
) -> Iterator[str]:
    roles = {role for (role, _, _), _, _ in amounts}
    versions = Counter((role, ref) for (role, ref, _), _, _ in amounts)
    for (role, ref, version), quantity, contribution in amounts:
        measure = results.measures[ref]
        start = f"{role}: " if len(roles) > 1 else ""
        said = in_words(quantity, "count" if measure.unit in ("number", "%") else measure.unit)
        by = f" (value book {version})" if versions[role, ref] > 1 else ""
        name = f"{start}{ref} {measure.name}{by}: {said}"
        if unit != "GBP":
            yield f"{name} = {in_words(contribution, unit)}" if contribution != quantity else name
            continue
        book = results.book.unit(ref, version) if results.has_value_book and measure.valued else None
        if book is None:
            continue
        factors = [_exact_pounds(book.proxy)]
        if book.attribution != 1:
            factors.append(plain(book.attribution))
        if book.deadweight:
            factors.append(f"(1 − {plain(book.deadweight)})")
        if book.indices:
            factors.append(f"{plain(book.indices[0])} ÷ {plain(book.indices[1])}")
        if measure.over_time == "stock":
            factors.append(f"1 ÷ {QUARTERS_A_YEAR}")
        worth = ARITHMETIC.multiply(quantity, book.gbp)
        if measure.over_time == "stock":
            worth = ARITHMETIC.divide(worth, Decimal(QUARTERS_A_YEAR))
        if contribution == quantity != worth:  # in the measure's own unit, which is £
            yield name
            continue
        sign = " × " if worth == contribution else ", at the share expected of each, "
        yield f"{name}{sign}{' × '.join(factors)} = {in_words(contribution, 'GBP')}"


def _exact_pounds(amount: Decimal) -> str:
    whole, _, places = plain(amount).partition(".")
    return f"£{int(whole):,}.{places.ljust(2, '0')}"


def filters_of(fact: Fact) -> tuple[str, ...]:
    """Return what rows a fact takes, a condition each."""
    return tuple(part.strip() for part in fact.source.filter.split(";") if part.strip())
