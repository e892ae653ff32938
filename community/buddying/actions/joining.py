"""The yes to a whole circle: a new circle of them all begins, and the one that asked is over, and stays to be read."""

from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

from sqlalchemy import update

from community.buddying import queries
from community.buddying.actions.circles import begin_circle
from community.buddying.actions.endings import end
from community.buddying.actions.hello_rows import answer
from community.buddying.actions.words import copy_into
from community.buddying.models import Circle, Hello, HelloState
from community.buddying.policy import MOST_PEOPLE
from community.buddying.queries import joining, life
from community.buddying.queries.life import HeldCircle
from community.buddying.seen import HelloSeen
from community.core.database import changed
from community.core.errors import Conflict
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory.actions.room import NoRoom
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
    before, seated = life.hold_with_members(circle_id, actor.id)
    if not hello.is_waiting or not answer(hello, HelloState.ACCEPTED, asked_id=actor.id):
        return _circle_of_repeat(actor, hello)
    _refuse(actor, hello, before, seated)
    try:
        directory.take_room([actor.id])
    except NoRoom as full:
        raise Conflict(NO_ROOM) from full
    end(before, seated, gives_room_back=False)
    circle = begin_circle([*seated, actor.id])
    circle.grew_from_id = before.id
    changed(update(Hello).where(Hello.public_id == hello.public_id).values(circle_id=circle.id))
    copy_into(circle, hello)
    notices.take_back(hello.public_id)
    _tell_of_the_growth(actor, before, seated, circle)
    return circle.public_id


def _circle_of_repeat(actor: Actor, hello: HelloSeen) -> UUID:
    circle_id = queries.hello_seen_by(actor, hello.public_id).circle_id
    return circle_id if circle_id is not None else _too_late()


def _too_late() -> NoReturn:
    raise Conflict(NOT_ANY_MORE)


def _refuse(actor: Actor, hello: HelloSeen, before: HeldCircle, seated: Sequence[int]) -> None:
    if not before.is_open or hello.asker_id not in seated or not 2 <= len(seated) < MOST_PEOPLE:
        _too_late()
    if not joining.may_all_be_together(seated, actor.id):
        raise Conflict(CANNOT_JOIN)


def _tell_of_the_growth(actor: Actor, before: HeldCircle, seated: Sequence[int], circle: Circle) -> None:
    """What may still stand in calendars goes with it: the letter takes it out."""
    off = queries.meeting_to_revive(before)
    for each in seated:
        notices.tell(
            each,
            What.GROWN,
            about=circle.public_id,
            sender=actor,
            group_id=circle.group_id,
            spot=off.public_id if off else None,
        )
