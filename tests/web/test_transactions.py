"""One request, one transaction: looking changes nothing, and nothing is said of what did not happen."""

import pytest

from community.accounts.models import MemberSession
from community.core.audit import AuditLine
from community.core.limits import ThrottleCount
from tests.world import World


@pytest.mark.parametrize("path", ["/trial/write-on-get", "/trial/commit-on-get"])
def test_the_database_itself_refuses_a_write_on_get(trial: World, path: str) -> None:
    page = trial.browser().get(path)
    assert page.status == 500
    assert trial.count(AuditLine) == 0


def test_after_a_refused_write_the_same_thread_can_write_again(trial: World) -> None:
    browser = trial.browser()
    browser.get("/trial/write-on-get")
    assert browser.post("/trial/mark").status == 303
    assert trial.count(AuditLine) == 1


def test_a_post_is_committed_once_it_has_answered(trial: World) -> None:
    assert trial.browser().post("/trial/mark").status == 303
    assert trial.count(AuditLine) == 1


def test_a_post_answered_with_a_refusal_is_committed_too(trial: World) -> None:
    """A failed sign-in counts."""
    assert trial.browser().post("/trial/mark?then=422").status == 422
    assert trial.count(AuditLine) == 1


@pytest.mark.parametrize(("then", "status"), [("raise", 403), ("boom", 500), ("busy", 503)])
def test_a_raised_refusal_undoes_the_work_and_what_was_said_of_it(trial: World, then: str, status: int) -> None:
    browser = trial.browser()
    assert browser.post(f"/trial/mark?then={then}").status == status
    assert trial.count(AuditLine) == 0
    assert "It is sent." not in browser.get("/help").html


def test_what_happened_is_said_once(trial: World) -> None:
    """The canary of the tests around it: said when it is true."""
    browser = trial.browser()
    browser.post("/trial/mark")
    assert "It is sent." in browser.get("/help").html
    assert "It is sent." not in browser.get("/help").html


@pytest.mark.parametrize("early", ["", "?early=1"])
def test_a_clash_in_the_database_is_a_kind_409_and_nothing_is_said_to_be_sent(trial: World, early: str) -> None:
    browser = trial.browser()
    page = browser.post(f"/trial/clash{early}", {"text": "what I wrote"})
    assert page.status == 409
    assert page.all("h1") and "meanwhile" in page
    assert "what I wrote" in page.html
    assert trial.count(AuditLine) == 0 and trial.count(ThrottleCount) == 0
    assert "It is sent." not in browser.get("/help").html


def test_a_session_ended_in_flight_commits_nothing(trial: World) -> None:
    browser = trial.browser(trial.member())
    page = browser.post("/trial/while-signed-out", {"text": "long words that must not be lost " * 4})
    assert page.status == 401
    assert "long words that must not be lost" in page.html
    assert trial.count(AuditLine) == 0
    assert trial.count(MemberSession) == 0
    assert "It is sent." not in browser.get("/help").html
