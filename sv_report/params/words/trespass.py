"""One thing that words may not hold, and where a text holds it. Params stage."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class KeptOut:
    """One thing that narrative may not hold; `in_code` tells that not even code may.

    Its `form` is looked for in the text; without one, the rule is written out in `structure`.
    """

    name: str
    form: re.Pattern[str] | None
    message: str
    remedy: str
    in_code: bool = False


@dataclass(frozen=True)
class Trespass:
    """Where a narrative holds something that is kept out."""

    kept_out: KeptOut
    line: int
    text: str
