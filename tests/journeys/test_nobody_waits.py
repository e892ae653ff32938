"""Somebody asks, and nobody answers: the desk hears of it, three are asked, one facilitator owns it, and it helps."""

from datetime import datetime, timedelta

import pytest

from community.belonging.models import GroupRole
from community.core import clock
from community.core.database import db
from community.practice import actions
from community.practice.models import HelpAsked, Level, Post, Thread
from tests.journeys.conftest import House, Visitor
from tests.practice.people import Space, a_community, a_reply, a_thread, let_in
from tests.world import Person, World

pytestmark = pytest.mark.browser

QUESTION = "Who answers a care home on a Sunday?"
ABOUT = "discharge-flow"


@pytest.fixture
def helpers(world: World) -> list[Person]:
    return [world.member(name, offers=(ABOUT,)) for name in ("Comfort", "Hassan", "Eirlys", "Mei-Ling")]


@pytest.fixture
def nadia(world: World) -> Person:
    return world.member("Nadia")


@pytest.fixture
def tom(world: World) -> Person:
    return world.member("Tom")


@pytest.fixture
def space(world: World, nadia: Person, tom: Person, helpers: list[Person]) -> Space:
    """Tom and Asha look after it; nobody there is new."""
    made = a_community(world, Level.OPEN, facilitator=tom, members=(nadia, *helpers), name="Home from hospital")
    let_in(world, world.member("Asha"), made, role=GroupRole.FACILITATOR)
    long_ago = clock.now() - timedelta(days=60)
    hello = a_thread(world, tom, made, title="Hello, all", kind="story", at=long_ago)
    for person in (nadia, *helpers):
        a_reply(world, person, hello.public_id, "Hello.", at=long_ago)
    return made


def test_a_question_that_nobody_answers_is_rescued_and_helped(
    house: House, world: World, space: Space, nadia: Person, tom: Person, helpers: list[Person]
) -> None:
    asker = house.visitor(nadia)
    ask(asker, space)
    pass_by(world, hours=25)
    asked = those_asked(world, helpers)
    assert len(asked) == 3
    say_not_me(house.visitor(asked[0]))
    take_up(house.visitor(tom), space)
    see_who_looks_after_it(asker)
    answer(house.visitor(asked[1]))
    say_that_it_helped(asker)
    close(asker)
    find_the_desk_empty(house.visitor(tom), space)


def ask(visitor: Visitor, space: Space) -> None:
    visitor.go(space.url)
    visitor.follow("Start a conversation")
    visitor.stands_at("Start a conversation")
    visitor.fill("Title", QUESTION)
    visitor.fill("What would you like to talk about?", "We had three people come home without a letter.")
    visitor.press("Post")
    visitor.stands_at(QUESTION)


def pass_by(world: World, *, hours: int) -> None:
    """So many hours go by (for the question, at least), and the job looks."""
    with world.inside():
        thread = db.session.scalars(db.select(Thread).where(Thread.title == QUESTION)).one()
        then: datetime = thread.started_at - timedelta(hours=hours)
        thread.started_at = thread.last_post_at = then
        db.session.execute(db.update(Post).where(Post.thread_id == thread.id).values(posted_at=then))
    with world.app.app_context():
        actions.nobody_waits()


def those_asked(world: World, helpers: list[Person]) -> list[Person]:
    return [person for person in helpers if world.count(HelpAsked, member_id=person.id)]


def say_not_me(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow("and you may know")
    visitor.stands_at(QUESTION)
    visitor.sees("You were asked whether you can help here")
    visitor.press("Not me, thanks")
    visitor.sees("Thank you for looking. Nobody is told.")
    visitor.does_not_see("You were asked whether")


def take_up(visitor: Visitor, space: Space) -> None:
    visitor.go("/notices")
    visitor.sees("Somebody has waited a day for a reply")
    visitor.go(space.url)
    visitor.follow("Desk")
    visitor.stands_at("Looking after Home from hospital")
    visitor.sees("3 people were asked")
    visitor.press("I will see to it")
    visitor.sees("It is yours to see to. Whoever asked is told so.")
    visitor.sees("yours to see to")


def see_who_looks_after_it(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow("Tom sees to it")
    visitor.stands_at(QUESTION)
    visitor.sees("Tom looks after this, and will see that somebody answers.")


def answer(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow("and you may know")
    visitor.stands_at(QUESTION)
    visitor.fill("Your reply", "The flow desk does. I will send you the number.")
    visitor.press("Post reply")
    visitor.sees("The flow desk does.")


def say_that_it_helped(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow("answered in")
    visitor.stands_at(QUESTION)
    visitor.does_not_see("will see that somebody answers")
    visitor.press("This helped")
    visitor.page.locator("button", has_text="This helped, said by you: take it back").wait_for()


def close(visitor: Visitor) -> None:
    visitor.follow("Close the question")
    visitor.stands_at("Close your question")
    visitor.sees("You have marked what helped: 1 reply.")
    visitor.press("Close the question")
    visitor.stands_at(QUESTION)
    visitor.sees("Closed")


def find_the_desk_empty(visitor: Visitor, space: Space) -> None:
    visitor.go(f"{space.url}/desk")
    visitor.stands_at("Looking after Home from hospital")
    visitor.sees("Nobody waits.")
