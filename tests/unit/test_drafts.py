"""The council's drafts as a reader hears them: short sentences, no causes, and each true of any period and data."""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sv_report.exhibits.sums import DIFFERENCES, PER_CENT, TOTALS
from sv_report.manuscript import Report, open_report
from sv_report.manuscript.figuring import conventions_of
from sv_report.measures.figures import compute
from sv_report.params.period import Period

ROOT = Path(__file__).parents[2]
UNWRITTEN = "2023-12-07"  # the example edition without any narrative: every draft is printed
MOST_WORDS = 25
SUMMARY_WORDS = 150  # the list of key facts among them
DRAFTED = (
    "brief_summary", "reasons_for_recommendation", "detail", "risk_management", "financial", "procurement",
    "next_steps",
)  # fmt: skip
CASES: dict[str, tuple[str, str, date | None]] = {  # a report: its period, its as-at day, and the last report's
    "the report of 8 February 2024": ("2023-24 Q3", "2024-01-19", date(2023, 11, 10)),
    "the report before": ("2023-24 Q2", "2023-11-10", None),
    "a first quarter of a year": ("2023-24 Q1", "2023-07-19", None),
    "a whole year": ("2023-24", "2024-05-05", date(2023, 5, 5)),
    "a first year": ("2022-23", "2023-05-05", None),
    "the first quarter with data": ("2021-22 Q2", "2021-11-05", None),
    "a quarter after one without returns": ("2022-23 Q1", "2022-07-19", None),
}
STOP = re.compile(r"(?<=[.!?])\s+(?=[\"'(£A-Z\d\[-])")
CAUSES = re.compile(
    r"\b(because|thanks to|owing to|caused|causes|as a result|result(s|ed|ing) (in|from)|led to|leads to|therefore|hence"
    r"|consequently|driven by|reflects|reflecting|attributable|explained by|on account of|due to(?! date| have))\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def unwritten() -> Report:
    return open_report(UNWRITTEN, root=ROOT)


@pytest.fixture(scope="module")
def without_values(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The same edition on the example data without its value book."""
    root = tmp_path_factory.mktemp("bench")
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    kept_out = shutil.ignore_patterns("value_book.csv", "*.py", "__pycache__")
    shutil.copytree(ROOT / "sv_report/data/example", root / "plain", ignore=kept_out)
    contracts = root / "plain/contracts.csv"
    with contracts.open(encoding="utf-8", newline="") as file:
        rows = [row | {"value_book": ""} for row in csv.DictReader(file)]
    with contracts.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return open_report(UNWRITTEN, root=root, settings={"data": "plain"})


def of(report: Report, case: str) -> Report:
    """Return the report of another period, with the same drafts."""
    period, as_at, last = CASES[case]
    conventions = replace(conventions_of(report.edition), last_as_at=last)
    figures = compute(report.tables, Period.parse(period), date.fromisoformat(as_at), conventions)
    return replace(report, figures=figures)


def printed(report: Report, section: str) -> list[str]:
    """Return the paragraphs and list items of a section as a reader reads them; tables, charts and notices apart."""
    blocks = [block for block in list(report.section(section))[1:] if block.draw is None]
    lines = [line for block in blocks for line in (block.page or block.manuscript).split("\n") if line.strip()]
    read = [line.removeprefix("- ").replace("\\", "") for line in lines if not line.startswith(("|", ">", "#", "**"))]
    return [line for line in read if not line.startswith(":")]


def sentences(report: Report) -> Iterator[str]:
    for section in DRAFTED:
        for text in printed(report, section):
            yield from STOP.split(text)


def words(sentence: str) -> int:
    return sum(any(sign.isalnum() for sign in word) for word in sentence.split())


def holds(report: Report) -> None:
    """Every sentence is short, none gives a cause, and none prints a status in the place of a number within it."""
    said = list(sentences(report))
    assert len(said) > 40
    assert [one for one in said if words(one) > MOST_WORDS] == []
    for note in (TOTALS, DIFFERENCES, PER_CENT):  # what rounding does is no cause of a movement
        said = [one.replace(note, "") for one in said]
    assert [one for one in said if CAUSES.search(one)] == []
    lacking = [one for one in said if re.search("not (available|applicable)", one)]
    assert [one for one in lacking if not re.search(r" means |: not (available|applicable)\.$", one)] == []


@pytest.mark.parametrize("case", CASES)
def test_every_sentence_is_short_and_says_no_cause(case: str, unwritten: Report) -> None:
    report = of(unwritten, case)
    holds(report)
    assert report.narrative_findings == ()
    assert sum(map(words, printed(report, "brief_summary"))) <= SUMMARY_WORDS


def test_without_a_value_book_too_and_no_pound_of_social_value_is_said(without_values: Report) -> None:
    holds(without_values)
    assert without_values.narrative_findings == ()
    apart = [section for section in DRAFTED if section not in ("detail", "financial")]  # tables; spend and value
    assert not [text for section in apart for text in printed(without_values, section) if "£" in text]


def test_the_summary_begins_with_how_much_of_what_was_due_was_delivered(
    unwritten: Report, without_values: Report
) -> None:
    first, *_ = printed(unwritten, "brief_summary")
    assert first.startswith("By 30 September 2023 suppliers had delivered ")
    first, *_ = printed(without_values, "brief_summary")
    assert re.fullmatch(
        r"Of the \d+ commitments due by 30 September 2023, \d+ are on schedule, which is [\d.]+%\.", first
    )


def test_the_next_steps_promise_nothing_and_name_the_period_that_follows(unwritten: Report) -> None:
    *_, last = printed(of(unwritten, "a whole year"), "next_steps")
    assert last == "The next period to report on is 2024/25, which ends on 31 March 2025."
    assert not [one for one in printed(unwritten, "next_steps") if re.search(r"\bwill\b|\bshall\b", one)]
