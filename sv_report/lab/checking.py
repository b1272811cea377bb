"""The checklist in the form: what is to mend and to confirm, where, and what to do.

Part of the form.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from sv_report.lab.words import bullets, finding, folded, paragraph

OPEN = {"to mend": "To mend before the report goes out", "to confirm": "To confirm"}
REST = {"in order": "In order", "does not apply": "Does not apply"}


def shown(checks: Iterable[dict[str, Any]]) -> str:
    """Return the checklist as HTML, from its records: what is open first, the rest folded away."""
    by_state: dict[str, list[dict[str, Any]]] = {}
    for one in checks:
        by_state.setdefault(one["state"], []).append(one)
    opened = "".join(
        f"<h3>{words} ({len(by_state[state])})</h3>{bullets(map(asked, by_state[state]))}"
        for state, words in OPEN.items()
        if state in by_state
    )
    rest = "".join(
        folded(f"{words} ({len(by_state[state])})", bullets(map(asked, by_state[state])))
        for state, words in REST.items()
        if state in by_state
    )
    return (opened or paragraph("Nothing is to mend or to confirm.", "good")) + rest


def asked(check: dict[str, Any]) -> str:
    """Return one check: its question, what was found, and whose rule it is."""
    said = f" {escape(check['said'])}" if check["said"] else ""
    rule = f'<span class="sv-faint">Rule: {escape(check["source"])}.</span>'
    return f"{escape(check['asks'])}{said}{bullets(map(finding, check['findings'])) or '<br>'}{rule}"


def summed_up(checks: Iterable[dict[str, Any]]) -> str:
    """Return how much is open, in a sentence."""
    states = [one["state"] for one in checks]
    mend, confirm = states.count("to mend"), states.count("to confirm")
    return f"{mend or 'Nothing'} to mend, {confirm or 'nothing'} to confirm, of {len(states)} checks."
