"""Reads around the seats of a gathering: what is held while one is given, and who sits where."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.practice.models import Coming, Community, Gathering, GatheringAnswer
from community.practice.queries.gathering_seen import GatheringSeen
from community.practice.queries.marks import VIEWER


class Held(NamedTuple):
    """A gathering as it stands while nobody else can change it, or the seats in it."""

    id: int
    public_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    capacity: int | None
    sequence: int
    version: int
    off_at: datetime | None
    noted_at: datetime | None
    is_for_members: bool
    hidden_at: datetime | None


class Comer(NamedTuple):
    """Somebody who comes, or waits for a place. `needs` is read by nobody but whoever prepares the gathering."""

    card: directory.Card
    coming: Coming
    needs: str


_GATHERING = bindparam("gathering", type_=Gathering.id.type)
_HOLD = select(
    Gathering.id,
    Gathering.public_id,
    Gathering.title,
    Gathering.starts_at,
    Gathering.ends_at,
    Gathering.place,
    Gathering.link,
    Gathering.capacity,
    Gathering.sequence,
    Gathering.version,
    Gathering.off_at,
    Gathering.noted_at,
    Gathering.is_for_members,
    Gathering.hidden_at,
).where(Gathering.id == _GATHERING)
_HOLD_IT = _HOLD.with_for_update(key_share=True)
_HOLD_ME = (
    select(Belonging.id)
    .where(
        Belonging.group_id == bindparam("group"),
        Belonging.member_id == VIEWER,
        Belonging.state == BelongingState.IN,
    )
    .with_for_update(key_share=True)
)
_ANSWER = select(GatheringAnswer.coming).where(
    GatheringAnswer.gathering_id == _GATHERING, GatheringAnswer.member_id == VIEWER
)
_TAKEN = (
    select(func.count())
    .select_from(GatheringAnswer)
    .where(GatheringAnswer.gathering_id == _GATHERING, GatheringAnswer.coming == Coming.YES)
)
_ORDER = (GatheringAnswer.since, GatheringAnswer.member_id)
_STILL_THERE = (Member.state == MemberState.ACTIVE, belonging.belongs(Member.id, Community.group_id))
_OF_GATHERING = (
    select(GatheringAnswer.member_id, GatheringAnswer.coming, GatheringAnswer.needs)
    .join(Gathering, Gathering.id == GatheringAnswer.gathering_id)
    .join(Community, Community.id == Gathering.community_id)
    .join(Member, Member.id == GatheringAnswer.member_id)
    .where(GatheringAnswer.gathering_id == _GATHERING, *_STILL_THERE)
    .order_by(*_ORDER)
)
_FIRST_WAITING = _OF_GATHERING.where(GatheringAnswer.coming == Coming.WAITING).limit(1)
_TOLD_OF_CHANGES = _OF_GATHERING.where(GatheringAnswer.coming != Coming.NO)
_COMERS = _TOLD_OF_CHANGES.where(or_(Member.id == VIEWER, ~belonging.kept_apart(VIEWER, Member.id)))
_ANSWERED_HERE = (
    select(GatheringAnswer.gathering_id)
    .join(Gathering, Gathering.id == GatheringAnswer.gathering_id)
    .where(
        Gathering.community_id == bindparam("community"),
        GatheringAnswer.member_id == VIEWER,
        Gathering.ends_at > bindparam("now", callable_=clock.now, type_=UtcDateTime()),
    )
    .order_by(GatheringAnswer.gathering_id)
)


def hold_gathering(gathering_id: int) -> Held:
    """Wait for whoever changes it or a seat in it; what is read from here on stays true until the commit."""
    return Held._make(db.session.execute(_HOLD_IT, {"gathering": gathering_id}).one())


def hold_my_place(actor: Actor, group_id: int) -> bool:
    """Whether the member belongs there, and goes on to until the commit. Always before a gathering is held."""
    return db.session.execute(_HOLD_ME, {"viewer": actor.id, "group": group_id}).first() is not None


def answer_of(member_id: int, gathering_id: int) -> Coming | None:
    return db.session.execute(_ANSWER, {"viewer": member_id, "gathering": gathering_id}).scalar_one_or_none()


def has_room(held: Held, capacity: int | None) -> bool:
    """Whether a seat is free, were there so many (None: as many as come). Ask while it is held."""
    return capacity is None or seats_taken(held) < capacity


def seats_taken(held: Held) -> int:
    """How many seats are given, to whomever: also to those who are suspended for now."""
    return int(db.session.execute(_TAKEN, {"gathering": held.id}).scalar_one())


def first_waiting(held: Held) -> int | None:
    """Who has waited longest for a seat, of those who can take it."""
    row = db.session.execute(_FIRST_WAITING, {"gathering": held.id}).first()
    return row.member_id if row else None


def people_to_tell(held: Held) -> Sequence[int]:
    """Who is told when it moves or is off: whoever comes, and whoever waits for a place."""
    return db.session.scalars(_TOLD_OF_CHANGES, {"gathering": held.id}).all()


def comers(actor: Actor, gathering: GatheringSeen) -> list[Comer]:
    """Who comes and who waits, in the order in which they said so; for members. Needs only for who prepares it."""
    rows = db.session.execute(_COMERS, {"gathering": gathering.id, "viewer": actor.id}).all()
    cards = directory.cards_of(row.member_id for row in rows)
    prepares = gathering.is_mine or gathering.is_facilitator
    return [Comer(cards[row.member_id], row.coming, row.needs if prepares else "") for row in rows]


def answered_in(member_id: int, community_id: int) -> Sequence[int]:
    """The gatherings of a community, not over yet, to which the member has answered anything; in id order."""
    return db.session.scalars(_ANSWERED_HERE, {"viewer": member_id, "community": community_id}).all()
