"""Who was called by a post, and what notices may still count when one is removed."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import Actor
from community.notifications.models import Kind, Notice
from community.practice.models import Post
from community.practice.queries.marks import VIEWER
from community.practice.queries.single import PostToChange

_A_DAY = timedelta(days=1)


class Call(NamedTuple):
    """Somebody called in a conversation, perhaps by the post that is spoken of: at least by its author."""

    member_id: int
    may_be_by_it: bool


class Count(NamedTuple):
    """SQL about a Notice of a conversation when a post of it goes.

    Whether it counted the post; how many posts there are that it may count now, and which is the first of them.
    """

    was_counted: ColumnElement[bool]
    left: ColumnElement[int]
    first: ColumnElement[UUID | None]


_SINCE = (
    select(
        Notice.member_id,
        func.max(case((or_(Notice.from_id == VIEWER, Notice.spot == Post.public_id), 1), else_=0)).label("is_by_it"),
    )
    .join(Post, Post.id == bindparam("post"))
    .where(
        Notice.about == bindparam("thread", type_=Notice.about.type),
        Notice.kind == Kind.MENTION,
        Notice.told_at >= Post.posted_at,
    )
    .group_by(Notice.member_id)
)
_OF_TODAY = (
    select(func.count())
    .select_from(Notice)
    .where(
        Notice.from_id == VIEWER,
        Notice.kind == Kind.MENTION,
        Notice.told_at > bindparam("after", type_=UtcDateTime()),
    )
)
_spot = aliased(Post)
_SPOT_ID = func.coalesce(select(_spot.id).where(_spot.public_id == Notice.spot).correlate(Notice).scalar_subquery(), 0)
_IS_MENTION = Notice.kind == Kind.MENTION


def called_since(actor: Actor, post: PostToChange) -> list[Call]:
    """Everybody who was called in the conversation since this post of the actor's was written."""
    asked = {"viewer": actor.id, "post": post.id, "thread": post.thread_public_id}
    return [Call(row.member_id, bool(row.is_by_it)) for row in db.session.execute(_SINCE, asked)]


def calls_of_today(actor: Actor) -> int:
    """How often the actor has called somebody by their name within a day; in one conversation, while unread, once."""
    return db.session.execute(_OF_TODAY, {"viewer": actor.id, "after": clock.now() - _A_DAY}).scalar_one()


def count_without(post: PostToChange, called: list[int]) -> Count:
    """What notices of the conversation may count without this post, which called these members."""
    was_called = Notice.member_id.in_(called)
    counts_all = and_(~_IS_MENTION, ~was_called, post.id >= _SPOT_ID, Notice.told_at >= _posted_at(post))
    was_counted = and_(
        Notice.member_id != (post.author_id or 0),
        or_(Notice.spot == post.public_id, and_(_IS_MENTION, was_called), counts_all),
    )
    there = select(Post.id).where(
        Post.thread_id == post.thread_id,
        Post.removed_at.is_(None),
        Post.hidden_at.is_(None),
        Post.author_id.is_distinct_from(Notice.member_id),
        Post.posted_at <= Notice.told_at,
        case((_IS_MENTION, or_(Post.body.contains("@"), Post.body.contains("&"))), else_=Post.id >= _SPOT_ID),
    )
    left = there.with_only_columns(func.count(Post.id)).correlate(Notice).scalar_subquery()
    first = there.with_only_columns(Post.public_id).order_by(Post.id).limit(1).correlate(Notice).scalar_subquery()
    return Count(was_counted, left, case((~_IS_MENTION, first)))


def _posted_at(post: PostToChange) -> Any:
    return select(_spot.posted_at).where(_spot.id == post.id).correlate(None).scalar_subquery()
