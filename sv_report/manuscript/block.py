"""A block: what one output of a notebook's cell gives to the manuscript, and shows on the notebook's page.

Manuscript stage. A block travels through the executed notebook as a MIME bundle: `MIME` holds the Markdown that
goes into report.qmd, `text/markdown` or the image what JupyterLab shows. The metadata under `MIME` name the section
that the block begins, and the image files of a chart.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MIME = "application/vnd.sv-report.manuscript"
IMAGE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}

MimeBundle = tuple[dict[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Block:
    """Markdown for the manuscript, Markdown for a notebook's page, and the images of a chart by `svg` and `png`.

    A chart is drawn when it is displayed. `section` is the id of the section that the block begins, where it is a
    section's heading.
    """

    manuscript: str
    page: str = ""
    name: str = ""
    draw: Callable[[], Mapping[str, bytes]] | None = None
    section: str = ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> MimeBundle:
        data = {MIME: self.manuscript, "text/plain": self.page or self.manuscript}
        if self.draw is None:
            section = {MIME: {"section": self.section}} if self.section else {}
            return data | {"text/markdown": self.page or self.manuscript}, section
        images = self.draw()
        data["image/svg+xml"] = images["svg"].decode("utf-8")
        data["image/png"] = b64encode(images["png"]).decode("ascii")
        return data, {MIME: {"media": self.name}}


@dataclass(frozen=True)
class Blocks:
    """Several blocks that a notebook displays one after the other, one output each."""

    blocks: Sequence[Block]

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self.blocks:
            display(block)  # type: ignore[no-untyped-call]
