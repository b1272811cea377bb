"""A block: what one output of a notebook's cell gives to the manuscript, and shows on the notebook's page.

Manuscript stage. A block travels through the executed notebook as a MIME bundle: `MANUSCRIPT` holds the Markdown
that goes into report.qmd, `text/markdown` or the image what JupyterLab shows.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MANUSCRIPT = "application/vnd.sv-report.manuscript"
IMAGE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}

Bundle = tuple[dict[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Block:
    """Markdown for the manuscript, Markdown for a notebook's page, and the images of a chart by `svg` and `png`."""

    manuscript: str
    page: str = ""
    name: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        data = {MANUSCRIPT: self.manuscript, "text/plain": self.page or self.manuscript}
        if not self.images:
            return data | {"text/markdown": self.page or self.manuscript}, {}
        data["image/svg+xml"] = self.images["svg"].decode("utf-8")
        data["image/png"] = b64encode(self.images["png"]).decode("ascii")
        return data, {MANUSCRIPT: {"media": self.name}}


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
