"""Tables of hellos and circles. Words are sealed; who, when and in which state stay clear."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

_ONE_WAITING = text("state = 'waiting'")
_STILL_OPEN = text("ended_at IS NULL")
_STILL_PLANNED = text("happened_on IS NULL AND called_off_at IS NULL")


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
    """`reminded_at`: the asked was reminded. `closed_at`: its days were over, and whoever asked was told so."""

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
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id", ondelete="SET NULL"), index=True)
    made_key: Mapped[UUID] = mapped_column(Uuid)


class CircleKind(StrEnum):
    PAIR = "pair"
    TRIO = "trio"
    SET = "set"


class CircleState(StrEnum):
    FIRST_MEETING = "first_meeting"
    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"


class Circle(Model):
    """People buddied together. Who they are, their group knows; `pair_key` is "low:high" of a pair's member ids."""

    __tablename__ = "circle"
    __table_args__ = (
        Index("uq_circle_open_pair", "pair_key", unique=True, sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    group_id: Mapped[int] = mapped_column(ForeignKey("belonging_group.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[CircleKind] = choice(CircleKind, default=CircleKind.PAIR)
    state: Mapped[CircleState] = choice(CircleState, default=CircleState.FIRST_MEETING)
    pair_key: Mapped[str | None] = mapped_column(String(48))
    began_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class CircleSeat(Model):
    """A member's seat is the right to read the circle, until they leave it; with what they answered in private.

    Nobody else is ever shown the answers. `is_apart`: "no, we do not work together" (None: not asked, or not answered).
    `carries_on`: yes after the first meeting. `is_not_again`: finished, and not with this person again.
    """

    __tablename__ = "circle_seat"

    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_asked_apart: Mapped[bool] = mapped_column(default=False)
    is_apart: Mapped[bool | None]
    carries_on: Mapped[bool | None]
    is_not_again: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]


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
