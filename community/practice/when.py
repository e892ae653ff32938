"""When something is: what was said of a day, an hour and a place's clock, as a moment, and a moment in words. Pure."""

from calendar import Calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Generic, TypeVar

from community.core import clock
from community.core.errors import Invalid
from community.notifications.hours import zone_called, zones

Thing = TypeVar("Thing")

FIRST_YEAR, LAST_YEAR = 2000, 2100
LEFT_OUT = "On that day the clocks go forward, and this time is left out. Choose another."
NO_SUCH_ZONE = "Choose a time zone from the list."


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which clocks there show this. Of an hour that comes twice in autumn the first is meant.

    Raises Invalid (of the field `at`) for a time that the clocks leave out in spring, and (of `zone`) for a zone that
    there is not.
    """
    if zone not in zones():
        raise Invalid(NO_SUCH_ZONE, "zone")
    its = zone_called(zone)
    wall = datetime.combine(day, at.replace(second=0, microsecond=0, tzinfo=None))
    moment = wall.replace(tzinfo=its).astimezone(UTC)
    if moment.astimezone(its).replace(tzinfo=None) != wall:
        raise Invalid(LEFT_OUT, "at")
    return moment


def span(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """'Tuesday 1 December, 17:30 to 18:30'; the year where it is not this one, the clock where it is not ours."""
    its = zone_called(zone)
    start, end = starts_at.astimezone(its), ends_at.astimezone(its)
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{_day(end)}, {end:%H:%M}"
    named = "" if its is clock.LONDON else f" ({zone.replace('_', ' ')})"
    return f"{_day(start)}, {start:%H:%M} to {until}{named}"


def _day(moment: datetime) -> str:
    year = "" if moment.year == clock.now().astimezone(moment.tzinfo).year else f" {moment.year}"
    return f"{moment:%A} {moment.day} {moment:%B}{year}"


@dataclass(frozen=True)
class Day(Generic[Thing]):
    """A square of the month's table; one of another month holds nothing."""

    date: date
    is_here: bool
    is_today: bool
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Month:
    """A month as calendars show it, weeks from Monday to Sunday."""

    first: date

    @classmethod
    def called(cls, words: str, *, today: date) -> "Month":
        """'2026-12'; for anything else this month."""
        try:
            first = date.fromisoformat(f"{words}-01")
        except ValueError:
            first = today.replace(day=1)
        return cls(first if FIRST_YEAR <= first.year <= LAST_YEAR else today.replace(day=1))

    @property
    def next(self) -> "Month":
        year, month = (self.first.year + 1, 1) if self.first.month == 12 else (self.first.year, self.first.month + 1)
        return Month(date(year, month, 1))

    @property
    def before(self) -> "Month":
        year, month = (self.first.year - 1, 12) if self.first.month == 1 else (self.first.year, self.first.month - 1)
        return Month(date(year, month, 1))

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        return f"{self.first:%B %Y}"

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """The moments between which it is this month there."""
        its = zone_called(zone)
        first, last = (datetime.combine(each.first, time.min, its).astimezone(UTC) for each in (self, self.next))
        return first, last

    def weeks(
        self, things: Iterable[Thing], on: Callable[[Thing], date], *, today: date
    ) -> tuple[tuple[Day[Thing], ...], ...]:
        """Every week of the month, with each thing on its day."""
        found: dict[date, list[Thing]] = {}
        for thing in things:
            found.setdefault(on(thing), []).append(thing)
        return tuple(
            tuple(
                Day(day, is_here := day.month == self.first.month, day == today, tuple(found.get(day, ())) * is_here)
                for day in week
            )
            for week in Calendar().monthdatescalendar(self.first.year, self.first.month)
        )
