"""Somebody leaves while their circle rests: what everybody who stays has said comes true when it wakes."""

from datetime import timedelta
from uuid import UUID

import pytest

from community.buddying import actions
from community.buddying.actions.quiet import resume_circles
from community.buddying.looks import Renewal
from community.buddying.models import Circle, CircleState
from community.core import chance, clock
from tests.buddying.people import circle_of, comfort, gareth, nadia, seen_circle
from tests.buddying.terms import BEGAN, Watch, active_circle, leave, renew, the_weeks
from tests.world import Person, World


def rest(world: World, person: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.pause(person.actor, circle, until=clock.today() + timedelta(days=7), once=chance.new_id())


def wake(world: World, person: Person, circle_id: UUID, watch: Watch, *, by_itself: bool) -> None:
    if by_itself:
        watch.week((clock.now() - BEGAN) / timedelta(weeks=1) + 1.1)
        with world.inside():
            assert resume_circles() == 1
        return
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.resume(person.actor, circle)


@pytest.mark.parametrize("by_itself", [False, True], ids=["by hand", "by itself"])
def test_those_who_all_said_carry_on_are_active_when_it_wakes(world: World, by_itself: bool) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    with the_weeks() as watch:
        circle_id = circle_of(world, one, other, third)
        for person in (one, other):
            circle = seen_circle(world, person, circle_id)
            with world.inside():
                actions.carry_on(person.actor, circle)
        rest(world, one, circle_id)
        leave(world, third, circle_id)
        assert world.one(Circle).state is CircleState.PAUSED
        wake(world, other, circle_id, watch, by_itself=by_itself)
        row = world.one(Circle)
        assert (row.state, row.active_since, row.term_began_at) == (CircleState.ACTIVE, clock.now(), clock.now())


@pytest.mark.parametrize("by_itself", [False, True], ids=["by hand", "by itself"])
def test_those_who_all_wanted_another_half_year_have_it_when_it_wakes(world: World, by_itself: bool) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other, third)
        watch.week(24)
        for person in (one, other):
            assert not renew(world, person, circle_id, Renewal.RENEW)
        rest(world, one, circle_id)
        leave(world, third, circle_id)
        assert world.one(Circle).term == 1
        wake(world, other, circle_id, watch, by_itself=by_itself)
        assert world.one(Circle).term == 2
