"""How many places figures are printed with: a rule a unit, as a council's profile sets it.

Params stage. Typed in words that a finance officer knows (places of £m, of per cent), given as a fact counts its
decimals: from the unit, so that three places of £m are -3 in pounds, and one place of per cent 3 of a share.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator

from sv_report.params.typed.fields import read_line, wrong

POUNDS, PER_POUND, SHARE = "GBP_millions", "GBP_per_GBP", "share"
OURS = (POUNDS, PER_POUND, SHARE)  # that no measure is counted in by that name
USUAL = ("hours", "weeks", "miles", "tonnes", "people", "people_years", "FTE", "FTE_years")
MEANT = {"GBP": POUNDS, "£m": POUNDS, "£": POUNDS, "pounds": POUNDS, "%": SHARE, "per cent": SHARE}
WHOLE = ("count", "number")  # of things: contracts, returns, apprentices
WHOLE_POUNDS = "none"  # no millions
OF_MILLIONS, OF_PER_CENT = 6, 2  # places between pounds and £m, between a part of one and per cent
MOST = 6
ALIKE = 0.8  # of two words that differ in a letter or two; trees are no weeks


def read_decimals(typed: Any) -> dict[str, int]:
    """Return the decimals of each unit that is named in a group of `unit: places`."""
    if typed is None:
        return {}
    if not isinstance(typed, dict):
        raise wrong("The decimals should be a group of fields.", f"Write one unit a line: {POUNDS}: 3.")
    return dict(_of_unit(str(unit), places) for unit, places in typed.items())


def _of_unit(unit: str, typed: Any) -> tuple[str, int]:
    """Return a unit as facts call it, and its decimals."""
    if unit in MEANT:
        raise wrong(f"The decimals of {unit} are set by another name.", f"Write {MEANT[unit]}: and the places.")
    if unit in WHOLE:
        raise wrong(f"A {unit} is of whole things, and has no decimals.", f"Delete {unit}.")
    if unit not in OURS and (meant := _meant(unit, OURS)):
        raise wrong(f"There is no unit {unit!r}.", f"Did you mean {meant}?")
    text = read_line(str(typed) if isinstance(typed, int) else typed)
    if unit == POUNDS:
        return "GBP", 0 if text == WHOLE_POUNDS else _places(unit, text, OF_MILLIONS - 1) - OF_MILLIONS
    return unit, _places(unit, text, MOST) + (OF_PER_CENT if unit == SHARE else 0)


def _places(unit: str, text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]", text) or int(text) > most:
        pounds = f", or {WHOLE_POUNDS} for whole pounds" if unit == POUNDS else ""
        raise wrong(f"{unit} cannot have {text!r} decimals.", f"Write the places as 0 to {most}{pounds}.")
    return int(text)


def doubtful(units: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each unit that is not usual but nearly is, with the one that was probably meant.

    >>> list(doubtful(["hour", "trees", "hours"]))
    [('hour', 'hours')]
    """
    for unit in units:
        if unit not in USUAL and (meant := _meant(unit, USUAL)):
            yield unit, meant


def _meant(unit: str, units: Collection[str]) -> str | None:
    """Return the unit that another is nearly written as, whatever its capitals."""
    folded = {one.casefold(): one for one in units}
    close = get_close_matches(unit.casefold(), folded, n=1, cutoff=ALIKE)
    return folded[close[0]] if close else None


Decimals = Annotated[dict[str, int], BeforeValidator(read_decimals)]
