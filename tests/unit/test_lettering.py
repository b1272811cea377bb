"""A chart's names as its font can draw them."""

import warnings
from pathlib import Path

import pytest

from sv_report.exhibits.bars import GroupedBars
from sv_report.exhibits.chart import Chart
from sv_report.exhibits.drawings import Series
from sv_report.exhibits.house_style import VALIDATED, use_fonts
from sv_report.exhibits.lettering import drawable

FONTS = Path(__file__).parents[2] / "templates" / "_extensions" / "cabinet" / "fonts"


@pytest.fixture(autouse=True)
def fonts() -> None:
    use_fonts(sorted(FONTS.glob("*.ttf")))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Preston", "Preston"),
        ("Łódź ŵ ½ – Ελλάδα עברית", "Łódź ŵ ½ – Ελλάδα עברית"),
        ("環境 Ltd", "\ufffd Ltd"),
        ("شركة مثال", "\ufffd \ufffd"),
        ("Green 🌱 and 👩\u200d🚒 Ltd", "Green \ufffd and \ufffd Ltd"),
        ("smile ☺\ufe0f", "smile ☺"),
    ],
)
def test_a_run_that_the_font_lacks_has_one_stand_in(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_a_chart_of_names_that_the_font_lacks_draws_without_a_warning_and_says_them_whole() -> None:
    members = ("環境", "Green 🌱", "شركة", "Preston")
    chart = Chart("c", ("A",), "By theme", members, (Series("Validated", (None,) * 4),), GroupedBars((VALIDATED,)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart.images()
    assert all(member in chart.alt for member in members)
