"""Reads of one post: to change it or act on it, what it said before, and whether a form has made it already."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import bindparam, case, func, select

from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core import clock
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.practice.models import Community, Post, PostRevision, Thread
from community.practice.queries import readers
from community.practice.queries.marks import VIEWER, may_open, viewer

HISTORY_FOR = timedelta(days=30)

_HOLD = select(Thread.id).where(Thread.id == bindparam("thread")).with_for_update(key_share=True)
_HOLD_PLACE = (
    select(Community.id)
    .join(Belonging, Belonging.group_id == Community.group_id)
    .where(
        Community.id == bindparam("community"),
        Community.archived_at.is_(None),
        Belonging.member_id == VIEWER,
        Belonging.state == BelongingState.IN,
    )
    .with_for_update(read=True)
)


class PostToChange(NamedTuple):
    """A post with its source; `title` is that of the thread when the post opened it."""

    id: int
    public_id: UUID
    author_id: int | None
    body: str
    html: Markup
    is_opening: bool
    is_removed: bool
    is_hidden: bool
    is_archived: bool
    version: int
    thread_id: int
    thread_public_id: UUID
    title: str
    group_id: int


class Wording(NamedTuple):
    """What a post said until it was changed."""

    title: str
    html: Markup
    replaced_at: datetime


TO_CHANGE = (
    select(
        Post.id,
        Post.public_id,
        Post.author_id,
        Post.body,
        Post.html,
        Post.is_opening,
        Post.removed_at.is_not(None).label("is_removed"),
        Post.hidden_at.is_not(None).label("is_hidden"),
        Community.archived_at.is_not(None).label("is_archived"),
        Post.version,
        Post.thread_id,
        Thread.public_id.label("thread_public_id"),
        case((Post.is_opening, Thread.title), else_="").label("title"),
        Community.group_id,
    )
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
)
_TO_CHANGE = TO_CHANGE.join(viewer, viewer.id == VIEWER).where(
    Post.public_id == bindparam("post"),
    readers.may_read_thread(viewer),
    readers.may_read_post(viewer),
    may_open(),
    ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
)
_HISTORY = (
    select(PostRevision.title, PostRevision.html, PostRevision.replaced_at)
    .where(PostRevision.post_id == bindparam("post"), PostRevision.replaced_at > bindparam("since"))
    .order_by(PostRevision.version.desc())
)
_ANSWERS = select(Post.id).where(
    Post.thread_id == bindparam("thread"),
    Post.is_opening.is_(False),
    Post.removed_at.is_(None),
)
_LAST = (
    select(Post.posted_at, Post.author_id)
    .where(Post.thread_id == bindparam("thread"), Post.removed_at.is_(None), Post.hidden_at.is_(None))
    .order_by(Post.posted_at.desc(), Post.id.desc())
    .limit(1)
)
_LATER = select(Post.id).where(
    Post.thread_id == bindparam("thread"),
    Post.id > bindparam("post"),
    Post.removed_at.is_(None),
    Post.hidden_at.is_(None),
    Post.author_id.is_distinct_from(VIEWER),
)
_MADE = select(Post.public_id).where(Post.author_id == VIEWER, Post.made_key == bindparam("key"))


def post_to_change(actor: Actor, public_id: UUID) -> PostToChange:
    """Raises NotFound alike where there is none and where this member may not read it."""
    row = db.session.execute(_TO_CHANGE, {"viewer": actor.id, "post": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return to_change(row)


def to_change(row: Any) -> PostToChange:
    """A row of TO_CHANGE as it is handed around."""
    found = PostToChange._make(row)
    return found._replace(html=Markup(found.html))  # noqa: S704 (made by render_markdown, and nowhere else)


def earlier_wordings(post: PostToChange) -> list[Wording]:
    """What the post said before, the latest first; nothing older than thirty days."""
    asked = {"post": post.id, "since": clock.now() - HISTORY_FOR}
    return [
        Wording(row.title, Markup(row.html), row.replaced_at)  # noqa: S704 (made by render_markdown, and nowhere else)
        for row in db.session.execute(_HISTORY, asked)
    ]


def post_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The post that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()


def hold_thread(thread_id: int) -> None:
    """Wait for whoever writes in the thread; what is read from here on stays true until the commit.

    Always before a post of it, so that no two people ever wait for one another.
    """
    db.session.execute(_HOLD, {"thread": thread_id})


def hold_place_in(actor: Actor, community_id: int) -> bool:
    """Whether the member belongs to a community that goes on; both stays so until the commit. Before its threads."""
    return db.session.execute(_HOLD_PLACE, {"viewer": actor.id, "community": community_id}).first() is not None


def is_answered(thread_id: int) -> bool:
    """Whether the thread holds a reply that has not been removed: a hidden one may come back."""
    return db.session.execute(_ANSWERS.limit(1), {"thread": thread_id}).first() is not None


def has_later_post(actor: Actor, thread_id: int, post_id: int) -> bool:
    """Whether somebody else has written in the thread after this post."""
    return (
        db.session.execute(_LATER.limit(1), {"viewer": actor.id, "thread": thread_id, "post": post_id}).first()
        is not None
    )


def last_post(thread_id: int) -> tuple[datetime, int | None] | None:
    """When the last post was made that is neither removed nor hidden, and by whom."""
    row = db.session.execute(_LAST, {"thread": thread_id}).one_or_none()
    return (row.posted_at, row.author_id) if row else None
