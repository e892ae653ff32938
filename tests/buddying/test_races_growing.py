"""Many at once around a circle that asks one more: one new circle, room that holds, no pair in two circles, no 500."""

from collections import Counter
from itertools import combinations
from uuid import UUID

import pytest
from sqlalchemy import select

from community.belonging.models import Block
from community.buddying.actions.hello_rows import keep_hello
from community.buddying.models import Circle, CircleMessage, CircleSeat, Hello, Proposal, ProposalState
from community.core import chance
from community.core.database import db
from community.directory.models import Profile
from tests.buddying.growing import WORDS, ask, propose
from tests.buddying.people import circle_of, comfort, gareth, hello, nadia, seen_circle
from tests.buddying.test_races import MANY, _all_at_once
from tests.world import Person, World


@pytest.fixture
def trio(world: World) -> list[Person]:
    return [nadia(world), gareth(world), comfort(world)]


def room(world: World, *people: Person) -> list[int]:
    return [world.one(Profile, member_id=each.id).circles_open for each in people]


def open_circles(world: World) -> list[set[int]]:
    """Who sits in each circle that is open; no two of them share two people, and room is taken for each."""
    with world.inside():
        rows = db.session.execute(
            select(CircleSeat.circle_id, CircleSeat.member_id)
            .join(Circle, Circle.id == CircleSeat.circle_id)
            .where(Circle.ended_at.is_(None), CircleSeat.left_at.is_(None))
        ).all()
        taken = {each.member_id: each.circles_open for each in db.session.scalars(select(Profile))}
    circles: dict[int, set[int]] = {}
    for circle_id, member_id in rows:
        circles.setdefault(circle_id, set()).add(member_id)
    pairs = Counter(pair for seated in circles.values() for pair in combinations(sorted(seated), 2))
    assert not [pair for pair, number in pairs.items() if number > 1], "two people share at most one open circle"
    seats = Counter(member_id for seated in circles.values() for member_id in seated)
    assert {member_id: number for member_id, number in taken.items() if number} == dict(seats)
    return list(circles.values())


def test_R44_twenty_yeses_to_one_invitation_are_one_circle(world: World, trio: list[Person]) -> None:
    pair = circle_of(world, *trio[:2])
    hello_id = ask(world, pair, trio[:2], trio[2])
    answers = _all_at_once(world, [(trio[2], f"/buddies/hellos/{hello_id}/accept", {})] * MANY)
    assert {status for status, _ in answers} == {303} and len({location for _, location in answers}) == 1
    assert world.count(Circle) == 2 and world.count(CircleMessage) == 1
    assert open_circles(world) == [{each.id for each in trio}] and room(world, *trio) == [1, 1, 1]


def test_R44_many_circles_ask_one_who_has_room_for_one(world: World) -> None:
    asked = comfort(world, capacity=1)
    hellos = []
    for number in range(3):
        two = [world.member(f"Inside {number} {each}", sector="nhs-acute", capacity=1) for each in range(2)]
        hellos.append(ask(world, circle_of(world, *two), two, asked))
    answers = _all_at_once(world, [(asked, f"/buddies/hellos/{each}/accept", {}) for each in hellos])
    assert Counter(status for status, _ in answers) == {303: 1, 409: 2}
    assert sorted(len(each) for each in open_circles(world)) == [2, 2, 3]


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("leaver", ["who wrote it", "another"])
def test_a_yes_while_somebody_leaves(world: World, trio: list[Person], size: int, leaver: str) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    for _ in range(3):
        inside = [*trio[:2], derek][:size]
        circle_id = circle_of(world, *inside)
        hello_id = ask(world, circle_id, inside, trio[2])
        gone = inside[0] if leaver == "who wrote it" else inside[-1]
        yes, left = _all_at_once(
            world,
            [(trio[2], f"/buddies/hellos/{hello_id}/accept", {}), (gone, f"/buddies/circles/{circle_id}/finish", {})],
        )
        assert yes[0] in {303, 409} and left[0] in {303, 409}
        circles = open_circles(world)
        if left[0] == 409:
            assert yes[0] == 303 and circles == [{each.id for each in (*inside, trio[2])}], "the yes came first"
        else:
            assert all(gone.id not in seated for seated in circles), "whoever left is in no circle"
            asked_is_in = any(trio[2].id in seated for seated in circles)
            assert asked_is_in == (yes[0] == 303)
        begin_again(world)


@pytest.mark.parametrize("whom", ["one of the circle", "the asked"])
def test_a_yes_while_one_of_the_circle_blocks(world: World, trio: list[Person], whom: str) -> None:
    for _ in range(3):
        pair = circle_of(world, *trio[:2])
        hello_id = ask(world, pair, trio[:2], trio[2])
        blocked = trio[0] if whom == "one of the circle" else trio[2]
        yes, done = _all_at_once(
            world,
            [
                (trio[2], f"/buddies/hellos/{hello_id}/accept", {}),
                (trio[1], f"/people/{blocked.public_id}/block", {}),
            ],
        )
        assert yes[0] in {303, 409} and done[0] == 303
        for seated in open_circles(world):
            assert not {trio[1].id, blocked.id} <= seated, "the two are in no open circle together"
        begin_again(world)


def begin_again(world: World) -> None:
    with world.inside():
        for table in (Hello, Proposal, CircleSeat, Block):
            db.session.query(table).delete()
        db.session.query(Circle).update({"grew_from_id": None})
        db.session.query(Circle).delete()
        db.session.query(Profile).update({"circles_open": 0})


def test_two_of_a_circle_propose_at_once_and_one_goes_first(world: World, trio: list[Person]) -> None:
    pair = circle_of(world, *trio[:2])
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    acts = [
        (proposer, f"/buddies/circles/{pair}/invite/{asked.public_id}", {"words": WORDS, "key": str(chance.new_id())})
        for proposer, asked in ((trio[0], trio[2]), (trio[1], derek)) * 4
    ]
    answers = _all_at_once(world, acts)
    assert Counter(status for status, _ in answers) == {303: 1, 409: 7}
    assert world.count(Proposal, state=ProposalState.OPEN) == 1


def test_one_form_sent_many_times_at_once_is_one_proposal(world: World, trio: list[Person]) -> None:
    pair = circle_of(world, *trio[:2])
    data = {"words": WORDS, "key": str(chance.new_id())}
    url = f"/buddies/circles/{pair}/invite/{trio[2].public_id}"
    answers = _all_at_once(world, [(trio[0], url, data)] * 8)
    assert {status for status, _ in answers} == {303} and world.count(Proposal) == 1


def test_all_say_yes_at_the_same_moment_and_one_hello_is_sent(world: World, trio: list[Person]) -> None:
    others = [world.member(f"Inside {number}", sector="nhs-acute", capacity=3) for number in range(4)]
    circle_id = circle_of(world, trio[0], *others)
    proposal_id = propose(world, trio[0], circle_id, trio[2])
    url = f"/buddies/circles/{circle_id}/proposals/{proposal_id}/yes"
    answers = _all_at_once(world, [(each, url, {}) for each in others * 3])
    assert {status for status, _ in answers} == {303}
    assert world.count(Hello) == 1 and world.one(Proposal).state is ProposalState.SENT


def test_a_yes_and_a_rather_not_at_the_same_moment_agree_on_one_end(world: World, trio: list[Person]) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    circle_id = circle_of(world, *trio[:2], derek)
    proposal_id = propose(world, trio[0], circle_id, trio[2])
    door = f"/buddies/circles/{circle_id}/proposals/{proposal_id}"
    acts: list[tuple[Person, str, dict[str, str]]] = [(trio[1], f"{door}/yes", {}), (derek, f"{door}/rather-not", {})]
    answers = _all_at_once(world, acts)
    assert {status for status, _ in answers} <= {303, 409}
    assert world.count(Hello) == 0 and world.one(Proposal).state is ProposalState.CLOSED


def test_the_last_yes_and_a_hello_of_their_own_at_the_same_moment(world: World, trio: list[Person]) -> None:
    """A hello between two of the would-be trio crosses the one in the name of all: never both."""
    for way in ("of the circle", "of the asked") * 2:
        pair = circle_of(world, *trio[:2])
        proposal_id = propose(world, trio[0], pair, trio[2])
        asker, asked = (trio[1], trio[2]) if way == "of the circle" else (trio[2], trio[1])
        data = {"words": "On my own", "key": str(chance.new_id())}
        _all_at_once(
            world,
            [
                (trio[1], f"/buddies/circles/{pair}/proposals/{proposal_id}/yes", {}),
                (asker, f"/buddies/hellos/new?to={asked.public_id}", data),
            ],
        )
        assert world.count(Hello) == 1, way
        open_circles(world)
        begin_again(world)


def test_a_yes_to_the_circle_and_a_yes_to_one_of_it_at_the_same_moment(world: World, trio: list[Person]) -> None:
    for _ in range(4):
        pair = circle_of(world, *trio[:2])
        hello_id = ask(world, pair, trio[:2], trio[2])
        own = _kept_hello(world, trio[1], trio[2])
        answers = _all_at_once(world, [(trio[2], f"/buddies/hellos/{each}/accept", {}) for each in (hello_id, own)] * 3)
        assert Counter(status for status, _ in answers) == {303: 3, 409: 3}, "one of the two, each time it is said"
        assert len(open_circles(world)) in {1, 2}
        begin_again(world)


def _kept_hello(world: World, asker: Person, asked: Person) -> UUID:
    """A hello that the site would not let through any more."""
    with world.inside():
        return keep_hello(asker.actor, asked.id, words="On my own", once=chance.new_id())


def test_two_invitations_to_circles_that_share_somebody(world: World, trio: list[Person]) -> None:
    """One is in two circles, and both ask the same person at once: the person and that one begin a single circle."""
    middle, asked = nadia(world), comfort(world)
    inside = [[middle, world.member(f"Inside {number}", sector="nhs-acute", capacity=3)] for number in range(2)]
    first = ask(world, circle_of(world, *inside[0]), inside[0], asked)
    second = _joins(world, inside[1][1], circle_of(world, *inside[1]), asked)
    answers = _all_at_once(world, [(asked, f"/buddies/hellos/{each}/accept", {}) for each in (first, second)] * 2)
    assert Counter(status for status, _ in answers) == {303: 2, 409: 2}
    assert sorted(len(each) for each in open_circles(world)) == [2, 3]


def test_pair_hellos_and_a_trio_that_begins_at_the_same_moment(world: World, trio: list[Person]) -> None:
    """Accepting asks who shares a circle under the same lock: a second one of any size does not begin."""
    hello_id = hello(world, trio[0], trio[1])
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    with_derek = circle_of(world, derek, trio[1])
    joint = _joins(world, derek, with_derek, trio[0])
    answers = _all_at_once(
        world,
        [(trio[1], f"/buddies/hellos/{hello_id}/accept", {}), (trio[0], f"/buddies/hellos/{joint}/accept", {})] * 3,
    )
    assert Counter(status for status, _ in answers) == {303: 3, 409: 3}
    open_circles(world)


def _joins(world: World, asker: Person, circle_id: UUID, asked: Person) -> UUID:
    joins = seen_circle(world, asker, circle_id).id
    with world.inside():
        return keep_hello(asker.actor, asked.id, words=WORDS, once=chance.new_id(), joins_id=joins)
