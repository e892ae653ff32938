"""Before a circle grows its people are told what becomes of what they have; afterwards, that it goes on."""

from datetime import timedelta

from community.buddying import actions
from community.buddying.said import Plan
from community.core import chance, clock
from tests.buddying.growing import grow, propose
from tests.buddying.people import buddies, comfort, gareth, nadia, seen_circle
from tests.world import World

STAYS = "and the agreement stay in the old space; the new one begins with a first meeting."


def test_before_either_yes_the_pages_say_what_becomes_of_the_meeting_and_of_what_is_written(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    circle_id = buddies(world, one, other)
    address = f"/buddies/circles/{circle_id}"
    starts_at = clock.now() + timedelta(days=9)
    for page in ("", f"/{third.public_id}"):
        said = world.browser(one).get(f"{address}/invite{page}")
        assert f"Promises {STAYS}" in said and "called off" not in said
    circle = seen_circle(world, one, circle_id)
    with world.inside():
        actions.plan_meeting(one.actor, circle, Plan(starts_at, None, "", 0), once=chance.new_id())
    local = clock.local(starts_at)
    words = f"{local.day} {local:%B} is called off; promises {STAYS}"
    for page in ("", f"/{third.public_id}"):
        assert words in world.browser(one).get(f"{address}/invite{page}")
    propose(world, one, circle_id, third)
    assert words in world.browser(other).get(f"{address}?ask=proposal")


def test_a_circle_that_has_grown_has_not_finished_anywhere(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    circle_id = buddies(world, one, other)
    grown = grow(world, circle_id, [one, other], third)
    browser = world.browser(one)
    old = browser.get(f"/buddies/circles/{circle_id}")
    assert "It goes on with one more:" in old and f"/buddies/circles/{grown}" in old.links
    assert "This circle is finished" not in old and "Finishing well" not in old
    assert "have finished" not in browser.get("/")
    assert "went on with one more today" in browser.get("/buddies")
