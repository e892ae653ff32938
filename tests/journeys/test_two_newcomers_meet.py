"""On an empty database two people join, are suggested to one another, say hello, and meet."""

import pytest

from community.accounts.models import Member
from community.buddying import queries
from community.buddying.matching import Explanation
from community.core.roles import Actor, MemberState, Role
from tests.journeys.conftest import House, Visitor
from tests.journeys.newcomers import SHARED, Newcomer, join, next_week, two_newcomers
from tests.world import Person, World

pytestmark = pytest.mark.browser

BOTH_TOP = f"You both put {SHARED} among your top challenges."


def test_two_newcomers_join_say_hello_and_meet(house: House, world: World) -> None:
    assert world.count(Member) == 0
    one, other = two_newcomers(f"{house.script} {house.screen}")
    first = join(house, one, password=None, tells_everything=False)
    second = join(house, other, password="kettle heron lantern moss", tells_everything=True)
    say_hello(first, other)
    accept(second, one)
    exchange_messages(first, second, one, other)
    plan_and_promise(second, one)
    keep_and_meet(first, other)
    taking_the_challenge_away_changes_the_reasons(world, one, other)


def say_hello(visitor: Visitor, other: Newcomer) -> None:
    visitor.enter("Buddies")
    visitor.stands_at("Find a buddy")
    card = visitor.page.get_by_role("article").filter(has=visitor.page.get_by_role("heading", name=other.name))
    card.get_by_text(BOTH_TOP).wait_for()
    card.get_by_role("link", name="Say hello").click()
    visitor.fill(f"A short hello to {other.name}", "I see discharge from the other end. Shall we talk?")
    visitor.press("Send")
    visitor.sees(f"Sent to {other.name}")


def accept(visitor: Visitor, one: Newcomer) -> None:
    visitor.enter("Home")
    visitor.sees(f"{one.name} says hello")
    visitor.follow("Read it")
    visitor.stands_at("Hellos")
    visitor.sees("I see discharge from the other end.")
    visitor.sees(BOTH_TOP)
    visitor.press("Yes, let us meet")
    visitor.stands_at(f"You and {one.name}")
    visitor.sees(f"You and {one.name} are buddies.")


def exchange_messages(first: Visitor, second: Visitor, one: Newcomer, other: Newcomer) -> None:
    second.fill(f"Message to {one.name}", "Gladly. Would Tuesday suit you?")
    second.press("Send")
    second.sees("Gladly. Would Tuesday suit you?")
    first.enter("Buddies")
    first.follow("Open your space")
    first.stands_at(f"You and {other.name}")
    first.sees("I see discharge from the other end.")
    first.sees("Gladly. Would Tuesday suit you?")
    first.fill(f"Message to {other.name}", "Tuesday is good.")
    first.press("Send")
    first.sees("Tuesday is good.")
    assert first.page.get_by_text("Tuesday is good.").count() == 1


def plan_and_promise(visitor: Visitor, one: Newcomer) -> None:
    visitor.follow("Set a time")
    visitor.stands_at("Next meeting")
    visitor.fill("Day", next_week())
    visitor.fill("Time", "18:30")
    visitor.fill("Place, number or link", "The bench by the canal")
    visitor.press("Save")
    visitor.stands_at(f"You and {one.name}")
    visitor.sees("The bench by the canal")
    visitor.sees("Tuesday is good.")
    visitor.open("Write one down")
    visitor.fill("What", "Ask the ward for last week's numbers")
    visitor.press("Write it down")
    visitor.sees("Ask the ward for last week's numbers")


def keep_and_meet(visitor: Visitor, other: Newcomer) -> None:
    visitor.enter("Home")
    visitor.sees("Coming up")
    visitor.follow("Open your space")
    visitor.press("Done : Ask the ward")
    visitor.sees("done today")
    visitor.press("We met today")
    visitor.sees("Noted: you met.")
    visitor.press("No, we do not")
    visitor.sees("Would you like to carry on as buddies?")
    visitor.press("Yes, carry on")
    visitor.sees("You said you would like to carry on.")


def taking_the_challenge_away_changes_the_reasons(world: World, one: Newcomer, other: Newcomer) -> None:
    me, them = (world.one(Member, email=each.email) for each in (one, other))
    actor = Actor(me.id, me.public_id, me.display_name, Role.MEMBER, MemberState.ACTIVE, b"")

    def reasons() -> list[str]:
        with world.inside():
            why: Explanation = queries.why_together(actor, [them.id])[them.id]
            return [reason.text for reason in why.reasons]

    assert BOTH_TOP in reasons()
    browser = world.browser(Person(me.id, me.public_id, me.display_name, me.email, actor))
    page = browser.get("/profile/challenges")
    assert browser.submit(page, "/profile/challenges", first="winter", needs=["winter"]).status == 303
    without = reasons()
    assert without and not any(SHARED in reason for reason in without)
    assert any("Winter and surge planning" in reason for reason in without)
