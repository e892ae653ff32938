"""A community meets: it is planned, it is full, somebody waits and gets the place, and what was learned is kept."""

from datetime import timedelta

import pytest
import time_machine

from community.core import clock
from community.practice.models import Level
from tests.journeys.conftest import House, Visitor
from tests.practice.people import Space, a_community
from tests.world import Person, World

pytestmark = pytest.mark.browser

TITLE = "An hour on Friday discharges"


def test_a_gathering_is_planned_come_to_put_into_a_calendar_and_written_about(house: House, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth", sector="nhs-acute")
    comfort = world.member("Comfort", sector="carer")
    space = a_community(world, Level.OPEN, members=(nadia, gareth, comfort), name="Home from hospital")
    maker, first, second = (house.visitor(each) for each in (nadia, gareth, comfort))
    plan(maker, space)
    say_yes(first, space)
    wait_for_a_place(second, space)
    first.press("I cannot come after all")
    first.sees("You said: not this time.")
    second.go(f"{space.url}/gatherings")
    second.sees("You are coming")
    open_it(second)
    second.sees("The Mill, room 4")
    put_into_a_calendar(second)
    second.follow("Open the conversation")
    second.stands_at(f"Before we meet: {TITLE}")
    write_what_was_learned(house, comfort)


def plan(visitor: Visitor, space: Space) -> None:
    visitor.go(space.url)
    visitor.page.get_by_role("navigation", name="In this community").get_by_role("link", name="Gatherings").click()
    visitor.stands_at("Gatherings")
    visitor.follow("Plan a gathering")
    visitor.stands_at("Plan a gathering")
    visitor.fill("What is it called?", TITLE)
    visitor.press("Plan it")
    visitor.sees("Choose a day.")
    visitor.fill("Day", (clock.today() + timedelta(days=6)).isoformat())
    visitor.fill("Begins at", "17:30")
    visitor.choose("How long", "An hour and a half")
    visitor.fill("What is it about?", "We look at **one** Friday together.")
    visitor.fill("Where do people meet?", "The Mill, room 4")
    visitor.fill("How many can come?", "1")
    visitor.press("Plan it")
    visitor.stands_at(TITLE)
    visitor.sees("17:30 to 19:00")
    visitor.sees("Planned. Your community hears of it.")


def open_it(visitor: Visitor) -> None:
    """The gathering, not the conversation that has its name."""
    visitor.page.get_by_role("link", name=TITLE, exact=True).first.click()
    visitor.page.get_by_role("heading", level=1, name=TITLE, exact=True).wait_for()


def say_yes(visitor: Visitor, space: Space) -> None:
    visitor.go(space.url)
    visitor.sees("Next gathering")
    open_it(visitor)
    visitor.does_not_see("The Mill")
    visitor.fill("What would help you take part?", "A seat by the door")
    visitor.press("I come")
    visitor.sees("The Mill, room 4")


def wait_for_a_place(visitor: Visitor, space: Space) -> None:
    visitor.go(f"{space.url}/gatherings")
    open_it(visitor)
    visitor.sees("It is full for now.")
    visitor.does_not_see("A seat by the door")
    visitor.press("Wait for a place")
    visitor.sees("You are the first in line.")
    visitor.does_not_see("The Mill")


def put_into_a_calendar(visitor: Visitor) -> None:
    with visitor.page.expect_download() as coming:
        visitor.follow("Add to my calendar")
    assert coming.value.suggested_filename == "gathering.ics"
    held = coming.value.path().read_text()
    assert f"SUMMARY:{TITLE}" in held and "LOCATION:The Mill\\, room 4" in held


def write_what_was_learned(house: House, guest: Person) -> None:
    """Seven days later, after signing in again."""
    with time_machine.travel(clock.now() + timedelta(days=7), tick=True):
        later = house.visitor(guest)
        later.go("/communities")
        later.follow("Home from hospital")
        later.page.get_by_role("navigation", name="In this community").get_by_role("link", name="Gatherings").click()
        open_it(later)
        later.follow("Write it down")
        later.stands_at("What we learned")
        later.press("Save")
        later.sees("Say what you learned")
        later.fill("What did you learn?", "Ring the home **before** noon.")
        later.press("Save")
        later.stands_at(TITLE)
        later.sees("Written down by Comfort")
