"""Who is in a community: for those who are in it, as far as each of them lets others find them."""

import pytest

from community.core.roles import Role
from community.directory.models import FindableBy
from community.practice.models import Level
from tests.directory.test_people import names
from tests.practice.people import a_cast, a_community, a_community_of, keep_apart
from tests.world import World


@pytest.mark.parametrize("level", Level, ids=str)
def test_its_members_see_who_is_in_it_and_nobody_else_does(world: World, level: Level) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, level, "A community")
    lists = {who: world.browser(person).get(f"{space.url}/people") for who, person in cast.everybody().items()}
    for who, page in lists.items():
        assert names(page) == (["Comfort", "Nadia"] if who in {"member", "facilitator"} else []), who
    outside = lists["stranger"]
    if level in {Level.OPEN, Level.ASK}:
        assert "its members see" in outside and ("Ask to join" in outside) is (level is Level.ASK)
    else:
        assert outside.status == 404


def test_it_lists_whom_one_finds(world: World) -> None:
    nadia = world.member("Nadia")
    shy = world.member("Shy", findable_by=FindableBy.NOBODY)
    mate = world.member("Mate", findable_by=FindableBy.GROUPS)
    blocked, tunde = world.member("Blocked"), world.member("Tunde", role=Role.MODERATOR)
    space = a_community(world, facilitator=tunde, members=(nadia, shy, mate, blocked))
    world.member("Elsewhere")
    keep_apart(world, blocked, nadia)
    browser = world.browser(nadia)
    assert names(browser.get(f"{space.url}/people")) == ["Mate", "Nadia", "Tunde"]
    assert names(browser.get(f"{space.url}/people?after={shy.public_id}")) == []
    assert names(browser.get(f"{space.url}/people?challenge=winter")) == []
    assert "The members of this community find you in this list" in browser.get(f"{space.url}/people")
    assert "You are in nobody’s list" in world.browser(shy).get(f"{space.url}/people")
