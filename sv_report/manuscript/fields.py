"""What a notebook's parameters say, as the words of an edition's file. Manuscript stage."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from sv_report.errors import UsageError
from sv_report.findings import Finding, Where
from sv_report.params import Period

Parameter: TypeAlias = str | Period | date | bool | int | None


def as_typed(fields: Mapping[str, Parameter]) -> dict[str, str]:
    """Return fields as they are typed in an edition's file; those that are empty are left out.

    Raises UsageError for a value that is no text, period, day, number or yes and no.

    >>> as_typed({"period": Period(2023, 2), "data_as_at": "", "key_decision": True})
    {'period': '2023-24 Q2', 'key_decision': 'true'}
    """
    return {name: _typed(name, value) for name, value in fields.items() if value is not None and value != ""}


def _typed(name: str, value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case datetime():  # a pandas Timestamp is one
            return value.date().isoformat()
        case str() | Period() | date() | int():
            return str(value)
    message = f"The parameter {name} is of a kind ({type(value).__name__}) that no field of an edition can be given."
    remedy = 'Write it as text, as in the edition: period="2023-24 Q2", data_as_at="2024-01-19".'
    raise UsageError(
        f"The parameter {name} cannot be laid over the edition.",
        [Finding("parameter-kind", "error", message, Where(field=name), remedy)],
    )
