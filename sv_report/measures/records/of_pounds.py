"""The records of value in £: those that exist for additional value (`sv_`) and for local economic value (`lev_`) alike.

Measures stage. The two are never added.
"""

from dataclasses import dataclass

from sv_report.measures.calculations import (
    Calculation,
    both,
    delivered,
    difference,
    headline,
    less,
    pounds,
    reported_on,
    share,
    then,
    uncommitted,
    year_end,
)
from sv_report.measures.of_contracts import contract_value, of_contracts_with_spend, spent, top, top_name
from sv_report.measures.records import families as about
from sv_report.measures.records.of_movement import movement_records
from sv_report.measures.records.record import (
    ACCEPTED,
    BOTH,
    BY_CONTRACT,
    COMMITMENTS,
    COUNTED,
    DELIVERIES,
    EVERY_MEMBER,
    EVERY_WAY,
    OWED,
    PERIODS,
    SEEN,
    VALUED,
    WHEN,
    WORTH,
    FactRecord,
    Family,
)
from sv_report.measures.scope import UNREPORTED, CountsAs
from sv_report.measures.windows import OWN, Window

STILL_OWED = "of commitments, no period begun after its contract's termination"
GROUPED = ("theme", "directorate")  # what is said of groups only, so that the facts stay readable
AGAINST: tuple[tuple[str, Window, Window, str], ...] = (  # id, what is compared, with what, in words
    ("change_on_last_quarter", "quarter", "last_quarter", "less that of {last_period}"),
    ("change_on_same_quarter_last_year", "quarter", "same_quarter_last_year", "less that of {year_ago}"),
    ("ytd_change_on_last_year", "ytd", "ytd_last_year", "less that of the year to the end of {year_ago}"),
)


@dataclass(frozen=True)
class Pounds:
    """Makes the records of one kind of value."""

    prefix: str
    name: str
    counts_as: CountsAs

    def records(self) -> list[FactRecord]:
        """Return them all, in the order in which facts are listed."""
        delivered = [record for window in OWN for record in self._deliveries(window)]
        return [
            *self._commitments(), *delivered, *self._shares(), *self._earlier(), *self._changes(),
            *movement_records(self.prefix, self.name, self.counts_as), *self._then(),
            *self._forecast(), *self._concentration(), *self._spend(),
        ]  # fmt: skip

    # ---- what a record is made of ----------------------------------------------------------------

    def _sum(
        self, id_: str, label: str, calculate: Calculation, formula: str, window: Window, rows: str, family: Family,
        tables: tuple[str, ...] = DELIVERIES, by: tuple[str, ...] = EVERY_WAY, periods: str = "",
    ) -> FactRecord:  # fmt: skip
        return FactRecord(
            f"{self.prefix}_{id_}", f"{self.name} {label}", "sum", "GBP", -3, calculate, formula, tables,
            f"{rows}; {periods or PERIODS[window]}; {VALUED[self.counts_as]}", by, window=window,
            counts_as=self.counts_as, about=family,
        )  # fmt: skip

    def _share(
        self, id_: str, label: str, part: Calculation, whole: Calculation, words: tuple[str, str], family: Family,
        window: Window = "to_date", by: tuple[str, ...] = EVERY_MEMBER, note: str = "", periods: str = "",
        counted: str = COUNTED,
    ) -> FactRecord:  # fmt: skip
        rows = f"{counted}; {periods or PERIODS[window]}; {VALUED[self.counts_as]}"
        return FactRecord(
            f"{self.prefix}_{id_}", f"{self.name} {label}", "share", "share", 3, share(part, whole),
            f"{words[0]} ÷ {words[1]}{note}", BOTH, rows, by, window=window, counts_as=self.counts_as,
            about=family, numerator=words[0], denominator=words[1],
        )  # fmt: skip

    # ---- committed and delivered -----------------------------------------------------------------

    def _commitments(self) -> list[FactRecord]:
        kind, formula = self.counts_as, f"sum of commitments: {WORTH}"
        due = [
            self._sum(f"due_{window}", f"due {WHEN[window]}", pounds("committed", window, kind), formula, window, OWED,
                      about.DUE, COMMITMENTS)
            for window in OWN
        ]  # fmt: skip
        return [
            self._sum("committed_life", "committed over the life of contracts", pounds("committed", "life", kind),
                      formula, "life", OWED, about.COMMITTED, COMMITMENTS, EVERY_MEMBER),
            *due,
            self._sum("due_not_reported_on", "due to date and not reported on", pounds(UNREPORTED, "to_date", kind),
                      formula, "to_date", f"{OWED}; no return received by {{as_at}}", about.COVERAGE,
                      (*COMMITMENTS, "returns"), GROUPED),
        ]  # fmt: skip

    def _deliveries(self, window: Window) -> list[FactRecord]:
        kind, when = self.counts_as, WHEN[window]
        return [
            self._sum(f"reported_{window}", f"reported {when}", delivered(pounds("reported", window, kind), window),
                      f"sum of the quantities claimed: {WORTH}", window, SEEN, about.REPORTED),
            self._sum(f"validated_{window}", f"validated {when}", delivered(pounds("validated", window, kind), window),
                      f"sum of the quantities accepted: {WORTH}", window, ACCEPTED, about.VALIDATED),
            self._sum(f"awaiting_{window}", f"awaiting validation {when}",
                      delivered(difference("reported", "assessed", window, kind), window),
                      "reported less what has been assessed", window, SEEN, about.AWAITING),
            self._sum(f"not_accepted_{window}", f"not accepted {when}",
                      delivered(difference("assessed", "validated", window, kind), window),
                      "claimed less validated, of what has been assessed", window, ACCEPTED, about.NOT_ACCEPTED),
        ]  # fmt: skip

    def _shares(self) -> list[FactRecord]:
        kind = self.counts_as
        done, due = headline("to_date", kind), pounds("committed", "to_date", kind)
        to_date, covered = "{headline} to date", "due to date in the quarters for which a return was received"
        owed, every = f"{PERIODS['to_date']}; {STILL_OWED}", f"{PERIODS['to_date']}, of commitments every period"
        return [
            self._share("share_of_due", "{headline} as a share of what was due to date", done, due,
                        (to_date, "due to date"), about.SHARE_OF_DUE,
                        note="; a missing return counts as nothing delivered", periods=owed),
            self._share("share_of_life", "{headline} as a share of all that is committed", done,
                        pounds("committed", "life", kind), (to_date, "committed over the life of contracts"),
                        about.SHARE_OF_LIFE, periods=f"{every}; {STILL_OWED}"),
            self._share("share_of_due_reported_on", "{headline} as a share of what was due, where a return was "
                        "received", done, reported_on(kind), (to_date, covered), about.COVERAGE, by=GROUPED,
                        periods=owed),
            self._share("share_of_due_covered", "due to date in quarters for which a return was received, as a share",
                        reported_on(kind), due, (covered, "due to date"), about.COVERAGE, by=GROUPED, counted=OWED),
            self._share("share_assessed", "assessed as a share of what was reported to date",
                        pounds("assessed", "to_date", kind), delivered(pounds("reported", "to_date", kind), "to_date"),
                        ("reported to date and assessed by {as_at}", "reported to date"), about.COVERAGE,
                        by=GROUPED, counted=SEEN),
            self._sum("without_commitment_to_date", "{headline} to date where nothing was promised", uncommitted(kind),
                      f"sum of the {{headline}} quantities: {WORTH}", "to_date",
                      f"{COUNTED}; no commitment of the contract to the measure", about.WITHOUT_COMMITMENT,
                      by=GROUPED),
        ]  # fmt: skip

    # ---- earlier periods -------------------------------------------------------------------------

    def _earlier(self) -> list[FactRecord]:
        kind = self.counts_as
        quantities = (("due", "committed", OWED, COMMITMENTS), ("reported", "reported", SEEN, DELIVERIES),
                      ("validated", "validated", ACCEPTED, DELIVERIES))  # fmt: skip
        windows: tuple[Window, ...] = ("last_quarter", "same_quarter_last_year", "ytd_last_year")
        return [
            self._sum(f"{word}_{window}", f"{word} {WHEN[window]}", _known(of, window, kind),
                      f"the same sum as for {{period}}, as it is known on {{as_at}}: {WORTH}", window, rows,
                      about.EARLIER, tables, GROUPED)
            for window in windows
            for word, of, rows, tables in quantities
        ]  # fmt: skip

    def _changes(self) -> list[FactRecord]:
        kind = self.counts_as
        records = []
        for id_, own, earlier, words in AGAINST:
            now, before = (delivered(headline(window, kind), window) for window in (own, earlier))
            change, periods = f"{{headline}} {WHEN[own]} {words}", f"{PERIODS[own]}, and {PERIODS[earlier]}"
            records += [
                self._sum(id_, f"{{headline}}: change {WHEN[own]} on that {WHEN[earlier]}", less(now, before), change,
                          own, COUNTED, about.CHANGE, by=GROUPED, periods=periods),
                self._share(f"{id_}_share", f"{{headline}}: change {WHEN[own]} on that {WHEN[earlier]}, as a share",
                            less(now, before), before, (change, f"{{headline}} {WHEN[earlier]}"), about.CHANGE, own,
                            GROUPED, periods=periods),
            ]  # fmt: skip
        return records

    def _then(self) -> list[FactRecord]:
        kind = self.counts_as
        records = []
        for of, rows in (("reported", SEEN), ("validated", ACCEPTED)):
            now, before = _known(of, "last_quarter", kind), then(of, kind)
            records += [
                self._sum(f"{of}_last_quarter_then", f"{of} {WHEN['last_quarter']}, as the last report said it", before,
                          f"the same sum with the data received, and validated, by {{last_as_at}}: {WORTH}",
                          "last_quarter", rows.replace("{as_at}", "{last_as_at}"), about.THEN, by=GROUPED),
                self._sum(f"{of}_last_quarter_revised", f"{of} {WHEN['last_quarter']}: revision since the last report",
                          less(now, before), f"{of} {WHEN['last_quarter']} as known on {{as_at}} less what was known "
                          "on {last_as_at}", "last_quarter", rows, about.THEN, by=GROUPED),
            ]  # fmt: skip
        return records

    # ---- looking ahead, concentration, spend -----------------------------------------------------

    def _forecast(self) -> list[FactRecord]:
        kind = self.counts_as
        due = both(pounds("committed", "ytd", kind), pounds("committed", "rest_of_year", kind))
        expected = "{headline} expected by the end of the year"
        return [
            self._sum("due_year_end", "due in the whole of the financial year", due,
                      "due in the year to date and due in the rest of it", "ytd", OWED, about.FORECAST, COMMITMENTS,
                      (*GROUPED, "contract")),
            self._sum("forecast_year_end", "{headline}: forecast for the whole of the financial year", year_end(kind),
                      "{headline} in the year to date, and of what is still due in the year the share that was "
                      "delivered of what was due so far in it, never more than all; a commitment at a time", "ytd",
                      COUNTED, about.FORECAST, BOTH, (*GROUPED, "contract")),
            self._share("forecast_share_of_due_year_end", "forecast for the year as a share of what is due in it",
                        year_end(kind), due, (expected, "due in the whole of the financial year"), about.FORECAST,
                        "ytd", (*GROUPED, "contract")),
        ]  # fmt: skip

    def _concentration(self) -> list[FactRecord]:
        kind = self.counts_as
        records = []
        for window in OWN:
            when, whole = WHEN[window], top(None, window, kind)
            most = f"of the contract with the most {{headline}} {when}"
            records += [
                FactRecord(f"{self.prefix}_top_contract_{window}", f"{self.name}: contract with the most {when}",
                           "rank", "text", 0, top_name(window, kind), "the contract that ranks first; of "
                           "two alike the first by its reference", DELIVERIES, f"{COUNTED}; {PERIODS[window]}",
                           ("directorate",), window=window, counts_as=kind, about=about.CONCENTRATION),
                self._sum(f"top_contract_value_{window}", most, top(1, window, kind),
                          f"sum of the {{headline}} quantities of the contract that ranks first: {WORTH}", window,
                          COUNTED, about.CONCENTRATION, by=("directorate",)),
                self._share(f"top_contract_share_{window}", f"{most}, as a share of all", top(1, window, kind), whole,
                            (f"{{headline}} {when} of the contract that ranks first",
                             f"{{headline}} {when} of all contracts above nothing"),
                            about.CONCENTRATION, window, ("directorate",)),
                self._share(f"top_five_share_{window}", f"of the five contracts with the most {{headline}} {when}, "
                            "as a share of all", top(5, window, kind), whole,
                            (f"{{headline}} {when} of the five contracts that rank first",
                             f"{{headline}} {when} of all contracts above nothing"),
                            about.CONCENTRATION, window, ("directorate",)),
            ]  # fmt: skip
        return records

    def _spend(self) -> list[FactRecord]:
        kind = self.counts_as
        ratios = (
            ("per_pound_of_spend_to_date", "{headline} to date for each £1 spent", of_contracts_with_spend(kind),
             spent("to_date"), ("{headline} to date of the contracts whose spend is recorded", "spend on them to date"),
             ("spend", *DELIVERIES), f"{COUNTED}; {PERIODS['to_date']}; contracts whose spend is recorded"),
            ("committed_per_pound_of_value", "committed for each £1 of contract value",
             pounds("committed", "life", kind), contract_value,
             ("committed over the life of contracts", "value of the contracts with a commitment"), COMMITMENTS,
             f"{OWED}; contracts with a commitment"),
        )  # fmt: skip
        return [
            FactRecord(f"{self.prefix}_{id_}", f"{self.name} {label}", "share", "GBP_per_GBP", 2, share(part, whole),
                       f"{words[0]} ÷ {words[1]}", tables, f"{rows}; {VALUED[kind]}", BY_CONTRACT,
                       window="to_date", counts_as=kind, about=about.PER_POUND, numerator=words[0],
                       denominator=words[1])
            for id_, label, part, whole, words, tables, rows in ratios
        ]  # fmt: skip


def _known(quantity: str, window: Window, counts_as: CountsAs) -> Calculation:
    """Return the calculation of an earlier window's sum: of what was promised, or of what returns said."""
    sums = pounds(quantity, window, counts_as)
    return sums if quantity == "committed" else delivered(sums, window)
