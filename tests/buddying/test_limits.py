"""How many hellos: three sent and three received at a time, a few a day, fewer in the first week."""

from datetime import timedelta

import time_machine

from community.buddying.models import Hello
from community.core import chance, clock
from tests.browser import Page
from tests.buddying.people import gareth, hello, nadia
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
