"""Reads of circles. `reads` is the one predicate of who may read; the page's sentence names the people it lets in."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import Circle, CircleMessage, CircleSeat, Hello, Meeting, PromiseMade
from community.buddying.seen import (
    SOMEBODY,
    Buddy,
    CircleSeen,
    MeetingHeld,
    Meetings,
    Messages,
    MessageSeen,
    PlannedMeeting,
    PromiseSeen,
)
from community.core import crypto
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.core.text import listed
from community.directory import queries as directory
from community.notifications.models import What
from community.notifications.queries.about import is_new, last_teller, last_told

MESSAGES_AT_ONCE = 30
MEETINGS_SHOWN = 6
PROMISES_SHOWN = 40
ONLY_IF_REPORTED = "Others see a message only if one of you reports it."

_reader, _other, _seat = aliased(CircleSeat), aliased(Member), aliased(CircleSeat)


def reads(member: belonging.Column | int, circle: belonging.Column) -> ColumnElement[bool]:
    """SQL: may read everything in this circle: has a seat in it and has not left. There is no other way in."""
    return exists().where(_reader.circle_id == circle, _reader.member_id == member, _reader.left_at.is_(None))


def readers_of_circle(circle: CircleSeen) -> str:
    """Whom `reads` lets in, in a sentence to one of them: `others` came from that very predicate."""
    if not circle.others:
        return "Only you: nobody else is in this circle any more."
    return f"{listed(['You', *(buddy.name for buddy in circle.others)])}. {ONLY_IF_REPORTED}"


def told_to_answer(viewer: ColumnElement[int]) -> tuple[ColumnElement[Any], ...]:
    """SQL, of a Circle: who would like to keep going, until there is an answer; and what all said half-way, unread."""
    return (
        last_teller(viewer, What.GOES_ON, Circle.public_id).label("goes_on_id"),
        is_new(viewer, What.HALF_WAY_OPEN, Circle.public_id).label("is_half_way_new"),
    )


_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_LAST_MESSAGE = (
    select(CircleMessage.sent_at)
    .where(CircleMessage.circle_id == Circle.id)
    .order_by(CircleMessage.id.desc())
    .limit(1)
    .correlate(Circle)
    .scalar_subquery()
)
_MY_HELLO = (
    select(Hello.public_id)
    .where(Hello.circle_id == Circle.id, Hello.asker_id == _VIEWER)
    .limit(1)
    .correlate(Circle)
    .scalar_subquery()
)
_CIRCLE = (
    select(
        Circle.id,
        Circle.public_id,
        Circle.group_id,
        Circle.kind,
        Circle.state,
        Circle.began_at,
        Circle.active_since,
        Circle.ended_at,
        Circle.rhythm,
        Circle.contact_at,
        Circle.term,
        Circle.term_began_at,
        Circle.paused_at,
        Circle.paused_until,
        Circle.moved_at,
        _other.id.label("member_id"),
        _other.public_id.label("member_public_id"),
        _other.display_name,
        _seat.is_asked_apart,
        _seat.is_apart,
        _seat.carries_on,
        _seat.feels_right,
        belonging.kept_apart(_VIEWER, _other.id).label("is_kept_apart"),
        directory.may_find(_VIEWER, _other.id).label("has_page"),
        _MY_HELLO.label("hello_public_id"),
        last_told(_VIEWER, Circle.public_id, _MY_HELLO).label("told_at"),
        *told_to_answer(_VIEWER),
        _LAST_MESSAGE.label("last_message_at"),
    )
    .select_from(Circle)
    .join(_other, reads(_other.id, Circle.id))
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id == _other.id))
    .where(Circle.public_id == bindparam("circle"), reads(_VIEWER, Circle.id))
    .order_by(_other.display_name, _other.id)
)
_MESSAGE = select(
    CircleMessage.id,
    CircleMessage.public_id,
    CircleMessage.author_id,
    CircleMessage.box,
    CircleMessage.sent_at,
).where(CircleMessage.circle_id == bindparam("circle"))
_MESSAGES = _MESSAGE.order_by(CircleMessage.id.desc()).limit(MESSAGES_AT_ONCE + 1)
_BEFORE = aliased(CircleMessage)
_EARLIER = _MESSAGES.where(
    CircleMessage.id
    < select(_BEFORE.id)
    .where(_BEFORE.public_id == bindparam("before"), _BEFORE.circle_id == bindparam("circle"))
    .scalar_subquery()
)
_SENT_WITH = _MESSAGE.where(CircleMessage.author_id == _VIEWER, CircleMessage.made_key == bindparam("made_key"))
_ONE_MESSAGE = _MESSAGE.where(CircleMessage.public_id == bindparam("message"))
_PROMISES = (
    select(PromiseMade.public_id, PromiseMade.owner_id, PromiseMade.box, PromiseMade.due_on, PromiseMade.done_on)
    .where(PromiseMade.circle_id == bindparam("circle"))
    .order_by(PromiseMade.done_on.desc().nulls_first(), PromiseMade.due_on.asc().nulls_last(), PromiseMade.id)
    .limit(bindparam("at_most"))
)
_MEETINGS = (
    select(
        Meeting.public_id,
        Meeting.starts_at,
        Meeting.how,
        Meeting.where_box,
        Meeting.happened_on,
        Meeting.minutes,
        Meeting.logged_by_id,
        Meeting.revision,
    )
    .where(Meeting.circle_id == bindparam("circle"), Meeting.called_off_at.is_(None))
    .order_by(Meeting.happened_on.desc().nulls_first())
    .limit(MEETINGS_SHOWN)
)


def circle_seen_by(viewer: Actor, circle_id: UUID) -> CircleSeen:
    """Raises NotFound alike where there is none and where the viewer has no seat in it."""
    rows = db.session.execute(_CIRCLE, {"viewer": viewer.id, "circle": circle_id}).all()
    if not rows:
        raise NotFound
    mine = next(row for row in rows if row.member_id == viewer.id)
    return CircleSeen(
        id=mine.id,
        public_id=mine.public_id,
        group_id=mine.group_id,
        kind=mine.kind,
        state=mine.state,
        began_at=mine.began_at,
        active_since=mine.active_since,
        ended_at=mine.ended_at,
        rhythm=mine.rhythm,
        contact_at=mine.contact_at,
        term=mine.term,
        term_began_at=mine.term_began_at,
        paused_at=mine.paused_at,
        paused_until=mine.paused_until,
        moved_at=mine.moved_at,
        me=buddy_of(mine),
        others=tuple(buddy_of(row)._replace(has_page=row.has_page) for row in rows if row.member_id != viewer.id),
        is_asked_apart=mine.is_asked_apart,
        is_apart=mine.is_apart,
        carries_on=mine.carries_on,
        feels_right=mine.feels_right,
        is_kept_apart=any(row.is_kept_apart for row in rows),
        hello_id=mine.hello_public_id,
        told_at=mine.told_at,
        goes_on_id=mine.goes_on_id,
        is_half_way_new=mine.is_half_way_new,
        last_message_at=mine.last_message_at,
    )


def messages_in(circle: CircleSeen, *, before: UUID | None = None) -> Messages:
    """The newest messages, or the ones just before the given one."""
    asked = {"circle": circle.id} | ({"before": before} if before else {})
    rows = db.session.execute(_EARLIER if before else _MESSAGES, asked).all()
    shown = [_message(row, circle) for row in rows[:MESSAGES_AT_ONCE]]
    return Messages(shown[::-1], shown[-1].public_id if len(rows) > MESSAGES_AT_ONCE else None)


def message_made_with(circle: CircleSeen, made_key: UUID) -> MessageSeen | None:
    """What this very form sent before, if it is sent again."""
    asked = {"circle": circle.id, "viewer": circle.me.id, "made_key": made_key}
    row = db.session.execute(_SENT_WITH, asked).one_or_none()
    return _message(row, circle) if row else None


def author_of_message(circle: CircleSeen, message_id: UUID) -> tuple[MessageSeen, int | None]:
    """One message of the circle, and who wrote it. Raises NotFound where it is not in it."""
    row = db.session.execute(_ONE_MESSAGE, {"circle": circle.id, "message": message_id}).one_or_none()
    if row is None:
        raise NotFound
    return _message(row, circle), row.author_id


def promises_in(circle: CircleSeen, *, at_most: int = PROMISES_SHOWN) -> list[PromiseSeen]:
    """Open ones first, by date; then the kept ones, the latest first."""
    names = circle.names_by_id
    return [
        PromiseSeen(
            row.public_id,
            names.get(row.owner_id, SOMEBODY),
            row.owner_id == circle.me.id,
            crypto.open_field(row.box, table="promise_made", row=row.public_id, group=circle.group_id),
            row.due_on,
            row.done_on,
        )
        for row in db.session.execute(_PROMISES, {"circle": circle.id, "at_most": at_most})
    ]


def meetings_of(circle: CircleSeen) -> Meetings:
    """The one that is planned, and the last few that were held."""
    rows = db.session.execute(_MEETINGS, {"circle": circle.id}).all()
    planned = next((_planned(row, circle) for row in rows if row.happened_on is None), None)
    held = [
        MeetingHeld(row.public_id, row.happened_on, row.minutes, row.logged_by_id == circle.me.id)
        for row in rows
        if row.happened_on is not None
    ]
    return Meetings(planned, held)


def buddy_of(row: Any) -> Buddy:
    return Buddy(row.member_id, row.member_public_id, row.display_name)


def _message(row: Any, circle: CircleSeen) -> MessageSeen:
    return MessageSeen(
        row.public_id,
        circle.names_by_id.get(row.author_id, SOMEBODY),
        crypto.open_field(row.box, table="circle_message", row=row.public_id, group=circle.group_id),
        row.sent_at,
        row.author_id == circle.me.id,
    )


def _planned(row: Any, circle: CircleSeen) -> PlannedMeeting:
    where = ""
    if row.where_box is not None:
        where = crypto.open_field(
            row.where_box, table="meeting", row=row.public_id, group=circle.group_id, revision=row.revision
        )
    return PlannedMeeting(row.public_id, row.starts_at, row.how, where, row.revision, row.minutes)
