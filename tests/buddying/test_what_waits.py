"""What waits for somebody in a circle is the same on its page and in every list, and each of it has its words."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from community.belonging.models import Block
from community.buddying import actions, queries
from community.buddying.actions.agreement import save_agreement
from community.buddying.agreed import NOTHING, Terms
from community.buddying.looks import Amiss, CheckIn, HalfWay, Met, Useful
from community.buddying.models import CircleState
from community.buddying.tasks import LINES, Asks, Task
from community.buddying.views import parts
from community.core import chance, clock
from community.core.database import db
from community.directory.models import Profile
from community.home.queries import ASKED
from tests.buddying.growing import propose
from tests.buddying.people import circle_of, comfort, gareth, nadia, seen_circle
from tests.buddying.terms import BEGAN, active_circle, change_circle, check_in, look_half_way, the_weeks
from tests.world import Person, World


def asks(world: World, person: Person, circle_id: UUID) -> list[Task]:
    """What waits, in its order: of the list, which must be what the page says."""
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        listed = next(each.asks for each in queries.circles_of(person.actor) if each.public_id == circle_id)
    with world.app.test_request_context(), pytest.MonkeyPatch.context() as signed_in:
        signed_in.setattr(parts, "me", lambda: person.actor)
        shown: Asks = parts.parts_of(circle, queries.meetings_of(circle))["asks"]
    assert listed == shown
    return [task for task in (shown.big, *shown.lines) if task]


def test_every_task_has_a_line_and_words_on_home() -> None:
    assert set(ASKED) == set(LINES) == set(Task)


def test_before_the_first_meeting_and_after_it(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = circle_of(world, one, other)
    assert asks(world, one, circle_id) == [Task.APART]
    assert "You and Gareth: do you work together?" in world.browser(one).get("/")
    with world.inside():
        actions.say_apart(one.actor, queries.circle_seen_by(one.actor, circle_id), is_apart=True)
    assert asks(world, one, circle_id) == [] and asks(world, other, circle_id) == [Task.APART]
    assert "work together?" not in world.browser(one).get("/").text
    with world.inside():
        circle = queries.circle_seen_by(one.actor, circle_id)
        actions.we_met(one.actor, circle, on=clock.today(), once=chance.new_id())
    assert asks(world, one, circle_id) == [Task.CARRY_ON]
    assert "Would you like to carry on with Gareth?" in world.browser(one).get("/")
    with world.inside():
        actions.carry_on(one.actor, queries.circle_seen_by(one.actor, circle_id))
    assert asks(world, one, circle_id) == [] and asks(world, other, circle_id) == [Task.APART, Task.CARRY_ON]
    assert "carry on with Gareth?" not in world.browser(one).get("/").text


def test_the_looks_of_a_half_year_whether_or_not_the_job_has_told_of_them(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(2)
        assert asks(world, one, circle_id) == []
        watch.week(3)
        change_circle(world, circle_id, contact_at=clock.now())
        assert asks(world, one, circle_id) == [Task.CHECK_IN]
        check_in(world, one, circle_id, CheckIn(Met.YES, Useful.YES, Amiss.NOTHING))
        assert asks(world, one, circle_id) == [] and asks(world, other, circle_id) == [Task.CHECK_IN]
        watch.week(13)
        change_circle(world, circle_id, contact_at=clock.now())
        assert asks(world, one, circle_id) == asks(world, other, circle_id) == [Task.HALF_WAY]
        look_half_way(world, one, circle_id, HalfWay.CARRY_ON)
        assert asks(world, one, circle_id) == []
        look_half_way(world, other, circle_id, HalfWay.CARRY_ON)
        watch.week(40)
        assert asks(world, one, circle_id) == [Task.HALF_WAY_OPEN, Task.RESCUE, Task.RENEWAL]


def test_a_rest_a_move_an_agreement_and_a_silence(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        with world.inside():
            circle = queries.circle_seen_by(other.actor, circle_id)
            save_agreement(other.actor, circle, Terms(between="Here"), NOTHING, seen=0)
        assert asks(world, one, circle_id) == [Task.AGREEMENT] and asks(world, other, circle_id) == []
        change_circle(world, circle_id, moved_at=clock.now())
        watch.week(9)
        everything = [Task.LOOK_AGAIN, Task.AGREEMENT, Task.RESCUE, Task.CHECK_IN]
        assert asks(world, one, circle_id) == everything
        change_circle(world, circle_id, state=CircleState.PAUSED, paused_at=clock.now())
        assert asks(world, one, circle_id) == [Task.LOOK_AGAIN, Task.AGREEMENT]


def test_a_proposal_until_its_last_day_and_not_of_somebody_whom_the_reader_has_blocked(world: World) -> None:
    one, other, third, fourth = nadia(world), gareth(world), comfort(world), world.member("Hassan", capacity=3)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other, fourth)
        propose(world, one, circle_id, third)
        assert asks(world, one, circle_id) == []
        assert asks(world, other, circle_id) == asks(world, fourth, circle_id) == [Task.PROPOSAL]
        with world.inside():
            db.session.add(Block(blocker_id=fourth.id, blocked_id=third.id, made_at=clock.now()))
        assert asks(world, fourth, circle_id) == []
        watch.week(2)
        assert asks(world, other, circle_id) == [Task.PROPOSAL]
        watch.week(2.2)
        assert clock.now() - BEGAN > timedelta(days=15) and asks(world, other, circle_id) == []


def test_the_thirty_circles_that_ended_last_are_listed_however_many_were_in_them(world: World) -> None:
    me, *others = (world.member(name) for name in ("Nadia", "Gareth", "Comfort", "Hassan", "Amara", "Tom"))
    for _ in range(7):
        with world.inside():
            db.session.execute(update(Profile).values(circles_open=0))
        circle_id = circle_of(world, me, *others)
        change_circle(world, circle_id, state=CircleState.FINISHED, ended_at=clock.now())
    with world.inside():
        finished = queries.finished_circles_of(me.actor)
    assert [len(each.others) for each in finished] == [5] * 7
