"""A quiet circle: one kind line, then four ways on; at most once for each missed interval, and never while it rests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from community.buddying import actions
from community.buddying.models import Circle, CircleSeat, CircleState, MeetingHow, Rhythm
from community.buddying.rhythm import INTERVALS, misses
from community.buddying.said import Plan
from community.core import chance, clock
from community.core.database import db
from community.notifications.models import Notice
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia, seen_circle
from tests.buddying.told import sentences
from tests.statements import statements
from tests.world import Person, World

DAY = timedelta(days=1)
NUDGE = "It has been quiet between you and Gareth. A line would do"
RESCUE = "Keep going with Gareth, change the rhythm, pause or finish? All are fine"


@pytest.fixture
def pair(world: World, one: Person, other: Person) -> UUID:
    return active(world, one, other)


def active(world: World, *people: Person, rhythm: Rhythm = Rhythm.THREE_WEEKS) -> UUID:
    """People who carried on, and have read whatever they were told of it."""
    circle_id = buddies(world, *people) if len(people) == 2 else circle_of(world, *people)
    with world.inside():
        now = clock.now()
        values = {"state": CircleState.ACTIVE, "active_since": now, "term_began_at": now, "contact_at": now}
        db.session.execute(update(Circle).where(Circle.public_id == circle_id).values(rhythm=rhythm, **values))
        db.session.execute(update(CircleSeat).values(is_apart=True))
        db.session.query(Notice).delete()
    return circle_id


@contextmanager
def after(began: datetime, passed: timedelta) -> Iterator[None]:
    with time_machine.travel(began + passed + timedelta(minutes=1), tick=False):
        yield


def job(world: World) -> int:
    with world.inside():
        return actions.nudge_quiet_circles()


def contact(world: World, circle_id: UUID) -> datetime:
    moment: datetime = world.one(Circle, public_id=circle_id).contact_at
    return moment


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_one_nudge_after_one_and_a_half_intervals_then_the_four_ways_and_after_the_fourth_miss_nothing(
    world: World, one: Person, other: Person, rhythm: Rhythm
) -> None:
    circle_id, interval = active(world, one, other, rhythm=rhythm), INTERVALS[rhythm]
    began, heard = contact(world, circle_id), []
    for hour in range(0, int(interval / timedelta(hours=1)) * 7, 12):
        with after(began, timedelta(hours=hour)):
            told = job(world)
            if told:
                assert told == 2, "each of the two"
                heard.append((hour, sentences(world, one)))
    days = [hour / 24 for hour, _ in heard]
    assert [round(day / interval.days - 0.5) for day in days] == [1, 2, 3, 4]
    assert [said for _, said in heard] == [[NUDGE], [RESCUE], [RESCUE], [RESCUE]]
    assert sentences(world, other)[0].startswith("Keep going with Nadia")


def test_before_one_and_a_half_intervals_nobody_is_told(world: World, one: Person, pair: UUID) -> None:
    with time_machine.travel(contact(world, pair) + 31.5 * DAY - timedelta(seconds=1), tick=False):
        assert job(world) == 0
    with time_machine.travel(contact(world, pair) + 31.5 * DAY, tick=False):
        assert job(world) == 2
        assert job(world) == 0, "once"


def test_who_has_not_met_within_three_weeks_hears_of_it(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    with after(contact(world, circle_id), 20 * DAY):
        assert job(world) == 0
    with after(contact(world, circle_id), 21 * DAY):
        assert job(world) == 2


def test_a_message_ends_the_silence_and_what_was_told_of_it(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    began = contact(world, pair)
    with after(began, 53 * DAY):
        job(world)
        assert sentences(world, one) == [RESCUE]
        page = world.browser(one).get(f"/buddies/circles/{pair}")
        assert "It has been quiet between you" in page and "Keep going" in page
        assert "It has been quiet with Gareth" in world.browser(one).get("/")
        seen = seen_circle(world, other, pair)
        with world.inside():
            actions.write_message(other.actor, seen, words="Sorry, it was a long month.", once=chance.new_id())
        assert sentences(world, one) == ["Gareth wrote to you"]
        assert "It has been quiet between you" not in world.browser(one).get(f"/buddies/circles/{pair}")
        assert job(world) == 0
    with after(began, (53 + 31) * DAY):
        assert job(world) == 0
    with after(began, (53 + 32) * DAY):
        assert job(world) == 2
        assert sentences(world, one)[0] == NUDGE, "counted anew"


def test_whoever_keeps_going_has_an_interval_and_a_half_again(world: World, one: Person, pair: UUID) -> None:
    began = contact(world, pair)
    with after(began, 60 * DAY):
        job(world)
        browser = world.browser(one)
        browser.submit(browser.get(f"/buddies/circles/{pair}"), "/keep-going")
        assert job(world) == 0
    with after(began, 90 * DAY):
        assert job(world) == 0
    with after(began, 92 * DAY):
        assert job(world) == 2


def test_nobody_is_told_while_it_rests_nor_soon_after(world: World, one: Person, pair: UUID) -> None:
    began = contact(world, pair)
    with after(began, 28 * DAY):
        until = (clock.today() + 100 * DAY).isoformat()
        world.browser(one).post(f"/buddies/circles/{pair}/pause", {"until": until})
    for day in range(28, 128, 7):
        with after(began, day * DAY):
            assert job(world) == 0
    with after(began, 129 * DAY):
        with world.inside():
            assert actions.resume_circles() == 1
        assert job(world) == 0
    with after(began, 155 * DAY):
        assert job(world) == 0


def test_nobody_is_told_while_a_meeting_lies_ahead_or_has_just_been(world: World, one: Person, pair: UUID) -> None:
    began, seen = contact(world, pair), seen_circle(world, one, pair)
    with after(began, 2 * DAY), world.inside():
        plan = Plan(began + 50 * DAY, MeetingHow.VIDEO, "", 0)
        actions.plan_meeting(one.actor, seen, plan, once=chance.new_id())
    for day in (32, 45, 51):
        with after(began, day * DAY):
            assert job(world) == 0
    with after(began, 52 * DAY + timedelta(hours=1)):
        assert job(world) == 2, "two days after a meeting of which nobody said that it was"


@pytest.mark.parametrize("how_many", [2, 3, 6])
def test_in_a_larger_circle_each_is_told_once(world: World, how_many: int) -> None:
    people = [world.member(name, capacity=3) for name in ("Ada", "Bea", "Cyd", "Dot", "Eve", "Fay")[:how_many]]
    circle_id = active(world, *people)
    with after(contact(world, circle_id), 32 * DAY):
        assert job(world) == how_many and job(world) == 0
    for person in people:
        assert len(sentences(world, person)) == 1
        assert person.name not in sentences(world, person)[0]


def test_who_has_left_hears_nothing_more_and_neither_does_a_circle_that_is_over(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    third = comfort(world)
    trio = active(world, nadia(world), gareth(world), third)
    for who, circle_id in ((third, trio), (one, pair)):
        seen = seen_circle(world, who, circle_id)
        with world.inside():
            actions.finish(who.actor, seen, is_not_again=False)
    assert world.one(Circle, public_id=trio).ended_at is None
    with after(clock.now(), 60 * DAY):
        assert job(world) == 2
    assert sentences(world, third) == []


def test_a_worker_that_slept_tells_once_of_what_was_missed_last(world: World, one: Person, pair: UUID) -> None:
    with after(contact(world, pair), 80 * DAY):
        assert job(world) == 2 and job(world) == 0
        assert sentences(world, one) == [RESCUE]
    with after(contact(world, pair), 300 * DAY):
        assert job(world) == 0, "after the fourth miss a circle may also just be quiet"


def test_finding_and_noting_costs_the_same_few_statements_for_many(app: Flask, world: World) -> None:
    counted = []
    for how_many in (1, 9):
        for _ in range(how_many):
            active(world, nadia(world), gareth(world))
        with after(clock.now(), 32 * DAY), world.inside(), statements(app) as asked:
            actions.nudge_quiet_circles()
        counted.append(len([each for each in asked if "notice" not in each and "letter_times" not in each]))
        with world.inside():
            db.session.query(Notice).delete()
            db.session.execute(update(Circle).values(contact_at=clock.now() + 400 * DAY))
    assert counted[0] == counted[1]


def test_counting_misses() -> None:
    week, began = timedelta(days=7), clock.now()
    half = week / 2
    ticks = [-DAY, 0 * DAY, week, week + half - timedelta(microseconds=1), week + half, 2 * week + half, 5 * week]
    assert [misses(began, week, began + passed) for passed in ticks] == [0, 0, 0, 0, 1, 2, 4]


def test_what_is_noted_is_the_moment_of_the_miss(world: World, one: Person, pair: UUID) -> None:
    began = contact(world, pair)
    with after(began, 40 * DAY):
        job(world)
    assert world.one(CircleSeat, member_id=one.id).nudged_at == began + 31.5 * DAY
