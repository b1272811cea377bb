"""Charts: what a name may hold, and the same bytes each time."""

from decimal import Decimal
from math import isnan

import pytest

from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Bars, GroupedBars, Lines, Series
from sv_report.measures.fact import Fact, Source


def fact(value: str | None) -> Fact:
    status = "not_available" if value is None else "ok"
    number = None if value is None else Decimal(value)
    return Fact("f", "A fact", "sum", number, status, "GBP", -3, "2023-24 Q3", "2024-01-19", "", Source((), "", 0))


def chart(members: list[str]) -> Chart:
    series = (
        Series(name, tuple(fact(f"{number}000000") for number, _ in enumerate(members, 1)))
        for name in ("Due", "Validated")
    )
    return Chart("c", ("A message",), "A subtitle, £m", tuple(members), tuple(series), GroupedBars())


@pytest.mark.parametrize(
    "name",
    [
        "Env $x^{$ and $5",
        "{braces}",
        "a\\b",
        "é & <b>",
        "A theme whose name is longer than any line beside its bars has room for",
    ],
)
def test_a_name_is_drawn_as_it_is(name: str) -> None:
    assert chart([name, "Jobs"]).images()["svg"].startswith(b"<?xml")


def test_the_same_chart_has_the_same_bytes() -> None:
    assert chart(["Jobs", "Places"]).images() == chart(["Jobs", "Places"]).images()


def test_a_number_that_is_not_there_is_never_drawn_as_zero() -> None:
    series = Series("Due", (fact("1000000"), fact(None), fact("2000000")))
    drawn = Chart("c", (), "In £m", ("Q1", "Q2", "Q3"), (series,), Lines())
    (line,) = drawn.figure().axes[0].get_lines()
    assert [isnan(height) for height in line.get_ydata()] == [False, True, False]
    assert drawn.alt == "Line chart. In £m. Q1: due £1.000m; Q2: due not available; Q3: due £2.000m."


def test_drawing_words_and_facts_of_a_chart_come_from_one_place() -> None:
    counts, share = (fact("1000000"), fact("2000000")), fact("3000000")
    drawn = Chart(
        "c", ("Most is ", share), "In £m", ("Red", "None"),
        (Series("Number", counts), Series("Share", (share, None))), Bars(("red", "white")),
    )  # fmt: skip
    assert drawn.alt == "Bar chart. In £m. Red: £1.000m (£3.000m); None: £2.000m."
    assert [text.get_text() for text in drawn.figure().axes[0].texts] == ["£1.000m (£3.000m)", "£2.000m"]
    assert drawn.facts == (counts[0], share, counts[1], share)
    assert drawn.caption == "Most is £3.000m"


def test_a_series_without_a_fact_a_member_is_refused() -> None:
    with pytest.raises(ValueError, match="another number of facts"):
        Chart("c", (), "", ("Q1", "Q2"), (Series("Due", (fact("1"),)),), Lines())
