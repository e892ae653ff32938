"""Who hears of what: the level a member chose for a conversation or its community, and who keeps a door."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, Block, GroupRole
from community.core.database import db
from community.core.roles import Actor, MemberState
from community.notifications.models import Hearing, Kind, Level
from community.notifications.queries.preferences import how_soon
from community.practice.models import Community, Thread
from community.practice.queries.marks import VIEWER

of_thread, of_community = aliased(Hearing), aliased(Hearing)

LEVEL = func.coalesce(of_thread.level, of_community.level, Level.SUMMARY)
IN_SUMMARY = how_soon(Kind.COMMUNITY, VIEWER)
LEVEL_OF_COMMUNITY = func.coalesce(of_community.level, Level.SUMMARY)
_TOLD_OF_ANSWERS = (Level.EVERY, Level.SUMMARY)


class Reader(NamedTuple):
    """Somebody who may be called; whoever wants to hear nothing of the conversation is not told."""

    name: str
    hears: bool


class Doorkeeper(NamedTuple):
    """Somebody who looks after a community, how many (they may see) wait at its door, and who asked last."""

    member_id: int
    how_many_ask: int
    latest_id: int | None


def chose_for_thread(member: Any) -> ColumnElement[bool]:
    """SQL: `of_thread` is what this member chose for the Thread in the statement."""
    return and_(of_thread.member_id == member, of_thread.about == Thread.public_id)


def chose_for_community(member: Any) -> ColumnElement[bool]:
    return and_(of_community.member_id == member, of_community.about == Community.public_id)


_OTHERS = (
    select(Member.id, Member.display_name)
    .select_from(Thread)
    .join(Community, Community.id == Thread.community_id)
    .join(Belonging, and_(Belonging.group_id == Community.group_id, Belonging.state == BelongingState.IN))
    .join(Member, and_(Member.id == Belonging.member_id, Member.state == MemberState.ACTIVE))
    .outerjoin(of_thread, chose_for_thread(Member.id))
    .outerjoin(of_community, chose_for_community(Member.id))
    .where(
        Thread.id == bindparam("thread"),
        Member.id != VIEWER,
        ~belonging.kept_apart(VIEWER, Member.id),
    )
    .order_by(Belonging.id)
)
_IS_THERE = ~belonging.kept_apart(Member.id, func.coalesce(Thread.author_id, 0))
_CALLABLE = _OTHERS.add_columns(and_(LEVEL != Level.NOTHING, _IS_THERE).label("hears"))
_AUTHOR = _OTHERS.where(Member.id == Thread.author_id, LEVEL.in_(_TOLD_OF_ANSWERS))


def wanting_answers() -> Select[Any]:
    """SQL: the ids of others in the thread of the parameter who want to hear of answers there."""
    return _OTHERS.where(LEVEL.in_(_TOLD_OF_ANSWERS), _IS_THERE).with_only_columns(Member.id).order_by(None)


_OF_THREAD = Thread.id == bindparam("thread")
_KEPT_FROM_AUTHOR = union(
    select(Block.blocked_id).join(Thread, Thread.author_id == Block.blocker_id).where(_OF_THREAD),
    select(Block.blocker_id).join(Thread, Thread.author_id == Block.blocked_id).where(_OF_THREAD),
)

_asking, _asker = aliased(Belonging), aliased(Member)
_WAITS = (
    select(_asking.member_id)
    .join(_asker, and_(_asker.id == _asking.member_id, _asker.state == MemberState.ACTIVE))
    .where(
        _asking.group_id == Belonging.group_id,
        _asking.state == BelongingState.ASKED,
        ~belonging.kept_apart(Belonging.member_id, _asking.member_id),
    )
    .correlate(Belonging)
)
_DOORKEEPERS = (
    select(
        Belonging.member_id,
        _WAITS.with_only_columns(func.count()).scalar_subquery().label("how_many_ask"),
        _WAITS.order_by(_asking.since.desc(), _asking.id.desc()).limit(1).scalar_subquery().label("latest_id"),
    )
    .where(
        Belonging.group_id == bindparam("group"),
        Belonging.state == BelongingState.IN,
        Belonging.role == GroupRole.FACILITATOR,
    )
    .order_by(Belonging.member_id)
)


def readers_to_call(actor: Actor, thread_id: int) -> dict[int, Reader]:
    """Everybody else who is in the conversation, but whoever the actor is kept apart from."""
    found = db.session.execute(_CALLABLE, {"viewer": actor.id, "thread": thread_id})
    return {row.id: Reader(row.display_name, row.hears) for row in found}


def kept_from_author(thread_id: int) -> list[int]:
    """Those to whom the conversation is not there, because of whoever began it."""
    return list(db.session.scalars(_KEPT_FROM_AUTHOR, {"thread": thread_id}))


def author_to_tell(actor: Actor, thread_id: int) -> int | None:
    """Who began the conversation, if they are another, still in it, and want to hear of answers."""
    return db.session.execute(_AUTHOR, {"viewer": actor.id, "thread": thread_id}).scalar()


def doorkeepers_of(group_id: int) -> list[Doorkeeper]:
    """Everybody who looks after the community of this group."""
    return [Doorkeeper(*row) for row in db.session.execute(_DOORKEEPERS, {"group": group_id})]
