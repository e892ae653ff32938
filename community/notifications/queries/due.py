"""Whose letter is due, and what it may say."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import MemberState
from community.notifications.hours import Hours
from community.notifications.models import Kind, LetterTimes, Notice, Preference, Timing, What
from community.notifications.queries.preferences import how_soon
from community.notifications.queries.shown import is_shown

COMES_AFTER = timedelta(minutes=10)
FILES_WAIT = timedelta(days=14)  # for the letter of whoever has read on the site what its file is about
MOST_LINES = 100
NEXT_AT = {
    Timing.NOW: LetterTimes.next_now_at,
    Timing.DAILY: LetterTimes.next_daily_at,
    Timing.WEEKLY: LetterTimes.next_weekly_at,
}


class Addressee(NamedTuple):
    """Whom a letter would be for: an active member. `community` is how often they hear what else is new."""

    member_id: int
    public_id: UUID
    name: str
    email: str
    hours: Hours
    news_told_to: datetime
    community: Timing


class Pending(NamedTuple):
    """A notice that waits to stand in a letter. `who` is empty where there is nobody to name."""

    id: int
    kind: Kind
    what: What
    about: UUID
    spot: UUID | None
    words: str
    is_public: bool
    how_many: int
    since: datetime
    who: str


_sender = aliased(Member)
_at: ColumnElement[datetime] = bindparam("at", type_=UtcDateTime())
_member: ColumnElement[int] = bindparam("member", type_=Notice.member_id.type)

# A notice told while its reader chose "never" may not know of that choice: what they chose is asked once more.
_IS_STOPPED = select(Preference.member_id).where(
    Preference.member_id == Notice.member_id, Preference.kind == Notice.kind, Preference.timing == Timing.NEVER
)
# The file with a letter moves or removes what stands in a calendar: also in that of whoever has read of it here.
_CHANGES_A_CALENDAR = and_(
    or_(
        Notice.what.in_([What.MEETING_MOVED, What.MEETING_OFF, What.GATHERING_MOVED, What.GATHERING_OFF]),
        and_(Notice.what.in_([What.CIRCLE_FINISHED, What.GROWN]), Notice.spot.is_not(None)),
    ),
    Notice.told_at > bindparam("not_before", callable_=lambda: clock.now() - FILES_WAIT, type_=UtcDateTime()),
)
WAITS_FOR_A_LETTER = and_(Notice.lettered_at.is_(None), or_(Notice.read_at.is_(None), _CHANGES_A_CALENDAR))
_WAITS = and_(WAITS_FOR_A_LETTER, ~_IS_STOPPED.exists())
_IS_ACTIVE = select(Member.id).where(Member.id == LetterTimes.member_id, Member.state == MemberState.ACTIVE).exists()
_COMMUNITY = how_soon(Kind.COMMUNITY, LetterTimes.member_id)
_MAY_LEAVE_NOW = (
    select(Notice.member_id)
    .join(LetterTimes, LetterTimes.member_id == Notice.member_id)
    .where(
        Notice.letter == Timing.NOW,
        Notice.since <= bindparam("before", type_=UtcDateTime()),
        Notice.lettered_at.is_(None),
        ~_IS_STOPPED.exists(),
        or_(LetterTimes.next_now_at.is_(None), LetterTimes.next_now_at <= _at),
        is_shown(Notice.member_id),
    )
)
# Two, so that each has an index of its own.
_DUE_NOW = union(_MAY_LEAVE_NOW.where(Notice.read_at.is_(None)), _MAY_LEAVE_NOW.where(_CHANGES_A_CALENDAR)).limit(
    bindparam("limit")
)
_ADDRESSEE = (
    select(
        Member.public_id,
        Member.display_name,
        Member.email,
        LetterTimes.zone,
        LetterTimes.from_hour,
        LetterTimes.to_hour,
        LetterTimes.weekday,
        LetterTimes.news_told_to,
        _COMMUNITY.label("community"),
    )
    .join(LetterTimes, LetterTimes.member_id == Member.id)
    .where(Member.id == _member, Member.state == MemberState.ACTIVE)
)
_PENDING = (
    select(
        Notice.id,
        Notice.kind,
        Notice.what,
        Notice.about,
        Notice.spot,
        Notice.words,
        Notice.is_public,
        Notice.how_many,
        Notice.since,
        func.coalesce(_sender.display_name, "").label("who"),
    )
    .outerjoin(_sender, _sender.id == Notice.from_id)
    .where(
        Notice.member_id == _member,
        Notice.letter == bindparam("timing", type_=Notice.letter.type),
        _WAITS,
        is_shown(Notice.member_id),
    )
    .order_by(Notice.told_at, Notice.id)
    .limit(MOST_LINES)
)
_SPOKEN_OF = select(Notice.about).where(Notice.member_id == _member, Notice.told_at > bindparam("after", UtcDateTime()))


def is_quiet(timing: Timing) -> ColumnElement[bool]:
    """SQL: the LetterTimes are of somebody to whom a summary of this timing has nothing to say, whatever is new.

    News makes the summary that speaks of it worth a look; the daily one of news takes care of how far it was told.
    """
    waits = select(Notice.id).where(Notice.member_id == LetterTimes.member_id, Notice.letter == timing, _WAITS)
    looks = (Timing.DAILY,) if timing is Timing.DAILY else (Timing.DAILY, Timing.WEEKLY)
    return or_(~_IS_ACTIVE, and_(_COMMUNITY.not_in(looks), ~waits.exists()))


def members_due_now(now: datetime, limit: int) -> Sequence[int]:
    """Members to whom something has been left unread for a while, or changes their calendar, and a letter may go."""
    return db.session.scalars(_DUE_NOW, {"at": now, "before": now - COMES_AFTER, "limit": limit}).all()


def members_due(timing: Timing, now: datetime, limit: int) -> Sequence[int]:
    """Members whose daily or weekly summary is due, the longest waiting first."""
    next_at = NEXT_AT[timing]
    due = select(LetterTimes.member_id).where(next_at <= now, _IS_ACTIVE).order_by(next_at).limit(limit)
    return db.session.scalars(due).all()


def quiet_times(timing: Timing, now: datetime) -> list[Hours]:
    """The different hours of those whose summary is due and has nothing to say: a few, however many the members."""
    columns = (LetterTimes.zone, LetterTimes.from_hour, LetterTimes.to_hour, LetterTimes.weekday)
    rows = db.session.execute(select(*columns).where(NEXT_AT[timing] <= now, is_quiet(timing)).distinct())
    return [Hours(*row) for row in rows]


def addressee(member_id: int) -> Addressee | None:
    """None for whoever gets no letters: those who join, are suspended, or have left."""
    row = db.session.execute(_ADDRESSEE, {"member": member_id}).one_or_none()
    if row is None:
        return None
    hours = Hours(row.zone, row.from_hour, row.to_hour, row.weekday)
    return Addressee(
        member_id, row.public_id, row.display_name, row.email, hours, row.news_told_to, Timing(row.community)
    )


def pending_for(member_id: int, timing: Timing) -> list[Pending]:
    """What waits for a letter, and is shown to the member today; the earliest first."""
    asked: dict[str, Any] = {"member": member_id, "timing": timing}
    return [Pending._make(row) for row in db.session.execute(_PENDING, asked)]


def spoken_of(member_id: int, after: datetime) -> set[UUID]:
    """The things that notices have told this member of since then, read or not."""
    return set(db.session.scalars(_SPOKEN_OF, {"member": member_id, "after": after}))


def is_old_enough(pending: Sequence[Pending]) -> bool:
    """Whether one of them has been left unread for so long that a letter may come."""
    return any(notice.since <= clock.now() - COMES_AFTER for notice in pending)
