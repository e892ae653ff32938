"""Reads of this room: what each circle is to be told, and what somebody writes for whoever comes after them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from community.buddying import queries as buddying
from community.buddying.seen import CircleSeen
from community.core import crypto
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.jobchange.models import HandOverNote, JobNews
from community.jobchange.paper import HandOver, unfolded

_NOTE = select(HandOverNote.public_id, HandOverNote.box, HandOverNote.saved_at).where(
    HandOverNote.member_id == bindparam("member")
)
_NEWS = select(JobNews.circle_id, JobNews.public_id, JobNews.box, JobNews.told_at, JobNews.asked_at).where(
    JobNews.member_id == bindparam("member")
)


class ToTell(NamedTuple):
    """One open circle of the member's: what it is to be told, or was.

    `is_clash`: a hard rule stands against it now. Which one, and against whom, is not said to anybody.
    """

    circle: CircleSeen
    is_clash: bool
    words: str
    told_at: datetime | None
    asked_at: datetime | None

    @property
    def has_words_to_send(self) -> bool:
        return bool(self.words) and self.told_at is None

    @property
    def is_to_be_asked(self) -> bool:
        """Whether everybody in it is to be asked if it still feels right."""
        return self.is_clash and self.asked_at is None

    @property
    def is_something(self) -> bool:
        return self.has_words_to_send or self.is_to_be_asked


class SavedNote(NamedTuple):
    note: HandOver
    saved_at: datetime | None


def to_tell(actor: Actor) -> list[ToTell]:
    """Every open circle of the member's, checked as things stand now."""
    circles = [buddying.circle_seen_by(actor, each.public_id) for each in buddying.circles_of(actor)]
    known = {row.circle_id: row for row in db.session.execute(_NEWS, {"member": actor.id})}
    clashing = buddying.those_against(actor, [buddy.id for circle in circles for buddy in circle.others])
    plan = []
    for circle in (each for each in circles if each.is_open):
        row = known.get(circle.id)
        words = _opened_words(row.public_id, row.box, actor) if row and row.box else ""
        is_clash = any(buddy.id in clashing for buddy in circle.others)
        plan.append(ToTell(circle, is_clash, words, row and row.told_at, row and row.asked_at))
    return plan


def one_to_tell(actor: Actor, circle_id: UUID) -> ToTell:
    """Raises NotFound for a circle that is not the member's, or is over."""
    found = next((each for each in to_tell(actor) if each.circle.public_id == circle_id), None)
    if found is None:
        raise NotFound
    return found


def mark_of(plan: Sequence[ToTell]) -> str:
    """Changes when anything does that would be sent: nobody sends what they were not shown."""
    said = [(str(each.circle.public_id), each.is_to_be_asked, each.words) for each in plan if each.is_something]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def news_id_of(actor: Actor, circle_id: int) -> UUID:
    """The id under which this circle is told: a message sent again under it is the same message."""
    asked = select(JobNews.public_id).where(JobNews.member_id == actor.id, JobNews.circle_id == circle_id)
    return db.session.execute(asked).scalar_one()


def hand_over_note_of(actor: Actor) -> SavedNote:
    """What the member has written so far; nothing, if nothing."""
    row = db.session.execute(_NOTE, {"member": actor.id}).one_or_none()
    if row is None:
        return SavedNote(HandOver(), None)
    words = crypto.open_field(row.box, table="hand_over_note", row=row.public_id, group=actor.public_id)
    return SavedNote(unfolded(words), row.saved_at)


def _opened_words(public_id: UUID, box: bytes, actor: Actor) -> str:
    return crypto.open_field(box, table="job_news", row=public_id, group=actor.public_id)
