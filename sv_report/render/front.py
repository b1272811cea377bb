"""What the render stage reads of a manuscript's front matter, and what it refuses in its text.

Takes report.qmd, gives the few words that go into a file's properties and page header.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sv_report.errors import RenderError
from sv_report.exhibits.text import ESCAPED
from sv_report.findings import Finding, Where
from sv_report.params.council.style import USUAL

MANUSCRIPT = "report.qmd"
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")  # as the filter does in the page


@dataclass(frozen=True)
class Front:
    """The words of the front matter that a Word file's properties and header hold, as plain text."""

    title: str
    subject: str
    author: str
    council: str
    header: str
    footer: str
    notice: str
    edition: str
    draft: bool


def read_front(folder: Path) -> Front:
    """Return the front matter of the folder's manuscript.

    Raises RenderError where there is no manuscript, its front matter is not YAML or has no `cabinet:`, or a
    shortcode stands in it, which Quarto would run even from an escaped title.
    """
    path = folder / MANUSCRIPT
    if not path.is_file():
        raise RenderError(f"there is no manuscript to render: {path} is missing")
    source = path.read_text(encoding="utf-8")
    _refuse_shortcodes(source)
    cabinet = _cabinet(source)

    def words(name: str) -> str:
        return plain(str(cabinet.get(name) or ""))

    return Front(
        title=words("title"),
        subject=words("subject"),
        author=words("author"),
        council=words("council"),
        header=words("header") or words("council"),
        footer=words("footer") if "footer" in cabinet else USUAL.footer or "",
        notice=words("notice"),
        edition=words("edition"),
        draft=cabinet.get("draft") is True,
    )


def plain(markdown: str) -> str:
    """Return escaped Markdown as the plain text it prints.

    >>> plain(r"Lancashire County Council\\'s \\*own\\* words")
    "Lancashire County Council's *own* words"
    """
    return ESCAPED.sub(r"\1", markdown).translate(_STRAIGHT)


def _cabinet(source: str) -> dict[str, Any]:
    found = _FRONT.match(source)
    try:
        front = yaml.safe_load(found[1]) if found else None
    except yaml.YAMLError as error:
        raise RenderError(f"the front matter of {MANUSCRIPT} is not YAML: {error}") from None
    if not isinstance(front, dict) or not isinstance(front.get("cabinet"), dict):
        raise RenderError(f"the front matter of {MANUSCRIPT} has no 'cabinet:' block")
    cabinet: dict[str, Any] = front["cabinet"]
    return cabinet


def _refuse_shortcodes(source: str) -> None:
    findings = [
        Finding(
            "render-shortcode",
            "error",
            "'{{<' would be run by Quarto as a shortcode",
            Where(file=MANUSCRIPT, row=number, found=line.strip()[:80]),
            "Leave it out; data text is escaped as \\{\\{\\<.",
        )
        for number, line in enumerate(source.splitlines(), start=1)
        if "{{<" in line
    ]
    if findings:
        raise RenderError("the manuscript holds a shortcode", findings)
