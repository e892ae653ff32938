"""A member joins a community and asks; somebody replies; what is new is counted, and read."""

import pytest

from community.practice.models import Level
from tests.journeys.conftest import House, Visitor
from tests.practice.people import Space, a_community
from tests.world import World

pytestmark = pytest.mark.browser

QUESTION = "Who answers a care home on a Sunday?"


def test_a_question_is_asked_answered_and_the_answer_read(house: House, world: World) -> None:
    comfort = world.member("Comfort", sector="nhs-acute")
    space = a_community(world, Level.OPEN, members=(comfort,), name="Home from hospital")
    asker = house.visitor(world.member("Nadia"))
    enter(asker, space)
    ask(asker, space)
    answer(house.visitor(comfort), space)
    read_what_is_new(asker, space, has_script=house.script)


def enter(visitor: Visitor, space: Space) -> None:
    visitor.go("/communities")
    visitor.follow("Join Home from hospital")
    visitor.stands_at("Join Home from hospital")
    visitor.sees("Write nothing that could identify a patient")
    visitor.press("Join")
    visitor.sees("Say that you will keep to this agreement")
    visitor.tick("I will keep to this")
    visitor.press("Join")
    visitor.sees("You have joined Home from hospital.")


def ask(visitor: Visitor, space: Space) -> None:
    visitor.follow("Start a conversation")
    visitor.stands_at("Start a conversation")
    visitor.fill("Title", QUESTION)
    visitor.press("Post")
    visitor.sees("Say a few words to begin with")
    visitor.fill("What would you like to talk about?", "We had **three** people come home without a letter.")
    visitor.press("Preview")
    visitor.sees("How it will read")
    visitor.press("Post")
    visitor.stands_at(QUESTION)
    assert visitor.page.locator(".post strong").inner_text() == "three"


def answer(visitor: Visitor, space: Space) -> None:
    visitor.go(space.url)
    visitor.sees("1 new")
    visitor.follow(QUESTION)
    visitor.stands_at(QUESTION)
    visitor.fill("Your reply", "The flow desk does. I will send you the number.")
    visitor.press("Post reply")
    visitor.sees("The flow desk does.")
    assert visitor.page.get_by_label("Your reply").input_value() == ""


def read_what_is_new(visitor: Visitor, space: Space, *, has_script: bool) -> None:
    visitor.go("/")
    visitor.sees("1 new")
    visitor.follow(QUESTION)
    visitor.sees("1 new since you were last here")
    visitor.press("Thank you")
    visitor.page.get_by_role("button", name="Thank you 1").wait_for()
    if has_script:
        marking = visitor.page.get_by_role("button", name="Mark as read")
        marking.wait_for(state="detached")
    else:
        visitor.press("Mark as read")
        visitor.stands_at(space.name)
    visitor.go(space.url)
    visitor.sees("1 reply")
    visitor.does_not_see("1 new")
    visitor.follow(QUESTION)
    visitor.sees("The flow desk does.")
    visitor.does_not_see("new since you were last here")
