"""Locking and unlocking: by hand, by idleness, by the clock, and the ways back in."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete

from community.accounts.models import Member, MemberSession
from community.core import clock
from community.core.database import db
from community.journal.models import JournalEntry
from community.keyring import queries as keyring
from community.keyring.models import JournalBox, JournalWrap, WrapKind
from tests.browser import Browser
from tests.journal.desk import PASSWORD, Writer, an_entry, begin, fill, give_journal, unlock, writer
from tests.world import World


def cookies_of(browser: Browser) -> dict[str, str]:
    return {name: browser.client.get_cookie(name).value for name in ("jk", "jseen")}  # type: ignore[union-attr]


def give_back(browser: Browser, cookies: dict[str, str]) -> None:
    for name, value in cookies.items():
        browser.client.set_cookie(name, value)


def is_locked(browser: Browser) -> bool:
    page = browser.get("/journal")
    return page.status == 303 and page.location.startswith("/journal/unlock")


def make_code(who: Writer) -> str:
    shown = who.browser.submit(who.browser.get("/journal/recovery"), "/journal/recovery")
    code = next(e for e in shown.all("p") if "code" in e.get("class", "").split())
    written = "".join(code.itertext()).strip()
    assert who.browser.submit(shown, "/confirm", last_group=written[-6:]).status == 303
    return written


def test_J7_after_lock_the_old_cookies_open_nothing(world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia, "Behind the lock")
    kept = cookies_of(nadia.browser)
    locked = nadia.browser.submit(nadia.browser.get("/journal"), "/journal/lock")
    assert locked.response.headers["Clear-Site-Data"] == '"cache"'
    assert nadia.browser.client.get_cookie("jk") is None
    assert world.count(JournalBox) == 0
    give_back(nadia.browser, kept)
    assert is_locked(nadia.browser)
    assert "Behind the lock" not in nadia.browser.get(f"/journal/entries/{entry}").html
    nadia.browser.post("/journal/unlock", {"password": PASSWORD})
    give_back(nadia.browser, kept | {"jseen": cookies_of(nadia.browser)["jseen"]})
    assert is_locked(nadia.browser), "a key cookie from before the lock"


def test_J7_after_the_session_row_is_gone_the_cookies_open_nothing(world: World) -> None:
    nadia = writer(world)
    with world.inside():
        db.session.execute(delete(MemberSession))
    assert world.count(JournalBox) == 0
    assert nadia.browser.get("/journal").location.startswith("/sign-in") or is_locked(nadia.browser)


def test_J7_after_31_idle_minutes_the_old_cookies_open_nothing(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        nadia = writer(world)
        kept = cookies_of(nadia.browser)
        watch.shift(timedelta(minutes=29))
        assert nadia.browser.get("/journal").status == 200
        watch.shift(timedelta(minutes=31))
        nadia.browser.get("/help")
        assert is_locked(nadia.browser)
        give_back(nadia.browser, kept)
        assert is_locked(nadia.browser)


def test_reading_keeps_the_journal_open_and_other_pages_do_not(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        nadia = writer(world)
        for _ in range(4):
            watch.shift(timedelta(minutes=25))
            assert nadia.browser.get("/journal").status == 200
        for _ in range(2):
            watch.shift(timedelta(minutes=20))
            nadia.browser.get("/help")
        assert is_locked(nadia.browser)


def test_the_stamp_of_another_cookie_does_not_wake_a_sleeping_journal(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        nadia = writer(world)
        kept = cookies_of(nadia.browser)
        watch.shift(timedelta(minutes=31))
        nadia.browser.get("/help")
        seen = nadia.browser.client.get_cookie("seen")
        assert seen is not None
        give_back(nadia.browser, kept | {"jseen": seen.value})
        assert is_locked(nadia.browser)


def test_after_twelve_hours_the_journal_locks_however_busy(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        nadia = writer(world)
        for _ in range(35):
            watch.shift(timedelta(minutes=20))
            assert nadia.browser.get("/journal").status == 200
        watch.shift(timedelta(minutes=21))
        assert is_locked(nadia.browser)


@pytest.mark.parametrize("minutes", [15, 60])
def test_the_idle_lock_is_mine_to_choose(world: World, minutes: int) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        nadia = writer(world)
        page = nadia.browser.get("/journal/settings")
        assert nadia.browser.submit(page, "/journal/settings", minutes="45").status == 422
        assert nadia.browser.submit(page, "/journal/settings", minutes=str(minutes)).status == 303
        assert world.one(Member, id=nadia.person.id).idle_lock_minutes == minutes
        watch.shift(timedelta(minutes=minutes - 1))
        assert not is_locked(nadia.browser)
        watch.shift(timedelta(minutes=minutes + 1))
        assert is_locked(nadia.browser)


def test_unlocking_leads_back_to_where_one_was_going(world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia)
    nadia.browser.post("/journal/lock")
    asked = nadia.browser.get(f"/journal/entries/{entry}")
    assert asked.status == 303
    wrong = nadia.browser.submit(nadia.browser.follow(asked), "/unlock", password="not my password")
    assert wrong.status == 422 and "That is not your password" in wrong
    assert nadia.browser.submit(wrong, "/unlock", password="").status == 422
    right = nadia.browser.submit(wrong, "/unlock", password=PASSWORD)
    assert right.location == f"/journal/entries/{entry}"
    away = nadia.browser.post("/journal/unlock?next=//evil.example", {"password": PASSWORD})
    assert away.location == "/journal"


def test_unlocking_leads_back_to_the_question_one_had_chosen(world: World) -> None:
    nadia = writer(world)
    nadia.browser.post("/journal/lock")
    asked = nadia.browser.get("/journal/new?template=examen")
    opened = nadia.browser.submit(nadia.browser.follow(asked), "/unlock", password=PASSWORD)
    assert opened.location == "/journal/new?template=examen"


def test_the_unlock_page_does_not_say_locked_of_an_open_journal(world: World) -> None:
    nadia = writer(world)
    assert "Your journal is open" in nadia.browser.get("/journal/unlock")
    nadia.browser.submit(nadia.browser.get("/journal/unlock"), "/journal/lock")
    assert "Your journal is locked" in nadia.browser.get("/journal/unlock")


def test_guessing_is_slowed_down(world: World) -> None:
    nadia = writer(world)
    nadia.browser.post("/journal/lock")
    answers = {nadia.browser.post("/journal/unlock", {"password": f"guess {n}"}).status for n in range(11)}
    assert answers == {422, 429}


def test_what_was_typed_while_the_journal_locked_itself_is_handed_back(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    nadia.browser.post("/journal/lock")
    typed = fill(page, answer_0="Words that must not be lost. " * 4)
    quiet = nadia.browser.post(address, typed, htmx=True)
    assert quiet.status == 409 and "Not saved yet" in quiet.html and "another tab" in quiet.html
    kept = nadia.browser.post(address, typed)
    assert kept.status == 409 and "Words that must not be lost." in kept
    assert world.count(JournalEntry) == 0
    unlock(nadia.browser)
    assert nadia.browser.submit(kept, "/save").status == 303
    assert "Words that must not be lost." in nadia.browser.get("/journal")


def test_a_recovery_code_is_shown_once_confirmed_and_opens_the_journal(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, "Found again")
    assert "You have no recovery code yet" in nadia.browser.get("/journal")
    shown = nadia.browser.submit(nadia.browser.get("/journal/recovery"), "/journal/recovery")
    assert world.count(JournalWrap, kind=WrapKind.RECOVERY) == 0
    wrong = nadia.browser.submit(shown, "/confirm", last_group="ABCDEF")
    assert wrong.status == 422 and world.count(JournalWrap, kind=WrapKind.RECOVERY) == 0
    code = make_code(nadia)
    assert "You have no recovery code yet" not in nadia.browser.get("/journal")
    nadia.browser.post("/journal/lock")
    assert unlock_with(nadia.browser, "0" * 26) == 422
    assert unlock_with(nadia.browser, code.lower().replace("-", " ").replace("0", "o")) == 303
    assert "Found again" in nadia.browser.get("/journal")


def test_a_new_code_takes_the_place_of_the_old_one(world: World) -> None:
    nadia = writer(world)
    old, new = make_code(nadia), make_code(nadia)
    nadia.browser.post("/journal/lock")
    assert unlock_with(nadia.browser, old) == 422
    assert unlock_with(nadia.browser, new) == 303


def test_a_code_on_its_way_cannot_be_swapped_or_borrowed(world: World) -> None:
    nadia, gareth = writer(world), writer(world, "Gareth")
    shown = nadia.browser.submit(nadia.browser.get("/journal/recovery"), "/journal/recovery")
    pending = shown.form("/confirm").values["sealed_code"]
    for sent in (pending, "", "x", pending[:-4] + "AAAA"):
        gareth.browser.post("/journal/recovery/confirm", {"sealed_code": sent, "last_group": "ABCDEF"})
    assert world.count(JournalWrap, kind=WrapKind.RECOVERY) == 0


def test_a_member_with_a_password_and_no_journal_yet_gets_one(world: World) -> None:
    nadia = world.member()
    give_journal(world, nadia)
    with world.inside():
        db.session.execute(delete(JournalWrap))
    browser = world.browser(nadia)
    assert unlock(browser, "not the password").status == 422
    assert unlock(browser).status == 303
    with world.inside():
        assert keyring.newest_generation(nadia.id) == 1


def test_a_member_without_a_password_is_told_so_kindly(world: World) -> None:
    browser = world.browser(world.member())
    assert unlock(browser, "anything at all").status == 422


def unlock_with(browser: Browser, code: str) -> int:
    return browser.submit(browser.get("/journal/unlock"), "/unlock", code=code).status
