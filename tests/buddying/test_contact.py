""" "Please contact me": a name goes to those who run the site; nothing else does, and it can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.buddying import actions
from community.buddying.models import ContactWish
from community.core import clock
from community.core.audit import AuditLine
from community.core.roles import Role
from community.notifications.models import Notice, What
from community.settings import PLACEHOLDER, Settings
from tests.buddying.people import buddies, gareth, nadia
from tests.buddying.told import sentences, told
from tests.world import Person, World

HERE = "/buddies/contact-me"
PASSED_ON = "Your name and when you asked. Nothing else"


@pytest.fixture
def one(world: World) -> Person:
    return nadia(world, about="Quillfeather about me", organisation="Quillfeather Homes")


@pytest.fixture
def ade(world: World) -> Person:
    return world.member("Ade", role=Role.ADMINISTRATOR)


def wish(world: World, person: Person) -> None:
    browser = world.browser(person)
    assert browser.submit(browser.get(HERE), HERE).status == 303


def take(world: World, ade: Person, **said: str) -> None:
    browser = world.browser(ade)
    assert browser.submit(browser.get("/desk/contact"), "/take", **said).location == "/desk/contact"


def test_the_page_says_beforehand_what_is_passed_on_and_to_whom(world: World, one: Person) -> None:
    page = world.browser(one).get(HERE)
    assert PASSED_ON in page and "the administrators of this site" in page
    assert world.count(ContactWish) == 0, "looking asks nobody"


def test_the_named_contact_stands_there_to_be_rung(world: World, one: Person, app: Flask) -> None:
    settings: Settings = app.config["SETTINGS"]
    assert settings.safeguarding_contact == PLACEHOLDER
    assert "No named contact has been set here yet" in world.browser(one).get(HERE)
    before = app.jinja_env.globals["settings"]
    app.jinja_env.globals["settings"] = replace(settings, safeguarding_contact="Bryony, 01632 960 001")
    try:
        assert "Bryony, 01632 960 001" in world.browser(one).get(HERE)
    finally:
        app.jinja_env.globals["settings"] = before


def test_a_wish_reaches_every_administrator_and_no_other_member(world: World, one: Person, ade: Person) -> None:
    second, moderator = world.member("Bea", role=Role.ADMINISTRATOR), world.member("Maya", role=Role.MODERATOR)
    wish(world, one)
    for administrator in (ade, second):
        assert sentences(world, administrator) == ["Nadia would like somebody to contact them"]
        assert told(world, administrator)[0].path == "/desk/contact"
    assert not told(world, moderator) and not told(world, one)


def test_the_desk_is_given_a_name_and_when_and_nothing_else(world: World, one: Person, ade: Person) -> None:
    circle_id = buddies(world, gareth(world), one, "Quillfeather words")
    wish(world, one)
    page = world.browser(ade).get("/desk/contact")
    assert "Nadia" in page
    for hidden in (one.email, "Quillfeather", "Gareth", str(circle_id), str(one.public_id), "discharge"):
        assert hidden not in page.html, hidden
    assert "Quillfeather about me" in world.browser(one).get("/profile").html, "it is there to be hidden"
    assert "Somebody would like to be contacted" in world.browser(ade).get("/desk")


def test_the_oldest_wish_stands_first_and_the_desk_counts_them(world: World, one: Person, ade: Person) -> None:
    assert "nobody waits" in world.browser(ade).get("/desk")
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        wish(world, gareth(world))
    wish(world, one)
    page = world.browser(ade).get("/desk/contact")
    assert [heading.text for heading in page.all("h3")] == ["Gareth", "Nadia"]
    assert "2 people would like to be contacted" in world.browser(ade).get("/desk")


def test_there_is_at_most_one_open_wish_whatever_the_race(world: World, one: Person, ade: Person) -> None:
    def once_more(_: int) -> None:
        with world.inside():
            actions.wish_for_contact(one.actor)

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(once_more, range(6)))
    assert world.count(ContactWish) == 1 and world.count(Notice, what=What.CONTACT_WISHED) == 1


def test_a_wish_can_be_taken_back_until_it_is_taken(world: World, one: Person, ade: Person) -> None:
    wish(world, one)
    browser = world.browser(one)
    page = browser.get(HERE)
    assert "You have asked" in page
    assert browser.submit(page, "/take-back").status == 303
    assert world.count(ContactWish) == 0 and not told(world, ade)
    assert "Nobody is waiting to be contacted." in world.browser(ade).get("/desk/contact")
    assert browser.post(f"{HERE}/take-back").status == 303, "a repeat changes nothing"
    wish(world, one)
    take(world, ade)
    browser.post(f"{HERE}/take-back")
    assert world.one(ContactWish).taken_by_id == ade.id


def test_taking_it_tells_the_member_and_leaves_a_line_in_the_ledger(world: World, one: Person, ade: Person) -> None:
    second = world.member("Bea", role=Role.ADMINISTRATOR)
    wish(world, one)
    take(world, ade, line="I ring you on Tuesday. My number is 01632 960 002.")
    assert sentences(world, one) == ["Your wish to be contacted has been read"]
    assert told(world, one)[0].path == HERE
    page = world.browser(one).get(HERE)
    assert "Ade read it" in page and "I ring you on Tuesday." in page
    assert not told(world, second), "it waits for nobody any more"
    kept, line = world.one(ContactWish), world.one(AuditLine, action="take wish to be contacted")
    assert (kept.taken_by_id, line.actor_id, line.object_id) == (ade.id, ade.id, kept.public_id)
    desk = world.browser(second).get("/desk/contact")
    assert "Ade took it up" in desk and "I ring you" not in desk.html


def test_two_administrators_cannot_both_take_it_and_a_repeat_is_fine(world: World, one: Person, ade: Person) -> None:
    second = world.member("Bea", role=Role.ADMINISTRATOR)
    wish(world, one)
    url = f"/desk/contact/{world.one(ContactWish).public_id}/take"
    assert world.browser(ade).post(url, {"line": ""}).status == 303
    assert world.browser(ade).post(url, {"line": ""}).status == 303
    assert world.browser(second).post(url, {"line": ""}).status == 409
    assert world.count(AuditLine, action="take wish to be contacted") == 1 and len(told(world, one)) == 1


def test_an_administrator_does_not_take_their_own(world: World, ade: Person) -> None:
    second = world.member("Bea", role=Role.ADMINISTRATOR)
    wish(world, ade)
    assert sentences(world, second) and not told(world, ade)
    page = world.browser(ade).get("/desk/contact")
    assert "This is you." in page
    url = f"/desk/contact/{world.one(ContactWish).public_id}/take"
    assert world.browser(ade).post(url, {"line": ""}).status == 403


def test_a_line_that_is_too_long_is_kept_and_said(world: World, one: Person, ade: Person) -> None:
    wish(world, one)
    browser = world.browser(ade)
    page = browser.submit(browser.get("/desk/contact"), "/take", line="Quillfeather " * 60)
    assert page.status == 422 and "Quillfeather" in page.html and "Use at most 500 characters." in page
    assert world.one(ContactWish).taken_at is None


def test_after_it_was_taken_one_can_ask_again(world: World, one: Person, ade: Person) -> None:
    wish(world, one)
    take(world, ade)
    wish(world, one)
    assert world.count(ContactWish) == 2 and sentences(world, ade) == ["Nadia would like somebody to contact them"]


def test_a_taken_wish_is_forgotten_after_ninety_days(world: World, one: Person, ade: Person) -> None:
    wish(world, one)
    with time_machine.travel(clock.now(), tick=False) as watch:
        take(world, ade)
        wish(world, gareth(world))
        watch.shift(timedelta(days=90) - timedelta(seconds=1))
        assert _forget(world) == 0
        watch.shift(timedelta(seconds=1))
        assert _forget(world) == 1 and world.one(ContactWish).taken_at is None, "an open one stays"


def test_ways_lead_to_it(world: World, one: Person) -> None:
    assert HERE in world.browser(one).get("/help").links
    assert HERE not in world.browser(None).get("/help").links
    circle_id = buddies(world, gareth(world), one)
    assert HERE in world.browser(one).get(f"/buddies/circles/{circle_id}").links


def _forget(world: World) -> int:
    with world.inside():
        return actions.forget_taken_wishes()
