"""R39: blocking in two actions, what it ends, and the way back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from community.belonging.models import Block
from community.buddying import queries as buddying
from community.buddying.models import Circle, CircleState, Hello, HelloState
from community.core import chance
from community.core.database import db
from community.core.errors import Conflict
from community.core.roles import Role
from community.directory.models import FindableBy, Profile
from community.moderation import actions, queries
from community.moderation.actions import keeping
from community.moderation.queries import Somebody
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia
from tests.moderation.people import block, unblock, without_chance
from tests.notifications.people import shown_to
from tests.practice.people import a_community, a_thread
from tests.world import Person, World


def test_it_takes_two_actions_from_a_profile_and_says_before_what_will_happen(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    buddies(world, other, one)
    circle_of(world, one, other, third)
    browser = world.browser(one)
    profile = browser.get(f"/people/{other.public_id}")
    assert f"/people/{other.public_id}/block" in profile.links
    page = browser.get(f"/people/{other.public_id}/block")
    assert "Your circle with Gareth finishes" in page and "You leave your circle with Comfort and Gareth" in page
    assert "Gareth is not told" in page and "Communities you share still exist" in page
    done = browser.submit(page, "/block")
    assert done.status == 303 and "You have blocked Gareth" in browser.follow(done)
    assert world.count(Block, blocker_id=one.id, blocked_id=other.id) == 1


def test_there_is_a_way_from_a_hello_and_from_a_circle(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    hello(world, other, one)
    circle_id = buddies(world, third, one)
    browser = world.browser(one)
    assert f"/people/{other.public_id}/block" in browser.get("/buddies/hellos").links
    assert f"/people/{third.public_id}/block" in browser.get(f"/buddies/circles/{circle_id}").links


@pytest.mark.parametrize("knows_from", ["a circle", "a hello", "a community", "a post"])
def test_somebody_whom_nobody_finds_can_be_blocked_by_whoever_knows_them(world: World, knows_from: str) -> None:
    one, other = nadia(world), gareth(world)
    space = a_community(world, members=(other, one) if knows_from == "a community" else (other,))
    ways: dict[str, Callable[[], object]] = {
        "a circle": lambda: buddies(world, other, one),
        "a hello": lambda: hello(world, other, one),
        "a community": lambda: None,
        "a post": lambda: a_thread(world, other, space),
    }
    with world.inside():
        db.session.query(Profile).filter_by(member_id=other.id).update({"findable_by": FindableBy.NOBODY})
    address = f"/people/{other.public_id}/block"
    if knows_from == "a post":
        assert world.browser(one).get(address).status == 404
    ways[knows_from]() if knows_from != "a circle" else circle_of(world, one, other)
    assert world.browser(one).get(address).status == 200


def test_a_second_press_is_the_same_block(world: World) -> None:
    one, other = nadia(world), gareth(world)
    browser = world.browser(one)
    page = browser.get(f"/people/{other.public_id}/block")
    assert [browser.submit(page, "/block").status for _ in range(2)] == [303, 303]
    assert world.count(Block) == 1
    assert browser.get(f"/people/{other.public_id}/block").location.endswith("/account/blocked")


def test_nobody_blocks_oneself(world: World) -> None:
    one = nadia(world)
    browser = world.browser(one)
    address = f"/people/{one.public_id}/block"
    assert browser.get(address).status == browser.post(address).status == 404
    with world.inside(), pytest.raises(Conflict):
        actions.block(one.actor, Somebody(one.id, one.public_id, one.name, is_blocked=False, is_avoided=False))


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_staff_can_be_blocked_like_anybody(world: World, role: Role) -> None:
    one, staff = nadia(world), world.member("Maya", role=role)
    assert block(world, one, staff).status == 303
    assert world.browser(staff).get(f"/people/{one.public_id}").status == 404


def test_the_blocked_do_not_reach_the_page_of_blocking_and_nothing_tells_why(world: World) -> None:
    one, other = nadia(world), gareth(world)
    assert world.browser(other).get(f"/people/{one.public_id}/block").status == 200
    block(world, one, other)
    missing = world.browser(other).get(f"/people/{chance.new_id()}/block")
    theirs = world.browser(other).get(f"/people/{one.public_id}/block")
    assert theirs.status == missing.status == 404 and theirs.text == missing.text
    assert world.browser(other).post(f"/people/{one.public_id}/block").status == 404
    assert world.browser(other).post(f"/people/{one.public_id}/unblock").status == 303, "as for anybody"
    assert world.count(Block, blocker_id=one.id) == 1


def test_unblocking_lets_them_find_each_other_and_brings_nothing_back(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, other, one)
    block(world, one, other)
    assert world.browser(other).get(f"/people/{one.public_id}").status == 404
    assert unblock(world, one, other).status == 303
    assert world.browser(other).get(f"/people/{one.public_id}").status == 200
    assert world.one(Circle, public_id=circle_id).state is CircleState.FINISHED
    assert world.browser(one).post(f"/people/{other.public_id}/unblock").status == 303, "a repeat is none"


def test_the_other_s_own_block_stands_when_one_takes_theirs_away(world: World) -> None:
    one, other = nadia(world), gareth(world)
    buddies(world, other, one)  # so that each still knows the other
    block(world, one, other)
    assert block(world, other, one).status == 303
    unblock(world, one, other)
    assert world.count(Block, blocker_id=other.id) == 1
    assert world.browser(one).get(f"/people/{other.public_id}").status == 404


def test_hellos_either_way_are_withdrawn_each_in_its_own_way(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    received, sent = hello(world, other, one), hello(world, one, third)
    block(world, one, other)
    block(world, one, third)
    assert world.one(Hello, public_id=received).state is HelloState.DECLINED, "and reads as waiting to Gareth"
    assert world.one(Hello, public_id=sent).state is HelloState.TAKEN_BACK
    assert shown_to(world, one) == shown_to(world, third) == []
    assert "Waiting, until" in world.browser(other).get("/buddies/hellos")
    assert "Nadia" not in world.browser(third).get("/buddies/hellos").html
    unblock(world, one, other)
    assert "Gareth" not in world.browser(one).get("/buddies/hellos"), "it does not come back"


def test_a_declined_hello_of_one_s_own_is_let_go_without_learning_it(world: World) -> None:
    one, other = nadia(world), gareth(world)
    sent = hello(world, one, other)
    world.browser(other).post(f"/buddies/hellos/{sent}/decline")
    block(world, one, other)
    assert world.one(Hello, public_id=sent).state is HelloState.LET_GO


def test_a_pair_ends_and_both_have_room_again(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, other, one)
    assert world.one(Profile, member_id=other.id).circles_open == 1
    block(world, one, other)
    assert world.one(Circle, public_id=circle_id).state is CircleState.FINISHED
    assert {world.one(Profile, member_id=each.id).circles_open for each in (one, other)} == {0}


def test_the_end_of_a_pair_is_for_the_other_the_same_bytes_as_any_finish(world: World) -> None:
    read = {}
    for way in ("finish", "block"):
        one, other = nadia(world, is_available=False), gareth(world, is_available=False)
        circle_id = circle_of(world, other, one)
        mine = world.browser(one)
        mine.post(f"/buddies/circles/{circle_id}/messages", {"words": "See you.", "key": str(chance.new_id())})
        if way == "block":
            block(world, one, other)
        else:
            assert mine.submit(mine.get(f"/buddies/circles/{circle_id}/finish"), "/finish").status == 303
        theirs = world.browser(other)
        urls = ("/", "/buddies", "/buddies/hellos", "/notices", f"/buddies/circles/{circle_id}")
        found = [theirs.get(url) for url in urls]
        assert "Your circle with Nadia has finished" in found[3] and "See you." in found[4]
        read[way] = [(page.status, _without_the_profile(without_chance(page))) for page in found]
    for finished, blocked in zip(read["finish"], read["block"], strict=True):
        assert finished == blocked


def _without_the_profile(html: str) -> str:
    """Decision 7: that the profile is gone shows, and so does the link to it that is not there."""
    return html.replace('<a href="/people/">About Nadia</a>', "")


def test_a_larger_circle_is_left_and_the_others_read_what_any_leaving_says(world: World) -> None:
    told = {}
    for way in ("leave", "block"):
        one, other, third = nadia(world), gareth(world), comfort(world)
        circle_id = circle_of(world, one, other, third)
        if way == "block":
            block(world, one, other)
        else:
            browser = world.browser(one)
            assert browser.submit(browser.get(f"/buddies/circles/{circle_id}/finish"), "/finish").status == 303
        told[way] = [shown_to(world, each) for each in (other, third)]
        pages = [world.browser(each).get(f"/buddies/circles/{circle_id}") for each in (other, third)]
        told[way] += [without_chance(page) for page in pages]
        assert world.browser(one).get(f"/buddies/circles/{circle_id}").status == 404
        assert all("Write to" in page.html for page in pages), "they go on"
    for left, blocked in zip(told["leave"], told["block"], strict=True):
        assert left == blocked


@pytest.mark.parametrize("first", [0, 1])
def test_two_who_block_each_other_at_once_are_both_served(app: Flask, world: World, first: int) -> None:
    people = [nadia(world), gareth(world)]
    circle_id = buddies(world, people[1], people[0])
    browsers = [world.browser(each) for each in people]
    addresses = [f"/people/{each.public_id}/block" for each in people[::-1]]
    for browser in browsers:
        browser.get("/help")
    with ThreadPoolExecutor(2) as pool:
        order = (first, 1 - first)
        statuses = list(pool.map(lambda each: browsers[each].post(addresses[each]).status, order))
    assert statuses == [303, 303]
    assert world.count(Block) == 2
    assert world.one(Circle, public_id=circle_id).state is CircleState.FINISHED
    assert {world.one(Profile, member_id=each.id).circles_open for each in people} == {0}


def test_a_yes_that_comes_after_the_block_begins_nothing(world: World) -> None:
    one, other = nadia(world), gareth(world)
    sent = hello(world, other, one)
    with world.inside():
        seen = buddying.hello_seen_by(one.actor, sent)
    block(world, one, other)
    assert seen.is_waiting
    assert world.browser(one).post(f"/buddies/hellos/{sent}/accept").status in {404, 409}
    assert world.count(Circle) == 0


def test_the_list_of_the_blocked_is_full_only_far_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_BLOCKED", 1)
    one: Person = nadia(world)
    assert block(world, one, gareth(world)).status == 303
    assert block(world, one, comfort(world)).status == 409
    with world.inside():
        assert [each.name for each in queries.blocked_by(one.actor)] == ["Gareth"]
