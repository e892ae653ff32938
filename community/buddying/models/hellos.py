"""Hellos. Words are sealed; who, when and in which state stay clear."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

_ONE_WAITING = text("state = 'waiting'")


class HelloState(StrEnum):
    """As stored; how a hello reads to its two people `queries` alone says.

    A waiting one past its ten days reads as closed. A declined one reads as waiting to whoever asked, until its ten
    days are over: how soon an answer came would tell that there was one. LET_GO was taken back by somebody who did
    not know that it had been declined, and must never learn it: to them it is what TAKEN_BACK is.
    """

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LET_GO = "let_go"
    CLOSED = "closed"


class Hello(Model):
    """`reminded_at`: the asked was reminded. `closed_at`: its days were over, and whoever asked was told so.

    `joins_id`: a whole circle asks, and a yes begins a new one of them all; without it, one member asks for a pair.
    """

    __tablename__ = "hello"
    __table_args__ = (
        CheckConstraint("asker_id <> asked_id", name="not_oneself"),
        UniqueConstraint("asker_id", "made_key"),
        Index(
            "uq_hello_one_waiting",
            "asker_id",
            "asked_id",
            unique=True,
            sqlite_where=_ONE_WAITING,
            postgresql_where=_ONE_WAITING,
        ),
        Index("ix_hello_asker", "asker_id", "asked_id", "state", "asked_at"),
        Index("ix_hello_asked", "asked_id", "state", "asked_at", "asker_id"),
        Index("ix_hello_days", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    asker_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    state: Mapped[HelloState] = choice(HelloState, default=HelloState.WAITING)
    text_box: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), index=True)
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id", ondelete="SET NULL"), index=True)
    made_key: Mapped[UUID] = mapped_column(Uuid)
