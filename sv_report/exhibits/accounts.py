"""Which contracts and themes account for what moved, and for what was revised: in sentences, without causes.

Exhibits stage: builders that `records` lists. A contract's name comes from the data and is printed escaped; of two
contracts that moved alike the first by its reference stands first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sv_report.exhibits.leading import in_pounds
from sv_report.exhibits.movement import MET, no_return, on_last, why_no_share, why_not
from sv_report.exhibits.sums import Sum
from sv_report.exhibits.words import Sentence, Words, are, counted
from sv_report.measures.achievement import IMPROVED, NO_CHANGE, NOT_COMPARABLE, WORSE
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.measures.movement import IN_WORDS, MOST
from sv_report.measures.standing import ContractStanding
from sv_report.params.period import Period

NOTHING = Decimal(0)
TRAVEL = {IMPROVED: "better than", WORSE: "worse than", NO_CHANGE: "the same as"}
Moved = tuple[ContractStanding, Fact]  # a contract, and its part in a change


def moved_by(figures: Figures) -> Words:
    """Return which contracts account for the change on the last period: all that rose and fell, and the largest."""
    if not in_pounds(figures):
        return _on_schedule_by(figures)
    change, last = figures.facts["sv_change_on_last_quarter"], figures.period.previous.words
    if change.value is None:
        return Words("moved_by", (_unknown(figures, "Which contracts moved cannot be stated."),))
    fell, rose = _Way(figures, "fallen", "falls"), _Way(figures, "risen", "rises")
    if not (rose.count.value or fell.count.value):
        return Words("moved_by", ((f"On no contract has {figures.headline} social value changed on {last}.",),))
    ways = (rose, fell) if change.value > 0 else (fell, rose)
    lead: Sentence = (
        f"{figures.headline.capitalize()} social value has ", *ways[0].together, " It has ", *ways[1].together,
        " Together these make the change of ", change, f" on {last}.", *ways[0].largest, *ways[1].largest,
    )  # fmt: skip
    bullets = (*ways[0].bullets, *ways[1].bullets)
    return Words("moved_by", bullets, (Sum(change, (rose.amount, fell.amount)),), lead)


def _unknown(figures: Figures, so: str) -> Sentence:
    """Return why nothing moved that can be said: no return of the period, or nothing to compare with."""
    if figures.facts[f"sv_{figures.headline}_quarter"].value is None:
        return no_return(figures, so)
    return (f"{why_not(on_last(figures), figures.period.words)} {so}",)


@dataclass(frozen=True)
class _Way:
    """The contracts that have risen, or those that have fallen."""

    figures: Figures
    done: str
    noun: str

    @property
    def count(self) -> Fact:
        """How many there are."""
        return self.figures.facts[f"sv_contracts_{self.done}"]

    @property
    def amount(self) -> Fact:
        """What their parts in the change come to."""
        return self.figures.facts[f"sv_{self.noun}_in_change_on_last_quarter"]

    @property
    def together(self) -> Sentence:
        """How many they are and what they come to."""
        if not self.count.value:
            return (f"{self.done} on no contract.",)
        return (
            f"{self.done} on ",
            *counted(self.count, "contract", "contracts"),
            ", which comes to ",
            self.amount,
            ".",
        )

    @property
    def largest(self) -> Sentence:
        """What share the contracts named have in all of them, where there are more than are named."""
        share = self.figures.facts[f"sv_largest_{self.noun}_share"]
        if (self.count.value or NOTHING) <= MOST or share.value is None:
            return ()
        return (f" The {IN_WORDS} largest {self.noun} make up ", share, f" of all {self.noun}.")

    @property
    def bullets(self) -> tuple[Sentence, ...]:
        """Those with the largest parts, each with its part, and how a contract that has fallen stands."""
        fallen = self.done == "fallen"
        of_contracts = _of_contracts(self.figures, "sv_part_of_change_on_last_quarter")
        named = [(one, part) for one, part in of_contracts if part.value and (part.value < 0) is fallen][:MOST]
        states = (_state(self.figures, one) if fallen else () for one, _ in named)
        return tuple(
            (f"{part.member}, a change of ", part, ".", *state) for (_, part), state in zip(named, states, strict=True)
        )


def _of_contracts(figures: Figures, id_: str) -> list[Moved]:
    """Return a fact of every contract, the largest first; of two alike the first by its reference."""
    found = [(one, figures.facts.member(id_, "contract", one.ref)) for one in figures.contracts]
    return sorted(found, key=lambda moved: (-abs(moved[1].value or NOTHING), moved[0].ref))


def _state(figures: Figures, contract: ContractStanding) -> Sentence:
    """Return how a contract that has fallen stands: not active, silent, or with claims that nobody has looked at."""
    period = figures.period.words
    reported, awaiting = (
        figures.facts.member(f"sv_{what}_quarter", "contract", contract.ref) for what in ("reported", "awaiting")
    )
    if not contract.active:
        return (f" It was not active in {period}.",)
    if reported.value is None:
        return (f" No return for {period} has been received.",)
    if figures.headline != "validated" or not awaiting.value:
        return ()
    if awaiting.value == reported.value:
        return (" All of the ", reported, f" that it reported for {period} awaits validation.")
    return (" It reported ", reported, f" for {period}, of which ", awaiting, " awaits validation.")


def _on_schedule_by(figures: Figures) -> Words:
    """Return the contracts whose commitments on schedule changed most in number since the end of the last period."""
    last, before = figures.period.previous.words, figures.facts[f"share_of_{MET}_to_last_quarter"]
    if before.value is None:
        return Words("moved_by", ((f"{why_no_share(before, last)} Which contracts moved cannot be stated.",),))
    then = {one.ref: fact for one, fact in _of_contracts(figures, f"{MET}_to_last_quarter")}
    both = [(one, now, then[one.ref]) for one, now in _of_contracts(figures, MET)]
    moved = [(one, now, old) for one, now, old in both if _differ(now, old)]
    first = sorted(moved, key=lambda row: (-abs(_difference(row[1], row[2])), row[0].ref))[: 2 * MOST]
    if not first:
        said = f"On no contract has the number of commitments on schedule changed since the end of {last}."
        return Words("moved_by", ((said,),))
    lead = (f"The number of commitments on schedule has changed most on these contracts since the end of {last}.",)
    bullets = tuple((f"{now.member}: ", now, ", against ", old, " then.") for _, now, old in first)
    return Words("moved_by", bullets, lead=lead)


def _differ(now: Fact, then: Fact) -> bool:
    return now.value is not None and then.value is not None and now.value != then.value


def _difference(now: Fact, then: Fact) -> Decimal:
    return (now.value or NOTHING) - (then.value or NOTHING)


# ---- themes --------------------------------------------------------------------------------------


def moved_themes(figures: Figures) -> Words:
    """Return the themes that moved most, each with its rating, and since when its share of due is better or worse."""
    if not in_pounds(figures):
        return _themes_on_schedule(figures)
    last, so = figures.period.previous.words, "Which themes moved cannot be stated."
    if figures.facts["sv_change_on_last_quarter"].value is None:
        return Words("moved_themes", (_unknown(figures, so),))
    changes = [fact for _, fact in figures.facts.members("sv_change_on_last_quarter", "theme") if fact.value]
    first = sorted(changes, key=lambda fact: (-abs(fact.value or NOTHING), fact.member))[:MOST]
    if not first:
        return Words("moved_themes", ((f"No theme is known to have moved since {last}.",),))
    lead = (f"The themes that moved most on {last} are these, each with its change and its share of due to date.",)
    return Words("moved_themes", tuple(_theme(figures, fact) for fact in first), lead=lead)


def _theme(figures: Figures, change: Fact) -> Sentence:
    share = _beside(figures, change, "sv_share_of_due")
    if share.value is None:
        return (f"{change.member}, a change of ", change, ". Nothing was due of it to date.")
    return (
        f"{change.member}, a change of ", change, ". Its share of due to date is ", share,
        *_rated(figures, change), ".", *_travelled(figures, change),
    )  # fmt: skip


def _beside(figures: Figures, fact: Fact, id_: str) -> Fact:
    """Return another fact of the member that a fact is of."""
    return figures.facts[f"{id_}.{fact.id.partition('.')[2]}"]


def _rated(figures: Figures, fact: Fact) -> Sentence:
    rating = _beside(figures, fact, "rating")
    return (", rated ", rating) if rating.text else ()


def _rated_now(figures: Figures, fact: Fact) -> Sentence:
    rating = _beside(figures, fact, "rating")
    return (" It is rated ", rating, " now.") if rating.text else ()


def _travelled(figures: Figures, fact: Fact) -> Sentence:
    """Return whether a theme's share of due is better or worse than at the end of the periods it is held against."""
    period = figures.period
    ends = [("travel_short", period.previous), *([("travel_long", period.a_year_before)] if period.quarter else [])]
    travels = [(_beside(figures, fact, id_).text, end) for id_, end in ends]
    return tuple(f" {said}" for said in _said(travels))


def _said(travels: Iterable[tuple[str, Period]]) -> list[str]:
    """Return a sentence for each direction of travel, one alone where both are the same."""
    by_way: dict[str, list[str]] = {}
    for way, end in travels:
        by_way.setdefault(way, []).append(end.words)
    return [_direction(way, " and of ".join(ends)) for way, ends in by_way.items()]


def _direction(way: str, ends: str) -> str:
    if way == NOT_COMPARABLE:
        return f"It cannot be compared with the end of {ends}."
    return f"That is {TRAVEL[way]} at the end of {ends}."


def _themes_on_schedule(figures: Figures) -> Words:
    """Return the themes whose share of commitments on schedule moved most since the end of the last period."""
    last, before = figures.period.previous.words, figures.facts[f"share_of_{MET}_to_last_quarter"]
    if before.value is None:
        return Words("moved_themes", ((f"{why_no_share(before, last)} Which themes moved cannot be stated.",),))
    shares = [fact for _, fact in figures.facts.members(f"share_of_{MET}", "theme")]
    pairs = [(now, _beside(figures, now, f"share_of_{MET}_to_last_quarter")) for now in shares]
    moved = [(now, then) for now, then in pairs if _differ(now, then)]
    first = sorted(moved, key=lambda pair: (-abs(_difference(*pair)), pair[0].member))[:MOST]
    if not first:
        return Words("moved_themes", ((f"No theme is known to have moved since the end of {last}.",),))
    lead = (f"The share of commitments on schedule has moved most in these themes since the end of {last}.",)
    bullets = tuple(
        (f"{now.member}: ", now, ", against ", then, " then.", *_rated_now(figures, now)) for now, then in first
    )
    return Words("moved_themes", bullets, lead=lead)


# ---- the last report -----------------------------------------------------------------------------


def revised(figures: Figures) -> Words:
    """Return what the last report said of its period against what is known now, and which contracts account for it."""
    last, seen = figures.period.previous.words, figures.facts["last_as_at"]
    if not in_pounds(figures):
        said = f"Commitments on schedule at the end of {last} stand here as they are known on {figures.as_at_words}."
        return Words("revised", ((said,),))
    if figures.facts[f"sv_{figures.headline}_last_quarter"].value is None:
        return Words("revised", ((why_not(on_last(figures), figures.period.words),),))
    if seen.status == "not_available":  # `known_then` says that no revision can be stated
        return Words("revised", ((f"{last} stands here as it is known on {figures.as_at_words}.",),))
    then, now, change = (figures.facts[f"sv_{figures.headline}_last_quarter{end}"] for end in ("_then", "", "_revised"))
    if change.value is None:
        return Words(
            "revised", ((f"The last report or this one has no figure for {last}, and no revision is stated.",),)
        )
    if not change.value and not figures.facts["sv_contracts_revised"].value:
        return Words(
            "revised",
            ((f"The last report's figure for {last}, ", now, f" {figures.headline}, stands."),),
        )
    said_of: Sentence = (
        "The last report, on data up to ", seen, ", gave ", then, f" as {figures.headline} in {last}. It is now known "
        "to be ", now, ", a revision of ", change, ".", *_revised_by(figures),
    )  # fmt: skip
    return Words("revised", (said_of,), (Sum(change, (now,), less=(then,)),))


def _revised_by(figures: Figures) -> Sentence:
    """Return how many contracts a revision is of, and the one with the largest part."""
    number = figures.facts["sv_contracts_revised"]
    ((_, part), *_) = _of_contracts(figures, "sv_part_of_last_quarter_revised")
    if number.value == 1:
        return (f" It is of {part.member} alone.",)
    return (" ", *counted(number, "contract", "contracts"), f" {are(number, 'accounts', 'account')} for it. "
            f"The largest part is of {part.member}, ", part, ".")  # fmt: skip
