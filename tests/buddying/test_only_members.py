"""Who has no seat in a circle finds nothing of it, at any address: it reads like a circle that was never there.

Staff of every role, newcomers and suspended people, strangers, whoever has left, whoever is blocked. The addresses are
those of the site itself, so that a new one cannot be forgotten.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from community.buddying.models import Circle, CircleSeat
from community.core import clock
from community.core.database import db
from community.core.roles import Role
from tests.browser import Browser, Page
from tests.house.matrix import ROWS
from tests.house.test_looking import fingerprint
from tests.house.things import Scene, scene
from tests.moderation.people import block, without_chance
from tests.world import Person, World

MEMBERS = ("moderator", "administrator", "stranger", "asked", "ex-member", "blocked", "who blocked")
NOT_YET = ("newcomer", "suspended")
SENDS = {row.endpoint: row.sends for row in ROWS if row.method == "POST"}
ADDRESS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def circle_rules(app: Flask) -> list[tuple[Rule, str]]:
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if "circle_id" in rule.arguments
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


@pytest.fixture
def made(world: World) -> Scene:
    """The scene of the access matrix, with somebody who has left, and blocks."""
    made = scene(world)
    left, blocked, blocker = (world.member(name, capacity=3) for name in ("Left", "Blocked", "Blocker"))
    owner = made.people["owner"]
    assert owner is not None
    with world.inside():
        for circle_id in db.session.scalars(select(Circle.id)):
            db.session.add(CircleSeat(circle_id=circle_id, member_id=left.id, left_at=clock.now()))
    block(world, owner, blocked)
    block(world, blocker, owner)
    made.people |= {"ex-member": left, "blocked": blocked, "who blocked": blocker}
    made.people["asked"] = world.member("Asked", sector="carer", role=Role.MEMBER)
    return made


def addresses(app: Flask, made: Scene) -> Iterator[tuple[Rule, str, str, str]]:
    """Of each rule: the address in each circle of the owner's, and in one that is not there."""
    for rule, method in circle_rules(app):
        for circle in ("circle_id", "due_circle", "trio_id"):
            gaps = {name: made.ids.get(name, uuid4()) for name in rule.arguments} | {"circle_id": made.ids[circle]}
            with app.test_request_context():
                here = url_for(rule.endpoint, _method=method, **gaps)
                nowhere = url_for(rule.endpoint, _method=method, **gaps | {"circle_id": uuid4()})
            yield rule, method, here, nowhere


def ask(browser: Browser, method: str, url: str, sends: dict[str, str]) -> Page:
    return browser.get(url, check=False) if method == "GET" else browser.post(url, sends, check=False)


def bare(page: Page) -> tuple[int, str, str]:
    """What came back, without what is new in every answer: our token, and the address that was asked for."""
    return page.status, ADDRESS.sub("*", page.location), without_chance(page)


def test_there_are_as_many_addresses_of_a_circle_as_the_site_has(app: Flask) -> None:
    endpoints = {rule.endpoint for rule, _ in circle_rules(app)}
    assert len(endpoints) >= 45 and {"buddying.circle", "buddying.renewal", "jobchange.words"} <= endpoints
    strayed = {str(rule) for rule in app.url_map.iter_rules() if "/circles/" in str(rule)}
    assert strayed == {str(rule) for rule, _ in circle_rules(app)}


@pytest.mark.parametrize("who", [*MEMBERS, *NOT_YET])
def test_a_circle_of_others_is_not_there(app: Flask, world: World, made: Scene, who: str) -> None:
    browser, before = made.browser(who), fingerprint(app)
    asked = 0
    for rule, method, here, nowhere in addresses(app, made):
        sends = {name: str(made.ids.get(said, said)) for name, said in SENDS.get(rule.endpoint, {}).items()}
        theirs, missing = (bare(ask(browser, method, url, sends)) for url in (here, nowhere))
        assert theirs == missing, f"{who} can tell that {here} is there"
        assert who in NOT_YET or theirs[0] == 404, f"{who} gets {theirs[0]} at {here}"
        assert "canary" not in theirs[2]
        asked += 1
    assert asked >= 2 * len(circle_rules(app))
    after = fingerprint(app)
    assert {name for name in after if after[name] != before[name]} <= {"rate_limit"}, "asking has changed something"


def test_the_same_addresses_answer_whoever_is_in_it(app: Flask, made: Scene) -> None:
    browser = made.browser("buddy")
    reads = [
        browser.get(here, check=False).status
        for rule, method, here, _ in addresses(app, made)
        if method == "GET" and rule.arguments == {"circle_id"}
    ]
    assert reads.count(200) >= 20


def test_whoever_leaves_reads_no_more(world: World, app: Flask, made: Scene) -> None:
    """The same person, at the same address, before and after."""
    buddy: Person | None = made.people["buddy"]
    assert buddy is not None
    url = f"/buddies/circles/{made.ids['due_circle']}"
    browser = made.browser("buddy")
    assert browser.get(url).status == 200
    assert browser.post(f"{url}/finish").status == 303
    for rule, method, here, _ in addresses(app, made):
        if method == "GET" and str(made.ids["due_circle"]) in here:
            assert browser.get(here, check=False).status == 404, rule.endpoint
