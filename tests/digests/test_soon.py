"""N1: what was left unread sends one letter soon, in the hours allowed, and not one after another."""

from datetime import timedelta

import pytest
from flask import Flask

from community.accounts.models import Member
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState
from community.notifications import actions as notices
from community.notifications.models import Kind, Timing, What
from tests.digests.post import (
    A_TUESDAY,
    LONDON,
    at,
    choose,
    kinds,
    letters,
    lines,
    read,
    somebody,
    tell,
    the_clock,
    write,
)
from tests.practice.people import keep_apart
from tests.world import World


def test_a_letter_comes_after_ten_minutes_and_not_before(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        tell(world, nadia, sender=gareth.actor)
        watch.minutes_later(9.9)
        assert write(app) == 0
        watch.minutes_later(0.1)
        assert write(app) == 1
        (letter,) = letters(world, nadia)
        assert lines(letter) == ["Gareth wrote to you"]
        assert (letter["rhythm"], kinds(letter), letter["greeting"]) == ("now", ["message"], "Nadia")
        assert letter["stop"]["row"] == str(nadia.public_id)


def test_what_is_read_in_time_sends_none(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        about = tell(world, nadia)
        watch.minutes_later(9)
        read(world, nadia, about)
        watch.minutes_later(60)
        assert write(app) == 0
        tell(world, nadia)
        watch.minutes_later(10)
        assert write(app) == 1, "and what is not read does"


@pytest.mark.parametrize("what", [What.MEETING_MOVED, What.MEETING_OFF, What.CIRCLE_FINISHED])
@pytest.mark.parametrize("timing", [Timing.NOW, Timing.DAILY, Timing.WEEKLY])
def test_what_changes_a_calendar_sends_its_file_once_also_to_whoever_has_read_it(
    app: Flask, world: World, what: What, timing: Timing
) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, timing)
        read(world, nadia, tell(world, nadia, what, spot=chance.new_id()))
        watch.minutes_later(9)
        assert write(app) == 0
        watch.hours_later(24 * 7)
        assert write(app) == 1
        watch.hours_later(24 * 7)
        assert write(app) == 0, "once only"


@pytest.mark.parametrize("what", [What.MEETING_SET, What.CIRCLE_FINISHED])
def test_what_changes_no_calendar_sends_nothing_once_it_is_read(app: Flask, world: World, what: What) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        read(world, nadia, tell(world, nadia, what))
        watch.hours_later(24 * 7)
        assert write(app) == 0


def test_a_change_that_was_read_waits_as_long_as_its_kind_and_not_for_ever(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, stopped, late = somebody(world), somebody(world, "Gareth"), somebody(world, "Derek")
        for each in (nadia, stopped, late):
            read(world, each, tell(world, each, What.MEETING_OFF, spot=chance.new_id()))
        choose(world, nadia, Timing.DAILY, Kind.MEETING)
        choose(world, stopped, Timing.NEVER, Kind.MEETING)
        with world.inside():
            db.session.get_one(Member, late.id).state = MemberState.SUSPENDED
        watch.hours_later(1)
        assert write(app) == 0
        watch.hours_later(24)
        assert write(app) == 1 and letters(world, nadia)[0]["rhythm"] == "daily"
        watch.hours_later(24 * 14)
        with world.inside():
            db.session.get_one(Member, late.id).state = MemberState.ACTIVE
        assert write(app) == 0


def test_what_came_since_goes_into_the_same_letter_and_nothing_is_said_twice(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        circle = tell(world, nadia, sender=gareth.actor)
        watch.minutes_later(9)
        tell(world, nadia, What.HELLO, sender=gareth.actor)
        watch.minutes_later(1)
        assert write(app) == 1
        assert lines(letters(world, nadia)[0]) == ["Gareth wrote to you", "Gareth says hello"]
        tell(world, nadia, about=circle, sender=gareth.actor)
        watch.hours_later(3)
        assert write(app) == 0, "one letter for a line that only grew"
        read(world, nadia, circle)
        tell(world, nadia, about=circle, sender=gareth.actor)
        watch.hours_later(1)
        assert write(app) == 1, "after reading, what comes is new"
        assert lines(letters(world, nadia)[1]) == ["Gareth wrote to you"]


def test_an_hour_lies_between_two_letters(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        tell(world, nadia)
        watch.minutes_later(10)
        assert write(app) == 1
        tell(world, nadia)
        watch.minutes_later(59.9)
        assert write(app) == 0
        watch.minutes_later(0.1)
        assert write(app) == 1
        assert len(letters(world, nadia)) == 2


@pytest.mark.parametrize(
    ("hours", "told_at", "comes_at"),
    [
        ((8, 20), (2026, 6, 2, 19, 51), (2026, 6, 3, 8, 0)),
        ((8, 20), (2026, 6, 2, 3, 0), (2026, 6, 2, 8, 0)),
        ((8, 20), (2026, 6, 2, 19, 49), (2026, 6, 2, 19, 59)),
        ((22, 2), (2026, 6, 2, 12, 0), (2026, 6, 2, 22, 0)),
        ((22, 2), (2026, 6, 3, 1, 0), (2026, 6, 3, 1, 10)),
        ((0, 0), (2026, 6, 2, 3, 0), (2026, 6, 2, 3, 10)),
    ],
)
def test_a_letter_waits_for_the_hours_allowed(
    app: Flask, world: World, hours: tuple[int, int], told_at: tuple[int, ...], comes_at: tuple[int, ...]
) -> None:
    with the_clock(at(LONDON, *told_at)) as watch:
        nadia = somebody(world, hours=hours)
        tell(world, nadia)
        came_at = None
        while came_at is None and clock.now() < A_TUESDAY + timedelta(days=2):
            watch.minutes_later(1)
            came_at = clock.now() if write(app) else None
        assert came_at == at(LONDON, *comes_at)


def test_the_hours_are_those_of_the_members_own_zone(app: Flask, world: World) -> None:
    with the_clock(at("Australia/Sydney", 2026, 6, 2, 5, 0)) as watch:
        sydney, london = somebody(world, "Matilda", zone="Australia/Sydney"), somebody(world)  # 20:00 in London
        tell(world, sydney)
        tell(world, london)
        watch.hours_later(2.9)
        write(app)
        assert not letters(world, sydney)
        watch.move_to(at("Australia/Sydney", 2026, 6, 2, 8, 0))
        write(app)
        assert len(letters(world, sydney)) == 1
        assert not letters(world, london)


def test_only_what_is_still_shown_stands_in_a_letter(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth, derek = somebody(world), world.member("Gareth"), world.member("Derek")
        tell(world, nadia, What.HELLO, sender=derek.actor)
        tell(world, nadia, What.HELLO, until=clock.now() + timedelta(minutes=9))
        taken_back = tell(world, nadia, What.HELLO, sender=gareth.actor)
        watch.minutes_later(5)
        keep_apart(world, derek, nadia)
        with world.inside():
            notices.take_back(taken_back)
        watch.minutes_later(5)
        assert write(app) == 0
        tell(world, nadia, What.HELLO, sender=gareth.actor)
        watch.minutes_later(10)
        assert write(app) == 1
        assert lines(letters(world, nadia)[0]) == ["Gareth says hello"]


def test_a_meeting_that_moves_is_said_again(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        circle = tell(world, nadia, What.MEETING_SET, sender=gareth.actor, again=True)
        watch.minutes_later(10)
        assert write(app) == 1
        watch.hours_later(2)
        tell(world, nadia, What.MEETING_MOVED, about=circle, sender=gareth.actor, again=True)
        watch.minutes_later(9)
        assert write(app) == 0
        watch.minutes_later(1)
        assert write(app) == 1
        assert lines(letters(world, nadia)[1]) == ["Gareth moved your meeting"]


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT, MemberState.JOINING])
def test_whoever_is_not_active_gets_no_letter(app: Flask, world: World, state: MemberState) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, Timing.DAILY, Kind.MENTION)
        choose(world, nadia, Timing.WEEKLY, Kind.ANSWER)
        for what in (What.MESSAGE, What.MENTION, What.ANSWER):
            tell(world, nadia, what, words="A title")
        with world.inside():
            db.session.get_one(Member, nadia.id).state = state
        watch.hours_later(24 * 8)
        assert write(app) == 0
        with world.inside():
            db.session.get_one(Member, nadia.id).state = MemberState.ACTIVE
        watch.hours_later(24 * 8)
        assert write(app) == 3, "and whoever is active again does"


def test_with_everything_off_no_letter_is_written(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        before = [tell(world, nadia, what) for what in What]
        choose(world, nadia, Timing.NEVER)
        after = [tell(world, nadia, what, about=chance.new_id()) for what in What]
        assert len(before + after) == 2 * len(What)
        for _ in range(10):
            watch.hours_later(24)
            assert write(app) == 0
        assert not letters(world, nadia)
