"""What is new to somebody: one SQL expression, used by every count and by the line inside a conversation."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, Block
from community.practice.models import Community, CommunityMark, Post, ReadMark, Thread

VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)

viewer = aliased(Member)
mine = aliased(Belonging)
_other_post, _later_post = aliased(Post), aliased(Post)

OF_MINE = and_(mine.group_id == Community.group_id, mine.member_id == VIEWER)
OF_MY_COMMUNITY_MARK = and_(CommunityMark.community_id == Community.id, CommunityMark.member_id == VIEWER)
OF_MY_READ_MARK = and_(ReadMark.thread_id == Thread.id, ReadMark.member_id == VIEWER)

LOOKED_THROUGH = 2_000  # posts of one conversation, from its end; pages count to half of it (`up_to`)
_MARKED = func.coalesce(ReadMark.post_id, 0)

# Before this moment nothing is new. Null for somebody who never joined: to them only what they have begun to read is.
SINCE = func.coalesce(CommunityMark.read_at, case((mine.state == BelongingState.IN, mine.since)))

# Whoever came in before agreements were numbered accepted the first.
HAS_AGREED = func.coalesce(CommunityMark.agreed_version, 1) >= Community.agreement_version


def is_new() -> ColumnElement[bool]:
    """SQL: the Post is new to the viewer. Wants ReadMark, CommunityMark and `mine` outer-joined in the statement.

    Not one's own, neither removed nor hidden, not by somebody one keeps apart from. After my mark in the thread, or,
    in a thread that I never opened, after I joined; and in any case after I marked the whole community as read.
    """
    return and_(
        Post.removed_at.is_(None),
        Post.hidden_at.is_(None),
        Post.author_id.is_distinct_from(VIEWER),
        case(
            (
                ReadMark.post_id.is_not(None),
                and_(
                    Post.id > ReadMark.post_id,
                    or_(CommunityMark.read_at.is_(None), Post.posted_at > CommunityMark.read_at),
                ),
            ),
            else_=Post.posted_at > SINCE,
        ),
        ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
    )


def may_hold_new() -> ColumnElement[bool]:
    """SQL: something of the Thread can be new to the viewer, by its last post alone: what `is_new` need not look at."""
    return or_(ReadMark.post_id.is_not(None), Thread.last_post_at > SINCE)


def is_lately() -> ColumnElement[bool]:
    """SQL: the Post is one of the last LOOKED_THROUGH of its Thread, and after my mark in it.

    Beside `is_new` wherever posts are counted or looked for: so that this costs the same however long a conversation
    is. Of more than those it says "many", and never how many; nothing that is new to anybody goes unread by it.
    """
    return Post.id > _lately_from()


def _lately_from() -> ColumnElement[int]:
    return case((Thread.posts_made > LOOKED_THROUGH, func.coalesce(_before_the_last(), _MARKED)), else_=_MARKED)


def _before_the_last() -> ColumnElement[int | None]:
    """SQL: the post before the last LOOKED_THROUGH after my mark; null where there are no more than those."""
    after = (_later_post.thread_id == Thread.id, _later_post.id > _MARKED)
    found = select(_later_post.id).where(*after).order_by(_later_post.id.desc()).offset(LOOKED_THROUGH).limit(1)
    return found.correlate(Thread, ReadMark).scalar_subquery()


def new_in_thread() -> ColumnElement[int]:
    """SQL: how many posts of the Thread are new to the viewer."""
    counted = select(func.count()).select_from(Post).where(Post.thread_id == Thread.id, is_lately(), is_new())
    return counted.correlate(Thread, ReadMark, CommunityMark, mine).scalar_subquery()


def first_new() -> ColumnElement[Any]:
    """SQL: the public id of the first post of the Thread that is new to the viewer."""
    start = func.coalesce(ReadMark.post_id, _lately_from())  # whoever goes on reading goes on exactly where they were
    found = select(Post.public_id).where(Post.thread_id == Thread.id, Post.id > start, is_new())
    found = found.order_by(Post.id).limit(1)
    return found.correlate(Thread, ReadMark, CommunityMark, mine).scalar_subquery()


def has_new() -> ColumnElement[bool]:
    """SQL: the Thread holds a post that is new to the viewer; ends at the first."""
    found = select(Post.id).where(Post.thread_id == Thread.id, is_lately(), is_new())
    return found.correlate(Thread, ReadMark, CommunityMark, mine).exists()


def is_there(post: Any) -> ColumnElement[bool]:
    """SQL: the post (the table, or an alias) stands in its conversation for the viewer, perhaps without its words.

    What was written by somebody who blocked the viewer is not there at all, so that nothing says of a block; but for
    the first post, without which there would be no conversation.
    """
    return or_(post.is_opening, ~belonging.has_blocked(func.coalesce(post.author_id, 0), VIEWER))


def replies_there() -> ColumnElement[int]:
    """SQL: how many replies of the Thread are there for the viewer."""
    # From the blocks to the posts: hardly anybody has been blocked, and a conversation may be very long.
    hidden = (
        select(func.count())
        .select_from(Block)
        .join(_other_post, _other_post.author_id == Block.blocker_id)
        .where(
            Block.blocked_id == VIEWER,
            _other_post.thread_id == Thread.id,
            _other_post.is_opening.is_(False),
            _other_post.removed_at.is_(None),
            _other_post.hidden_at.is_(None),
        )
    )
    return Thread.reply_count - hidden.correlate(Thread).scalar_subquery()


def may_open() -> ColumnElement[bool]:
    """SQL: the Thread is there at its address: not kept apart from its author, or with a post of the viewer's in it."""
    own = select(_other_post.id).where(
        _other_post.thread_id == Thread.id, _other_post.author_id == VIEWER, _other_post.removed_at.is_(None)
    )
    return or_(not_kept_apart(), own.correlate(Thread).exists())


def not_kept_apart() -> ColumnElement[bool]:
    """SQL: the Thread was not begun by somebody the viewer keeps apart from."""
    return ~belonging.kept_apart(VIEWER, func.coalesce(Thread.author_id, 0))
