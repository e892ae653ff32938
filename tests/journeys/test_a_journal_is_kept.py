"""A member keeps a journal: writes by questions, locks, unlocks, finds by a word, changes and deletes."""

import pytest

from tests.journal.desk import PASSWORD, give_journal
from tests.journeys.conftest import House
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.postgres]

QUESTION = "Who helped, and do they know it?"


def test_a_member_writes_locks_unlocks_finds_changes_and_deletes_an_entry(house: House, world: World) -> None:
    nadia = world.member("Nadia")
    give_journal(world, nadia)
    visitor = house.visitor()
    visitor.go("/")
    visitor.follow("Sign in")
    visitor.fill("E-mail address", nadia.email)
    visitor.fill("Password", PASSWORD)
    visitor.press("Sign in")

    visitor.enter("Journal")
    visitor.stands_at("Your journal")
    visitor.sees("Nothing here yet")
    visitor.follow("New entry")
    visitor.follow("Five-minute check-in")
    visitor.stands_at("New entry")
    visitor.sees("nobody who runs this site, can open this through the site")
    visitor.fill(QUESTION, "The night porter found a wheelchair.")
    visitor.fill("Title", "A porter")
    if house.script:
        visitor.sees("Saved ")
    visitor.press("Save and close")
    visitor.sees("Your entry is saved.")
    visitor.sees("A porter")

    visitor.press("Lock now")
    visitor.stands_at("Your journal is locked")
    visitor.go("/journal")
    visitor.stands_at("Your journal is locked")
    visitor.does_not_see("A porter")
    visitor.fill("Your password", "not my password at all")
    visitor.press("Unlock")
    visitor.sees("That is not your password.")
    visitor.fill("Your password", PASSWORD)
    visitor.press("Unlock")
    visitor.stands_at("Your journal")

    visitor.fill("Search your journal", "wheelch")
    visitor.press("Search")
    visitor.sees("1 entry with “wheelch”")
    visitor.follow("A porter")
    visitor.stands_at("Your entry")
    visitor.fill("Title", "A porter and a chair")
    if house.script:
        visitor.sees("Saved ")
    visitor.press("Save and close")
    visitor.follow("A porter and a chair")
    assert visitor.page.get_by_label(QUESTION).input_value() == "The night porter found a wheelchair."

    visitor.follow("Delete")
    visitor.sees("It is gone at once and for good.")
    visitor.press("Delete for good")
    visitor.sees("The entry is deleted.")
    visitor.sees("Nothing here yet")
