"""Somebody locks the journal on a shared computer and walks away; the next person presses Back."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.journal.desk import PASSWORD, give_journal
from tests.journeys.conftest import House
from tests.world import World

pytestmark = [pytest.mark.browser]

WORDS = "wombatmeridianglass"


def test_after_locking_the_back_button_shows_no_word_of_the_journal(house: House, world: World) -> None:
    nadia = world.member("Nadia")
    give_journal(world, nadia)
    visitor = house.visitor(nadia)
    visitor.go("/journal/unlock")
    visitor.fill("Your password", PASSWORD)
    visitor.press("Unlock")
    visitor.stands_at("Your journal")
    visitor.go("/journal/new?template=free")
    visitor.fill("Title", WORDS)
    visitor.press("Save and close")
    visitor.sees(WORDS)
    visitor.follow(WORDS)
    visitor.stands_at("Your entry")
    visitor.press("Lock now")
    visitor.stands_at("Your journal is locked")
    for _ in range(4):
        with suppress(Error):  # a page that answered a form is not kept at all
            visitor.page.go_back()
        assert WORDS not in visitor.page.content()
