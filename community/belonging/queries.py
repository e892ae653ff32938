"""Reads of belonging: predicates for other rooms' statements, and whom a member keeps away from."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from community.belonging.models import (
    Avoidance,
    AvoidedOrganisation,
    Belonging,
    BelongingState,
    Block,
    Group,
    GroupKind,
    GroupRole,
)
from community.core.database import UtcDateTime, db

Column = InstrumentedAttribute[int] | ColumnElement[int]


def belongs(member: Column | int, group: Column) -> ColumnElement[bool]:
    """SQL: this member is in that group today."""
    return (
        exists()
        .where(Belonging.group_id == group, Belonging.member_id == member, Belonging.state == BelongingState.IN)
        .correlate_except(Belonging)  # however deep it stands, the group and the member are those of the statement
    )


def looks_after(member: Column | int, group: Column) -> ColumnElement[bool]:
    """SQL: this member is a facilitator of that group today."""
    return (
        exists()
        .where(
            Belonging.group_id == group,
            Belonging.member_id == member,
            Belonging.state == BelongingState.IN,
            Belonging.role == GroupRole.FACILITATOR,
        )
        .correlate_except(Belonging)
    )


def kept_apart(one: Column | int, other: Column) -> ColumnElement[bool]:
    """SQL: a block stands between the two, whoever made it."""
    return (
        exists()
        .where(
            or_(
                (Block.blocker_id == one) & (Block.blocked_id == other),
                (Block.blocker_id == other) & (Block.blocked_id == one),
            )
        )
        .correlate_except(Block)
    )


def has_blocked(one: Column | int, other: Column) -> ColumnElement[bool]:
    """SQL: the first blocked the other. Only ever for the eyes of the first."""
    return exists().where(Block.blocker_id == one, Block.blocked_id == other).correlate_except(Block)


def has_avoided(one: Column | int, other: Column) -> ColumnElement[bool]:
    """SQL: the first would rather not be suggested the other. Only ever for the eyes of the first."""
    return exists().where(Avoidance.member_id == one, Avoidance.avoided_id == other).correlate_except(Avoidance)


def are_together(one: Column | int, other: Column | int, *, kind: GroupKind | None = None) -> ColumnElement[bool]:
    """SQL: both are in one and the same group today (of this kind, if one is named)."""
    mine, theirs, shared = aliased(Belonging), aliased(Belonging), aliased(Group)
    conditions = [
        mine.member_id == one,
        mine.state == BelongingState.IN,
        theirs.group_id == mine.group_id,
        theirs.member_id == other,
        theirs.state == BelongingState.IN,
    ]
    if kind is not None:
        conditions += [shared.id == mine.group_id, shared.kind == kind]
    return exists().where(*conditions)


_LISTED = select(
    select(func.count()).select_from(Block).where(Block.blocker_id == bindparam("member")).scalar_subquery(),
    select(func.count()).select_from(Avoidance).where(Avoidance.member_id == bindparam("member")).scalar_subquery(),
    select(func.count())
    .select_from(AvoidedOrganisation)
    .where(AvoidedOrganisation.member_id == bindparam("member"))
    .scalar_subquery(),
)


class Listed(NamedTuple):
    """How many one member keeps away from: blocked, avoided, and organisations avoided."""

    blocked: int
    people: int
    organisations: int


def how_many_listed_by(member_id: int) -> Listed:
    return Listed(*db.session.execute(_LISTED, {"member": member_id}).one())


def avoids_people_of(one: Column, organisation_key: Any) -> ColumnElement[bool]:
    """SQL: the first would rather not be suggested people of this organisation. Binds `today_began_at`.

    An entry counts from the day after it was made: whoever added a name and looked who is gone would learn where
    somebody works.
    """
    return (
        exists()
        .where(
            AvoidedOrganisation.member_id == one,
            AvoidedOrganisation.organisation_key == organisation_key,
            AvoidedOrganisation.organisation_key != "",
            AvoidedOrganisation.made_at < bindparam("today_began_at", type_=UtcDateTime()),
        )
        .correlate_except(AvoidedOrganisation)
    )


_SAME_ORGANISATION = select(AvoidedOrganisation.id).where(
    AvoidedOrganisation.member_id == bindparam("member"), AvoidedOrganisation.organisation_key == bindparam("key")
)


def avoids_organisation(member_id: int, key: str) -> bool:
    """Whether the member has this one on their list already."""
    return db.session.execute(_SAME_ORGANISATION, {"member": member_id, "key": key}).first() is not None
