"""A member starts a community, invites somebody by a link, hands the care of it over, and steps down."""

import pytest

from tests.journeys.conftest import House, Visitor
from tests.world import World

pytestmark = pytest.mark.browser

NAME = "Meals that arrive warm"


def test_a_community_is_started_and_handed_over(house: House, world: World) -> None:
    founder, friend = house.visitor(world.member("Nadia")), house.visitor(world.member("Gareth"))
    start(founder)
    come_in_by(friend, link_of(founder))
    ask(founder, "Gareth")
    say_yes(friend)
    step_down(founder)
    friend.go("/communities")
    friend.follow(NAME)
    friend.stands_at(NAME)
    friend.follow("About")
    friend.sees("You look after this space")


def start(visitor: Visitor) -> None:
    visitor.go("/communities")
    visitor.follow("Start a community")
    visitor.stands_at("Start a community")
    visitor.fill("Name", NAME)
    visitor.fill("What is it for?", "To get a warm meal to everybody who cannot cook.")
    visitor.tick("Private")
    visitor.press("Start the community")
    visitor.sees("Ask one question to learn about together")
    visitor.fill("One question you want to learn about together", "Who notices that somebody has not eaten?")
    visitor.press("Start the community")
    visitor.stands_at(NAME)
    visitor.sees("Forming")
    visitor.sees("One person alone, for now.")


def link_of(visitor: Visitor) -> str:
    visitor.follow("About")
    visitor.follow("Invite people by a link")
    visitor.stands_at("Invite people by a link")
    visitor.press("Make a link")
    visitor.sees("Whoever holds it can come in")
    address = visitor.page.get_by_label("Link 1").input_value()
    return "/invitations/" + address.split("/invitations/")[1]


def come_in_by(visitor: Visitor, link: str) -> None:
    visitor.go("/communities")
    visitor.stands_at("Communities")
    visitor.does_not_see(NAME)
    visitor.go(link)
    visitor.stands_at(f"Join {NAME}")
    visitor.sees("Speak for yourself, and ask before you tell.")
    visitor.press("Join")
    visitor.sees("Say that you will keep to this agreement")
    visitor.tick("I will keep to this")
    visitor.press("Join")
    visitor.sees(f"You have joined {NAME}.")


def ask(visitor: Visitor, name: str) -> None:
    visitor.follow(NAME)
    visitor.follow("Share or hand over the care")
    visitor.stands_at(f"Looking after {NAME}")
    visitor.sees("When somebody else has said yes, you can step down.")
    field = visitor.page.get_by_label("Whom would you like to ask?")
    field.select_option(value=field.locator("option", has_text=name).first.get_attribute("value"))
    visitor.press("Ask them")
    visitor.sees("They are asked. Until they say yes, nothing changes.")
    visitor.sees("Asked, and has not answered yet")


def say_yes(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow(f"Nadia asks you to look after {NAME} with them")
    visitor.stands_at(f"Looking after {NAME}")
    visitor.press("Yes, I will")
    visitor.sees(f"You look after {NAME} now. Thank you.")


def step_down(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow(f"Gareth looks after {NAME} with you now")
    visitor.stands_at(NAME)
    visitor.follow("Share or hand over the care")
    visitor.press("Step down")
    visitor.sees("You are a member like any other now.")
    visitor.does_not_see("You look after this space")
