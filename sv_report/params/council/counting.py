"""The names of the counting rules, and how a council turns one off.

Params stage. People type the names in a council's profile, so they stand here; what each rule says, and how it is
tested, stands in the data stage (`sv_report.data.rules.counting_rules`), whose rules have these names and no others.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from sv_report.params.nearest import advice
from sv_report.params.typed.fields import read_line, wrong

RuleName = Literal[
    "one-commitment",
    "hire-first-year",
    "hire-not-dated",
    "one-disadvantaged-type",
    "not-also-in",
    "hours-by-attendees",
    "shared-staff",
    "no-statement",
    "statements-not-kept",
    "not-confirmed",
    "outside-commitment",
    "contract-not-active",
    "ten-times-last",
    "over-100-per-cent",
    "proxy-missing",
    "proxy-not-in-force",
    "proxy-other-version",
    "record-only-valued",
    "value-netted-twice",
]
RULE_NAMES: tuple[str, ...] = get_args(RuleName)


def _read_rules_off(typed: Any) -> frozenset[str]:
    """Return the names of the rules that are turned off in a group of `name: on` and `name: off`."""
    if typed is None or isinstance(typed, frozenset):
        return typed or frozenset()
    if not isinstance(typed, dict):
        raise wrong("The counting rules should be a group of fields.", "Write one rule a line: no-statement: off.")
    return frozenset(name for name, text in typed.items() if _is_off(str(name), text))


def _is_off(name: str, typed: Any) -> bool:
    if name not in RULE_NAMES:
        raise wrong(f"There is no counting rule {name!r}.", advice(name, RULE_NAMES))
    text = read_line(typed)
    if text not in ("on", "off"):
        raise wrong(f"The counting rule {name} is {text!r}.", f"Write {name}: off, or delete the line to keep it on.")
    return text == "off"


RulesOff = Annotated[frozenset[str], BeforeValidator(_read_rules_off)]
