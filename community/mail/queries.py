"""Reads of the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from community.core import clock
from community.core.database import db
from community.core.errors import NotFound
from community.mail.models import Letter, LetterState


class Posted(NamedTuple):
    """A letter as it lies in the outbox."""

    id: UUID
    kind: str
    to_address: str
    about: dict[str, Any]
    state: LetterState
    tries: int
    made_at: datetime


class Troubled(NamedTuple):
    """A letter that was tried and has not left: it waits for its next try, or is stuck."""

    id: UUID
    kind: str
    to_address: str
    tries: int
    failed_with: str
    made_at: datetime
    state: LetterState
    due_at: datetime


class Tried(NamedTuple):
    """Letters that were tried, have not left and are not stuck: how many, when the next is tried, the last trouble."""

    how_many: int
    next_at: datetime | None
    trouble: str


_IS_TRIED = and_(Letter.state.in_((LetterState.WAITING, LetterState.SENDING)), Letter.failed_with != "")
_TROUBLED = select(*(getattr(Letter, column) for column in Troubled._fields))
_STUCK = _TROUBLED.where(Letter.state == LetterState.STUCK)
_LAST_TROUBLE = select(Letter.failed_with).where(_IS_TRIED).order_by(Letter.due_at.desc(), Letter.id).limit(1)
_TRIED = select(func.count(), func.min(Letter.due_at), _LAST_TROUBLE.scalar_subquery()).where(_IS_TRIED)
_POSTED = select(Letter.id, Letter.kind, Letter.to_address, Letter.about, Letter.state, Letter.tries, Letter.made_at)
_LATEST = _POSTED.order_by(Letter.made_at.desc(), Letter.id).limit(bindparam("limit"))


def is_due(now: datetime) -> ColumnElement[bool]:
    """Letters whose time has come, and those whose carrier was lost on the way."""
    return or_(
        and_(Letter.state == LetterState.WAITING, Letter.due_at <= now),
        and_(Letter.state == LetterState.SENDING, Letter.leased_until <= now),
    )


def posted(letter_id: UUID) -> Posted:
    """Raises NotFound."""
    row = db.session.execute(_POSTED.where(Letter.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound
    return Posted(*row)


def latest_letters(limit: int = 30) -> Sequence[Posted]:
    """The newest letters first, whatever became of them."""
    return [Posted(*row) for row in db.session.execute(_LATEST, {"limit": limit})]


def due_letters(limit: int) -> Sequence[UUID]:
    """Ids of what is due, the longest waiting first."""
    due = select(Letter.id).where(is_due(clock.now())).order_by(Letter.due_at, Letter.id).limit(limit)
    return db.session.scalars(due).all()


_HAVE_NOT_LEFT = (LetterState.WAITING, LetterState.SENDING, LetterState.STUCK)
_BY_STATE = select(Letter.state, func.count()).where(Letter.state.in_(_HAVE_NOT_LEFT)).group_by(Letter.state)


def how_many_have_not_left() -> dict[str, float]:
    """Letters in the outbox by state, a zero included."""
    counted: dict[str, float] = {state: number for state, number in db.session.execute(_BY_STATE)}  # noqa: C416 (rows)
    return {state.value: counted.get(state, 0) for state in _HAVE_NOT_LEFT}


def seconds_overdue() -> float:
    """How long ago the letter that waits longest should have left; one whose carrier was lost waits as well."""
    now = clock.now()
    oldest = db.session.scalar(select(func.min(Letter.due_at)).where(is_due(now)))
    return (now - oldest).total_seconds() if oldest else 0.0


def tried_letters() -> Tried:
    how_many, next_at, trouble = db.session.execute(_TRIED).one()
    return Tried(how_many, next_at, trouble or "")


def troubled_letters(limit: int) -> Sequence[Troubled]:
    """Stuck ones first, then the longest waiting."""
    is_stuck = Letter.state == LetterState.STUCK
    troubled = _TROUBLED.where(or_(is_stuck, _IS_TRIED)).order_by(is_stuck.desc(), Letter.made_at, Letter.id)
    return [Troubled._make(row) for row in db.session.execute(troubled.limit(limit))]


def stuck_letter(letter_id: UUID) -> Troubled:
    """Raises NotFound for a letter that is not stuck, or not there."""
    row = db.session.execute(_STUCK.where(Letter.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound
    return Troubled._make(row)
