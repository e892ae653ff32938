"""When a circle could meet: from what its people told of themselves, and from what they agreed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select

from community.buddying.agreed import Terms
from community.buddying.models import MeetingHow
from community.buddying.queries.agreement import in_common, names_in, standing_paper
from community.buddying.seen import CircleSeen
from community.core import clock
from community.core.database import db
from community.core.text import listed
from community.directory.models import Profile
from community.directory.told import DAYS

DAYS_AHEAD = 14
MOST_SLOTS = 3
SOONEST = timedelta(hours=3)
HOURS = {"am": time(10), "pm": time(14), "eve": time(19)}
AGREED = "From the times in your agreement."
TOLD = "From what you each told of yourselves."
NOTHING_IN_COMMON = "You have no time of the day in common, from what you each told of yourselves."
ASK = "Ask in a message what suits, or choose a time below."
_WEEK = tuple(DAYS)
_TIMES = select(Profile.member_id, Profile.times).where(Profile.member_id.in_(bindparam("members", expanding=True)))


class FreeTimes(NamedTuple):
    """`slots`: moments in the next two weeks that suit everybody who has said what does; `words` say whence they come.

    `may_say`: the viewer has not told theirs, and it would help; `access`: what each needs to take part, and `how` they
    meet, as the agreement that counts says it.
    """

    slots: tuple[datetime, ...]
    words: str
    may_say: bool
    access: tuple[str, ...]
    how: MeetingHow | None


def free_times_of(circle: CircleSeen) -> FreeTimes:
    rows = db.session.execute(_TIMES, {"members": list(circle.names_by_id)})
    told = {row.member_id: tuple(row.times) for row in rows if row.times}
    paper, names = standing_paper(circle), names_in(circle)
    terms = paper.terms if paper else Terms()
    times = terms.times or in_common(list(told.values()))
    own = paper.own if paper else {}
    slots = tuple(_slots(set(times) - set(terms.never)))[:MOST_SLOTS]
    silent = ["You" if buddy is circle.me else buddy.name for buddy in circle.everybody if buddy.id not in told]
    return FreeTimes(
        slots,
        AGREED if terms.times and slots else _whence(silent, has_slots=bool(slots), is_nobody=not told),
        circle.me.id not in told and not terms.times,
        tuple(f"{names[who]}: {said.access}" for who, said in own.items() if said.access and who in names),
        terms.how if paper else None,
    )


def _whence(silent: Sequence[str], *, has_slots: bool, is_nobody: bool) -> str:
    """What the page says of the times it proposes, or of why there are none."""
    if is_nobody:
        return f"Nobody has said yet which times often work. {ASK}"
    if not silent:
        return TOLD if has_slots else f"{NOTHING_IN_COMMON} {ASK}"
    have = "has" if len(silent) == 1 and silent[0] != "You" else "have"
    missing = f"{listed(silent)} {have} not said which times often work."
    if not has_slots:
        return f"{missing} {ASK}"
    return f"{missing} These suit {'everybody else' if 'You' in silent else 'whoever has'}."


def _slots(times: set[str]) -> Iterator[datetime]:
    """One moment for each of these times of the day, soonest first, at an hour at which people meet."""
    soonest = clock.now() + SOONEST
    for days in range(DAYS_AHEAD + 1):
        for part, moment in _on(clock.today() + timedelta(days=days)):
            if part in times and soonest < moment <= soonest + timedelta(days=DAYS_AHEAD):
                yield moment


def _on(day: date) -> Iterator[tuple[str, datetime]]:
    for part, hour in HOURS.items():
        yield f"{_WEEK[day.weekday()]}-{part}", datetime.combine(day, hour, tzinfo=clock.LONDON)
