"""Who wrote something, as its reader may hear it."""

from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.roles import MemberState
from community.practice.models import Thread, ThreadKind
from community.practice.queries.marks import VIEWER

FORMER_MEMBER = "A former member"

last = aliased(Member)

OF_THE_LAST = last.id == Thread.last_author_id
LAST_WORD = (
    Thread.reply_count,
    ThreadKind.can_be_unanswered,
    last.display_name.label("last_name"),
    last.state.label("last_state"),
    (Thread.last_author_id == VIEWER).label("last_is_mine"),
    belonging.kept_apart(VIEWER, func.coalesce(Thread.last_author_id, 0)).label("last_is_apart"),
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
