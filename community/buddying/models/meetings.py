"""Meetings: one planned at most, and those that happened."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

_STILL_PLANNED = text("happened_on IS NULL AND called_off_at IS NULL")


class MeetingHow(StrEnum):
    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"
    WALK = "walk"
    MESSAGES = "messages"


class Meeting(Model):
    """A meeting that is planned (a circle has at most one) or that happened ("we met", one a day)."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("circle_id", "happened_on"),
        UniqueConstraint("logged_by_id", "made_key"),
        CheckConstraint("starts_at IS NOT NULL OR happened_on IS NOT NULL", name="has_a_time"),
        Index(
            "uq_meeting_one_planned",
            "circle_id",
            unique=True,
            sqlite_where=_STILL_PLANNED,
            postgresql_where=_STILL_PLANNED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime | None]
    how: Mapped[MeetingHow | None] = choice(MeetingHow, nullable=True)
    where_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    happened_on: Mapped[date | None]
    minutes: Mapped[int | None]
    called_off_at: Mapped[datetime | None]
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    revision: Mapped[int] = mapped_column(default=1)
    made_key: Mapped[UUID] = mapped_column(Uuid)
