"""Two workers, a crash in the middle, one person's trouble, and very many people."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text

from community.core import chance, clock
from community.core.database import db
from community.digests import actions
from community.jobs import running
from community.mail.models import Letter
from community.notifications import actions as notices
from community.notifications import queries as due
from community.notifications.hours import zone_called
from community.notifications.models import LetterTimes, Timing, What
from tests.digests.post import choose, letters, lines, somebody, tell, the_clock, unlettered, write
from tests.statements import statements
from tests.web.ear import listening
from tests.world import Person, World

TIMINGS = (Timing.NOW, Timing.DAILY, Timing.WEEKLY)


def at_the_same_time(*acts: Callable[[], object]) -> None:
    ready = threading.Barrier(len(acts))

    def go(act: Callable[[], object]) -> None:
        ready.wait()
        act()

    threads = [threading.Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("timing", TIMINGS)
def test_two_workers_write_one_letter(app: Flask, world: World, timing: Timing) -> None:
    with the_clock() as watch:
        people = [somebody(world, f"Person {number}") for number in range(5)]
        for person in people:
            choose(world, person, timing)
            tell(world, person)
        watch.hours_later(24 * 7)
        at_the_same_time(*(lambda: write(app) for _ in range(3)))
        assert [len(letters(world, person)) for person in people] == [1] * 5


@pytest.mark.parametrize("timing", TIMINGS)
def test_a_worker_that_comes_second_finds_it_done(app: Flask, world: World, timing: Timing) -> None:
    """Both have read that the letter is due before either writes it."""
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, timing)
        tell(world, nadia)
        watch.hours_later(24 * 7)
        assert write(app) == 1
        with app.app_context():
            assert not notices.set_next(nadia.id, timing, due_at=clock.now(), next_at=clock.now())
            db.session.rollback()


@pytest.mark.parametrize("timing", TIMINGS)
def test_a_crash_in_the_middle_leaves_nothing_half_done(
    app: Flask, world: World, timing: Timing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, timing)
        tell(world, nadia)
        watch.hours_later(24 * 7)

        def crash(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(actions.mail, "post", crash)
            with pytest.raises(KeyboardInterrupt):
                write(app)
        assert unlettered(world, nadia) == 1
        assert not letters(world, nadia)
        assert write(app) == 1


def test_one_persons_trouble_does_not_hold_up_the_others(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), somebody(world, "Gareth")
        tell(world, nadia)
        tell(world, gareth)
        watch.minutes_later(10)
        contents = actions.letters.contents

        def stumble(to: due.Addressee, *rest: object, **more: object) -> object:
            if to.member_id == nadia.id:
                raise ValueError("something about Nadia")
            return contents(to, *rest, **more)  # type: ignore[arg-type]

        with monkeypatch.context() as broken:
            broken.setattr(actions.letters, "contents", stumble)
            assert write(app) == 1
        assert len(letters(world, gareth)) == 1
        assert write(app) == 0, "not every minute"
        watch.hours_later(1)
        assert write(app) == 1
        assert len(letters(world, nadia)) == 1


@pytest.mark.parametrize("timing", TIMINGS)
def test_a_zone_that_this_machine_does_not_know_stops_nobody(app: Flask, world: World, timing: Timing) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), somebody(world, "Gareth")
        for person in (nadia, gareth):
            choose(world, person, timing)
        with world.inside():
            db.session.execute(
                text("UPDATE letter_times SET zone = 'Europe/Nowhere' WHERE member_id = :nadia").bindparams(
                    nadia=nadia.id
                )
            )
        watch.hours_later(24 * 8)
        zone_called.cache_clear()
        with listening() as ear:
            assert write(app) == 0, "nothing to say"
            for person in (nadia, gareth):
                tell(world, person)
            watch.hours_later(24 * 8)
            assert write(app) == 2
        assert [len(letters(world, person)) for person in (nadia, gareth)] == [1, 1]
        assert ear.text.count("Europe/Nowhere") == 1, "said once"
        assert "was not written" not in ear.text


def test_a_meeting_that_moves_while_its_letter_is_written_is_told_of_in_the_next(
    app: Flask, world: World, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "sqlite":
        pytest.skip("SQLite has one writer: nothing can move meanwhile")
    with the_clock() as watch:
        nadia, gareth = somebody(world), somebody(world, "Gareth")
        circle = tell(world, nadia, What.MEETING_SET, spot=chance.new_id(), sender=gareth.actor)
        watch.minutes_later(10)
        meetings_in = actions.queries.meetings_in

        def move_meanwhile(*asked: Any) -> object:
            watch.minutes_later(1)
            moves = {"about": circle, "spot": chance.new_id(), "sender": gareth.actor, "again": True}
            at_the_same_time(lambda: tell(world, nadia, What.MEETING_MOVED, **moves))
            return meetings_in(*asked)

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(actions.queries, "meetings_in", move_meanwhile)
            assert write(app) == 1
        assert unlettered(world, nadia) == 1
        watch.hours_later(1)
        assert write(app) == 1
        first, second = letters(world, nadia)
        assert (lines(first), lines(second)) == (["Gareth set a time to meet"], ["Gareth moved your meeting"])


def test_what_a_letter_did_not_speak_of_is_not_marked(app: Flask, world: World) -> None:
    """The same, by hand: a line is read, begins anew, and is marked as it was read."""
    with the_clock() as watch:
        nadia = somebody(world)
        circle = tell(world, nadia, What.MEETING_SET)
        with app.app_context():
            read = due.pending_for(nadia.id, Timing.NOW)
        watch.minutes_later(1)
        tell(world, nadia, What.MEETING_MOVED, about=circle)
        with world.inside():
            notices.note_lettered(read, clock.now())
        assert unlettered(world, nadia) == 1
        with app.app_context():
            read = due.pending_for(nadia.id, Timing.NOW)
        with world.inside():
            notices.note_lettered(read, clock.now())
        assert unlettered(world, nadia) == 0


@pytest.mark.parametrize("timing", TIMINGS)
def test_a_worker_that_is_told_to_stop_leaves_the_rest_for_later(
    app: Flask, world: World, timing: Timing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with the_clock() as watch:
        for number in range(4):
            person = somebody(world, f"Person {number}")
            choose(world, person, timing)
            tell(world, person)
        watch.hours_later(24 * 7)
        contents = actions.letters.contents

        def stop_meanwhile(*about: Any, **more: Any) -> object:
            running.stop()
            return contents(*about, **more)

        try:
            with monkeypatch.context() as meanwhile:
                meanwhile.setattr(actions.letters, "contents", stop_meanwhile)
                assert write(app) == 1
        finally:
            running.stop(False)
        assert write(app) == 3


def many(world: World, how_many: int) -> Person:
    """People and a notice each, made the shortest way."""
    first = somebody(world, "First")
    tell(world, first)
    columns = "role, state, joined_at, idle_lock_minutes"
    with world.inside():
        for number in range(how_many - 1):
            name = f"person.{number}@example.org"
            values = {"name": name, "id": f"{number:032x}", "first": first.id}
            db.session.execute(
                text(
                    f"INSERT INTO member (public_id, email, email_key, display_name, {columns})"
                    f" SELECT :id, :name, :name, 'Person', {columns} FROM member WHERE id = :first"
                ),
                values,
            )
        times = [column.name for column in LetterTimes.__table__.columns if column.name != "member_id"]
        db.session.execute(
            text(
                f"INSERT INTO letter_times (member_id, {', '.join(times)}) SELECT member.id, {', '.join(times)}"
                " FROM member, letter_times WHERE member.id <> letter_times.member_id"
            )
        )
        copied = "kind, what, about, is_public, words, how_many, since, told_at, letter"
        db.session.execute(
            text(
                f"INSERT INTO notice (public_id, member_id, {copied}) SELECT member.public_id, member.id, {copied}"
                " FROM member, notice WHERE member.id <> notice.member_id"
            )
        )
    return first


def test_a_thousand_letters_cost_a_few_statements_each(app: Flask, world: World) -> None:
    with the_clock() as watch:
        many(world, 1000)
        with statements(app) as seen:
            write(app)
        assert len(seen) <= 5, "with nothing due nobody is looked at"
        watch.minutes_later(10)
        with statements(app) as seen:
            assert write(app) == 1000
        assert len(seen) <= 5 + 1000 * 5
        assert world.count(Letter) == 1000


def test_those_with_nothing_new_cost_nothing_each(app: Flask, world: World) -> None:
    with the_clock() as watch:
        first = many(world, 300)
        watch.minutes_later(10)
        write(app)
        watch.hours_later(24)
        with statements(app) as seen:
            assert write(app) == 0
        assert len(seen) <= 6, "the daily letter of nobody"
        assert world.count(LetterTimes, next_daily_at=world.one(LetterTimes, member_id=first.id).next_daily_at) == 300


@contextmanager
def plans(app: Flask) -> Iterator[list[str]]:
    """How the engine goes about each statement inside the block."""
    seen: list[str] = []
    is_sqlite = db.engine.dialect.name == "sqlite"

    def explain(conn: Connection, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked = ("EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN ") + statement
            seen.append("\n".join(" ".join(map(str, row)) for row in conn.exec_driver_sql(asked, parameters)))

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)


def test_looking_for_what_is_due_uses_the_indexes(app: Flask, world: World, engine: str) -> None:
    with the_clock() as watch:
        many(world, 300)
        watch.minutes_later(10)
        write(app)
        with app.app_context():
            db.session.execute(text("ANALYZE"))
            if engine == "postgresql":
                db.session.execute(text("SET LOCAL enable_seqscan = off"))  # 300 rows are read as quickly as an index
            with plans(app) as seen:
                due.members_due(Timing.DAILY, clock.now(), 10)
                due.quiet_times(Timing.DAILY, clock.now())
                due.members_due(Timing.WEEKLY, clock.now(), 10)
                due.quiet_times(Timing.WEEKLY, clock.now())
                due.members_due_now(clock.now(), 10)
            db.session.rollback()
    daily, daily_quiet, weekly, weekly_quiet, soon = seen
    assert "ix_letter_times_next_daily_at" in daily and "ix_letter_times_next_daily_at" in daily_quiet
    assert "ix_letter_times_next_weekly_at" in weekly and "ix_letter_times_next_weekly_at" in weekly_quiet
    of_what_waits = ["ix_notice_due", "ix_notice_file_due"]  # neither holds more than what no letter has spoken of
    assert any(index in soon for index in of_what_waits) and "Seq Scan on notice" not in soon
    assert not [plan for plan in seen if "SCAN letter_times" in plan.replace("USING", "") and "INDEX" not in plan]
