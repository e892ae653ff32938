"""Reads of hellos. `is_open` alone says whether one still waits; to whoever asked, `seems_open` says it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import Circle, CircleSeat, Hello, HelloState
from community.buddying.seen import HelloCounts, HelloSeen, HelloStatus, WaitingHello
from community.core import clock, crypto
from community.core.database import UtcDateTime, db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.core.text import listed
from community.directory import queries as directory
from community.notifications.queries.about import last_told

ANSWER_WITHIN = timedelta(days=10)
MOST_OPEN = 3
SHOWN_FOR = timedelta(days=60)
MOST_SHOWN = 30
NEW_FOR = timedelta(days=7)
A_DAY_WHEN_NEW, A_DAY = 5, 20

_asker, _asked = aliased(Member), aliased(Member)
_seat, _asking = aliased(CircleSeat), aliased(Circle)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_SINCE: ColumnElement[datetime] = bindparam("since", type_=UtcDateTime())


def reads(viewer: belonging.Column | int) -> ColumnElement[bool]:
    """SQL: may read a hello's words. `readers_of_hello` says the same in a sentence."""
    return or_(Hello.asker_id == viewer, Hello.asked_id == viewer, asks_with_others(viewer))


def asks_with_others(viewer: belonging.Column | int) -> ColumnElement[bool]:
    """SQL: a circle asks, and this member sits in it, whoever of them wrote the words."""
    return exists().where(_seat.circle_id == Hello.joins_id, _seat.member_id == viewer, _seat.left_at.is_(None))


def readers_of_hello(*other_names: str) -> str:
    """Whom `reads` lets in besides the reader, as the page says it to one of them."""
    return f"{listed(['You', *other_names])}. Others see it only if one of you reports it."


def is_open(asker: Any, asked: Any) -> ColumnElement[bool]:
    """SQL: still waits for an answer today: not answered, within ten days, and both may still meet."""
    return and_(
        Hello.state == HelloState.WAITING,
        Hello.asked_at >= _SINCE,
        asker.state == MemberState.ACTIVE,
        asked.state == MemberState.ACTIVE,
        ~belonging.kept_apart(Hello.asker_id, Hello.asked_id),
        or_(Hello.joins_id.is_(None), _still_asks()),
    )


def _still_asks() -> ColumnElement[bool]:
    """SQL: the circle is open, whoever asked for it sits in it, and no block stands between one of it and the asked."""
    is_open_circle = exists().where(_asking.id == Hello.joins_id, _asking.ended_at.is_(None))
    is_apart = exists().where(
        _seat.circle_id == Hello.joins_id,
        _seat.left_at.is_(None),
        belonging.kept_apart(_seat.member_id, Hello.asked_id),
    )
    return and_(is_open_circle, asks_with_others(Hello.asker_id), ~is_apart)


def seems_open(asking: belonging.Column = Hello.asker_id) -> ColumnElement[bool]:
    """SQL: reads as waiting to whoever asked or asks with them, until its last day is over, whatever became of it.

    Declined, blocked and unanswered hellos must not be told apart, and the hour would tell. See decision 7.
    """
    return and_(holds_a_place(), ~belonging.has_blocked(asking, Hello.asked_id))


def holds_a_place() -> ColumnElement[bool]:
    """SQL: takes one of the three places of whoever was asked, until its days are over or it is taken back.

    A "not now" does not free the place: somebody else would see it come free, and could tell whoever asked.
    """
    return and_(Hello.state.in_([HelloState.WAITING, HelloState.DECLINED]), Hello.asked_at >= _SINCE)


def has_asked_lately(viewer: ColumnElement[int], member: belonging.Column) -> ColumnElement[bool]:
    """SQL: the viewer's hellos lately name this member; without a yes, and without a block of the viewer's own.

    Such a hello is on the viewer's list with the name. Binds `shown_since`.
    """
    return exists().where(
        or_(Hello.asker_id == viewer, asks_with_others(viewer)),
        Hello.asked_id == member,
        Hello.state != HelloState.ACCEPTED,
        Hello.asked_at > bindparam("shown_since", type_=UtcDateTime()),
        ~belonging.has_blocked(viewer, member),
    )


_STATUS = case(
    (
        or_(
            is_open(_asker, _asked),
            and_(or_(Hello.asker_id == _VIEWER, asks_with_others(_VIEWER)), seems_open(_VIEWER)),
        ),
        HelloStatus.WAITING.value,
    ),
    (Hello.state == HelloState.ACCEPTED, HelloStatus.ACCEPTED.value),
    else_=HelloStatus.CLOSED.value,
).label("status")
_HELLO = (
    select(
        Hello.public_id,
        Hello.asker_id,
        Hello.asked_id,
        Hello.text_box,
        Hello.asked_at,
        Hello.joins_id,
        _STATUS,
        _asker.display_name.label("asker_name"),
        _asker.public_id.label("asker_public_id"),
        _asked.display_name.label("asked_name"),
        _asked.public_id.label("asked_public_id"),
        Circle.public_id.label("circle_public_id"),
        directory.may_find(Hello.asker_id, Hello.asked_id).label("asked_has_page"),
        directory.may_find(Hello.asked_id, Hello.asker_id).label("asker_has_page"),
        last_told(_VIEWER, Hello.public_id).label("told_at"),
    )
    .select_from(Hello)
    .join(_asker, _asker.id == Hello.asker_id)
    .join(_asked, _asked.id == Hello.asked_id)
    .outerjoin(Circle, Circle.id == Hello.circle_id)
)
_ONE = _HELLO.where(Hello.public_id == bindparam("hello"), reads(_VIEWER))
_MADE = _HELLO.where(Hello.asker_id == _VIEWER, Hello.made_key == bindparam("made_key"))
_BETWEEN = _HELLO.where(
    Hello.asker_id == bindparam("asker"),
    Hello.asked_id == bindparam("asked"),
    Hello.joins_id.is_(None),
    is_open(_asker, _asked),
)
_ASKED_BY = (
    select(Hello.id)
    .where(
        Hello.asked_id == _VIEWER,
        or_(Hello.asker_id == bindparam("asker"), asks_with_others(bindparam("asker", type_=Member.id.type))),
        is_open(_asker, _asked),
    )
    .join(_asker, _asker.id == Hello.asker_id)
    .join(_asked, _asked.id == Hello.asked_id)
)
_SENT_AND_OPEN = _HELLO.where(Hello.asker_id == _VIEWER, Hello.asked_id == bindparam("asked"), seems_open())
_RECEIVED = _HELLO.where(Hello.asked_id == _VIEWER, is_open(_asker, _asked)).order_by(Hello.asked_at)
_SENT = (
    _HELLO.where(
        Hello.asker_id == _VIEWER,
        Hello.state.not_in([HelloState.TAKEN_BACK, HelloState.LET_GO]),
        Hello.asked_at > bindparam("shown_since", type_=UtcDateTime()),
    )
    .order_by(Hello.asked_at.desc())
    .limit(MOST_SHOWN)
)
_WAITING = (
    select(Hello.public_id, _asker.display_name, _asker.public_id.label("asker_public_id"), Hello.asked_at)
    .select_from(Hello)
    .join(_asker, _asker.id == Hello.asker_id)
    .join(_asked, _asked.id == Hello.asked_id)
    .where(Hello.asked_id == _VIEWER, is_open(_asker, _asked))
    .order_by(Hello.asked_at)
)
_COUNTS = select(
    select(func.count())
    .select_from(Hello)
    .where(Hello.asker_id == bindparam("asker"), seems_open())
    .scalar_subquery()
    .label("sent_open"),
    select(func.count())
    .select_from(Hello)
    .where(Hello.asked_id == bindparam("asked"), holds_a_place())
    .scalar_subquery()
    .label("received_open"),
    select(func.count())
    .select_from(Hello)
    .where(Hello.asker_id == bindparam("asker"), Hello.asked_at > bindparam("day_ago", type_=UtcDateTime()))
    .scalar_subquery()
    .label("sent_today"),
    select(Member.joined_at).where(Member.id == bindparam("asker")).scalar_subquery().label("joined_at"),
)


def hello_seen_by(viewer: Actor, hello_id: UUID) -> HelloSeen:
    """Raises NotFound alike where there is none and where the viewer is neither of its two people."""
    row = db.session.execute(_ONE, _times() | {"viewer": viewer.id, "hello": hello_id}).one_or_none()
    if row is None:
        raise NotFound
    return _seen(row, viewer.id)


def hello_made_with(viewer: Actor, made_key: UUID) -> HelloSeen | None:
    """What this very form made before, if it is sent again."""
    row = db.session.execute(_MADE, _times() | {"viewer": viewer.id, "made_key": made_key}).one_or_none()
    return _seen(row, viewer.id) if row else None


def open_hello(viewer: Actor, *, asker_id: int, asked_id: int) -> HelloSeen | None:
    """The hello for the two of them alone that waits between these two, in this direction."""
    asked = _times() | {"viewer": viewer.id, "asker": asker_id, "asked": asked_id}
    row = db.session.execute(_BETWEEN, asked).one_or_none()
    return _seen(row, viewer.id) if row else None


def has_sent_open(viewer: Actor, other_id: int) -> bool:
    """Whether a hello of the viewer's to this person waits, as the viewer sees it."""
    found = db.session.execute(_SENT_AND_OPEN, _times() | {"viewer": viewer.id, "asked": other_id})
    return found.first() is not None


def has_open_hello_with(viewer: Actor, other_id: int) -> bool:
    """Whether one waits between the two, whoever said it, as the viewer sees it."""
    return has_sent_open(viewer, other_id) or is_asked_by(viewer, other_id)


def is_asked_by(viewer: Actor, other_id: int) -> bool:
    """Whether a hello of theirs, or of a circle that they sit in, waits for the viewer's answer."""
    return db.session.execute(_ASKED_BY, _times() | {"viewer": viewer.id, "asker": other_id}).first() is not None


def received_by(viewer: Actor) -> list[HelloSeen]:
    """Hellos that wait for the viewer's answer, the oldest first."""
    return [_seen(row, viewer.id) for row in db.session.execute(_RECEIVED, _times() | {"viewer": viewer.id})]


def sent_by(viewer: Actor) -> list[HelloSeen]:
    """Hellos the viewer sent in the last two months, the newest first."""
    times = _times() | {"shown_since": shown_since()}
    return [_seen(row, viewer.id) for row in db.session.execute(_SENT, times | {"viewer": viewer.id})]


def waiting_hellos_for(viewer: Actor) -> list[WaitingHello]:
    """For Home: hellos that wait for this member's answer, without their words; one statement."""
    rows = db.session.execute(_WAITING, _times() | {"viewer": viewer.id})
    return [WaitingHello(*row, closes_on=closes_on(row.asked_at)) for row in rows]


def counts_between(asker_id: int, asked_id: int) -> HelloCounts:
    now = clock.now()
    row = db.session.execute(
        _COUNTS, _times() | {"asker": asker_id, "asked": asked_id, "day_ago": now - timedelta(days=1)}
    ).one()
    a_day = A_DAY_WHEN_NEW if now - row.joined_at < NEW_FOR else A_DAY
    return HelloCounts(row.sent_open, row.received_open, row.sent_today, a_day)


def closes_on(asked_at: datetime) -> date:
    """The last day on which a hello can be answered, to its end by the clock on a British wall."""
    return clock.local(asked_at).date() + ANSWER_WITHIN


def over_at(asked_at: datetime) -> datetime:
    """The first moment at which a hello cannot be answered any more."""
    return datetime.combine(closes_on(asked_at) + timedelta(days=1), time.min, tzinfo=clock.LONDON)


def open_since() -> datetime:
    """What `since` is bound to: a hello asked then or later may still wait, as `closes_on` is today or to come."""
    return datetime.combine(clock.today() - ANSWER_WITHIN, time.min, tzinfo=clock.LONDON)


def shown_since() -> datetime:
    """What `shown_since` is bound to: hellos asked later are on the list of whoever sent them."""
    return clock.now() - SHOWN_FOR


def _times() -> dict[str, Any]:
    return {"since": open_since()}


def _seen(row: Any, viewer_id: int) -> HelloSeen:
    is_mine = row.asker_id == viewer_id
    return HelloSeen(
        row.public_id,
        row.asker_id,
        row.asked_id,
        is_mine,
        row.asked_name if is_mine else row.asker_name,
        row.asked_public_id if is_mine else row.asker_public_id,
        crypto.open_field(row.text_box, table="hello", row=row.public_id, group=row.asker_public_id),
        row.asked_at,
        closes_on(row.asked_at),
        HelloStatus(row.status),
        row.circle_public_id,
        row.asked_has_page if is_mine else row.asker_has_page,
        row.told_at,
        row.joins_id,
    )
