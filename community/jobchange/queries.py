"""Reads of this room: what each circle is to be told, and what somebody writes for whoever comes after them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from community.buddying import queries as buddying
from community.buddying.seen import CircleSeen
from community.core import clock, crypto
from community.core.audit import AuditLine
from community.core.database import UtcDateTime, db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.directory import queries as directory
from community.jobchange.models import HandOverNote, JobNews
from community.jobchange.paper import HandOver, unfolded

SENT = "sent news of a job"
BETWEEN_LOOKS = timedelta(days=30)

_NOTE = select(HandOverNote.public_id, HandOverNote.box, HandOverNote.saved_at).where(
    HandOverNote.member_id == bindparam("member")
)
_NEWS = select(JobNews.circle_id, JobNews.public_id, JobNews.box, JobNews.told_at).where(
    JobNews.member_id == bindparam("member")
)

_SENT = select(func.max(AuditLine.happened_at)).where(
    AuditLine.actor_id == bindparam("member"), AuditLine.action == SENT
)
_ASKED_LATELY = (
    select(JobNews.circle_id)
    .where(JobNews.circle_id == bindparam("circle"), JobNews.asked_at > bindparam("since", type_=UtcDateTime()))
    .limit(1)
)


class ToTell(NamedTuple):
    """One open circle of the member's: what it is to be told, or was.

    `is_to_be_looked_at`: the member has moved since this was sent last, so that sending asks whether a hard rule
    stands against the circle. Whether one does is nowhere here: it would tell what others declared in private.
    """

    circle: CircleSeen
    words: str
    told_at: datetime | None
    is_to_be_looked_at: bool

    @property
    def has_words_to_send(self) -> bool:
        return bool(self.words) and self.told_at is None

    @property
    def is_something(self) -> bool:
        return self.has_words_to_send or self.is_to_be_looked_at


class SavedNote(NamedTuple):
    note: HandOver
    saved_at: datetime | None


def to_tell(actor: Actor) -> list[ToTell]:
    """Every open circle of the member's."""
    circles = [buddying.circle_seen_by(actor, each.public_id) for each in buddying.circles_of(actor)]
    known = {row.circle_id: row for row in db.session.execute(_NEWS, {"member": actor.id})}
    moved, sent = directory.moved_at(actor.id), sent_at(actor)
    plan = []
    for circle in (each for each in circles if each.is_open):
        row = known.get(circle.id)
        words = _opened_words(row.public_id, row.box, actor) if row and row.box else ""
        has_moved = moved is not None and moved > max(circle.began_at, sent or circle.began_at)
        plan.append(ToTell(circle, words, row and row.told_at, has_moved))
    return plan


def sent_at(actor: Actor) -> datetime | None:
    """When the member last sent what a change of job asks for."""
    return db.session.execute(_SENT, {"member": actor.id}).scalar_one()


def may_begin_again(actor: Actor) -> bool:
    """Whether the member has moved since they sent it, or has sent nothing."""
    moved, sent = directory.moved_at(actor.id), sent_at(actor)
    return sent is None or (moved is not None and moved > sent)


def is_clash(actor: Actor, circle: CircleSeen) -> bool:
    """Whether a hard rule stands against this circle now. For deciding alone: no page shows it."""
    return bool(buddying.those_against(actor, [buddy.id for buddy in circle.others]))


def was_asked_lately(circle: CircleSeen) -> bool:
    """Whether everybody in it was asked to look again a short while ago, whoever of them had moved."""
    asked = {"circle": circle.id, "since": clock.now() - BETWEEN_LOOKS}
    return db.session.execute(_ASKED_LATELY, asked).first() is not None


def one_to_tell(actor: Actor, circle_id: UUID) -> ToTell:
    """Raises NotFound for a circle that is not the member's, or is over."""
    found = next((each for each in to_tell(actor) if each.circle.public_id == circle_id), None)
    if found is None:
        raise NotFound
    return found


def mark_of(plan: Sequence[ToTell]) -> str:
    """Changes when anything does that would be sent: nobody sends what they were not shown."""
    said = [(str(each.circle.public_id), each.is_to_be_looked_at, each.words) for each in plan if each.is_something]
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
