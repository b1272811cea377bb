"""The embedded engine: Pandoc and Typst from their wheels, wherever Python runs.

Takes a furnished folder, gives report.docx, report.html and report.pdf. The three are made at the same time:
Pandoc runs as a program of its own for each, and Typst compiles outside Python's lock.
"""

import os
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from html import unescape
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pypandoc
import typst

from sv_report.errors import RenderError
from sv_report.findings import Finding, Where
from sv_report.render.front import MANUSCRIPT

EXTENSION = Path("_extensions") / "cabinet"
PDF_STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]  # as _extension.yml has them for Quarto
_SAYS = "cabinet: "  # how the filter begins a line of its own
_WARNS = "cabinet: warning: "
_STANDS_IN = "cabinet: stand-in: "
_LACKED = "characters its typeface lacks"
_PICTURE = re.compile(rb'(?<=<img src=")[^"]+')  # as Pandoc writes it; the filter has found the file
_MEDIA_TYPES = {"svg": "svg+xml", "jpg": "jpeg"}  # where they are not called as files are
_IN_LATIN = "The Word and web pages show it; write it in Latin letters for the PDF."

_MEMORY = "-A64m -O64m"  # room that Pandoc fills before it looks for what it can drop: an eighth less time, 25 MB more

# What `format: cabinet-*` of _extension.yml asks of Pandoc.
_COMMON = [
    "--from=markdown-table_attributes",
    "--wrap=none",
    "--syntax-highlighting=none",
    "--metadata=lang=en-GB",
    "--fail-if-warnings",
    "--standalone",
    f"--data-dir={EXTENSION}",  # not the user's own, whose files would change the output
    f"--lua-filter={EXTENSION / 'cabinet.lua'}",
]
_WRITERS = {
    "docx": [
        "--to=docx",
        f"--template={EXTENSION / 'cabinet.openxml'}",
        f"--reference-doc={EXTENSION / 'reference.docx'}",
    ],
    "html": ["--to=html", f"--template={EXTENSION / 'cabinet.html'}"],
    "pdf": ["--to=typst", f"--template={EXTENSION / 'cabinet.typ'}"],
}


class EmbeddedEngine:
    """Pandoc from `pypandoc_binary` and Typst from `typst`."""

    name = "embedded"

    @property
    def version(self) -> str:
        """Pandoc's version and Typst's wheel's."""
        return f"pandoc {pypandoc.get_pandoc_version()}, typst {version_of('typst')}"

    def render(self, folder: Path, formats: Sequence[str], moment: datetime) -> list[Finding]:
        """Make the formats at the same time; see `Engine.render`."""
        makers: dict[str, Callable[[Path, datetime], list[Finding]]] = {
            "docx": _make_docx,
            "html": _make_html,
            "pdf": _make_pdf,
        }
        with ThreadPoolExecutor(max_workers=len(FORMATS_AT_ONCE)) as pool:
            waiting = [pool.submit(makers[each], folder, moment) for each in _slowest_first(formats)]
        return _gathered([future.exception() or future.result() for future in waiting])


FORMATS_AT_ONCE = ("pdf", "docx", "html")


def _slowest_first(formats: Sequence[str]) -> list[str]:
    return [each for each in FORMATS_AT_ONCE if each in formats]


def _gathered(outcomes: Sequence[list[Finding] | BaseException]) -> list[Finding]:
    """Return the findings of all formats once each, or raise one RenderError with all of them."""
    findings: dict[Finding, None] = {}
    failed = False
    for outcome in outcomes:
        if isinstance(outcome, RenderError):
            failed = True
            findings.update(dict.fromkeys(outcome.findings))
        elif isinstance(outcome, BaseException):
            raise outcome
        else:
            findings.update(dict.fromkeys(outcome))
    if failed:
        raise RenderError("the report could not be rendered", findings)
    return list(findings)


def _pandoc(folder: Path, arguments: Sequence[str], moment: datetime) -> tuple[bytes, list[Finding]]:
    """Run Pandoc on the manuscript; return what it printed and the filter's warnings."""
    stamp = {"SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "TZ": "UTC"}
    environment = os.environ | stamp | {"GHCRTS": _MEMORY}
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), MANUSCRIPT, *_COMMON, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode:
        raise RenderError("Pandoc could not render the manuscript", _problems(said, done.returncode))
    return done.stdout, warnings_of(said)


def warnings_of(said: str) -> list[Finding]:
    """Return the filter's warnings in what an engine said."""
    return [_warning(line) for line in _lines(said) if _warns(line)]


def without_warnings(said: str) -> str:
    """Return what an engine said without the filter's warnings, in which data text may look like a failure."""
    return "\n".join(line for line in _lines(said) if not _warns(line))


def _lines(said: str) -> list[str]:
    return [line.rstrip("\r") for line in said.split("\n")]  # splitlines would part data text at U+2028 too


def _warns(line: str) -> bool:
    return line.startswith((_WARNS, _STANDS_IN))


def _warning(line: str) -> Finding:
    place = Where(file=MANUSCRIPT)
    if not line.startswith(_STANDS_IN):
        return Finding("render-layout", "warning", line.removeprefix(_WARNS), place)
    text = line.removeprefix(_STANDS_IN)
    return Finding("render-stand-in", "warning", f"the PDF prints a stand-in for {_LACKED}: {text}", place, _IN_LATIN)


def problems_of(said: str) -> list[Finding]:
    """Return the problems that the filter named in what an engine said."""
    return [
        Finding("render-manuscript", "error", line.removeprefix(_SAYS), Where(file=MANUSCRIPT))
        for line in _lines(said)
        if line.startswith(_SAYS) and not _warns(line)
    ]


def _problems(said: str, code: int) -> list[Finding]:
    named = problems_of(said)
    if named:
        return named
    text = " ".join(without_warnings(said).split()) or f"no message, exit code {code}"
    return [Finding("render-pandoc", "error", f"Pandoc: {text[:600]}", Where(file=MANUSCRIPT))]


def web_page(folder: Path, moment: datetime) -> str:
    """Return the web page of a furnished folder as report.html is, but with its pictures left in media/.

    Raises RenderError.
    """
    page, _ = _pandoc(folder, _WRITERS["html"], moment)
    return page.decode("utf-8")


def _packed(page: bytes, folder: Path) -> bytes:
    """Return a page with its pictures in it.

    Pandoc's `--embed-resources` does the same, and reads and writes the whole page again: a third of its time.
    """
    return _PICTURE.sub(lambda found: _data(folder / unquote(unescape(found[0].decode()))), page)


def _data(picture: Path) -> bytes:
    kind = picture.suffix.lower().lstrip(".")
    return f"data:image/{_MEDIA_TYPES.get(kind, kind)};base64,".encode() + b64encode(picture.read_bytes())


def _make_docx(folder: Path, moment: datetime) -> list[Finding]:
    return _pandoc(folder, [*_WRITERS["docx"], "--output=report.docx"], moment)[1]


def _make_html(folder: Path, moment: datetime) -> list[Finding]:
    page, findings = _pandoc(folder, _WRITERS["html"], moment)
    (folder / "report.html").write_bytes(_packed(page, folder))
    return findings


def _make_pdf(folder: Path, moment: datetime) -> list[Finding]:
    source, findings = _pandoc(folder, _WRITERS["pdf"], moment)
    try:
        compile_pdf: Any = typst.compile_with_warnings  # its stubs ask for the format's own type variable
        pdf, warnings = compile_pdf(
            source,
            root=str(folder),
            font_paths=[str(folder / EXTENSION / "fonts")],
            ignore_system_fonts=True,
            pdf_standards=PDF_STANDARDS,
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        raise RenderError("Typst could not make the PDF", [_typst_problem(error)]) from None
    if warnings:
        raise RenderError("Typst made the PDF badly", [_typst_problem(warning) for warning in warnings])
    (folder / "report.pdf").write_bytes(pdf)
    return findings


def _typst_problem(error: Exception) -> Finding:
    hints = " ".join(getattr(error, "hints", []) or [])
    return Finding("render-typst", "error", f"Typst: {error}", Where(file=MANUSCRIPT), hints)
