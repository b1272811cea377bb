"""Rounding: once, half away from zero, never a zero that is not one, and a note where printed figures do not add up."""

import pickle
import re
import tempfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sv_report.errors import EditionError
from sv_report.exhibits.records import build, build_tables
from sv_report.exhibits.sums import DIFFERENCES, PER_CENT, TOTALS, Across, Sum, ToHundred
from sv_report.exhibits.table import Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures import Conventions
from sv_report.measures.fact import Fact, Source, Status
from sv_report.measures.facts import UNIT_DECIMALS
from sv_report.measures.figures import Figures, compute
from sv_report.params import Workbench
from sv_report.params.period import Period
from tests.drawn import tables
from tests.spec.test_properties import CONVENTIONS, a_few, drawn, drawn_data
from tests.unit.wrong_editions import bench, load

FILE = "templates/lancashire/profile.yml"
LOW = "[k] means a low figure that rounds to zero."
Q3, AS_AT = Period.parse("2023-24 Q3"), date(2024, 1, 19)
UNITS = [("GBP", -3), ("GBP", -6), ("GBP", 0), ("GBP_per_GBP", 2), ("share", 3), ("share", 2), ("count", 0),
         ("hours", 0), ("FTE_years", 1)]  # fmt: skip
units = st.sampled_from(UNITS)
values = st.decimals(Decimal(-(10**12)), Decimal(10**12), allow_nan=False, places=8) | st.decimals(-1, 1, places=12)


def fact(
    value: str | Decimal | None, unit: str = "GBP", decimals: int = -3, id: str = "f", status: Status = "ok"
) -> Fact:
    amount = None if value is None else Decimal(value)
    kind = "share" if unit in ("share", "GBP_per_GBP") else "sum"
    return Fact(id, f"Label of {id}", kind, amount, status, unit, decimals, "2023-24 Q3", "2024-01-19", "",
                Source((), "", 0))  # fmt: skip


def number(printed: str) -> Decimal:
    """Return what a reader takes a printed amount for, in pounds where it is one, in per cent where it is one."""
    sign, amount, millions = re.fullmatch(r"(-?)£?([\d,.]+)(m?)(?:%| .*)?", printed).groups()
    return Decimal(sign + amount.replace(",", "")) * (10**6 if millions else 1)


# ---- what is printed -----------------------------------------------------------------------------


@given(values, units)
def test_what_is_not_nothing_is_never_printed_as_nothing(value: Decimal, unit: tuple[str, int]) -> None:
    one = fact(value, *unit)
    assert bool(number(one.display)) == bool(value) == bool(one.shown)
    assert number(one.display).is_signed() == (value < 0)
    assert one.figure == "[k]" or bool(number(one.figure)) == bool(value)


@given(values, units)
def test_no_nothing_has_a_minus(value: Decimal, unit: tuple[str, int]) -> None:
    one = fact(value, *unit)
    assert not re.search(r"-£?0[0.,]*(m|%| |$)", f"{one.display} {one.figure}")
    assert fact(value * 0, *unit).display == fact("0", *unit).display == fact("-0.0", *unit).display
    assert not fact("-0.0", *unit).rounded.is_signed()


@given(values, values, units)
def test_of_two_the_larger_is_never_printed_as_the_smaller(one: Decimal, other: Decimal, unit: tuple[str, int]) -> None:
    low, high = sorted((one, other))
    assert number(fact(low, *unit).display) <= number(fact(high, *unit).display)


@given(values, units)
def test_a_printed_figure_is_the_nearest_there_is_and_half_goes_away_from_zero(
    value: Decimal, unit: tuple[str, int]
) -> None:
    place = Decimal(1).scaleb(-unit[1])
    one = fact(value, *unit)
    assert abs(one.rounded - value) <= place / 2
    assert one.rounded % place == 0
    if abs(one.rounded - value) == place / 2:
        assert abs(one.rounded) > abs(value)
    assert fact(-value, *unit).rounded == -one.rounded


@given(st.integers(-(10**6), 10**6), units)
def test_every_half_goes_away_from_zero(steps: int, unit: tuple[str, int]) -> None:
    place = Decimal(1).scaleb(-unit[1])
    half = (steps + (Decimal("0.5") if steps >= 0 else Decimal("-0.5"))) * place
    assert fact(half, *unit).rounded == (steps + (1 if steps >= 0 else -1)) * place


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "display", "figure"),
    [
        ("12345500", "GBP", -3, "£12.346m", "12.346"),
        ("-12345500", "GBP", -3, "-£12.346m", "-12.346"),
        ("500", "GBP", -3, "£0.001m", "0.001"),
        ("499.99", "GBP", -3, "£500", "[k]"),
        ("412.3", "GBP", -3, "£412", "[k]"),
        ("-412.3", "GBP", -3, "-£412", "[k]"),
        ("1.5", "GBP", -3, "£2", "[k]"),
        ("0.42", "GBP", -3, "£0.42", "[k]"),
        ("0.5", "GBP", -3, "£0.50", "[k]"),
        ("-0.004", "GBP", -3, "-£0.004", "[k]"),
        ("0.00000001", "GBP", -3, "£0.00000001", "[k]"),
        ("0", "GBP", -3, "£0.000m", "0.000"),
        ("412345", "GBP", -6, "£412,345", "[k]"),
        ("12345678", "GBP", -6, "£12m", "12"),
        ("12345678.5", "GBP", 0, "£12,345,679", "12,345,679"),
        ("0.42", "GBP", 0, "£0.42", "[k]"),
        ("0.004", "GBP_per_GBP", 2, "£0.004", "[k]"),
        ("0.125", "GBP_per_GBP", 2, "£0.13", "0.13"),
        ("0.7345", "share", 3, "73.5%", "73.5"),
        ("-0.7345", "share", 3, "-73.5%", "-73.5"),
        ("0.00028", "share", 3, "0.03%", "[k]"),
        ("-0.00028", "share", 3, "-0.03%", "[k]"),
        ("0.00096", "share", 2, "0.1%", "[k]"),
        ("-0.0000", "share", 3, "0.0%", "0.0"),
        ("0.4", "hours", 0, "0.4 hours", "[k]"),
        ("0.5", "hours", 0, "1 hours", "1"),
        ("0.04", "FTE_years", 1, "0.04 FTE-years", "[k]"),
        ("0.25", "count", 0, "0.3", "[k]"),
    ],
)
def test_a_small_amount_is_said_in_prose_and_marked_in_a_table(
    value: str, unit: str, decimals: int, display: str, figure: str
) -> None:
    one = fact(value, unit, decimals)
    assert (one.display, one.figure) == (display, figure)
    assert one.rounds_to_zero == (figure == "[k]")
    assert pickle.loads(pickle.dumps(one)) == one
    assert Decimal(one.record()["value"]) == one.value


# ---- tables --------------------------------------------------------------------------------------


def money(*cells: str | None) -> tuple[Fact, ...]:
    return tuple(fact(None if cell is None else str(Decimal(cell) * 10**6), id=f"f{cell}") for cell in cells)


def columns(*headings: str) -> tuple[Column, ...]:
    return (Column("What", number=False), *(Column(heading) for heading in headings))


def test_the_mark_of_a_low_figure_is_explained_once_above_any_table_that_has_it() -> None:
    rows = (("Jobs", fact("412")), ("Places", fact("5000000")))
    assert Table("t", "", columns("Due"), rows).note == LOW
    assert Table("t", "", columns("Due"), rows, f"Said. {LOW}").note == f"Said. {LOW}"
    assert Table("t", "", columns("Due"), rows[1:], "Said.").note == "Said."
    assert r"\[k\] means a low figure that rounds to zero" in Table("t", "", columns("Due"), rows).markdown()


def test_a_difference_that_printed_figures_do_not_have_is_noted() -> None:
    # as a county council printed it: 159.135 less 153.838 is 5.297, and 5.296 was printed
    rows = (("Forecast", *money("159.1346", "153.8384", "5.2962")),)
    built = Table("t", "", columns("Forecast", "Budget", "Variance"), rows, sums=(Across(3, (1,), less=(2,)),))
    assert [cell.figure for cell in built.facts] == ["159.135", "153.838", "5.296"]
    assert built.note == DIFFERENCES


def test_a_total_that_printed_figures_do_not_have_is_noted() -> None:
    # as another printed it: nine rows that add up to 171,447 above a total of 171,446
    lines = [*["19000"] * 6, "19001", "19222.6", "19222.6"]
    rows = [(f"Service {place}", fact(line, decimals=0)) for place, line in enumerate(lines)]
    rows.append(("Total", fact("171446.2", decimals=0)))
    built = Table("t", "", columns("Actual"), tuple(rows), has_total=True)
    *printed, total = (cell.rounded for cell in built.facts)
    assert (sum(printed), total) == (171447, 171446)
    assert built.note == TOTALS
    rows[-1] = ("Total", fact("171447", decimals=0))  # made from what is printed
    with pytest.raises(ValueError, match=r"table t, row 10 \(Total\), column Actual: the figures do not add up"):
        Table("t", "", columns("Actual"), tuple(rows), has_total=True)


def test_figures_that_add_up_as_printed_need_no_note() -> None:
    rows = (
        ("Jobs", *money("1.2", "1", "0.2")),
        ("Places", *money("2", "1.9", "0.1")),
        ("Total", *money("3.2", "2.9", "0.3")),
    )
    built = Table("t", "", columns("Now", "Then", "Change"), rows, has_total=True, sums=(Across(3, (1,), less=(2,)),))
    assert built.note == ""


def test_counts_that_are_not_those_of_their_total_are_our_bug() -> None:
    # as a third printed it: 38 on track, 19 amber and 5 red, of 63
    def counts(total: int) -> Table:
        of = (("Green", 38), ("Amber", 19), ("Red", 5), ("Total", total))
        rows = tuple((word, replace(fact(str(count), "count", 0), kind="count")) for word, count in of)
        return Table("ratings", "", columns("Contracts"), rows, has_total=True)

    assert counts(62).note == ""
    with pytest.raises(ValueError, match=r"table ratings, row 4 \(Total\), column Contracts"):
        counts(63)


def test_shares_of_one_thing_that_miss_100_per_cent_are_noted() -> None:
    def shares(*parts: int) -> Table:
        rows = tuple(("R", fact(Decimal(part) / sum(parts), "share", 3)) for part in parts)
        return Table("t", "", columns("Share"), rows, sums=(ToHundred(1),))

    assert shares(1, 1, 1).note == PER_CENT  # 33.3 three times
    assert shares(1, 1, 2).note == ""
    wrong = (("R", fact("0.5", "share", 3)), ("S", fact("0.4", "share", 3)))
    with pytest.raises(ValueError, match="column Share: the figures do not add up"):
        Table("t", "", columns("Share"), wrong, sums=(ToHundred(1),))


def test_what_nobody_reported_counts_as_nothing_and_what_is_not_shown_cannot_be_added() -> None:
    missing = fact(None, status="not_available")
    rows = (("Jobs", *money("1")), ("Places", missing), ("Total", *money("1")))
    assert "because of rounding" not in Table("t", "", columns("Due"), rows, has_total=True).note
    hidden = (("Jobs", *money("1")), ("Places", fact(None, status="suppressed")), ("Total", *money("3")))
    assert "because of rounding" not in Table("t", "", columns("Due"), hidden, has_total=True).note
    unknown = (("Jobs", *money("1")), ("Total", missing))
    assert "because of rounding" not in Table("t", "", columns("Due"), unknown, has_total=True).note


def test_low_figures_are_added_too() -> None:
    rows = (*(("Jobs", fact("400")) for _ in range(3)), ("Total", fact("1200")))
    assert Table("t", "", columns("Due"), rows, has_total=True).note == f"{LOW} {TOTALS}"


def test_a_note_is_not_said_twice_of_a_table_that_is_made_again() -> None:
    rows = (*(("Jobs", fact("400")) for _ in range(3)), ("Total", fact("1200")))
    built = Table("t", "", columns("Due"), rows, "First.", has_total=True)
    assert replace(built, caption="Another").note == built.note == f"First. {LOW} {TOTALS}"


# ---- sentences -----------------------------------------------------------------------------------


def test_a_sentence_of_a_whole_and_its_parts_says_where_they_do_not_add_up() -> None:
    def said(whole: str, *parts: str) -> Words:
        of, made_of = fact(whole, id="whole"), tuple(fact(part, id="part") for part in parts)
        return Words("w", (("Reported ", of, "."),), (Sum(of, made_of),))

    assert said("1000200", "600400", "399600", "200").markdown(live=False) == "Reported £1.000m."
    off = said("1001200", "600400", "400400", "400")
    assert off.markdown(live=False) == f"Reported £1.001m. {TOTALS}"
    assert replace(off, name="again").sentences == off.sentences
    with pytest.raises(ValueError, match="words w: the figures do not add up before they are rounded: whole, part"):
        said("1001200", "600400")


# ---- what is computed ----------------------------------------------------------------------------

DRAWN = {
    "contracts": "ref\nC1\nC2\nC3",
    "measures": "ref | theme\nM1 | Jobs\nM2 | Places\nM3 | Green",
    "value_book": "measure | proxy_gbp\nM1 | 1\nM2 | 1\nM3 | 1",
    "commitments": """
        contract | measure | period     | quantity
        C1       | M1      | 2023-24 Q2 | 400
        C1       | M1      | 2023-24 Q3 | 1400
        C2       | M2      | 2023-24 Q3 | 1400
        C3       | M3      | 2023-24 Q3 | 1400
    """,
    "returns": """
        contract | period     | received_on
        C1       | 2023-24 Q2 | 2023-10-10
        C1       | 2023-24 Q3 | 2024-01-10
    """,
    "deliveries": """
        contract | measure | period     | quantity_claimed | quantity_validated | validated_on
        C1       | M1      | 2023-24 Q2 | 1200             | 800                | 2023-12-01
        C1       | M1      | 2023-24 Q3 | 1200             | 1100               | 2024-01-12
    """,
}


def figures(folder: Path, **decimals: int) -> Figures:
    folder.mkdir(exist_ok=True)
    return compute(tables(folder, **DRAWN), Q3, AS_AT, Conventions(decimals=decimals, last_as_at=date(2023, 11, 10)))


def test_a_percentage_is_of_what_is_not_rounded(tmp_path: Path) -> None:
    made = figures(tmp_path).facts
    # £800 and £1,100 print as 0.001 and 0.001, whose change would be 0%; £300 more than £800 is 37.5%
    assert [made[f"sv_validated_{window}"].figure for window in ("last_quarter", "quarter")] == ["0.001", "0.001"]
    assert made["sv_change_on_last_quarter"].display == "£300"
    assert made["sv_change_on_last_quarter_share"].display == "37.5%"
    # £1,900 of £4,600: not 0.002 of 0.005
    assert made["sv_share_of_due"].display == "41.3%"


def test_a_change_too_small_to_be_seen_is_marked_and_still_has_its_direction(tmp_path: Path) -> None:
    built = build("compared", figures(tmp_path))
    assert isinstance(built, Table)
    printed = [cell.figure if isinstance(cell, Fact) else cell for cell in built.rows[0]]
    assert printed == ["Quarter 2 2023/24", "0.001", "0.001", "[k]", "37.5", "Favourable"]
    assert LOW in built.note


def test_themes_that_miss_their_total_are_noted_and_those_of_whole_pounds_are_not(tmp_path: Path) -> None:
    # £1,800, £1,400 and £1,400 print as 0.002, 0.001 and 0.001 above 0.005
    built = build("by_theme", figures(tmp_path / "millions"))
    assert isinstance(built, Table)
    assert TOTALS in built.note
    in_pounds = build("by_theme", figures(tmp_path / "pounds", GBP=0))
    assert isinstance(in_pounds, Table)
    assert "rounding" not in in_pounds.note
    assert in_pounds.columns[2].label == "Due to date (£)"
    assert [row[2].figure for row in in_pounds.rows if isinstance(row[2], Fact)] == ["1,800", "1,400", "1,400", "4,600"]


def test_what_was_reported_and_its_parts_are_said_not_to_add_up_only_where_they_do_not(tmp_path: Path) -> None:
    # £2,400 is £1,900 validated and £500 not accepted: 0.002 is not 0.002 and 0.001
    said = build("delivered", figures(tmp_path / "millions"))
    assert isinstance(said, Words)
    assert said.markdown(live=False).endswith(TOTALS)
    exact = build("delivered", figures(tmp_path / "pounds", GBP=0))
    assert isinstance(exact, Words)
    assert "rounding" not in exact.markdown(live=False)


def test_every_unit_s_facts_have_the_places_that_the_council_sets(tmp_path: Path) -> None:
    made = figures(tmp_path, GBP=-5, share=4, GBP_per_GBP=3, hours=2)
    decimals = {(one.unit, one.decimals) for one in made.facts}
    assert decimals == {("GBP", -5), ("share", 4), ("GBP_per_GBP", 3), ("hours", 2), ("count", 0), ("text", 0)}
    assert made.facts["sv_share_of_due"].display == "41.30%"
    assert made.facts["quality_share.concern.late"].decimals == 4
    usual = {(one.unit, one.decimals) for one in figures(tmp_path / "usual").facts}
    assert usual == {("GBP", -3), ("share", 3), ("GBP_per_GBP", 2), ("hours", 0), ("count", 0), ("text", 0)}


def test_a_direction_of_travel_goes_by_shares_as_the_council_prints_them(tmp_path: Path) -> None:
    # to the end of Quarter 2 £800 of £400, 200%; now £1,900 of £1,800, 105.6%
    assert figures(tmp_path / "tenths").facts.member("travel_short", "contract", "C1").text == "Worse"
    close = DRAWN | {
        "commitments": "contract | measure | period | quantity\nC1 | M1 | 2023-24 Q2 | 1000\nC1 | M1 | 2023-24 Q3 | 1000",
        "deliveries": """
            contract | measure | period     | quantity_claimed | quantity_validated | validated_on
            C1       | M1      | 2023-24 Q2 | 901              | 901                | 2023-12-01
            C1       | M1      | 2023-24 Q3 | 903              | 903                | 2024-01-12
        """,
    }
    for share, word in ((3, "Improved"), (2, "No change")):  # 90.1% and 90.2%
        (tmp_path / word).mkdir()
        made = compute(tables(tmp_path / word, **close), Q3, AS_AT, Conventions(decimals={"share": share}))
        assert made.facts.member("travel_short", "contract", "C1").text == word


@a_few
@given(drawn_data)
def test_every_table_adds_up_before_it_is_rounded_whatever_the_data(data) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        opened = tables(Path(folder), **drawn(data))
        built = build_tables(compute(opened, Q3, AS_AT, CONVENTIONS))
        opened.close()
    assert sum(table.has_total for table in built) > 5
    for table in built:
        has_mark = any(cell.figure == "[k]" for cell in table.facts)
        assert (LOW in table.note) == has_mark, table.name


# ---- the profile ---------------------------------------------------------------------------------


def typed(folder: Path, decimals: str) -> Workbench:
    """Return a workbench whose profile has these decimals and no others."""
    workbench = bench(folder)
    profile = folder / FILE
    before, _, after = profile.read_text("utf-8").partition("\ndecimals:\n")
    rest = after[after.index("\n\n") :]
    profile.write_text(f"{before}\ndecimals: {decimals}\n{rest}", "utf-8")
    return workbench


@pytest.mark.parametrize(
    ("decimals", "read"),
    [
        ("{GBP_millions: 1, share: 0}", {"GBP": -5, "share": 2}),
        ("{GBP_millions: 0}", {"GBP": -6}),
        ("{GBP_millions: none, GBP_per_GBP: 3}", {"GBP": 0, "GBP_per_GBP": 3}),
        ("{hours: 1, FTE_years: 2, trees: 0}", {"hours": 1, "FTE_years": 2, "trees": 0}),
        ("", {}),
    ],
)
def test_a_council_says_the_places_of_each_unit_in_its_own_words(
    decimals: str, read: dict[str, int], tmp_path: Path
) -> None:
    edition, findings = load(typed(tmp_path, decimals))
    assert edition.profile.decimals == read
    assert not [one for one in findings if one.rule.startswith("profile")]


def test_lancashires_places_are_the_usual_ones(tmp_path: Path) -> None:
    edition, _ = load(bench(tmp_path))
    assert edition.profile.decimals | UNIT_DECIMALS == UNIT_DECIMALS | {"GBP_per_GBP": 2, "FTE_years": 1}


@pytest.mark.parametrize(
    ("decimals", "message", "remedy"),
    [
        ("{GBP_millions: 6}", "GBP_millions cannot have '6' decimals", "0 to 5, or none for whole pounds"),
        ("{GBP_millions: three}", "cannot have 'three' decimals", "0 to 5"),
        ("{share: -1}", "share cannot have '-1' decimals", "0 to 6"),
        ("{share: 1.5}", "share cannot have '1.5' decimals", "0 to 6"),
        ("{hours: 7}", "hours cannot have '7' decimals", "0 to 6"),
        ("{hours: ٣}", "hours cannot have '٣' decimals", "0 to 6"),
        ("{hours: }", "There is no text", "Write"),
        ("{GBP_million: 3}", "no unit 'GBP_million'", "Did you mean GBP_millions?"),
        ("{shares: 3}", "no unit 'shares'", "Did you mean share?"),
        ("{GBP: 3}", "decimals of GBP are set by another name", "GBP_millions"),
        ("{'%': 1}", "decimals of % are set by another name", "share"),
        ("{count: 1}", "whole things", "Delete count"),
        ("3", "should be a group of fields", "GBP_millions: 3"),
        ("[3]", "should be a group of fields", "GBP_millions: 3"),
    ],
)
def test_places_that_cannot_be_are_refused_with_what_to_write(
    decimals: str, message: str, remedy: str, tmp_path: Path
) -> None:
    workbench = typed(tmp_path, decimals)
    with pytest.raises(EditionError) as caught:
        load(workbench)
    [found] = [one for one in caught.value.findings if one.severity == "error"]
    assert message in found.message
    assert remedy in found.remedy
    assert (found.where.file, found.where.field) == (FILE, "decimals")
    assert (tmp_path / FILE).read_text("utf-8").splitlines()[found.where.row - 1].startswith("decimals:")


def test_a_unit_that_is_nearly_a_usual_one_is_asked_about(tmp_path: Path) -> None:
    edition, findings = load(typed(tmp_path, "{hour: 1}"))
    assert edition.profile.decimals == {"hour": 1}
    [found] = [one for one in findings if one.rule == "profile.unusual_unit"]
    assert (found.severity, found.where.file, found.where.field) == ("warning", FILE, "decimals.hour")
    assert "Did you mean hours?" in found.remedy
