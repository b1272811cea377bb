"""What moved, by how much, and against what: the headline of the period beside earlier ones, in sentences.

Exhibits stage: builders that `records` lists; which contracts and themes account for it stands in `accounts`. Each
sentence is true of any data: a first quarter, a year, a base of nothing, a return that never came. A change keeps its
sign, and a word says which way is good.
"""

from dataclasses import dataclass

from sv_report.exhibits.leading import in_pounds
from sv_report.exhibits.sums import Sum
from sv_report.exhibits.words import Sentence, Words, out_of
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

MET = "commitments_on_schedule"


# ---- the headline against earlier periods --------------------------------------------------------


@dataclass(frozen=True)
class Against:
    """An earlier period that the headline is held against: its name, when it was in a sentence, and the facts."""

    period: str
    when: str
    due: Fact
    then: Fact
    change: Fact
    share: Fact


def _against(figures: Figures, period: str, when: str, window: str, change: str) -> Against:
    facts = figures.facts
    ids = (f"sv_due_{window}", f"sv_{figures.headline}_{window}", change, f"{change}_share")
    return Against(period, when, *(facts[id_] for id_ in ids))


def on_last(figures: Figures) -> Against:
    """Return the last quarter, or of a year the year before."""
    last = figures.period.previous.words
    return _against(figures, last, f"in {last}", "last_quarter", "sv_change_on_last_quarter")


def _on_last_year(figures: Figures) -> Against:
    ago = figures.period.a_year_before.words
    return _against(figures, ago, f"in {ago}", "same_quarter_last_year", "sv_change_on_same_quarter_last_year")


def _of_year_to_date(figures: Figures) -> Against:
    ago = figures.period.a_year_before
    to_the_end, when = f"the year to the end of {ago.words}", f"at the same point of {ago.year.words}"
    return _against(figures, to_the_end, when, "ytd_last_year", "sv_ytd_change_on_last_year")


def moved(figures: Figures) -> Words:
    """Return the headline of the period against the last, the same of last year, and the year to date likewise."""
    if not in_pounds(figures):
        return Words("moved", (_moved_on_schedule(figures),))
    now, period = figures.facts[f"sv_{figures.headline}_quarter"], figures.period
    if now.value is None:
        return Words("moved", (no_return(figures, "What moved cannot be stated."),))
    found: list[tuple[Sentence, Fact, Against]] = [(_is(figures, now), now, on_last(figures))]
    if period.quarter:
        found.append((("It is",), now, _on_last_year(figures)))
    if period.quarter and period.quarter > 1:
        year = figures.facts[f"sv_{figures.headline}_ytd"]
        begin: Sentence = (f"In the year to the end of {period.words} it is ", year)
        found.append((begin, year, _of_year_to_date(figures)))
    sentences = [_compared(begin, one) for begin, _, one in found]
    sums = tuple(Sum(one.change, (fact,), less=(one.then,)) for _, fact, one in found)
    return Words("moved", (*sentences, *_still_awaiting(figures)), sums)


def moved_in_brief(figures: Figures) -> Words:
    """Return the headline of the period against the last, and what awaits validation, for a summary."""
    if not in_pounds(figures):
        return Words("moved_in_brief", (_share_then(figures),))
    now = figures.facts[f"sv_{figures.headline}_quarter"]
    if now.value is None:
        return Words("moved_in_brief", (no_return(figures, "What moved cannot be stated."),))
    compared = _compared(_is(figures, now), on_last(figures), brief=True)
    awaiting = figures.facts["sv_awaiting_quarter"]
    if figures.headline != "validated" or not awaiting.value:
        return Words("moved_in_brief", (compared,))
    return Words("moved_in_brief", ((*compared, " A further ", awaiting, " awaits validation."),))


def _is(figures: Figures, now: Fact) -> Sentence:
    return (f"{figures.headline.capitalize()} social value in {figures.period.words} is ", now)


def no_return(figures: Figures, so: str) -> Sentence:
    """Return that no return of the period was received, and what cannot be said then."""
    return (f"No return for {figures.period.words} had been received by {figures.as_at_words}. {so}",)


def _compared(begin: Sentence, one: Against, *, brief: bool = False) -> Sentence:
    """Return what the figure is, and how it stands against an earlier one, or why that cannot be said.

    In `brief` a change is said in per cent alone, where there is a percentage.
    """
    comma = "," if isinstance(begin[-1], Fact) else ""
    change = one.change.value
    if change is None:
        return (*begin, ". ", why_not(one)) if comma else (why_not(one),)
    if not change:
        return (*begin, f"{comma} the same as {one.when}.")
    moved_to: Sentence = (*begin, f"{comma} {'up' if change > 0 else 'down'} from ", one.then, f" {one.when}. ")
    good = "favourable" if change > 0 else "adverse"
    which = f", which is {good}."
    if one.share.value is None:
        no_share = ("The change is ", one.change, which, " A change from ", one.then, " has no percentage.")
        return (*moved_to, *no_share)
    if brief:
        return (*moved_to, "The change of ", one.share, f" is {good}.")
    return (*moved_to, "The change is ", one.change, " (", one.share, f"){which}")


def why_not(one: Against, what: str = "It") -> str:
    """Return the sentence that says why what is now cannot be compared with an earlier period."""
    if one.then.status == "suppressed":
        why = "its figure is not shown"
    elif one.due.status == "not_available":
        why = "the data does not go back so far"
    elif one.then.status == "not_applicable":
        why = "no contract had begun by then"
    else:
        why = "no return for it was received"
    return f"{what} cannot be compared with {one.period}: {why}."


def _still_awaiting(figures: Figures) -> tuple[Sentence, ...]:
    """Return what of the period's claims awaits validation, where validated value leads the report."""
    if figures.headline != "validated":
        return ()
    period, last = figures.period, figures.period.previous
    reported, awaiting, before = (
        figures.facts[f"sv_{id_}"] for id_ in ("reported_quarter", "awaiting_quarter", "reported_last_quarter")
    )
    if not awaiting.value:
        return ((f"Nothing that suppliers reported for {period.words} awaits validation.",),)
    sentence: Sentence = (
        "Of the ", reported, f" that suppliers reported for {period.words}, ", awaiting,
        " awaits validation and is not counted yet.",
    )  # fmt: skip
    earlier: Sentence = () if before.value is None else (f" For {last.words} they reported ", before, ".")
    return ((*sentence, *earlier),)


# ---- commitments on schedule, without a value book -----------------------------------------------


def _moved_on_schedule(figures: Figures) -> Sentence:
    """Return the commitments on schedule, and how their share stands against that at the end of the last period."""
    due, met, share = (figures.facts[id_] for id_ in ("commitments_due", MET, f"share_of_{MET}"))
    if share.value is None:
        return _share_then(figures)
    now = (
        f"By the end of {figures.period.words}, ",
        *out_of(met, due, ("commitment due", "commitments due"), begins=False),
    )
    return (*now, " on schedule, or ", share, ". ", *_share_then(figures))


def _share_then(figures: Figures) -> Sentence:
    """Return the share of commitments on schedule at the end of the last period, and whether it has risen since."""
    now, then = (figures.facts[f"share_of_{MET}{end}"] for end in ("", "_to_last_quarter"))
    last = figures.period.previous.words
    if now.value is None:
        return (f"No commitment was due by the end of {figures.period.words}.",)
    if then.value is None:
        return (why_no_share(then, last),)
    said: Sentence = (f"At the end of {last}, as now known, ", then, " of the commitments then due were on schedule.")
    if now.value == then.value:
        return (*said, " The share is the same now.")
    way = "up, which is favourable" if now.value > then.value else "down, which is adverse"
    return (*said, f" The share is {way}.")


def why_no_share(before: Fact, last: str) -> str:
    """Return the sentence that says why commitments on schedule cannot be compared with those of the last period."""
    if before.status == "not_available":
        return f"The data does not go back to the end of {last}, and nothing can be compared with it."
    return f"No commitment was due by the end of {last}, and there is nothing to compare with."
