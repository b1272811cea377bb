"""An edition's file, changed field by field in a form: every other character stays, and so does another's change.

Params stage. Takes the file; gives its texts, each with what the gate says it is for, and the flags that are to be
confirmed; writes those that a person changed and confirmed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where, errors
from sv_report.params.editing.words import Words, read_file, save_words
from sv_report.params.edition_file import EditionTyped
from sv_report.params.new_edition.edits import EditedYaml, Open
from sv_report.params.typed.fields import ISO
from sv_report.params.typed.forms import at, field_at, fill
from sv_report.params.typed.yaml_file import Loc, Tree, dotted, read_yaml
from sv_report.params.workbench import Workbench

Kind = Literal["text", "day", "yes_no", "group"]
FIXED = ("schema", "council", "notebook", "part")  # what makes another edition of it, and what has one value only


@dataclass(frozen=True)
class Field:
    """A text of the file: its place, what stands there, what it says, and how that is typed.

    One that the file does not have is blank. A `group` can be typed in the file only.
    """

    loc: Loc
    text: str
    about: str
    kind: Kind


@dataclass(frozen=True)
class FieldsRead:
    """A file as it was read: its words, its fields by their places, and the flags that stand open in it."""

    words: Words
    fields: Mapping[Loc, Field]
    flags: tuple[Open, ...]


def read_fields(path: Path, workbench: Workbench) -> FieldsRead:
    """Return the fields of an edition's file; raise EditionError where it cannot be read as one."""
    words = read_file(path, workbench)
    shown = workbench.shown(path)
    if wrong := errors(read_yaml(words.text, shown, "edition").findings):
        raise EditionError(f"The fields of {shown} cannot be read.", wrong)
    file = EditedYaml(words.text, path.stem)
    fields = [_field(loc, text) for loc, text in file.texts() if loc[0] not in FIXED]
    return FieldsRead(words, {one.loc: one for one in (*fields, *_not_given(file))}, tuple(file.open_flags()))


def save_fields(
    path: Path, typed: Mapping[Field, str], confirmed: Collection[Open], workbench: Workbench
) -> FieldsRead:
    """Write what was typed in some fields, take away the flags that are confirmed, and return the file as it is then.

    The fields are as they were read. What another person changed in others meanwhile stays. Raises EditionError, and
    nothing is written, where one of these was changed by another person, and where it cannot say what was typed.
    """
    now, shown = read_fields(path, workbench), workbench.shown(path)
    if clashes := list(_clashes(now, typed, shown)):
        raise EditionError(f"Nothing is saved: {shown} was changed by somebody else.", clashes)
    texts = {field.loc: text for field, text in typed.items()}
    text = _changed(now, texts, confirmed)
    file = read_yaml(text, shown, "edition")
    if file.findings or _without_blanks(file.tree) != _without_blanks(_meant(now, texts, shown)):
        raise EditionError(f"This cannot be written by the form. Open {shown} and change it there.")
    names = {dotted(loc) for loc in texts}
    if wrong := [one for one in fill(EditionTyped, file, "edition").findings if one.where.field in names]:
        raise EditionError("Nothing is saved.", wrong)
    save_words(now.words, text, workbench)
    return read_fields(path, workbench)


def _field(loc: Loc, text: str) -> Field:
    info = field_at(EditionTyped, loc)
    example = str(info.examples[0]) if info and info.examples else ""
    about = info.description or "" if info else ""
    kind: Kind = "text"
    if ISO.fullmatch(example):
        kind = "day"
    elif example in ("true", "false"):
        kind = "yes_no"
    elif example.startswith(("{", "[")) and not isinstance(loc[-1], int):
        kind = "group"
    return Field(loc, text, about, kind)


def _not_given(file: EditedYaml) -> Iterator[Field]:
    """Yield the fields that an edition may have and this file has not."""
    for name, info in EditionTyped.model_fields.items():
        loc: Loc = (info.alias or name,)
        if loc[0] not in FIXED and not file.has(loc) and (field := _field(loc, "")).kind != "group":
            yield field


def _clashes(now: FieldsRead, typed: Mapping[Field, str], shown: str) -> Iterator[Finding]:
    for field, text in typed.items():
        name, there = dotted(field.loc), now.fields.get(field.loc)
        if there is None or there.text not in (field.text, text):
            says = f"it says {there.text or 'nothing'} now" if there else "it is not there any more"
            message = f"{name} was changed by somebody else since you opened it: {says}"
            remedy = "Save again to write yours; choose the edition again to take what stands there."
            yield Finding("fields.changed", "error", message, Where(shown, field=name), remedy)


def _changed(now: FieldsRead, texts: Mapping[Loc, str], confirmed: Collection[Open]) -> str:
    """Return the file's text with the fields that say something else, and without the flags that are confirmed."""
    file = EditedYaml(now.words.text, now.words.path.stem)
    for loc, text in texts.items():
        if now.fields[loc].text != text:
            file.write(loc, text)
    asked = {(one.loc, one.why) for one in confirmed}
    for flag in now.flags:
        if (flag.loc, flag.why) in asked:
            file.confirm(flag.line)
    return file.outcome().text


def _meant(now: FieldsRead, texts: Mapping[Loc, str], shown: str) -> Tree:
    """Return the tree of the file as it was, with the texts that were typed."""
    tree = read_yaml(now.words.text, shown, "edition").tree
    for loc, text in texts.items():
        group = at(tree, loc[:-1])
        if isinstance(group, dict | list):
            group[loc[-1]] = text  # type: ignore[index]
    return tree


def _without_blanks(tree: Tree) -> Tree:
    """Return a tree to be compared: white space round a text is nothing, and a blank text is none."""
    if isinstance(tree, dict):
        return {name: _without_blanks(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_without_blanks(value) for value in tree]
    return (tree or "").strip()
