"""The yes to a whole circle: a new circle of them all begins, and the one that asked is over, and stays to be read."""

from typing import NoReturn
from uuid import UUID

from sqlalchemy import delete, update

from community.belonging import actions as belonging
from community.buddying import queries
from community.buddying.actions.circles import begin_circle
from community.buddying.actions.hello_rows import answer
from community.buddying.actions.meetings import clear_plan
from community.buddying.actions.words import copy_into
from community.buddying.models import Circle, CircleDraft, CircleState, Hello, HelloState, Proposal
from community.buddying.policy import MOST_PEOPLE
from community.buddying.queries import joining, life
from community.buddying.queries.asking import CircleNow, circle_now
from community.buddying.seen import HelloSeen
from community.core import clock
from community.core.database import changed
from community.core.errors import Conflict
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory.actions.room import NoRoom
from community.directory.queries import hold_still
from community.notifications import actions as notices
from community.notifications.models import What

NOT_ANY_MORE = "This hello does not wait for an answer any more. Here are others."
_NO_REASON = "Nobody did anything wrong, nobody is told, and no reason is kept. Here are others."
CANNOT_JOIN = f"You cannot join this circle just now. {_NO_REASON}"
CANNOT_BEGIN = f"You cannot begin a circle just now. {_NO_REASON}"
NO_ROOM = "You have no room for one more buddy just now. You can change how many on your own page, then say yes."


def join(actor: Actor, hello: HelloSeen) -> UUID:
    """Yes to a circle: the new circle of everybody, by its public id.

    The same person's second yes finds the same circle. Every rule is asked again while everybody is held still;
    whatever stands against it now, nobody is told which.
    """
    circle_id = hello.joins_id
    if circle_id is None:
        raise ValueError("this hello asks for a pair")
    hold_still([*queries.who_sits_in(circle_id), actor.id])
    held = life.held_circle(circle_id)
    if not hello.is_waiting or not answer(hello, HelloState.ACCEPTED, asked_id=actor.id):
        return _circle_of_repeat(actor, hello)
    before = circle_now(circle_id)
    _refuse(actor, hello, before)
    try:
        directory.take_room([actor.id])
    except NoRoom as full:
        raise Conflict(NO_ROOM) from full
    _make_way(before)
    circle = begin_circle([*before.ids, actor.id])
    circle.grew_from_id = held.id
    changed(update(Hello).where(Hello.public_id == hello.public_id).values(circle_id=circle.id))
    copy_into(circle, hello)
    notices.take_back(hello.public_id)
    _tell_of_the_growth(actor, before, circle)
    return circle.public_id


def _circle_of_repeat(actor: Actor, hello: HelloSeen) -> UUID:
    circle_id = queries.hello_seen_by(actor, hello.public_id).circle_id
    return circle_id if circle_id is not None else _too_late()


def _too_late() -> NoReturn:
    raise Conflict(NOT_ANY_MORE)


def _refuse(actor: Actor, hello: HelloSeen, before: CircleNow) -> None:
    if not before.is_open or hello.asker_id not in before.ids or not 2 <= len(before.ids) < MOST_PEOPLE:
        _too_late()
    if not joining.may_all_be_together(before.ids, actor.id):
        raise Conflict(CANNOT_JOIN)


def _make_way(before: CircleNow) -> None:
    """The circle that asked is over. Its people keep reading it; their room goes on to the new one, none given back."""
    over = update(Circle).where(Circle.id == before.id)
    gone = {"ended_at": clock.now(), "paused_at": None, "paused_until": None, "moved_at": None}
    changed(over.values(state=CircleState.FINISHED, **gone))
    for each in before.ids:
        belonging.take_out(each, before.group_id)
    clear_plan(before)
    for begun in (
        delete(CircleDraft).where(CircleDraft.circle_id == before.id),
        delete(Proposal).where(Proposal.circle_id == before.id),
    ):
        changed(begun)


def _tell_of_the_growth(actor: Actor, before: CircleNow, circle: Circle) -> None:
    """What may still stand in calendars goes with it: the letter takes it out."""
    off = queries.meeting_to_revive(before)
    for each in before.ids:
        notices.tell(
            each,
            What.GROWN,
            about=circle.public_id,
            sender=actor,
            group_id=circle.group_id,
            spot=off.public_id if off else None,
        )
