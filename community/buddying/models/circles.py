"""Circles, and who sits in them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

_STILL_OPEN = text("ended_at IS NULL")


class CircleKind(StrEnum):
    PAIR = "pair"
    TRIO = "trio"
    SET = "set"


class CircleState(StrEnum):
    FIRST_MEETING = "first_meeting"
    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"


class Rhythm(StrEnum):
    """How often the people of a circle want to talk."""

    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    THREE_WEEKS = "three_weeks"
    MONTHLY = "monthly"


class Circle(Model):
    """People buddied together. Who they are, their group knows; `pair_key` is "low:high" of a pair's member ids.

    `contact_at`: when they last wrote, met or said that they go on; quiet is counted from there. `term_began_at`: when
    the present half year began, moved on by every pause. `moved_at`: one of them changed job in a way that asks for a
    second look, which is over when everybody has said that it still feels right. `grew_from_id`: the circle whose
    people, all of them, asked one more to join; that one is finished, and stays with whoever was in it.
    """

    __tablename__ = "circle"
    __table_args__ = (
        Index("uq_circle_open_pair", "pair_key", unique=True, sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN),
        Index("ix_circle_quiet", "state", "contact_at"),
        Index("ix_circle_term", "state", "term_began_at"),
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
    rhythm: Mapped[Rhythm] = choice(Rhythm, default=Rhythm.THREE_WEEKS)
    contact_at: Mapped[datetime]
    term: Mapped[int] = mapped_column(default=1)
    term_began_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    moved_at: Mapped[datetime | None]
    grew_from_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id", ondelete="SET NULL"), index=True)


class CircleSeat(Model):
    """A member's seat is the right to read the circle, until they leave it; with what they answered in private.

    Nobody else is ever shown the answers. `is_apart`: "no, we do not work together" (None: not asked, or not answered).
    `carries_on`: yes after the first meeting. `feels_right`: yes after somebody's change of job. `is_not_again`:
    finished, and not with this person again. `nudged_at`: the moment of the miss that they were last told of.
    """

    __tablename__ = "circle_seat"

    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    is_asked_apart: Mapped[bool] = mapped_column(default=False)
    is_apart: Mapped[bool | None]
    carries_on: Mapped[bool | None]
    feels_right: Mapped[bool | None]
    nudged_at: Mapped[datetime | None]
    is_not_again: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]
