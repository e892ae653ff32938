"""Who wrote something, as its reader may hear it."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.roles import MemberState
from community.practice.models import Post, Thread, ThreadKind
from community.practice.queries import marks
from community.practice.queries.marks import VIEWER

FORMER_MEMBER = "A former member"

last = aliased(Member)

# Who wrote last of those whose posts are there for the viewer.
_earlier = aliased(Post)
_LAST_THERE = (
    select(_earlier.author_id)
    .where(_earlier.thread_id == Thread.id, _earlier.removed_at.is_(None), marks.is_there(_earlier))
    .order_by(_earlier.id.desc())
    .limit(1)
    .correlate(Thread)
    .scalar_subquery()
)
_HAS_BLOCKED_ME = belonging.has_blocked(func.coalesce(Thread.last_author_id, 0), VIEWER)
_LAST_ID: ColumnElement[int | None] = case((_HAS_BLOCKED_ME, _LAST_THERE), else_=Thread.last_author_id)
OF_THE_LAST = last.id == _LAST_ID
LAST_WORD = (
    marks.replies_there().label("reply_count"),
    ThreadKind.can_be_unanswered,
    last.display_name.label("last_name"),
    last.state.label("last_state"),
    (last.id == VIEWER).label("last_is_mine"),
    belonging.kept_apart(VIEWER, func.coalesce(last.id, 0)).label("last_is_apart"),
)


def author(name: str | None, public_id: UUID | None, state: MemberState | None) -> tuple[str, UUID | None]:
    """The name to show, and the id to link to; somebody who left has neither."""
    gone = state is None or state == MemberState.LEFT
    return (FORMER_MEMBER, None) if gone else (name or "", public_id)


def began(row: Any) -> str:
    """What the first author did, after their name. The row holds LAST_WORD."""
    return "asked" if row.can_be_unanswered else "began"


def answered(row: Any) -> str:
    """Who wrote last in a conversation that has replies; without a name when the reader keeps apart from them."""
    if not row.reply_count:
        return ""
    if row.last_is_mine:
        return "you replied"
    if row.last_is_apart:
        return "last reply"
    name, _ = author(row.last_name, None, row.last_state)
    return f"{'a former member' if name == FORMER_MEMBER else name} replied"
