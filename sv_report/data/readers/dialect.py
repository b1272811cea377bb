"""How a text file parts its columns: decided by which sign gives records of equal length, and said aloud.

Data stage. Takes the first records of a file; gives a `Dialect`, which says what was decided and what else it might
have been.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sv_report.data.readers.encoding import Encoding
from sv_report.findings import Finding, Where

SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars", "  ": "two or more spaces"}
BY_SUFFIX = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".psv": "|", ".ssv": ";"}
LEAST_SHARE = 0.4  # of the records have the commonest length, or the sign stands in the words of a text
SAMPLE = 500  # records that are looked at
SEP_LINE = re.compile(r'"?sep=([,;|\t])"?\s*$', re.IGNORECASE)  # Excel's own first line, which it does not show
COLUMNS = re.compile(r"\s{2,}|\t")
AMBIGUOUS = "Check the columns; to be sure, save it as CSV UTF-8 with commas."


@dataclass(frozen=True)
class Dialect:
    """How a file is written. `delimiter` of two spaces: columns are parted by runs of spaces.

    `skips_spaces`: blanks before a quotation mark do not count. `has_sep_line`: the first line is Excel's `sep=;`.
    `others` are the delimiters by which the file would be as even a table.
    """

    encoding: Encoding
    delimiter: str
    quote: str = '"'
    skips_spaces: bool = False
    has_sep_line: bool = False
    others: tuple[str, ...] = ()

    def findings(self, shown: str) -> list[Finding]:
        """Return what was decided and a person should know: nothing for UTF-8 with commas."""
        found = [self.encoding.finding(shown)]
        if self.others:
            others = " or ".join(SIGNS[sign] for sign in self.others)
            message = f"The columns were taken to be parted by {SIGNS[self.delimiter]}; it might also be {others}."
            found.append(Finding("file-delimiter", "warning", message, Where(shown), AMBIGUOUS))
        elif self.delimiter != ",":
            message = f"The columns are parted by {SIGNS[self.delimiter]}."
            found.append(Finding("file-delimiter", "note", message, Where(shown)))
        return [finding for finding in found if finding]


@dataclass(frozen=True)
class _Fit:
    """How well a delimiter fits: the share of records of the commonest length, and that length."""

    share: float = 0.0
    length: int = 1

    def score(self, expected: bool) -> float:
        """More of equal length is likelier, then more columns, then what the file's name says."""
        if self.share < LEAST_SHARE and not expected:
            return 0.0
        return self.share + min(self.length, 10) / 100 + (0.05 if expected else 0) if self.length > 1 else 0.0


def dialect_of(lines: list[str], suffix: str, encoding: Encoding, is_whole: bool) -> Dialect:
    """Return how a file is written, from its first lines; `is_whole`: they are all of it."""
    if lines and (sep := SEP_LINE.match(lines[0])):
        return Dialect(encoding, sep[1], skips_spaces=_quotes_after_space(lines, sep[1]), has_sep_line=True)
    expected = BY_SUFFIX.get(suffix.lower())
    fits = {sign: _fit(_records(lines, sign, is_whole)) for sign in SIGNS if len(sign) == 1}
    scores = {sign: fit.score(sign == expected) for sign, fit in fits.items()}
    best = max(scores, key=lambda sign: scores[sign])
    if not scores[best]:
        best = _aligned(lines) or expected or ","
        return Dialect(encoding, best)
    others = tuple(
        sign for sign, fit in fits.items() if sign != best and fit.share == 1 and fit.length > 1 and expected != best
    )
    return Dialect(encoding, best, skips_spaces=_quotes_after_space(lines, best), others=others)


def _records(lines: list[str], sign: str, is_whole: bool) -> Iterator[int]:
    """Yield how many cells each record has; the last one is left out where more would follow."""
    reader = csv.reader(iter(lines), delimiter=sign, skipinitialspace=_quotes_after_space(lines, sign))
    held = None
    try:
        for cells in reader:
            if held is not None:
                yield held
            held = len(cells) if any(cell.strip() for cell in cells) else None
    except csv.Error:
        return
    if held is not None and is_whole:
        yield held


def _fit(lengths: Iterator[int]) -> _Fit:
    counts = Counter(lengths)
    several = Counter({length: times for length, times in counts.items() if length > 1})
    if not several:
        return _Fit()
    length, times = max(several.items(), key=lambda pair: (pair[1], pair[0]))
    return _Fit(times / counts.total(), length)


def _quotes_after_space(lines: list[str], sign: str) -> bool:
    """Whether cells are written `, "so"`: a quotation mark after a delimiter and blanks."""
    return sign != "\t" and any(f'{sign} "' in line for line in lines)


def _aligned(lines: list[str]) -> str | None:
    """Return two spaces where nearly every line has as many runs of spaces between words."""
    filled = [line.strip() for line in lines if line.strip()]
    fit = _fit(len(COLUMNS.split(line)) for line in filled)
    return "  " if len(filled) > 1 and fit.share >= 0.9 else None
