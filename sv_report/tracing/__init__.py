"""From a source row on to the facts: which of them rest on it, and what they would be if it said something else.

Above the line, beside `pipeline`: `sv-report trace EDITION --affected-by FILE:ROW` calls `affected_by`. The other
way, from a fact back to its rows, is the measures' `trace`.
"""

from sv_report.tracing.affected import Affected, ChangedFact
from sv_report.tracing.asking import RowQuestions, affected_by

__all__ = ["Affected", "ChangedFact", "RowQuestions", "affected_by"]
