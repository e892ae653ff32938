"""Who gets in: two people for a hello, its members for a circle, and nobody else, whatever they are."""

import re
from uuid import UUID

import pytest

from community.accounts.models import Member
from community.core import chance
from community.core.database import db
from community.core.roles import MemberState, Role
from tests.browser import Page
from tests.buddying.people import buddies, comfort, gareth, hello, nadia, seen_hello
from tests.world import Person, World

KEY = str(chance.new_id())
OUTSIDERS = ["stranger", "moderator", "administrator"]
CIRCLE_DOORS = [
    ("get", ""),
    ("get", "/meeting"),
    ("get", "/meeting.ics"),
    ("get", "/finish"),
    ("get", "/agreement"),
    ("get", "/agreement/edit"),
    ("get", "/agreement/{other}"),
    ("post", "/agreement/edit"),
    ("post", "/agreement/yes"),
    ("post", "/draft"),
    ("post", "/draft/keep"),
    ("get", "/check-in"),
    ("get", "/half-way"),
    ("get", "/renewal"),
    ("post", "/check-in"),
    ("post", "/check-in/share"),
    ("post", "/half-way"),
    ("post", "/renewal"),
    ("post", "/messages"),
    ("post", "/promises"),
    ("post", "/promises/{other}/keep"),
    ("post", "/promises/{other}/reopen"),
    ("post", "/apart"),
    ("post", "/together"),
    ("post", "/carry-on"),
    ("post", "/meeting"),
    ("post", "/meeting/call-off"),
    ("post", "/met"),
    ("post", "/met/{other}/forget"),
    ("post", "/finish"),
]


def outsider(world: World, kind: str) -> Person:
    if kind == "stranger":
        return comfort(world)
    return world.member(kind.title(), role=Role(kind))


def body(page: Page) -> str:
    """The page without what differs from one visit to the next."""
    return re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", page.html)


def visit(world: World, person: Person, method: str, url: str) -> Page:
    browser = world.browser(person)
    return browser.get(url) if method == "get" else browser.post(url, {"key": KEY, "words": "Hm"})


@pytest.mark.parametrize("kind", OUTSIDERS)
@pytest.mark.parametrize(("method", "door"), CIRCLE_DOORS)
def test_a_circle_is_not_there_for_anybody_else(world: World, kind: str, method: str, door: str) -> None:
    circle_id = buddies(world, nadia(world), gareth(world))
    person, other = outsider(world, kind), chance.new_id()
    address = "/buddies/circles/{circle}" + door
    theirs = visit(world, person, method, address.format(circle=circle_id, other=other))
    nowhere = visit(world, person, method, address.format(circle=chance.new_id(), other=other))
    assert theirs.status == nowhere.status == 404
    assert body(theirs).replace(str(circle_id), "") == re.sub(r"/circles/[0-9a-f-]{36}", "/circles/", body(nowhere))


@pytest.mark.parametrize("kind", OUTSIDERS)
@pytest.mark.parametrize("answer", ["accept", "decline", "take-back"])
def test_a_hello_is_not_there_for_anybody_else(world: World, kind: str, answer: str) -> None:
    hello_id = hello(world, nadia(world), gareth(world))
    page = world.browser(outsider(world, kind)).post(f"/buddies/hellos/{hello_id}/{answer}")
    assert page.status == 404


def test_the_asker_cannot_accept_for_them(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    for answer in ("accept", "decline"):
        assert world.browser(asker).post(f"/buddies/hellos/{hello_id}/{answer}").status == 403
    assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/take-back").status == 403
    assert seen_hello(world, asked, hello_id).is_waiting


def test_a_promise_or_meeting_of_another_circle_cannot_be_reached_through_ones_own(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    first, second = buddies(world, one, other), buddies(world, one, third)
    browser = world.browser(other)
    browser.post(f"/buddies/circles/{first}/promises", promise(other, "Mine alone"))
    promise_id = _promise_id(browser.get(f"/buddies/circles/{first}"))
    assert world.browser(third).post(f"/buddies/circles/{second}/promises/{promise_id}/keep").status == 404
    assert "Done" in world.browser(other).get(f"/buddies/circles/{first}").text


def test_a_suspended_buddy_reads_nothing_and_a_new_member_is_sent_to_finish_joining(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, one, other)
    for state in (MemberState.SUSPENDED, MemberState.JOINING):
        with world.inside():
            db.session.query(Member).filter_by(id=other.id).update({"state": state})
        page = world.browser(other).get(f"/buddies/circles/{circle_id}")
        assert page.status == 303 and "/buddies" not in page.location
    assert world.browser(None).get(f"/buddies/circles/{circle_id}").status in {302, 303}


def test_a_member_made_moderator_afterwards_still_finds_nothing(world: World) -> None:
    circle_id = buddies(world, nadia(world), gareth(world))
    stranger = comfort(world)
    with world.inside():
        db.session.query(Member).filter_by(id=stranger.id).update({"role": Role.MODERATOR})
    assert world.browser(stranger).get(f"/buddies/circles/{circle_id}").status == 404


def test_posting_more_than_the_form_asks_changes_nothing_else(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, one, other)
    sent = {"words": "Mine", "key": str(chance.new_id()), "author_id": str(other.id), "circle_id": "1"}
    world.browser(one).post(f"/buddies/circles/{circle_id}/messages", sent)
    page = world.browser(one).get(f"/buddies/circles/{circle_id}")
    mine = [each for each in page.all("li", **{"class": "msg me"}) if "Mine" in "".join(each.itertext())]
    assert len(mine) == 1


def promise(owner: Person, words: str) -> dict[str, str]:
    return {"words": words, "owner": str(owner.public_id), "due_on": "", "key": str(chance.new_id())}


def _promise_id(page: Page) -> UUID:
    return UUID(page.form("/keep").action.split("/promises/")[1].split("/")[0])
