"""The gate: what an edition's fields say of each other, of the calendar and of what exists.

Params stage. Takes the typed values of an edition's file, yields issues: each check looks at one thing, and
all of them are asked every time, so that an officer sees everything at once.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath, PureWindowsPath

from sv_report.params.council.check_rules import CheckRules
from sv_report.params.gate import days, exempt, notebook_file, release
from sv_report.params.gate.at_gate import MEETING, AtGate, error, warning
from sv_report.params.nearest import advice
from sv_report.params.typed.forms import Issue
from sv_report.params.typed.yaml_file import Loc


def check(at_gate: AtGate) -> list[Issue]:
    """Return everything that is wrong between an edition's fields."""
    return [issue for one in CHECKS for issue in one(at_gate)]


def council(gate: AtGate) -> Iterator[Issue]:
    """The council has a profile."""
    name = gate.typed.council
    if name not in gate.councils:
        message = f"There is no council profile {name!r} in templates/."
        yield error("unknown_council", message, advice(name, gate.councils), ("council",))


def notebook(gate: AtGate) -> Iterator[Issue]:
    """The notebook exists, and is one."""
    name = gate.typed.notebook
    names = [path.stem for path in gate.workbench.notebooks.glob("*.ipynb")]
    if name not in names:
        message = f"There is no notebook {name!r} in notebooks/."
        yield error("unknown_notebook", message, advice(name.removesuffix(".ipynb"), names), ("notebook",))
    elif fault := notebook_file.fault_of(gate.workbench.notebooks / f"{name}.ipynb"):
        message = f"notebooks/{name}.ipynb cannot be run: {fault}."
        yield error("not_a_notebook", message, notebook_file.REMEDY, ("notebook",))


def sources(gate: AtGate) -> Iterator[Issue]:
    """Every data source exists, and is named once; what is reported of one has a period."""
    if gate.typed.data and gate.typed.period is None:
        remedy = "Add period: 2023-24 Q3 (the quarter or year reported)."
        yield error("missing_field", "The field period is missing.", remedy, ("period",), ("data",))
    listed = isinstance(gate.tree, dict) and isinstance(gate.tree.get("data"), list)
    for number, source in enumerate(gate.typed.data):
        loc: Loc = ("data", number) if listed else ("data",)
        if finding := gate.known.sources(source, gate.workbench.root):  # first: it may hold a password
            yield Issue(finding.rule, "error", finding.message, finding.remedy, loc, found=finding.where.found)
        elif source in gate.typed.data[:number]:
            yield error("source_twice", f"{source} is named twice, so its rows would count twice.", "Delete one.", loc)


def priorities(gate: AtGate) -> Iterator[Issue]:
    """Each corporate priority is one that the council has on the day of the meeting."""
    typed = gate.typed
    if gate.profile is None:
        return
    valid, name = gate.profile.priorities_on(typed.meeting.date), ("corporate_priorities",)
    if valid is None:
        message = (
            f"{gate.profile.name}'s corporate priorities on {typed.meeting.date} are unknown, so these are not checked."
        )
        remedy = "Add them, with their dates, to the council profile."
        yield Issue("edition.priorities_unknown", "note", message, remedy, name, (MEETING, ("council",)))
        return
    for number, priority in enumerate(typed.corporate_priorities):
        loc = (*name, number)
        if priority not in valid:
            message = f"{priority!r} is no corporate priority of {gate.profile.name} on {typed.meeting.date}."
            yield error("unknown_priority", message, advice(priority, valid), loc, MEETING, ("council",))
        elif priority in typed.corporate_priorities[:number]:
            yield error("priority_twice", f"{priority!r} is named twice.", "Delete one.", loc)


def appendices(gate: AtGate) -> Iterator[Issue]:
    """Each appendix has its own label, and either an exhibit or a file that exists."""
    labels: list[str] = []
    for number, appendix in enumerate(gate.typed.appendices):
        loc: Loc = ("appendices", number)
        if appendix.label.casefold() in labels:
            message = f"Two appendices have the label {appendix.label}."
            yield error("label_twice", message, f"Write another, such as {_free(labels)}.", (*loc, "label"))
        labels.append(appendix.label.casefold())
        if (appendix.exhibit is None) == (appendix.file is None):
            has = "neither an exhibit nor a file" if appendix.exhibit is None else "both an exhibit and a file"
            remedy = "Add exhibit: and its name, or file: and its path; one of the two."
            yield error("appendix_of_nothing", f"Appendix {appendix.label} has {has}.", remedy, loc)
        elif appendix.exhibit is not None and not gate.typed.data:
            message = f"Appendix {appendix.label} is an exhibit, but the edition has no data to make it from."
            yield error("exhibit_without_data", message, "Name a file, or a data source.", (*loc, "exhibit"), ("data",))
        elif appendix.exhibit is not None and appendix.exhibit not in gate.known.exhibits:
            message = f"There is no exhibit {appendix.exhibit!r}."
            yield error("unknown_exhibit", message, advice(appendix.exhibit, gate.known.exhibits), (*loc, "exhibit"))
        elif appendix.file is not None:
            yield from _appendix_file(gate, number, appendix.file)


def _appendix_file(gate: AtGate, number: int, file: str) -> Iterator[Issue]:
    loc: Loc = ("appendices", number, "file")
    path = gate.workbench.root / file
    above = [one.file for one in gate.typed.appendices[:number] if one.file]
    if _is_outside(file, gate.workbench.root):
        remedy = f"Copy it there, and write its path from there, as in params/{gate.id}/{PureWindowsPath(file).name}."
        yield error("file_outside", f"{file} is not in the workbench's folder.", remedy, loc)
    elif not path.is_file():
        files = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        yield error(
            "missing_file", f"There is no file {file}.", advice(path.name, files, "The folder is not there."), loc
        )
    elif path.name.casefold() in (PurePath(other).name.casefold() for other in above):
        message = f"Two appendices are files named {path.name}, which go into one folder."
        yield error("file_twice", message, "Rename one of the two files, or delete the appendix.", loc)


def _is_outside(file: str, root: Path) -> bool:
    """Return whether a file lies, or a link leads, out of the workbench."""
    typed = PureWindowsPath(file)
    absolute = PurePath(file).is_absolute() or bool(typed.anchor)
    return absolute or ".." in typed.parts or not (root / file).resolve().is_relative_to(root.resolve())


def _free(labels: list[str]) -> str:
    return next(letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ?" if letter.casefold() not in labels)


def background_papers(gate: AtGate) -> Iterator[Issue]:
    """No background paper is younger than the meeting."""
    for number, paper in enumerate(gate.typed.background_papers):
        if paper.date and paper.date > gate.typed.meeting.date:
            message = f"The paper {paper.paper!r} is dated {paper.date}, after the meeting."
            yield warning(
                "paper_after_meeting", message, "Check the date.", ("background_papers", number, "date"), MEETING
            )


def accept(gate: AtGate) -> Iterator[Issue]:
    """No error is accepted twice: which of the two reasons would be printed?"""
    typed = gate.typed.accept
    for number, one in enumerate(typed):
        above = [other for other in typed[:number] if other.rule == one.rule]
        if any(other.file in (None, one.file) or one.file is None for other in above):
            message = f"The rule {one.rule} is accepted twice for the same file."
            yield error(
                "accepted_twice", message, "Delete one of the two, or give each its own file.", ("accept", number)
            )


def key_decision(gate: AtGate) -> Iterator[Issue]:
    """A report that is only to be noted is no key decision."""
    text, rules = gate.typed.recommendation, gate.profile.checks if gate.profile else CheckRules()
    decides = "|".join(re.escape(verb) for verb in rules.recommendation_verbs if verb not in ("note", "receive"))
    asks_more = decides and re.search(rf"(?:\bto|\band|[;:.)])\s+(?:to\s+)?(?:{decides})\b", text, re.IGNORECASE)
    if gate.typed.key_decision and re.search(r"\bto note\b", text, re.IGNORECASE) and not asks_more:
        message = "The report is a key decision, but it recommends only to note."
        remedy = "Write key_decision: false, or recommend what is to be decided."
        yield warning("key_to_note", message, remedy, ("key_decision",), ("recommendation",))


def part_two(gate: AtGate) -> Iterator[Issue]:
    """The report is in Part I, and gives no reason for Part II."""
    if gate.typed.part == "II":
        message = "A report is not in Part II as a whole: it is public, with a copy for what is exempt in it."
        remedy = "Write part: I, and mark under exempt: what is exempt, or leave exempt matter out."
        yield error("part_two", message, remedy, ("part",))
    elif gate.typed.reason_for_part_two:
        message = "A reason for Part II is given, but the report is in Part I."
        yield warning("reason_in_part_one", message, "Delete it.", ("reason_for_part_two",), ("part",))


CHECKS = (
    *(council, notebook, sources, priorities, appendices, background_papers, accept, key_decision, part_two),
    *days.CHECKS,
    *release.CHECKS,
    *exempt.CHECKS,
)
