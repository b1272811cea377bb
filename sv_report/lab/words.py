"""The form's pieces of HTML: headings, messages, findings. All text that is put in is escaped.

Part of the form, which `form` puts together.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from ipywidgets import HTML


def page(text: str = "", *classes: str) -> HTML:
    """Return a part of the form that shows HTML."""
    shown = HTML(text)
    for name in classes:
        shown.add_class(name)
    return shown


def status() -> HTML:
    """Return a live region: what it shows is read out when it changes (by the frontend's `sv-live`)."""
    return page("", "sv-live")


def heading(text: str, level: int = 2) -> HTML:
    """Return a heading."""
    return page(f"<h{level}>{escape(text)}</h{level}>", "sv-heading")


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph; `kind` is good, bad, warn or faint."""
    return f'<p class="sv-{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def bullets(items: Iterable[str]) -> str:
    """Return a list of pieces of HTML; nothing where there are none."""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{listed}</ul>" if listed else ""


PLACES = {  # of the form, in which stands what a command gives
    r"sv-report facts EDITION": "Find a fact, in 5, The words,",
    r"sv-report deadlines --meeting \S+": "See 2, Deadlines.",
    r"write a mapping: sv-report map proposes one": "ask an analyst to write a mapping",
}


def folded(summary: str, inside: str) -> str:
    """Return HTML that opens under a summary."""
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>" if inside else ""


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of text, the first cell of each row its heading."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def finding(record: dict[str, Any]) -> str:
    """Return a finding, as its record has it: what, where, and what to do."""
    parts = [f"<strong>{escape(sentence(record['message']))}</strong>"]
    if place := place_of(record["where"]):
        parts.append(f'<span class="sv-faint">Where: {escape(place)}</span>')
    if record["remedy"]:
        parts.append(f"What to do: {escape(in_the_form(record['remedy']))}")
    return "<br>".join(parts)


def in_the_form(remedy: str) -> str:
    """Return a remedy as an officer can follow it here: a part of the form in the place of a command.

    >>> in_the_form("Name another. sv-report facts EDITION lists them.")
    'Name another. Find a fact, in 5, The words, lists them.'
    """
    for command, place in PLACES.items():
        remedy = re.sub(command, place, remedy)
    return remedy


def sentence(message: str) -> str:
    """Return a message as a sentence begins: a word of plain letters with a capital, a name as it is.

    >>> sentence("the section Legal failed"), sentence("sv_due is no fact"), sentence("params/x.yml was changed")
    ('The section Legal failed', 'sv_due is no fact', 'params/x.yml was changed')
    """
    return message[:1].upper() + message[1:] if message.partition(" ")[0].rstrip(",").isalpha() else message


def place_of(where: dict[str, Any]) -> str:
    """Return a finding's place in words, from its record."""
    from sv_report.findings import Where

    return Where(**where).text()


def problem(failed: dict[str, Any]) -> str:
    """Return what went wrong with a piece of work: the package's words, never a traceback."""
    listed = bullets(finding(one) for one in failed["findings"] if one["severity"] == "error")
    return paragraph(failed["message"], "bad") + listed + "".join(paragraph(note) for note in failed.get("notes", ()))
