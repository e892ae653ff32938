"""What can wait, and for how long it does: the one predicate that the job, the desk and the conversation ask.

What can wait: a question, and the first post that a member makes in a community. It waits until somebody else has
written after it whom its author can read, or until it is closed, hidden, removed or archived.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.roles import MemberState
from community.practice.models import Community, HelpAsked, Post, Thread, ThreadKind, Waiting
from community.practice.queries import readers
from community.practice.queries.marks import VIEWER

asker = aliased(Member)
_earlier, _answer = aliased(Post), aliased(Post)
_elsewhere = aliased(Thread)


def _first_here() -> ColumnElement[bool]:
    """SQL: the Post is the first that its author made in the community, who does not look after it."""
    earlier = (
        select(_earlier.id)
        .join(_elsewhere, _elsewhere.id == _earlier.thread_id)
        .where(
            _earlier.author_id == Post.author_id,
            _earlier.id < Post.id,
            _earlier.removed_at.is_(None),
            _elsewhere.community_id == Thread.community_id,
        )
        .correlate(Post, Thread)
    )
    is_chosen = or_(ThreadKind.is_offered, Post.is_opening.is_(False))
    return and_(~earlier.exists(), is_chosen, ~belonging.looks_after(asker.id, Community.group_id))


def _is_answered() -> ColumnElement[bool]:
    """SQL: somebody else wrote after the Post, and its author can read that."""
    return (
        select(_answer.id)
        .where(
            _answer.thread_id == Post.thread_id,
            _answer.id > Post.id,
            _answer.removed_at.is_(None),
            _answer.hidden_at.is_(None),
            _answer.author_id.is_distinct_from(Post.author_id),
            ~belonging.kept_apart(asker.id, func.coalesce(_answer.author_id, 0)),
        )
        .correlate(Post, asker)
        .exists()
    )


def of_what_can_wait(*columns: Any) -> Select[Any]:
    """These columns of posts, with all that `waits` asks about."""
    return (
        select(*columns)
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(ThreadKind, ThreadKind.id == Thread.kind_id)
        .join(Community, Community.id == Thread.community_id)
        .join(asker, asker.id == Post.author_id)
    )


def is_first_here() -> ColumnElement[bool]:
    """SQL: the Post waits because it is somebody's first, and not because it asks."""
    return ~and_(Post.is_opening, ThreadKind.can_be_unanswered)


def waits() -> ColumnElement[bool]:
    """SQL: nobody has answered the Post, and somebody should."""
    return and_(
        Post.removed_at.is_(None),
        Post.hidden_at.is_(None),
        Thread.hidden_at.is_(None),
        Thread.closed_at.is_(None),
        Community.archived_at.is_(None),
        readers.may_read_thread(asker),
        or_(and_(Post.is_opening, ThreadKind.can_be_unanswered), _first_here()),
        ~_is_answered(),
    )


def may_own(member: Any, asker_id: Any) -> ColumnElement[bool]:
    """SQL: this member looks after the community, and is there for whoever waits; nobody looks after themselves."""
    return and_(
        member != asker_id,
        belonging.looks_after(member, Community.group_id),
        ~belonging.kept_apart(member, asker_id),
        ~belonging.kept_apart(member, func.coalesce(Thread.author_id, 0)),
    )


owner = aliased(Member)
OF_ITS_OWNER = and_(owner.id == Waiting.owner_id, owner.state == MemberState.ACTIVE, may_own(owner.id, asker.id))

_sees_to = aliased(Member)
_WAITS_HERE = and_(Post.thread_id == Thread.id, waits())
_OWNER = (
    select(_sees_to.display_name)
    .select_from(Waiting)
    .join(Post, Post.id == Waiting.post_id)
    .join(asker, asker.id == Post.author_id)
    .join(_sees_to, and_(_sees_to.id == Waiting.owner_id, _sees_to.state == MemberState.ACTIVE))
    .where(_WAITS_HERE, may_own(_sees_to.id, asker.id), ~belonging.kept_apart(VIEWER, _sees_to.id))
    .order_by(Waiting.owned_at)
    .limit(1)
    .correlate(Thread, ThreadKind, Community)
    .scalar_subquery()
)
_ASKED_ME = (
    select(Post.public_id)
    .join(asker, asker.id == Post.author_id)
    .join(Waiting, Waiting.post_id == Post.id)
    .join(HelpAsked, and_(HelpAsked.post_id == Post.id, HelpAsked.member_id == VIEWER))
    .where(_WAITS_HERE, HelpAsked.declined_at.is_(None))
    .limit(1)
    .correlate(Thread, ThreadKind, Community)
    .scalar_subquery()
)
# For the page of a conversation: who sees to whoever waits in it, and the post that its reader was asked to answer.
COLUMNS = (_OWNER.label("owner_name"), _ASKED_ME.label("asked_about"))
