"""Reads of communities: the lists of them."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from community.belonging.models import Belonging, BelongingState
from community.core.database import db
from community.core.roles import Actor
from community.core.text import counted
from community.directory.models import NamedAs, ProfileChallenge
from community.practice.models import Community, CommunityMark, Level, Post, ReadMark, Thread
from community.practice.queries import marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer


class CommunityRow(NamedTuple):
    """A community in a list."""

    public_id: UUID
    name: str
    purpose: str
    level: Level
    how_many_belong: int
    new: int
    has_asked: bool

    @property
    def members(self) -> str:
        return counted(self.how_many_belong, "members")


def _new_in_community() -> ColumnElement[int]:
    counted = (
        select(func.count())
        .select_from(Thread)
        .join(Post, Post.thread_id == Thread.id)
        .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
        .where(
            Thread.community_id == Community.id,
            marks.may_hold_new(),
            readers.may_read_thread(viewer),
            marks.not_kept_apart(),
            marks.is_lately(),
            marks.is_new(),
        )
    )
    return counted.correlate(Community, CommunityMark, mine, viewer).scalar_subquery()


_ROW = (
    Community.public_id,
    Community.name,
    Community.purpose,
    Community.level,
    readers.how_many_belong().label("how_many_belong"),
)
_MINE = (
    select(*_ROW, _new_in_community().label("new"))
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .join(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .where(mine.state == BelongingState.IN, readers.may_read(viewer))
    .order_by(func.lower(Community.name), Community.id)
)
_IS_IN_ONE = select(
    select(Community.id)
    .join(viewer, viewer.id == VIEWER)
    .join(mine, marks.OF_MINE)
    .where(mine.state == BelongingState.IN, readers.may_read(viewer))
    .exists()
)
_OTHERS = (
    select(*_ROW, (mine.state == BelongingState.ASKED).label("has_asked"))
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .where(readers.may_see(viewer), or_(mine.state.is_(None), mine.state != BelongingState.IN))
    .order_by(func.lower(Community.name), Community.id)
)
_my_wish, _their_wish = aliased(ProfileChallenge), aliased(ProfileChallenge)
_other = aliased(Belonging)
_SHARED = (
    select(func.count(func.distinct(_other.member_id)))
    .select_from(_other)
    .join(_their_wish, and_(_their_wish.member_id == _other.member_id, _their_wish.named_as == NamedAs.TOP))
    .join(_my_wish, and_(_my_wish.challenge_id == _their_wish.challenge_id, _my_wish.named_as == NamedAs.TOP))
    .where(
        _other.group_id == Community.group_id,
        _other.state == BelongingState.IN,
        _my_wish.member_id == VIEWER,
    )
    .correlate(Community)
    .scalar_subquery()
)
_WELCOME = (
    _OTHERS.where(Community.level == Level.OPEN)
    .order_by(None)
    .order_by(_SHARED.desc(), func.lower(Community.name), Community.id)
    .limit(bindparam("limit"))
)


def my_communities(actor: Actor) -> list[CommunityRow]:
    """Those the member has joined, with how many posts are new to them."""
    return [CommunityRow(*row, has_asked=False) for row in db.session.execute(_MINE, {"viewer": actor.id})]


def is_in_a_community(actor: Actor) -> bool:
    """Whether the member has joined any community that they can read."""
    return bool(db.session.execute(_IS_IN_ONE, {"viewer": actor.id}).scalar_one())


def other_communities(actor: Actor) -> list[CommunityRow]:
    """Those the member has not joined and may see."""
    rows = db.session.execute(_OTHERS, {"viewer": actor.id})
    return [CommunityRow(*row[:5], new=0, has_asked=bool(row.has_asked)) for row in rows]


def welcome_communities(actor: Actor, limit: int = 3) -> list[CommunityRow]:
    """Open communities to offer a newcomer: first those where most people have the same things on their mind."""
    rows = db.session.execute(_WELCOME, {"viewer": actor.id, "limit": limit})
    return [CommunityRow(*row[:5], new=0, has_asked=bool(row.has_asked)) for row in rows]
