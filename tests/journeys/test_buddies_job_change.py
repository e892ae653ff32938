"""A new job makes two buddies colleagues: both are asked alike, each answers alone, and nobody is told what it is."""

from uuid import UUID

import pytest

from community.buddying.models import Circle
from tests.buddying.people import gareth, nadia
from tests.buddying.terms import active_circle
from tests.jobchange.test_job_change import IF_NEEDED, ST_ELSEWHERE, works_at
from tests.journeys.conftest import House, Visitor
from tests.journeys.weeks import Weeks, both_ways, is_accessible, the_weeks
from tests.world import Person, World

pytestmark = pytest.mark.browser

ASKED = "One of you has moved. Please check that it still feels right"
WORDS = "I begin somewhere new on Monday, and would like to go on talking."
NEVER_SAID = ("colleague", "same organisation", "St Elsewhere", "conflict", "inspect", "line-managed")


@both_ways
def test_a_new_job_asks_both_alike_and_ends_nothing(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one, other = nadia(world), gareth(world)
        works_at(world, one, "Elm House")
        works_at(world, other, ST_ELSEWHERE)
        circle_id = active_circle(world, one, other)
        mover = weeks.comes(one, "/account")
        moves(mover)
        writes(mover)
        assert_nothing_said_yet(weeks, other)
        sends(mover)
        weeks.pass_by(hours=3)
        says_it_feels_right(weeks, one, "Gareth")
        assert still_asks(world, circle_id)
        says_it_feels_right(weeks, other, "Nadia")
        assert not still_asks(world, circle_id)
        weeks.comes(one, f"/buddies/circles/{circle_id}").sees(WORDS)


def moves(visitor: Visitor) -> None:
    visitor.follow("I am changing job")
    visitor.stands_at("I am changing job")
    is_accessible(visitor)
    visitor.follow("Change where you sit now")
    visitor.stands_at("Where you sit now")
    visitor.choose("Your sector", "NHS acute hospital")
    visitor.fill("Your organisation", ST_ELSEWHERE)
    visitor.press("Save")
    visitor.stands_at("I am changing job")
    visitor.sees(IF_NEEDED)


def writes(visitor: Visitor) -> None:
    visitor.follow("Your words for Gareth")
    visitor.stands_at("You and Gareth")
    visitor.sees(IF_NEEDED)
    says_not_why(visitor)
    is_accessible(visitor)
    visitor.page.locator("textarea").first.fill(WORDS)
    visitor.press("Keep it for later")
    visitor.stands_at("I am changing job")


def sends(visitor: Visitor) -> None:
    visitor.follow("Look and send")
    visitor.stands_at("What will be sent")
    visitor.sees(WORDS)
    visitor.sees(IF_NEEDED)
    is_accessible(visitor)
    visitor.press("Send it now")
    visitor.stands_at("I am changing job")
    is_accessible(visitor)


def assert_nothing_said_yet(weeks: Weeks, person: Person) -> None:
    visitor = weeks.comes(person, "/notices")
    visitor.sees("Nothing new for you.")
    visitor.does_not_see(ASKED)


def says_it_feels_right(weeks: Weeks, person: Person, name: str) -> None:
    """The same question to whoever moved and to whoever did not."""
    visitor = weeks.comes(person)
    visitor.sees(f"You and {name}: one of you has moved")
    visitor.go("/notices")
    says_not_why(visitor)
    visitor.follow(ASKED)
    visitor.stands_at(f"You and {name}")
    visitor.sees("Please check that it still feels right to be buddies.")
    says_not_why(visitor)
    is_accessible(visitor)
    visitor.press("It still feels right")
    visitor.sees("Thank you. Nobody else is shown your answer.")
    visitor.does_not_see("Please check that it still feels right")


def says_not_why(visitor: Visitor) -> None:
    shown = visitor.page.inner_text("main").lower()
    assert not [words for words in NEVER_SAID if words.lower() in shown]


def still_asks(world: World, circle_id: UUID) -> bool:
    return world.one(Circle, public_id=circle_id).moved_at is not None
