"""A fact as a card, and facts as a table: how they show themselves in a notebook."""

from datetime import date
from html import escape

from sv_report.exhibits.table import Column, Table
from sv_report.exhibits.trace_view import OPENING
from sv_report.exploring.listing import Listing
from sv_report.measures.fact import Fact
from sv_report.measures.facts import Facts
from sv_report.params.calendar import short_date
from sv_report.params.period import Period

BOX = "border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 4px; padding: 0.75em 1em; max-width: 42em"
NAME = "text-align: left; vertical-align: top; white-space: nowrap; padding-right: 1em"
LARGE = "font-size: 1.8em; font-weight: 600; line-height: 1.3"


def card(fact: Fact) -> str:
    """Return a fact as HTML: what it says, as it is printed, of when, in which unit, and how it is made."""
    rows = "".join(
        f'<tr><th scope="row" style="{NAME}">{escape(name)}</th><td style="text-align: left">{escape(said)}</td></tr>'
        for name, said in _said(fact).items()
    )
    return (
        f'<div style="{BOX}"><div>{escape(fact.label)}</div><div style="{LARGE}">{escape(fact.display)}</div>'
        f"{OPENING}<tbody>{rows}</tbody></table></div>"
    )


def card_text(fact: Fact) -> str:
    """Return a fact's card as plain text."""
    said = _said(fact)
    width = max(map(len, said))
    return "\n".join([fact.label, fact.display, *(f"  {name:{width}}  {words}" for name, words in said.items())])


def _said(fact: Fact) -> dict[str, str]:
    rows = "not shown" if fact.source.rows is None else f"{fact.source.rows:,} of {', '.join(fact.source.tables)}"
    return {
        "Period": Period.parse(fact.period).words,
        "Data as at": short_date(date.fromisoformat(fact.as_at)),
        "Unit": fact.unit_heading,
        "How it is made": fact.formula,
        "Which rows": fact.source.filter,
        "Rows": rows,
        "Fact": fact.id,
    }


def of_the_whole(facts: Facts) -> Listing:
    """Return the facts of the whole as a table; those by theme, measure … are counted below it."""
    whole = [fact for fact in facts if not fact.member]
    names = ("Fact", "What it says", "Figure", "Unit", "Rows")
    columns = tuple(Column(name, number=name in ("Figure", "Rows")) for name in names)
    rows = tuple((fact.id, fact.label, fact, fact.unit_heading, _count(fact)) for fact in whole)
    by = f"and {len(facts) - len(whole):,} more by theme, measure, directorate, supplier, contract and so on"
    return Listing(Table("facts", f"{len(whole):,} facts of the whole, {by}", columns, rows))


def _count(fact: Fact) -> str:
    return "" if fact.source.rows is None else f"{fact.source.rows:,}"
