"""Joining, mail first (R9, R14): an address, a letter, and behind its link a name and a password."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.accounts.models import Link, Member, MemberSession
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.keyring import queries as keyring
from community.mail.models import Letter
from tests.accounts.people import ANOTHER, PASSWORD, Door, cookie
from tests.world import World

NEW = "comfort@example.org"


def test_a_newcomer_joins_by_the_link_in_a_letter(world: World, door: Door) -> None:
    browser = world.browser()
    link = door.ask_to_join(NEW, browser)
    page = browser.submit(browser.get(link), link, name="Comfort", password=PASSWORD)
    assert (page.status, page.location) == (303, "/welcome")
    assert browser.follow(page).status == 200
    member = world.one(Member)
    assert (member.email, member.display_name, member.state) == (NEW, "Comfort", MemberState.JOINING)
    with world.inside():
        assert keyring.wraps_of(member.id), "a journal key is there"
    assert cookie(browser, "jk"), "and the journal is open"


def test_a_newcomer_can_sign_in_again_with_the_password_they_chose(world: World, door: Door) -> None:
    browser = world.browser()
    link = door.ask_to_join(NEW, browser)
    browser.submit(browser.get(link), link, name="Comfort", password=PASSWORD)
    other = world.browser()
    page = other.submit(other.get("/sign-in"), "/sign-in", email=NEW.upper(), password=PASSWORD)
    assert page.status == 303
    assert cookie(other, "jk")


def test_R9_known_and_unknown_addresses_get_the_same_answer_and_different_letters(world: World, door: Door) -> None:
    known = door.person("Nadia")
    answers = []
    for email in (known.email, NEW):
        browser = world.browser()
        asked = browser.submit(browser.get("/join"), "/join", email=email)
        shown = browser.follow(asked)
        answers.append((asked.status, asked.location, shown.status, shown.text.replace(email, "…")))
    assert answers[0] == answers[1]
    assert "already have an account" in door.newest_letter(known.email).text
    assert "/join/" in door.newest_letter(NEW).text


def test_R9_nobody_can_take_an_address_before_its_owner(world: World, door: Door) -> None:
    browser = world.browser()
    browser.submit(browser.get("/join"), "/join", email=NEW)
    assert world.count(Member) == 0


@pytest.mark.parametrize(("name", "words"), [("---", "at least one letter"), (" ", "Give the name")])
def test_a_name_is_a_name(world: World, door: Door, name: str, words: str) -> None:
    browser = world.browser()
    link = door.ask_to_join(NEW, browser)
    refused = browser.submit(browser.get(link), link, name=name, password=PASSWORD)
    assert refused.status == 422
    assert words in refused
    assert world.count(Member) == 0


def test_R14_looking_at_the_link_uses_nothing_up_and_using_it_does(world: World, door: Door) -> None:
    link = door.ask_to_join(NEW)
    for _ in range(3):
        assert world.browser().get(link).status == 200
    assert world.one(Link).used_at is None
    browser = world.browser()
    browser.submit(browser.get(link), link, name="Comfort", password=PASSWORD)
    again = world.browser()
    assert again.get(link).status == 404
    assert again.post(link, {"name": "Mallory", "password": ANOTHER}).status == 404
    assert world.one(Member).display_name == "Comfort"


def test_R14_a_link_lives_for_an_hour(world: World, door: Door) -> None:
    link = door.ask_to_join(NEW)
    with time_machine.travel(clock.now() + timedelta(minutes=59)):
        assert world.browser().get(link).status == 200
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert world.browser().get(link).status == 404


def test_R14_what_the_database_holds_does_not_make_a_link(app: Flask, world: World, door: Door) -> None:
    link = door.ask_to_join(NEW)
    proof = link.rsplit("/", 1)[1]
    with app.app_context():
        rows = " ".join(
            str(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()).all()
        )
    assert NEW in rows, "the search does find what is there"
    assert proof not in rows
    assert proof[:20] not in rows


def test_R14_a_link_serves_one_purpose_and_one_address(world: World, door: Door) -> None:
    known = door.person("Nadia")
    join, reset = door.ask_to_join(NEW), door.ask_for_reset(known.email)
    browser = world.browser()
    assert browser.get(reset).status == 200
    assert browser.get(reset.replace("/reset/", "/join/")).status == 404
    assert browser.get(join.replace("/join/", "/reset/")).status == 404
    other = door.ask_to_join("hassan@example.org")
    mixed = f"{join.rsplit('/', 1)[0]}/{other.rsplit('/', 1)[1]}"
    assert browser.get(mixed).status == 404
    with world.inside():
        db.session.get_one(Link, world.one(Link, email=NEW).id).email = "mallory@example.org"
    assert browser.get(join).status == 404


def test_two_letters_to_one_address_make_one_account(world: World, door: Door) -> None:
    first, second = door.ask_to_join(NEW), door.ask_to_join(NEW)
    assert first != second
    for link, status in ((first, 303), (second, 409)):
        browser = world.browser()
        assert browser.submit(browser.get(link), link, name="Comfort", password=PASSWORD).status == status
    assert world.count(Member) == 1


def test_a_password_is_suggested_and_the_name_stays(world: World, door: Door) -> None:
    link = door.ask_to_join(NEW)
    browser = world.browser()
    form = browser.get(link).form(link)
    page = browser.post(f"{link}/suggest", form.values | {"name": "Comfort"})
    suggested = next(e.get("value", "") for e in page.all("input", name="password"))
    assert len(suggested.split()) == 4
    assert page.form(link).values["name"] == "Comfort"
    part = browser.post(f"{link}/suggest", form.values, htmx=True)
    assert part.html.lstrip().startswith("<div")
    assert browser.submit(page, link).status == 303, "and it is good enough"


def test_enter_in_a_field_does_not_ask_for_a_suggestion(world: World, door: Door) -> None:
    """The first button of a form is the one that Enter presses."""
    link = door.ask_to_join(NEW)
    first = next(e for e in world.browser().get(link).form(link).element.iter("button"))
    assert first.get("formaction") is None


@pytest.mark.parametrize("typed", ["", "nobody", "a b@example.org", "@", "x" * 300 + "@example.org", "nö@example.org"])
def test_what_is_not_an_address_is_said_and_kept(world: World, typed: str) -> None:
    browser = world.browser()
    page = browser.submit(browser.get("/join"), "/join", email=typed)
    assert page.status == 422
    assert page.all("title")[0].text.startswith("Error: ")
    assert page.all("div", role="alert")
    assert page.form("/join").values["email"] == typed.strip()
    assert world.count(Letter) == 0


def test_joining_can_be_closed(app: Flask, world: World) -> None:
    usual = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(usual, registration_open=False)
    try:
        browser = world.browser()
        assert "Joining is closed" in browser.get("/join")
        assert browser.post("/join", {"email": NEW}).status == 403
    finally:
        app.config["SETTINGS"] = usual
    assert world.count(Letter) == 0


def test_one_address_gets_a_few_letters_an_hour_and_the_answer_stays_the_same(world: World, door: Door) -> None:
    known = door.person("Nadia")
    for email in (known.email, NEW):
        for _ in range(6):
            browser = world.browser()
            assert browser.submit(browser.get("/join"), "/join", email=email).status == 303
        assert world.count(Letter, to_address=email) == 4


def test_joining_while_signed_in_leaves_the_old_session_behind(world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    link = door.ask_to_join(NEW)
    page = browser.post(link, {"name": "Comfort", "password": PASSWORD})
    assert page.status == 303
    assert world.count(MemberSession) == 1
