"""The table of the outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Uuid

from community.core import chance
from community.core.database import Mapped, Model, choice, mapped_column


class LetterState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    STUCK = "stuck"


class Letter(Model):
    """A letter in the outbox. `about` holds ids and the few public words that its template needs."""

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_due", "state", "due_at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=chance.new_id)
    kind: Mapped[str] = mapped_column(String(40))
    to_address: Mapped[str] = mapped_column(String(254))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[LetterState] = choice(LetterState, default=LetterState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_with: Mapped[str] = mapped_column(String(80), default="")  # what kind of trouble, never its words
