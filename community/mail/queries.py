"""Reads of the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from community.core import clock
from community.core.database import db
from community.mail.models import Letter, LetterState, Ticker


class Posted(NamedTuple):
    """A letter as it lies in the outbox."""

    id: UUID
    kind: str
    to_address: str
    about: dict[str, str]
    state: LetterState
    tries: int
    made_at: datetime


_POSTED = select(Letter.id, Letter.kind, Letter.to_address, Letter.about, Letter.state, Letter.tries, Letter.made_at)
_LATEST = _POSTED.order_by(Letter.made_at.desc(), Letter.id).limit(bindparam("limit"))


def is_due(now: datetime) -> ColumnElement[bool]:
    """Letters whose time has come, and those whose carrier was lost on the way."""
    return or_(
        and_(Letter.state == LetterState.WAITING, Letter.due_at <= now),
        and_(Letter.state == LetterState.SENDING, Letter.leased_until <= now),
    )


def ticks() -> bool:
    """Whether any worker has ever taken the tick."""
    return db.session.execute(select(Ticker.id)).first() is not None


def posted(letter_id: UUID) -> Posted:
    return Posted(*db.session.execute(_POSTED.where(Letter.id == letter_id)).one())


def latest_letters(limit: int = 30) -> Sequence[Posted]:
    """The newest letters first, whatever became of them."""
    return [Posted(*row) for row in db.session.execute(_LATEST, {"limit": limit})]


def due_letters(limit: int) -> Sequence[UUID]:
    """Ids of what is due, the longest waiting first."""
    due = select(Letter.id).where(is_due(clock.now())).order_by(Letter.due_at, Letter.id).limit(limit)
    return db.session.scalars(due).all()
