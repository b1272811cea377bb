"""A file that came back, taken apart: its tables of return lines, its evidence, its confirmations, whose it is.

Data stage, before judging. Everything is known by its words, nothing by its place: the names of sheets and the order
of columns do not matter. All is still text.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from sv_report.data.readers import notes_on, open_file
from sv_report.data.readers.sheet import Cells, Numbered, Sheet
from sv_report.data.returns.form import (
    ANSWERS,
    BY_NAME,
    CONFIRMATION_HEADINGS,
    CONFIRMS,
    COVER_HEADINGS,
    EVIDENCE_HEADINGS,
    GUIDANCE_HEADINGS,
    HEADINGS,
    HEADINGS_LEAST,
    LABELS,
    NEEDED,
    PROPERTIES,
    is_answer,
    plain,
)
from sv_report.findings import Finding

PROPERTY_PARTS = ("docProps/custom.xml", "meta.xml")  # of a workbook, of an ODS file
PART_BYTES = 1_000_000  # more is not the form's
ADDED = re.compile(r"\(.*?\)|\[.*?\]|\*")  # what people add to a heading
CONFIRMED = {plain(words): name for name, words in CONFIRMS.items()}
LABELLED = {plain(words): name for name, words in LABELS.items()}
EVIDENCE_KEYS = tuple(plain(heading) for heading in EVIDENCE_HEADINGS)
OTHER_HEADINGS = [  # of the form's other tables
    {plain(heading) for heading in headings}
    for headings in (EVIDENCE_HEADINGS, CONFIRMATION_HEADINGS, GUIDANCE_HEADINGS, COVER_HEADINGS)
]


@dataclass(frozen=True)
class Line:
    """A row under the headings: its cells by the names of the form's columns, and texts outside those columns.

    `asked` are the columns that the headings name.
    """

    sheet: Sheet
    row: int
    cells: dict[str, str]
    outside: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def finding(self, rule: str, message: str, column: str, remedy: str, severity: str = "warning") -> Finding:
        """Return a finding about one of its cells."""
        heading = BY_NAME[column].heading if column in BY_NAME else column
        where = self.sheet.where(self.row, heading, self[column] or None)
        return Finding(rule, severity, message, where, remedy)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ReturnTable:
    """A table of return lines: its sheet, the row of its headings, its lines; `twice` are headings it repeats."""

    sheet: Sheet
    header_row: int
    lines: tuple[Line, ...]
    twice: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether any line holds an answer; a blank copy of the form does not."""
        return any(is_answer(line[name]) for line in self.lines for name in ANSWERS)


@dataclass
class Returned:
    """What is in a file. `stated` is whose it says it is, by source (the document, its cover)."""

    tables: list[ReturnTable] = field(default_factory=list)
    evidence: dict[str, str] = field(default_factory=dict)
    has_evidence: bool = False  # whether there is a list of evidence, be it blank
    answers: dict[str, tuple[str, Sheet, int]] = field(default_factory=dict)  # confirmations, with their places
    stated: dict[str, dict[str, str]] = field(default_factory=dict)
    strange: list[Sheet] = field(default_factory=list)  # sheets with content that are none of the form's
    notes: list[Finding] = field(default_factory=list)  # what was decided in opening it: an encoding, a delimiter


def read_returned(path: Path, shown: str) -> Returned:
    """Return a file taken apart, `shown` being its name in findings; raise Unreadable where it cannot be read."""
    returned = Returned()
    sheets = open_file(path, shown)
    for sheet in sheets:
        rows = [(number, cells) for number, cells in sheet.rows() if any(map(str.strip, cells))]
        if not any(kind(returned, sheet, rows) for kind in KINDS) and rows:
            returned.strange.append(sheet)
    returned.notes = notes_on(sheets)
    properties = _properties(path)
    if properties:
        returned.stated["properties of the document"] = properties
    return returned


# ---- the table of lines --------------------------------------------------------------------------
def _take_lines(returned: Returned, sheet: Sheet, rows: list[Numbered]) -> bool:
    columns: dict[str, int] = {}
    lines: list[Line] = []
    first, twice = 0, set[str]()
    for number, cells in rows:
        found = _headings(cells)
        if found is not None:  # headings that are repeated further down say anew where the columns are
            columns, again = found
            first = first or number
            twice |= again
        elif columns:
            lines.append(_line(sheet, number, cells, columns))
    if first:
        returned.tables.append(ReturnTable(sheet, first, tuple(lines), tuple(sorted(twice))))
    return bool(first)


def _headings(cells: Cells) -> tuple[dict[str, int], set[str]] | None:
    """Return where the form's columns are, and those that come twice; None where the row is not its headings."""
    columns: dict[str, int] = {}
    twice: set[str] = set()
    for place, cell in enumerate(cells):
        name = HEADINGS.get(plain(ADDED.sub(" ", cell)))
        if name in columns:
            twice.add(name)
        elif name:
            columns[name] = place
    is_header = len(columns) >= HEADINGS_LEAST and all(name in columns for name in NEEDED)
    return (columns, twice) if is_header else None


def _line(sheet: Sheet, number: int, cells: Cells, columns: dict[str, int]) -> Line:
    known = {name: cells[place].strip() for name, place in columns.items() if place < len(cells)}
    places = set(columns.values())
    outside = tuple(cell.strip() for place, cell in enumerate(cells) if place not in places and cell.strip())
    return Line(sheet, number, {name: text for name, text in known.items() if text}, outside, frozenset(columns))


# ---- the form's other sheets ---------------------------------------------------------------------
def _take_confirmations(returned: Returned, sheet: Sheet, rows: list[Numbered]) -> bool:
    """Take each confirmation whose words stand unchanged in a cell, with the answer beside it in its row."""
    is_found = False
    for number, cells in rows:
        texts = [cell.strip() for cell in cells if cell.strip()]
        for text in texts:
            name = CONFIRMED.get(plain(text))
            if name:
                others = [other for other in texts if other is not text]
                returned.answers[name] = (others[0] if len(others) == 1 else "; ".join(others), sheet, number)
                is_found = True
    return is_found


def _take_evidence(returned: Returned, sheet: Sheet, rows: list[Numbered]) -> bool:
    columns: list[int] = []
    for _, cells in rows:
        keys = [plain(cell) for cell in cells]
        if not columns and all(key in keys for key in EVIDENCE_KEYS[:2]):
            columns = [keys.index(key) for key in EVIDENCE_KEYS if key in keys]
        elif columns:
            ref, *words = [cells[place].strip() if place < len(cells) else "" for place in columns]
            if ref and any(words):
                returned.evidence[plain(ref)] = ", ".join(text for text in (ref, *words) if text)
    returned.has_evidence = returned.has_evidence or bool(columns)
    return bool(columns)


def _take_cover(returned: Returned, sheet: Sheet, rows: list[Numbered]) -> bool:
    stated: dict[str, str] = {}
    for _, cells in rows:
        texts = [cell.strip() for cell in cells if cell.strip()]
        name = LABELLED.get(plain(texts[0])) if len(texts) == 2 else None
        if name:
            stated.setdefault(name, texts[1])
    if "contract" in stated and "period" in stated:
        returned.stated[f"sheet {sheet.name}"] = stated
        return True
    return False


def _is_other(_: Returned, __: Sheet, rows: list[Numbered]) -> bool:
    """Say whether a sheet is one of the form's that holds no answers: guidance, or one emptied of them."""
    return any(len(headings & {plain(cell) for cell in cells}) >= 2 for _, cells in rows for headings in OTHER_HEADINGS)


KINDS: tuple[Callable[[Returned, Sheet, list[Numbered]], bool], ...] = (
    _take_lines,
    _take_confirmations,
    _take_evidence,
    _take_cover,
    _is_other,
)


# ---- the document's own properties ---------------------------------------------------------------
def _properties(path: Path) -> dict[str, str]:
    """Return whose return the document's properties say it is; nothing where it has none that can be read."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            parts = [package.open(part).read(PART_BYTES) for part in PROPERTY_PARTS if part in names]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return {}
    wanted = {words: name for name, words in PROPERTIES.items()}
    return {wanted[name]: value for part in parts for name, value in _named_values(part) if name in wanted and value}


def _named_values(part: bytes) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        return
    for element in root.iter():
        name = element.get("name") or element.get("{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}name")
        if name:
            yield name, "".join(str(text) for text in element.itertext()).strip()
