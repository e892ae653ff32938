"""R27, R28: whatever is sent to a form at the door or of an account, the answer is a clear 4xx page, never a 500."""

from typing import Any

import pytest
from flask import Flask

from community.accounts.models import Member
from community.core import chance
from community.core.roles import MemberState, Role
from tests.accounts.people import PASSWORD, Door
from tests.world import World

FIELDS = (
    "email",
    "password",
    "current",
    "name",
    "code",
    "next",
    "again",
    "remember",
    "theme",
    "kept_name",
    "kept_text",
)
ODD: dict[str, Any] = {
    "NUL": "\x00",
    "a lone surrogate": b"\xed\xa0\x80",
    "over-long": "x" * 60_000,
    "twice": ["one", "two"],
    "a line break": "a\r\nSet-Cookie: b=c",
    "nothing": "",
    "a number past every range": "9" * 40,
    "right to left": "\u202egnimmahs\u200b",
}


@pytest.mark.parametrize("odd", list(ODD))
def test_R27_every_form_here_takes_odd_input_in_its_stride(app: Flask, world: World, door: Door, odd: str) -> None:
    nadia = door.person("Nadia")
    browser = door.signed_in(nadia)
    links = {"join": door.ask_to_join("hassan@example.org"), "reset": door.ask_for_reset(nadia.email)}
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("accounts.") or "POST" not in (rule.methods or set()):
            continue
        if rule.endpoint in {"accounts.sign_out", "accounts.end_other_sessions"}:
            continue
        path = rule.rule.replace("<uuid:session_id>", str(chance.new_id()))
        for kind, link in links.items():
            path = path.replace(f"/{kind}/<uuid:link_id>/<proof>", link)
        page = browser.post(path, dict.fromkeys(FIELDS, ODD[odd]))
        assert page.status < 500, (rule.endpoint, odd)
    assert browser.get("/account").status == 200
    assert world.one(Member).display_name == "Nadia"


def test_R28_fields_that_the_form_does_not_have_change_nothing(world: World, door: Door) -> None:
    link = door.ask_to_join("mallory@example.org")
    browser = world.browser()
    more = {"role": "administrator", "state": "active", "is_admin": "1", "id": "1", "email": "other@example.org"}
    assert browser.submit(browser.get(link), link, name="Mallory", password=PASSWORD, **more).status == 303
    member = world.one(Member)
    assert (member.role, member.state, member.email) == (Role.MEMBER, MemberState.JOINING, "mallory@example.org")


@pytest.mark.parametrize(
    ("typed", "kept"), [("  Comfort \u202e Asante\u200b ", "Comfort Asante"), ("\u200b\u00ad", None), ("N" * 81, None)]
)
def test_a_name_is_cleaned_and_never_empty(world: World, door: Door, typed: str, kept: str | None) -> None:
    link = door.ask_to_join("comfort@example.org")
    browser = world.browser()
    page = browser.submit(browser.get(link), link, name=typed, password=PASSWORD)
    assert page.status == (303 if kept else 422)
    if kept:
        assert world.one(Member).display_name == kept


def test_a_cross_site_form_is_refused_at_every_door(world: World, door: Door) -> None:
    nadia = door.person("Nadia")
    browser = world.browser()
    data = {"email": nadia.email, "password": PASSWORD, "csrf_token": "made up"}
    for path in ("/sign-in", "/join", "/forgot", "/sign-out"):
        assert browser.post(path, data).status == 400
    browser.get("/sign-in")
    data.pop("csrf_token")
    token = browser.get("/sign-in").form("/sign-in").values["csrf_token"]
    answer = browser.client.post(
        "/sign-in", data={**data, "csrf_token": token}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 400
    assert browser.post("/sign-in", data).status == 303, "and from our own page it works"
