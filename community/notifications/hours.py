"""When letters may come by a member's own clock. Pure: moments in and out are aware, and come out in UTC."""

import logging
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from community.core import clock

log = logging.getLogger(__name__)

BETWEEN_LETTERS = timedelta(hours=1)  # letters about what cannot wait, to one member

_NEAR = "Britain and Ireland"
_OF_THESE_ISLANDS = {
    clock.HOME_ZONE: "United Kingdom",
    "Europe/Dublin": "Ireland",
    "Europe/Isle_of_Man": "Isle of Man",
    "Europe/Jersey": "Jersey",
    "Europe/Guernsey": "Guernsey",
}
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
# Every zone's hours begin, and every zone's clock is changed, on a quarter of an hour.
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Hours:
    """Letters from `from_hour` up to `to_hour` (the same twice: at any hour), the weekly one on `weekday`, 0 = Monday.

    An hour that the clock leaves out in spring becomes the first moment after it; of one that comes twice in autumn
    the first is meant. Outside the hours no letter comes, even if the clock has left out all of them.
    """

    zone: str
    from_hour: int
    to_hour: int
    weekday: int

    @property
    def is_any(self) -> bool:
        return self.from_hour == self.to_hour

    def opens_at(self, moment: datetime) -> datetime:
        """The first moment from this one on when a letter may come: this one itself, where that is in the hours."""
        if self._may_come(moment):
            return moment.astimezone(UTC)
        moment = _next_quarter(moment.astimezone(UTC))
        while not self._may_come(moment):
            moment += _QUARTER
        return moment

    def next_daily(self, after: datetime) -> datetime:
        """When the next daily summary is due: always later than `after`."""
        day = self._day_before(after)
        while (due := self._start_of(day)) <= after:
            day += _DAY
        return due

    def next_weekly(self, after: datetime) -> datetime:
        """When the next weekly summary is due: always later than `after`."""
        day = self._day_before(after)
        while day.weekday() != self.weekday or self._start_of(day) <= after:
            day += _DAY
        return self._start_of(day)

    def _may_come(self, moment: datetime) -> bool:
        hour = moment.astimezone(zone_called(self.zone)).hour
        if self.from_hour <= self.to_hour:
            return self.is_any or self.from_hour <= hour < self.to_hour
        return hour >= self.from_hour or hour < self.to_hour

    def _day_before(self, moment: datetime) -> date:
        return moment.astimezone(zone_called(self.zone)).date() - _DAY

    def _start_of(self, day: date) -> datetime:
        """The moment when the clocks of the zone first show `from_hour` of a day, or first pass it."""
        wall = datetime.combine(day, time(self.from_hour))
        zone = zone_called(self.zone)
        first, last = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if last >= first:
            return first
        return _change_between(last, first, zone)


USUAL = Hours(clock.HOME_ZONE, from_hour=8, to_hour=20, weekday=0)


def usual_times(now: datetime) -> dict[str, Any]:
    """The row of somebody to whom letters may come from now on at the usual hours, but for whose it is."""
    return {
        **asdict(USUAL),
        "next_daily_at": USUAL.next_daily(now),
        "next_weekly_at": USUAL.next_weekly(now),
        "news_told_to": now,
    }


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment when the clock is put forward: to the second, by halves."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@cache
def zone_called(name: str) -> ZoneInfo:
    """The zone, or that of the house where this machine does not know it: its own zones may be older than a choice."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        log.warning("this machine does not know the time zone %s; letters keep to that of the house", name)
        return clock.LONDON


@cache
def zones() -> tuple[str, ...]:
    """Every zone by the name that is used today, in order: "Europe/London"."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    return tuple(sorted(line.split("\t")[2] for line in lines if not line.startswith("#")))


class ZoneWords(NamedTuple):
    """A zone as lists of them say it, under the name of its region."""

    zone: str
    words: str
    region: str


@cache
def zones_in_words() -> tuple[ZoneWords, ...]:
    """Every zone once: those of these islands first, then all others by region and town."""
    near = [ZoneWords(zone, words, _NEAR) for zone, words in _OF_THESE_ISLANDS.items()]
    far = [zone for zone in zones() if zone not in _OF_THESE_ISLANDS]
    return (*near, *(ZoneWords(zone, _town(zone), zone.partition("/")[0]) for zone in far))


def _town(zone: str) -> str:
    return zone.partition("/")[2].replace("_", " ").replace("/", ", ")


def _next_quarter(moment: datetime) -> datetime:
    start = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    return start + _QUARTER
