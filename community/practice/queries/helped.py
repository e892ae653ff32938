"""What helped whoever asked: their own word on a reply, and who is told of it."""

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.belonging import queries as belonging
from community.core.database import db
from community.core.roles import Actor
from community.practice.models import Post, Thread
from community.practice.queries import hearing
from community.practice.queries.marks import VIEWER

_it = aliased(Post)
_THERE = and_(
    _it.thread_id == Thread.id,
    _it.helped_at.is_not(None),
    _it.removed_at.is_(None),
    _it.hidden_at.is_(None),
    ~belonging.kept_apart(VIEWER, func.coalesce(_it.author_id, 0)),
)
# How many posts of the Thread helped, and the last of them: it may be what the asker wrote of it.
COLUMNS = (
    select(func.count(_it.id)).where(_THERE).correlate(Thread).scalar_subquery().label("how_many_helped"),
    select(_it.public_id)
    .where(_THERE)
    .order_by(_it.id.desc())
    .limit(1)
    .correlate(Thread)
    .scalar_subquery()
    .label("helped_spot"),
)
_HELPER = (
    select(Post.author_id)
    .join(Thread, Thread.id == Post.thread_id)
    .where(Post.id == bindparam("post"), Post.author_id.in_(hearing.wanting_answers()))
)


def helper_to_tell(actor: Actor, thread_id: int, post_id: int) -> int | None:
    """Who wrote the post, if they are another, still in the conversation, and want to hear of answers there."""
    return db.session.execute(_HELPER, {"viewer": actor.id, "thread": thread_id, "post": post_id}).scalar()
