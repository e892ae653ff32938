"""What somebody said waits for the reader, on the page and on Home, until they answer or have read it."""

from datetime import timedelta
from uuid import UUID

import pytest

from community.buddying import actions
from community.buddying.looks import HalfWay
from community.buddying.said import Plan
from community.core import chance, clock
from tests.buddying.people import circle_of, comfort, seen_circle
from tests.buddying.terms import active_circle, look_half_way, the_weeks
from tests.world import Person, World

WISH = "Gareth would like to keep going"
SAID = "What you each said, half-way"


def url_of(circle_id: UUID) -> str:
    return f"/buddies/circles/{circle_id}"


def keep_going(world: World, person: Person, circle_id: UUID) -> None:
    assert world.browser(person).post(f"{url_of(circle_id)}/keep-going").status == 303


def look_at(world: World, person: Person, circle_id: UUID, page: str = "", **told: str) -> None:
    """Open a page of the circle, and send what it sends by itself once it is there."""
    browser = world.browser(person)
    browser.get(url_of(circle_id) + page)
    browser.post(f"/notices/about/{circle_id}/read", {"seen_at": clock.now().isoformat(), **told})


def test_who_would_like_to_keep_going_stands_on_the_page_and_on_home_though_the_page_was_opened(
    world: World, one: Person, other: Person
) -> None:
    circle_id = active_circle(world, one, other)
    keep_going(world, other, circle_id)
    look_at(world, one, circle_id)
    for page in (world.browser(one).get(url_of(circle_id)), world.browser(one).get("/")):
        assert WISH in page and "When suits you?" in page
    assert f"{url_of(circle_id)}/meeting" in world.browser(one).get(url_of(circle_id)).links
    assert WISH not in world.browser(other).get(url_of(circle_id)), "whoever said so is asked nothing"


@pytest.mark.parametrize("answer", ["a line", "a time", "the same"])
def test_a_line_a_time_or_the_same_is_the_answer(world: World, one: Person, other: Person, answer: str) -> None:
    circle_id = active_circle(world, one, other)
    keep_going(world, other, circle_id)
    circle, once = seen_circle(world, one, circle_id), chance.new_id()
    with world.inside():
        if answer == "a line":
            actions.write_message(one.actor, circle, words="Friday?", once=once)
        elif answer == "a time":
            actions.plan_meeting(one.actor, circle, Plan(clock.now() + timedelta(days=3), None, "", 0), once=once)
        else:
            actions.keep_going(one.actor, circle)
    assert WISH not in world.browser(one).get(url_of(circle_id)) and WISH not in world.browser(one).get("/")


def test_a_word_of_a_third_one_is_no_answer_of_mine(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    circle_id = circle_of(world, one, other, third)
    keep_going(world, other, circle_id)
    circle = seen_circle(world, third, circle_id)
    with world.inside():
        actions.write_message(third.actor, circle, words="Me too", once=chance.new_id())
    assert WISH in world.browser(one).get(url_of(circle_id))
    assert WISH not in world.browser(third).get(url_of(circle_id))


def test_it_is_not_asked_while_the_circle_rests_nor_after(world: World, one: Person, other: Person) -> None:
    circle_id = active_circle(world, one, other)
    keep_going(world, other, circle_id)
    world.browser(one).post(f"{url_of(circle_id)}/pause", {"once": str(chance.new_id())})
    world.browser(one).post(f"{url_of(circle_id)}/resume")
    assert WISH not in world.browser(one).get(url_of(circle_id))


def test_what_all_said_half_way_waits_until_that_page_was_opened(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        for person in (one, other):
            look_half_way(world, person, circle_id, HalfWay.CARRY_ON)
        look_at(world, one, circle_id)
        page = world.browser(one).get(url_of(circle_id))
        assert SAID in page and f"{url_of(circle_id)}/half-way" in page.links
        assert SAID in world.browser(one).get("/")
        look_at(world, one, circle_id, "/half-way", kind="rhythm")
        assert SAID not in world.browser(one).get("/"), "it has been read"
        assert "Now you can read it together" not in world.browser(one).get(url_of(circle_id))
        assert SAID in world.browser(other).get("/"), "the other has not"
