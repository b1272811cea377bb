"""The records of measures in their own units, and of commitments: what can be said without any £.

Measures stage.
"""

from sv_report.measures.calculations import share
from sv_report.measures.of_measures import commitments, expected_quantity, quantity, share_of_quantity
from sv_report.measures.records import families as about
from sv_report.measures.records.record import (
    ACCEPTED,
    BOTH,
    COMMITMENTS,
    COUNTED,
    DELIVERIES,
    EVERY_MEMBER,
    OWED,
    PERIODS,
    SEEN,
    WHEN,
    FactRecord,
)
from sv_report.measures.windows import OWN, Window

IN_OWN_UNITS = tuple(table for table in BOTH if table != "value_book")
DUE_BY = f"{OWED}; {PERIODS['to_date']}"
DUE_BY_LAST = f"{OWED}; periods ended by the end of {{last_period}}"

COMMITMENT_RECORDS = (
    FactRecord("commitments_due", "Commitments due to date", "count", "count", 0, commitments(False),
               "one a contract and measure of which anything was due; where low is good, a limit of nothing too",
               COMMITMENTS[:3], DUE_BY, EVERY_MEMBER,
               about=about.ON_SCHEDULE),
    FactRecord("commitments_on_schedule", "Commitments on schedule", "count", "count", 0, commitments(True),
               "commitments whose {headline} to date, in the measure's own unit, reaches what was due", IN_OWN_UNITS,
               DUE_BY, EVERY_MEMBER, about=about.ON_SCHEDULE),
    FactRecord("share_of_commitments_on_schedule", "Commitments on schedule as a share of those due", "share", "share",
               3, share(commitments(True), commitments(False)), "commitments on schedule ÷ commitments due to date",
               IN_OWN_UNITS, DUE_BY, EVERY_MEMBER, about=about.ON_SCHEDULE, numerator="commitments on schedule",
               denominator="commitments due to date"),
    FactRecord("commitments_due_to_last_quarter", "Commitments due by the end of {last_period}", "count", "count", 0,
               commitments(False, "to_last_quarter"), "one a contract and measure of which anything was due by then",
               COMMITMENTS[:3], DUE_BY_LAST, window="to_last_quarter", about=about.ON_SCHEDULE),
    FactRecord("commitments_on_schedule_to_last_quarter", "Commitments on schedule at the end of {last_period}",
               "count", "count", 0, commitments(True, "to_last_quarter"), "commitments whose {headline} by the end of "
               "{last_period}, as it is known on {as_at}, reaches what was due by then", IN_OWN_UNITS, DUE_BY_LAST,
               ("contract",), window="to_last_quarter", about=about.ON_SCHEDULE),
    FactRecord("share_of_commitments_on_schedule_to_last_quarter", "Commitments on schedule at the end of "
               "{last_period} as a share of those due by then", "share", "share", 3,
               share(commitments(True, "to_last_quarter"), commitments(False, "to_last_quarter")),
               "commitments on schedule ÷ commitments due, at the end of {last_period}", IN_OWN_UNITS, DUE_BY_LAST,
               ("theme",), window="to_last_quarter", about=about.ON_SCHEDULE, numerator="commitments on schedule then",
               denominator="commitments due by then"),
)  # fmt: skip

QUANTITIES: tuple[tuple[str, str, str, Window, str, str], ...] = (
    ("committed_life", "Committed over the life of contracts", "committed", "life", "{sum} of commitments", OWED),
    *((f"due_{window}", f"Due {WHEN[window]}", "committed", window, "{sum} of commitments", OWED) for window in OWN),
    *((f"reported_{window}", f"Reported {WHEN[window]}", "reported", window, "{sum} of quantities claimed", SEEN)
      for window in OWN),
    *((f"validated_{window}", f"Validated {WHEN[window]}", "validated", window, "{sum} of quantities accepted",
       ACCEPTED) for window in OWN),
)  # fmt: skip
QUANTITY_RECORDS = (
    *(
        FactRecord(f"quantity_{name}", label, "sum", None, 1, quantity(of, window), formula,
                   COMMITMENTS[:3] if of == "committed" else DELIVERIES[:4], f"{rows}; {PERIODS[window]}", ("measure",),
                   whole=False, window=window, about=about.QUANTITY)
        for name, label, of, window, formula, rows in QUANTITIES
    ),
    FactRecord("quantity_share_of_due", "{headline} as a share of what was due to date", "share", "share", 3,
               share_of_quantity, "{headline} to date ÷ due to date, in the measure's own unit; where low is good, "
               "reported ÷ allowed, in the quarters of which a return speaks", IN_OWN_UNITS,
               f"{COUNTED}; {PERIODS['to_date']}", ("measure",), whole=False, window="to_date", about=about.QUANTITY,
               numerator="{headline} to date", denominator="due to date"),
    FactRecord("quantity_forecast_year_end", "{headline}: forecast for the whole of the financial year", "sum", None, 1,
               expected_quantity, "{headline} in the year to date, and of what is still due in the year the share that "
               "was delivered of what was due so far in it; where low is good, all that was reported", IN_OWN_UNITS,
               f"{COUNTED}; {PERIODS['ytd']}",
               ("measure",), whole=False, window="ytd", about=about.QUANTITY),
)  # fmt: skip
