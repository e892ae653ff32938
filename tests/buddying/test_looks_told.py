"""The hourly job that tells of looks: in batches, by several workers at once, to nobody twice and to nobody apart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from community.accounts.models import Member
from community.belonging.models import Block
from community.buddying.actions import looks
from community.buddying.looks import HalfWay
from community.buddying.models import Circle, CircleLook
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.jobs import registry
from community.notifications.models import Notice
from tests.buddying.people import gareth, nadia
from tests.buddying.terms import active_circle, change_circle, look_half_way, tell, the_weeks
from tests.buddying.told import told
from tests.statements import statements
from tests.world import Person, World


def pairs(world: World, number: int) -> list[Person]:
    people = [world.member(f"Person {n}", capacity=3) for n in range(2 * number)]
    for n in range(number):
        active_circle(world, people[2 * n], people[2 * n + 1])
    return people


def began(world: World, weeks: float) -> None:
    with world.inside():
        db.session.execute(update(Circle).values(term_began_at=clock.now() - timedelta(weeks=weeks)))


def test_it_stands_among_the_jobs_and_runs_each_hour(app: Flask) -> None:
    (job,) = (job for job in registry.all_jobs(app) if job.name == "tell-of-looks")
    assert job.every == timedelta(hours=1)


@pytest.mark.parametrize("weeks", [3, 12, 24])
def test_several_workers_at_once_tell_nobody_twice(world: World, weeks: int) -> None:
    people = pairs(world, 3)
    began(world, weeks)
    with ThreadPoolExecutor(max_workers=4) as pool:
        done = list(pool.map(lambda _: tell(world), range(4)))
    assert sum(done) == 6 and world.count(Notice) == 6 and world.count(CircleLook) == 6
    assert all(line.how_many == 1 for person in people for line in told(world, person))


def test_what_is_more_than_a_batch_is_told_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "AT_A_TIME", 3)
    pairs(world, 4)
    began(world, 3)
    assert tell(world) == 8 and world.count(Notice) == 8


def test_finding_what_is_due_takes_the_same_statements_for_one_and_for_many(app: Flask, world: World) -> None:
    pairs(world, 1)
    with statements(app) as few:
        assert tell(world) == 0
    pairs(world, 8)
    with statements(app) as many:
        assert tell(world) == 0
    assert len(few) == len(many) <= 6


@pytest.mark.parametrize("door", ["check-in", "half-way", "renewal"])
def test_pages_of_looks_ask_the_database_as_little_of_six_as_of_two(app: Flask, world: World, door: str) -> None:
    people = [world.member(f"Person {n}", capacity=3) for n in range(6)]
    counts = []
    with the_weeks() as watch:
        circles = [active_circle(world, *people[:2]), active_circle(world, *people)]
        watch.week(24)
        for circle_id, those in zip(circles, (people[:2], people), strict=True):
            for person in those:
                look_half_way(world, person, circle_id, HalfWay.CHANGE, "Less often")
            browser = world.browser(people[0])
            browser.get("/buddies/contact-me")  # what is asked once for the whole site has been asked
            with statements(app) as asked:
                assert browser.get(f"/buddies/circles/{circle_id}/{door}").status == 200
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 7, counts


def test_whoever_is_suspended_hears_of_it_when_they_are_back_and_its_weeks_are_not_over(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        active_circle(world, one, other)
        _put(world, other, MemberState.SUSPENDED)
        watch.week(3)
        assert tell(world) == 1
        _put(world, other, MemberState.ACTIVE)
        watch.week(4)
        assert tell(world) == 1 and len(told(world, other)) == 1


def test_people_whom_a_block_keeps_apart_are_told_nothing(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        active_circle(world, one, other)
        with world.inside():
            db.session.add(Block(blocker_id=one.id, blocked_id=other.id, made_at=clock.now()))
        watch.week(3)
        assert tell(world) == 0


def test_a_circle_that_was_long_active_is_asked_only_what_belongs_to_its_weeks(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(14)
        tell(world)
        assert [line.path for line in told(world, one)] == [f"/buddies/circles/{circle_id}/half-way"]
        change_circle(world, circle_id, term_began_at=clock.now() - timedelta(weeks=60))
        assert tell(world) == 0


def _put(world: World, person: Person, state: MemberState) -> None:
    with world.inside():
        db.session.execute(update(Member).where(Member.id == person.id).values(state=state))
