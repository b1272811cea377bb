"""The rating bands of a council: which share of what was due earns which word.

Params stage. Typed in a council's profile; no law sets cut-offs, so each council chooses its own. Every share must
lie in exactly one band: what leaves a share without a word, or gives it two, is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from sv_report.params.typed.fields import Typed, one_of, optional, read_line, wrong
from sv_report.params.typed.numbers import ShareOfDueOrNone

Colour = Literal["green", "amber", "red", "blue", "grey"]
ActRating = Literal["Good", "Approaching target", "Requires improvement", "Inadequate"]  # SI 2024/692 reg 39(5)
INFINITY = Decimal("Infinity")


def slug(word: str) -> str:
    """Return what the names of facts keep of a band's word: lower case, letters, figures and `_`.

    >>> slug("On track")
    'on_track'
    """
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")


def _read_word(typed: Any) -> str:
    word = read_line(typed)
    if not slug(word):
        raise wrong(f"{word!r} has no letter from A to Z and no figure.", "Write a word, as Green.")
    return word


class Band(Typed):
    """A rating: its word, its colour, and the shares of what was due that earn it."""

    word: Annotated[str, BeforeValidator(_read_word)] = Field(description="the rating's word", examples=["Green"])
    colour: Annotated[Colour, BeforeValidator(one_of(*get_args(Colour)))] = Field(
        description="its colour, which never stands without the word", examples=["green"]
    )
    at_least: ShareOfDueOrNone = Field(
        default=None, alias="from", description="the least share of what was due, itself counted", examples=["0.9"]
    )
    below: ShareOfDueOrNone = Field(
        default=None, description="the share of what was due that is too much for it", examples=["0.9"]
    )
    act: Annotated[ActRating | None, BeforeValidator(optional(one_of(*get_args(ActRating))))] = Field(
        default=None, description="the Procurement Act's word for it (SI 2024/692 reg 39(5))", examples=["Good"]
    )

    @property
    def slug(self) -> str:
        """The band's name in the names of facts."""
        return slug(self.word)

    @property
    def begins(self) -> Decimal:
        """The least share in the band; minus infinity where it is open at the bottom."""
        return -INFINITY if self.at_least is None else self.at_least

    @property
    def ends(self) -> Decimal:
        """The least share above the band; infinity where it is open at the top."""
        return INFINITY if self.below is None else self.below


def best_first(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Return bands from the highest shares to the lowest."""
    return tuple(sorted(bands, key=lambda band: band.begins, reverse=True))


def band_of(bands: Iterable[Band], share: Decimal) -> Band | None:
    """Return the band that a share of what was due lies in; None only where there are no bands.

    >>> green = Band.model_validate({"word": "Green", "colour": "green", "from": "0.9"})
    >>> red = Band.model_validate({"word": "Red", "colour": "red", "below": "0.9"})
    >>> band_of([green, red], Decimal("0.9")).word
    'Green'
    """
    return next((band for band in bands if band.begins <= share < band.ends), None)


@dataclass(frozen=True)
class BandFault:
    """One thing wrong with bands: which band, counted from 0 as they were typed, which field, and what to do."""

    number: int
    field: str
    message: str
    remedy: str


Numbered = list[tuple[int, Band]]  # bands from the lowest up, each with its place as it was typed


def faults_of(bands: Sequence[Band]) -> list[BandFault]:
    """Return what is wrong with bands beside each other; where nothing is, every share lies in exactly one of them."""
    turned = list(_turned(bands))
    upwards = sorted(enumerate(bands), key=lambda one: (one[1].begins, one[1].ends))
    return [*_alike(bands), *(turned or (*_bottom(upwards), *_top(upwards), *_steps(upwards)))]


def _alike(bands: Sequence[Band]) -> Iterator[BandFault]:
    """Bands of one word, or of words that give facts the same name."""
    for number, band in enumerate(bands):
        other = next((one for one in bands[:number] if one.slug == band.slug), None)
        if other and other.word == band.word:
            yield BandFault(number, "word", f"Two bands are called {band.word}.", "Give each its own word.")
        elif other:
            message = (
                f"{band.word!r} differs only in capitals, spaces or marks from {other.word!r}; both would be "
                f"{band.slug!r} in the names of facts."
            )
            yield BandFault(number, "word", message, "Make them differ in a letter or figure.")


def _turned(bands: Sequence[Band]) -> Iterator[BandFault]:
    """Bands that end where they begin, or before."""
    for number, band in enumerate(bands):
        if band.ends <= band.begins:
            message = f"{band.word} ends below {_shown(band.ends)}, but begins at {_shown(band.begins)}."
            yield BandFault(number, "below", message, "Write a share above its from, or change from.")


def _bottom(upwards: Numbered) -> Iterator[BandFault]:
    """No band without a from, which takes the lowest shares, or several."""
    open_ones = [(number, band) for number, band in upwards if band.at_least is None]
    if upwards and not open_ones:
        number, band = upwards[0]
        message = f"Nothing rates a share below {_shown(band.begins)}."
        yield BandFault(number, "from", message, f"Delete from: of {band.word}, the lowest band.")
    for (_, one), (number, band) in pairwise(open_ones):
        message = f"Both {band.word} and {one.word} have no from, so the lowest shares would be both."
        yield BandFault(number, "from", message, "Add from: to the higher of the two.")


def _top(upwards: Numbered) -> Iterator[BandFault]:
    """No band without a below, which takes the highest shares, or several."""
    open_ones = [(number, band) for number, band in upwards if band.below is None]
    if upwards and not open_ones:
        number, band = max(upwards, key=lambda one: one[1].ends)
        message = f"Nothing rates a share of {_shown(band.ends)} or more."
        yield BandFault(number, "below", message, f"Delete below: of {band.word}, the highest band.")
    for (number, band), (_, one) in pairwise(open_ones):
        message = f"Both {one.word} and {band.word} have no below, so the highest shares would be both."
        yield BandFault(number, "below", message, "Add below: to the lower of the two.")


def _steps(upwards: Numbered) -> Iterator[BandFault]:
    """Gaps and overlaps between each band and those under it; two open ends are named by the functions above."""
    for place, (number, band) in enumerate(upwards[1:], 1):
        under = max((one for _, one in upwards[:place]), key=lambda one: one.ends)
        if under.ends < band.begins:
            message = f"Nothing rates a share from {_shown(under.ends)} to {_shown(band.begins)}."
            remedy = f"Write from: {_shown(under.ends)} here, or below: {_shown(band.begins)} in {under.word}."
            yield BandFault(number, "from", message, remedy)
        elif under.ends > band.begins > -INFINITY and not under.ends == band.ends == INFINITY:
            message = f"A share of {_shown(band.begins)} would be both {band.word} and {under.word}."
            yield BandFault(
                number, "from", message, f"Write below: {_shown(band.begins)} in {under.word}, or change from."
            )


def _shown(share: Decimal) -> str:
    """Return a share as it is typed, with two places at least."""
    places = -int(share.normalize().as_tuple().exponent)
    return f"{share:.{max(2, places)}f}"
