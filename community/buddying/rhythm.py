"""How often a circle wants to talk, and how many times in a row it did not. Pure: days in, numbers out."""

from datetime import date, datetime, timedelta

from community.buddying.models import CircleState, Rhythm
from community.core import clock

INTERVALS: dict[Rhythm, timedelta] = {
    Rhythm.WEEKLY: timedelta(days=7),
    Rhythm.TWO_WEEKS: timedelta(days=14),
    Rhythm.THREE_WEEKS: timedelta(days=21),
    Rhythm.MONTHLY: timedelta(days=30),
}
BEFORE_THE_FIRST = timedelta(days=14)  # so that whoever has not met within three weeks hears of it
LAST_MISS = 4  # after that nobody is told again: a circle may also just rest
RESCUE_FROM = 2
MET_QUESTION = timedelta(days=2)  # so long the page asks "did you meet?" before silence counts again
RESTING = {CircleState.PAUSED, CircleState.FINISHED}
IN_WORDS: dict[Rhythm, str] = {
    Rhythm.WEEKLY: "Every week",
    Rhythm.TWO_WEEKS: "Every two weeks",
    Rhythm.THREE_WEEKS: "Every three weeks",
    Rhythm.MONTHLY: "Every month",
}


def interval_of(state: CircleState, rhythm: Rhythm) -> timedelta:
    return BEFORE_THE_FIRST if state is CircleState.FIRST_MEETING else INTERVALS[rhythm]


def misses(contact_at: datetime, interval: timedelta, now: datetime) -> int:
    """How many intervals went by in silence. The first counts when one and a half are over, the next each one later."""
    return max(0, (now - contact_at - interval / 2) // interval)


def missed_at(contact_at: datetime, interval: timedelta, miss: int) -> datetime:
    """The moment from which silence counts as this miss."""
    return contact_at + interval * miss + interval / 2


def misses_now(state: CircleState, rhythm: Rhythm, contact_at: datetime, meets_at: datetime | None) -> int:
    """The same for a circle as it is now: none while it rests, or while they have planned when to meet."""
    now = clock.now()
    if state in RESTING or (meets_at is not None and meets_at > now - MET_QUESTION):
        return 0
    return misses(contact_at, interval_of(state, rhythm), now)


def last_contact_on(message_at: datetime | None, met_on: date | None) -> date | None:
    """The day of the last message or meeting, whichever came later; None before the first."""
    days = [clock.local(message_at).date() if message_at else None, met_on]
    return max((day for day in days if day), default=None)
