"""Tables of groups and of keeping apart."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint

from community.core.database import Mapped, Model, choice, mapped_column, public_id


class GroupKind(StrEnum):
    CIRCLE = "circle"
    COMMUNITY = "community"


class BelongingState(StrEnum):
    ASKED = "asked"
    IN = "in"
    OUT = "out"


class GroupRole(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"


class Group(Model):
    """People who share a space. What the space is, the room that owns it knows."""

    __tablename__ = "belonging_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[GroupKind] = choice(GroupKind)
    made_at: Mapped[datetime]


class Belonging(Model):
    """One member's place in one group."""

    __tablename__ = "belonging"
    __table_args__ = (
        UniqueConstraint("group_id", "member_id"),
        Index("ix_belonging_member_state", "member_id", "state", "group_id"),
        Index("ix_belonging_group_state", "group_id", "state", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("belonging_group.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    state: Mapped[BelongingState] = choice(BelongingState)
    role: Mapped[GroupRole] = choice(GroupRole, default=GroupRole.MEMBER)
    since: Mapped[datetime]


class Block(Model):
    """Mutual invisibility, begun by one. The other is never told."""

    __tablename__ = "block"
    __table_args__ = (CheckConstraint("blocker_id <> blocked_id", name="not_oneself"),)

    blocker_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    made_at: Mapped[datetime]


class Avoidance(Model):
    """A person whom a member would rather not be suggested. Readable by its owner only."""

    __tablename__ = "avoidance"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    avoided_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    made_at: Mapped[datetime]


class AvoidedOrganisation(Model):
    """An organisation whose people a member would rather not be suggested. Its name is sealed for its owner."""

    __tablename__ = "avoided_organisation"
    __table_args__ = (UniqueConstraint("member_id", "organisation_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    organisation_key: Mapped[str] = mapped_column(String(160), index=True)
    name_box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
