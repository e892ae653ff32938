"""The headers of every answer, whatever it is (R18)."""

import pytest

from tests.world import World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
EXPECTED = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
ANSWERS = {
    "a page": ("/help", 200),
    "nothing there": ("/nowhere", 404),
    "an accident": ("/trial/boom", 500),
    "a refused write": ("/trial/write-on-get", 500),
    "another method": ("/trial/mark", 405),
    "the way to sign in": ("/trial/members", 303),
    "a style sheet": ("/static/css/app.css", 200),
    "a script": ("/static/js/app.js", 200),
    "a static file that is not there": ("/static/none.css", 404),
    "the way out of the static folder": ("/static/../pyproject.toml", 404),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_the_same_protection(trial: World, what: str) -> None:
    path, status = ANSWERS[what]
    response = trial.app.test_client().get(path, buffered=True)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert int(response.headers["Strict-Transport-Security"].split("max-age=")[1].split(";")[0]) >= 31_536_000
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "Server" not in response.headers or "Werkzeug" not in response.headers["Server"]


@pytest.mark.parametrize("status", [400, 401, 403, 405, 409, 413, 422, 429, 500, 503])
def test_every_problem_page_has_landmarks_and_says_what_to_do(trial: World, status: int) -> None:
    page = trial.browser().get(f"/trial/refuse/{status}")
    assert page.status == status
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert page.all("header") and page.all("footer") and page.all("nav")
    assert page.response.headers["Content-Security-Policy"] == POLICY
    main = page.all("main")[0]
    assert main.findall(".//a") or main.findall(".//form"), "there is a way to go on"
    assert (page.response.headers.get("Retry-After") is not None) == (status == 503)


def test_a_problem_page_gives_nothing_of_the_inside_away(trial: World) -> None:
    for page in (trial.browser().get("/trial/boom"), trial.browser().post("/trial/boom")):
        assert page.status == 500
        assert "canary" not in page.html and "Traceback" not in page.html and "RuntimeError" not in page.html


def test_a_secret_that_was_typed_is_never_handed_back(trial: World) -> None:
    page = trial.browser().post(
        "/trial/mark?then=raise", {"password": "canary-word", "recovery_code": "canary-code", "text": "kept words"}
    )
    assert "kept words" in page.html and "canary" not in page.html


def test_htmx_gets_the_problem_as_a_note_in_place(trial: World) -> None:
    page = trial.browser().post("/trial/mark?then=busy", {"text": "long words that must not be lost " * 3}, htmx=True)
    assert page.status == 503 and "<html" not in page.html
    assert page.all("div", role="alert") and "long words that must not be lost" in page.html


def test_a_cookie_of_ours_is_read_by_no_script_and_sent_by_no_other_site(trial: World) -> None:
    browser = trial.browser()
    browser.post("/trial/mark")
    set_cookies = browser.get("/help").response.headers.getlist("Set-Cookie")
    assert set_cookies
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in set_cookies)
