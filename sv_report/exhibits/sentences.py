"""The exhibits that are sentences: the summary's facts, and the words of a draft that read right without pounds too.

Exhibits stage: builders that `records` lists.
"""

from sv_report.exhibits.leading import ON_SCHEDULE, in_pounds
from sv_report.exhibits.sums import Sum
from sv_report.exhibits.words import Piece, Sentence, Words, are, counted, out_of
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures

MONITORED = ("contract monitored", "contracts monitored")


def key_facts(figures: Figures) -> Words:
    """Return the facts of the summary: in £, or of commitments on schedule where there is no value book."""
    return Words("key_facts", _in_pounds(figures) if in_pounds(figures) else _on_schedule(figures))


def _in_pounds(figures: Figures) -> tuple[tuple[Piece, ...], ...]:
    fact = figures.facts.__getitem__
    return (
        ("Committed by suppliers over the life of their contracts: ", fact("sv_committed_life"), "."),
        (f"Due to date, by the end of {figures.period.words}: ", fact("sv_due_to_date"), "."),
        ("Reported by suppliers to date: ", fact("sv_reported_to_date"), "."),
        ("Validated by the council to date: ", fact("sv_validated_to_date"), "."),
        (f"{figures.headline.capitalize()} as a share of what was due to date: ", *_counting(fact("sv_share_of_due"))),
    )  # fmt: skip


def _on_schedule(figures: Figures) -> tuple[tuple[Piece, ...], ...]:
    fact = figures.facts.__getitem__
    return (
        (f"Commitments due to date, by the end of {figures.period.words}: ", fact("commitments_due"), "."),
        (f"Commitments on schedule, by what is {figures.headline}: ", fact("commitments_on_schedule"), "."),
        ("On schedule as a share of those due: ", *_counting(fact("share_of_commitments_on_schedule"))),
        ("Contracts with a commitment that is not on schedule: ", fact("contracts_behind"), " of the ",
         fact("contracts_monitored"), " monitored."),
    )  # fmt: skip


def _counting(share: Fact) -> Sentence:
    """Return a share of what was due, with how it counts silence; where there is none, that alone."""
    return (share, "." if share.value is None else ", counting every missing return as nothing delivered.")


def main_message(figures: Figures) -> Words:
    """Return the most important thing in one sentence: how much of what was due to date has been delivered."""
    return Words("main_message", (_share_in_pounds(figures) if in_pounds(figures) else _share_on_schedule(figures),))


def _share_in_pounds(figures: Figures) -> Sentence:
    fact = figures.facts.__getitem__
    due, done, share = (fact(f"sv_{id_}") for id_ in ("due_to_date", f"{figures.headline}_to_date", "share_of_due"))
    if share.value is None:
        to_date: Sentence = (" To date ", done, f" has been {figures.headline}.")
        return (*_due(figures, due), *(_no_return(figures) if done.value is None else to_date))
    return (
        "By ", fact("period_end"), " suppliers had delivered ", share, " of the social value due: ", done,
        f" {figures.headline}, against ", due, ".",
    )  # fmt: skip


def _due(figures: Figures, due: Fact) -> Sentence:
    end = figures.facts["period_end"]
    if not due.value:
        return ("No social value was due by ", end, ".")
    return ("Suppliers were due to have delivered ", due, " of social value by ", end, ".")


def _no_return(figures: Figures) -> Sentence:
    return (" No return had been received by ", figures.facts["as_at"], ".")


def _share_on_schedule(figures: Figures) -> Sentence:
    fact = figures.facts.__getitem__
    due, met, share = (fact(id_) for id_, _ in ON_SCHEDULE)
    if share.value is None:
        return ("No commitment was due by ", fact("period_end"), ".")
    return (
        "Of the ", *counted(due, "commitment", "commitments"), " due by ", fact("period_end"), ", ", met,
        f" {are(met)} on schedule, which is ", share, ".",
    )  # fmt: skip


def delivered(figures: Figures) -> Words:
    """Return what was due, reported and validated; without a value book the commitments on schedule."""
    if not in_pounds(figures):
        meant = " A commitment is one contract's promise of one measure."
        return Words("delivered", ((*_share_on_schedule(figures), meant),))
    reported, validated, awaiting, refused = (
        figures.facts[f"sv_{what}_to_date"] for what in ("reported", "validated", "awaiting", "not_accepted")
    )
    owed = figures.facts["sv_due_to_date"]
    due = _due(figures, owed)
    if reported.value is None:
        return Words("delivered", ((*due, *_no_return(figures)),))
    who = " They reported " if owed.value else " Suppliers reported "
    sentence: Sentence = (
        *due, who, reported, ". Of this ", validated, " has been validated, ", awaiting, " awaits validation and ",
        refused, " was not accepted.",
    )  # fmt: skip
    return Words("delivered", (sentence,), (Sum(reported, (validated, awaiting, refused)),))


def share_of_due(figures: Figures) -> Words:
    """Return the share of what was due, and how it stands where returns were received."""
    fact = figures.facts.__getitem__
    silent = "A contract that sent no return counts as having delivered nothing."
    if not in_pounds(figures):
        said = f"{silent} The data has no value book, so no social value is put in pounds. Each measure is counted in "
        return Words("share_of_due", ((f"{said}its own unit.",),))
    share, where, unreported = (
        fact(f"sv_{id_}") for id_ in ("share_of_due", "share_of_due_reported_on", "due_not_reported_on")
    )
    if share.value is None:
        return Words("share_of_due", ((f"No share of what was due can be given. {silent}",),))
    sentence: Sentence = (f"{figures.headline.capitalize()} social value is ", share, f" of what was due. {silent}")
    if where.value is not None:
        sentence = (*sentence, " Where returns were received the share is ", where, ".")
    if unreported.value:
        sentence = (
            *sentence, " Commitments of ", unreported, " fell due in quarters for which no return was received.",
        )  # fmt: skip
    return Words("share_of_due", (sentence,))


def behind(figures: Figures) -> Words:
    """Return how many contracts are behind what was due, against the end of the last period."""
    number, monitored = figures.facts["contracts_behind"], figures.facts["contracts_monitored"]
    now = (*out_of(number, monitored, MONITORED), " behind what was due to date.")
    return Words("behind", ((*now, " ", *_behind_then(figures, number)),))


def _behind_then(figures: Figures, now: Fact) -> Sentence:
    then, monitored = (figures.facts[f"contracts_{of}_last_quarter"] for of in ("behind", "monitored"))
    end = f"the end of {figures.period.previous.words}"
    if then.value is None or now.value is None:
        why = "The data does not go back to" if then.status == "not_available" else "No contract had begun by"
        return (f"{why} {end}.",)
    if not monitored.value:
        return (f"No contract was monitored at {end}.",)
    way = "more than" if now.value > then.value else "fewer than" if now.value < then.value else "as many as"
    said: Sentence = (then, " of ", monitored) if then.value else ("none of ", monitored)
    return (f"That is {way} at {end}: ", *said, ", as now known.")


def rests_on(figures: Figures) -> Words:
    """Return the day up to which data is seen, and how many returns were there."""
    received, due = figures.facts["returns_received"], figures.facts["returns_due"]
    returns = out_of(received, due, ("return due", "returns due"), ("had", "had"), begins=False)
    sentence: Sentence = (
        "The figures rest on data up to ", figures.facts["as_at"], ", when ", *returns, " been received.",
    )  # fmt: skip
    return Words("rests_on", (sentence,))


def against_rules(figures: Figures) -> Words:
    """Return how many lines reported to date are against the rules of counting."""
    lines, against = (figures.facts[f"quality_{what}.concern.against_rules"] for what in ("of", "rows"))
    if against.value is None:
        said = "How many lines reported to date are against the rules of counting is not known."
        return Words("against_rules", ((said,),))
    begin: Sentence = ("Of the ", *counted(lines, "line", "lines"), " reported to date, ", against)
    return Words("against_rules", ((*begin, f" {are(against)} against one or more of the rules of counting."),))


def returns_cover(figures: Figures) -> Words:
    """Return how much of what was due the returns cover."""
    fact = figures.facts.__getitem__
    covered, received = fact("sv_share_of_due_covered"), fact("share_of_returns_received")
    if in_pounds(figures) and covered.value is not None:
        return Words("returns_cover", (("Returns cover ", covered, " of what was due to date, by value."),))
    if received.value is None:
        return Words("returns_cover", ((f"No return was due for {figures.period.words}.",),))
    return Words("returns_cover", (("Of the returns due for the period ", received, " were received."),))


def local_value(figures: Figures) -> Words:
    """Return local economic value to date, which is never added to social value."""
    fact = figures.facts.__getitem__
    apart = "Local economic value is counted apart from additional social value and is never added to it."
    if not in_pounds(figures):
        return Words("local_value", ((f"{apart} Its measures are given in their own units.",),))
    done, due = fact(f"lev_{figures.headline}_to_date"), fact("lev_due_to_date")
    if done.value is None:
        return Words("local_value", ((apart, *_no_return(figures), " To date ", due, " was due."),))
    sentence: Sentence = (f"{apart} To date ", done, f" has been {figures.headline}, against ", due, " due.")
    return Words("local_value", (sentence,))
