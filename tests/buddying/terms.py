"""Circles that are active, and the weeks of their half year."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine
from sqlalchemy import update

from community.buddying import actions
from community.buddying.looks import Answer, CheckIn, HalfWay, Renewal
from community.buddying.models import Circle, CircleSeat, CircleState
from community.core import clock
from community.core.database import db
from tests.buddying.people import circle_of, seen_circle
from tests.world import Person, World

BEGAN = datetime(2026, 3, 4, 12, tzinfo=UTC)  # the clocks change in its fourth week


class Watch:
    """A clock that stands still until it is moved to a week of the half year."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def week(self, weeks: float, *, seconds: int = 0) -> None:
        self._traveller.move_to(BEGAN + timedelta(weeks=weeks, seconds=seconds))


@contextmanager
def the_weeks() -> Iterator[Watch]:
    with time_machine.travel(BEGAN, tick=False) as traveller:
        yield Watch(traveller)


def active_circle(world: World, *people: Person) -> UUID:
    """Everybody has said that they carry on, now."""
    circle_id = circle_of(world, *people)
    change_circle(world, circle_id, state=CircleState.ACTIVE, active_since=clock.now(), term_began_at=clock.now())
    with world.inside():
        db.session.execute(update(CircleSeat).values(is_apart=True, carries_on=True))
    return circle_id


def change_circle(world: World, circle_id: UUID, **values: object) -> None:
    with world.inside():
        db.session.execute(update(Circle).where(Circle.public_id == circle_id).values(**values))


def check_in(world: World, person: Person, circle_id: UUID, said: CheckIn) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.check_in(person.actor, circle, said)


def look_half_way(world: World, person: Person, circle_id: UUID, choice: HalfWay, words: str = "") -> bool:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        return actions.look_half_way(person.actor, circle, Answer(choice, words))


def renew(world: World, person: Person, circle_id: UUID, choice: Renewal = Renewal.RENEW) -> bool:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        return actions.renew(person.actor, circle, Answer(choice))


def tell(world: World) -> int:
    """The hourly job."""
    with world.inside():
        return actions.tell_of_looks()


def leave(world: World, person: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.finish(person.actor, circle, is_not_again=False)
