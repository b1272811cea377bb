"""A typed file against its form: every field's error at once, with its line and what would be right.

Params stage. Takes a `YamlFile` and a pydantic form, gives the typed values. Where some fields are wrong, the
form's own examples stand in for them, so that the other fields can still be checked against each other; the
places of the stand-ins are in `bad`, and nothing that rests on them is reported.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Generic, TypeVar, cast, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sv_report.findings import Finding, Severity
from sv_report.params.nearest import advice, nearest
from sv_report.params.typed.fields import Typed
from sv_report.params.typed.yaml_file import Loc, Tree, YamlFile, read_value

Form = TypeVar("Form", bound=Typed)


@dataclass(frozen=True)
class Issue:
    """One thing wrong with a typed file: at which field, and on which other fields that rests.

    `found` is what stands there, where it must not be shown as it was typed (a password).
    """

    rule: str
    severity: Severity
    message: str
    remedy: str
    loc: Loc
    rests_on: tuple[Loc, ...] = ()
    found: str | None = None


@dataclass(frozen=True)
class Filled(Generic[Form]):
    """A form filled in: the values (None where not even examples help), and the places that are wrong."""

    values: Form | None
    bad: tuple[Loc, ...]
    findings: tuple[Finding, ...]


def fill(form: type[Form], typed: YamlFile, rule: str) -> Filled[Form]:
    """Return the values of a typed file; `rule` is the first word of the findings' rules."""
    try:
        return Filled(form.model_validate(typed.tree), (), ())
    except ValidationError as problem:
        details = problem.errors(include_url=False)
    findings = tuple(_finding(form, typed, detail, rule) for detail in details if not _misspelt(form, detail, details))
    mended = deepcopy(typed.tree)
    for detail in details:
        _mend(mended, detail, _example(form, detail["loc"]))
    try:
        values = form.model_validate(mended)
    except ValidationError:
        values = None
    return Filled(values, tuple(loc for detail in details for loc in _bad(form, detail)), findings)


def located(issues: list[Issue], typed: YamlFile, bad: tuple[Loc, ...]) -> list[Finding]:
    """Return issues as findings, without those that rest on a field which is itself wrong."""
    sound = [issue for issue in issues if not any(_touches(loc, bad) for loc in (issue.loc, *issue.rests_on))]
    return [
        Finding(issue.rule, issue.severity, issue.message, typed.where(issue.loc, _found(issue, typed)), issue.remedy)
        for issue in sound
    ]


def _found(issue: Issue, typed: YamlFile) -> Tree:
    return at(typed.tree, issue.loc) if issue.found is None else issue.found


def at(tree: Tree, loc: Loc) -> Tree:
    """Return what stands at a place of a tree; None where nothing does."""
    for part in loc:
        if isinstance(tree, dict) and isinstance(part, str):
            tree = tree.get(part)
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree


def names(form: type[Typed]) -> list[str]:
    """Return the names of a form's fields, as people type them."""
    return [info.alias or name for name, info in form.model_fields.items()]


def form_at(form: type[Typed], loc: Loc) -> type[Typed] | None:
    """Return the form of the group of fields at a place."""
    for part in loc:
        if isinstance(part, str):
            info = _field(form, part)
            inner = _form_in(info.annotation) if info else None
            if inner is None:
                return None
            form = inner
    return form


def _touches(loc: Loc, bad: tuple[Loc, ...]) -> bool:
    return any(loc[: len(place)] == place or place[: len(loc)] == loc for place in bad)


def _field(form: type[Typed], name: str) -> FieldInfo | None:
    return next((info for own, info in form.model_fields.items() if (info.alias or own) == name), None)


def field_at(form: type[Typed], loc: Loc) -> FieldInfo | None:
    """Return what a form says of the field at a place; None where it has none there."""
    keys = [part for part in loc if isinstance(part, str)]
    group = form_at(form, tuple(keys[:-1]))
    return _field(group, keys[-1]) if group and keys else None


def _form_in(annotation: object) -> type[Typed] | None:
    if isinstance(annotation, type) and issubclass(annotation, Typed):
        return annotation
    return next((form for part in get_args(annotation) if (form := _form_in(part))), None)


def _bad(form: type[Typed], detail: ErrorDetails) -> list[Loc]:
    """Return the places that an error leaves without a value: a misspelt field's is the one that was meant."""
    loc = detail["loc"]
    group = form_at(form, loc[:-1]) if detail["type"] == "extra_forbidden" else None
    meant = nearest(str(loc[-1]), names(group)) if group else None
    return [loc, (*loc[:-1], meant)] if meant else [loc]


def _misspelt(form: type[Typed], detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Return whether a missing field stands beside an unknown one that was probably meant for it."""
    group = form_at(form, detail["loc"][:-1])
    if detail["type"] != "missing" or group is None:
        return False
    beside = (other["loc"] for other in details if other["type"] == "extra_forbidden")
    unknown = (str(loc[-1]) for loc in beside if loc[:-1] == detail["loc"][:-1])
    return any(nearest(name, names(group)) == detail["loc"][-1] for name in unknown)


def _finding(form: type[Typed], typed: YamlFile, detail: ErrorDetails, rule: str) -> Finding:
    kind, message, remedy = _words(form, detail)
    loc = detail["loc"]
    return Finding(f"{rule}.{kind}", "error", message, typed.where(loc, at(typed.tree, loc)), remedy)


def _words(form: type[Typed], detail: ErrorDetails) -> tuple[str, str, str]:
    """Return the last word of the rule, the message and the remedy of a field's error."""
    name, context = str(detail["loc"][-1]), detail.get("ctx", {})
    write = _write(form, detail["loc"])
    match detail["type"]:
        case "wrong":
            return "wrong_value", context["message"], context["remedy"]
        case "missing":
            return "missing_field", f"The field {name} is missing.", write.replace("Write", "Add", 1)
        case "extra_forbidden":
            group = form_at(form, detail["loc"][:-1])
            return "unknown_field", f"There is no field {name}.", advice(name, names(group) if group else [])
        case "tuple_type" | "list_type":
            return "wrong_type", f"{_shown(detail['input'])} stands where a list should.", write
        case "model_type" | "model_attributes_type":
            return "wrong_type", f"{_shown(detail['input'])} stands where a group of fields should.", write
        case "too_short" | "too_long":
            message = "The list has too few or too many values." if detail["input"] else "The list is empty."
            return "wrong_length", message, write
    return "wrong_value", f"{detail['msg']}.", write


def _shown(typed: object) -> str:
    if typed is None:
        return "Nothing"
    return "A group of fields" if isinstance(typed, dict) else "A list" if isinstance(typed, list) else repr(typed)


def _write(form: type[Typed], loc: Loc) -> str:
    info = field_at(form, loc)
    name = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if info is None or not info.examples:
        return f"Write {name}: and its value." + (f" It is {info.description}." if info else "")
    example = info.examples[0]
    in_list = isinstance(loc[-1], int) and example.startswith("[")
    return f"Write {example[1:-1] if in_list else f'{name}: {example}'} ({info.description})."


def _example(form: type[Typed], loc: Loc) -> Tree:
    info = field_at(form, loc)
    value = read_value(info.examples[0]) if info and info.examples else None
    return value[0] if isinstance(value, list) and isinstance(loc[-1], int) else value


def _mend(tree: Tree, detail: ErrorDetails, example: Tree) -> None:
    """Put an example in the place of what is wrong, or take away what should not be there."""
    *parents, last = detail["loc"]
    parent = at(tree, tuple(parents))
    if isinstance(parent, dict) and detail["type"] == "extra_forbidden":
        parent.pop(cast(str, last), None)
    elif isinstance(parent, dict):
        parent[cast(str, last)] = example
    elif isinstance(parent, list) and isinstance(last, int):
        parent[last] = example
