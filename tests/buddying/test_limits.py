"""How many hellos: three sent and three received at a time, a few a day; and how often buddies are told of an act."""

from datetime import timedelta

import time_machine

from community.buddying.models import Hello
from community.core import chance, clock
from tests.browser import Page
from tests.buddying.growing import propose
from tests.buddying.growing import say as answer_proposal
from tests.buddying.people import circle_of, gareth, hello, nadia
from tests.world import Person, World


def say(world: World, asker: Person, asked: Person) -> Page:
    return world.browser(asker).post(
        f"/buddies/hellos/new?to={asked.public_id}", {"words": "May I?", "key": str(chance.new_id())}
    )


def test_three_hellos_wait_at_a_time(world: World) -> None:
    asker = nadia(world)
    people = [world.member(f"Person {number}", sector="nhs-acute") for number in range(4)]
    assert [say(world, asker, each).status for each in people] == [303, 303, 303, 409]
    answer = say(world, asker, people[3])
    assert "Three of your hellos are waiting for an answer." in answer and "May I?" in answer.html
    taken = world.browser(asker)
    taken.submit(taken.get("/buddies/hellos"), "/take-back")
    assert say(world, asker, people[3]).status == 303


def test_three_hellos_wait_for_anybody_at_a_time(world: World) -> None:
    asked = gareth(world)
    for number in range(3):
        hello(world, world.member(f"Asker {number}"), asked)
    answer = say(world, nadia(world), asked)
    assert answer.status == 409 and "Gareth has enough hellos to answer just now." in answer


def test_hellos_that_closed_by_themselves_do_not_count(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asker = nadia(world)
        for number in range(3):
            hello(world, asker, world.member(f"Person {number}", sector="nhs-acute"))
        watch.shift(timedelta(days=11))
        assert say(world, asker, gareth(world)).status == 303


def test_R42_five_hellos_a_day_in_the_first_week_and_twenty_later(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asker = nadia(world)
        statuses = [_say_and_take_back(world, asker, number) for number in range(6)]
        assert statuses == [303] * 5 + [429]
        watch.shift(timedelta(days=8))
        statuses = [_say_and_take_back(world, asker, 10 + number) for number in range(21)]
        assert statuses == [303] * 20 + [429]


def _say_and_take_back(world: World, asker: Person, number: int) -> int:
    status = say(world, asker, world.member(f"Person {number}", sector="nhs-acute")).status
    for row in world.browser(asker).get("/buddies/hellos").all("form"):
        if "/take-back" in row.get("action", ""):
            world.browser(asker).post(row.get("action", ""))
    return status


def test_somebody_without_room_is_told_how_to_change_it(world: World) -> None:
    asker, asked = gareth(world), nadia(world, capacity=1)
    first = hello(world, asker, asked)
    second = hello(world, world.member("Asker", sector="nhs-acute"), asked)
    browser = world.browser(asked)
    assert browser.post(f"/buddies/hellos/{first}/accept").status == 303
    answer = browser.post(f"/buddies/hellos/{second}/accept")
    assert answer.status == 409 and "You have no room for one more buddy just now." in answer
    assert world.count(Hello, public_id=second, state="waiting") == 1


def test_twenty_acts_that_tell_a_circle_in_a_day_whatever_they_are_and_repeats_are_free(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        one, other = nadia(world), gareth(world)
        url, elsewhere = (f"/buddies/circles/{circle_of(world, one, each)}" for each in (other, world.member("Third")))
        browser = world.browser(one)
        rests = {"words": "I am on leave", "key": str(chance.new_id())}
        for _ in range(9):
            key = {"key": str(chance.new_id())}
            assert [browser.post(f"{url}/pause", key).status for _ in range(2)] == [303, 303]
            assert [browser.post(f"{url}/resume").status for _ in range(2)] == [303, 303]
        assert (
            browser.post(f"{url}/keep-going").status == browser.post(f"{url}/rhythm", {"every": "weekly"}).status == 303
        )
        refused = browser.post(f"{url}/pause", rests)
        assert refused.status == 429 and "That is a lot of changes for one day" in refused
        assert "I am on leave" in refused.html, "nothing is lost"
        agreement = browser.get(f"{url}/agreement/edit")
        refused = browser.submit(agreement, "/agreement/edit", hopes="I hope to learn")
        assert refused.status == 429 and "I hope to learn" in refused.html
        assert browser.post(f"{url}/keep-going").status == 429
        assert browser.post(f"{elsewhere}/keep-going").status == 303, "another circle has its own"
        assert world.browser(other).post(f"{url}/keep-going").status == 303, "and so has each of them"
        assert browser.post(f"{url}/messages", {"words": "Sorry", "key": str(chance.new_id())}).status == 303
        watch.shift(timedelta(hours=25))
        assert world.browser(one).post(f"{url}/keep-going").status == 303


def test_a_meeting_is_not_moved_to_and_fro_all_day(world: World) -> None:
    one, other = nadia(world), gareth(world)
    url = f"/buddies/circles/{circle_of(world, one, other)}"
    browser = world.browser(one)
    statuses = []
    for _ in range(11):
        day = str(clock.today() + timedelta(days=9))
        form = browser.get(f"{url}/meeting").form("/meeting").values
        planned = form | {"on": day, "at": "16:00", "how": "phone", "where": "Here", "key": str(chance.new_id())}
        statuses += [browser.post(f"{url}/meeting", planned).status, browser.post(f"{url}/meeting/call-off").status]
    assert statuses[:20] == [303] * 20 and statuses[20] == 429


def test_a_circle_talks_of_five_people_a_day_whoever_proposes(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        one, other = nadia(world), gareth(world)
        circle_id = circle_of(world, one, other)
        people = [world.member(f"Person {number}", sector="carer") for number in range(7)]
        for number in range(5):
            proposal_id = propose(world, (one, other)[number % 2], circle_id, people[number])
            assert answer_proposal(world, (one, other)[number % 2], circle_id, proposal_id, "rather-not").status == 303
        url = f"/buddies/circles/{circle_id}/invite"
        sixth = {"words": "Join us", "key": str(chance.new_id())}
        for each in (one, other):
            refused = world.browser(each).post(f"{url}/{people[5].public_id}", sixth)
            assert refused.status == 429 and "enough people to ask about" in refused and "Join us" in refused.html
        watch.shift(timedelta(hours=25))
        assert world.browser(one).post(f"{url}/{people[5].public_id}", sixth).status == 303
