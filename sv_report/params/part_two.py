"""Part II of an edition in words: the statements of what is exempt and why, and the line on each page of its copy.

Params stage. Takes an edition, or the public's form of one: both say the same.
"""

from sv_report.params.edition import Edition
from sv_report.params.exemption import Exemption, counted


def statements(edition: Edition) -> tuple[str, ...]:
    """Return the paragraphs of the section on Part II: one for each paragraph of the Act and reason, in order."""
    wording = edition.profile.exempt_wording
    parts: dict[tuple[str, str], list[str]] = {}
    for one in edition.exempt:
        named = parts.setdefault((one.paragraph, one.reason), [])
        named += [part] if (part := part_of(edition, one)) not in named else []
    return tuple(
        wording.statement.format(
            parts=_joined(named),
            paragraph=paragraph,
            paragraph_words=wording.paragraph_words(paragraph),
            reason=_sentence(reason),
        )
        for (paragraph, reason), named in parts.items()
    )


def part_of(edition: Edition, exemption: Exemption) -> str:
    """Return which part of the report is exempt, in words that may be published."""
    wording = edition.profile.exempt_wording
    if exemption.kind == "narrative":
        heading = edition.profile.section(exemption.name).heading.rstrip(":")
        return wording.narrative_part.format(heading=heading)
    if exemption.kind == "appendix":
        name = edition.profile.wording.appendix_name.format(label=exemption.name)
        return wording.appendix_part.format(name=name)
    part: str = getattr(wording, f"{exemption.kind}_part")
    return part


def not_for_publication(edition: Edition) -> str:
    """Return the line at the top of each page of the exempt copy; an empty text where nothing is exempt."""
    if not edition.has_exempt:
        return ""
    return edition.profile.exempt_wording.every_page.format(
        paragraphs=counted([one.paragraph for one in edition.exempt])
    )


def _joined(words: list[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
