"""What stands in a letter: names, counts and public titles; times by the member's own clock; nothing private."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask

from community.buddying import actions as buddying
from community.buddying.models import MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from community.mail import queries, rendering
from community.mail.models import Letter
from community.notifications import wording
from community.notifications.models import Notice, Timing, What
from community.practice.models import Level
from tests.buddying.people import buddies, gareth, nadia, seen_circle
from tests.digests.post import LONDON, at, choose, kinds, letters, lines, part, read, somebody, tell, the_clock, write
from tests.practice.people import a_community, a_thread
from tests.world import Person, World

CANARY = "Kittiwake"


def buddies_with_letters(world: World, zone: str = LONDON) -> tuple[Person, Person]:
    asker, asked = nadia(world), gareth(world)
    with world.inside():
        from community.notifications import actions as notices

        for person in (asker, asked):
            notices.begin(person.id)
        notices.set_times(asked.actor, zone=zone, from_hour=0, to_hour=0, weekday=0)
    return asker, asked


def test_titles_that_are_not_public_stay_in_the_tray(app: Flask, world: World) -> None:
    with the_clock() as watch:
        comfort = somebody(world, "Comfort")
        tell(world, comfort, What.MENTION, words=CANARY, is_public=False)
        tell(world, comfort, What.MENTION, words="Public", is_public=True)
        watch.minutes_later(10)
        write(app)
        (letter,) = letters(world, comfort)
        assert CANARY not in json.dumps(letter)
        assert lines(letter) == [
            "Somebody mentions you in one of your communities",
            "Somebody mentions you in “Public”",
        ]
        assert world.count(Notice, words=CANARY) == 1, "the tray has it"


@pytest.mark.parametrize(
    ("level", "is_safe_space"),
    [(Level.ASK, False), (Level.PRIVATE, False), (Level.HIDDEN, False), (Level.OPEN, True)],
)
def test_news_names_only_what_every_member_may_read(
    app: Flask, world: World, level: Level, is_safe_space: bool
) -> None:
    with the_clock() as watch:
        comfort, facilitator = somebody(world, "Comfort"), world.member("Gareth")
        space = a_community(
            world, level, facilitator=facilitator, members=(comfort,), name=CANARY, is_safe_space=is_safe_space
        )
        watch.hours_later(1)
        talk = a_thread(world, facilitator, space, title=f"{CANARY} again", body=f"{CANARY} indeed")
        watch.move_to(at(LONDON, 2026, 6, 8, 8, 0))
        assert write(app) == 1
        (letter,) = letters(world, comfort)
        assert CANARY not in json.dumps(letter)
        assert lines(letter) == ["A conversation in one of your communities: 1 new"]
        assert CANARY in world.browser(comfort).get(talk.url).text


def test_what_needs_me_stands_first(app: Flask, world: World) -> None:
    with the_clock() as watch:
        comfort = somebody(world, "Comfort")
        tell(world, comfort, What.ANSWER, words="A title")
        tell(world, comfort, What.MESSAGE)
        watch.minutes_later(10)
        write(app)
        (letter,) = letters(world, comfort)
        assert [line["words"] for line in part(letter, "Waiting for you")] == ["Somebody wrote to you"]
        assert [line["words"] for line in part(letter, "New for you")] == ["Somebody answered in “A title”"]
        assert kinds(letter) == ["answer", "message"]


@pytest.mark.parametrize(
    ("what", "has_spot", "button"),
    [
        (What.HELLO, False, "Read and answer"),
        (What.HELLO_WAITS, False, "Read and answer"),
        (What.HELLO_YES, True, "Open your space"),
        (What.HELLO_YES, False, "Open it"),
        (What.HELLO_CLOSED, False, "See others"),
        (What.MESSAGE, False, "Open it"),
    ],
)
def test_the_button_says_what_to_do(app: Flask, world: World, what: What, has_spot: bool, button: str) -> None:
    with the_clock() as watch:
        comfort = somebody(world, "Comfort")
        tell(world, comfort, what, spot=chance.new_id() if has_spot else None)
        watch.minutes_later(10)
        write(app)
    letter = world.one(Letter, member_id=comfort.id)
    with app.app_context():
        written = rendering.write(queries.posted(letter.id))
    assert f"\n{button}:\n" in written.text and f">{button}</a>" in written.html


@pytest.mark.parametrize(
    ("timing", "has_notices", "has_news", "subject", "button"),
    [
        (Timing.NOW, True, False, "2 things for you at Even Ground", "See all your notices"),
        (Timing.DAILY, True, True, "Your day at Even Ground", "See all your notices"),
        (Timing.WEEKLY, True, False, "Your week at Even Ground", "See all your notices"),
        (Timing.WEEKLY, False, True, "Your week at Even Ground", "Go to your communities"),
    ],
)
def test_a_letter_of_several_is_called_by_their_number_or_their_time_and_leads_to_all_of_them(
    app: Flask, world: World, timing: Timing, has_notices: bool, has_news: bool, subject: str, button: str
) -> None:
    with the_clock() as watch:
        comfort, gareth = somebody(world, "Comfort"), world.member("Gareth")
        choose(world, comfort, timing)
        space = a_community(world, facilitator=gareth, members=(comfort,))
        watch.hours_later(1)
        if has_news:
            a_thread(world, gareth, space)
        if has_notices:
            tell(world, comfort, What.MESSAGE)
            tell(world, comfort, What.HELLO)
        watch.hours_later({Timing.NOW: 1, Timing.DAILY: 24}.get(timing, 24 * 7))
        assert write(app) == 1
    letter = world.one(Letter, member_id=comfort.id)
    with app.app_context():
        written = rendering.write(queries.posted(letter.id))
    assert written.subject == subject
    way = app.url_map.bind("localhost").match(letter.about["button"]["path"], method="GET")[0]
    assert (letter.about["button"]["words"], way) == (
        button,
        "notifications.tray" if has_notices else "practice.communities",
    )


def test_what_was_written_never_stands_in_a_letter(app: Flask, world: World) -> None:
    with the_clock() as watch:
        asker, asked = buddies_with_letters(world)
        circle_id = buddies(world, asker, asked, words=f"Hello, {CANARY}")
        with world.inside():
            seen = seen_circle(world, asker, circle_id)
            buddying.write_message(asker.actor, seen, words=f"{CANARY} here", once=chance.new_id())
            plan = Plan(clock.now() + timedelta(days=3), MeetingHow.IN_PERSON, f"{CANARY} Lane", seen=0)
            buddying.plan_meeting(asker.actor, seen, plan, once=chance.new_id())
        watch.minutes_later(10)
        write(app)
        written = json.dumps([*letters(world, asker), *letters(world, asked)])
        assert "Nadia wrote to you" in written and "Nadia set a time to meet" in written
        assert CANARY not in written
        assert CANARY in world.browser(asked).get(f"/buddies/circles/{circle_id}").text


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        (LONDON, "Friday 5 June, 14:30"),
        ("America/New_York", "Friday 5 June, 09:30 (America/New York)"),
        ("Australia/Sydney", "Friday 5 June, 23:30 (Australia/Sydney)"),
    ],
)
def test_a_meeting_is_told_by_the_members_own_clock(app: Flask, world: World, zone: str, says: str) -> None:
    with the_clock() as watch:
        asker, asked = buddies_with_letters(world, zone)
        circle_id = buddies(world, asker, asked)
        starts_at = at(LONDON, 2026, 6, 5, 14, 30)
        with world.inside():
            seen = seen_circle(world, asker, circle_id)
            buddying.plan_meeting(
                asker.actor, seen, Plan(starts_at, MeetingHow.VIDEO, "", seen=0), once=chance.new_id()
            )
        watch.minutes_later(10)
        write(app)
        (event,) = letters(world, asked)[-1]["events"]
        assert f"Nadia set a time to meet: {says}" in lines(letters(world, asked)[-1])
        assert event["when"] == says
        assert event["starts_at"] == starts_at.isoformat()
        assert (event["title"], event["is_off"], event["path"]) == (
            "Meeting with Nadia",
            False,
            f"/buddies/circles/{circle_id}",
        )


def test_a_meeting_called_off_takes_itself_out_of_calendars(app: Flask, world: World) -> None:
    with the_clock() as watch:
        asker, asked = buddies_with_letters(world)
        circle_id = buddies(world, asker, asked)
        with world.inside():
            seen = seen_circle(world, asker, circle_id)
            plan = Plan(clock.now() + timedelta(days=3), MeetingHow.VIDEO, "", seen=0)
            buddying.plan_meeting(asker.actor, seen, plan, once=chance.new_id())
        watch.minutes_later(10)
        write(app)
        watch.hours_later(2)
        with world.inside():
            buddying.call_off(asker.actor, seen_circle(world, asker, circle_id))
        watch.minutes_later(10)
        write(app)
        (was_set,), (is_off,) = (letter["events"] for letter in letters(world, asked)[-2:])
        assert was_set["uid"] == is_off["uid"]
        assert is_off["sequence"] > was_set["sequence"]
        assert (was_set["is_off"], is_off["is_off"]) == (False, True)


def test_a_circle_that_is_finished_takes_its_meeting_out_of_calendars(app: Flask, world: World) -> None:
    with the_clock() as watch:
        asker, asked = buddies_with_letters(world)
        circle_id = buddies(world, asker, asked)
        with world.inside():
            seen = seen_circle(world, asker, circle_id)
            plan = Plan(clock.now() + timedelta(days=3), MeetingHow.VIDEO, "", seen=0)
            buddying.plan_meeting(asker.actor, seen, plan, once=chance.new_id())
        watch.minutes_later(10)
        write(app)
        watch.hours_later(2)
        with world.inside():
            buddying.finish(asker.actor, seen_circle(world, asker, circle_id), is_not_again=False)
        watch.minutes_later(10)
        write(app)
        (was_set,), (is_off,) = (letter["events"] for letter in letters(world, asked)[-2:])
        assert was_set["uid"] == is_off["uid"]
        assert is_off["sequence"] > was_set["sequence"]
        assert (was_set["is_off"], is_off["is_off"]) == (False, True)


def test_a_meeting_that_is_over_is_not_put_into_calendars(app: Flask, world: World) -> None:
    with the_clock() as watch:
        asker, asked = buddies_with_letters(world)
        choose(world, asked, Timing.WEEKLY)
        circle_id = buddies(world, asker, asked)
        read(world, asked, circle_id)
        with world.inside():
            seen = seen_circle(world, asker, circle_id)
            plan = Plan(clock.now() + timedelta(days=1), MeetingHow.VIDEO, "", seen=0)
            buddying.plan_meeting(asker.actor, seen, plan, once=chance.new_id())
        watch.hours_later(24 * 6)
        write(app)
        assert [letter["events"] for letter in letters(world, asked)] == [[]]


@pytest.mark.parametrize(
    ("moment", "zone", "says"),
    [
        (at(LONDON, 2026, 1, 1, 23, 59), "Asia/Tokyo", "Friday 2 January, 08:59 (Asia/Tokyo)"),
        (at(LONDON, 2026, 12, 31, 23, 59), LONDON, "Thursday 31 December, 23:59"),
        (at(LONDON, 2026, 12, 31, 23, 59), "Asia/Tokyo", "Friday 1 January 2027, 08:59 (Asia/Tokyo)"),
        (at(LONDON, 2025, 12, 31, 23, 59), LONDON, "Wednesday 31 December 2025, 23:59"),
        (at(LONDON, 2026, 6, 5, 14, 30), "Mars/Olympus_Mons", "Friday 5 June, 14:30"),
    ],
)
def test_midnight_is_that_of_the_zone_and_the_year_is_said_where_it_is_another(
    moment: datetime, zone: str, says: str
) -> None:
    with the_clock():
        assert wording.moment(moment, zone) == says
