"""Seats of a gathering: never more than there are, and each that is free goes to whoever waited longest."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from community.core import clock
from community.core.database import db
from community.core.errors import DomainError, Invalid, NotAllowed
from community.notifications.models import Notice, What
from community.practice import actions, queries
from community.practice.models import Coming, Gathering, GatheringAnswer
from tests.practice.gathered import a_gathering, answer, changes, comes, seen_by, stays_away
from tests.practice.people import Space, a_community, let_in, whats
from tests.practice.test_races import at_once, seen_community
from tests.world import Person, World


def guests(world: World, space: Space, how_many: int) -> list[Person]:
    found = [world.member(f"Guest {number}") for number in range(how_many)]
    for guest in found:
        let_in(world, guest, space)
    return found


def who(world: World, coming: Coming) -> set[int]:
    with world.app.app_context():
        return set(db.session.scalars(db.select(GatheringAnswer.member_id).filter_by(coming=coming)))


def test_R44_of_twelve_at_once_three_get_the_three_places(world: World, nadia: Person) -> None:
    space = a_community(world, members=(nadia,))
    gathering = a_gathering(world, nadia, space, capacity=3)
    people = guests(world, space, 12)
    begin = Barrier(6)

    def press(guest: Person) -> Coming:
        begin.wait(20)
        return comes(world, guest, gathering)

    with ThreadPoolExecutor(max_workers=6) as pool:
        said = list(pool.map(press, people))
    assert said.count(Coming.YES) == 3 and said.count(Coming.WAITING) == 9
    assert world.count(GatheringAnswer, coming=Coming.YES) == 3


def test_the_last_place_is_given_once(world: World, nadia: Person, gareth: Person, comfort: Person) -> None:
    space = a_community(world, members=(nadia, gareth, comfort))
    gathering = a_gathering(world, nadia, space, capacity=1)
    his, hers = (seen_by(world, each, gathering) for each in (gareth, comfort))
    came = at_once(
        world, lambda: actions.come(gareth.actor, his, ""), lambda: actions.come(comfort.actor, hers, "A ramp")
    )
    assert came is Coming.WAITING and answer(world, gareth, gathering) is Coming.YES


def test_who_waited_longest_gets_the_place_that_is_free_and_is_told(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, members=(nadia, gareth, comfort))
    gathering = a_gathering(world, nadia, space, capacity=1)
    for each in (nadia, comfort, gareth):
        comes(world, each, gathering)
    assert "You are the first in line." in world.browser(comfort).get(f"/gatherings/{gathering}")
    assert "Before you: 1." in world.browser(gareth).get(f"/gatherings/{gathering}")
    stays_away(world, nadia, gathering)
    assert answer(world, comfort, gathering) is Coming.YES and answer(world, gareth, gathering) is Coming.WAITING
    assert What.GATHERING_ROOM in whats(world, comfort) and What.GATHERING_ROOM not in whats(world, gareth)
    comes(world, nadia, gathering)
    assert answer(world, nadia, gathering) is Coming.WAITING, "whoever comes back waits at the end"


def test_a_place_that_is_freed_while_somebody_asks_is_not_lost(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, members=(nadia, gareth, comfort))
    gathering = a_gathering(world, nadia, space, capacity=1)
    comes(world, gareth, gathering)
    his, hers = (seen_by(world, each, gathering) for each in (gareth, comfort))
    came = at_once(world, lambda: actions.stay_away(gareth.actor, his), lambda: actions.come(comfort.actor, hers, ""))
    assert came is Coming.YES
    comes(world, gareth, gathering)
    hers = seen_by(world, comfort, gathering)
    his = seen_by(world, gareth, gathering)
    at_once(world, lambda: actions.come(gareth.actor, his, ""), lambda: actions.stay_away(comfort.actor, hers))
    assert answer(world, gareth, gathering) is Coming.YES


def test_more_room_is_given_to_those_who_wait_and_less_never_takes_a_place(world: World, nadia: Person) -> None:
    space = a_community(world, members=(nadia,))
    gathering = a_gathering(world, nadia, space, capacity=1)
    people = guests(world, space, 4)
    for guest in people:
        comes(world, guest, gathering)
    changes(world, nadia, gathering, capacity=3)
    assert who(world, Coming.YES) == {guest.id for guest in people[:3]}
    with pytest.raises(Invalid, match="3 come already"):
        changes(world, nadia, gathering, capacity=2)
    changes(world, nadia, gathering, capacity=None)
    assert who(world, Coming.WAITING) == set()
    assert world.count(Notice, what=What.GATHERING_ROOM) == 3


def test_less_room_and_a_new_guest_at_once_never_make_too_many(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = a_gathering(world, nadia, space, capacity=2)
    (guest,) = guests(world, space, 1)
    comes(world, guest, gathering)
    hers, his = seen_by(world, nadia, gathering), seen_by(world, gareth, gathering)
    smaller = actions.plan_of(hers).__class__(**actions.plan_of(hers).__dict__ | {"capacity": 1})
    came = at_once(
        world,
        lambda: actions.change_gathering(nadia.actor, hers, smaller, version=hers.version),
        lambda: actions.come(gareth.actor, his, ""),
    )
    assert came is Coming.WAITING and world.count(GatheringAnswer, coming=Coming.YES) == 1


def test_who_leaves_the_community_gives_the_place_to_the_next(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, members=(nadia, gareth, comfort))
    gathering = a_gathering(world, nadia, space, capacity=1)
    for each in (gareth, comfort):
        comes(world, each, gathering)
    seen = seen_community(world, gareth, space)
    with world.inside():
        actions.leave(gareth.actor, seen)
    assert answer(world, comfort, gathering) is Coming.YES
    assert world.count(GatheringAnswer, member_id=gareth.id) == 0


def test_nobody_keeps_a_place_in_a_community_that_they_just_left(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = a_gathering(world, nadia, space)
    his, seen = seen_by(world, gareth, gathering), seen_community(world, gareth, space)
    with pytest.raises(NotAllowed):
        at_once(world, lambda: actions.leave(gareth.actor, seen), lambda: actions.come(gareth.actor, his, ""))
    with world.inside():
        actions.join(gareth.actor, queries.community_seen_by(gareth.actor, space.public_id))
    at_once(world, lambda: actions.come(gareth.actor, his, ""), lambda: actions.leave(gareth.actor, seen))
    assert world.count(GatheringAnswer) == 0


def test_nobody_comes_to_what_was_just_called_off(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    gathering = a_gathering(world, nadia, space)
    hers, his = seen_by(world, nadia, gathering), seen_by(world, gareth, gathering)
    with pytest.raises(DomainError, match="is off, or over"):
        at_once(world, lambda: actions.call_off(nadia.actor, hers), lambda: actions.come(gareth.actor, his, ""))
    assert world.count(GatheringAnswer) == 0 and world.one(Gathering).off_at


@pytest.mark.parametrize("seed", range(4))
def test_whatever_they_do_there_are_never_more_than_places_and_nobody_waits_beside_a_free_one(
    world: World, nadia: Person, seed: int
) -> None:
    luck = random.Random(seed)
    space = a_community(world, members=(nadia,))
    gathering = a_gathering(world, nadia, space, capacity=2, starts_at=clock.now() + timedelta(days=9))
    people = guests(world, space, 5)
    for _ in range(40):
        act = luck.choice((comes, comes, stays_away))
        act(world, luck.choice(people), gathering)
        room = world.one(Gathering).capacity
        yes, waiting = who(world, Coming.YES), who(world, Coming.WAITING)
        assert len(yes) <= room and (len(yes) == room or not waiting)
        if luck.random() < 0.1:
            changes(world, nadia, gathering, capacity=max(len(yes), luck.randint(1, 4), 1))
