"""Somebody else knows the password, or reads one mailbox: whose the account is in the end, told from end to end."""

from datetime import timedelta

import pytest

from community.accounts.addresses import address_of
from community.accounts.models import Link, LinkPurpose, Member, SecondAddress
from community.core import clock
from community.core.audit import AuditLine
from community.core.database import db
from tests.accounts.people import ANOTHER, PASSWORD, Door
from tests.browser import Browser, Page
from tests.world import Person

HOME = "nadia@home.example"
THIEF = "thief@away.example"
THEIRS = "thief walks off slowly"
PAGE, FIRST, REMOVE = "/account/addresses", "/account/addresses/first", "/account/addresses/remove"
FOR_GOOD = "Take it away for good"


def add(door: Door, browser: Browser, email: str) -> None:
    browser.submit(browser.get(f"{PAGE}/new"), f"{PAGE}/new", email=email)
    link = door.newest_link(address_of(email).email)
    assert browser.submit(browser.get(link), link).location == PAGE


def press(browser: Browser, act: str, **more: str) -> Page:
    return browser.submit(browser.get(PAGE), act, **more)


def remove(browser: Browser, email: str, **more: str) -> Page:
    return browser.post(REMOVE, {"address": email, **more})


def reset(door: Door, email: str, password: str) -> None:
    link, browser = door.ask_for_reset(email), door.world.browser()
    assert browser.submit(browser.get(link), link, password=password).status == 303


def put_back(door: Door, link: str) -> Page:
    browser = door.world.browser()
    return browser.submit(browser.get(link), link)


def enters(door: Door, email: str, password: str) -> bool:
    browser = door.world.browser()
    page = browser.submit(browser.get("/sign-in"), "/sign-in", email=email, password=password)
    return page.status == 303


def signed_in(door: Door, email: str, password: str) -> Browser:
    browser = door.world.browser()
    assert browser.submit(browser.get("/sign-in"), "/sign-in", email=email, password=password).status == 303
    return browser


def letter_to(door: Door, email: str) -> str:
    return " ".join(door.newest_letter(email).text.split())


def joined_long_ago(door: Door, days: int = 90) -> Person:
    nadia = door.person()
    with door.world.inside():
        db.session.get_one(Member, nadia.id).joined_at = clock.now() - timedelta(days=days)
    return nadia


def with_home_since(door: Door, days: int) -> tuple[Person, Browser]:
    """A work address of long ago, a private one of some days."""
    nadia = joined_long_ago(door)
    browser = door.signed_in(nadia)
    add(door, browser, HOME)
    with door.world.inside():
        db.session.get_one(SecondAddress, nadia.id).proven_at = clock.now() - timedelta(days=days)
    return nadia, browser


def has_way_back(door: Door, email: str) -> bool:
    return door.world.count(Link, email=email, purpose=LinkPurpose.ADDRESS_BACK) == 1


def test_R15_a_thief_with_the_password_cannot_take_both_addresses_away(door: Door) -> None:
    """They remove the private one, make theirs the first, and reset by it: the work one stays, and puts them out."""
    nadia, _ = with_home_since(door, days=30)
    thief = door.signed_in(nadia)
    assert press(thief, REMOVE).location == PAGE
    add(door, thief, THIEF)
    press(thief, FIRST)
    answer = press(thief, REMOVE)
    assert answer.status == 409 and "This address stays for now." in answer
    reset(door, THIEF, THEIRS)
    again = signed_in(door, THIEF, THEIRS)
    assert press(again, REMOVE).status == 409
    reset(door, nadia.email, ANOTHER)
    assert again.get("/account").location.startswith("/sign-in")
    own = signed_in(door, nadia.email, ANOTHER)
    press(own, FIRST)
    assert press(own, REMOVE).location == PAGE
    assert not has_way_back(door, THIEF)
    assert not enters(door, THIEF, THEIRS) and not enters(door, THIEF, ANOTHER)
    assert own.get("/account").status == 200


@pytest.mark.parametrize("days", [0, 90])
def test_R15_a_reset_by_the_thief_leaves_the_way_back_and_sends_it_once_more(door: Door, days: int) -> None:
    nadia = joined_long_ago(door, days)
    thief = door.signed_in(nadia)
    add(door, thief, THIEF)
    press(thief, FIRST)
    press(thief, REMOVE)
    early = door.newest_link(nadia.email)
    reset(door, THIEF, THEIRS)
    assert "Just now the password of the account was changed." in letter_to(door, nadia.email)
    assert door.newest_link(nadia.email) == early
    thief = signed_in(door, THIEF, THEIRS)
    assert put_back(door, early).location == "/forgot"
    assert thief.get("/account").location.startswith("/sign-in")
    assert not enters(door, THIEF, THEIRS)
    reset(door, nadia.email, ANOTHER)
    own = signed_in(door, nadia.email, ANOTHER)
    press(own, FIRST)
    assert press(own, REMOVE).location == PAGE
    assert door.world.count(SecondAddress) == 0 and not has_way_back(door, THIEF)


def test_R15_a_change_by_the_thief_sends_the_way_back_once_more(door: Door) -> None:
    nadia = joined_long_ago(door)
    thief = door.signed_in(nadia)
    add(door, thief, THIEF)
    press(thief, FIRST)
    press(thief, REMOVE)
    early = door.newest_link(nadia.email)
    page = thief.get("/account/password")
    assert thief.submit(page, "/account/password", current=PASSWORD, password=THEIRS).status == 303
    assert door.newest_link(nadia.email) == early and "Just now" in letter_to(door, nadia.email)


@pytest.mark.parametrize("days", [0, 30])
def test_R15_what_a_thief_added_is_got_rid_of(door: Door, days: int) -> None:
    """The owner changes the password and takes the thief's address away: its letter carries nothing."""
    nadia = joined_long_ago(door)
    add(door, door.signed_in(nadia), THIEF)
    with door.world.inside():
        db.session.get_one(SecondAddress, nadia.id).proven_at = clock.now() - timedelta(days=days)
    stale = door.ask_for_reset(THIEF)
    own = door.signed_in(nadia)
    page = own.get("/account/password")
    assert own.submit(page, "/account/password", current=PASSWORD, password=ANOTHER).status == 303
    assert FOR_GOOD in own.get(PAGE)
    assert "Taken away for good." in own.follow(press(own, REMOVE))
    letter = letter_to(door, THIEF)
    assert "It cannot be put back." in letter and "/addresses/back" not in letter
    assert not has_way_back(door, THIEF)
    assert door.world.browser().get(stale).status == 404
    assert not enters(door, THIEF, PASSWORD) and not enters(door, THIEF, ANOTHER)


def test_R15_a_work_address_left_on_the_last_day_is_no_way_in_for_who_reads_it_then(door: Door) -> None:
    nadia, browser = with_home_since(door, days=30)
    press(browser, FIRST)
    assert FOR_GOOD in browser.get(PAGE)
    answer = remove(browser, nadia.email, for_good="y")
    assert "Taken away for good." in browser.follow(answer)
    letter = letter_to(door, nadia.email)
    assert "It cannot be put back." in letter and "/addresses/back" not in letter and HOME not in letter
    assert not has_way_back(door, nadia.email)
    asked = door.world.browser()
    asked.submit(asked.get("/forgot"), "/forgot", email=nadia.email)
    assert "no account" in letter_to(door, nadia.email).lower()
    page = browser.get("/account/password")
    browser.submit(page, "/account/password", current=PASSWORD, password=ANOTHER)
    assert "was changed" not in letter_to(door, nadia.email)
    assert enters(door, HOME, ANOTHER) and not enters(door, nadia.email, ANOTHER)


def test_R15_beside_a_fresh_address_the_way_back_stays_whatever_is_asked(door: Door) -> None:
    nadia, browser = with_home_since(door, days=6)
    press(browser, FIRST)
    page = browser.get(PAGE)
    assert FOR_GOOD not in page and "yours for seven days" in page
    answer = remove(browser, nadia.email, for_good="y")
    assert "for three days" in browser.follow(answer)
    assert has_way_back(door, nadia.email)


def test_R15_an_employer_who_resets_by_the_work_address_cannot_take_the_private_one_away(door: Door) -> None:
    nadia, _ = with_home_since(door, days=30)
    reset(door, nadia.email, THEIRS)
    assert "password was changed" in letter_to(door, HOME)
    employer = signed_in(door, nadia.email, THEIRS)
    assert press(employer, REMOVE).status == 409
    reset(door, HOME, ANOTHER)
    assert employer.get("/account").location.startswith("/sign-in")
    with door.world.inside():
        for line in db.session.query(AuditLine):
            line.happened_at -= timedelta(hours=73)
    own = signed_in(door, HOME, ANOTHER)
    press(own, FIRST)
    assert "Taken away for good." in own.follow(remove(own, nadia.email, for_good="y"))
    assert not enters(door, nadia.email, ANOTHER)


def test_R15_what_was_put_back_is_still_the_older_one(door: Door) -> None:
    nadia = joined_long_ago(door)
    thief = door.signed_in(nadia)
    add(door, thief, THIEF)
    press(thief, FIRST)
    press(thief, REMOVE)
    put_back(door, door.newest_link(nadia.email))
    reset(door, nadia.email, ANOTHER)
    own = signed_in(door, nadia.email, ANOTHER)
    assert remove(own, nadia.email).status == 409  # it is settled, and there was a reset
    press(own, FIRST)
    press(own, REMOVE)
    assert not has_way_back(door, THIEF)


def test_R15_a_put_back_lets_nobody_in_until_a_letter_was_read(door: Door) -> None:
    nadia, browser = with_home_since(door, days=6)
    press(browser, FIRST)
    press(browser, REMOVE)
    put_back(door, door.newest_link(nadia.email))
    assert browser.get("/account").location.startswith("/sign-in")
    assert not enters(door, nadia.email, PASSWORD) and not enters(door, HOME, PASSWORD)
    assert "Every browser was signed out." in letter_to(door, HOME)
    reset(door, HOME, ANOTHER)
    assert enters(door, HOME, ANOTHER) and enters(door, nadia.email, ANOTHER)
