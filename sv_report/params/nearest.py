"""The nearest valid word to one that is not valid. Params stage."""

from collections.abc import Collection
from difflib import get_close_matches

BESIDE = 14  # beside a nearest word, a list longer than this only hides it
SHOWN = 40  # a list longer than this helps nobody


def nearest(word: str, words: Collection[str]) -> str | None:
    """Return the word that was probably meant, whatever its capitals, or None where none is near.

    >>> nearest("Perod", ["period", "part"])
    'period'
    """
    folded = {known.casefold(): known for known in sorted(words, reverse=True)}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def advice(word: str, words: Collection[str], none: str = "There are none yet.") -> str:
    """Return what to write instead of `word`: the nearest valid word, and the list of all.

    >>> advice("perod", ["part", "period"])
    'Did you mean period? There are: part, period.'
    """
    if not words:
        return none
    close = nearest(word, words)
    listed = f"There are: {', '.join(sorted(words))}." if len(words) <= (BESIDE if close else SHOWN) else ""
    return " ".join(part for part in (f"Did you mean {close}?" if close else "", listed) if part)
