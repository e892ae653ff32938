"""Looking at how it goes: the check-in, the half-way look, and whether there is to be another half year."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, update

from community.buddying import queries
from community.buddying.actions.words import tell_all, write_message
from community.buddying.looks import Answer, CheckIn, Renewal, begins_at
from community.buddying.models import Circle, CircleLook, CircleState, LookKind
from community.buddying.queries import life
from community.buddying.queries.life import HeldCircle
from community.buddying.queries.looks_due import ToTell
from community.buddying.seen import CircleSeen
from community.core import chance, clock, crypto
from community.core.database import changed, upsert
from community.core.errors import Conflict, Invalid
from community.core.roles import Actor
from community.jobs import running
from community.notifications import actions as notices
from community.notifications.models import What

AT_A_TIME = 100  # so that nobody waits long for the write lock
NOT_THE_WEEK = "It is not the week for this yet, or your circle rests or is over. Nothing was kept."
HAS_OPENED = "You had all answered, so the answers are open now, and yours stays as it was."
WHATS = {
    LookKind.CHECK_IN: What.CHECK_IN,
    LookKind.HALF_WAY: What.HALF_WAY,
    LookKind.RENEWAL: What.RENEWAL,
}


def check_in(actor: Actor, circle: CircleSeen, said: CheckIn) -> None:
    """Three taps for whoever answers alone; answering again puts the new answer in the place of the old."""
    _hold(actor, circle, LookKind.CHECK_IN)
    _keep(actor, circle, LookKind.CHECK_IN, text=said.as_text(), group=actor.public_id)


def share_check_in(actor: Actor, circle: CircleSeen, *, seen: str, once: UUID) -> None:
    """Write the words of one's own check-in to the circle, as a message: those that were `seen` (a hash), or none."""
    kept = queries.check_in_of(circle)
    if kept is None or not kept.words:
        raise Conflict("There are no words of yours to share.")
    if chance.hash_of(kept.words).hex() != seen:
        raise Invalid("You have changed your words since. Read them again before you share them.")
    write_message(actor, circle, words=kept.words, once=once)


def look_half_way(actor: Actor, circle: CircleSeen, said: Answer) -> bool:
    """Answer alone. True when this was the last answer that was missing: all see all from now on."""
    held = _hold(actor, circle, LookKind.HALF_WAY)
    if not _keep(actor, circle, LookKind.HALF_WAY, text=said.as_text(), group=held.group_id):
        if queries.answer_of(circle, LookKind.HALF_WAY) == said:
            return False
        raise Conflict(HAS_OPENED)
    return _open_if_all_have_answered(held)


def renew(actor: Actor, circle: CircleSeen, said: Answer) -> bool:
    """Answer alone whether there is to be another half year. True when everybody wants one, and it begins now.

    "Finish" ends nothing: whoever wants to finish does so on the page for that.
    """
    held = _hold(actor, circle, LookKind.RENEWAL)
    _keep(actor, circle, LookKind.RENEWAL, text=said.as_text(), group=held.group_id)
    return _renew_if_all_want_to(held)


def settle_looks(circle_id: int) -> None:
    """Somebody has left: those who go on may all have answered already."""
    held = life.held_circle(circle_id)
    if held.is_open and held.state == CircleState.ACTIVE:
        _open_if_all_have_answered(held)
        _renew_if_all_want_to(held)


def tell_of_looks() -> int:
    """Tell whoever a look is due for, once; remind once of a renewal; open what all have answered. Returns how many.

    Call it outside any transaction. Two at once tell nobody twice.
    """
    told = sum(running.in_batches(_telling(kind), AT_A_TIME) for kind in LookKind)
    reminded = running.in_batches(_remind_some, AT_A_TIME)
    running.in_batches(_open_some, AT_A_TIME)
    return told + reminded


def _hold(actor: Actor, circle: CircleSeen, kind: LookKind) -> HeldCircle:
    """The circle as it is now, held; refused unless this look may be answered in it."""
    held = life.held_circle(circle.id)
    begins = begins_at(kind, term=held.term, term_began_at=held.term_began_at)
    is_active = circle.is_open and held.is_open and held.state == CircleState.ACTIVE
    is_the_week = held.term == circle.term and begins is not None and begins <= clock.now()
    if not is_active or not is_the_week or actor.id not in queries.who_sits_in(held.id):
        raise Conflict(NOT_THE_WEEK)
    return held


def _keep(actor: Actor, circle: CircleSeen, kind: LookKind, *, text: str, group: int | UUID) -> bool:
    """Seal the answer in the place of an earlier one. False if that is open to all already."""
    there = queries.own_look(circle, kind)
    look_id = there.public_id if there else chance.new_id()
    said = {
        "answered_at": clock.now(),
        "box": crypto.seal_field(text, table="circle_look", row=look_id, group=group),
    }
    of = {"public_id": look_id, "circle_id": circle.id, "member_id": actor.id, "kind": kind, "term": circle.term}
    if not changed(_put(of, said, CircleLook.opened_at.is_(None))):
        return False
    notices.take_back(circle.public_id, member_id=actor.id, whats=(WHATS[kind],))
    return True


def _put(of: dict[str, Any], said: dict[str, Any], only_if: ColumnElement[bool]) -> Insert:
    """A new row; or what is said in it, where it is there and this holds."""
    there = ["circle_id", "member_id", "kind", "term"]
    new = upsert(CircleLook).values(**of, **said)
    return new.on_conflict_do_update(index_elements=there, set_=said, where=only_if)


def _open_if_all_have_answered(held: HeldCircle) -> bool:
    seated = queries.who_sits_in(held.id)
    if set(seated) != set(queries.answers_still_here(held, LookKind.HALF_WAY)):
        return False
    opened = (
        update(CircleLook)
        .where(*_of(held, LookKind.HALF_WAY), CircleLook.member_id.in_(seated), CircleLook.opened_at.is_(None))
        .values(opened_at=clock.now())
    )
    if not changed(opened):
        return False
    tell_all(held, life.people_in([held.id])[held.id], What.HALF_WAY_OPEN)
    return True


def _renew_if_all_want_to(held: HeldCircle) -> bool:
    seated = queries.who_sits_in(held.id)
    answers = queries.answers_still_here(held, LookKind.RENEWAL)
    if set(seated) != set(answers) or any(said.choice is not Renewal.RENEW for said in answers.values()):
        return False
    now = clock.now()
    renewed = (
        update(Circle)
        .where(Circle.id == held.id, Circle.term == held.term, Circle.state == CircleState.ACTIVE)
        .values(term=held.term + 1, term_began_at=now, contact_at=now)
    )
    if not changed(renewed):
        return False
    notices.take_back(held.public_id, whats=(What.RENEWAL, What.QUIET, What.RESCUE))
    tell_all(held, life.people_in([held.id])[held.id], What.RENEWED)
    return True


def _of(held: HeldCircle, kind: LookKind) -> tuple[ColumnElement[bool], ...]:
    return CircleLook.circle_id == held.id, CircleLook.kind == kind, CircleLook.term == held.term


def _telling(kind: LookKind) -> Callable[[int], int]:
    def tell_some(limit: int) -> int:
        due = queries.looks_to_tell(kind, limit)
        now = clock.now()
        for each in due:
            of = {"public_id": chance.new_id(), "circle_id": each.circle_id, "member_id": each.member_id}
            row = of | {"kind": kind, "term": each.term}
            if changed(_put(row, {"told_at": now}, CircleLook.told_at.is_(None))):
                _tell(each, WHATS[kind])
        return len(due)

    return tell_some


def _remind_some(limit: int) -> int:
    due = queries.renewals_to_remind_of(limit)
    for each in due:
        reminded = update(CircleLook).where(
            CircleLook.circle_id == each.circle_id,
            CircleLook.member_id == each.member_id,
            CircleLook.kind == LookKind.RENEWAL,
            CircleLook.term == each.term,
            CircleLook.reminded_at.is_(None),
        )
        if changed(reminded.values(reminded_at=clock.now())):
            _tell(each, What.RENEWAL, again=True)
    return len(due)


def _open_some(limit: int) -> int:
    ready = queries.looks_to_open(limit)
    for circle_id in ready:
        _open_if_all_have_answered(life.held_circle(circle_id))
    return len(ready)


def _tell(each: ToTell, what: What, *, again: bool = False) -> None:
    notices.tell(each.member_id, what, about=each.public_id, group_id=each.group_id, words=each.names, again=again)
