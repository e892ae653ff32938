"""Who may enter, by audience; and that a route without one keeps the application from starting (R34, R35)."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask, request

from community import create_app
from community.core import clock
from community.core.roles import MemberState, Role
from community.settings import Settings
from community.web.access import ANYONE, open_to, refuse_undeclared_routes
from tests.databases import let_go_of
from tests.world import World

VISITORS = ("anonymous", "newcomer", "suspended", "left", "member", "moderator", "administrator")
MATRIX = {
    "/trial/look": (200, 200, 200, 200, 200, 200, 200),
    "/trial/newcomers": (303, 200, 200, 303, 200, 200, 200),
    "/trial/members": (303, 303, 303, 303, 200, 200, 200),
    "/trial/moderators": (303, 303, 303, 303, 404, 200, 200),
    "/trial/administrators": (303, 303, 303, 303, 404, 404, 200),
}


def visitors(world: World) -> dict[str, object]:
    return {
        "anonymous": None,
        "newcomer": world.member("Nadia", state=MemberState.JOINING),
        "suspended": world.member("Gareth", state=MemberState.SUSPENDED),
        "left": world.member("Lena", state=MemberState.LEFT),
        "member": world.member("Comfort"),
        "moderator": world.member("Maya", role=Role.MODERATOR),
        "administrator": world.member("Ade", role=Role.ADMINISTRATOR),
    }


@pytest.mark.parametrize("path", MATRIX)
def test_an_audience_lets_in_whom_it_names_and_nobody_else(trial: World, path: str) -> None:
    people = visitors(trial)
    seen = tuple(trial.browser(people[who]).get(path).status for who in VISITORS)  # type: ignore[arg-type]
    assert seen == MATRIX[path]


def test_whoever_may_not_enter_yet_is_led_to_where_they_stand(trial: World) -> None:
    people = visitors(trial)
    leads = {
        who: trial.browser(people[who]).get("/trial/members").location  # type: ignore[arg-type]
        for who in ("anonymous", "newcomer", "suspended")
    }
    assert "next=/trial/members" in leads["anonymous"]
    assert leads["newcomer"] == "/welcome"
    assert "suspended" in leads["suspended"]


def test_an_unsafe_request_is_never_redirected(trial: World) -> None:
    people = visitors(trial)
    assert trial.browser().post("/trial/members").status == 401
    assert trial.browser(people["newcomer"]).post("/trial/members").status == 403  # type: ignore[arg-type]
    assert trial.browser(people["suspended"]).post("/trial/members").status == 403  # type: ignore[arg-type]
    assert trial.browser(people["member"]).post("/trial/members").status == 200  # type: ignore[arg-type]


def test_a_refusal_reads_like_a_page_that_does_not_exist(trial: World) -> None:
    browser = trial.browser(trial.member())
    assert browser.get("/trial/moderators").text == browser.get("/trial/nothing-here").text


def test_a_route_that_names_no_audience_keeps_the_application_from_starting(settings: Settings) -> None:
    app = create_app(settings)
    refuse_undeclared_routes(app)  # as it is, it may start
    app.add_url_rule("/bare", "bare", lambda: "anybody")
    with pytest.raises(RuntimeError, match="bare"):
        refuse_undeclared_routes(app)
    let_go_of(app)


def test_a_route_that_names_no_audience_answers_nobody(settings: Settings, app: Flask, world: World) -> None:
    open_by_accident = create_app(settings)
    open_by_accident.add_url_rule("/bare", "bare", lambda: "anybody")
    assert open_by_accident.test_client().get("/bare").status_code == 404
    let_go_of(open_by_accident)


@pytest.mark.parametrize(
    ("role", "hours", "status"),
    [(Role.MEMBER, 7.9, 200), (Role.MEMBER, 8.1, 303), (Role.MODERATOR, 0.49, 200), (Role.MODERATOR, 0.51, 303)],
)
def test_a_session_sleeps_after_its_idle_time(trial: World, role: Role, hours: float, status: int) -> None:
    """R4."""
    browser = trial.browser(trial.member("Nadia", role=role))
    with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
        assert browser.get("/trial/members").status == status


def test_a_session_in_use_stays_awake_but_not_past_its_day(trial: World) -> None:
    browser, start = trial.browser(trial.member()), clock.now()
    for hours in (6, 12, 18, 23.5):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            assert browser.get("/trial/members").status == 200
    with time_machine.travel(start + timedelta(hours=24.1), tick=False):
        assert browser.get("/trial/members").status == 303


@pytest.mark.parametrize("forged", ["", "x", "0" * 64, "é", "a.b.c"])
def test_a_forged_cookie_opens_nothing_and_breaks_nothing(trial: World, forged: str) -> None:
    browser = trial.browser(trial.member())
    client = browser.client
    client.set_cookie("seen", forged)
    assert browser.get("/trial/members").status == 303
    client.set_cookie("member", forged)
    assert browser.get("/trial/members").status == 303


def test_one_persons_time_of_last_use_does_not_wake_another_session(trial: World) -> None:
    nadia, gareth = trial.browser(trial.member("Nadia")), trial.browser(trial.member("Gareth"))
    seen = gareth.client.get_cookie("seen")
    assert seen is not None
    nadia.client.set_cookie("seen", seen.value)
    assert nadia.get("/trial/members").status == 303


def test_behind_a_proxy_the_visitors_own_address_is_believed_only_as_far_as_settings_say(settings: Settings) -> None:
    for proxies, believed in ((0, "127.0.0.1"), (1, "203.0.113.9")):
        app = create_app(replace(settings, proxies=proxies))
        app.add_url_rule("/address", "address", open_to(ANYONE)(lambda: str(request.remote_addr)))
        answer = app.test_client().get("/address", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
        assert answer.text == believed
        let_go_of(app)
