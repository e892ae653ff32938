"""What there is between two members when one of them blocks the other."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging.queries import Column
from community.buddying.models import Circle, CircleSeat, Hello, Proposal, ProposalState
from community.buddying.queries.hellos import shown_since
from community.core.database import UtcDateTime, db
from community.core.roles import Actor
from community.core.text import listed

_mine, _theirs, _seat = aliased(CircleSeat), aliased(CircleSeat), aliased(CircleSeat)
_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_OTHER: ColumnElement[int] = bindparam("other", type_=Member.id.type)
_SHARED = (
    select(Circle.id)
    .join(_mine, and_(_mine.circle_id == Circle.id, _mine.member_id == _VIEWER, _mine.left_at.is_(None)))
    .join(_theirs, and_(_theirs.circle_id == Circle.id, _theirs.member_id == _OTHER, _theirs.left_at.is_(None)))
    .where(Circle.ended_at.is_(None))
)
_CIRCLES = (
    select(Circle.id, Circle.public_id, Member.display_name)
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id != _VIEWER, _seat.left_at.is_(None)))
    .join(Member, Member.id == _seat.member_id)
    .where(Circle.id.in_(_SHARED))
    .order_by(Circle.id, Member.display_name, Member.id)
)

_PLANS = (
    select(Circle.public_id.label("circle_id"), Proposal.public_id.label("proposal_id"))
    .join(Proposal, Proposal.circle_id == Circle.id)
    .join(_mine, and_(_mine.circle_id == Circle.id, _mine.member_id == _VIEWER, _mine.left_at.is_(None)))
    .where(Circle.ended_at.is_(None), Proposal.asked_id == _OTHER, Proposal.state == ProposalState.OPEN)
    .order_by(Circle.id)
)


class SharedCircle(NamedTuple):
    """An open circle that two members are in. `others`: the names of everybody but the viewer."""

    id: int
    public_id: UUID
    others: tuple[str, ...]

    @property
    def is_pair(self) -> bool:
        return len(self.others) == 1

    @property
    def names(self) -> str:
        return listed(self.others)


def circles_between(viewer: Actor, other_id: int) -> Sequence[SharedCircle]:
    """The open circles that the viewer shares with this member, the oldest first."""
    rows = db.session.execute(_CIRCLES, {"viewer": viewer.id, "other": other_id}).all()
    together = [list(each) for _, each in groupby(rows, key=lambda row: row.id)]
    return [SharedCircle(each[0].id, each[0].public_id, tuple(row.display_name for row in each)) for each in together]


def plans_to_ask(viewer: Actor, other_id: int) -> Sequence[tuple[UUID, UUID]]:
    """What circles of the viewer's propose and nobody has sent yet: to ask this member in. Circle and proposal."""
    rows = db.session.execute(_PLANS, {"viewer": viewer.id, "other": other_id})
    return [(row.circle_id, row.proposal_id) for row in rows]


def circles_with_seat_of(member_id: int) -> Select[Any]:
    """SQL: the circles, open or not, that this member has not left."""
    return select(_seat.circle_id).where(_seat.member_id == member_id, _seat.left_at.is_(None))


def have_been_in_touch(viewer: ColumnElement[int], member: Column) -> ColumnElement[bool]:
    """SQL: they were buddies, or this member said hello to the viewer, or the viewer lately did so to them.

    What the viewer knows the name from, whoever may find whom today. Binds `shown_since`: see `touch_times`.
    """
    to_viewer = and_(Hello.asked_id == viewer, Hello.asker_id == member)
    by_viewer = and_(Hello.asker_id == viewer, Hello.asked_id == member)
    lately = Hello.asked_at > bindparam("shown_since", type_=UtcDateTime())
    one, other = aliased(CircleSeat), aliased(CircleSeat)
    return or_(
        exists().where(or_(to_viewer, and_(by_viewer, lately))).correlate_except(Hello),
        exists()
        .where(one.member_id == viewer, other.circle_id == one.circle_id, other.member_id == member)
        .correlate_except(one, other),
    )


def touch_times() -> dict[str, object]:
    return {"shown_since": shown_since()}
