"""Changes of this room: words for a circle, telling all of them once, and the note for whoever comes after."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update

from community.buddying import actions as buddying
from community.core import audit, chance, clock, crypto
from community.core.database import changed, db, random_id, upsert
from community.core.errors import Conflict, Stale
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory import queries as told
from community.jobchange import queries
from community.jobchange.models import HandOverNote, JobNews
from community.jobchange.paper import HandOver
from community.jobchange.queries import ToTell

STILL_THERE = (
    "Your circles have been told of this change. When where you sit has changed again, say so in the first step: "
    "then you can begin again."
)


def keep_words(actor: Actor, each: ToTell, words: str) -> None:
    """Keep what this circle is to be told, sealed for its writer, until it is sent. Nothing is sent by this."""
    if each.told_at is not None:
        raise Conflict("They have been told already. You can write to them in your circle.")
    _begin(actor, each)
    news_id = queries.news_id_of(actor, each.circle.id)
    box = crypto.seal_field(words, table="job_news", row=news_id, group=actor.public_id) if words else None
    changed(update(JobNews).where(*_about(actor, each), JobNews.told_at.is_(None)).values(box=box))


def tell_circles(actor: Actor, plan: Sequence[ToTell]) -> int:
    """Send to each circle what the plan says, each thing once; returns to how many circles something was sent.

    My own words go as a message. If I have moved, and a rule stands against it now, everybody in it is asked whether it
    still feels right, in words that name nobody; what is returned is the same if not. No circle is ended.
    """
    sent = [each for each in plan if each.is_something]
    if sent:
        audit.note(queries.SENT, actor_id=actor.id, object_kind="member", object_id=actor.public_id)
    for each in sent:
        _begin(actor, each)
        if each.has_words_to_send and _claim_words(actor, each):
            once = queries.news_id_of(actor, each.circle.id)
            buddying.write_message(actor, each.circle, words=each.words, once=once)
        if each.is_to_be_looked_at:
            _look_again_if_needed(actor, each)
    return len(sent)


def begin_again(actor: Actor) -> None:
    """Another change of job: words may be sent once more. Raises Conflict for whoever has not moved since.

    When a circle was asked to look again stays: it is not asked twice within a month.
    """
    if not queries.may_begin_again(actor):
        raise Conflict(STILL_THERE)
    mine = update(JobNews).where(JobNews.member_id == actor.id)
    changed(mine.values(public_id=random_id(), box=None, told_at=None))


def stay_unsuggested(actor: Actor) -> None:
    """Stay a member, in circles and communities, without being suggested as a buddy. A repeat changes nothing."""
    talking = told.all_told_by(actor.id, actor.name).talking
    directory.tell(actor, replace(talking, capacity=0), seen=talking.mark)


def save_note(actor: Actor, note: HandOver, *, seen: datetime | None) -> datetime | None:
    """Keep the note for whoever comes after; when it was saved, if there is one. Raises Stale if it was saved
    elsewhere since it was `seen`.
    """
    before = queries.hand_over_note_of(actor)
    if before.note == note:
        return before.saved_at
    if before.saved_at != seen:
        raise Stale(yours=note.text, theirs=before.note.text)
    note_id, now = chance.new_id(), clock.now()
    box = crypto.seal_field(note.folded(), table="hand_over_note", row=note_id, group=actor.public_id)
    values = {"public_id": note_id, "box": box, "saved_at": now}
    if seen is None:
        made = upsert(HandOverNote).values(member_id=actor.id, **values).on_conflict_do_nothing()
        is_kept = changed(made)
    else:
        mine = (HandOverNote.member_id == actor.id, HandOverNote.saved_at == seen)
        is_kept = changed(update(HandOverNote).where(*mine).values(**values))
    if not is_kept:
        raise Stale(yours=note.text, theirs=queries.hand_over_note_of(actor).note.text)
    return now


def remove_note(actor: Actor) -> None:
    db.session.execute(delete(HandOverNote).where(HandOverNote.member_id == actor.id))


def _begin(actor: Actor, each: ToTell) -> None:
    values = {"member_id": actor.id, "circle_id": each.circle.id, "public_id": chance.new_id()}
    db.session.execute(upsert(JobNews).values(values).on_conflict_do_nothing())


def _claim_words(actor: Actor, each: ToTell) -> bool:
    """Whether it is for us to send them: whoever presses twice, or in two windows, does it once."""
    mine = update(JobNews).where(*_about(actor, each), JobNews.told_at.is_(None))
    return bool(changed(mine.values(told_at=clock.now(), box=None)))


def _look_again_if_needed(actor: Actor, each: ToTell) -> None:
    if queries.was_asked_lately(each.circle) or not queries.is_clash(actor, each.circle):
        return
    before = JobNews.asked_at.is_(None) | (JobNews.asked_at <= clock.now() - queries.BETWEEN_LOOKS)
    if changed(update(JobNews).where(*_about(actor, each), before).values(asked_at=clock.now())):
        buddying.look_again(each.circle)


def _about(actor: Actor, each: ToTell) -> tuple[ColumnElement[bool], ...]:
    return (JobNews.member_id == actor.id, JobNews.circle_id == each.circle.id)
