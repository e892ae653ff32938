"""A message is begun on one page, gone on with on another, and sent: no word of it is lost, and no draft is left."""

import pytest

from community.buddying.models import CircleDraft, CircleMessage
from tests.buddying.people import buddies, gareth, nadia
from tests.journeys.conftest import House, Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.postgres]


def box(visitor: Visitor) -> str:
    return visitor.page.get_by_label("Message to Gareth").input_value()


def test_a_message_is_begun_here_gone_on_with_there_and_sent(house: House, world: World) -> None:
    one, other = nadia(world), gareth(world)
    url = f"/buddies/circles/{buddies(world, one, other)}"
    here, there = house.visitor(one), house.visitor(one)
    here.go(url)
    keep(house, here, "I have thought about")
    there.go(url)
    assert box(there) == "I have thought about"
    there.sees("Draft kept")
    keep(house, there, "I have thought about what you said.")
    here.fill("Message to Gareth", "I have thought again")
    if house.script:
        here.sees("Another page of yours has kept other words")
    here.press("Keep as a draft")
    here.sees("I have thought about what you said.")
    assert box(here) == "I have thought again"
    here.press("Keep as a draft")
    here.sees("Draft kept")
    here.press("Send")
    here.page.locator(".msgs").get_by_text("I have thought again").wait_for()
    assert box(here) == ""
    assert world.count(CircleDraft) == 0 and world.count(CircleMessage) == 2


def keep(house: House, visitor: Visitor, words: str) -> None:
    if house.script:
        field = visitor.page.get_by_label("Message to Gareth")
        field.press("Control+End")
        with visitor.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.status == 200):
            field.press_sequentially(words[len(box(visitor)) :], delay=15)
        visitor.page.wait_for_timeout(4500)  # what was typed after the first letter goes with the next one
    else:
        visitor.fill("Message to Gareth", words)
        visitor.press("Keep as a draft")
    visitor.sees("Draft kept")
