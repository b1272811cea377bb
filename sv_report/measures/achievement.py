"""How far a commitment, a contract or a group has come: its delivery as a share of what was due, rated and compared.

Measures stage. Polarity is respected: where low is good, less than was allowed is favourable. Shares are divided
once, from sums.
"""

from decimal import Decimal

from sv_report.measures.fact import Number, shown
from sv_report.measures.scope import NOTHING, SILENT, Line, Pair, Scope
from sv_report.measures.terms import MadeOf, OfLines, OfPairs, Terms, in_own_unit, in_pounds, over
from sv_report.measures.value import ARITHMETIC, QUOTIENT, total
from sv_report.measures.windows import Window
from sv_report.params.council.ratings import band_of

IMPROVED, NO_CHANGE, WORSE, NOT_COMPARABLE = "Improved", "No change", "Worse", "Not comparable"
TENTH_OF_A_PER_CENT = 3  # the decimals of a share, unless the profile sets others


def achievement(scope: Scope, window: Window = "to_date") -> Number:
    """Return the headline as a share of what was due in a window: what ratings and directions of travel go by.

    Of one measure in its own unit (where low is good, 1 less the excess over what was allowed), else in additional
    £; where none was due to date, or there is no value book, the commitments on schedule as a share of those due.
    """
    if scope.is_of_measure:
        return of_measure(scope, window)
    if goes_by_pounds(scope):
        done, due = scope.results.headline, "committed"
        made_of = over(in_pounds(scope, done, window, "additional"), in_pounds(scope, due, window, "additional"))
        above, below = (scope.value(name, window, "additional") for name in (done, due))
        return Number.share(above, below, made_of=made_of)
    promised, on_schedule = schedule(scope, window)
    made_of = over(counted(scope, True, window), counted(scope, False, window))
    return Number.share(on_schedule, promised, made_of=made_of)


def goes_by_pounds(scope: Scope) -> bool:
    """Return whether a scope is judged in £: there is a value book, and some additional value was due to date."""
    return scope.results.has_value_book and bool(scope.value("committed", "to_date", "additional"))


def of_measure(scope: Scope, window: Window) -> Number:
    """Return how far one measure has come against what was due, in its own unit."""
    made_of = over(in_own_unit(scope, counted_of(scope), window), in_own_unit(scope, "committed", window))
    if scope.measure.across == "none":
        return Number.none("not_applicable", made_of=made_of)
    level = achieved(scope.lines, scope.results.headline, window)
    return Number.none("not_applicable", made_of=made_of) if level is None else Number.of(level, made_of=made_of)


def counted_of(scope: Scope) -> str:
    """Return the quantity by which a measure is judged: the headline, but where low is good all that was reported."""
    return "reported" if scope.measure.good == "low" else scope.results.headline


def achieved(lines: tuple[Line, ...], headline: str, window: Window) -> Decimal | None:
    """Return what some lines of one measure delivered as a share of what they were due; None where nothing was due.

    Where low is good, it is 1 less the share by which delivery exceeds what was allowed.
    """
    due: Decimal | None
    done: Decimal | None
    due, done = due_and_done(lines, headline, window)
    low = bool(lines) and lines[0].measure.good == "low"
    if lines and lines[0].measure.is_share:
        due, done = (_over(parts, low) for parts in bases_of(lines, headline, window, (due, done)))
    if not due or done is None:
        return None
    ratio = QUOTIENT.divide(done, due)
    return ARITHMETIC.subtract(Decimal(2), ratio) if low else ratio


def _over(parts: tuple[Decimal, Decimal], low: bool) -> Decimal | None:
    """Return a share; of one never reported on nothing, but where low is good nobody can say."""
    part, base = parts
    if base:
        return QUOTIENT.divide(part, base)
    return None if low else NOTHING


def due_and_done(lines: tuple[Line, ...], headline: str, window: Window) -> tuple[Decimal, Decimal]:
    """Return what was due of one measure and what was done, in its own unit.

    Where low is good, silence is no success: only quarters of which a return speaks are due, and all that was
    reported counts, assessed or not.
    """
    if not lines or lines[0].measure.good == "high":
        return _sums(lines, "committed", window), _sums(lines, headline, window)
    due = ARITHMETIC.subtract(_sums(lines, "committed", window), _sums(lines, SILENT, window))
    return due, _sums(lines, "reported", window)


def bases_of(
    lines: tuple[Line, ...], headline: str, window: Window, parts: tuple[Decimal, Decimal]
) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
    """Return the parts due and done of a share, each with its base."""
    low = lines[0].measure.good == "low"
    silent = total(line.base(SILENT, window) for line in lines) if low else NOTHING
    due = ARITHMETIC.subtract(total(line.base("committed", window) for line in lines), silent)
    done = total(line.base("reported" if low else headline, window) for line in lines)
    return (parts[0], due), (parts[1], done)


def _sums(lines: tuple[Line, ...], quantity: str, window: Window) -> Decimal:
    return total(line.sum(quantity, window) for line in lines)


# ---- commitments on schedule ---------------------------------------------------------------------


def schedule(scope: Scope, window: Window = "to_date") -> tuple[int, int]:
    """Return how many commitments were due in a window, and how many of them are on schedule.

    A commitment is one contract's of one measure, in its own unit, so that it can be said without any £.
    """
    found = [_schedule(pair, scope.results.headline, window) for pair in scope.pairs]
    return sum(due for due, _ in found), sum(met for _, met in found)


def counted(scope: Scope, on_schedule: bool, window: Window = "to_date") -> MadeOf:
    """Return the terms of how many commitments are due in a window, or how many of those are on schedule."""

    def terms() -> Terms:
        found = tuple((pair, _schedule(pair, scope.results.headline, window)) for pair in scope.pairs)
        due = tuple((pair, met if on_schedule else 1) for pair, (is_due, met) in found if is_due)
        examined = tuple((line, NOTHING) for pair, _ in due for line in pair) if on_schedule else ()
        words = "commitments on schedule" if on_schedule else "commitments due"
        return (OfPairs(window, due, words), *([OfLines("reported", window, examined)] if examined else []))

    return terms


def _schedule(pair: Pair, headline: str, window: Window) -> tuple[bool, bool]:
    """Return whether anything of a commitment was due, and whether it is then on schedule."""
    name = f"schedule {window}"
    if name not in pair.known:
        due = is_due(pair, window)
        pair.known[name] = due, due and is_on_schedule(pair, headline, window)
    found: tuple[bool, bool] = pair.known[name]
    return found


def is_due(pair: tuple[Line, ...], window: Window) -> bool:
    """Return whether anything of a commitment was due; a limit of nothing is due too, where low is good."""
    promised = sum(line.count("committed", window) for line in pair)
    return bool(promised) and (pair[0].measure.good == "low" or bool(_sums(pair, "committed", window)))


def is_on_schedule(pair: tuple[Line, ...], headline: str, window: Window) -> bool:
    """Return whether a commitment's headline reaches what was due; of one never reported on, no."""
    low = pair[0].measure.good == "low"
    of = ("committed", SILENT) if low else ("reported",)
    spoken, *silent = (sum(line.count(name, window) for line in pair) for name in of)
    if spoken == sum(silent):
        return False
    due, done = due_and_done(pair, headline, window)
    if pair[0].measure.is_share:
        (due, due_base), (done, done_base) = bases_of(pair, headline, window, (due, done))
        if not (due_base and done_base):
            return False
        due, done = ARITHMETIC.multiply(due, done_base), ARITHMETIC.multiply(done, due_base)
    return done <= due if low else done >= due


# ---- ratings and directions of travel ------------------------------------------------------------


def rating(scope: Scope) -> str | None:
    """Return the word of the profile's band that a scope is in; None where it cannot be rated."""
    share = achievement(scope).value
    band = None if share is None else band_of(scope.results.conventions.bands, share)
    return band.word if band else None


def travel(scope: Scope, since: Window) -> str:
    """Return whether the share of due to date has improved since the end of an earlier window, as both are printed."""
    now, then = achievement(scope, "to_date").value, achievement(scope, since).value
    if now is None or then is None:
        return NOT_COMPARABLE
    decimals = scope.results.conventions.decimals_of("share", TENTH_OF_A_PER_CENT)
    now, then = (shown(share, "share", decimals) for share in (now, then))
    moved = ARITHMETIC.subtract(now, then)
    if not moved:
        return NO_CHANGE
    return IMPROVED if moved > 0 else WORSE
