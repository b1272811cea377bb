"""The house style of a council: its colours, typefaces, logo, page header and footer.

Params stage: part of the council profile. The defaults are the Government Analysis Function's dark blue on white, and
Arial as councils use it. Colours are held against each other before anything is made (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from sv_report.params.council.contrast import SHAPES, TEXT, contrast
from sv_report.params.council.wording import form
from sv_report.params.typed.fields import Line, LineOrNone, Typed, matching, optional
from sv_report.params.typed.numbers import Whole

WHITE = "#FFFFFF"
ARIMO = "Arimo"  # ships with the extension
BARS = {"validated": "#12436D", "reported": "#28A197"}  # of the Analysis Function's palette
FACES = ("-Regular.ttf", "-Bold.ttf", "-Italic.ttf", "-BoldItalic.ttf")  # how a typeface's files end


_hexadecimal = matching("#[0-9A-Fa-f]{6}", "a colour", 'Write red, green and blue as "#12436D", in quotation marks.')
_typeface = matching(
    "[A-Za-z0-9][A-Za-z0-9 -]*", "the name of a typeface", "Write its name in letters and figures, as Arial."
)
_picture = matching(
    r"[A-Za-z0-9_-]+\.(svg|png)", "a picture beside the profile", "Write the name of a PNG or SVG file, as logo.svg."
)


def _read_colour(typed: Any) -> str:
    return _hexadecimal(typed).upper()


Colour = Annotated[str, BeforeValidator(_read_colour)]
ColourOrNone = Annotated[str | None, BeforeValidator(optional(_read_colour))]
Typeface = Annotated[str, BeforeValidator(_typeface)]


class Colours(Typed):
    """The colours of a page, which is white."""

    brand: Colour = Field(default="#12436D", description="headings, links, edges, the web page's masthead")
    text: Colour = Field(default="#1A1A1A", description="the text")
    quiet: Colour = Field(default="#4A4A4A", description="page header and footer")
    rule: Colour = Field(default="#C9CED3", description="the lines between a table's rows")
    tint: Colour = Field(default="#F2F5F8", description="behind a notice")


class ChartColours(Typed):
    """The colours of charts; one that is left out is the Analysis Function's."""

    validated: ColourOrNone = Field(default=None, description="what was validated, and commitments on schedule")
    reported: ColourOrNone = Field(default=None, description="what was reported")
    promised: ColourOrNone = Field(default=None, description="the edge of what was committed and of what was due")
    green: ColourOrNone = Field(default=None, description="a rating band whose colour is green")
    amber: ColourOrNone = Field(default=None, description="a rating band whose colour is amber")
    red: ColourOrNone = Field(default=None, description="a rating band whose colour is red")
    blue: ColourOrNone = Field(default=None, description="a rating band whose colour is blue")
    grey: ColourOrNone = Field(default=None, description="a rating band whose colour is grey")

    @property
    def chosen(self) -> dict[str, str]:
        """The colours that the council has chosen, by what they are for."""
        return {name: colour for name, colour in vars(self).items() if colour}


class Typefaces(Typed):
    """The typefaces of a report. One of Arial's widths keeps the tables' columns as they are measured."""

    word: Typeface = Field(default="Arial", description="the Word file's, on the reader's machine", examples=["Arial"])
    pdf: Typeface = Field(
        default=ARIMO,
        description="the PDF's and the charts': Arimo, or one in fonts/ beside the profile",
        examples=["Arimo"],
    )
    web: tuple[Typeface, ...] = Field(
        default=("Arial", "Arimo", "Liberation Sans", "Helvetica"),
        min_length=1,
        description="the web page's, the first that the reader's machine has",
        examples=["[Arial, Helvetica]"],
    )

    @property
    def is_own(self) -> bool:
        """Whether the PDF's typeface is the council's own, in files beside its profile."""
        return self.pdf != ARIMO


class Logo(Typed):
    """A picture at the head of the first page, and of the web page."""

    file: Annotated[str, BeforeValidator(_picture)] = Field(
        description="a PNG beside the profile, or an SVG with a PNG of the same name for Word", examples=["logo.svg"]
    )
    alt: Line = Field(description="what it says, in words", examples=["Example County Council"])
    width_mm: Annotated[Whole, Field(ge=10, le=160)] = Field(
        default=50, description="its width in millimetres", examples=["50"]
    )

    @property
    def for_word(self) -> str:
        """The file that Word shows, which wants a PNG."""
        return f"{self.file.rsplit('.', 1)[0]}.png"


class HouseStyle(Typed):
    """How a council's documents look."""

    colours: Colours = Field(default=Colours(), description="the colours of a page")
    charts: ChartColours = Field(default=ChartColours(), description="the colours of charts")
    typefaces: Typefaces = Field(default=Typefaces(), description="the typefaces")
    logo: Logo | None = Field(default=None, description="a picture at the head")
    header: Annotated[Line, form("council", "title")] = Field(
        default="{council}", description="the head of each page", examples=['"{council}"']
    )
    footer: Annotated[LineOrNone, form("council", "title", "page", "pages")] = Field(
        default="Page {page} of {pages}", description="its foot", examples=['"Page {page} of {pages}"']
    )

    def font_folder(self, templates: Path, council: str) -> Path:
        """Return the folder of the PDF's and the charts' typeface: the council's own, else the extension's."""
        return templates / (f"{council}/fonts" if self.typefaces.is_own else "_extensions/cabinet/fonts")

    def faults(self) -> Iterator[tuple[tuple[str, str], str, str]]:
        """Yield colours that are too pale, as (the field, what is wrong, what to do)."""
        colours, charts = self.colours, self.charts.chosen
        for name in ("brand", "text", "quiet"):
            for behind, called in ((WHITE, "white"), (colours.tint, "the tint")):
                colour = getattr(colours, name)
                if contrast(colour, behind) < TEXT:
                    yield ("colours", name), _pale(colour, behind, called, TEXT), "Take a darker colour."
        for name, colour in charts.items():
            if contrast(colour, WHITE) < SHAPES:
                yield ("charts", name), _pale(colour, WHITE, "white", SHAPES), "Take a darker colour."
        validated, reported = (charts.get(name, usual) for name, usual in BARS.items())
        if contrast(validated, reported) < SHAPES:  # one bar stands on the other
            message = _pale(validated, reported, f"{reported} of reported", SHAPES)
            yield ("charts", "validated"), message, "Take one darker and the other lighter."


USUAL = HouseStyle()  # where a council's profile says nothing


def _pale(colour: str, behind: str, called: str, needed: float) -> str:
    ratio = int(contrast(colour, behind) * 100) / 100  # cut, so that 4.499 is not said to be 4.5
    return f"{colour} has a contrast of {ratio} to 1 on {called}; it needs {needed:g} to 1 (WCAG 2.2)."
