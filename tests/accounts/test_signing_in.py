"""Signing in (R2, R9, R12, R13, R26): the same for known and unknown, a new token each time, and never a lock-out."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from community.accounts.models import Member, MemberSession
from community.accounts.views import signing_in
from community.core import chance, clock
from community.core.audit import AuditLine
from community.core.database import db
from community.keyring import queries as keyring
from community.keyring import stretch
from community.keyring.models import WrapKind
from tests.accounts.people import ANOTHER, PASSWORD, Door, cookie
from tests.world import World


def test_a_member_signs_in_and_goes_where_they_were_going(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = world.browser()
    asked = browser.get("/account/sessions")
    assert asked.location == "/sign-in?next=/account/sessions"
    page = browser.submit(browser.follow(asked), "/sign-in", email=nadia.email, password=PASSWORD)
    assert (page.status, page.location) == (303, "/account/sessions")
    assert "This one" in browser.follow(page)
    assert world.count(AuditLine, action="signed in", actor_id=nadia.id) == 1


def test_R9_a_wrong_password_and_an_unknown_address_are_answered_alike(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    answers = []
    for email in (nadia.email, "nobody.at.all@example.org"):
        _, page = door.sign_in(nadia, password=ANOTHER) if email == nadia.email else (None, None)
        if page is None:
            browser = world.browser()
            page = browser.submit(browser.get("/sign-in"), "/sign-in", email=email, password=ANOTHER)
        answers.append((page.status, page.text, page.html.count("<input"), sorted(page.response.headers.keys())))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert world.count(MemberSession) == 0


def test_R9_the_stretch_runs_for_nobody_too(app: Flask, world: World, door: Door, monkeypatch: Any) -> None:
    """The work is counted at its semaphore, which every stretch has to pass."""
    passed = []

    class Turnstile:
        def acquire(self, timeout: float) -> bool:
            passed.append(timeout)
            return True

        def release(self) -> None: ...

    nadia = door.person("Nadia")
    monkeypatch.setitem(app.extensions, "stretches", Turnstile())
    counts = []
    for email, password in ((nadia.email, ANOTHER), ("nobody@example.org", ANOTHER), (nadia.email, PASSWORD)):
        passed.clear()
        browser = world.browser()
        browser.submit(browser.get("/sign-in"), "/sign-in", email=email, password=password)
        counts.append(len(passed))
    assert counts == [1, 1, 1]


def test_R2_every_sign_in_has_a_new_token_and_leaves_the_old_session_behind(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = door.signed_in(nadia)
    first = cookie(browser, "member")
    page = browser.post("/sign-in", {"email": nadia.email, "password": PASSWORD})
    assert page.status == 303
    assert cookie(browser, "member") != first
    assert world.count(MemberSession, member_id=nadia.id) == 1


def test_a_token_planted_before_signing_in_is_not_taken_up(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = world.browser()
    planted = chance.token()
    browser.client.set_cookie("member", planted)
    door.sign_in(nadia, browser)
    assert cookie(browser, "member") != planted
    assert world.one(MemberSession).token_hash == chance.hash_of(cookie(browser, "member") or "")


def test_R12_an_older_stretch_is_renewed_at_sign_in_and_the_journal_comes_along(
    app: Flask, world: World, door: Door
) -> None:
    nadia = door.person("Nadia")
    with world.inside():
        from community.keyring import actions

        old = stretch.stretch(PASSWORD, stretch.new_salt(), "argon2id,m=32,t=1,p=1")
        member = db.session.get_one(Member, nadia.id)
        current = stretch.stretch(PASSWORD, member.password_salt or b"", member.password_kdf or "")
        assert actions.rewrap(nadia.id, nadia.public_id, old_root=current, new_root=old)
        member.password_kdf, member.password_salt, member.password_verifier = old.kdf, old.salt, old.verifier
    browser = door.signed_in(nadia)
    with world.inside():
        member = db.session.get_one(Member, nadia.id)
        wrap = keyring.wrap_of(nadia.id, WrapKind.PASSWORD)
        assert member.password_kdf == stretch.current_kdf()
        assert wrap is not None
        assert (wrap.kdf, wrap.salt) == (member.password_kdf, member.password_salt)
    assert cookie(browser, "jk")
    door.signed_in(nadia)


def test_R13_a_stranger_who_hammers_shuts_out_themselves_and_not_the_owner(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    at_home = door.signed_in(nadia)
    stranger = world.browser()
    stranger.client.environ_base["REMOTE_ADDR"] = "192.0.2.66"
    statuses = [stranger.post("/sign-in", {"email": nadia.email, "password": ANOTHER}).status for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    refused = stranger.post("/sign-in", {"email": nadia.email, "password": PASSWORD})
    assert refused.status == 429
    assert int(refused.response.headers["Retry-After"]) > 0
    assert at_home.get("/account").status == 200, "throttle_is_not_global"
    door.signed_in(nadia)  # from her own address she gets in at once


def test_R13_tries_at_the_door_and_inside_are_tries_at_one_password(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    inside = door.signed_in(nadia)
    outside = world.browser()
    at_the_door = [outside.post("/sign-in", {"email": nadia.email, "password": ANOTHER}).status for _ in range(3)]
    in_the_house = [inside.post("/confirm", {"password": ANOTHER}).status for _ in range(3)]
    assert at_the_door + in_the_house == [422] * 5 + [429]


def test_R13_the_waiting_grows(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = world.browser()
    with time_machine.travel(clock.now(), tick=False) as now:
        seen = []
        for _ in range(6):
            seen += [browser.post("/sign-in", {"email": nadia.email, "password": ANOTHER}).status for _ in range(4)]
            now.shift(timedelta(seconds=61))
        assert seen[:15] == [422] * 15
        assert set(seen[15:]) == {429}, "after fifteen in a quarter of an hour a minute is not enough"
        now.shift(timedelta(minutes=16))
        assert browser.post("/sign-in", {"email": nadia.email, "password": PASSWORD}).status == 303


def test_whoever_knows_the_password_may_come_and_go(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    for _ in range(8):
        door.sign_in(nadia, password=ANOTHER)
        door.signed_in(nadia)


def test_R13_one_address_may_not_try_account_after_account(world: World) -> None:
    browser = world.browser()
    browser.client.environ_base["REMOTE_ADDR"] = "192.0.2.67"
    tries = [browser.post("/sign-in", {"email": f"m{i}@example.org", "password": ANOTHER}).status for i in range(32)]
    assert tries == [422] * 30 + [429] * 2


def test_R13_many_failures_from_everywhere_are_reported(
    world: World, monkeypatch: Any, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(signing_in.ALARM, "limit", 2)
    with caplog.at_level(logging.WARNING, logger="community.accounts"):
        for i in range(3):
            browser = world.browser()
            browser.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{i}"
            browser.post("/sign-in", {"email": f"m{i}@example.org", "password": ANOTHER})
    assert "failed sign-ins" in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.parametrize(
    "onward",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nSet-Cookie: x=1",
        "javascript:alert(1)",
        "\x00",
        "/\t/x",
    ],
)
def test_R26_signing_in_leads_only_to_this_site(world: World, door: Door, onward: str) -> None:
    nadia = door.person("Nadia")
    assert world.browser().get("/sign-in", query_string={"next": onward}).status == 200
    browser = world.browser()
    page = browser.post("/sign-in", {"email": nadia.email, "password": PASSWORD, "next": onward})
    assert (page.status, page.location) == (303, "/")


def test_somebody_signed_in_is_not_asked_again(world: World, door: Door) -> None:
    assert door.signed_in(door.person("Nadia")).get("/sign-in?next=/account").location == "/account"


def test_a_suspended_member_signs_in_and_is_told(world: World, door: Door) -> None:
    browser = door.signed_in(door.suspended())
    page = browser.get("/")
    assert browser.follow(page).text.startswith("Your account is suspended")
    assert browser.get("/account").status == 200


def test_a_member_who_left_is_nobody(world: World, door: Door) -> None:
    from community.core.roles import MemberState

    gone = door.person("Derek", state=MemberState.LEFT)
    assert door.sign_in(gone)[1].status == 422


@pytest.mark.parametrize(
    "odd",
    [
        {"email": "\x00", "password": "\x00" * 20},
        {"email": "\ud800@example.org".encode("utf-8", "surrogatepass"), "password": b"\xed\xa0\x80" * 8},
        {"email": "x" * 100_000, "password": "x" * 100_000},
        {"email": ["a@example.org", "b@example.org"], "password": ["one", "two"]},
        {"email": "a@example.org"},
        {"password": "only this"},
        {},
        {"email": "a@example.org", "password": "b" * 20, "again": "\x00", "kept_name": ["a", "b"], "kept_text": "c"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/join", "/forgot"])
def test_R27_odd_input_is_refused_and_never_breaks_anything(world: World, path: str, odd: dict[str, Any]) -> None:
    page = world.browser().post(path, odd)
    assert page.status in {303, 422} if path != "/sign-in" else page.status == 422
    assert page.status < 500


@pytest.mark.parametrize(
    "path",
    [
        "/join/not-a-uuid/x",
        "/join/6a1f3c52-9f0e-4b7e-8a55-0d9f6a1b2c3d/x",
        "/reset/6a1f3c52-9f0e-4b7e-8a55-0d9f6a1b2c3d/%00",
        "/join/6a1f3c52-9f0e-4b7e-8a55-0d9f6a1b2c3d/é%0d%0a",
    ],
)
def test_R27_made_up_links_are_not_found(world: World, path: str) -> None:
    browser = world.browser()
    assert browser.get(path).status == 404
    assert browser.post(path, {"name": "M", "password": PASSWORD}).status == 404
