"""A member reports a post; it is hidden at once, looked at, changed by its author, and everybody hears of it."""

import pytest

from community.core.roles import Role
from tests.journeys.conftest import House, Visitor
from tests.practice.people import Space, Talk, a_community, a_thread
from tests.world import World

pytestmark = pytest.mark.browser

TOO_MUCH = "Mrs Bell of 4 Canal Street came home without a letter."


def test_a_post_is_reported_looked_at_changed_and_shown_again(house: House, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth", sector="nhs-acute")
    comfort, maya = world.member("Comfort"), world.member("Maya", role=Role.MODERATOR)
    space = a_community(world, facilitator=comfort, members=(nadia, gareth))
    talk = a_thread(world, nadia, space, (gareth, TOO_MUCH))
    reporter = house.visitor(nadia)
    report(reporter, talk)
    carer = house.visitor(comfort)
    ask_for_other_words(carer, space)
    author = house.visitor(gareth)
    tell_it_again(author)
    show_it_again(house.visitor(comfort), talk)
    read_the_answer(reporter, talk)
    house.visitor(maya).go("/care")


def report(visitor: Visitor, talk: Talk) -> None:
    visitor.go(talk.url)
    visitor.sees(TOO_MUCH)
    visitor.page.locator("article", has_text=TOO_MUCH).get_by_role("link", name="More").last.click()
    visitor.stands_at("More for this post")
    visitor.follow("Report it")
    visitor.stands_at("Report this post")
    visitor.sees("116 123")
    visitor.press("Send the report")
    visitor.sees("Choose what it is about.")
    visitor.tick("Somebody could be identified")
    visitor.press("Send the report")
    visitor.stands_at("Your report")
    visitor.sees("The post is hidden until then")
    visitor.go(talk.url)
    visitor.does_not_see("Canal Street")


def ask_for_other_words(visitor: Visitor, space: Space) -> None:
    visitor.go("/notices")
    visitor.follow("Something has been reported, and waits for you")
    visitor.stands_at("A reported post")
    visitor.sees(TOO_MUCH)
    visitor.press("Take it up")
    visitor.sees("Give it back")
    visitor.follow("Choose Ask for a change")
    visitor.fill("To whoever it is about", "Could you tell it again without the name and the street?")
    visitor.press("Decide")
    visitor.stands_at("Reports")
    visitor.sees("Nothing waits.")
    visitor.go(space.url)
    visitor.stands_at(space.name)


def tell_it_again(visitor: Visitor) -> None:
    visitor.go("/notices")
    visitor.follow("Something of yours has been looked at")
    visitor.sees("Could you tell it again without the name and the street?")
    visitor.does_not_see("Nadia")
    visitor.follow("Change your post")
    visitor.fill("Your words", "Somebody came home without a letter.")
    visitor.press("Save")
    visitor.sees("Somebody came home without a letter.")
    visitor.go("/notices")
    visitor.follow("Something of yours has been looked at")
    visitor.press("I have changed it: look again")
    visitor.sees("You have asked us to look again.")


def show_it_again(visitor: Visitor, talk: Talk) -> None:
    visitor.go("/care")
    visitor.follow("Somebody could be identified: a post")
    visitor.sees("Its author has changed it and asks you to look again")
    visitor.follow("Choose It stays as it is")
    visitor.press("Decide")
    visitor.sees("Decided.")
    visitor.go(talk.url)
    visitor.sees("Somebody came home without a letter.")


def read_the_answer(visitor: Visitor, talk: Talk) -> None:
    visitor.go("/notices")
    visitor.follow("Your report has been answered")
    visitor.stands_at("Your report")
    visitor.sees("it stays as it is")
    visitor.go(talk.url)
    visitor.sees("Somebody came home without a letter.")
