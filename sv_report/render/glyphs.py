"""Glyphs: which characters the PDF's fonts have and how wide they are, as the tables that the Lua filter reads.

Takes the fonts that ship with the extension and those for code that Typst carries (matplotlib has the same), gives
`glyphs.lua` and `widths.lua` in templates/_extensions/cabinet. Run `python -m sv_report.render.glyphs` after a change
of fonts.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

CABINET = Path(__file__).parents[2] / "templates" / "_extensions" / "cabinet"
STAND_INS = (0xFFFD, 0x25A1, ord("?"))  # the first that a typeface has stands for what it lacks
_NEVER = ("Cc", "Co", "Cs")  # controls and private use: PDF/A-2a refuses them although a font has them

_HEAD = """\
-- The characters that the PDF's fonts have in all their styles, as first and last of each range.
-- Made by `python -m sv_report.render.glyphs` from the text's fonts and DejaVu Sans Mono (code): not to be edited.
"""
_WIDTHS_HEAD = """\
-- Advance widths of the characters 32 to 126 in the PDF's typeface, in thousandths of an em.
-- Made by `python -m sv_report.render.glyphs` from the fonts beside this file: not to be edited.
"""


def text_fonts() -> list[Path]:
    """Return the files of the PDF's own typeface, Arimo, in its four styles."""
    return sorted((CABINET / "fonts").glob("*.ttf"))


def code_fonts() -> list[Path]:
    """Return the files of DejaVu Sans Mono, which Typst carries inside it, from matplotlib's copy."""
    import matplotlib

    return sorted((Path(matplotlib.get_data_path()) / "fonts" / "ttf").glob("DejaVuSansMono*.ttf"))


def characters(fonts: Iterable[Path]) -> list[int]:
    """Return the code points, in order, that each of the fonts has and a PDF may show."""
    from matplotlib.ft2font import FT2Font

    mapped = [set(FT2Font(str(path)).get_charmap()) for path in fonts]
    return sorted(code for code in set.intersection(*mapped) if unicodedata.category(chr(code)) not in _NEVER)


def ranges(codes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each unbroken range of `codes`, which are in order.

    >>> ranges([32, 33, 34, 160, 162, 163])
    [(32, 34), (160, 160), (162, 163)]
    """
    if not codes:
        return []
    breaks = [(last, first) for last, first in pairwise(codes) if first != last + 1]
    firsts = [codes[0], *(first for _, first in breaks)]
    lasts = [*(last for last, _ in breaks), codes[-1]]
    return list(zip(firsts, lasts, strict=True))


def glyphs_table(fonts: Iterable[Path]) -> str:
    """Return the whole of `glyphs.lua`, where text is set in these fonts."""
    return f"{_HEAD}return {{\n{_entry('text', fonts)}{_entry('code', code_fonts())}}}\n"


def widths_table(fonts: Iterable[Path]) -> str:
    """Return the whole of `widths.lua`: of the regular and the bold one of these fonts."""
    faces = {name: path for path in fonts for name in ("Regular", "Bold") if path.stem.endswith(f"-{name}")}
    rows = "".join(f"  {name.lower()} = {{\n{_widths(faces[name])}  }},\n" for name in ("Regular", "Bold"))
    return f"{_WIDTHS_HEAD}return {{\n{rows}}}\n"


def _widths(font: Path) -> str:
    from matplotlib.ft2font import FT2Font, LoadFlags

    face = FT2Font(str(font))
    advances = [face.load_char(code, flags=LoadFlags.NO_SCALE).horiAdvance for code in range(32, 127)]
    widths = [f"{round(advance * 1000 / face.units_per_EM)}," for advance in advances]
    return "".join(f"    {' '.join(widths[start : start + 16])}\n" for start in range(0, len(widths), 16))


def _entry(name: str, fonts: Iterable[Path]) -> str:
    codes = characters(fonts)
    stand_in = next(code for code in STAND_INS if code in codes)
    pairs = [f"0x{first:X}, 0x{last:X}," for first, last in ranges(codes)]
    rows = "".join(f"    {' '.join(pairs[start : start + 6])}\n" for start in range(0, len(pairs), 6))
    return f"  {name} = {{\n    stand_in = 0x{stand_in:X},\n{rows}  }},\n"


if __name__ == "__main__":
    (CABINET / "glyphs.lua").write_text(glyphs_table(text_fonts()), encoding="utf-8", newline="\n")
    (CABINET / "widths.lua").write_text(widths_table(text_fonts()), encoding="utf-8", newline="\n")
