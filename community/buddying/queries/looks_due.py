"""What is due to be told of looks, a batch at a time; the circles are held, so that none rests or ends meanwhile."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.looks import REMINDED_AFTER, WEEKS
from community.buddying.models import Circle, CircleLook, CircleSeat, CircleState, LookKind
from community.buddying.queries.life import people_in
from community.buddying.queries.looks import have_all_answered
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import MemberState
from community.core.text import listed

_seat, _other, _look = aliased(CircleSeat), aliased(CircleSeat), aliased(CircleLook)
_BEGAN_BY: ColumnElement[Any] = bindparam("began_by", type_=UtcDateTime())
_BEGAN_AFTER: ColumnElement[Any] = bindparam("began_after", type_=UtcDateTime())
_KIND: ColumnElement[Any] = bindparam("kind", type_=CircleLook.kind.type)


class ToTell(NamedTuple):
    """Somebody to be told of a look. `names` are those of the others."""

    circle_id: int
    public_id: UUID
    group_id: int
    term: int
    member_id: int
    names: str


_IS_KEPT_APART = exists().where(
    _other.circle_id == _seat.circle_id,
    _other.left_at.is_(None),
    belonging.kept_apart(_seat.member_id, _other.member_id),
)
_GOES_ON = and_(
    Circle.state == CircleState.ACTIVE,
    Circle.ended_at.is_(None),
    Circle.term_began_at <= _BEGAN_BY,
    Circle.term_began_at > _BEGAN_AFTER,
    _seat.left_at.is_(None),
    Member.state == MemberState.ACTIVE,
    ~_IS_KEPT_APART,
)
_WAS_TOLD = exists().where(
    _look.circle_id == Circle.id,
    _look.member_id == _seat.member_id,
    _look.kind == _KIND,
    _look.term == Circle.term,
    _look.told_at.is_not(None) | _look.answered_at.is_not(None),
)
_MEMBERS: Any = (
    select(Circle.id, Circle.public_id, Circle.group_id, Circle.term, _seat.member_id)
    .join(_seat, _seat.circle_id == Circle.id)
    .join(Member, Member.id == _seat.member_id)
    .where(_GOES_ON)
    .order_by(Circle.id, _seat.member_id)
    .limit(bindparam("limit"))
    .with_for_update(of=Circle, skip_locked=True)
)


def _never_told(kind: LookKind) -> Any:
    due = _MEMBERS.where(~_WAS_TOLD)
    return due.where(Circle.term == 1) if kind is LookKind.CHECK_IN else due


_TO_TELL = {kind: _never_told(kind) for kind in LookKind}
_TO_REMIND = _MEMBERS.join(
    CircleLook,
    and_(
        CircleLook.circle_id == Circle.id,
        CircleLook.member_id == _seat.member_id,
        CircleLook.kind == LookKind.RENEWAL,
        CircleLook.term == Circle.term,
    ),
).where(
    CircleLook.told_at <= bindparam("told_by", type_=UtcDateTime()),
    CircleLook.reminded_at.is_(None),
    CircleLook.answered_at.is_(None),
)
_TO_OPEN = (
    select(Circle.id)
    .where(
        Circle.state == CircleState.ACTIVE,
        Circle.ended_at.is_(None),
        exists().where(
            _look.circle_id == Circle.id,
            _look.kind == LookKind.HALF_WAY,
            _look.term == Circle.term,
            _look.answered_at.is_not(None),
            _look.opened_at.is_(None),
            _other.circle_id == Circle.id,
            _other.member_id == _look.member_id,
            _other.left_at.is_(None),
        ),
        have_all_answered(Circle.id, LookKind.HALF_WAY, Circle.term),
    )
    .order_by(Circle.id)
    .limit(bindparam("limit"))
    .with_for_update(of=Circle, skip_locked=True)
)


def looks_to_tell(kind: LookKind, limit: int) -> list[ToTell]:
    """Members for whom the weeks of this look have come, and who have neither heard of it nor answered."""
    return _with_names(_TO_TELL[kind], kind, limit=limit)


def renewals_to_remind_of(limit: int) -> list[ToTell]:
    """Members who have not answered two weeks after they were asked. Weeks in which a circle rests do not count."""
    waited = clock.now() - REMINDED_AFTER
    return _with_names(_TO_REMIND, LookKind.RENEWAL, limit=limit, told_by=waited)


def looks_to_open(limit: int) -> list[int]:
    """Circles whose people have all answered half-way, since whoever had not has left."""
    return list(db.session.scalars(_TO_OPEN, {"limit": limit}))


def _with_names(statement: Any, kind: LookKind, *, limit: int, **more: Any) -> list[ToTell]:
    weeks, now = WEEKS[kind], clock.now()
    late = REMINDED_AFTER if "told_by" in more else REMINDED_AFTER * 0
    times = {"began_by": now - weeks.begins - late, "began_after": now - weeks.ends - late}
    asked = {"kind": kind, "limit": limit, **times, **more}
    rows = db.session.execute(statement, asked).all()
    people = people_in({row.id for row in rows}) if rows else {}
    return [
        ToTell(
            *(row.id, row.public_id, row.group_id, row.term, row.member_id),
            listed([each.name for each in people[row.id] if each.id != row.member_id]),
        )
        for row in rows
    ]
