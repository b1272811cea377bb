"""An edition as each copy of the report may know it: the public's without what is exempt, the exempt one with it all.

Params stage, its last step. Whatever is handed the public's edition cannot print, log or pass on an exempt word, a name
that is exempt, or the file in which one stands: they are not in it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from sv_report.params.edition import Appendix, Edition, Narrative
from sv_report.params.exemption import UNSAID, Exemption
from sv_report.params.typed.yaml_file import YamlFile
from sv_report.params.words.exempt_words import all_words, public_words

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
ENTRIES = "exempt"  # the field whose settings are no more for the public than the field itself


def public_edition(edition: Edition) -> Edition:
    """Return an edition as the public copy may know it.

    Exempt words are replaced by the profile's, exempt appendices have neither exhibit nor file, and a supplier's or
    contract's entry has no name. No path leads to the edition's file or its narrative; a narrative's `file` says, in
    findings, where it is to be mended.
    """
    words = edition.profile.exempt_wording

    def public(text: Narrative) -> Narrative:
        paragraph = edition.paragraph_of("narrative", text.section)
        block, span = (in_markdown(one.format(paragraph=paragraph)) for one in (words.block, words.span))
        return replace(text, text=public_words(text.text, block, span), path=Path(text.path.name))

    return replace(
        edition,
        path=Path(edition.path.name),
        last_published=None,
        appendices=tuple(_public_appendix(one) for one in edition.appendices),
        exempt=tuple(dict.fromkeys(_public_entry(one) for one in edition.exempt)),
        narrative=_each(edition.narrative, public),
        drafts=_each(edition.drafts, public),
        settings=tuple(pair for pair in edition.settings if pair[0].split(".")[0].strip() != ENTRIES),
        file=YamlFile(""),
    )


def exempt_edition(edition: Edition) -> Edition:
    """Return an edition as the exempt copy prints it: every word of it, those that are exempt without their marks."""
    words = edition.profile.exempt_wording

    def whole(text: Narrative) -> Narrative:
        paragraph = edition.paragraph_of("narrative", text.section)
        return replace(text, text=all_words(text.text, in_markdown(words.marked_block.format(paragraph=paragraph))))

    return replace(edition, narrative=_each(edition.narrative, whole), drafts=_each(edition.drafts, whole))


def in_markdown(words: str) -> str:
    r"""Return plain words as Markdown that prints them, and that nothing beside them can make a link or a list.

    >>> in_markdown("[Exempt: paragraph 3]")
    '\\[Exempt\\: paragraph 3\\]'
    """
    return PUNCTUATION.sub(r"\\\1", words)


def _each(texts: Mapping[str, Narrative], change: Callable[[Narrative], Narrative]) -> dict[str, Narrative]:
    return {id_: change(text) for id_, text in texts.items()}


def _public_appendix(appendix: Appendix) -> Appendix:
    return replace(appendix, exhibit=None, file=None) if appendix.exempt else appendix


def _public_entry(exemption: Exemption) -> Exemption:
    return replace(exemption, name="") if exemption.kind in UNSAID else exemption
