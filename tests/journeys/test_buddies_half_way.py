"""The half-way look: each answers alone, neither reads the other before both have, and then both read both."""

from uuid import UUID

import pytest

from community.buddying import actions
from tests.buddying.people import gareth, nadia
from tests.buddying.terms import active_circle
from tests.journeys.conftest import House, Visitor
from tests.journeys.weeks import Weeks, both_ways, is_accessible, the_weeks
from tests.world import Person, World

pytestmark = pytest.mark.browser

HERS = "I look forward to every one of our talks."
HIS = "I would like to talk of winter instead."
DUE = "Half-way with {}: carry on, change or finish?"
OPEN = "You have all looked: read what you each said, half-way with {}"


@both_ways
def test_half_way_each_looks_alone_and_then_both_read_both(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one, other = nadia(world), gareth(world)
        circle_id = active_circle(world, one, other)
        weeks.pass_by(weeks=12, hours=1)
        assert weeks.run(actions.tell_of_looks) >= 2
        first = weeks.comes(one, "/notices")
        first.follow(DUE.format("Gareth"))
        looks(first, "Carry on as we are", HERS)
        first.sees("You have answered. You will both be told when you both have.")
        first.does_not_see("What you each said")
        nothing_before_both(weeks, other, circle_id)
        second = weeks.comes(other, "/notices")
        second.follow(DUE.format("Nadia"))
        is_accessible(second)
        looks(second, "Change something", HIS)
        reads_both(second)
        first.go("/notices")
        first.follow(OPEN.format("Gareth"))
        reads_both(first)
        first.follow("change the rhythm")
        first.stands_at("How shall we go on?")


def looks(visitor: Visitor, choice: str, words: str) -> None:
    visitor.stands_at("Half-way look")
    visitor.sees("Before you answer: who will see it, and when")
    visitor.tick(choice)
    visitor.fill("In your own words", words)
    visitor.press("Answer")


def nothing_before_both(weeks: Weeks, person: Person, circle_id: UUID) -> None:
    """Wherever the other looks, the answer is not there."""
    visitor = weeks.comes(person)
    here = f"/buddies/circles/{circle_id}"
    for path in ("/", "/notices", "/buddies", here, f"{here}/half-way", f"{here}/agreement", f"{here}/rhythm"):
        answer = visitor.page.goto(visitor.address + path)
        assert answer is not None and answer.status == 200, path
        assert HERS not in visitor.page.content(), path


def reads_both(visitor: Visitor) -> None:
    visitor.sees("What you each said")
    visitor.sees(HERS)
    visitor.sees(HIS)
    visitor.sees("Somebody would like a change.")
    is_accessible(visitor)
