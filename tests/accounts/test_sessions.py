"""Sessions (R1-R7): a token that only the browser holds, ends that come, and an end at any time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete

from community import create_app
from community.accounts.models import Member, MemberSession
from community.core import chance, clock, database
from community.core.database import db
from community.keyring.models import JournalBox
from community.settings import Settings
from tests.accounts.people import ANOTHER, PASSWORD, Door, cookie
from tests.browser import Browser
from tests.world import World


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status == 200


def test_R1_the_database_holds_no_token_and_what_it_holds_lets_nobody_in(app: Flask, world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    token = cookie(browser, "member") or ""
    with app.app_context():
        rows = [
            value
            for table in db.metadata.sorted_tables
            for row in db.session.execute(table.select()).all()
            for value in row
        ]
    text = " ".join(map(str, rows))
    assert chance.hash_of(token) in rows, "the search does find what is there"
    assert token not in text
    assert len(token) >= 43, "256 bits"
    stolen = chance.hash_of(token)
    for replayed in (stolen.hex(), stolen.decode("latin-1").encode("ascii", "ignore").decode(), str(stolen)):
        thief = world.browser()
        thief.client.set_cookie("member", replayed)
        thief.client.set_cookie("seen", cookie(browser, "seen") or "")
        assert not is_in(thief)
    assert is_in(browser)


def test_R1_a_token_without_its_time_of_last_use_lets_nobody_in(world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    thief = world.browser()
    thief.client.set_cookie("member", cookie(browser, "member") or "")
    assert not is_in(thief)


def test_R3_signing_out_ends_the_session_at_once_and_locks_the_journal(world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    kept = {name: cookie(browser, name) or "" for name in ("member", "seen", "jk")}
    page = browser.submit(browser.get("/account"), "/sign-out")
    assert page.status == 303
    assert page.response.headers["Clear-Site-Data"] == '"cache"'
    assert not any(cookie(browser, name) for name in kept)
    assert browser.follow(page).text.startswith("You are signed out")
    assert world.count(MemberSession) == world.count(JournalBox) == 0
    for name, value in kept.items():
        browser.client.set_cookie(name, value)
    assert not is_in(browser)


def test_signing_out_of_a_session_that_was_ended_elsewhere_is_no_trouble(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    here, there = door.signed_in(nadia), door.signed_in(nadia)
    page = there.get("/account")
    here.submit(here.get("/account/sessions"), "/end-others")
    assert there.submit(page, "/sign-out").status == 303


@contextmanager
def before_every_view(app: Flask, act: Callable[[], None]) -> Iterator[None]:
    """Something that happens elsewhere between the look at who is asking and the work itself."""
    app.before_request_funcs.setdefault(None, []).append(act)  # type: ignore[arg-type]
    try:
        yield
    finally:
        app.before_request_funcs[None].pop()


def test_R3_a_request_under_way_is_not_stored_when_its_session_ends_meanwhile(
    app: Flask, world: World, door: Door
) -> None:
    nadia = door.person("Nadia")
    here, there = door.signed_in(nadia), door.signed_in(nadia)
    form = here.get("/account/sessions").form("/end-others")

    def end_it() -> None:
        database.begin_writing()
        with db.engine.begin() as elsewhere:
            elsewhere.execute(
                delete(MemberSession).where(MemberSession.token_hash == chance.hash_of(cookie(here, "member") or ""))
            )

    with before_every_view(app, end_it):
        page = here.post(form.action, form.values)
    assert page.status in {401, 404}
    assert is_in(there), "the other browser was not signed out"


@pytest.mark.parametrize(
    ("after", "stays"),
    [
        (timedelta(hours=7, minutes=59), True),
        (timedelta(hours=8, minutes=1), False),
    ],
)
def test_R4_a_session_sleeps_for_eight_hours(world: World, door: Door, after: timedelta, stays: bool) -> None:
    browser = door.signed_in(door.person("Nadia"))
    with time_machine.travel(clock.now() + after):
        assert is_in(browser) is stays


def test_R4_a_remembered_session_sleeps_for_fourteen_days(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    for after, stays in ((timedelta(days=13), True), (timedelta(days=14, minutes=1), False)):
        browser = door.signed_in(nadia, remember="y")
        with time_machine.travel(clock.now() + after):
            assert is_in(browser) is stays


@pytest.mark.parametrize(("remember", "days"), [({}, 1), ({"remember": "y"}, 30)])
def test_R4_a_session_in_use_ends_all_the_same(world: World, door: Door, remember: dict[str, str], days: int) -> None:
    browser = door.signed_in(door.person("Nadia"), **remember)
    step = timedelta(hours=6) if days == 1 else timedelta(days=7)
    with time_machine.travel(clock.now(), tick=False) as now:
        end = clock.now() + timedelta(days=days)
        while clock.now() + step < end:
            now.shift(step)
            assert is_in(browser)
        now.move_to(end + timedelta(minutes=1))
        assert not is_in(browser)


def test_R4_staff_are_asked_again_after_half_an_hour(world: World, door: Door) -> None:
    bryony = door.staff()
    for remember in ({}, {"remember": "y"}):
        browser = door.signed_in(bryony, **remember)
        with time_machine.travel(clock.now() + timedelta(minutes=29)):
            assert is_in(browser)
        with time_machine.travel(clock.now() + timedelta(minutes=61)):
            assert not is_in(browser)


def test_R5_sessions_are_listed_in_words_and_ended_one_by_one(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    phone = world.browser()
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit Safari/605"
    door.sign_in(nadia, phone)
    here = door.signed_in(nadia)
    page = here.get("/account/sessions")
    assert "Safari on iPhone" in page
    assert page.text.count("This one") == 1
    assert here.submit(page, "/end").status == 303
    assert not is_in(phone)
    assert is_in(here)


def test_R5_all_others_end_together(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    here, others = door.signed_in(nadia), [door.signed_in(nadia) for _ in range(3)]
    assert here.submit(here.get("/account/sessions"), "/end-others").status == 303
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_R5_nobody_ends_a_session_that_is_not_theirs(world: World, door: Door) -> None:
    nadia, gareth = door.signed_in(door.person("Nadia")), door.person("Gareth")
    his = door.signed_in(gareth)
    session = world.one(MemberSession, member_id=gareth.id)
    assert nadia.post(f"/account/sessions/{session.public_id}/end").status == 404
    assert nadia.post(f"/account/sessions/{chance.new_id()}/end").status == 404
    assert is_in(his)


def test_R6_ending_sessions_asks_for_the_password_once_in_ten_minutes(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    here, there = door.signed_in(nadia), door.signed_in(nadia)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        asked = here.submit(here.get("/account/sessions"), "/end-others")
        assert asked.location == "/confirm?next=/account/sessions"
        assert is_in(there), "nothing has happened yet"
        wrong = here.submit(here.follow(asked), "/confirm", password=ANOTHER)
        assert wrong.status == 422
        token, box = cookie(here, "member"), cookie(here, "jk")
        right = here.submit(wrong, "/confirm", password=PASSWORD)
        assert right.location == "/account/sessions"
        assert cookie(here, "member") != token, "R2: a new token"
        assert cookie(here, "jk") not in {None, box}, "the open journal moved along"
        assert world.count(JournalBox) == 2
        here.submit(here.follow(right), "/end-others")
        assert not is_in(there)
        assert is_in(here)


def test_R7_in_production_cookies_are_bound_to_this_host_and_to_tls(production: Settings, world: World) -> None:
    app = create_app(production)
    try:
        client = app.test_client()
        address = {"base_url": "https://ground.example"}
        form = client.get("/sign-in", **address).get_data(as_text=True)
        token = form.split('name="csrf_token" value="')[1].split('"')[0]
        link = Door(world)
        nadia = link.person("Nadia")
        data = {"email": nadia.email, "password": PASSWORD, "csrf_token": token, "remember": "y"}
        answer = client.post("/sign-in", data=data, headers={"Origin": "https://ground.example"}, **address)
        assert answer.status_code == 303
        seen = {line.split("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}
        assert {"__Host-member", "__Host-seen", "__Host-jk"} <= set(seen)
        for name, line in seen.items():
            assert name.startswith("__Host-"), line
            for rule in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
                assert rule in line, (name, rule)
            assert "Domain" not in line
        assert "Max-Age" not in seen["__Host-jk"], "the journal's key ends with the browser"
        assert "Max-Age" in seen["__Host-member"]
    finally:
        with app.app_context():
            db.engine.dispose()


def test_what_has_expired_is_forgotten_and_what_has_not_stays(app: Flask, world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    door.signed_in(nadia)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        stays = door.signed_in(nadia)
        result = app.test_cli_runner().invoke(args=["forget-expired"])
        assert result.exit_code == 0, result.output
        assert world.count(MemberSession) == 1
        assert is_in(stays)


@pytest.mark.parametrize(("command", "role"), [("make-admin", "administrator"), ("make-moderator", "moderator")])
def test_a_command_gives_a_role_and_its_holder_signs_in_anew(
    app: Flask, world: World, door: Door, command: str, role: str
) -> None:
    nadia = door.person("Nadia")
    browser = door.signed_in(nadia)
    runner = app.test_cli_runner()
    assert runner.invoke(args=[command, nadia.email.upper()]).exit_code == 0
    assert world.one(Member, id=nadia.id).role.value == role
    assert not is_in(browser)
    unknown = runner.invoke(args=[command, "nobody@example.org"])
    assert unknown.exit_code == 1
    assert "no member" in unknown.output


def test_how_the_pages_look_is_kept_for_this_device(world: World, door: Door) -> None:
    browser = door.signed_in(door.person("Nadia"))
    page = browser.submit(browser.get("/account"), "/theme", theme="dark")
    assert browser.follow(page).all("html")[0].get("data-theme") == "dark"
    browser.submit(browser.get("/account"), "/theme", theme="")
    assert browser.get("/account").all("html")[0].get("data-theme") is None
    assert browser.post("/account/theme", {"theme": "neon"}).status == 422
    browser.client.set_cookie("theme", '"><script>')
    assert browser.get("/account").all("html")[0].get("data-theme") is None


def test_settings_for_production_differ_in_nothing_that_these_tests_lean_on(
    settings: Settings, production: Settings
) -> None:
    assert replace(production, stage=settings.stage).secret_key == settings.secret_key
