"""The facts there are, each a record: what it says beside how it is made.

Measures stage. To add a fact, add a record to the room it belongs in: an id, a label, a calculation from a `Scope`,
the formula in words, and the dimensions it is also given by. `docs/adding.md` walks through one.
"""

from sv_report.measures.records.of_contracts import CONTRACT_RECORDS
from sv_report.measures.records.of_measures import COMMITMENT_RECORDS, QUANTITY_RECORDS
from sv_report.measures.records.of_pounds import Pounds
from sv_report.measures.records.record import FactRecord, Family
from sv_report.measures.records.texts import TEXT_RECORDS

RECORDS: tuple[FactRecord, ...] = (
    *Pounds("sv", "Social value", "additional").records(),
    *Pounds("lev", "Local economic value", "local").records(),
    *COMMITMENT_RECORDS,
    *CONTRACT_RECORDS,
    *QUANTITY_RECORDS,
    *TEXT_RECORDS,
)
NAMES = tuple(record.id for record in RECORDS)

__all__ = ["NAMES", "RECORDS", "FactRecord", "Family"]
