"""The types of what people type: a text, a day, a period, yes or no, each with its own plain message.

Params stage. Every value arrives as the text that was typed (`yaml_file`); each type here reads it or says
what would be right.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from sv_report.params.calendar import MONTHS
from sv_report.params.period import Period
from sv_report.params.words.dialect import NO_PART_TWO
from sv_report.params.words.exempt_words import EXEMPT

YEARS = range(2000, 2100)  # the Act that began all this is of 2012; a year outside is a slip of the finger
ISO = re.compile(r"\d{4}-\d\d-\d\d")  # a day as it is typed
Value = TypeVar("Value")


class Typed(BaseModel):
    """Something a person types: unknown keys are refused, and nothing changes it later."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def wrong(message: str, remedy: str) -> PydanticCustomError:
    """Return the error of a field, with what would be right."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "remedy": remedy})


def read_paragraphs(typed: Any) -> str:
    """Return text of one or more lines, without white space round it."""
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        raise wrong("There is no text.", "Write the text, or delete the field where it may be left out.")
    if not isinstance(typed, str):
        raise wrong(f"This should be text, not {_shape(typed)}.", "Write one text after the colon.")
    if "{{" in typed:
        raise wrong(
            "{{ works in the narrative only; here it would be printed as it stands.", "Write the words in full."
        )
    if EXEMPT.search(typed):
        raise wrong("What is marked exempt would be published with the rest.", NO_PART_TWO)
    return typed.strip()


def read_line(typed: Any) -> str:
    """Return text on one line, with single spaces."""
    return " ".join(read_paragraphs(typed).split())


def read_day(typed: Any) -> date:
    """Return the day that is typed as 2024-02-08; otherwise suggest that form of it."""
    if isinstance(typed, date):
        return typed
    text = read_line(typed)
    try:
        day = date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        raise wrong(f"There is no such day as {text}.", _days_of_month(text)) from None
    if day is None:
        meant = day_meant(text)
        remedy = f"Write {meant.isoformat()}." if meant else "Write year, month and day as 2024-02-08."
        raise wrong(f"{text!r} is not a date in the form 2024-02-08.", remedy)
    if day.year not in YEARS:
        raise wrong(f"The year {day.year} cannot be meant.", f"Write a year from {YEARS[0]} to {YEARS[-1]}.")
    return day


def _days_of_month(text: str) -> str:
    year, month, _ = (int(part) for part in text.split("-"))
    if not 1 <= month <= len(MONTHS):
        return "Write year, month and day as 2024-02-08; the month is 01 to 12."
    last = next(last for last in (31, 30, 29, 28) if last == 28 or _day(year, month, last))
    return f"{MONTHS[month - 1]} {year} ends on {year:04}-{month:02}-{last}."


FORMS = (
    re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4}|\d\d)"),
    re.compile(r"(?P<year>\d{4})[/. -]?(?P<month>\d{1,2})[/. -]?(?P<day>\d{1,2})"),
    re.compile(
        r"(?:[A-Za-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<month>[A-Za-z]{3,9}),?[ -](?P<year>\d{4}|\d\d)"
    ),
)


def day_meant(text: str) -> date | None:
    """Return the day that was probably meant by a date in another form, read in UK order.

    >>> day_meant("8/2/2024"), day_meant("Thursday, 8 February 2024")
    (datetime.date(2024, 2, 8), datetime.date(2024, 2, 8))
    """
    for form in FORMS:
        match = form.fullmatch(text)
        month = _month(match["month"]) if match else None
        if match and month:
            return _day(int(match["year"]) % 2000 + 2000, month, int(match["day"]))
    return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    names = (number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(text.casefold()))
    return next(names, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_period(typed: Any) -> Period:
    """Return the period that is typed as 2023-24 Q3; otherwise suggest that form of it."""
    if isinstance(typed, Period):
        return typed
    text = read_line(typed)
    try:
        period = Period.parse(text)
    except ValueError as problem:
        meant = period_meant(text)
        said = str(problem).split(";")[0]
        remedy = f"Write {meant}." if meant else "Write a quarter as 2023-24 Q3, or a year as 2023-24."
        raise wrong(f"{said}.", remedy) from None
    if period.first_year not in YEARS:
        raise wrong(f"The year {period.first_year} cannot be meant.", "Write a period such as 2023-24 Q3.")
    return period


def period_meant(text: str) -> Period | None:
    """Return the period that was probably meant by other words for it.

    >>> print(period_meant("Quarter 3 2023/24"))
    2023-24 Q3
    """
    year = re.search(r"\b(20\d\d)\b", text)
    quarter = re.search(r"(?<![A-Za-z])Q(?:uarter|tr)?[ .]*(\d)\b", text, re.IGNORECASE)
    if year is None or (quarter and quarter[1] not in "1234"):
        return None
    return Period(int(year[1]), int(quarter[1]) if quarter else None)


def read_yes_no(typed: Any) -> bool:
    """Return what `true` or `false` says; yes, no, on and off are refused, as other readers of YAML differ on them."""
    if isinstance(typed, bool):
        return typed
    text = read_line(typed)
    if text in ("true", "false"):
        return text == "true"
    meant = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}
    folded = text.casefold()
    remedy = f"Write {meant.get(folded, folded)}." if folded in (*meant, "true", "false") else "Write true or false."
    raise wrong(f"{text!r} is neither true nor false.", remedy)


def read_email(typed: Any) -> str:
    """Return an e-mail address: something, an @ and something with a dot, without spaces."""
    text = read_line(typed)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        raise wrong(f"{text!r} is not an e-mail address.", "Write it in full, as in social.value@example.org.")
    return text


def read_telephone(typed: Any) -> str:
    """Return a telephone number as it is typed, leading noughts and all."""
    text = read_line(typed)
    if not re.search(r"\d", text):
        raise wrong(f"{text!r} is not a telephone number.", "Write the number, as in 01632 960001.")
    return text


def read_schema(typed: Any) -> int:
    """Return 1, the only schema there is."""
    text = str(typed).strip() if isinstance(typed, str | int) else ""
    if text != "1":
        raise wrong(f"This program reads schema 1, not {text or 'this'}.", "Write schema: 1.")
    return 1


def several(typed: Any) -> Any:
    """Return a list; a blank field is an empty one."""
    return () if typed is None else typed


def one_of(*choices: str, remedy: str = "") -> Callable[[Any], str]:
    """Return a reader of one of a few words."""

    def read(typed: Any) -> str:
        text = read_line(typed)
        if text not in choices:
            listed = " or ".join(choices) if len(choices) < 3 else f"one of {', '.join(choices)}"
            raise wrong(f"{text!r} is not {listed}.", remedy or f"Write {listed}.")
        return text

    return read


def matching(pattern: str, what: str, remedy: str) -> Callable[[Any], str]:
    """Return a reader of a line in a form; another is said not to be `what`."""

    def read(typed: Any) -> str:
        text = read_line(typed)
        if not re.fullmatch(pattern, text):
            raise wrong(f"{text!r} is not {what}.", remedy)
        return text

    return read


def optional(read: Callable[[Any], Value]) -> Callable[[Any], Value | None]:
    """Return a reader that takes a blank field for one that is left out."""
    return lambda typed: None if typed is None else read(typed)


def _shape(typed: object) -> str:
    names = {list: "a list", tuple: "a list", dict: "a group of fields", bool: "true or false"}
    return names.get(type(typed), f"a {type(typed).__name__}")


Line = Annotated[str, BeforeValidator(read_line)]
Paragraphs = Annotated[str, BeforeValidator(read_paragraphs)]
Day = Annotated[date, BeforeValidator(read_day)]
DayOrNone = Annotated[date | None, BeforeValidator(optional(read_day))]
LineOrNone = Annotated[str | None, BeforeValidator(optional(read_line))]
QuarterOrNone = Annotated[Period | None, BeforeValidator(optional(read_period))]
YesNo = Annotated[bool, BeforeValidator(read_yes_no)]
Email = Annotated[str, BeforeValidator(read_email)]
Telephone = Annotated[str, BeforeValidator(read_telephone)]
Schema = Annotated[int, BeforeValidator(read_schema)]
