"""Nothing typed is lost when a session ends while somebody is writing: sign in where you are, then send it."""

from datetime import timedelta

import pytest
import time_machine

from community.core import clock
from tests.accounts.people import ANOTHER, PASSWORD, Door
from tests.browser import Browser, Page
from tests.world import Person, World

WORDS = "We lost our third deputy this year.\nI do not think it is the pay. <b>&amp;"
FIELDS = {"words": WORDS, "kind": "question", "key": "6f0f4d7c-5d0c-4a9f-9d8e-0f6b5f7f1c11", "password": "never shown"}
TARGET = "/account/theme?from=here"


def expired(world: World, door: Door, browser: Browser, *, htmx: bool = False) -> Page:
    with time_machine.travel(clock.now() + timedelta(hours=9)):
        return browser.post(TARGET, FIELDS, htmx=htmx)


@pytest.fixture
def nadia(door: Door) -> Person:
    return door.person("Nadia")


def test_the_page_of_an_ended_session_keeps_the_words_and_offers_to_sign_in(
    world: World, door: Door, nadia: Person
) -> None:
    page = expired(world, door, door.signed_in(nadia))
    assert page.status == 401
    assert page.all("textarea")[0].text == WORDS
    assert page.form("/sign-in")
    assert "never shown" not in page.html


def test_after_signing_in_one_button_sends_the_words_where_they_were_going(
    world: World, door: Door, nadia: Person
) -> None:
    browser = door.signed_in(nadia)
    page = expired(world, door, browser)
    resumed = browser.submit(page, "/sign-in", email=nadia.email, password=PASSWORD)
    assert resumed.status == 200
    assert resumed.text.startswith("You are signed in. Shall we send it?")
    form = resumed.form("/account/theme")
    assert form.action == TARGET
    assert {k: v for k, v in form.values.items() if k != "csrf_token"} == {
        k: v for k, v in FIELDS.items() if k != "password"
    }
    sent = browser.post(form.action, form.values | {"theme": "dark"})
    assert sent.status == 303, "with a token that is good"


def test_a_wrong_password_on_the_way_loses_nothing(world: World, door: Door, nadia: Person) -> None:
    browser = door.signed_in(nadia)
    wrong = browser.submit(expired(world, door, browser), "/sign-in", email=nadia.email, password=ANOTHER)
    assert wrong.status == 422
    resumed = browser.submit(wrong, "/sign-in", email=nadia.email, password=PASSWORD)
    assert resumed.form("/account/theme").values["words"] == WORDS


def test_with_htmx_the_note_in_place_offers_the_same(world: World, door: Door, nadia: Person) -> None:
    browser = door.signed_in(nadia)
    page = expired(world, door, browser, htmx=True)
    assert page.status == 401
    assert "<html" not in page.html
    resumed = browser.submit(page, "/sign-in", email=nadia.email, password=PASSWORD)
    assert resumed.form("/account/theme").values["words"] == WORDS


def test_a_look_at_a_page_goes_to_sign_in_by_htmx_too(world: World, door: Door, nadia: Person) -> None:
    """R20: never a sign-in page inside a panel."""
    browser = door.signed_in(nadia)
    with time_machine.travel(clock.now() + timedelta(hours=9)):
        page = browser.get("/account", htmx=True)
    assert page.response.headers["HX-Redirect"] == "/sign-in?next=/account"
    assert not page.html


@pytest.mark.parametrize(
    "again", ["https://evil.example/", "//evil.example", "/\\evil", "/no/such/page", "/account", "", "/a\r\nb"]
)
def test_R26_the_words_are_sent_nowhere_but_to_a_form_of_ours(
    world: World, door: Door, nadia: Person, again: str
) -> None:
    data = {"email": nadia.email, "password": PASSWORD, "again": again, "kept_name": "words", "kept_text": WORDS}
    page = world.browser().post("/sign-in", data)
    assert (page.status, page.location) == (303, "/")


def test_words_that_only_look_like_html_stay_words(world: World, door: Door, nadia: Person) -> None:
    canary = "</textarea><script>alert(1)</script>"
    data = {"email": nadia.email, "password": PASSWORD, "again": "/account/theme", "kept_name": canary}
    page = world.browser().post("/sign-in", data | {"kept_text": f"{canary} and more"})
    assert page.status == 200
    assert page.all("textarea")[0].text == f"{canary} and more"
    assert all("alert" not in (script.text or "") for script in page.all("script"))


def test_a_form_of_a_page_left_open_for_long_is_kept_too(world: World, door: Door, nadia: Person) -> None:
    browser = door.signed_in(nadia)
    page = browser.post("/account/theme", FIELDS | {"csrf_token": "stale"})
    assert page.status == 400
    form = page.form("/account/theme")
    assert form.values["words"] == WORDS
    assert browser.post(form.action, form.values | {"theme": "dark"}).status == 303
