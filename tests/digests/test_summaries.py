"""The daily and the weekly letter: at their hour, of what is new alone, and never about nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from community.core import clock
from community.digests.queries import MOST_NEWS
from community.notifications import actions as notices
from community.notifications.models import Kind, LetterTimes, Level, Timing, What
from community.practice import actions as practice
from community.practice import queries as practice_queries
from tests.digests.post import LONDON, at, choose, kinds, letters, lines, part, read, somebody, tell, the_clock, write
from tests.practice.people import Space, a_community, a_reply, a_thread, keep_apart, let_in
from tests.world import Person, World

A_MONDAY = at(LONDON, 2026, 6, 1, 8, 0)


def times(world: World, person: Person) -> LetterTimes:
    found: LetterTimes = world.one(LetterTimes, member_id=person.id)
    return found


def test_the_daily_letter_gathers_a_day(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        choose(world, nadia, Timing.DAILY, Kind.MESSAGE, Kind.HELLO)
        circle = tell(world, nadia, sender=gareth.actor)
        tell(world, nadia, What.HELLO, sender=gareth.actor)
        watch.hours_later(1)
        assert write(app) == 0
        watch.move_to(at(LONDON, 2026, 6, 3, 8, 0))
        assert write(app) == 1
        (letter,) = letters(world, nadia)
        assert lines(letter) == ["Gareth wrote to you", "Gareth says hello"]
        assert (letter["rhythm"], kinds(letter)) == ("daily", ["hello", "message"])
        read(world, nadia, circle)
        watch.hours_later(24)
        assert write(app) == 0, "nothing is said twice, and nothing is no letter"
        assert times(world, nadia).next_daily_at == at(LONDON, 2026, 6, 5, 8, 0)


def test_the_weekly_letter_comes_on_its_day(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        choose(world, nadia, Timing.WEEKLY, Kind.MESSAGE)
        with world.inside():
            notices.set_times(nadia.actor, zone=LONDON, from_hour=21, to_hour=23, weekday=4)
        tell(world, nadia, sender=gareth.actor)
        watch.move_to(at(LONDON, 2026, 6, 5, 20, 59))
        assert write(app) == 0
        watch.minutes_later(1)
        assert write(app) == 1
        assert letters(world, nadia)[0]["rhythm"] == "weekly"
        assert times(world, nadia).next_weekly_at == at(LONDON, 2026, 6, 12, 21, 0)


def test_what_is_read_before_its_hour_is_not_said(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, Timing.DAILY, Kind.MESSAGE)
        circle, other = tell(world, nadia), tell(world, nadia)
        read(world, nadia, circle)
        watch.hours_later(24)
        assert write(app) == 1
        (letter,) = letters(world, nadia)
        assert [line["path"] for line in part(letter, "Waiting for you")] == [f"/buddies/circles/{other}"]


@pytest.mark.parametrize(("zone", "spring", "autumn"), [
    (LONDON, datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 10, 4, tzinfo=UTC), datetime(2026, 4, 5, tzinfo=UTC)),
])  # fmt: skip
@pytest.mark.parametrize("is_spring", [True, False])
def test_the_weekly_letter_stays_at_eight_when_the_clocks_change(
    app: Flask, world: World, zone: str, spring: datetime, autumn: datetime, is_spring: bool
) -> None:
    change = spring if is_spring else autumn
    with the_clock(change - timedelta(days=9)) as watch:
        nadia = somebody(world, zone=zone)
        choose(world, nadia, Timing.WEEKLY, Kind.MESSAGE)
        came_at = []
        for half_hour in range(3 * 7 * 48):
            if half_hour % 48 == 0:
                tell(world, nadia)
            if write(app):
                came_at.append(clock.now().astimezone(ZoneInfo(zone)))
            watch.minutes_later(30)
    assert [(moment.weekday(), moment.hour, moment.minute) for moment in came_at] == [(0, 8, 0)] * 3
    assert len({moment.utcoffset() for moment in came_at}) == 2, "the clocks did change"


def test_a_summary_that_is_late_still_waits_for_the_hours(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        choose(world, nadia, Timing.WEEKLY, Kind.MESSAGE)
        tell(world, nadia)
        watch.move_to(at(LONDON, 2026, 6, 8, 23, 0))  # nobody worked all day
        assert write(app) == 0
        watch.move_to(at(LONDON, 2026, 6, 9, 7, 59))
        assert write(app) == 0
        watch.minutes_later(1)
        assert write(app) == 1
        assert times(world, nadia).next_weekly_at == at(LONDON, 2026, 6, 15, 8, 0)


def a_lively_place(world: World, *members: Person) -> tuple[Person, Space]:
    gareth = world.member("Gareth")
    return gareth, a_community(world, facilitator=gareth, members=members)


def test_news_of_communities_comes_once_a_week_unless_it_was_read(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, comfort = somebody(world), somebody(world, "Comfort")
        gareth, space = a_lively_place(world, nadia, comfort)
        watch.hours_later(1)
        talk = a_thread(world, gareth, space, (gareth, "One more thing."))
        with world.inside():
            seen = practice_queries.thread_seen_by(comfort.actor, talk.public_id)
            last = practice_queries.opening_page(comfort.actor, seen).posts[-1]
            practice.mark_read(comfort.actor, seen, last.id)
        watch.move_to(at(LONDON, 2026, 6, 8, 8, 0))
        assert write(app) == 1, "Comfort has read it"
        (letter,) = letters(world, nadia)
        assert lines(letter) == ["“Who do you ring?” in Home from hospital: 2 new"]
        assert part(letter, "In your communities")[0]["path"] == talk.url
        assert (letter["rhythm"], kinds(letter)) == ("weekly", ["community"])
        watch.hours_later(24 * 7)
        assert write(app) == 0, "what was said is not said again, though nobody has read it"


@pytest.mark.parametrize("timing", [Timing.NEVER, Timing.NOW])
def test_news_that_came_otherwise_does_not_flood_in_later(app: Flask, world: World, timing: Timing) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        gareth, space = a_lively_place(world, nadia)
        choose(world, nadia, Timing.NEVER)
        choose(world, nadia, timing, Kind.COMMUNITY)
        a_thread(world, gareth, space, title="Long ago")
        for _ in range(8):
            watch.hours_later(24)
            write(app)
        before = len(letters(world, nadia))
        choose(world, nadia, Timing.WEEKLY, Kind.COMMUNITY)
        watch.minutes_later(1)
        a_thread(world, gareth, space, title="Today")
        watch.hours_later(24 * 7)
        write(app)
        (letter,) = letters(world, nadia)[before:]
        assert lines(letter) == ["“Today” in Home from hospital: 1 new"]


@pytest.mark.parametrize("before", [Timing.NEVER, Timing.NOW])
def test_whoever_asks_for_summaries_again_hears_what_is_new_from_that_day(
    app: Flask, world: World, before: Timing
) -> None:
    with the_clock() as watch:
        watch.move_to(A_MONDAY)
        nadia, gareth = somebody(world), world.member("Gareth")
        space = a_community(world, members=(nadia, gareth))
        choose(world, nadia, before, Kind.COMMUNITY)
        watch.hours_later(1)
        a_thread(world, gareth, space, title="From before")
        watch.hours_later(24)
        with world.inside():
            notices.read_all(nadia.actor, clock.now())
        choose(world, nadia, Timing.WEEKLY, Kind.COMMUNITY)
        watch.hours_later(24)
        a_thread(world, gareth, space, title="From after")
        watch.hours_later(24 * 7)
        write(app)
        said = str(letters(world, nadia))
        assert "From after" in said and "From before" not in said


def test_what_a_notice_spoke_of_is_no_news(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        gareth, space = a_lively_place(world, nadia)
        watch.hours_later(1)
        talk, other = a_thread(world, gareth, space, title="One"), a_thread(world, gareth, space, title="Two")
        tell(world, nadia, What.MENTION, about=talk.public_id, words=talk.title)
        watch.move_to(at(LONDON, 2026, 6, 8, 8, 0))
        write(app)
        said = [lines(letter) for letter in letters(world, nadia)]
        assert sorted(said) == [["Somebody mentions you in “One”"], ["“Two” in Home from hospital: 1 new"]]
        assert other.title == "Two"


def test_news_is_of_what_the_member_may_read_and_wants_to_hear_of(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, derek = somebody(world), world.member("Derek")
        gareth, space = a_lively_place(world, nadia)
        _, left = a_lively_place(world)
        let_in(world, derek, space)
        watch.hours_later(1)
        a_thread(world, derek, space, title="From somebody kept apart")
        quiet = a_thread(world, gareth, space, title="Quiet")
        loud = a_thread(world, gareth, space, title="Loud")
        removed = a_thread(world, gareth, space, title="Removed")
        keep_apart(world, nadia, derek)
        with world.inside():
            notices.hear(nadia.actor, quiet.public_id, Level.NOTHING, inside=space.public_id)
            post = practice_queries.post_to_change(gareth.actor, removed.posts[0])
            practice.remove(gareth.actor, post)
        watch.move_to(at(LONDON, 2026, 6, 8, 8, 0))
        assert write(app) == 1
        assert lines(letters(world, nadia)[0]) == [f"“{loud.title}” in {space.name}: 1 new"]
        assert left.name == space.name


def test_news_comes_daily_to_whom_it_should_and_not_weekly_as_well(app: Flask, world: World) -> None:
    with the_clock(A_MONDAY - timedelta(hours=3)) as watch:
        nadia = somebody(world)
        choose(world, nadia, Timing.DAILY, Kind.COMMUNITY)
        gareth, space = a_lively_place(world, nadia)
        watch.minutes_later(1)
        talk = a_thread(world, gareth, space)
        for _ in range(8 * 24):
            watch.hours_later(1)
            write(app)
        assert [letter["rhythm"] for letter in letters(world, nadia)] == ["daily"]
        a_reply(world, gareth, talk.public_id, "And now?")
        for _ in range(24):
            watch.hours_later(1)
            write(app)
        assert lines(letters(world, nadia)[1]) == [f"“{talk.title}” in {space.name}: 1 new"]


def test_a_summary_is_short_however_much_is_new(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        gareth, space = a_lively_place(world, nadia)
        watch.hours_later(1)
        for number in range(MOST_NEWS + 3):
            a_thread(world, gareth, space, title=f"Number {number}")
        watch.move_to(at(LONDON, 2026, 6, 8, 8, 0))
        assert write(app) == 1
        assert len(part(letters(world, nadia)[0], "In your communities")) == MOST_NEWS


def test_those_with_nothing_to_say_to_are_passed_over_together(app: Flask, world: World) -> None:
    with the_clock() as watch:
        here = [somebody(world, f"Person {number}") for number in range(3)]
        there = somebody(world, "Matilda", zone="Australia/Sydney")
        waits = somebody(world, "Waits")
        choose(world, waits, Timing.DAILY, Kind.MESSAGE)
        tell(world, waits)
        watch.move_to(at(LONDON, 2026, 6, 3, 8, 0))
        assert write(app) == 1
        for person in (*here, waits):
            assert times(world, person).next_daily_at == at(LONDON, 2026, 6, 4, 8, 0)
        assert times(world, there).next_daily_at == at("Australia/Sydney", 2026, 6, 4, 8, 0)
