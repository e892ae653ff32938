"""A new password: by knowing the old one, or by reading the mailbox (R3, R9, R14; journal flows 4 to 6)."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.accounts import actions
from community.accounts import queries as account_queries
from community.accounts.models import Link, LinkPurpose, Member, MemberSession
from community.core import clock
from community.core.database import db
from community.core.errors import NotFound
from community.keyring import actions as keyring
from community.keyring import queries, recovery, stretch, wraps
from community.keyring.models import WrapKind
from community.mail.models import Letter
from tests.accounts.people import ANOTHER, PASSWORD, Door, cookie
from tests.browser import Browser, Page
from tests.world import Person, World

THIRD = "marble kettle sings low"


def secret_of(person: Person, password: str) -> bytes | None:
    """What a password opens of the journal in use."""
    wrap = queries.wrap_of(person.id, WrapKind.PASSWORD)
    assert wrap is not None
    root = stretch.stretch(password, wrap.salt, wrap.kdf or "")
    key = wraps.open_with_password(wrap, person.public_id, root)
    return key.secret if key else None


def change(browser: Browser, *, current: str = PASSWORD, password: str = ANOTHER) -> Page:
    return browser.submit(browser.get("/account/password"), "/account/password", current=current, password=password)


def test_R3_changing_the_password_signs_out_everywhere_else_and_moves_the_journal(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    here, there = door.signed_in(nadia), door.signed_in(nadia)
    with world.inside():
        before = secret_of(nadia, PASSWORD)
    token = cookie(here, "member")
    assert change(here).location == "/account"
    assert "Your password is changed" in here.get("/account")
    assert cookie(here, "member") != token, "R2"
    assert there.get("/account").status == 303
    with world.inside():
        assert before is not None
        assert secret_of(nadia, ANOTHER) == before
        assert secret_of(nadia, PASSWORD) is None
        assert len(queries.wraps_of(nadia.id)) == 1
    assert door.sign_in(nadia)[1].status == 422
    door.signed_in(nadia, password=ANOTHER)
    assert "was changed" in door.newest_letter(nadia.email).subject


def test_a_wrong_current_password_changes_nothing(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    here, there = door.signed_in(nadia), door.signed_in(nadia)
    page = change(here, current=ANOTHER, password=THIRD)
    assert page.status == 422
    assert "That is not your password." in page
    assert there.get("/account").status == 200
    assert world.count(Letter) == 0
    door.signed_in(nadia)


def test_a_weak_new_password_is_refused(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    page = change(door.signed_in(nadia), password="nadia nadia nadia")
    assert page.status == 422
    door.signed_in(nadia)


def test_R13_guessing_the_current_password_is_throttled(world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    statuses = [change(browser, current=f"{ANOTHER} {i}").status for i in range(6)]
    assert statuses == [422] * 5 + [429]


def test_R9_known_and_unknown_addresses_hear_the_same_about_a_new_password(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    answers = []
    for email in (nadia.email, "nobody@example.org"):
        browser = world.browser()
        asked = browser.submit(browser.get("/forgot"), "/forgot", email=email)
        shown = browser.follow(asked)
        answers.append((asked.status, asked.location, shown.status, shown.text.replace(email, "…")))
    assert answers[0] == answers[1]
    assert "/reset/" in door.newest_letter(nadia.email).text
    assert "There is no account" in " ".join(door.newest_letter("nobody@example.org").text.split())


def test_the_letter_goes_to_the_address_of_the_account_whatever_was_typed(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = world.browser()
    browser.submit(browser.get("/forgot"), "/forgot", email=nadia.email.upper())
    assert world.one(Letter).to_address == nadia.email


def test_a_reset_without_the_code_seals_the_journal_and_says_so_before(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    elsewhere = door.signed_in(nadia)
    with world.inside():
        before = secret_of(nadia, PASSWORD)
    link = door.ask_for_reset(nadia.email)
    browser = world.browser()
    page = browser.get(link)
    assert "sealed" in page
    assert "You have not made a recovery code." in page
    done = browser.submit(page, link, password=ANOTHER)
    assert done.location == "/sign-in"
    assert elsewhere.get("/account").status == 303, "R3"
    with world.inside():
        assert secret_of(nadia, ANOTHER) not in {None, before}
        sealed = queries.wraps_of(nadia.id, superseded=True)
        assert [wrap.gen for wrap in sealed] == [1], "kept, so that the old password can reopen it"
    assert door.sign_in(nadia)[1].status == 422
    assert cookie(door.signed_in(nadia, password=ANOTHER), "jk")


def test_a_reset_with_the_code_keeps_the_journal_open(world: World, door: Door) -> None:
    nadia, code = door.person("Nadia"), recovery.new_code()
    with world.inside():
        wrap = queries.wrap_of(nadia.id, WrapKind.PASSWORD)
        assert wrap is not None
        root = stretch.stretch(PASSWORD, wrap.salt, wrap.kdf or "")
        key = wraps.open_with_password(wrap, nadia.public_id, root)
        assert key is not None
        keyring.keep_recovery_code(nadia.id, key, code)
    link = door.ask_for_reset(nadia.email)
    browser = world.browser()
    page = browser.get(link)
    assert "This uses the code up" in page
    assert "uses it up" in " ".join(door.newest_letter(nadia.email).text.split())
    wrong = browser.submit(page, link, password=ANOTHER, code=recovery.new_code())
    assert wrong.status == 422
    assert "That is not your recovery code" in wrong
    assert world.one(Link).used_at is None, "a wrong code does not use up the link"
    assert browser.submit(wrong, link, password=ANOTHER, code=code.lower()).status == 303
    with world.inside():
        assert secret_of(nadia, ANOTHER) == key.secret
        assert not queries.wraps_of(nadia.id, superseded=True)


def test_R14_one_reset_uses_up_every_reset_link(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    first, second = door.ask_for_reset(nadia.email), door.ask_for_reset(nadia.email)
    for _ in range(2):
        assert world.browser().get(first).status == 200, "looking uses nothing up"
    browser = world.browser()
    assert browser.submit(browser.get(second), second, password=ANOTHER).status == 303
    for used in (first, second):
        assert browser.get(used).status == 404
        assert browser.post(used, {"password": THIRD}).status == 404
    door.signed_in(nadia, password=ANOTHER)


def test_R14_a_reset_link_lives_for_an_hour(world: World, door: Door) -> None:
    link = door.ask_for_reset(door.person("Nadia").email)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert world.browser().get(link).status == 404


@pytest.mark.parametrize("path", ["/account/password/suggest", "reset"])
def test_a_password_is_suggested_wherever_one_is_chosen(world: World, door: Door, path: str) -> None:
    nadia = door.person("Nadia")
    browser = door.signed_in(nadia)
    if path == "reset":
        path = door.ask_for_reset(nadia.email) + "/suggest"
    page = browser.post(path)
    suggested = next(e.get("value", "") for e in page.all("input", name="password"))
    assert len(suggested.split()) == 4


def test_a_member_without_a_journal_yet_gets_one_with_the_new_password(app: Flask, world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    with world.inside():
        from community.keyring.models import JournalWrap

        db.session.query(JournalWrap).delete()
    assert change(door.signed_in(nadia)).status == 303
    with world.inside():
        assert secret_of(nadia, ANOTHER) is not None


def test_when_the_journal_cannot_come_along_nothing_changes(world: World, door: Door) -> None:
    """A wrap that the password does not open (a lost pepper, say) must not be left behind."""
    nadia = door.person("Nadia")
    browser = door.signed_in(nadia)
    with world.inside():
        other = stretch.stretch(THIRD, stretch.new_salt(), stretch.current_kdf())
        keyring.seal_off(nadia.id, nadia.public_id, other)
        before = db.session.get_one(Member, nadia.id).password_verifier
    page = change(browser)
    assert page.status == 409
    assert "nothing was changed" in page
    assert world.one(Member, id=nadia.id).password_verifier == before
    assert world.count(MemberSession) == 1


def test_R14_of_two_who_use_one_link_at_the_same_moment_one_is_too_late(world: World, door: Door) -> None:
    """Both have looked, and both found the link standing; it is the use that is counted."""
    link = door.ask_for_reset(door.person("Nadia").email)
    _, _, link_id, proof = link.split("/")
    with world.inside():
        standing = account_queries.link_behind(UUID(link_id), proof, LinkPurpose.RESET)
        root = stretch.stretch(ANOTHER, stretch.new_salt(), stretch.current_kdf())
        actions.reset_password(standing, root)
        with pytest.raises(NotFound):
            actions.reset_password(standing, root)
