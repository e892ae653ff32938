"""Reads of belonging: predicates for other rooms' statements, and counts for the who-can-see sentence."""

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from community.belonging.models import Belonging, BelongingState, Block
from community.core.database import db

Column = InstrumentedAttribute[int] | ColumnElement[int]


def belongs(member: Column | int, group: Column) -> ColumnElement[bool]:
    """SQL: this member is in that group today."""
    return exists().where(
        Belonging.group_id == group, Belonging.member_id == member, Belonging.state == BelongingState.IN
    )


def kept_apart(one: Column | int, other: Column) -> ColumnElement[bool]:
    """SQL: a block stands between the two, whoever made it."""
    return exists().where(
        or_(
            (Block.blocker_id == one) & (Block.blocked_id == other),
            (Block.blocker_id == other) & (Block.blocked_id == one),
        )
    )


_COUNT = select(func.count()).where(Belonging.group_id == bindparam("group"), Belonging.state == BelongingState.IN)
_MINE = select(Belonging.state, Belonging.role).where(
    Belonging.group_id == bindparam("group"), Belonging.member_id == bindparam("member")
)


def how_many_in(group_id: int) -> int:
    return db.session.execute(_COUNT, {"group": group_id}).scalar_one()


def belonging_of(member_id: int, group_id: int) -> tuple[BelongingState, str] | None:
    """The member's state and role in the group, if there is any."""
    row = db.session.execute(_MINE, {"group": group_id, "member": member_id}).one_or_none()
    return (row.state, row.role) if row else None
