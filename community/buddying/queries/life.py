"""What a change in the life of a circle asks first, and what is due for the circles that are quiet or that rest."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying import rhythm
from community.buddying.models import Circle, CircleSeat, CircleState, Meeting, Rhythm
from community.buddying.queries.checks import who_sits_in
from community.buddying.seen import Buddy
from community.core import clock
from community.core.database import db
from community.directory.queries import hold_still

_STATE = (
    Circle.id,
    Circle.public_id,
    Circle.group_id,
    Circle.state,
    Circle.active_since,
    Circle.term,
    Circle.term_began_at,
    Circle.paused_at,
    Circle.ended_at,
)


class HeldCircle(NamedTuple):
    """A circle as it stands while nobody else can change it."""

    id: int
    public_id: UUID
    group_id: int
    state: CircleState
    active_since: datetime | None
    term: int
    term_began_at: datetime | None
    paused_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class QuietSeat(NamedTuple):
    """Somebody to be told that a circle of theirs is quiet. `missed_at`: when this silence began to count as missed."""

    circle_id: int
    public_id: UUID
    group_id: int
    member_id: int
    misses: int
    missed_at: datetime


def held_circle(circle_id: int) -> HeldCircle:
    """The circle, held until the transaction ends: what was read before may be old."""
    row = db.session.execute(select(*_STATE).where(Circle.id == circle_id).with_for_update()).one()
    return HeldCircle._make(row)


def hold_with_members(circle_id: int, *others: int) -> tuple[HeldCircle, list[int]]:
    """Hold whoever sits in a circle (and these others), then the circle: in this order, like all who hold several.

    The circle, and who sits in it once it is held: somebody may have left meanwhile.
    """
    hold_still([*who_sits_in(circle_id), *others])
    return held_circle(circle_id), who_sits_in(circle_id)


def who_hears_of_the_end(actor_id: int, circle_id: int) -> list[int]:
    """Who sits in the circle besides the actor, without those who blocked them: these want to hear no more."""
    seated = select(CircleSeat.member_id).where(
        CircleSeat.circle_id == circle_id,
        CircleSeat.left_at.is_(None),
        CircleSeat.member_id != actor_id,
        ~belonging.has_blocked(CircleSeat.member_id, Member.id),
    )
    whose = seated.join(Member, Member.id == actor_id).order_by(CircleSeat.member_id)
    return list(db.session.scalars(whose))


def has_other_open_pair(pair_key: str, circle_id: int) -> bool:
    found = select(Circle.id).where(Circle.pair_key == pair_key, Circle.ended_at.is_(None), Circle.id != circle_id)
    return db.session.execute(found).first() is not None


def people_in(circle_ids: Collection[int]) -> dict[int, list[Buddy]]:
    """Who sits in each of these circles, by name."""
    seated = (
        select(CircleSeat.circle_id, Member.id, Member.public_id, Member.display_name)
        .join(Member, Member.id == CircleSeat.member_id)
        .where(CircleSeat.circle_id.in_(circle_ids), CircleSeat.left_at.is_(None))
        .order_by(CircleSeat.circle_id, Member.display_name, Member.id)
    )
    found: dict[int, list[Buddy]] = defaultdict(list)
    for circle_id, member_id, public_id, name in db.session.execute(seated):
        found[circle_id].append(Buddy(member_id, public_id, name))
    return found


def circles_to_resume(limit: int) -> list[HeldCircle]:
    """Those whose pause ends today or ended before; nobody else is given the same ones."""
    over = (
        select(*_STATE)
        .where(Circle.state == CircleState.PAUSED, Circle.paused_until <= clock.today())
        .order_by(Circle.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [HeldCircle._make(row) for row in db.session.execute(over)]


def quiet_seats(limit: int) -> list[QuietSeat]:
    """Whom to tell now that it is quiet: once for each missed interval. Held; nobody else is given the same ones.

    `nudged_at` holds the moment of the miss that was told of, and two of them lie a whole interval apart: whoever was
    told of the latest one has a moment there that is less than an interval ago.
    """
    now = clock.now()
    due = (
        select(
            Circle.id,
            Circle.public_id,
            Circle.group_id,
            CircleSeat.member_id,
            Circle.state,
            Circle.rhythm,
            Circle.contact_at,
        )
        .join(CircleSeat, CircleSeat.circle_id == Circle.id)
        .where(or_(*_quiet_by_rhythm(now)), CircleSeat.left_at.is_(None), ~_meets_soon(now))
        .order_by(Circle.id, CircleSeat.member_id)
        .limit(limit)
        .with_for_update(of=[Circle, CircleSeat], skip_locked=True)
    )
    return [_quiet(row, now) for row in db.session.execute(due)]


def _quiet_by_rhythm(now: datetime) -> list[ColumnElement[bool]]:
    kinds: list[tuple[CircleState, Rhythm | None]] = [(CircleState.FIRST_MEETING, None)]
    kinds += [(CircleState.ACTIVE, each) for each in Rhythm]
    return [_is_quiet(now, state, each) for state, each in kinds]


def _is_quiet(now: datetime, state: CircleState, each: Rhythm | None) -> ColumnElement[bool]:
    interval = rhythm.interval_of(state, each or Rhythm.MONTHLY)
    return and_(
        Circle.state == state,
        Circle.rhythm == each if each else true(),
        Circle.contact_at <= rhythm.missed_at(now, -interval, 1),
        Circle.contact_at > rhythm.missed_at(now, -interval, rhythm.LAST_MISS + 1),
        or_(CircleSeat.nudged_at.is_(None), CircleSeat.nudged_at <= now - interval),
    )


def _meets_soon(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Meeting.circle_id == Circle.id,
        Meeting.happened_on.is_(None),
        Meeting.called_off_at.is_(None),
        Meeting.starts_at > now - rhythm.MET_QUESTION,
    )


def _quiet(row: tuple[int, UUID, int, int, CircleState, Rhythm, datetime], now: datetime) -> QuietSeat:
    circle_id, public_id, group_id, member_id, state, every, contact_at = row
    interval = rhythm.interval_of(state, every)
    misses = rhythm.misses(contact_at, interval, now)
    return QuietSeat(circle_id, public_id, group_id, member_id, misses, rhythm.missed_at(contact_at, interval, misses))
