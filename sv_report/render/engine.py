"""The engines: what they share, and which one a run takes.

Takes a furnished folder with a manuscript, gives report.docx, report.pdf and report.html beside it. Both
engines render the same file with the same extension; `docs/decisions/0004-two-engines.md` says why.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from sv_report.findings import Finding

FORMATS = ("docx", "pdf", "html")
EngineName = Literal["auto", "quarto", "embedded"]


class Engine(Protocol):
    """What makes files from a manuscript."""

    @property
    def name(self) -> str:
        """`quarto` or `embedded`."""

    @property
    def version(self) -> str:
        """The version of what does the typesetting, for the manifest."""

    def render(self, folder: Path, formats: Sequence[str], moment: datetime) -> list[Finding]:
        """Write report.FORMAT for each of `formats` into the folder, stamped with `moment` (UTC).

        Returns warnings and notes. Raises RenderError, findings and all, when a file could not be made or
        was made badly; what was made by then is for the caller to throw away.
        """


def choose_engine(name: EngineName) -> Engine:
    """Return the engine of that name; `auto` takes a Quarto that was tried with this extension, if any.

    Raises RenderError for `quarto` where none is on the PATH.
    """
    from sv_report.render.embedded import EmbeddedEngine
    from sv_report.render.quarto import find_quarto

    if name == "embedded":
        return EmbeddedEngine()
    if name == "quarto":
        return find_quarto(any_version=True)
    return find_quarto() or EmbeddedEngine()
