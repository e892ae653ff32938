"""Who waits for somebody to fit, whom they were shown when they asked, and for whom it is time to look again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from community.accounts.models import Member
from community.buddying.models import BuddyWait, Circle, CircleSeat
from community.buddying.queries.finding import Hurdle, suggestions_for
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import Actor, MemberState
from community.directory.models import Profile

LOOK_EVERY = timedelta(hours=5)
_WAITS_SINCE = select(BuddyWait.since).where(BuddyWait.member_id == bindparam("member"))
_TO_LOOK_FOR = (
    select(
        Member.id,
        Member.public_id,
        Member.display_name,
        Member.role,
        Member.state,
        BuddyWait.public_id.label("wait_id"),
        BuddyWait.shown,
    )
    .join(BuddyWait, BuddyWait.member_id == Member.id)
    .join(Profile, Profile.member_id == Member.id)
    .where(
        BuddyWait.looked_at <= bindparam("looked_before", type_=UtcDateTime()),
        Member.state == MemberState.ACTIVE,
        Profile.is_available,
        Profile.circles_open < Profile.capacity,
    )
    .order_by(BuddyWait.looked_at, Member.id)
    .limit(bindparam("limit"))
)
_HAVE_SOMEBODY = (
    select(BuddyWait.member_id)
    .where(
        exists().where(
            CircleSeat.member_id == BuddyWait.member_id,
            Circle.id == CircleSeat.circle_id,
            Circle.began_at > BuddyWait.since,
        )
    )
    .limit(bindparam("limit"))
)


class Waiting(NamedTuple):
    """Somebody who waits. `shown`: public ids of those who were on their lists when they asked, as text."""

    actor: Actor
    wait_id: UUID
    shown: frozenset[str]


class Shown(NamedTuple):
    """Public ids, as text, of those who are on somebody's lists now; and what keeps the lists empty, if something."""

    ids: tuple[str, ...]
    hurdle: Hurdle | None
    is_whole: bool


def waits_since(viewer: Actor) -> datetime | None:
    """Since when the viewer waits to be told, if they do."""
    return db.session.execute(_WAITS_SINCE, {"member": viewer.id}).scalar_one_or_none()


def shown_to(viewer: Actor) -> Shown:
    """Who is suggested to the viewer now, without any filter."""
    found = suggestions_for(viewer)
    ids = tuple(str(one.public_id) for one in (*found.another_side, *found.know_your_job))
    return Shown(ids, found.hurdle, found.is_whole)


def those_who_wait(limit: int) -> Sequence[Waiting]:
    """Those for whom nobody has looked longest. The paused and the full are passed over, and keep waiting."""
    asked = {"looked_before": clock.now() - LOOK_EVERY, "limit": limit}
    return [
        Waiting(
            Actor(row.id, row.public_id, row.display_name, row.role, row.state, b""),
            row.wait_id,
            frozenset(row.shown),
        )
        for row in db.session.execute(_TO_LOOK_FOR, asked)
    ]


def those_who_have_somebody(limit: int) -> list[int]:
    """Members who waited, and have begun a circle since."""
    return list(db.session.scalars(_HAVE_SOMEBODY, {"limit": limit}))
