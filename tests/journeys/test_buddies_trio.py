"""Two ask a third: a proposal, a yes, one hello in the name of both, a yes, and a new space that begins empty."""

from uuid import UUID

import pytest

from community.buddying import actions
from community.core import chance
from tests.buddying.people import comfort, gareth, nadia, seen_circle
from tests.buddying.terms import active_circle
from tests.journeys.conftest import House, Visitor
from tests.journeys.weeks import Weeks, both_ways, is_accessible, the_weeks
from tests.world import Person, World

pytestmark = pytest.mark.browser

BETWEEN_US = "My sister was on that ward. Please keep it here."
ASKING = "We talk about discharge every three weeks. Would you like to join us?"


@both_ways
def test_a_pair_asks_a_third_and_what_they_wrote_before_stays_theirs(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one, other, third = nadia(world), gareth(world), comfort(world)
        pair = active_circle(world, one, other)
        seen = seen_circle(world, one, pair)
        with world.inside():
            actions.write_message(one.actor, seen, words=BETWEEN_US, once=chance.new_id())
        first = weeks.comes(one, f"/buddies/circles/{pair}")
        propose(first)
        nothing_yet(weeks, third)
        second = weeks.comes(other, "/notices")
        says_yes(second)
        newcomer = weeks.comes(third)
        joins(newcomer)
        cannot_read(newcomer, pair)
        goes_on_with_three(first)


def propose(visitor: Visitor) -> None:
    visitor.press("We met today")
    visitor.follow("Ask somebody to join you")
    visitor.stands_at("Ask somebody to join your circle with Gareth")
    is_accessible(visitor)
    visitor.follow("Propose Comfort")
    visitor.stands_at("Propose Comfort")
    visitor.fill("A few words to Comfort", ASKING)
    is_accessible(visitor)
    visitor.press("Propose Comfort")
    visitor.sees("Gareth can say now whether to ask Comfort. Nothing is sent before.")
    is_accessible(visitor)


def nothing_yet(weeks: Weeks, person: Person) -> None:
    visitor = weeks.comes(person, "/buddies/hellos")
    visitor.sees("Nobody is waiting for an answer from you.")
    visitor.does_not_see("Would you like to join us?")


def says_yes(visitor: Visitor) -> None:
    visitor.follow("Nadia would like to ask somebody to join your circle")
    visitor.sees("Nadia would like to ask Comfort to join you")
    visitor.sees(ASKING)
    is_accessible(visitor)
    visitor.press("Yes, ask Comfort")
    visitor.sees("Everybody has said yes: the hello is on its way.")


def joins(visitor: Visitor) -> None:
    visitor.follow("Read it")
    visitor.stands_at("Hellos")
    visitor.sees("ask you to join them. With a yes a new circle of 3 begins.")
    visitor.sees(ASKING)
    is_accessible(visitor)
    visitor.press("Yes, let us meet to Nadia")
    visitor.stands_at("You, Gareth and Nadia")


def cannot_read(visitor: Visitor, pair: UUID) -> None:
    """Neither in the new space nor at the address of the old one."""
    assert BETWEEN_US not in visitor.page.content()
    visitor.does_not_see("The circle that this one grew from")
    is_accessible(visitor)
    for part in ("", "/agreement", "/closing", "/promises.txt"):
        answer = visitor.page.goto(f"{visitor.address}/buddies/circles/{pair}{part}")
        assert answer is not None and answer.status == 404
        assert BETWEEN_US not in visitor.page.content()


def goes_on_with_three(visitor: Visitor) -> None:
    """One of the two comes over, finds the words that were sent, and still reads the old ones where they were said."""
    visitor.go("/notices")
    visitor.follow("Comfort says yes. You have a new circle together")
    visitor.stands_at("You, Comfort and Gareth")
    visitor.sees(ASKING)
    visitor.fill("Message to Comfort and Gareth", "Welcome, Comfort.")
    visitor.press("Send")
    visitor.page.locator(".msgs").get_by_text("Welcome, Comfort.").wait_for()
    visitor.follow("The circle that this one grew from")
    visitor.stands_at("You and Gareth")
    visitor.sees(BETWEEN_US)
    visitor.does_not_see("Welcome, Comfort.")
    is_accessible(visitor)
    visitor.follow("your new circle")
    visitor.stands_at("You, Comfort and Gareth")
