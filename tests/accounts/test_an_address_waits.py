"""A second address waits for its link: its member sees that, has it sent again, or thinks better of it."""

from datetime import timedelta

import pytest
import time_machine

from community.accounts.models import SecondAddress
from community.core import clock
from tests.accounts.people import Door
from tests.accounts.test_addresses import HOME, KEY, add, ask, letters_to
from tests.browser import Browser
from tests.world import Person

HERE = "/account/addresses"


@pytest.fixture
def nadia(door: Door) -> Person:
    return door.person("Nadia")


@pytest.fixture
def hers(door: Door, nadia: Person) -> Browser:
    return door.signed_in(nadia)


def test_the_page_says_where_a_link_went_and_until_when_it_holds(door: Door, hers: Browser) -> None:
    assert "We sent a link" not in hers.get(HERE)
    ask(hers)
    until = clock.local(clock.now() + timedelta(hours=1))
    page = hers.get(HERE)
    assert "We sent a link to Nadia@home.example. It holds until" in page and f"{until:%H}:" in page
    assert "Add a second address" not in page
    assert "We sent a link" not in door.signed_in(door.person("Gareth")).get(HERE)


def test_it_is_sent_again(door: Door, hers: Browser) -> None:
    ask(hers)
    answer = hers.submit(hers.get(HERE), f"{HERE}/new")
    assert answer.location == f"{HERE}/sent"
    assert letters_to(door, "Nadia@home.example") == ["address", "address"]


def test_cancelled_no_link_adds_it_any_more(door: Door, hers: Browser) -> None:
    ask(hers)
    link = door.newest_link("Nadia@home.example")
    page = hers.get(link)
    cancel = hers.get(HERE)
    for _ in range(2):
        assert hers.submit(cancel, f"{HERE}/cancel").location == HERE
    assert hers.submit(page, link).status == 404
    assert door.world.count(SecondAddress) == 0
    page = hers.get(HERE)
    assert "We sent a link" not in page and "Add a second address" in page


def test_nobody_cancels_what_another_waits_for(door: Door, hers: Browser) -> None:
    ask(hers)
    door.signed_in(door.person("Gareth")).post(f"{HERE}/cancel")
    assert "We sent a link" in hers.get(HERE)


def test_what_is_too_old_or_done_waits_no_more(door: Door, hers: Browser) -> None:
    ask(hers)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert "We sent a link" not in hers.get(HERE)
    add(door, hers, HOME)
    assert door.world.count(SecondAddress, email_key=KEY) == 1
    assert "We sent a link" not in hers.get(HERE)
