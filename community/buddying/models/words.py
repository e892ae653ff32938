"""What is written in a circle, sealed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid

from community.core.database import Mapped, Model, choice, mapped_column, public_id


class CircleMessage(Model):
    """`author_id` is empty when the author has left the site: the words stay with the buddy, without the name."""

    __tablename__ = "circle_message"
    __table_args__ = (
        UniqueConstraint("author_id", "made_key"),
        Index("ix_circle_message_reading", "circle_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    box: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime]
    made_key: Mapped[UUID] = mapped_column(Uuid)


class PromiseMade(Model):
    """One thing of "What we said we would do"."""

    __tablename__ = "promise_made"
    __table_args__ = (
        UniqueConstraint("maker_id", "made_key"),
        Index("ix_promise_made_reading", "circle_id", "done_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    made_key: Mapped[UUID] = mapped_column(Uuid)


class CircleDraft(Model):
    """What somebody has begun to write to a circle, and nobody else can open: sealed for its writer."""

    __tablename__ = "circle_draft"

    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    public_id: Mapped[UUID] = public_id()
    box: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime]


class CircleAgreement(Model):
    """One version of how a circle wants to do this. Every version stays; the one that counts has everybody's yes."""

    __tablename__ = "circle_agreement"
    __table_args__ = (UniqueConstraint("circle_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    version: Mapped[int]
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


class AgreementYes(Model):
    """One member's yes to one version."""

    __tablename__ = "agreement_yes"

    agreement_id: Mapped[int] = mapped_column(ForeignKey("circle_agreement.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    said_at: Mapped[datetime]


class LookKind(StrEnum):
    CHECK_IN = "check_in"
    HALF_WAY = "half_way"
    RENEWAL = "renewal"


class CircleLook(Model):
    """One member's look at how it goes, in one half year: asked for at `told_at`, answered or not.

    The box of a check-in is sealed for its writer; those of a half-way look and of a renewal for the circle. Of a
    half-way look its people are shown them when all have answered (`opened_at`); from then on none can be changed.
    `reminded_at`: of a renewal there is one reminder.
    """

    __tablename__ = "circle_look"
    __table_args__ = (UniqueConstraint("circle_id", "member_id", "kind", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LookKind] = choice(LookKind)
    term: Mapped[int]
    told_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
