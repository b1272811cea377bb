"""Charts: what a name may hold, that every label can be read, what is not there, and the same bytes each time."""

import subprocess
import sys
from decimal import Decimal
from itertools import combinations, product
from math import isnan

import pytest
from matplotlib.text import Text

from sv_report.exhibits.bars import Bars, GroupedBars, RankedBars
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Drawing, Series
from sv_report.exhibits.house_style import DUE, PROMISED, REPORTED, SMALL, VALIDATED, Look, colours
from sv_report.exhibits.quarter_bars import QuarterBars
from sv_report.measures.fact import Fact, Source, Status

LONG = "A theme whose name is longer than any line beside its bars has room for, and goes on, and does not end"
NAMES = ["Env $x^{$ and $5", "{braces}", "a\\b", "é & <b>", LONG, "Unbroken" * 9, "two\nlines", "right\u202eto left"]
QUARTERS = [f"20{year}-{year + 1} Q{quarter}" for year in (21, 22, 23) for quarter in (1, 2, 3, 4)]


def fact(value: str | None, status: Status = "not_available", unit: str = "GBP", decimals: int = -3) -> Fact:
    number = None if value is None else Decimal(value)
    said = status if value is None else "ok"
    return Fact("f", "A fact", "sum", number, said, unit, decimals, "2023-24 Q3", "", "", Source((), "", 0))


def series(name: str, *values: str | None) -> Series:
    return Series(name, tuple(map(fact, values)))


def grouped(members: list[str], amounts: list[str | None]) -> Chart:
    names = {"Committed": PROMISED, "Due": DUE, "Reported": REPORTED, "Validated": VALIDATED}
    return chart(GroupedBars(tuple(names.values())), members, *(series(name, *amounts) for name in names))


def ranked(members: list[str], amounts: list[str | None]) -> Chart:
    share = Series("% of due", (fact("0.8", unit="share", decimals=3),) * len(members))
    done, due = series("Validated", *amounts), series("Due", *reversed(amounts))
    return chart(RankedBars((VALIDATED,) * len(members)), members, done, due, share)


def rated(members: list[str], amounts: list[str | None]) -> Chart:
    return chart(Bars((Look("green"),) * len(members)), members, series("Contracts", *amounts))


def quarters(members: list[str], amounts: list[str | None]) -> Chart:
    names = ("Due", "Reported", "Validated")
    return chart(QuarterBars(), QUARTERS[: len(members)], *(series(name, *amounts) for name in names))


def chart(drawing: Drawing, members: list[str], *drawn: Series) -> Chart:
    return Chart("c", ("A message",), "Social value in each, £m", tuple(members), drawn, drawing)


def words_of(drawn: Chart) -> list[Text]:
    """The words of a chart as they stand when it has been laid out; of an axis those within its ends."""
    figure = drawn.figure()
    axes = figure.axes[0]
    sides = [(axes.yaxis, axes.get_ylim())] + ([(axes.xaxis, axes.get_xlim())] if axes.xaxis.get_visible() else [])
    ticks = (tick.label1 for axis, ends in sides for tick in axis.get_major_ticks() if _between(tick.get_loc(), ends))
    return [text for text in (*figure.texts, *axes.texts, *ticks) if text.get_text().strip()]


def _between(place: float, ends: tuple[float, float]) -> bool:
    return min(ends) <= place <= max(ends)


def labels(drawn: Chart) -> list[str]:
    return [text.get_text() for text in drawn.figure().axes[0].texts]


# ---- what a reader sees --------------------------------------------------------------------------

USUAL: list[str | None] = ["9000000", "8100000", "3000000", "100000", "50000", "20000", "0", "0"]
ODD: list[str | None] = ["9000000", "-4000000", None, "0", "120", "-120", "1", None]
DRAWN = [grouped, ranked, rated, quarters]


@pytest.mark.parametrize(("make", "amounts"), list(product(DRAWN, [USUAL, ODD, [None]])))
def test_every_word_is_whole_large_enough_and_clear_of_the_others(make, amounts) -> None:  # type: ignore[no-untyped-def]
    words = words_of(make(NAMES[: len(amounts)], amounts))
    assert min(text.get_fontsize() for text in words) >= SMALL >= 9
    boxes = [Text.get_window_extent(text) for text in words]  # without the line from a label to its bar
    page = words[0].figure.bbox.padded(1)
    outside = [text.get_text() for text, box in zip(words, boxes, strict=True) if not _within(box, page)]
    assert not outside
    pairs = combinations(zip(words, boxes, strict=True), 2)
    over = [(one.get_text(), other.get_text()) for (one, box), (other, its) in pairs if box.padded(-1).overlaps(its)]
    assert not over


def _within(box, page) -> bool:  # type: ignore[no-untyped-def]
    return bool(box.x0 >= page.x0 and box.x1 <= page.x1 and box.y0 >= page.y0 and box.y1 <= page.y1)


def test_a_name_is_drawn_as_it_is_in_few_lines_and_without_what_turns_words_round() -> None:
    drawn = rated(NAMES, USUAL)
    assert drawn.images()["svg"].startswith(b"<?xml")
    assert [label.get_text() for label in drawn.figure().axes[0].get_yticklabels()] == [
        "Env $x^{$ and $5",
        "{braces}",
        "a\\b",
        "é & <b>",
        "A theme whose name is longer\nthan any line beside its\nbars has room for, and …",
        "UnbrokenUnbrokenUnbrokenUnbr\nokenUnbrokenUnbrokenUnbroken\nUnbrokenUnbroken",
        "two lines",
        "rightto left",
    ]


def test_two_series_can_be_told_apart_without_colour() -> None:
    for one, other in combinations((PROMISED, DUE, REPORTED, VALIDATED), 2):
        assert one.pattern != other.pattern or _contrast(one, other) >= 3


def _contrast(*looks: Look) -> float:
    lights = sorted(_luminance(colours()[look.colour]) for look in looks)
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    light = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), light, strict=True))


@pytest.mark.parametrize("make", DRAWN)
def test_the_same_chart_has_the_same_bytes(make) -> None:  # type: ignore[no-untyped-def]
    assert make(["Jobs", "Places"], ["2", "1"]).images() == make(["Jobs", "Places"], ["2", "1"]).images()


# ---- what is not there, and less than nothing -----------------------------------------------------


@pytest.mark.parametrize("status", ["not_available", "suppressed", "not_applicable"])
def test_a_bar_that_is_not_there_says_so_in_words(status: Status) -> None:
    said = {"not_available": "not available", "suppressed": "not shown", "not_applicable": "not applicable"}[status]
    missing = Series("Validated", (fact("1000000"), fact(None, status)))
    drawn = chart(GroupedBars((VALIDATED,)), ["Jobs", "Places"], missing)
    assert labels(drawn) == ["Validated 1.000", f"Validated {said}"]
    assert [isnan(bar.get_width()) for bar in drawn.figure().axes[0].patches] == [False, True]
    assert drawn.alt == (f"Bar chart. Social value in each, £m. Jobs: validated £1.000m; Places: validated {said}.")


def test_a_quarter_that_is_not_there_is_marked_and_has_no_bar() -> None:
    drawn = quarters(["", "", ""], ["1000000", None, "2000000"])
    assert "[x]" in labels(drawn)
    assert [isnan(bar.get_height()) for bar in drawn.figure().axes[0].patches[:3]] == [False, True, False]
    assert "2021-22 Q2: due not available, reported not available, validated not available" in drawn.alt


def test_what_is_not_there_is_ranked_without_a_share_of_it() -> None:
    share = Series("% of due", (fact("0.75", unit="share", decimals=3), fact(None, "not_applicable"), fact(None)))
    drawn = chart(
        RankedBars((VALIDATED,) * 3), ["Jobs", "Places", "Air"],
        series("Validated", "1500000", "0", None), series("Due", "2000000", "0", "1000000"), share,
    )  # fmt: skip
    assert labels(drawn) == ["1.500 of 2.000 due (75.0%)", "0.000 of 0.000 due", "not available; 1.000 due"]


@pytest.mark.parametrize("make", [grouped, ranked, rated])
def test_less_than_nothing_is_drawn_left_of_the_line_at_zero(make) -> None:  # type: ignore[no-untyped-def]
    axes = make(["Jobs", "Places"], ["1000000", "-500000"]).figure().axes[0]
    least, most = axes.get_xlim()
    assert (least, most) == (-0.5, 1.0)
    assert any(bar.get_width() == -0.5 for bar in axes.patches)


# ---- one place for drawing, words and facts -------------------------------------------------------


def test_the_last_quarter_s_figures_stand_beside_it() -> None:
    assert labels(quarters(["", ""], ["1000000", "2000000"]))[-3:] == [
        "Due 2.000", "Reported 2.000", "Validated 2.000",
    ]  # fmt: skip


def test_drawing_words_and_facts_of_a_chart_come_from_one_place() -> None:
    counts, share = (fact("1000000"), fact("2000000")), fact("3000000")
    drawn = Chart(
        "c", ("Most is ", share), "In £m", ("Red", "None"),
        (Series("Number", counts), Series("Share", (share, None))), Bars((Look("amber"), PROMISED)),
    )  # fmt: skip
    assert drawn.alt == "Bar chart. In £m. Red: £1.000m (£3.000m); None: £2.000m."
    assert labels(drawn) == ["£1.000m (£3.000m)", "£2.000m"]
    assert drawn.facts == (counts[0], share, counts[1], share)
    assert drawn.caption == "Most is £3.000m"


def test_a_series_without_a_fact_a_member_is_refused() -> None:
    with pytest.raises(ValueError, match="another number of facts"):
        Chart("c", (), "", ("Q1", "Q2"), (Series("Due", (fact("1"),)),), QuarterBars())


def test_nothing_is_loaded_to_draw_with_until_a_chart_is_drawn() -> None:
    asked = "import sys, sv_report.exhibits; print(sorted({'matplotlib', 'afcharts'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout == "[]\n"
