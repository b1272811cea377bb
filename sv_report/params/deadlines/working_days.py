"""Working days: Monday to Friday, less England's bank holidays and a council's own days off.

Params stage. Takes a council profile; no clock is asked. A clear day is one that is neither the day of the notice nor
the day of the meeting (R v Swansea CC ex p Elitestone, 1993). Bank holidays are as proclaimed when the package
holidays was released: a later one is typed in the profile, under extra_holidays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sv_report.params.calendar import DAYS, is_weekend
from sv_report.params.council.days_off import DaysOff, reason_of
from sv_report.params.council.profile import CouncilProfile

DAY = timedelta(days=1)


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """Return England's bank holidays of a year by their names, substitute days and single ones among them."""
    from holidays import country_holidays  # here: it loads every country, 0.15 s, and few commands need it

    return dict(country_holidays("GB", subdiv="ENG", years=year, language="en_GB").items())


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days after the first and before the last."""
    for number in range(1, (last - first).days):
        yield first + timedelta(days=number)


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a council; without one, those of England."""

    closure_days: tuple[DaysOff, ...] = ()
    extra_holidays: tuple[DaysOff, ...] = ()

    @classmethod
    def of(cls, profile: CouncilProfile) -> "WorkingDays":
        """Return a council's working days."""
        return cls(profile.closure_days, profile.extra_holidays)

    def why_not(self, day: date) -> str:
        """Return why a day is no working day; an empty text where it is one.

        >>> WorkingDays().why_not(date(2024, 3, 29))
        'bank holiday: Good Friday'
        """
        if is_weekend(day):
            return DAYS[day.weekday()]
        if holiday := bank_holidays(day.year).get(day):
            return f"bank holiday: {holiday}"
        if holiday := reason_of(self.extra_holidays, day):
            return f"holiday: {holiday}"
        if closure := reason_of(self.closure_days, day):
            return f"closed: {closure}"
        return ""

    def is_working(self, day: date) -> bool:
        """Return whether the council works on a day."""
        return not self.why_not(day)

    def clear_between(self, notice: date, meeting: date) -> int:
        """Return the working days between a notice and a meeting, neither counted.

        >>> WorkingDays().clear_between(date(2024, 3, 22), date(2024, 4, 4))
        6
        """
        return sum(self.is_working(day) for day in days_between(notice, meeting))

    def latest_leaving(self, meeting: date, clear: int) -> date:
        """Return the latest working day that leaves so many clear working days before a meeting.

        >>> WorkingDays().latest_leaving(date(2024, 2, 8), 5)
        datetime.date(2024, 1, 31)
        """
        return self.before(meeting, clear + 1)

    def before(self, day: date, number: int) -> date:
        """Return the working day that is so many working days before a day, which is not counted itself."""
        return self._counted(day, number, -DAY)

    def after(self, day: date, number: int) -> date:
        """Return the working day that is so many working days after a day, which is not counted itself."""
        return self._counted(day, number, DAY)

    def on_or_before(self, day: date) -> date:
        """Return the day where it is a working day, else the last working day before it."""
        return self.before(day + DAY, 1)

    def _counted(self, day: date, number: int, step: timedelta) -> date:
        while number:
            day += step
            number -= self.is_working(day)
        return day
