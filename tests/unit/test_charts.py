"""Charts: what a name may hold, and the same bytes each time."""

from decimal import Decimal
from math import isnan

import pytest

from sv_report.exhibits.chart import Chart, Series, grouped_bars, in_words, lines
from sv_report.measures.fact import Fact, Source


def fact(value: str | None) -> Fact:
    status = "not_available" if value is None else "ok"
    number = None if value is None else Decimal(value)
    return Fact("f", "A fact", "sum", number, status, "GBP", -3, "2023-24 Q3", "2024-01-19", "", Source((), "", 0))


def chart(members: list[str]) -> Chart:
    series = [
        Series(name, tuple(fact(f"{number}000000") for number, _ in enumerate(members, 1)))
        for name in ("Due", "Validated")
    ]
    return Chart("c", "A message", "A subtitle, £m", "Alt", 2.5, grouped_bars(members, series))


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
    series = Series("Due", (fact("1"), fact(None), fact("2")))
    figure = Chart("c", "", "", "", 2, lines(["Q1", "Q2", "Q3"], [series])).figure()
    (line,) = figure.axes[0].get_lines()
    assert [isnan(height) for height in line.get_ydata()] == [False, True, False]
    assert "Q2: due not available" in in_words("Line chart", "", ["Q1", "Q2", "Q3"], [series])
