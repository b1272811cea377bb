"""What an edition holds back, as the leak check looks for it: names, passages and numbers.

Release stage. Takes the public's copy and the figures computed from all rows.
"""

from collections.abc import Iterator

from sv_report.data.tables import Tables
from sv_report.exhibits.disclosure.released import Released
from sv_report.measures import Fact, Figures
from sv_report.measures.scope import NOTHING
from sv_report.params import Edition
from sv_report.params.released import public_edition
from sv_report.params.words.exempt_words import exempt_words_of
from sv_report.release.leaks import Amount, Phrase, Secrets
from sv_report.release.leaks.forms import forms_of

FEW = 3  # words of a name; more of them are a passage


def secrets_of(edition: Edition, figures: Figures, released: Released, tables: Tables) -> Secrets:
    """Return what may stand in no public file of an edition; nothing where nothing is exempt."""
    if not edition.has_exempt:
        return Secrets()
    held = [fact for fact in figures.facts if fact.id in released.hidden | released.left_out and fact.value is not None]
    phrases = (*_names(edition, tables), *_passages(edition))
    amounts = tuple(_amount(fact) for fact in held)
    words = "\n".join(text.text for text in public_edition(edition).printed)
    shown = "\n".join("\t".join(_printed(fact)) for fact in released.figures.facts if fact.status != "suppressed")
    return Secrets(phrases, amounts, words, shown)


def _names(edition: Edition, tables: Tables) -> Iterator[Phrase]:
    """Yield the names of exempt contracts and suppliers, and what they go by in the data."""
    contracts = {mark.name for mark in edition.exempt if mark.kind == "contract"}
    suppliers = {mark.name for mark in edition.exempt if mark.kind == "supplier"}
    if not contracts and not suppliers:
        return
    for row in tables.rows(tables["suppliers"].select("id", "name")):
        if row["id"] in suppliers:
            yield Phrase(row["name"], "the name of an exempt supplier")
            yield Phrase(row["id"], "the reference of an exempt supplier")
    for row in tables.rows(tables["contracts"].select("ref", "title", "supplier_id")):
        if row["ref"] in contracts or row["supplier_id"] in suppliers:
            yield Phrase(row["title"], "the title of an exempt contract")
            yield Phrase(row["ref"], "the reference of an exempt contract")


def _passages(edition: Edition) -> Iterator[Phrase]:
    for text in edition.printed:
        for words in exempt_words_of(text.text):
            what = f"exempt words of the section {edition.profile.section(text.section).heading.rstrip(':')}"
            yield Phrase(words, what, is_passage=len(words.split()) > FEW)


def _printed(fact: Fact) -> Iterator[str]:
    """Yield what is printed of a public fact: its label, rows and words, and every form of its number."""
    yield from (fact.label, str(fact.source.rows), fact.text)
    if fact.value is not None:
        forms = forms_of(_amount(fact))
        yield from sorted(form.decode() for form in forms.telling | forms.short)


def _amount(fact: Fact) -> Amount:
    return Amount(fact.value or NOTHING, fact.unit, fact.decimals, (fact.label,), f"the hidden fact {fact.id}")
