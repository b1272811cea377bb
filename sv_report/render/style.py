"""The house style in the extension's own files: the council's colours and typefaces in place of the usual ones.

Takes `_extensions/cabinet/` as it was copied beside a manuscript, gives it dressed as the council's profile says. Both
engines then read the same plain files, and so does who renders the folder again by hand.
"""

import re
import shutil
from pathlib import Path

from sv_report.params.council.style import USUAL, Colours, HouseStyle, Typefaces
from sv_report.render.glyphs import glyphs_table, widths_table
from sv_report.render.package import MADE_ON, read_parts, write_parts

SHEET, PAGE, WORD = "cabinet.css", "cabinet.typ", "reference.docx"


def dress(extension: Path, style: HouseStyle, fonts: Path) -> None:
    """Put the colours and typefaces of a house style into the extension's files that are there.

    `fonts` is the folder of the PDF's typeface. Nothing is rewritten where all is as usual.
    """
    if style.typefaces.is_own and (extension / "fonts").is_dir():
        _with_fonts(extension, fonts)
    if (style.colours, style.typefaces) == (USUAL.colours, USUAL.typefaces):
        return
    for name in (SHEET, PAGE):
        path = extension / name
        path.write_text(dressed(path.read_text("utf-8"), name, style), "utf-8", newline="\n")
    word = extension / WORD
    if word.is_file():
        parts = {name: _part(name, content, style) for name, content in read_parts(word).items()}
        write_parts(word, parts, MADE_ON)


def dressed(text: str, name: str, style: HouseStyle) -> str:
    """Return a file's text with the house style's colours and typefaces in place of the usual ones.

    >>> brown = HouseStyle.model_validate({"colours": {"brand": "#5C2D12"}})
    >>> dressed('<w:color w:val="12436D"/>', WORD, brown)
    '<w:color w:val="5C2D12"/>'
    """
    new = {usual[1:]: chosen[1:] for usual, chosen in zip(_of(USUAL.colours), _of(style.colours), strict=True)}
    text = re.sub("|".join(new), lambda found: new[found[0].upper()], text, flags=re.IGNORECASE)
    usual, chosen = _typeface(name, USUAL.typefaces), _typeface(name, style.typefaces)
    if usual not in text and name != WORD:
        raise ValueError(f"{name} does not name the usual typeface, {usual}")
    return text.replace(usual, chosen)


def _of(colours: Colours) -> list[str]:
    return [getattr(colours, name) for name in type(colours).model_fields]


def _typeface(name: str, typefaces: Typefaces) -> str:
    """Return a typeface as it stands in the files of a format."""
    if name == SHEET:
        return ", ".join(f'"{face}"' if " " in face else face for face in (*typefaces.web, "sans-serif"))
    return f'"{typefaces.pdf if name == PAGE else typefaces.word}"'


def _part(name: str, content: bytes, style: HouseStyle) -> bytes:
    return dressed(content.decode("utf-8"), WORD, style).encode() if name.endswith(".xml") else content


def _with_fonts(extension: Path, fonts: Path) -> None:
    """Put a typeface in the place of the extension's, with the tables of its characters and their widths."""
    shutil.rmtree(extension / "fonts")
    shutil.copytree(fonts, extension / "fonts", ignore=shutil.ignore_patterns(".*"))
    files = sorted((extension / "fonts").glob("*.ttf"))
    (extension / "glyphs.lua").write_text(glyphs_table(files), "utf-8", newline="\n")
    (extension / "widths.lua").write_text(widths_table(files), "utf-8", newline="\n")
