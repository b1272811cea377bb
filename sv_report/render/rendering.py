"""Rendering: the extension put beside a manuscript, an engine run on it, its Word file and PDF finished.

Takes a folder with report.qmd and media/, gives report.FORMAT for each format asked for, or nothing at all.
"""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sv_report.errors import RenderError
from sv_report.findings import Finding
from sv_report.params.council.style import USUAL, HouseStyle
from sv_report.render import docx
from sv_report.render.engine import FORMATS, Engine
from sv_report.render.front import MANUSCRIPT, read_front
from sv_report.render.style import dress

EXTENSION = Path("_extensions") / "cabinet"
PROJECT = "_quarto.yml"
_LEFTOVERS = ("report.typ", "report_files", ".quarto", ".gitignore")  # what an engine may leave beside them


def furnish(
    folder: Path,
    templates: Path,
    formats: Sequence[str] = FORMATS,
    style: HouseStyle = USUAL,
    council: str = "",
) -> None:
    """Put `_quarto.yml` and `_extensions/cabinet/` from `templates` into the folder, in a council's house style.

    Only what the formats need is copied: the fonts go only with a PDF, the Word styles only with a Word file.
    Raises RenderError where `templates` has no extension or no `_quarto.yml`.
    """
    source = templates / EXTENSION
    if not (source / "_extension.yml").is_file():
        raise RenderError(f"there is no extension at {source}: restore templates/_extensions/cabinet")
    if not (templates / PROJECT).is_file():
        raise RenderError(f"there is no {templates / PROJECT}: restore templates/{PROJECT}")
    target = folder / EXTENSION
    shutil.rmtree(target, ignore_errors=True)
    unused = {"pdf": ("fonts",), "docx": ("reference.docx",), "html": ()}
    left_out = [name for each in FORMATS if each not in formats for name in unused[each]]
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*", *left_out))
    dress(target, style, style.font_folder(templates, council))
    shutil.copyfile(templates / PROJECT, folder / PROJECT)


def render(folder: Path, formats: Sequence[str], engine: Engine, moment: datetime) -> list[Finding]:
    """Make report.FORMAT for each of `formats` in the folder, every date in them `moment` (UTC).

    Returns warnings and notes. Raises RenderError, and then leaves none of the files behind: half a report
    is not a report.
    """
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats:
        raise RenderError(f"formats are {', '.join(FORMATS)}, not {', '.join(unknown) or 'none'}")
    front = read_front(folder)
    _clear(folder, formats)
    whole = False
    try:
        findings = engine.render(folder, formats, moment)
        _require(folder, formats)
        if "docx" in formats:
            docx.finish(folder / "report.docx", front, moment)
        if "pdf" in formats:
            from sv_report.render import pdf  # pikepdf takes 75 ms to import

            pdf.finish(folder / "report.pdf")
        whole = True
    finally:
        _clear(folder, () if whole else FORMATS)
    return findings


def _require(folder: Path, formats: Sequence[str]) -> None:
    missing = [each for each in formats if not _made(folder / f"report.{each}")]
    if missing:
        raise RenderError(f"the engine made no {' and no '.join(missing)} of {MANUSCRIPT}, and said nothing")


def _made(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _clear(folder: Path, formats: Sequence[str]) -> None:
    """Remove the files of these formats and what an engine leaves beside them."""
    for name in (*(f"report.{each}" for each in formats), *_LEFTOVERS):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
