"""What an unsafe request must prove, and that a refusal keeps what was typed (R16, R20, R27)."""

from datetime import timedelta

import pytest
import time_machine

from community.core import clock
from community.core.audit import AuditLine
from tests.browser import Browser
from tests.world import World

WORDS = "Sixty characters and more, typed on a phone late in the evening, by hand."


def token_of(browser: Browser) -> str:
    browser.post("/trial/mark")  # looks at a page of ours first
    assert browser._token
    return browser._token


def test_a_form_without_our_token_is_refused_kindly_and_keeps_the_text(trial: World) -> None:
    page = Browser(trial.app.test_client())._seen(
        trial.app.test_client().post("/trial/mark", data={"text": WORDS}), True
    )
    assert page.status == 400
    assert "For safety" in page and WORDS in page.html
    assert trial.count(AuditLine) == 0


def test_the_refused_form_can_be_sent_again_from_the_page_it_came_back_on(trial: World) -> None:
    browser = trial.browser()
    refused = browser._seen(browser.client.post("/trial/mark", data={"text": WORDS}), True)
    assert refused.status == 400
    assert browser.submit(refused, "/trial/mark").status == 303
    assert trial.count(AuditLine) == 1


def test_htmx_may_carry_the_token_in_a_header(trial: World) -> None:
    browser = trial.browser()
    token = token_of(browser)
    answer = browser.client.post("/trial/mark", headers={"HX-Request": "true", "X-CSRFToken": token})
    assert answer.status_code == 204 and answer.headers["HX-Redirect"] == "/trial/look"
    assert trial.count(AuditLine) == 2
    assert browser.client.post("/trial/mark", headers={"HX-Request": "true"}).status_code == 400
    assert trial.count(AuditLine) == 2


def test_a_token_of_another_browser_is_worth_nothing(trial: World) -> None:
    token = token_of(trial.browser())
    before = trial.count(AuditLine)
    other = trial.browser()
    other.get("/help")
    assert other.client.post("/trial/mark", data={"csrf_token": token}).status_code == 400
    assert trial.count(AuditLine) == before


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.evil.example"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://[bad"},
    ],
)
def test_a_request_from_another_site_is_refused_even_with_the_token(trial: World, foreign: dict[str, str]) -> None:
    """And what that site filled in is not handed back: nobody of ours wrote it."""
    browser = trial.browser()
    token = token_of(browser)
    answer = browser.client.post("/trial/mark", data={"csrf_token": token, "text": WORDS}, headers=foreign)
    assert answer.status_code == 400
    assert "came from another site" in answer.text and WORDS not in answer.text
    assert trial.count(AuditLine) == 1


@pytest.mark.parametrize(
    "own",
    [{"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8000"}, {"Sec-Fetch-Site": "same-origin"}, {}],
)
def test_a_request_from_our_own_pages_is_taken(trial: World, own: dict[str, str]) -> None:
    browser = trial.browser()
    token = token_of(browser)
    assert browser.client.post("/trial/mark", data={"csrf_token": token}, headers=own).status_code == 303


def test_an_expired_session_sends_a_reader_to_sign_in_and_back(trial: World) -> None:
    browser = trial.browser(trial.member())
    assert browser.get("/trial/members").status == 200
    with time_machine.travel(clock.now() + timedelta(hours=9), tick=False):
        plain = browser.get("/trial/members?page=2")
        part = browser.get("/trial/members?page=2", htmx=True)
    assert plain.status == 303 and part.status == 204
    assert plain.location == part.location and part.response.headers["HX-Redirect"]
    assert plain.location.endswith("next=/trial/members%3Fpage%3D2")


def test_an_expired_session_keeps_what_was_being_written(trial: World) -> None:
    browser = trial.browser(trial.member())
    browser.get("/help")
    token = browser._token or token_of(browser)
    with time_machine.travel(clock.now() + timedelta(hours=9), tick=False):
        answer = browser.client.post("/trial/members", data={"csrf_token": token, "text": WORDS})
    assert answer.status_code == 401
    assert WORDS in answer.text and "sign in" in answer.text.lower()


def test_a_fragment_is_told_apart_in_every_cache(trial: World) -> None:
    browser = trial.browser()
    for path in ("/", "/help", "/nowhere", "/trial/boom", "/trial/look"):
        assert "HX-Request" in browser.get(path, check=False).response.headers["Vary"], path


def test_a_private_page_is_kept_by_no_cache(trial: World) -> None:
    assert trial.browser(trial.member()).get("/trial/members").response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "body",
    [
        b"text=%00",
        b"text=%ED%A0%80",
        b"text=\xff\xfe",
        b"text=" + b"a" * 10_001,
        b"text=1000000000000000000",
        b"text=a&text=b&text=c",
        b"text=%F0%9F%98%80",
        b"&&&===",
        b"text=%",
        b"%00=%00",
    ],
)
def test_hostile_input_is_an_answer_never_an_accident(trial: World, body: bytes) -> None:
    browser = trial.browser()
    token = token_of(browser).encode()
    for path in ("/trial/form", "/trial/mark?then=raise"):
        answer = browser.client.post(
            path, data=body + b"&csrf_token=" + token, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code < 500, answer.text
        assert "\x00" not in answer.text


def test_a_body_past_a_million_bytes_is_refused_as_too_long(trial: World) -> None:
    browser = trial.browser()
    page = browser._seen(
        browser.client.post("/trial/form", data={"csrf_token": token_of(browser), "text": "a" * 1_000_001}), True
    )
    assert page.status == 413 and "too long" in page.text.lower()


def test_more_than_a_hundred_parts_are_refused(trial: World) -> None:
    browser = trial.browser()
    parts = {"csrf_token": token_of(browser)} | {f"part{n}": "a" for n in range(101)}
    answer = browser.client.post("/trial/form", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "address", ["/trial/%00", "/%ED%A0%80", "/trial/look?a=%00", "/trial/look?%FF=%FF", "/..%2f..%2fetc"]
)
def test_a_hostile_address_is_an_answer_too(trial: World, address: str) -> None:
    assert trial.browser().get(address).status < 500
