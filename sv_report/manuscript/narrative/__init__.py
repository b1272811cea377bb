"""What a narrative says of numbers, held against the facts: typed by hand, of another period, not adding up.

Manuscript stage. Takes the texts that a report prints and its facts, gives findings; none stops a run.
"""

from collections.abc import Iterable

from sv_report.exhibits.leading import sayable
from sv_report.findings import Finding
from sv_report.manuscript.narrative.by_hand import names_in, typed_by_hand
from sv_report.manuscript.narrative.nearest_fact import Candidates
from sv_report.manuscript.narrative.passages import sentences
from sv_report.manuscript.narrative.periods import other_periods
from sv_report.manuscript.narrative.reading import read
from sv_report.manuscript.narrative.totals import unsound_parts, unsound_totals
from sv_report.measures.figures import Figures
from sv_report.params import Narrative

__all__ = ["narrative_findings"]


def narrative_findings(texts: Iterable[Narrative], figures: Figures) -> list[Finding]:
    """Return what is found in the numbers of texts, in the order of their lines."""
    names, candidates = names_in(figures), Candidates(sayable(figures.facts))
    found: list[Finding] = []
    for text in texts:
        reading = read(text)
        said = sentences(reading)
        of_text = [
            *typed_by_hand(reading, said, names, candidates),
            *unsound_totals(reading, figures.facts),
            *(finding for one in said for finding in unsound_parts(reading, one, figures.facts)),
            *(finding for one in said for finding in other_periods(reading, one, figures.facts, figures.period)),
        ]
        found += sorted(of_text, key=lambda finding: finding.where.row or 0)
    return found
