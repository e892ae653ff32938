"""What a process keeps of everybody: it follows every change; where it misses one, the database has the last word."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from flask import Flask

from community.accounts.models import Member
from community.buddying.models import Exposure
from community.buddying.queries import everybody as memory_of_everybody
from community.buddying.queries.columns import read_after
from community.buddying.queries.everybody import Memory, forget_everybody, read_ahead
from community.core import clock
from community.core.database import db, reading
from community.directory import actions as directory
from community.directory.models import Profile
from tests.buddying.people import comfort, gareth, nadia
from tests.buddying.test_finding import cards
from tests.world import Person, World

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def known_to(memory: Memory, world: World) -> set[int]:
    """Whom the memory would compare with somebody who fits everybody of the cast."""
    with world.app.app_context(), reading():
        crowd = memory.look().crowd
        columns = crowd._columns
        return {int(key) for key, is_open in zip(columns["key"], columns["is_open"], strict=True) if is_open}


def take_room(world: World, person: Person) -> None:
    with world.inside():
        directory.take_room([person.id])


def test_every_process_follows_what_is_changed_in_any_other(world: World) -> None:
    here, there = Memory(), Memory()
    one, other = gareth(world, capacity=1), comfort(world, capacity=1)
    assert known_to(here, world) == known_to(there, world) == {one.id, other.id}
    take_room(world, one)
    assert known_to(here, world) == known_to(there, world) == {other.id}
    with world.inside():
        directory.give_back_room([one.id])
    later = world.member("Hassan")
    assert known_to(there, world) == known_to(here, world) == {one.id, other.id, later.id}


def test_what_a_form_changes_is_known_at_the_next_look(world: World) -> None:
    viewer = nadia(world, challenges=("winter",), needs=("winter",))
    other = gareth(world)
    browser, theirs = world.browser(viewer), world.browser(other)
    assert cards(browser.get("/buddies")) == {}
    theirs.submit(theirs.get("/profile/challenges"), "/profile/challenges", first="winter")
    assert "You both put Winter" in cards(browser.get("/buddies"))["Gareth"]


@pytest.mark.parametrize("minutes", [0, 10, 180])
def test_a_clock_that_goes_back_hides_no_change(world: World, minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that only runs on says how much time went by, whatever the one on the wall says."""
    running = time.monotonic()
    with time_machine.travel(NOON, tick=False) as when:
        memory, other = Memory(), gareth(world, capacity=1)
        assert known_to(memory, world) == {other.id}
        when.move_to(NOON - timedelta(hours=1))
        take_room(world, other)
        when.shift(timedelta(minutes=minutes))
        monkeypatch.setattr(time, "monotonic", lambda: running + 60 * minutes + 5)
        assert known_to(memory, world) == set()


def test_what_was_written_before_the_last_look_and_committed_after_it_is_not_missed(world: World) -> None:
    with time_machine.travel(NOON, tick=False) as when:
        memory, other = Memory(), gareth(world)
        known_to(memory, world)
        when.shift(timedelta(minutes=5))
        assert known_to(memory, world) == {other.id}
        with world.inside():
            slow = NOON + timedelta(minutes=5) - timedelta(seconds=20)
            db.session.query(Profile).filter_by(member_id=other.id).update({"is_available": False, "changed_at": slow})
        assert known_to(memory, world) == set()


def test_a_process_that_missed_changes_shows_nobody_who_is_not_allowed(world: World) -> None:
    """Whoever stops being allowed is still in memory here; the page asks the database."""
    viewer, away, left, stays = nadia(world), gareth(world), comfort(world), world.member("Hassan", sector="nhs-acute")
    browser = world.browser(viewer)
    assert set(cards(browser.get("/buddies"))) == {"Gareth", "Comfort", "Hassan"}
    with world.inside():
        db.session.query(Profile).filter_by(member_id=away.id).update({"is_available": False})
        db.session.delete(db.session.get_one(Member, left.id))
    kept = memory_of_everybody._memories[str(_address(world.app))]
    assert known_to(kept, world) >= {away.id, left.id, stays.id}
    assert set(cards(browser.get("/buddies"))) == {"Hassan"}
    assert browser.get(f"/buddies/why/{away.public_id}", check=False).status == 404


def test_what_is_old_is_read_anew_and_forgets_whoever_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stays, leaves = gareth(world), comfort(world)
    for inside in (None, world.app.app_context):
        memory = Memory(inside)
        _ = known_to(memory, world), memory.wait()
        assert known_to(memory, world) >= {stays.id, leaves.id}
    with world.inside():
        db.session.delete(db.session.get_one(Member, leaves.id))
        db.session.add(Exposure(member_id=stays.id, lists=7, counted_at=clock.now()))
    monkeypatch.setattr(memory_of_everybody, "READ_AGAIN_SECONDS", -1)
    _ = known_to(memory, world), memory.wait()
    assert known_to(memory, world) == {stays.id}
    with world.app.app_context(), reading():
        assert memory.look().crowd.shown([str(stays.id)]).lists == {str(stays.id): 7}
    memory.wait()


def test_a_server_reads_ahead_and_compares_meanwhile_with_those_read_so_far(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, first, last = nadia(world), gareth(world), comfort(world)
    go_on = Event()

    def one_at_a_time(after: int, lists: Any) -> Any:
        if after >= first.id:
            go_on.wait(20)
        return read_after(after, lists)[:1]

    monkeypatch.setattr(memory_of_everybody, "read_after", one_at_a_time)
    with _served(world.app) as memory:
        while len(memory.look_at_growing()) < 2:
            time.sleep(0.01)
        page = world.browser(viewer).get("/buddies")
        assert set(cards(page)) == {"Gareth"}
        assert "not everybody is compared yet" in page and "would help" not in page
        take_room(world, last)
        go_on.set()
        memory.wait()
        page = world.browser(viewer).get("/buddies")
        assert set(cards(page)) == {"Gareth", "Comfort"} and "not everybody is compared yet" not in page


def test_a_server_whose_database_is_away_tries_again_at_the_next_look(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    other, is_away = gareth(world), [True]

    @contextmanager
    def inside() -> Iterator[None]:
        if is_away[0]:
            raise ConnectionError
        with world.app.app_context():
            yield

    memory = Memory(inside)
    with world.app.app_context(), reading():
        looked = memory.look()
    assert len(looked.crowd) == 0 and not looked.is_whole
    memory.wait()
    assert "everybody could not be read: ConnectionError" in caplog.text
    is_away[0] = False
    _ = known_to(memory, world), memory.wait()
    assert known_to(memory, world) == {other.id}


def test_on_a_new_site_nobody_waits_for_somebody_to_be_read(world: World) -> None:
    memory = Memory(world.app.app_context)
    began = time.monotonic()
    assert known_to(memory, world) == set()
    memory.wait()
    assert time.monotonic() - began < memory_of_everybody.PATIENCE_SECONDS
    with world.app.app_context(), reading():
        assert memory.look().is_whole


def _address(app: Flask) -> object:
    with app.app_context():
        return db.engine.url


@contextmanager
def _served(app: Flask) -> Iterator["_Watched"]:
    """As in a process that serves: the memory of this database reads in a thread of its own."""
    read_ahead(app.app_context)
    memory = memory_of_everybody._memories[str(_address(app))]
    try:
        yield _Watched(memory)
    finally:
        memory.wait()
        forget_everybody()


class _Watched:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def look_at_growing(self) -> Any:
        return self._memory._growing or ()

    def wait(self) -> None:
        self._memory.wait()
