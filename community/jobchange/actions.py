"""Changes of this room: words for a circle, telling all of them once, and the note for whoever comes after."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update

from community.buddying import actions as buddying
from community.core import chance, clock, crypto
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, Stale
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory import queries as told
from community.jobchange import queries
from community.jobchange.models import HandOverNote, JobNews
from community.jobchange.paper import HandOver
from community.jobchange.queries import ToTell


def keep_words(actor: Actor, each: ToTell, words: str) -> None:
    """Keep what this circle is to be told, sealed for its writer, until it is sent. Nothing is sent by this."""
    if each.told_at is not None:
        raise Conflict("They have been told already. You can write to them in your circle.")
    _begin(actor, each)
    news_id = queries.news_id_of(actor, each.circle.id)
    box = crypto.seal_field(words, table="job_news", row=news_id, group=actor.public_id) if words else None
    changed(update(JobNews).where(*_about(actor, each), JobNews.told_at.is_(None)).values(box=box))


def tell_circles(actor: Actor, plan: Sequence[ToTell]) -> int:
    """Send to each circle what the plan says, each thing once; returns how many circles heard something.

    My own words go as a message. Where a rule stands against it now, everybody in it is asked whether it still feels
    right, in words that name nobody. No circle is ended.
    """
    heard = 0
    for each in plan:
        if not each.is_something:
            continue
        _begin(actor, each)
        is_told = each.has_words_to_send and _claim(actor, each, "told_at")
        is_asked = each.is_to_be_asked and _claim(actor, each, "asked_at")
        if is_told:
            once = queries.news_id_of(actor, each.circle.id)
            buddying.write_message(actor, each.circle, words=each.words, once=once)
        if is_asked:
            buddying.look_again(each.circle)
        heard += is_told or is_asked
    return heard


def begin_again(actor: Actor) -> None:
    """Another change of job: what was told of the last one is put away."""
    db.session.execute(delete(JobNews).where(JobNews.member_id == actor.id))


def stay_unsuggested(actor: Actor) -> None:
    """Stay a member, in circles and communities, without being suggested as a buddy. A repeat changes nothing."""
    talking = told.all_told_by(actor.id, actor.name).talking
    directory.tell(actor, replace(talking, capacity=0), seen=talking.mark)


def save_note(actor: Actor, note: HandOver, *, seen: datetime | None) -> None:
    """Keep the note for whoever comes after. Raises Stale if it was saved elsewhere since it was `seen`."""
    before = queries.hand_over_note_of(actor)
    if before.note == note:
        return
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


def remove_note(actor: Actor) -> None:
    db.session.execute(delete(HandOverNote).where(HandOverNote.member_id == actor.id))


def _begin(actor: Actor, each: ToTell) -> None:
    values = {"member_id": actor.id, "circle_id": each.circle.id, "public_id": chance.new_id()}
    db.session.execute(upsert(JobNews).values(values).on_conflict_do_nothing())


def _claim(actor: Actor, each: ToTell, moment: str) -> bool:
    """Whether it is for us to do this: whoever presses twice, or in two windows, does it once."""
    column = getattr(JobNews, moment)
    values = {moment: clock.now()} | ({"box": None} if moment == "told_at" else {})
    return bool(changed(update(JobNews).where(*_about(actor, each), column.is_(None)).values(**values)))


def _about(actor: Actor, each: ToTell) -> tuple[ColumnElement[bool], ...]:
    return (JobNews.member_id == actor.id, JobNews.circle_id == each.circle.id)
