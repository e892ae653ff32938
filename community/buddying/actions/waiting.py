"""Waiting for somebody to fit: asked for in one tap, looked at by a job, answered once, and taken back at any time."""

from collections.abc import Sequence

from sqlalchemy import delete, update

from community.buddying import queries
from community.buddying.models import BuddyWait
from community.buddying.queries.waiting import Waiting
from community.core import chance, clock
from community.core.database import changed, db, reading, short_transaction, upsert
from community.core.roles import Actor
from community.jobs import running
from community.notifications import actions as notices
from community.notifications.models import What

AT_A_TIME = 100


def wait(actor: Actor, shown: Sequence[str]) -> None:
    """Be told once when there is somebody beside those who are shown now. A repeat changes nothing."""
    now = clock.now()
    values = {
        "member_id": actor.id,
        "public_id": chance.new_id(),
        "since": now,
        "looked_at": now,
        "shown": list(shown),
    }
    db.session.execute(upsert(BuddyWait).values(values).on_conflict_do_nothing())


def stop_waiting(actor: Actor) -> None:
    db.session.execute(delete(BuddyWait).where(BuddyWait.member_id == actor.id))


def tell_those_who_wait() -> int:
    """Look again for some of those who wait, and tell whom somebody fits; returns how many. Call it outside any
    transaction: everybody is compared in a read, and only the answer is written.
    """
    with short_transaction():
        over = queries.those_who_have_somebody(AT_A_TIME)
        if over:
            changed(delete(BuddyWait).where(BuddyWait.member_id.in_(over)))
    with reading():
        some = queries.those_who_wait(AT_A_TIME)
    told = 0
    for each in some:
        if running.is_stopping():
            break
        told += _look_for(each)
    if some:
        queries.forget_everybody()  # this process looks a few times a day: a memory for that is not kept
    return told


def _look_for(each: Waiting) -> bool:
    with reading():
        now = queries.shown_to(each.actor)
    if not now.is_whole:
        return False
    is_somebody_new = bool(set(now.ids) - each.shown)
    with short_transaction():
        this_wait = BuddyWait.public_id == each.wait_id
        if not is_somebody_new:
            changed(update(BuddyWait).where(this_wait).values(looked_at=clock.now()))
        elif changed(delete(BuddyWait).where(this_wait)):  # not if it was taken back meanwhile
            notices.tell(each.actor.id, What.SOMEBODY_FITS, about=each.wait_id)
            return True
    return False
