"""The records of facts that are words: the period, and the day up to which data is seen.

Measures stage.
"""

from sv_report.measures.calculations import Calculation
from sv_report.measures.fact import Number
from sv_report.measures.records import families as about
from sv_report.measures.records.record import FactRecord
from sv_report.measures.scope import Scope
from sv_report.params.calendar import short_date


def _text(id_: str, label: str, calculate: Calculation, formula: str) -> FactRecord:
    return FactRecord(id_, label, "text", "text", 0, calculate, formula, (), about=about.TEXTS)


def _last_seen(scope: Scope) -> Number:
    last = scope.results.conventions.last_as_at
    return Number.words(short_date(last)) if last else Number.none("not_available")


TEXT_RECORDS = (
    _text("period", "The period of the report", lambda scope: Number.words(scope.results.period.words),
          "the edition's period, in words"),
    _text("period_end", "The last day of the period", lambda scope: Number.words(short_date(scope.results.period.end)),
          "the edition's period"),
    _text("as_at", "The day up to which data is seen", lambda scope: Number.words(short_date(scope.results.as_at)),
          "the edition's data_as_at"),
    _text("last_period", "The period before", lambda scope: Number.words(scope.results.period.previous.words),
          "the period before the edition's"),
    _text("year_ago", "The same period of last year",
          lambda scope: Number.words(scope.results.period.a_year_before.words), "a year before the edition's period"),
    _text("last_as_at", "The day up to which the last report saw data", _last_seen,
          "the edition's last_report_data_as_at"),
)  # fmt: skip
