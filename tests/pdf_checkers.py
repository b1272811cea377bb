"""What three checkers say of a PDF, and which of their findings are known to be wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import outloud
import page
import pdfua

CLAIMED = ("ua1", "2a")  # the profiles of page-validation that the report claims

# outloud counts header cells against data cells. Where each row has a header too, a table of one row or of two
# columns has more of them than of data.
_SHREDDED = re.compile(r"header cells look shredded: \d+ header cells against \d+ data cells")
_KNOWN = {
    "ORD-001",  # reads a paragraph's own text before the bold words in its midst, and so finds it out of order
    "FIG-012",  # asks that half of a text alternative be letters; a chart's gives its numbers
}
_NOT_EVALUATED = {"UA-14-001"}  # pdfua 0.1.3 cannot read where a bookmark leads


def faults(path: Path) -> list[str]:
    """Return what page-validation, pdfua and outloud find wrong, the name of the checker first."""
    return [*_page(path), *_pdfua(path), *_outloud(path)]


def _page(path: Path) -> Iterator[str]:
    for profile in CLAIMED:
        report = page.validate_pdf(path, profile=profile)
        assert report.rules.total > 100, "it looks at hundreds of rules"
        yield from (f"page-validation {profile} {each.rule_id}: {each.message}" for each in report.failures)


def _pdfua(path: Path) -> Iterator[str]:
    report = pdfua.validate(str(path))
    yield from (f"pdfua {each.rule_id}: {each.message}" for each in report.findings)
    for outcome in report.outcomes:
        if outcome.skipped_reason and outcome.rule_id not in _NOT_EVALUATED:
            yield f"pdfua {outcome.rule_id} was not evaluated: {outcome.skipped_reason}"


def _outloud(path: Path) -> Iterator[str]:
    result = outloud.check(str(path))
    assert not result.error, result.error
    for each in result.findings:
        if each.rule not in _KNOWN and not _SHREDDED.fullmatch(each.message):
            yield f"outloud {each.rule}: {each.message}"
