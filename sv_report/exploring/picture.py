"""A chart as a picture on a notebook's page, with its alternative text."""

from base64 import b64encode
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Picture:
    """A chart as it is drawn in the report: `svg` holds the drawing, `alt` every number that is drawn."""

    caption: str
    alt: str
    svg: bytes

    def __repr__(self) -> str:
        return f"{self.caption}\n{self.alt}"

    def _repr_html_(self) -> str:
        source = f"data:image/svg+xml;base64,{b64encode(self.svg).decode('ascii')}"
        image = f'<img alt="{escape(self.alt)}" src="{source}" style="max-width: 100%; background: white">'
        return f"<figure>{image}<figcaption>{escape(self.caption)}</figcaption></figure>"
