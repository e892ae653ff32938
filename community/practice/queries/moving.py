"""Reads for moving a conversation: where to, and whether anybody would lose sight of it."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from community.belonging import queries as belonging
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import Community, Level, Thread
from community.practice.queries import readers
from community.practice.queries.marks import VIEWER, viewer


class Target(NamedTuple):
    """A community that a conversation could move to."""

    id: int
    public_id: UUID
    group_id: int
    name: str
    level: Level
    is_safe_space: bool

    @property
    def is_for_members(self) -> bool:
        return self.level is not Level.OPEN


_AUTHOR = select(Thread.author_id).where(Thread.id == bindparam("thread"))
_TARGETS = (
    select(
        Community.id, Community.public_id, Community.group_id, Community.name, Community.level, Community.is_safe_space
    )
    .join(viewer, viewer.id == VIEWER)
    .where(
        Community.id != bindparam("here"),
        Community.level == Level.OPEN,
        Community.archived_at.is_(None),
        readers.may_read(viewer),
        belonging.looks_after(VIEWER, Community.group_id),
    )
    .order_by(func.lower(Community.name), Community.id)
)


def author_of(thread_id: int) -> int | None:
    """Who began the conversation, if they are known."""
    return db.session.execute(_AUTHOR, {"thread": thread_id}).scalar_one_or_none()


def places_to_move_to(actor: Actor, community_id: int) -> list[Target]:
    """Other open communities that this member looks after."""
    asked = {"viewer": actor.id, "here": community_id}
    return [Target._make(row) for row in db.session.execute(_TARGETS, asked)]
