"""Tables of communities: what they are, who came in by which door, and who is asked to look after one."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, Uuid

from community.core.database import Mapped, Model, choice, mapped_column, public_id

LONGEST_AGREEMENT = 2000
LONGEST_ASKING = 300


class Level(StrEnum):
    """Who may come in. Open: every member reads. Private: members alone know of it. Hidden: as if it were not there."""

    OPEN = "open"
    ASK = "ask"
    PRIVATE = "private"
    HIDDEN = "hidden"


class Community(Model):
    """`agreement` is the one that counts now, `version` that of the front page's words; archived, it is only read."""

    __tablename__ = "community"
    __table_args__ = (UniqueConstraint("maker_id", "made_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    group_id: Mapped[int] = mapped_column(ForeignKey("belonging_group.id"), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(300))
    learning_question: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(300), default="")
    level: Mapped[Level] = choice(Level)
    is_safe_space: Mapped[bool] = mapped_column(default=False)
    rhythm: Mapped[str] = mapped_column(String(120), default="")
    agreement: Mapped[str] = mapped_column(Text)
    agreement_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    made_key: Mapped[UUID | None] = mapped_column(Uuid)
    made_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class EarlierAgreement(Model):
    """What a community had agreed before, from the version of this number."""

    __tablename__ = "earlier_agreement"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    agreement: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class CommunityMark(Model):
    """What one member did at a community's door.

    What they wrote when they asked to come in, which version of its agreement they accepted and when, and when they
    marked everything in it as read. `refused_at`: they were shown out.
    """

    __tablename__ = "community_mark"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    asked_words: Mapped[str] = mapped_column(String(LONGEST_ASKING), default="")
    refused_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    agreed_version: Mapped[int | None]
    read_at: Mapped[datetime | None]


class InviteLink(Model):
    """A way in, for fourteen days. The link itself is derived from its id when it is shown, never stored."""

    __tablename__ = "invite_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"), index=True)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used: Mapped[int] = mapped_column(default=0)


class CareOffer(Model):
    """A member was asked to look after a community, and has not answered yet."""

    __tablename__ = "care_offer"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    offered_at: Mapped[datetime]
