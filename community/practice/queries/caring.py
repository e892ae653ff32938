"""Reads of a post or gathering by its number, for whoever looks after it: without a viewer, so never for a page."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select

from community.accounts.models import Member
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import Gathering, Post, Thread
from community.practice.queries.single import TO_CHANGE, PostToChange, to_change

_BY_NUMBER = TO_CHANGE.where(Post.id == bindparam("number"))
_AUTHOR = select(Member.id, Member.public_id, Member.display_name, Member.role, Member.state)


_TALK = (
    select(Thread.id, Thread.public_id, Thread.title)
    .join(Gathering, Gathering.thread_id == Thread.id)
    .where(Gathering.id == bindparam("gathering"))
)
# Why a Thread is hidden: its first post is, or a gathering that it was begun for.
OPENING_IS_HIDDEN: ColumnElement[bool] = (
    select(Post.id)
    .where(Post.thread_id == Thread.id, Post.is_opening, Post.hidden_at.is_not(None), Post.removed_at.is_(None))
    .correlate(Thread)
    .exists()
)
GATHERING_IS_HIDDEN: ColumnElement[bool] = (
    select(Gathering.id)
    .where(Gathering.thread_id == Thread.id, Gathering.hidden_at.is_not(None))
    .correlate(Thread)
    .exists()
)


class Talk(NamedTuple):
    """The conversation that a gathering began with."""

    id: int
    public_id: UUID
    title: str


def post_of_number(post_id: int) -> PostToChange | None:
    """The post as it is kept now; None when it has gone, with its conversation."""
    row = db.session.execute(_BY_NUMBER, {"number": post_id}).one_or_none()
    return to_change(row) if row else None


def author_of(post: PostToChange) -> Actor | None:
    """Whoever wrote it, as the one whose words call others."""
    row = db.session.execute(_AUTHOR.where(Member.id == post.author_id)).one_or_none()
    return Actor(row.id, row.public_id, row.display_name, row.role, row.state, b"") if row else None


def gathering_called(gathering_id: int) -> UUID:
    """The public id of a gathering."""
    return db.session.execute(select(Gathering.public_id).where(Gathering.id == gathering_id)).scalar_one()


def talk_of_gathering(gathering_id: int) -> Talk | None:
    """The conversation to bring questions to, if it is still there."""
    row = db.session.execute(_TALK, {"gathering": gathering_id}).one_or_none()
    return Talk._make(row) if row else None
