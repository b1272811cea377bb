"""The PDF of the example edition: what the checkers say, and how it lies on its pages."""

import pytest

from tests.pdf_checkers import faults
from tests.pdf_pages import headings_at_the_foot, left_empty, running_sizes


@pytest.fixture(scope="module")
def report(bundle):
    return bundle / "public" / "report.pdf"


def test_three_checkers_find_nothing(report):
    assert faults(report) == []


def test_no_page_is_left_a_quarter_blank(report):
    assert left_empty(report) == {}


def test_no_heading_ends_a_page(report):
    assert headings_at_the_foot(report) == []


def test_running_text_is_12_points_and_more(report):
    assert min(running_sizes(report)) == 12
