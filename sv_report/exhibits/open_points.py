"""What is still open, what may go wrong, what contracts ask for and cost: sentences for the sections after the detail.

Exhibits stage: builders that `records` lists. They state the position and promise nothing: what is done about it is
for an officer to write.
"""

from sv_report.exhibits.leading import THE_ACT, in_pounds
from sv_report.exhibits.words import Sentence, Words, are, counted, out_of
from sv_report.measures.figures import Figures
from sv_report.params.calendar import short_date

NO_RISK = "The figures show no contract behind, no return missing and no claim that awaits validation."


def still_open(figures: Figures) -> Words:
    """Return what has not been received, validated, delivered or assessed yet, and the period that comes next."""
    following = figures.period.next
    sentences = [
        _returns(figures),
        *([_awaiting(figures)] if in_pounds(figures) else []),
        _behind(figures),
        *_assessments(figures),
        (f"The next period to report on is {following.words}, which ends on {short_date(following.end)}.",),
    ]
    return Words("still_open", tuple(sentences))


def _returns(figures: Figures) -> Sentence:
    missing, due, period = figures.facts["returns_missing"], figures.facts["returns_due"], figures.period.words
    if not missing.value:
        return (f"Every return due for {period} has been received.",)
    return (*out_of(missing, due, (f"return due for {period}", f"returns due for {period}")), " still missing.")


def _awaiting(figures: Figures) -> Sentence:
    awaiting = figures.facts["sv_awaiting_to_date"]
    if awaiting.value is None:
        return (f"No return had been received by {figures.as_at_words}.",)
    if not awaiting.value:
        return ("Nothing that was reported to date awaits validation.",)
    return ("Of what was reported to date, ", awaiting, " awaits validation.")


def _behind(figures: Figures) -> Sentence:
    behind = figures.facts["contracts_behind"]
    if not behind.value:
        return ("No contract is behind what was due to date.",)
    return (*counted(behind, "contract", "contracts"), f" {are(behind)} behind what was due to date.")


def _assessments(figures: Figures) -> tuple[Sentence, ...]:
    """Return how many contracts are owed an assessment, where any are."""
    overdue = figures.facts["kpi_assessments_overdue"]
    if not overdue.value:
        return ()
    return ((*counted(overdue, "contract", "contracts"), f" {are(overdue)} owed an assessment {THE_ACT}."),)


# ---- risks ---------------------------------------------------------------------------------------


def at_risk(figures: Figures) -> Words:
    """Return what may go wrong as far as figures show it: delivery, the year, silence, claims, few contracts."""
    asked = [_late, _short_of_the_year, _silent, *([_claims, _few] if in_pounds(figures) else [])]
    sentences = tuple(sentence for one in asked for sentence in one(figures))
    return Words("at_risk", sentences or ((NO_RISK,),))


def _late(figures: Figures) -> tuple[Sentence, ...]:
    behind, monitored = figures.facts["contracts_behind"], figures.facts["contracts_monitored"]
    if not behind.value:
        return ()
    late = out_of(behind, monitored, ("contract monitored", "contracts monitored"))
    return (("Commitments may be delivered late or not at all. ", *late, " behind."),)


def _short_of_the_year(figures: Figures) -> tuple[Sentence, ...]:
    """Return the forecast, while the year is not over and less is expected than is due."""
    period, fact = figures.period, figures.facts.__getitem__
    due, expected, share = (
        fact(f"sv_{id_}") for id_ in ("due_year_end", "forecast_year_end", "forecast_share_of_due_year_end")
    )
    if period.quarter in (None, 4) or share.value is None or share.value >= 1:
        return ()
    return (
        (f"The year may end short. {period.year.words} is forecast to bring ", expected, ", or ", share, " of the ",
         due, " due in it."),
    )  # fmt: skip


def _silent(figures: Figures) -> tuple[Sentence, ...]:
    missing = figures.facts["returns_missing"]
    if not missing.value:
        return ()
    said: Sentence = ("Missing returns may hide shortfalls. ", *_returns(figures))
    owed = figures.facts["sv_due_not_reported_on"]
    if not (in_pounds(figures) and owed.value):
        return (said,)
    return ((*said, " To date commitments of ", owed, " fell due in quarters without a return."),)


def _claims(figures: Figures) -> tuple[Sentence, ...]:
    awaiting, refused = (figures.facts[f"sv_{id_}_to_date"] for id_ in ("awaiting", "not_accepted"))
    if not awaiting.value:
        return ()
    said: Sentence = ("Claims may not be accepted. ", awaiting, " awaits validation.")
    return ((*said, " Of the claims assessed to date, ", refused, " was not accepted.") if refused.value else said,)


def _few(figures: Figures) -> tuple[Sentence, ...]:
    five = figures.facts["sv_top_five_share_to_date"]
    if five.value is None:
        return ()
    return (("Value may rest on few contracts. The five with most have ", five, " of the whole to date."),)


# ---- procurement and money -----------------------------------------------------------------------


def contracts_stand(figures: Figures) -> Words:
    """Return how many contracts were monitored, how many need performance indicators, and assessments owed."""
    fact, period = figures.facts.__getitem__, figures.period.words
    monitored, needing, unknown, overdue = (
        fact(id_)
        for id_ in ("contracts_monitored", "contracts_needing_kpis", "contracts_kpi_unknown", "kpi_assessments_overdue")
    )
    sentence: Sentence = (*counted(monitored, "contract was", "contracts were"), f" monitored in {period}.")
    if needing.value:
        need = are(needing, "needs", "need")
        sentence = (*sentence, " Of the contracts active then, ", needing, f" {need} performance indicators {THE_ACT}.")
    else:
        sentence = (*sentence, f" None of the contracts active then is known to need performance indicators {THE_ACT}.")
    if unknown.value:
        sentence = (*sentence, " Of ", unknown, " more that may need them, the register does not tell.")
    if overdue.value:
        sentence = (*sentence, " The assessment of ", *counted(overdue, "contract", "contracts"), " is overdue.")
    else:
        sentence = (*sentence, " No assessment against performance indicators is overdue.")
    return Words("contracts_stand", (sentence,))


def money(figures: Figures) -> Words:
    """Return what the contracts are worth, what was spent on them, and the social value for each £1 of spend."""
    fact = figures.facts.__getitem__
    worth, spent, each = (fact(id_) for id_ in ("contract_value", "spend_to_date", "sv_per_pound_of_spend_to_date"))
    sentence: Sentence = ("No contract carries a commitment.",)
    if worth.value is not None:
        sentence = ("The contracts that carry a commitment are worth ", worth, ".")
    if spent.value is None:
        return Words("money", ((*sentence, " No spend on them is recorded in the data."),))
    sentence = (*sentence, " Spend recorded on contracts to date is ", spent, ".")
    if in_pounds(figures) and each.value is not None:
        said = f" On contracts with spend recorded, {figures.headline} social value to date is "
        sentence = (*sentence, said, each, " for each pound spent.")
    return Words("money", (sentence,))
