"""Many at once, with real threads against the real application: room holds, one circle comes out, nobody sees a 500."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from community.buddying.models import Circle, CircleMessage, Hello, HelloState, Meeting
from community.core import chance, clock, crypto
from community.core.database import db
from community.directory.models import Profile
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia, seen_circle
from tests.world import Person, World

MANY = 20


def _all_at_once(world: World, acts: list[tuple[Person, str, dict[str, str]]]) -> list[tuple[int, str]]:
    """Send every act from its own browser at the same moment; statuses and where they lead."""
    browsers = [(world.browser(person), url, data) for person, url, data in acts]
    for browser, _, _ in browsers:
        browser.get("/help")

    def send(number: int) -> tuple[int, str]:
        browser, url, data = browsers[number]
        page = browser.post(url, data)
        return page.status, page.location

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(send, range(len(acts))))


def _many_hellos_to(world: World, asked: Person, how_many: int) -> list[UUID]:
    """More hellos than the site lets through, to press on the door of one person."""
    ids = []
    for number in range(how_many):
        asker = world.member(f"Asker {number}", sector="nhs-acute")
        with world.inside():
            hello_id = chance.new_id()
            box = crypto.seal_field("Hello", table="hello", row=hello_id, group=asker.public_id)
            db.session.add(
                Hello(
                    public_id=hello_id,
                    asker_id=asker.id,
                    asked_id=asked.id,
                    state=HelloState.WAITING,
                    text_box=box,
                    asked_at=clock.now(),
                    made_key=chance.new_id(),
                )
            )
        ids.append(hello_id)
    return ids


def test_R44_twenty_acceptances_at_once_never_take_more_room_than_there_is(world: World) -> None:
    asked = nadia(world, capacity=1)
    hellos = _many_hellos_to(world, asked, MANY)
    answers = _all_at_once(world, [(asked, f"/buddies/hellos/{each}/accept", {}) for each in hellos])
    assert Counter(status for status, _ in answers) == {303: 1, 409: MANY - 1}
    assert world.one(Profile, member_id=asked.id).circles_open == 1
    assert world.count(Circle) == 1 and world.count(Hello, state=HelloState.ACCEPTED) == 1
    assert world.count(Hello, state=HelloState.WAITING) == MANY - 1, "whoever lost the race still waits"


def test_R44_twenty_acceptances_of_one_hello_are_one_circle(world: World) -> None:
    asker, asked = gareth(world), nadia(world)
    hello_id = hello(world, asker, asked)
    answers = _all_at_once(world, [(asked, f"/buddies/hellos/{hello_id}/accept", {})] * MANY)
    assert {status for status, _ in answers} == {303}, "the same person's repeat"
    assert len({location for _, location in answers}) == 1
    assert world.count(Circle) == 1 and world.count(CircleMessage) == 1
    assert [world.one(Profile, member_id=each.id).circles_open for each in (asker, asked)] == [1, 1]


def test_R44_an_asker_who_is_accepted_by_many_at_once_gets_as_many_as_fit(world: World) -> None:
    asker = gareth(world, capacity=1)
    asked = [world.member(f"Asked {number}", capacity=1) for number in range(3)]
    hellos = [hello(world, asker, each) for each in asked]
    answers = _all_at_once(
        world, [(person, f"/buddies/hellos/{each}/accept", {}) for person, each in zip(asked, hellos, strict=True)]
    )
    assert Counter(status for status, _ in answers) == {303: 1, 409: 2}
    assert world.one(Profile, member_id=asker.id).circles_open == 1
    assert sum(world.one(Profile, member_id=each.id).circles_open for each in asked) == 1


def test_hellos_that_cross_at_the_same_moment_are_one_circle(world: World) -> None:
    one, other = gareth(world), nadia(world)
    acts = [
        (asker, f"/buddies/hellos/new?to={asked.public_id}", {"words": "At once", "key": str(chance.new_id())})
        for asker, asked in ((one, other), (other, one))
    ]
    answers = _all_at_once(world, acts)
    assert {status for status, _ in answers} == {303}
    assert world.count(Circle) == 1 and world.count(Hello, state=HelloState.ACCEPTED) == 2
    assert [world.one(Profile, member_id=each.id).circles_open for each in (one, other)] == [1, 1]


def test_yes_and_take_back_at_the_same_moment_agree_on_one_ending(world: World) -> None:
    asker = gareth(world)
    for number in range(5):
        asked = world.member(f"Asked {number}", capacity=3)
        hello_id = hello(world, asker, asked)
        yes, back = _all_at_once(
            world,
            [(asked, f"/buddies/hellos/{hello_id}/accept", {}), (asker, f"/buddies/hellos/{hello_id}/take-back", {})],
        )
        assert sorted([yes[0], back[0]]) == [303, 409]
        if yes[0] == 303:
            assert world.count(Circle) == 1
            return
        assert world.count(Circle) == 0


def test_both_say_we_met_and_both_finish_at_the_same_moment(world: World) -> None:
    one, other = gareth(world), nadia(world)
    circle_id = buddies(world, one, other)
    url = f"/buddies/circles/{circle_id}"
    met = _all_at_once(world, [(each, f"{url}/met", {"key": str(chance.new_id())}) for each in (one, other) * 5])
    assert {status for status, _ in met} == {303} and world.count(Meeting) == 1
    finished = _all_at_once(world, [(each, f"{url}/finish", {}) for each in (one, other) * 5])
    assert {status for status, _ in finished} == {303}
    assert [world.one(Profile, member_id=each.id).circles_open for each in (one, other)] == [0, 0]
    assert seen_circle(world, one, circle_id).ended_at is not None


def test_two_leave_a_trio_at_the_same_moment_and_nobody_stays_behind_alone(world: World) -> None:
    people = [gareth(world), nadia(world), comfort(world)]
    circle_id = circle_of(world, *people)
    left = _all_at_once(world, [(each, f"/buddies/circles/{circle_id}/finish", {}) for each in people[:2]])
    assert {status for status, _ in left} == {303}
    assert world.one(Circle, public_id=circle_id).ended_at is not None
    assert [world.one(Profile, member_id=each.id).circles_open for each in people] == [0, 0, 0]


def test_R45_a_message_sent_many_times_at_once_stands_there_once(world: World) -> None:
    one, other = gareth(world), nadia(world)
    circle_id = buddies(world, one, other)
    act = (one, f"/buddies/circles/{circle_id}/messages", {"words": "Only once", "key": str(chance.new_id())})
    answers = _all_at_once(world, [act] * 8)
    assert {status for status, _ in answers} <= {303, 409} and 303 in {status for status, _ in answers}
    assert world.count(CircleMessage) == 2, "the hello and the message"


def test_both_say_carry_on_at_the_same_moment(world: World) -> None:
    one, other = gareth(world), nadia(world)
    circle_id = buddies(world, one, other)
    answers = _all_at_once(world, [(each, f"/buddies/circles/{circle_id}/carry-on", {}) for each in (one, other)])
    assert {status for status, _ in answers} == {303}
    assert seen_circle(world, one, circle_id).active_since is not None
