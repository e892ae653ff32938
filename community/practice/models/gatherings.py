"""Tables of gatherings, of who comes, and of the keys to feeds."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid

from community.core.database import Mapped, Model, choice, mapped_column, public_id
from community.practice.models.threads import LONGEST_LINK, LONGEST_TITLE


class Gathering(Model):
    """A community meets. `place` and `link` are shown to those who come; `zone` is the one its times were said in.

    `sequence` grows with every change that a calendar must know of, `version` with every edit. `thread_id`: where
    questions are brought beforehand. `note`: what was learned, written afterwards. `hidden_at`: from then on it is
    there only for whoever made it and for those who look after the community.
    """

    __tablename__ = "gathering"
    __table_args__ = (
        UniqueConstraint("maker_id", "made_key"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint("capacity IS NULL OR capacity >= 1", name="room_for_somebody"),
        Index("ix_gathering_when", "community_id", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    maker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(LONGEST_LINK), default="")
    access: Mapped[str] = mapped_column(String(300), default="")
    capacity: Mapped[int | None]
    is_for_members: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    off_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
    note_html: Mapped[str] = mapped_column(Text, default="")
    note_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    noted_at: Mapped[datetime | None]
    made_key: Mapped[UUID] = mapped_column(Uuid)


class Coming(StrEnum):
    YES = "yes"
    WAITING = "waiting"
    NO = "no"


class GatheringAnswer(Model):
    """Whether one member comes. Who waits for a place gets one in the order of `since`."""

    __tablename__ = "gathering_answer"
    __table_args__ = (Index("ix_gathering_answer_order", "gathering_id", "coming", "since", "member_id"),)

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    coming: Mapped[Coming] = choice(Coming)
    needs: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[datetime]


class FeedKey(Model):
    """One member's way to read feeds without signing in. The address is derived from `number`, never stored."""

    __tablename__ = "feed_key"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[UUID] = mapped_column(Uuid, unique=True)
    made_at: Mapped[datetime]
