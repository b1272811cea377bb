"""The rows of the sheets' tables, written into the workbook's parts as XML.

Render stage. gptables and XlsxWriter lay a table out with a sample row of each look; here its own rows take the
samples' place, each cell with its sample's style. Nearly all cells of a workbook are written so: the facts alone are
120,000. A cell is as ECMA-376 has it (part 1, 18.3.1.4): a number, or a text by its place in the workbook's list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sv_report.render.sheet import Look, Number, Row

_TEXTS = "xl/sharedStrings.xml"
_COUNTS = re.compile(rb' count="\d+" uniqueCount="\d+"')
_CELL = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?')
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel reads as a character by its number
_NUMBER, _TEXT = "><v>%.16G", ' t="s"><v>%d'
_BETWEEN = "\x1f"  # what no cell holds


@dataclass(frozen=True)
class Filling:
    """The rows that a sheet's part holds from row `first` on, counted from 1, where it has a sample of each look.

    `looks` are the rows' own. `heights` are in points, None where a row is as high as any.
    """

    part: str
    first: int
    samples: Sequence[Look]
    looks: Sequence[Look]
    rows: Sequence[Row]
    heights: Sequence[float | None]


def fill(parts: dict[str, bytes], fillings: Sequence[Filling]) -> None:
    """Write the rows of all sheets into their parts, and their texts into the workbook's list of texts."""
    texts = _Texts(parts[_TEXTS].count(b"<si>"))
    for filling in fillings:
        parts[filling.part] = _filled(parts[filling.part].decode(), filling, texts).encode()
    used = sum(part.count(b' t="s"') for name, part in parts.items() if name.startswith("xl/worksheets/"))
    counts = f' count="{used}" uniqueCount="{texts.listed + len(texts)}"'
    listed = _COUNTS.sub(counts.encode(), parts[_TEXTS], count=1)
    parts[_TEXTS] = listed.replace(b"</sst>", _items(texts).encode() + b"</sst>")


class _Texts(dict[str, int]):
    """The place of each text in a list that has `listed` others already; one that is asked for is added."""

    def __init__(self, listed: int) -> None:
        super().__init__()
        self.listed = listed

    def __missing__(self, text: str) -> int:
        self[text] = place = self.listed + len(self)
        return place


def _items(texts: _Texts) -> str:
    """Return the texts as the list has them."""
    plain = _CODE.sub("_x005F_", escape(_BETWEEN.join(texts), quote=False))
    return f"<si><t>{plain.replace(_BETWEEN, '</t></si><si><t>')}</t></si>" if texts else ""


def _filled(part: str, filling: Filling, texts: _Texts) -> str:
    """Return a sheet's part with its rows in the place of all that it has from the first sample on."""
    above, _, rest = part.partition(f'<row r="{filling.first}"')
    samples, end, below = rest.partition("</sheetData>")
    styles = dict(zip(filling.samples, map(_CELL.findall, samples.split("<row ")), strict=False))
    return "".join([above, *_rows(filling, styles, texts), end, below])


def _rows(filling: Filling, styles: Mapping[Look, Sequence[tuple[str, str]]], texts: _Texts) -> Iterator[str]:
    forms: dict[tuple[Look, float | None], str] = {}
    alike = zip(filling.looks, filling.heights, strict=True)
    for number, (kind, row) in enumerate(zip(alike, filling.rows, strict=True), start=filling.first):
        if kind not in forms:
            forms[kind] = _form(row, styles[kind[0]], kind[1])
        values: list[float] = [number]
        for cell in row:
            if isinstance(cell, str):
                values += number, texts[cell]
            else:
                values += number, cell.value if isinstance(cell, Number) else texts[cell.sheet]
        yield forms[kind] % tuple(values)


def _form(row: Row, styles: Sequence[tuple[str, str]], height: float | None) -> str:
    """Return a row as XML that lacks its number, and of each cell the row's number and what it holds."""
    high = "" if height is None else f' ht="{height:g}" customHeight="1"'
    cells = "".join(
        f'<c r="{column}%d"{style}{_NUMBER if isinstance(cell, Number) else _TEXT}</v></c>'
        for cell, (column, style) in zip(row, styles, strict=True)
    )
    return f'<row r="%d"{high}>{cells}</row>'
