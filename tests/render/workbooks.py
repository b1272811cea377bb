"""Workbooks for tests: samples to write, and what was written read back, as plain zip and XML."""

import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from lxml import etree

from sv_report.exhibits import Column, Table
from sv_report.measures.fact import Fact, Source
from sv_report.measures.facts import Facts
from sv_report.render.cover import Cover
from sv_report.render.workbook import write_workbook

MOMENT = datetime(2024, 1, 31, tzinfo=UTC)
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COVER = Cover(
    title="Social Value Monitoring Report: Quarter 3 2023/24",
    council="Example County Council",
    meeting="Report to the Cabinet, Thursday, 8 February 2024",
    period="Quarter 3 2023/24",
    as_at="19 January 2024",
    contact=("Example Officer, Head of Service", "Telephone: 01632 960001"),
    not_cashable="It is not cash or a saving.",
    headline=("Validated by the council to date: £1.235m.",),
    notice="Illustrative data: no figure is Example County Council's",
)


# ---- reading a workbook back, as plain zip and XML ------------------------------------------------
@dataclass(frozen=True)
class Found:
    """A cell: its type (`n` number, `s` text), what it holds, its number format, and whether it is a formula."""

    type: str
    value: str
    format: str
    formula: bool
    quoted: bool


@dataclass(frozen=True)
class Workbook:
    """The sheets by name, each its cells by reference; and the parts of the file."""

    sheets: dict[str, dict[str, Found]]
    parts: dict[str, bytes]

    def column_a(self, sheet: str) -> list[str]:
        return [cell.value for ref, cell in self.sheets[sheet].items() if re.fullmatch(r"A\d+", ref)]

    def table(self, sheet: str) -> list[list[Found]]:
        """The table's rows, headings first."""
        number = list(self.sheets).index(sheet)  # the cover has no table
        root = etree.fromstring(self.parts[f"xl/tables/table{number}.xml"])
        left, top, right, bottom = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", root.get("ref")).groups()
        columns = [chr(code) for code in range(ord(left), ord(right) + 1)]
        return [[self.sheets[sheet][f"{c}{row}"] for c in columns] for row in range(int(top), int(bottom) + 1)]

    def all(self) -> list[Found]:
        return [cell for sheet in self.sheets.values() for cell in sheet.values()]


def read(path: Path) -> Workbook:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    strings = ["".join(item.itertext()) for item in root["xl/sharedStrings.xml"]]
    styles = root["xl/styles.xml"]
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iter(f"{S}numFmt")}
    formats |= {"0": "General", "3": "#,##0", "4": "#,##0.00"}  # built in
    cell_styles = list(styles.find(f"{S}cellXfs"))
    targets = {one.get("Id"): one.get("Target") for one in root["xl/_rels/workbook.xml.rels"]}

    def found(cell: etree._Element) -> Found:
        style = cell_styles[int(cell.get("s", "0"))]
        text = cell.findtext(f"{S}v") or ""
        kind = cell.get("t", "n")
        return Found(kind, strings[int(text)] if kind == "s" else text, formats[style.get("numFmtId")],
                     cell.find(f"{S}f") is not None, style.get("quotePrefix") == "1")  # fmt: skip

    sheets = {
        sheet.get("name"): {c.get("r"): found(c) for c in root[f"xl/{targets[sheet.get(f'{R}id')]}"].iter(f"{S}c")}
        for sheet in root["xl/workbook.xml"].iter(f"{S}sheet")
    }
    return Workbook(sheets, parts)


# ---- what is written -----------------------------------------------------------------------------
def fact(id: str, value: str | None, unit: str = "GBP", decimals: int = -3, **fields: str) -> Fact:
    status = fields.pop("status", "ok")
    known = {"label": f"Label of {id}", "formula": "a sum", "period": "2023-24 Q3", "as_at": "2024-01-19"} | fields
    return Fact(id=id, kind="sum", value=None if value is None else Decimal(value), status=status, unit=unit,
                decimals=decimals, source=Source(("deliveries",), "all", 1), **known)  # fmt: skip


POUNDS = fact("sv_validated_to_date", "12345678.9")
SHARE = fact("sv_share_of_due", "0.7349", "share", 3)
COUNT = fact("contracts_monitored", "1204", "count", 0)
NONE = fact("sv_share_of_due.theme.a", None, "share", 3, status="not_applicable")
UNKNOWN = fact("sv_share_of_due.theme.b", None, "share", 3, status="not_available")
HIDDEN = fact("quantity.measure.b", None, "count", 0, status="suppressed")
FACTS = Facts((POUNDS, SHARE, COUNT, NONE, UNKNOWN, HIDDEN))
COLUMNS = (Column("Theme", number=False), Column("Validated", "£m"), Column("Share of due", "%"), Column("Contracts"))

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.example\")",
    "http://x.example", "mailto:a@example.org", "internal:Cover!A1", "[a](http://x.example)", "[a](b) and [c](d)",
    "$$note$$", "<b>&amp;</b>", "{=1}", "%", "***", "Олена", "日本", "", "   ", "[z]", "_x0041_", "12.5", "TRUE",
    "\x1f1", "<r><t>a</t></r>", "<r>&b</r>",
]  # fmt: skip


def table(name: str = "by_theme", first: str = "Jobs", note: str = "") -> Table:
    rows = ((first, POUNDS, NONE, HIDDEN), ("Total", POUNDS, SHARE, COUNT))
    return Table(name, "Social value by theme", COLUMNS, rows, note)


def written(folder: Path, *tables: Table, cover: Cover = COVER, facts: Facts = FACTS) -> Workbook:
    write_workbook(folder / "tables.xlsx", cover, tables, facts, MOMENT)
    return read(folder / "tables.xlsx")
