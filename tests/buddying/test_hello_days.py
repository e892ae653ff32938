"""What happens to hellos by itself: one kind reminder on the sixth day, one kind line after the tenth."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, event, update

from community.belonging.models import Block
from community.buddying import actions
from community.buddying.models import Hello, HelloState
from community.core import clock
from community.core.database import db
from community.notifications.models import Notice, What
from tests.buddying.people import gareth, hello, nadia
from tests.buddying.told import sentences, told
from tests.statements import statements
from tests.world import Person, World

CLOCK_CHANGES = [datetime(2026, 3, 25, 14, tzinfo=clock.LONDON), datetime(2026, 10, 21, 14, tzinfo=clock.LONDON)]


def run(world: World, job: Callable[[], int] = actions.remind_of_hellos) -> int:
    with world.inside():
        return job()


def answer(world: World, hello_id: UUID, person: Person, way: str) -> None:
    assert world.browser(person).post(f"/buddies/hellos/{hello_id}/{way}").status == 303


def asks(world: World, asked: Person, number: int) -> UUID:
    return hello(world, world.member(f"Asker {number}", sector="nhs-acute"), asked)


@pytest.mark.parametrize("said_at", CLOCK_CHANGES, ids=["spring", "autumn"])
def test_the_reminder_comes_as_the_sixth_day_begins_and_once(
    world: World, one: Person, other: Person, said_at: datetime
) -> None:
    with time_machine.travel(said_at, tick=False) as watch:
        hello(world, one, other)
        assert [line.what for line in told(world, other)] == [What.HELLO]
        sixth = (said_at + timedelta(days=6)).replace(hour=0)  # by the clock on the wall, whatever it did meanwhile
        watch.move_to(sixth - timedelta(seconds=1))
        assert run(world) == 0
        with world.inside():
            db.session.execute(update(Notice).values(lettered_at=clock.now()))
        watch.move_to(sixth)
        assert run(world) == 1
        assert world.one(Notice).lettered_at is None, "the line that nobody read is due for a letter again"
        assert sentences(world, other) == ["Nadia is still waiting for your answer"]
        for hours in range(1, 24 * 5):
            watch.move_to(sixth + timedelta(hours=hours))
            assert run(world) == 0, "once"


def test_a_hello_whose_notice_was_read_is_reminded_of_by_a_new_one(world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hello(world, one, other)
        with world.inside():
            db.session.execute(update(Notice).values(read_at=clock.now(), lettered_at=clock.now()))
        watch.shift(timedelta(days=6))
        run(world)
        assert sentences(world, other) == ["Nadia is still waiting for your answer"]
        assert world.count(Notice) == 2


@pytest.mark.parametrize("way", ["accept", "decline", "take-back", "block"])
def test_nobody_is_reminded_of_what_no_longer_waits(world: World, one: Person, other: Person, way: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hello_id = hello(world, one, other)
        if way == "block":
            with world.inside():
                db.session.add(Block(blocker_id=other.id, blocked_id=one.id, made_at=clock.now()))
        else:
            answer(world, hello_id, one if way == "take-back" else other, way)
        watch.shift(timedelta(days=6))
        assert run(world) == 0


def test_an_answer_that_comes_while_hellos_are_looked_for_leaves_nothing_to_remind_of(
    app: Flask, world: World, one: Person, other: Person
) -> None:
    def decline(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE hello SET reminded_at"):
            connection.execute(update(Hello).values(state=HelloState.DECLINED, answered_at=clock.now()))

    with time_machine.travel(clock.now(), tick=False) as watch:
        hello(world, one, other)
        watch.shift(timedelta(days=6))
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", decline)
        try:
            assert run(world) == 0
        finally:
            event.remove(engine, "before_cursor_execute", decline)
        assert world.one(Hello).reminded_at is None
        assert [line.what for line in told(world, other)] == [What.HELLO]


def test_all_that_is_due_comes_together_and_the_next_half_a_week_later(world: World, other: Person) -> None:
    start = datetime(2026, 6, 1, 12, tzinfo=clock.LONDON)
    with time_machine.travel(start, tick=False) as watch:
        asks(world, other, 1), asks(world, other, 2)
        watch.shift(timedelta(days=1))
        asks(world, other, 3)
        reminded: list[tuple[timedelta, int]] = []
        for hour in range(24 * 11):
            watch.move_to(start + timedelta(hours=hour))
            if how_many := run(world):
                reminded.append((timedelta(hours=hour), how_many))
        first = timedelta(days=6) - timedelta(hours=12)
        assert reminded == [(first, 2), (first + timedelta(hours=84), 1)]
        assert first + timedelta(hours=84) < timedelta(days=11), "and the last one could still be answered"


def test_one_member_s_reminder_does_not_hold_up_another_s(world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asks(world, one, 1)
        watch.shift(timedelta(days=1))
        asks(world, other, 2)
        watch.shift(timedelta(days=5))
        assert run(world) == 1
        watch.shift(timedelta(days=1))
        assert run(world) == 1


@pytest.mark.parametrize("job", [actions.remind_of_hellos, actions.close_hellos])
def test_two_workers_at_once_do_it_once(world: World, job: Callable[[], int]) -> None:
    asked = [world.member(f"Asked {number}") for number in range(3)]
    for number, each in enumerate(asked):
        asks(world, each, number)
    days = 6 if job is actions.remind_of_hellos else 11
    with world.inside():
        db.session.query(Notice).delete()
        db.session.execute(update(Hello).values(asked_at=clock.now() - timedelta(days=days)))
    with ThreadPoolExecutor(max_workers=6) as pool:
        done = list(pool.map(lambda _: run(world, job), range(6)))
    assert sum(done) == 3 and world.count(Notice) == 3
    assert {line.how_many for each in asked for line in told(world, each)} <= {1}


@pytest.mark.parametrize("said_at", CLOCK_CHANGES, ids=["spring", "autumn"])
def test_what_nobody_answered_is_closed_and_said_kindly_once(
    world: World, one: Person, other: Person, said_at: datetime
) -> None:
    with time_machine.travel(said_at, tick=False) as watch:
        hello_id = hello(world, one, other)
        over = (said_at + timedelta(days=11)).replace(hour=0)
        watch.move_to(over - timedelta(seconds=1))
        assert run(world, actions.close_hellos) == 0
        watch.move_to(over)
        assert run(world, actions.close_hellos) == 1 and run(world, actions.close_hellos) == 0
        assert sentences(world, one) == ["Your hello to Gareth has closed. Here are others"]
        assert told(world, one)[0].path == "/buddies" and not told(world, other)
        assert world.one(Hello, public_id=hello_id).state is HelloState.CLOSED
        watch.shift(timedelta(hours=1))
        assert run(world, actions.close_hellos) == 0


def test_declined_blocked_and_unanswered_are_told_by_rows_that_do_not_differ(world: World) -> None:
    rows = []
    with time_machine.travel(clock.now(), tick=False) as watch:
        ways = ("decline", "expire", "block")
        pairs = [(nadia(world), gareth(world)) for _ in ways]
        for way, (asker, asked) in zip(ways, pairs, strict=True):
            hello_id = hello(world, asker, asked)
            if way == "decline":
                answer(world, hello_id, asked, way)
            elif way == "block":
                with world.inside():
                    db.session.add(Block(blocker_id=asked.id, blocked_id=asker.id, made_at=clock.now()))
            assert not told(world, asker), "nothing before the end"
        watch.shift(timedelta(days=11))
        assert run(world, actions.close_hellos) == 3
        for asker, _ in pairs:
            row = world.one(Notice, member_id=asker.id)
            alike = set(Notice.__table__.columns.keys()) - {"id", "public_id", "member_id", "about"}
            rows.append({(name, str(getattr(row, name))) for name in alike})
    assert len(rows[0]) > 8 and rows[0] == rows[1] == rows[2]


def test_whoever_blocked_the_other_hears_no_more_of_them(world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hello(world, one, other)
        with world.inside():
            db.session.add(Block(blocker_id=one.id, blocked_id=other.id, made_at=clock.now()))
        assert "Waiting, until" not in world.browser(one).get("/buddies/hellos")
        watch.shift(timedelta(days=11))
        assert run(world, actions.close_hellos) == 1
        assert not told(world, one)


def test_what_was_over_long_ago_is_closed_without_a_word(world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now() - timedelta(days=90), tick=False):
        hello(world, one, other)
    assert run(world, actions.close_hellos) == 1
    assert not told(world, one) and world.one(Hello).state is HelloState.CLOSED


def test_looking_for_what_is_due_takes_the_same_few_statements(app: Flask, world: World) -> None:
    def count(job: Callable[[], int], days: int, how_many: int) -> int:
        with time_machine.travel(clock.now(), tick=False) as watch:
            for number in range(how_many):
                asks(world, world.member("Asked"), number)
            watch.shift(timedelta(days=days))
            with statements(app) as asked:
                assert run(world, job) == how_many
            return len([each for each in asked if "notice" not in each])

    for job, days in ((actions.remind_of_hellos, 6), (actions.close_hellos, 11)):
        few = count(job, days, 1)
        with world.inside():
            db.session.query(Hello).delete()
        assert count(job, days, 5) == few <= 4
        with world.inside():
            db.session.query(Hello).delete()


def test_both_are_plain_commands_as_well(app: Flask, world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now() - timedelta(days=7), tick=False):
        hello(world, one, other)
    done = app.test_cli_runner().invoke(args=["remind-of-hellos"])
    assert done.exit_code == 0, done.output
    assert sentences(world, other) == ["Nadia is still waiting for your answer"]
    assert app.test_cli_runner().invoke(args=["close-hellos"]).exit_code == 0
    assert not told(world, one)
