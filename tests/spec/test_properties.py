"""What holds of the figures whatever the data: sums of parts, split rows, order, doubling, one quarter after another."""

import random
import re
import tempfile
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from sv_report.measures import Conventions, Fact, Facts, compute
from sv_report.measures.facts import make_facts
from sv_report.measures.records.record import EVERY_MEMBER
from sv_report.measures.results import Results
from sv_report.measures.trace import Tracer
from sv_report.measures.value import ARITHMETIC
from sv_report.params.council.ratings import Band
from sv_report.params.period import Period
from tests.drawn import tables

Q2, Q3 = Period.parse("2023-24 Q2"), Period.parse("2023-24 Q3")
THEN, NOW = date(2023, 11, 10), date(2024, 1, 19)
PERIODS = ("2022-23 Q2", "2022-23 Q3", "2022-23 Q4", "2023-24 Q1", "2023-24 Q2", "2023-24 Q3", "2023-24 Q4")
MEASURES = """
    ref | theme | outcome | priority | unit  | over_time | across   | good | valued      | counts_as
    M1  | Jobs  | Work    | P1       | hours | flow      | sum      | high | valued      | additional
    M2  | Jobs  | Work    |          | FTE   | stock     | sum      | high | valued      | additional
    M3  | Jobs  | Skills  | P1       | %     | share     | weighted | high | record-only | additional
    M4  | Trade | Local   | P2       | GBP   | flow      | sum      | high | valued      | local
    M5  | Green | Less    | P2       | t     | flow      | sum      | low  | record-only | additional
"""
CONTRACTS = """
    ref | supplier_id | directorate | district | category | start      | terminated_on | value
    C1  | S1          | Place       | Preston  | Works    | 2022-04-01 |               | 6000000
    C2  | S1          | Place       |          | Works    | 2022-08-15 | 2023-11-02    | 400000
    C3  | S2          | People      | Wyre     | Care     | 2023-07-01 |               | 900000
    C4  | S3          | People      | Wyre     |          | 2023-10-05 |               | 100000
"""
SUPPLIERS = "id | sme | vcse\nS1 | yes | no\nS2 | no | yes\nS3 | |"
BOOK = """
    measure | proxy_gbp | attribution | deadweight | net_of
    M1      | 16.93     | 0.9         | 0.15       |
    M2      | 21345.67  | 0.8         | 0.25       | deadweight
    M4      | 1         |             |            |
"""
BANDS = (
    Band.model_validate({"word": "Green", "colour": "green", "from": "0.9"}),
    Band.model_validate({"word": "Red", "colour": "red", "below": "0.9"}),
)
CONVENTIONS = Conventions(last_as_at=THEN, bands=BANDS)

quantities = st.decimals(min_value=0, max_value=5000, places=3)
cells = st.tuples(
    st.sampled_from(["C1", "C2", "C3", "C4"]), st.sampled_from(["M1", "M2", "M3", "M4", "M5"]), st.sampled_from(PERIODS)
)
commitments = st.dictionaries(cells, quantities, min_size=4, max_size=20)
lines = st.lists(
    st.tuples(cells, st.sampled_from((1, 1, 2)), quantities, st.sampled_from((None, Decimal(0), Decimal("0.5"), Decimal(1))),
              st.sampled_from((date(2023, 10, 20), date(2024, 1, 10), date(2024, 3, 1)))),
    min_size=3, max_size=20,
)  # fmt: skip
drawn_data = st.tuples(commitments, lines)
a_few = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example is small as it is
)


def drawn(data, times=1, shuffled=None, split=False):
    """Return the data as drawn tables: every quantity so many times, rows in another order, or each line in two."""
    promised, delivered = data
    due = [
        f"{c} | {m} | {p} | {q * times} | {(q + 7) * times if m == 'M3' else '-'}" for (c, m, p), q in promised.items()
    ]
    rows, returns = [], {}
    for (contract, measure, period), version, claimed, part, day in delivered:
        received = date(2023, 10, 15) if version == 1 else date(2024, 1, 5)
        returns[f"{contract} | {period} | {version} | {received}"] = None
        for claim in (claimed / 4, claimed - claimed / 4) if split else (claimed,):
            accepted = "-" if part is None else claim * part * times
            base = claim * 2 * times if measure == "M3" else "-"
            seen = "-" if part is None else day
            rows.append(
                f"{contract}|{measure}|{period}|{version}|{claim * times}|{accepted}|{base}|{'-' if part is None else base}|{seen}"
            )
    found = {
        "commitments": ["contract | measure | period | quantity | denominator", *due],
        "returns": ["contract | period | version | received_on", *returns],
        "deliveries": ["contract | measure | period | return_version | quantity_claimed | quantity_validated | "
                       "denominator_claimed | denominator_validated | validated_on", *rows],
    }  # fmt: skip
    found |= {
        name: text.strip().splitlines()
        for name, text in (
            ("contracts", CONTRACTS),
            ("measures", MEASURES),
            ("suppliers", SUPPLIERS),
            ("value_book", BOOK),
        )
    }
    if shuffled is not None:
        for table in found.values():
            body = table[1:]
            random.Random(shuffled).shuffle(body)
            table[1:] = body
    return {name: "\n".join(text) for name, text in found.items()}


def facts_of(period=Q3, as_at=NOW, conventions=CONVENTIONS, **found) -> Facts:
    with tempfile.TemporaryDirectory() as folder:
        opened = tables(Path(folder), **found)
        made = make_facts(Results(opened, period, as_at, conventions))
        opened.close()
    return made


def answers(facts: Facts) -> dict:
    return {fact.id: (fact.value, fact.status, fact.text) for fact in facts}


def adds_up(fact: Fact) -> bool:
    """Of sums in £: a ranking has no parts, and a change has none where a part was not there before."""
    return (
        fact.kind == "sum" and fact.unit == "GBP" and not fact.member and not re.search("_top_|change|revised", fact.id)
    )


@a_few
@given(drawn_data)
def test_sums_in_pounds_are_the_sums_of_their_parts_by_every_dimension(data):
    facts = facts_of(**drawn(data))
    checked = 0
    for whole in filter(adds_up, facts):
        for dimension in EVERY_MEMBER:
            parts = [fact.value or 0 for _, fact in facts.members(whole.id, dimension)]
            if parts and whole.value is not None:
                assert sum(parts) == whole.value, (whole.id, dimension)
                checked += 1
    assert checked > 100
    for name in ("reported", "validated"):
        by_quarter = [fact.value or 0 for _, fact in facts.members(f"sv_{name}_quarter", "quarter")]
        assert sum(by_quarter) == (facts[f"sv_{name}_to_date"].value or 0)


@a_few
@given(drawn_data)
def test_reported_is_validated_awaiting_and_not_accepted_together(data):
    facts = facts_of(**drawn(data))
    members = [f".{by}.{name}" for by in ("theme", "contract") for name, _ in facts.members("sv_reported_ytd", by)]
    for kind, window, way in product(("sv", "lev"), ("quarter", "ytd", "to_date"), ["", *members]):
        names = ("reported", "validated", "awaiting", "not_accepted")
        reported, *parts = (facts[f"{kind}_{name}_{window}{way}"].value for name in names)
        assert parts == [None] * 3 if reported is None else sum(parts) == reported, (kind, window, way)


@a_few
@given(drawn_data)
def test_splitting_rows_in_two_changes_nothing(data):
    assert answers(facts_of(**drawn(data, split=True))) == answers(facts_of(**drawn(data)))


@a_few
@given(drawn_data, st.integers(0, 99))
def test_the_order_of_rows_changes_nothing_to_the_last_digit(data, seed):
    shuffled = {fact.id: str(fact.value) for fact in facts_of(**drawn(data, shuffled=seed))}
    assert shuffled == {fact.id: str(fact.value) for fact in facts_of(**drawn(data))}


@a_few
@given(drawn_data)
def test_doubling_every_quantity_doubles_every_sum_and_no_share(data):
    before, after = (facts_of(**drawn(data, times)) for times in (1, 2))
    for fact in before:
        if fact.value is not None and fact.unit != "GBP_per_GBP" and not fact.id.startswith("contract_value"):
            assert after[fact.id].value == ARITHMETIC.multiply(fact.value, 2 if fact.kind == "sum" else 1), fact.id


BEFORE_IT_BEGAN = (  # C4 begins in Quarter 3, and sent a return for Quarter 2
    {("C1", "M1", "2022-23 Q4"): Decimal(5)},
    [(("C4", "M4", "2023-24 Q2"), 1, Decimal(7), Decimal(1), date(2023, 10, 20))],
)


@example(BEFORE_IT_BEGAN)
@a_few
@given(drawn_data)
def test_this_quarter_is_what_the_next_report_says_was_reported_then(data):
    found = drawn(data)
    before = facts_of(Q2, THEN, **found)
    after = facts_of(Q3, NOW, **found)
    unrevised = facts_of(Q3, THEN, **found)
    for kind in ("sv", "lev"):
        for name in ("reported", "validated"):
            said = before[f"{kind}_{name}_quarter"].value
            assert after[f"{kind}_{name}_last_quarter_then"].value == said
            assert unrevised[f"{kind}_{name}_last_quarter"].value == said
            now, revised = (after[f"{kind}_{name}_last_quarter{end}"].value for end in ("", "_revised"))
            assert revised == (None if said is None else now - said)
        assert after[f"{kind}_due_last_quarter"].value == before[f"{kind}_due_quarter"].value


@a_few
@given(drawn_data)
def test_a_stock_adds_a_quarter_of_its_levels_and_a_share_divides_its_sums_once(data):
    facts = facts_of(**drawn(data))
    promised, _ = data
    begun = {"C1": None, "C2": "2023-24 Q3", "C3": None, "C4": None}
    due = [
        (p, q)
        for (c, m, p), q in promised.items()
        if m == "M2" and p <= "2023-24 Q3" and not (begun[c] and p > begun[c])
    ]
    assert facts["quantity_due_to_date.measure.m2"].value == sum(q for _, q in due) / Decimal(4)
    assert facts["quantity_due_quarter.measure.m2"].value == sum(q for p, q in due if p == "2023-24 Q3")
    shares = [
        q for (c, m, p), q in promised.items() if m == "M3" and p <= "2023-24 Q3" and not (begun[c] and p > begun[c])
    ]
    found = facts["quantity_due_to_date.measure.m3"]
    if not shares:
        assert found.status == "not_available"
    else:
        assert found.value == pytest.approx(sum(shares) / sum(q + 7 for q in shares), rel=Decimal("1e-20"))


@a_few
@given(drawn_data)
def test_ratings_and_directions_are_counted_up_to_the_contracts_monitored(data):
    facts = facts_of(**drawn(data))
    by_rating = [fact.value for _, fact in facts.members("contracts_by_rating", "rating")]
    assert sum(by_rating) == facts["contracts_rated"].value
    assert facts["contracts_rated"].value + facts["contracts_not_rated"].value == facts["contracts_monitored"].value
    assert facts["commitments_on_schedule"].value <= facts["commitments_due"].value


@a_few
@given(drawn_data)
def test_every_fact_is_followed_to_rows_that_add_up_to_it(data):
    with tempfile.TemporaryDirectory() as folder:
        opened = tables(Path(folder), **drawn(data))
        for conventions in (CONVENTIONS, Conventions(headline="reported", value_book_version="reporting_year")):
            figures = compute(opened, Q3, NOW, conventions)
            traces = Tracer(figures.results, figures.facts, figures.quality).traces(fact.id for fact in figures.facts)
            assert len(traces) == len(figures.facts)
        opened.close()
