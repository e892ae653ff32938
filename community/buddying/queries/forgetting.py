"""Reads of circles whose time is over."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from community.buddying.models import Circle, CircleSeat, Hello
from community.core.database import db


class OldCircle(NamedTuple):
    id: int
    group_id: int


def circles_finished_before(moment: datetime, *, limit: int) -> Sequence[OldCircle]:
    old = select(Circle.id, Circle.group_id).where(Circle.ended_at <= moment).order_by(Circle.ended_at).limit(limit)
    return [OldCircle(*row) for row in db.session.execute(old)]


def not_again_in(circle_ids: Collection[int]) -> Sequence[tuple[int, int]]:
    """Who in these circles did not want to meet whom again, as pairs of member ids."""
    theirs = aliased(CircleSeat)
    pairs = (
        select(CircleSeat.member_id, theirs.member_id)
        .join(theirs, theirs.circle_id == CircleSeat.circle_id)
        .where(
            CircleSeat.circle_id.in_(circle_ids),
            CircleSeat.is_not_again,
            theirs.member_id != CircleSeat.member_id,
        )
    )
    return [(mine, other) for mine, other in db.session.execute(pairs)]


def hellos_asked_before(moment: datetime, *, limit: int) -> Select[int]:
    """Ids, for a statement that deletes."""
    return select(Hello.id).where(Hello.asked_at <= moment).limit(limit)
