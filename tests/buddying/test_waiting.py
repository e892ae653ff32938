"""A10: nobody fits just yet. Asked for in one tap, looked for again and again, told once, taken back at any time."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from community.belonging.models import Block
from community.buddying import actions, queries
from community.buddying.actions import waiting
from community.buddying.models import BuddyWait
from community.buddying.queries.waiting import Shown
from community.core import clock
from community.core.database import db
from community.directory import actions as directory
from community.directory.models import Profile
from community.jobs import running
from community.notifications.models import Notice, What
from community.practice.models import Level
from tests.buddying.people import buddies, circle_of, gareth, nadia
from tests.practice.people import a_community
from tests.statements import statements
from tests.world import Person, World

LATER = timedelta(hours=6)


def waits(world: World, person: Person) -> None:
    browser = world.browser(person)
    answer = browser.post("/buddies/waiting")
    assert answer.location == "/buddies"


def looked(world: World, monkeypatch: pytest.MonkeyPatch, after: timedelta = LATER) -> int:
    """The job runs, some hours later."""
    now = clock.now()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now + after)
        with world.app.app_context():
            return actions.tell_those_who_wait()


def told(world: World, person: Person) -> int:
    return world.count(Notice, member_id=person.id, what=What.SOMEBODY_FITS)


def test_somebody_who_waits_is_told_once_when_there_is_somebody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = nadia(world)
    waits(world, one)
    assert looked(world, monkeypatch) == 0 and told(world, one) == 0
    gareth(world)
    assert looked(world, monkeypatch, LATER * 3) == 1
    assert told(world, one) == 1 and world.count(BuddyWait) == 0
    world.member("Hassan", sector="nhs-acute")
    assert looked(world, monkeypatch, LATER * 6) == 0 and told(world, one) == 1


def test_whom_they_were_shown_already_is_nobody_new(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = nadia(world)
    gareth(world)
    waits(world, one)
    assert looked(world, monkeypatch) == 0
    world.member("Hassan", sector="nhs-acute")
    assert looked(world, monkeypatch, LATER * 3) == 1


def test_nobody_is_looked_for_again_and_again_within_hours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = nadia(world)
    waits(world, one)
    gareth(world)
    assert looked(world, monkeypatch, timedelta(hours=1)) == 0
    assert looked(world, monkeypatch, timedelta(hours=5)) == 1


def several_wait(world: World) -> list[Person]:
    people = [world.member(f"Waiting {number}", sector="care-home") for number in range(3)]
    with world.inside():
        for person in people:
            shown = queries.shown_to(person.actor).ids
            actions.wait(person.actor, shown)
    return people


def test_one_run_looks_for_everybody_whose_turn_it_is_a_few_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "AT_A_TIME", 1)
    people, before = several_wait(world), clock.now()
    assert looked(world, monkeypatch) == 0
    assert all(world.one(BuddyWait, member_id=person.id).looked_at > before for person in people)
    gareth(world)
    assert looked(world, monkeypatch, LATER * 3) == 3
    assert [told(world, person) for person in people] == [1, 1, 1]


def test_one_run_lets_everybody_go_who_has_somebody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AT_A_TIME", 1)
    for person in several_wait(world):
        circle_of(world, person, gareth(world))
    assert looked(world, monkeypatch) == 0 and world.count(BuddyWait) == 0


def test_a_worker_that_stops_or_has_not_read_everybody_leaves_the_rest_for_next_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "AT_A_TIME", 1)
    several_wait(world)
    gareth(world)
    with monkeypatch.context() as early:
        early.setattr(queries, "shown_to", lambda _viewer: Shown((), None, is_whole=False))
        assert looked(world, monkeypatch) == 0
    running.stop()
    assert looked(world, monkeypatch) == 0 and world.count(BuddyWait) == 3
    running.stop(False)
    assert looked(world, monkeypatch) == 3


def test_where_nobody_is_new_the_page_says_one_thing_of_how_often_we_look(world: World) -> None:
    page = world.browser(nadia(world)).get("/buddies")
    assert "We look again several times a day" in page and "every week" not in page.text


@pytest.mark.parametrize("state", [{"is_available": False}, {"capacity": 0}, {"circles_open": 3}])
def test_the_paused_and_the_full_are_not_looked_for_and_go_on_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch, state: dict[str, object]
) -> None:
    one = nadia(world)
    waits(world, one)
    gareth(world)
    with world.inside():
        db.session.execute(update(Profile).where(Profile.member_id == one.id).values(**state))
    assert looked(world, monkeypatch) == 0 and told(world, one) == 0
    assert world.count(BuddyWait, member_id=one.id) == 1


def test_whoever_has_begun_a_circle_waits_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = nadia(world), gareth(world)
    waits(world, one)
    buddies(world, other, one)
    world.member("Hassan", sector="nhs-acute")
    assert looked(world, monkeypatch) == 0
    assert world.count(BuddyWait) == 0 and told(world, one) == 0


def test_it_is_taken_back_in_one_tap(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = nadia(world)
    browser = world.browser(one)
    page = browser.get("/buddies")
    browser.submit(page, "/buddies/waiting")
    page = browser.get("/buddies")
    assert "We look again for you" in page
    browser.submit(page, "/buddies/waiting/stop")
    assert world.count(BuddyWait) == 0
    gareth(world)
    assert looked(world, monkeypatch) == 0 and told(world, one) == 0


def test_asking_twice_is_asking_once(world: World) -> None:
    one = nadia(world)
    waits(world, one)
    since = world.one(BuddyWait).since
    waits(world, one)
    assert world.one(BuddyWait).since == since


def test_whoever_has_no_room_is_not_put_on_the_list(world: World) -> None:
    one = world.member("Nadia", capacity=1, circles_open=1)
    waits(world, one)
    assert world.count(BuddyWait) == 0


def test_nobody_is_told_of_somebody_whom_a_block_keeps_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = nadia(world), gareth(world)
    with world.inside():
        db.session.add(Block(blocker_id=other.id, blocked_id=one.id, made_at=clock.now()))
    waits(world, one)
    with world.inside():
        directory.give_back_room([other.id])
    assert looked(world, monkeypatch) == 0 and told(world, one) == 0


def test_the_notice_says_nothing_of_whom(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = nadia(world)
    waits(world, one)
    other = gareth(world)
    assert looked(world, monkeypatch) == 1
    page = world.browser(one).get("/notices")
    assert "There is somebody now who may fit you" in page and other.name not in page.text
    assert "/buddies" in page.links


def test_looking_for_one_takes_a_fixed_number_of_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for number in (1, 12):
        for each in range(number):
            world.member(f"Somebody {number} {each}", sector="nhs-acute")
        with world.app.app_context():
            queries.forget_everybody()
            person = world.member(f"Waiting {number}")
            with statements(world.app) as seen:
                queries.shown_to(person.actor)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_meanwhile_leads_to_an_open_community_where_my_first_challenge_is_on_minds(world: World) -> None:
    one, other = nadia(world, challenges=("winter", "discharge-flow")), gareth(world, challenges=("winter",))
    third = world.member("Hassan", challenges=("discharge-flow",))
    a_community(world, Level.OPEN, facilitator=third, name="Another one")
    a_community(world, Level.HIDDEN, facilitator=other, members=(third,), name="Hidden one")
    here = a_community(world, Level.OPEN, facilitator=other, name="Winter together")
    assert world.browser(one).get("/meanwhile").location == f"/communities/{here.public_id}"
    nowhere = world.member("Comfort", challenges=("care-home-voice",))
    assert world.browser(nowhere).get("/meanwhile").location == "/communities"
