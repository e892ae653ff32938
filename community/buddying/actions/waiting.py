"""Waiting for somebody to fit: asked for in one tap, looked at by a job, answered once, and taken back at any time."""

from collections.abc import Sequence
from enum import Enum, auto

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


class Look(Enum):
    """How it went for one who waits. Too early: this process has not read everybody yet; their turn stays theirs."""

    TOLD = auto()
    NOBODY_NEW = auto()
    TOO_EARLY = auto()


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
    """Look again for everybody whose turn it is, and tell whom somebody fits; returns how many. Call it outside any
    transaction: everybody is compared in a read, and only the answer is written.
    """
    running.in_batches(_let_some_go, AT_A_TIME)
    told, is_more = 0, True
    while is_more and not running.is_stopping():
        looks = _look_for_some()
        told += looks.count(Look.TOLD)
        is_more = len(looks) == AT_A_TIME and Look.TOO_EARLY not in looks
    queries.forget_everybody()  # this process looks a few times a day: a memory for that is not kept
    return told


def _let_some_go(at_most: int) -> int:
    """Those who have begun a circle since wait no more."""
    over = queries.those_who_have_somebody(at_most)
    return changed(delete(BuddyWait).where(BuddyWait.member_id.in_(over))) if over else 0


def _look_for_some() -> list[Look]:
    with reading():
        some = queries.those_who_wait(AT_A_TIME)
    return [_look_for(each) for each in some if not running.is_stopping()]


def _look_for(each: Waiting) -> Look:
    with reading():
        now = queries.shown_to(each.actor)
    if not now.is_whole:
        return Look.TOO_EARLY
    is_somebody_new = bool(set(now.ids) - each.shown)
    with short_transaction():
        this_wait = BuddyWait.public_id == each.wait_id
        if not is_somebody_new:
            changed(update(BuddyWait).where(this_wait).values(looked_at=clock.now()))
        elif changed(delete(BuddyWait).where(this_wait)):  # not if it was taken back meanwhile
            notices.tell(each.actor.id, What.SOMEBODY_FITS, about=each.wait_id)
            return Look.TOLD
    return Look.NOBODY_NEW
