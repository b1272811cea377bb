"""What of the figures is not for the public: small counts of people, what is exempt, and whatever gives them away."""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from sv_report.data.last_published import LastPublished
from sv_report.exhibits import EXHIBITS, build
from sv_report.exhibits.disclosure.exempt import Exempt
from sv_report.exhibits.disclosure.grid import Grid
from sv_report.exhibits.disclosure.released import Released, released
from sv_report.exhibits.disclosure.space import Space
from sv_report.measures import Conventions, Facts, Figures, compute
from sv_report.params.period import Period
from tests.drawn import draw, tables
from tests.solver import World, follows

Q3, NOW = Period.parse("2023-24 Q3"), date(2024, 1, 19)
QUARTERS = ("2022-23 Q3", "2022-23 Q4", "2023-24 Q1", "2023-24 Q2", "2023-24 Q3")
MEASURES = """
    ref | theme | outcome | priority | unit   | over_time | valued      | counts_as  | sensitive
    M1  | Jobs  | Work    | P1       | hours  | flow      | valued      | additional | no
    M2  | Jobs  | Work    | P1       | people | flow      | valued      | additional | yes
    M3  | Jobs  | Work    | P2       | people | flow      | valued      | additional | yes
    M4  | Jobs  | Skills  | P2       | weeks  | flow      | valued      | additional | no
    M5  | Trade | Local   | P2       | GBP    | flow      | valued      | local      | no
    M6  | Trade | Advice  | P1       | hours  | flow      | valued      | additional | no
    M7  | Trade | Advice  | P1       | people | flow      | record-only | additional | yes
"""
CONTRACTS = """
    ref | supplier_id | directorate | district | category | start
    C1  | S1          | Place       | Preston  | Works    | 2022-04-01
    C2  | S2          | Place       | Preston  | Works    | 2022-04-01
    C3  | S3          | Place       | Wyre     | Works    | 2022-04-01
    C4  | S4          | People      | Wyre     | Care     | 2022-04-01
    C5  | S5          | People      | Wyre     | Care     | 2022-04-01
    C6  | S5          | People      | Preston  | Care     | 2022-04-01
    C7  | S6          | People      | Preston  | Works    | 2022-04-01
"""
SUPPLIERS = "id | sme | vcse\nS1 | yes | no\nS2 | yes | no\nS3 | yes | no\nS4 | no | yes\nS5 | no | yes\nS6 | no | yes"
WORTH = {"M1": 17, "M2": 21345, "M3": 13213, "M4": 211, "M5": 1, "M6": 103}
BOOK = "measure | proxy_gbp\n" + "\n".join(f"{ref} | {worth}" for ref, worth in WORTH.items())
PEOPLE = ("m2", "m3", "m7")
TYPES = {"S1": "SME", "S2": "SME", "S3": "SME", "S4": "VCSE", "S5": "VCSE", "S6": "VCSE"}
WORLD = World(
    {row["ref"]: {**row, "contract": row["ref"], "supplier": row["supplier_id"], "supplier_type": TYPES[row["supplier_id"]]}
     for row in draw(CONTRACTS)},
    {row["ref"]: {**row, "measure": row["ref"]} for row in draw(MEASURES)},
    QUARTERS, (), WORTH,
)  # fmt: skip
a_few = settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
Line = tuple[str, str, str, int, int | None]  # contract, measure, quarter, claimed, accepted: None where not assessed

lines = st.lists(
    st.tuples(
        st.sampled_from([f"C{n}" for n in range(1, 8)]), st.sampled_from([f"M{n}" for n in range(1, 8)]),
        st.sampled_from(QUARTERS), st.integers(1, 12), st.sampled_from((None, 0, 1, 2)),
    ),
    min_size=25, max_size=60,
).map(lambda found: [(c, m, q, n * (1 if m in ("M2", "M3", "M7") else 90), None if part is None else part * n * (1 if m in ("M2", "M3", "M7") else 90) // 2)
                     for c, m, q, n, part in found])  # fmt: skip


def figures_of(found: list[Line], folder: Path, period: Period = Q3, as_at: date = NOW) -> Figures:
    """Return the figures of a few contracts that all promised something of everything; each quarter's returns come
    ten days after it, and are validated five days later."""
    promised = [f"{c} | {m} | {q} | 40" for c in WORLD.contracts for m in WORLD.measures for q in QUARTERS]
    ended = {quarter: Period.parse(quarter).end for quarter in QUARTERS}
    reported = sorted({f"{c} | {q} | {ended[q] + timedelta(10)}" for c in WORLD.contracts for q in QUARTERS})
    delivered = [
        f"{c} | {m} | {q} | {claimed} | {'- | -' if accepted is None else f'{accepted} | {ended[q] + timedelta(15)}'}"
        for c, m, q, claimed, accepted in found
    ]
    opened = tables(
        folder, contracts=CONTRACTS, measures=MEASURES, suppliers=SUPPLIERS, value_book=BOOK,
        commitments="\n".join(["contract | measure | period | quantity", *promised]),
        returns="\n".join(["contract | period | received_on", *reported]),
        deliveries="\n".join(
            ["contract | measure | period | quantity_claimed | quantity_validated | validated_on", *delivered]
        ),
    )  # fmt: skip
    return compute(opened, period, as_at, Conventions())


@dataclass
class Looked:
    """Figures, what of them may be published, and what a reader of that can work out."""

    figures: Figures
    public: Released
    found: list[str]


def looked_at(found: list[Line], exempt: Exempt = Exempt(), threshold: int = 5) -> Looked:  # noqa: B008
    figures, public = held_back(found, exempt, threshold)
    hidden = [figures.facts[id] for id in sorted(public.hidden | public.left_out)]
    return Looked(figures, public, follows(hidden, public.figures.facts, WORLD))


def held_back(found: list[Line], exempt: Exempt, threshold: int = 5) -> tuple[Figures, Released]:
    with tempfile.TemporaryDirectory() as folder:
        figures = figures_of(found, Path(folder))
        return figures, released(figures, exempt, threshold)


# ---- small counts of people ----------------------------------------------------------------------


# Here one direction alone, in which what is free is looked for, takes a cell that is free for one that follows.
NEARLY_STILL: list[Line] = [
    ("C7", "M4", "2022-23 Q3", 450, 450), ("C6", "M3", "2022-23 Q3", 10, 5), ("C3", "M4", "2023-24 Q1", 90, 45),
    ("C7", "M5", "2022-23 Q3", 1080, 540), ("C6", "M6", "2023-24 Q2", 450, 0), ("C5", "M1", "2022-23 Q3", 360, None),
    ("C2", "M6", "2023-24 Q3", 990, None), ("C2", "M1", "2023-24 Q2", 540, None), ("C2", "M2", "2022-23 Q3", 6, None),
    ("C7", "M6", "2023-24 Q2", 270, 135), ("C7", "M7", "2022-23 Q4", 11, 0), ("C5", "M3", "2022-23 Q3", 2, 1),
    ("C6", "M4", "2023-24 Q1", 720, 0), ("C7", "M6", "2022-23 Q3", 900, 450), ("C1", "M6", "2022-23 Q3", 540, None),
    ("C1", "M6", "2023-24 Q1", 1080, 1080), ("C4", "M2", "2022-23 Q4", 4, None), ("C7", "M2", "2023-24 Q3", 1, 0),
    ("C3", "M5", "2023-24 Q1", 810, 0), ("C5", "M4", "2022-23 Q4", 1080, None), ("C7", "M3", "2022-23 Q3", 11, 0),
    ("C7", "M7", "2023-24 Q3", 8, 8), ("C3", "M5", "2023-24 Q2", 900, 450), ("C2", "M4", "2023-24 Q1", 360, 360),
    ("C7", "M2", "2022-23 Q4", 3, 0), ("C5", "M3", "2022-23 Q4", 2, 2), ("C4", "M6", "2022-23 Q3", 180, 90),
    ("C3", "M7", "2023-24 Q2", 11, 5), ("C4", "M2", "2023-24 Q3", 2, 2), ("C4", "M2", "2022-23 Q4", 9, 4),
    ("C1", "M7", "2023-24 Q2", 3, None), ("C5", "M6", "2023-24 Q3", 540, 0), ("C5", "M5", "2023-24 Q2", 180, 0),
    ("C4", "M6", "2022-23 Q4", 90, 90), ("C6", "M2", "2023-24 Q1", 4, 2), ("C1", "M3", "2022-23 Q3", 7, 3),
    ("C4", "M2", "2023-24 Q2", 8, 8), ("C3", "M1", "2023-24 Q2", 990, 495), ("C3", "M5", "2022-23 Q3", 900, 0),
    ("C4", "M2", "2022-23 Q3", 12, 6), ("C2", "M5", "2023-24 Q3", 630, 315), ("C2", "M1", "2023-24 Q1", 180, 90),
    ("C6", "M5", "2022-23 Q3", 540, 540), ("C7", "M6", "2022-23 Q3", 90, 45), ("C6", "M4", "2022-23 Q4", 900, 0),
    ("C1", "M7", "2022-23 Q4", 2, 2), ("C2", "M1", "2022-23 Q3", 720, 360), ("C3", "M2", "2022-23 Q4", 2, 0),
    ("C3", "M4", "2022-23 Q3", 360, None), ("C6", "M1", "2023-24 Q2", 270, 270), ("C1", "M4", "2022-23 Q3", 540, None),
    ("C4", "M5", "2023-24 Q3", 90, None), ("C4", "M3", "2023-24 Q2", 2, 1), ("C4", "M7", "2022-23 Q4", 6, 0),
    ("C5", "M1", "2023-24 Q1", 1080, 540), ("C7", "M4", "2022-23 Q4", 180, 0), ("C7", "M5", "2023-24 Q1", 720, 720),
    ("C7", "M3", "2023-24 Q3", 5, 0), ("C1", "M3", "2023-24 Q3", 6, None), ("C2", "M1", "2023-24 Q2", 900, None),
]  # fmt: skip


@a_few
@example(NEARLY_STILL)
@given(lines)
def test_no_small_count_of_people_is_shown_or_can_be_worked_out(found):
    looked = looked_at(found)
    for fact in looked.public.figures.facts:
        base, _, member = fact.id.partition(".measure.")
        if base.startswith("quantity_") and member in PEOPLE and fact.kind == "sum" and fact.value is not None:
            assert not 0 < abs(fact.value) < 5, fact.id
    assert looked.found == []


@a_few
@given(lines)
def test_what_is_shown_is_as_it_was(found):
    looked = looked_at(found)
    for fact in looked.public.figures.facts:
        own = looked.figures.facts[fact.id]
        assert fact == own or (fact.status == "suppressed" and fact.value is None and fact.source.rows is None)
    assert len(looked.public.figures.facts) == len(looked.figures.facts)


def test_the_pounds_of_a_small_count_are_hidden_with_it_and_one_more_of_its_theme() -> None:
    found: list[Line] = [
        ("C1", "M2", "2023-24 Q3", 3, 3), ("C2", "M2", "2023-24 Q2", 30, 30), ("C3", "M1", "2023-24 Q3", 700, 700),
        ("C4", "M4", "2023-24 Q3", 80, 80), ("C5", "M6", "2023-24 Q3", 50, 50), ("C4", "M1", "2023-24 Q3", 90, 90),
    ]  # fmt: skip
    looked = looked_at(found)
    facts = looked.public.figures.facts
    assert facts["quantity_validated_quarter.measure.m2"].figure == "[c]"
    assert facts["sv_validated_quarter.measure.m2"].figure == "[c]"
    assert facts["sv_validated_quarter.contract.c1"].figure == "[c]"  # nothing but the three people is in it
    assert facts["quantity_validated_to_date.measure.m2"].value == 33
    assert facts["sv_validated_quarter"].value == 3 * 21345 + 790 * 17 + 80 * 211 + 50 * 103
    assert facts["quantity_validated_quarter.measure.m3"].figure == "0"  # nobody: nought is shown
    assert looked.found == []
    follow = follows([looked.figures.facts["sv_validated_quarter.measure.m2"]], looked.figures.facts, WORLD)
    assert follow == ["sv_validated_quarter.measure.m2"]  # the control: with nothing hidden it is worked out


def test_a_profile_sets_the_threshold() -> None:
    found: list[Line] = [("C1", "M2", "2023-24 Q3", 7, 7), ("C3", "M1", "2023-24 Q3", 700, 700)]
    assert looked_at(found).public.is_whole
    hidden = looked_at(found, threshold=10).public.hidden
    assert "quantity_validated_quarter.measure.m2" in hidden


def test_without_a_sensitive_measure_nothing_is_held_back() -> None:
    looked = looked_at([("C1", "M1", "2023-24 Q3", 3, 3), ("C2", "M4", "2023-24 Q3", 1, 1)])
    assert looked.public.is_whole
    assert looked.public.figures.facts == looked.figures.facts


@a_few
@given(lines)
def test_every_exhibit_can_be_built_of_what_is_shown(found):
    looked = looked_at(found, Exempt(frozenset({"C1"})))
    for record in EXHIBITS:
        build(record.name, looked.public.figures)


# ---- what is exempt ------------------------------------------------------------------------------


@a_few
@given(lines, st.sampled_from([{"C1"}, {"C4"}, {"C5", "C6"}, {"C2", "C7"}]))
def test_nothing_of_an_exempt_contract_is_there_or_can_be_worked_out(found, refs):
    suppliers = frozenset({"S5"}) if refs == {"C5", "C6"} else frozenset()
    looked = looked_at(found, Exempt(frozenset(refs), suppliers))
    named = tuple(f".contract.{ref.lower()}" for ref in refs)
    assert not [fact.id for fact in looked.public.figures.facts if fact.id.endswith(named)]
    assert not {one.ref for one in looked.public.figures.contracts} & refs
    assert looked.found == []


@a_few
@given(lines, st.integers(2, 9))
def test_what_is_hidden_does_not_hang_on_an_exempt_value(found, times):
    more = [(c, m, q, n * times, part) if c == "C1" else (c, m, q, n, part) for c, m, q, n, part in found]
    exempt = Exempt(frozenset({"C1"}))
    one, other = (held_back(data, exempt, threshold=0)[1] for data in (found, more))
    assert one.hidden == other.hidden
    assert one.left_out == other.left_out


@a_few
@given(lines)
def test_two_sets_of_data_that_differ_in_exempt_values_only_give_the_public_the_same_figures(found):
    other = {"C1": "C2", "C2": "C1"}  # of the same directorate, district, category and type: every total stays
    swapped: list[Line] = [(other.get(c, c), *rest) for c, *rest in found]
    exempt = Exempt(frozenset(other))
    one, two = (held_back(data, exempt)[1] for data in (found, swapped))
    assert one.figures == two.figures
    assert (one.hidden, one.left_out, one.guarded) == (two.hidden, two.left_out, two.guarded)


def test_a_total_with_exempt_rows_needs_three_suppliers() -> None:
    found: list[Line] = [
        (c, m, q, 90, 90) for c in WORLD.contracts for m in ("M1", "M4", "M6") for q in QUARTERS if (c, m) != ("C7", "M6")
    ]  # fmt: skip
    alone: list[Line] = [("C1", "M5", "2023-24 Q3", 500, 500), ("C2", "M5", "2023-24 Q3", 400, 400)]
    looked = looked_at([*found, *alone], Exempt(frozenset({"C1"})))
    facts = looked.public.figures.facts
    assert facts["sv_validated_to_date"].value is not None  # the headline stands
    assert facts["lev_validated_quarter"].figure == "[c]"  # of two suppliers only
    assert looked.found == []


@pytest.mark.parametrize("id", ["sv_validated_ytd.theme.jobs", "sv_share_of_due.directorate.place", "contracts_behind"])
def test_an_exempt_fact_does_not_follow_from_others(id: str) -> None:
    found: list[Line] = [(c, m, q, 90, 90) for c in WORLD.contracts for m in ("M1", "M4", "M6") for q in QUARTERS]
    looked = looked_at(found, Exempt(facts=frozenset({id})))
    assert looked.public.figures.facts[id].status == "suppressed"
    assert looked.found == []


TOLD_FROM_BOTH_SIDES = """
    C4 M2 2 7 -, C7 M6 0 810 405, C7 M4 3 1080 -, C3 M5 0 450 0, C7 M7 0 7 0, C7 M2 4 12 6, C2 M4 4 810 405,
    C4 M1 0 90 45, C6 M7 1 1 0, C7 M2 4 6 0, C6 M5 1 450 225, C6 M6 0 900 450, C3 M4 3 450 0, C1 M2 4 2 2,
    C6 M3 1 1 0, C4 M3 4 3 1, C2 M6 0 270 135, C2 M3 1 7 3, C3 M2 4 5 5, C5 M3 4 7 -, C6 M2 4 11 11,
    C4 M3 4 1 0, C2 M6 1 720 -, C3 M4 2 810 -, C2 M7 0 1 0, C7 M7 3 6 -, C7 M3 2 1 0, C3 M3 4 3 3,
    C4 M6 3 630 630, C3 M7 1 9 4, C3 M1 1 540 -, C2 M2 3 7 3, C4 M1 3 270 270, C6 M5 0 180 0, C7 M1 2 180 0,
    C5 M6 3 990 -, C1 M6 2 180 -, C4 M1 2 90 45, C4 M1 2 450 450
"""  # contract, measure, number of the quarter, claimed, accepted


def test_a_sum_of_the_whole_that_contracts_and_measures_tell_together_is_closed() -> None:
    rows = (row.split() for row in TOLD_FROM_BOTH_SIDES.replace("\n", " ").split(","))
    found: list[Line] = [
        (c, m, QUARTERS[int(q)], int(claimed), None if accepted == "-" else int(accepted))
        for c, m, q, claimed, accepted in rows
    ]
    assert looked_at(found, Exempt(frozenset({"C1"}))).found == []


# ---- together with the last published report ------------------------------------------------------

Q2, THEN = Period.parse("2023-24 Q2"), date(2023, 10, 20)
BEFORE = replace(WORLD, quarters=QUARTERS[:-1], to_come=QUARTERS[-1:])


@dataclass
class Together:
    """A report and the last published one, and what a reader of both can work out of what this one hides."""

    last: Released
    public: Released
    found: list[str]
    before: list[str]  # what could be worked out if this report did not know of the last


def together(found: list[Line], exempt: Exempt = Exempt(), exempt_then: Exempt = Exempt()) -> Together:  # noqa: B008
    with tempfile.TemporaryDirectory() as folder:
        folders = [Path(folder) / name for name in ("then", "now")]
        for one in folders:
            one.mkdir()
        then = released(figures_of(found, folders[0], Q2, THEN), exempt_then, 5)
        figures = figures_of(found, folders[1])
        shown = frozenset(fact.id for fact in then.figures.facts if fact.value is not None)
        last = (then.figures.facts, BEFORE)

        def looked(public: Released) -> list[str]:
            hidden = [figures.facts[id] for id in sorted(public.hidden | public.left_out)]
            known = follows(hidden, Facts(()), WORLD, last)
            return [id for id in follows(hidden, public.figures.facts, WORLD, last) if id not in known]

        public = released(figures, exempt, 5, LastPublished(Q2, THEN, shown))
        return Together(then, public, looked(public), looked(released(figures, exempt, 5)))


@a_few
@given(lines, st.sampled_from([frozenset[str](), frozenset({"C1"})]))
def test_nothing_hidden_follows_from_this_report_and_the_last_together(found, refs):
    exempt = Exempt(refs)
    assert together(found, exempt, exempt).found == []


def test_a_small_count_does_not_follow_from_the_year_to_date_and_that_of_the_last_report() -> None:
    found: list[Line] = [
        ("C1", "M2", "2023-24 Q3", 3, 3), ("C2", "M2", "2023-24 Q2", 30, 30), ("C3", "M1", "2023-24 Q3", 700, 700),
        ("C4", "M4", "2023-24 Q3", 80, 80), ("C5", "M3", "2023-24 Q3", 50, 50), ("C5", "M3", "2023-24 Q2", 60, 60),
    ]  # fmt: skip
    both = together(found)
    assert both.last.figures.facts["quantity_validated_ytd.measure.m2"].value == 30
    assert both.public.figures.facts["quantity_validated_ytd.measure.m2"].figure == "[c]"  # 33 - 30 would tell
    assert both.found == []
    assert "quantity_validated_quarter.measure.m2" in both.before  # the control


def test_what_was_already_published_stays_out_of_this_report_and_does_not_stop_it() -> None:
    found: list[Line] = [
        (c, m, q, 90 + n, 80 + n if n % 2 else None)
        for n, (c, m, q) in enumerate(product(WORLD.contracts, ("M1", "M4", "M6"), QUARTERS))
    ]
    both = together(found, Exempt(frozenset({"C1"})))
    assert both.last.figures.facts["sv_validated_quarter.contract.c1"].value
    assert "sv_validated_quarter.contract.c1" not in both.public.figures.facts
    assert both.public.figures.facts["sv_validated_to_date"].value is not None


# ---- the fewest cells ----------------------------------------------------------------------------

TABLE = {  # two themes of three measures, each also of a priority
    **{f"m{n}": (f"m{n}",) for n in range(6)},
    "theme a": ("m0", "m1", "m2"), "theme b": ("m3", "m4", "m5"),
    "priority p": ("m0", "m3", "m4"), "priority q": ("m1", "m2", "m5"),
    "whole": tuple(f"m{n}" for n in range(6)),
}  # fmt: skip


@pytest.mark.parametrize("hidden", [["m0"], ["m1"], ["m0", "m1"], ["m0", "m5"], ["theme a"], ["whole"], ["m1", "m2"]])
def test_as_few_cells_as_will_do_are_hidden_besides(hidden: list[str]) -> None:
    space = Space({key: (held, {"": 1}) for key, held in TABLE.items()})
    further = Grid(space, dict.fromkeys(TABLE, 1.0)).hidden_with(hidden, hidden) - set(hidden)
    assert not space.following({*hidden, *further}, hidden)
    others = [key for key in TABLE if key not in hidden]
    fewer = [set(some) for count in range(len(further)) for some in combinations(others, count)]
    assert all(space.following({*hidden, *some}, hidden) for some in fewer)
