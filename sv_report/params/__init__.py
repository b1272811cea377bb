"""The params stage: an edition's YAML, its narrative and the council profile → a frozen `Edition`.

First on the line. It knows the calendar and the law's clear days, and nothing of later stages: the names of
facts and exhibits are handed to it in `Known`.
"""

from sv_report.params.calendar import clear_days, long_date, short_date
from sv_report.params.council.profile import CouncilProfile, Section
from sv_report.params.council.profiles import council_names, read_profile
from sv_report.params.council.ratings import Band, band_of
from sv_report.params.edition import Accepted, Appendix, BackgroundPaper, Contact, Edition, Meeting, Narrative
from sv_report.params.exemption import Exemption
from sv_report.params.known import Known, KnownFact
from sv_report.params.loading import find_edition, load_edition
from sv_report.params.period import Period
from sv_report.params.words.placeholder import ExhibitReference, FactReference, Quoted, Text, pieces
from sv_report.params.workbench import Workbench, edition_ids, find_workbench

__all__ = [
    "Accepted",
    "Appendix",
    "BackgroundPaper",
    "Band",
    "Contact",
    "CouncilProfile",
    "Edition",
    "Exemption",
    "ExhibitReference",
    "FactReference",
    "Known",
    "KnownFact",
    "Meeting",
    "Narrative",
    "Period",
    "Quoted",
    "Section",
    "Text",
    "Workbench",
    "band_of",
    "clear_days",
    "council_names",
    "edition_ids",
    "find_edition",
    "find_workbench",
    "load_edition",
    "long_date",
    "pieces",
    "read_profile",
    "short_date",
]
