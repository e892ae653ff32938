"""A planned meeting as calendars know it: one id for life, and a number that grows with every change."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import Circle, CircleSeat, Meeting
from community.buddying.queries.circles import reads
from community.buddying.seen import CalledOff, CircleSeen, MeetingFacts, OneCircle
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.text import listed

MEETING_MINUTES = 30  # as long as a first meeting takes, where nobody said otherwise
OFF_STAYS_FOR = timedelta(days=28)  # so long the file answers that takes a meeting out of a calendar

_other, _seat = aliased(Member), aliased(CircleSeat)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_FACTS = (
    select(
        Meeting.public_id,
        Circle.public_id.label("circle_public_id"),
        Meeting.starts_at,
        Meeting.minutes,
        Meeting.revision,
        Meeting.called_off_at,
        _other.display_name,
    )
    .select_from(Meeting)
    .join(Circle, Circle.id == Meeting.circle_id)
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id != _VIEWER, _seat.left_at.is_(None)))
    .join(_other, _other.id == _seat.member_id)
    .where(
        Meeting.public_id == bindparam("meeting"),
        Meeting.happened_on.is_(None),
        or_(Circle.ended_at.is_(None), Meeting.called_off_at.is_not(None)),
        reads(_VIEWER, Circle.id),
        or_(Circle.ended_at.is_not(None), ~belonging.kept_apart(_VIEWER, _other.id)),
    )
    .order_by(_other.display_name, _other.id)
)
_CALLED_OFF = (
    select(Meeting.public_id, Meeting.revision)
    .where(
        Meeting.circle_id == bindparam("circle"),
        Meeting.happened_on.is_(None),
        Meeting.called_off_at.is_not(None),
        Meeting.starts_at > bindparam("now", type_=UtcDateTime()),
    )
    .order_by(Meeting.called_off_at.desc(), Meeting.id.desc())
    .limit(1)
)
_OFF_LATELY = (
    select(Meeting.public_id, Meeting.starts_at, Meeting.called_off_at)
    .where(
        Meeting.circle_id == bindparam("circle"),
        Meeting.happened_on.is_(None),
        Meeting.called_off_at > bindparam("since", type_=UtcDateTime()),
        Meeting.called_off_at < Meeting.starts_at,
    )
    .order_by(Meeting.called_off_at.desc(), Meeting.id.desc())
    .limit(1)
)


class ToRevive(NamedTuple):
    """A meeting that was called off before its time had come."""

    public_id: UUID
    revision: int


def meeting_for_calendar(member_id: int, meeting_id: UUID) -> MeetingFacts | None:
    """What a member's calendar may know of a meeting; None where they do not read its circle, or it is over.

    Of a circle that is finished, only what is off: that goes out of calendars.
    """
    rows = db.session.execute(_FACTS, {"viewer": member_id, "meeting": meeting_id}).all()
    if not rows:
        return None
    first = rows[0]
    return MeetingFacts(
        first.public_id,
        first.circle_public_id,
        first.starts_at,
        first.minutes or MEETING_MINUTES,
        first.revision - 1,
        first.called_off_at is not None,
        listed([row.display_name for row in rows]),
    )


def called_off_lately(circle: CircleSeen) -> CalledOff | None:
    """The last meeting that was called off before its time had come, and may still stand in a calendar."""
    since = clock.now() - OFF_STAYS_FOR
    row = db.session.execute(_OFF_LATELY, {"circle": circle.id, "since": since}).one_or_none()
    return CalledOff._make(row) if row else None


def meeting_to_revive(circle: OneCircle) -> ToRevive | None:
    """What may still stand in the circle's calendars, called off or about to be."""
    row = db.session.execute(_CALLED_OFF, {"circle": circle.id, "now": clock.now()}).one_or_none()
    return ToRevive(*row) if row else None
