"""Reads of gatherings: one as somebody sees it, and the lists."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.errors import NotFound
from community.core.paging import Slice, slice_of
from community.core.roles import Actor
from community.notifications.hours import USUAL
from community.notifications.models import LetterTimes
from community.notifications.queries.about import last_told
from community.practice import when
from community.practice.models import Coming, Community, CommunityMark, Gathering, GatheringAnswer, Thread
from community.practice.queries import authors, marks, readers, standing
from community.practice.queries.gathering_seen import GatheringRow, GatheringSeen
from community.practice.queries.marks import VIEWER, mine, viewer

GATHERINGS_A_PAGE = 20
MOST_AHEAD = 50

_my_answer, _seat, _ahead, _in_line = (aliased(GatheringAnswer) for _ in range(4))
_maker, _noter, _anchor = aliased(Member), aliased(Member), aliased(Gathering)
_now: ColumnElement[datetime] = bindparam("now", callable_=clock.now, type_=UtcDateTime())
_OF_MY_ANSWER = and_(_my_answer.gathering_id == Gathering.id, _my_answer.member_id == VIEWER)
_SEATS_TAKEN = (
    select(func.count())
    .select_from(_seat)
    .where(_seat.gathering_id == Gathering.id, _seat.coming == Coming.YES)
    .correlate(Gathering)
    .scalar_subquery()
)
_HOW_MANY_WAIT = (
    select(func.count())
    .select_from(_in_line)
    .where(_in_line.gathering_id == Gathering.id, _in_line.coming == Coming.WAITING)
    .correlate(Gathering)
    .scalar_subquery()
)
_AHEAD_OF_ME = (
    select(func.count())
    .select_from(_ahead)
    .where(
        _ahead.gathering_id == Gathering.id,
        _ahead.coming == Coming.WAITING,
        tuple_(_ahead.since, _ahead.member_id) < tuple_(_my_answer.since, _my_answer.member_id),
    )
    .correlate(Gathering, _my_answer)
    .scalar_subquery()
)
_MY_ZONE = select(LetterTimes.zone).where(LetterTimes.member_id == VIEWER).scalar_subquery()


class Somewhere(Protocol):
    """The community that the gatherings are in: a CommunitySeen."""

    @property
    def id(self) -> int: ...


def not_kept_apart() -> ColumnElement[bool]:
    """SQL: the Gathering was not planned by somebody the viewer keeps apart from."""
    return ~belonging.kept_apart(VIEWER, func.coalesce(Gathering.maker_id, 0))


_SEEN = (
    select(
        *standing.COLUMNS,
        Gathering.id,
        Gathering.public_id,
        Gathering.title,
        Gathering.body,
        Gathering.html,
        Gathering.starts_at,
        Gathering.ends_at,
        Gathering.zone,
        Gathering.place,
        Gathering.link,
        Gathering.access,
        Gathering.capacity,
        Gathering.is_for_members,
        Gathering.sequence,
        Gathering.version,
        Gathering.off_at,
        Gathering.hidden_at,
        Gathering.note,
        Gathering.note_html,
        Gathering.noted_at,
        (func.coalesce(Gathering.maker_id, 0) == VIEWER).label("is_mine"),
        _maker.display_name.label("maker_name"),
        _maker.public_id.label("maker_id"),
        _maker.state.label("maker_state"),
        _noter.display_name.label("noter_name"),
        _noter.public_id.label("noter_id"),
        _noter.state.label("noter_state"),
        belonging.kept_apart(VIEWER, func.coalesce(Gathering.note_by_id, 0)).label("noter_is_apart"),
        Thread.public_id.label("thread_id"),
        Community.id.label("community_id"),
        Community.public_id.label("community_public_id"),
        Community.name.label("community_name"),
        _my_answer.coming,
        func.coalesce(_my_answer.needs, "").label("needs"),
        _SEATS_TAKEN.label("seats_taken"),
        _HOW_MANY_WAIT.label("how_many_wait"),
        _AHEAD_OF_ME.label("ahead_of_me"),
        readers.how_many_read_gathering().label("how_many_read"),
        last_told(VIEWER, Gathering.public_id).label("told_at"),
        func.coalesce(_MY_ZONE, USUAL.zone).label("my_zone"),
    )
    .select_from(Gathering)
    .join(Community, Community.id == Gathering.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(_my_answer, _OF_MY_ANSWER)
    .outerjoin(_maker, _maker.id == Gathering.maker_id)
    .outerjoin(_noter, _noter.id == Gathering.note_by_id)
    .outerjoin(Thread, and_(Thread.id == Gathering.thread_id, Thread.community_id == Community.id))
    .where(
        Gathering.public_id == bindparam("gathering"),
        readers.may_read_gathering(viewer),
        or_(not_kept_apart(), _my_answer.coming.is_not(None)),
    )
)
_ROWS = (
    select(
        Gathering.public_id,
        Gathering.title,
        Gathering.starts_at,
        Gathering.ends_at,
        Gathering.zone,
        Gathering.off_at,
        Gathering.noted_at,
        Gathering.capacity,
        _my_answer.coming,
        _SEATS_TAKEN.label("seats_taken"),
        Community.name.label("community_name"),
        func.coalesce(_MY_ZONE, USUAL.zone).label("my_zone"),
    )
    .select_from(Gathering)
    .join(Community, Community.id == Gathering.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(_my_answer, _OF_MY_ANSWER)
    .where(readers.may_read_gathering(viewer), not_kept_apart())
)
_HERE = _ROWS.where(Gathering.community_id == bindparam("community"))
_SOONEST = (Gathering.starts_at, Gathering.id)
_COMING_HERE = _HERE.where(Gathering.ends_at > _now).order_by(*_SOONEST).limit(bindparam("limit"))
_NEXT_HERE = _HERE.where(Gathering.ends_at > _now, Gathering.off_at.is_(None)).order_by(*_SOONEST).limit(1)
_EARLIER = (
    _HERE.where(Gathering.ends_at <= _now).order_by(*(each.desc() for each in _SOONEST)).limit(GATHERINGS_A_PAGE + 1)
)
_EARLIER_THAN = _EARLIER.join(_anchor, _anchor.community_id == Gathering.community_id).where(
    _anchor.public_id == bindparam("before"), tuple_(*_SOONEST) < tuple_(_anchor.starts_at, _anchor.id)
)
_BETWEEN = _HERE.where(
    Gathering.starts_at >= bindparam("first", type_=UtcDateTime()),
    Gathering.starts_at < bindparam("last", type_=UtcDateTime()),
).order_by(*_SOONEST)
_I_COME_TO = (
    _ROWS.where(
        _my_answer.coming == Coming.YES,
        Gathering.ends_at > _now,
        Gathering.off_at.is_(None),
        belonging.belongs(VIEWER, Community.group_id),
    )
    .order_by(*_SOONEST)
    .limit(bindparam("limit"))
)
_MADE = select(Gathering.public_id).where(Gathering.maker_id == VIEWER, Gathering.made_key == bindparam("key"))


def gathering_seen_by(actor: Actor, public_id: UUID) -> GatheringSeen:
    """Raises NotFound alike where there is none and where this member may not read it."""
    row = db.session.execute(_SEEN, {"viewer": actor.id, "gathering": public_id}).one_or_none()
    if row is None:
        raise NotFound
    found: dict[str, Any] = dict(row._mapping)
    maker = authors.author(found.pop("maker_name"), found.pop("maker_id"), found.pop("maker_state"))
    noter = authors.author(found.pop("noter_name"), found.pop("noter_id"), found.pop("noter_state"))
    if found.pop("noter_is_apart"):
        noter = ("", None)
    found |= {name: Markup(found[name]) for name in ("html", "note_html")}  # noqa: S704 (made by render_markdown)
    return GatheringSeen(**found, maker=maker, noter=noter)


def gathering_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The gathering that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()


def gatherings_ahead(actor: Actor, community: Somewhere) -> list[GatheringRow]:
    """Those that are not over, the soonest first; what is called off stands among them until its time has passed."""
    return _rows(_COMING_HERE, actor, community=community.id, limit=MOST_AHEAD)


def earlier_gatherings(actor: Actor, community: Somewhere, before: UUID | None = None) -> Slice[GatheringRow]:
    """Those that are over, the latest first; `before` is the last one of the page before."""
    rows = (
        _rows(_EARLIER_THAN, actor, community=community.id, before=before)
        if before
        else _rows(_EARLIER, actor, community=community.id)
    )
    return slice_of(rows, GATHERINGS_A_PAGE, lambda row: row.public_id)


def gatherings_in(actor: Actor, community: Somewhere, month: when.Month, zone: str) -> list[GatheringRow]:
    """Those that begin in the month, by the clocks of this zone."""
    first, last = month.bounds(zone)
    return _rows(_BETWEEN, actor, community=community.id, first=first, last=last)


def next_gathering(actor: Actor, community: Somewhere) -> GatheringRow | None:
    """What is next in the community; None where this member does not read what happens there."""
    return next(iter(_rows(_NEXT_HERE, actor, community=community.id)), None)


def gatherings_i_come_to(actor: Actor, limit: int = 3) -> list[GatheringRow]:
    """What this member has said yes to, in all communities, the soonest first."""
    return _rows(_I_COME_TO, actor, limit=limit)


def _rows(statement: Any, actor: Actor, **asked: Any) -> list[GatheringRow]:
    return [GatheringRow._make(row) for row in db.session.execute(statement, {"viewer": actor.id, **asked})]


class GatheringFacts(NamedTuple):
    """A gathering for somebody's calendar: when, not where; its title only where every member may read it."""

    gathering_id: UUID
    starts_at: datetime
    minutes: int
    sequence: int
    is_off: bool


def gathering_for_calendar(member_id: int, gathering_id: UUID) -> GatheringFacts | None:
    """What a letter's file may tell the calendar of a member who comes; None where they do not, or do not read it."""
    row = db.session.execute(_SEEN, {"viewer": member_id, "gathering": gathering_id}).one_or_none()
    if row is None or row.coming is not Coming.YES:
        return None
    minutes = (row.ends_at - row.starts_at) // timedelta(minutes=1)
    return GatheringFacts(row.public_id, row.starts_at, minutes, row.sequence, row.off_at is not None)
