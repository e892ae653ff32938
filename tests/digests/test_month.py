"""N1: sixty people live for a month; what letters came is what the rules say, to the minute and the word."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from community.buddying import actions as buddying
from community.core import clock
from community.core.database import db
from community.digests import actions as digests
from community.mail import actions as mail
from community.mail.models import Letter, LetterState
from community.notifications.models import Kind, Timing
from tests.digests.month import Life, Wishes, no_waiting_for_the_disk
from tests.digests.oracle import Expected, Oracle
from tests.digests.post import ABOUT_NOTICES, LONDON, Watch, at, lines, the_clock
from tests.mail.conftest import Postman, postman
from tests.world import World

__all__ = ["postman"]

START = at(LONDON, 2026, 10, 10, 0, 0)  # the clocks change on the 25th, and in America on the first of November
USUAL = dict.fromkeys(Kind, Timing.NOW) | {Kind.COMMUNITY: Timing.WEEKLY}
ALL_NOW, ALL_NEVER = dict.fromkeys(Kind, Timing.NOW), dict.fromkeys(Kind, Timing.NEVER)
ALL_DAILY = dict.fromkeys(Kind, Timing.DAILY)
MIXED = USUAL | {Kind.MESSAGE: Timing.DAILY, Kind.ANSWER: Timing.WEEKLY, Kind.COMMUNITY: Timing.NOW}
DAYS = {"sqlite": 30, "postgresql": 14}
ZONES = (LONDON, "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Pacific/Auckland")
HOURS = ((8, 20), (22, 6), (0, 0), (18, 19), (1, 2))


def the_people() -> list[Wishes]:
    """Twelve of each: all at once, the usual, nothing, all each day, some of each; half of them all over the world."""
    groups = (ALL_NOW, USUAL, ALL_NEVER, ALL_DAILY, MIXED)
    wishes = []
    for number in range(60):
        timings = groups[number % 5]
        if number < 30:
            wishes.append(Wishes(timings))
        else:
            zone, hours = ZONES[number // 5 % 5], HOURS[(number // 5 + number) % 5]
            wishes.append(Wishes(timings, zone, hours, weekday=number % 7))
    return wishes


def the_oracle(life: Life) -> Oracle:
    return Oracle(
        names={person.id: person.name for person in life.people.values()},
        timings={
            who: {str(kind): str(timing) for kind, timing in wish.timings.items()} for who, wish in life.wishes.items()
        },
        zones={who: wish.zone for who, wish in life.wishes.items()},
        hours={who: wish.hours for who, wish in life.wishes.items()},
        weekdays={who: wish.weekday for who, wish in life.wishes.items()},
        groups={place.public_id: dict(place.members) for place in life.places},
        began_at=clock.now(),
    )


def jobs(app: Flask) -> None:
    """What happens by itself, as often as it would."""
    with app.app_context():
        if clock.now().minute == 0:
            for job in (buddying.remind_of_hellos, buddying.close_hellos):
                job()
                db.session.commit()
        if digests.write_due_letters():
            mail.deliver_due(limit=500)


def written(world: World) -> list[Expected]:
    with world.app.app_context():
        about_notices = Letter.kind.in_(ABOUT_NOTICES)
        rows = db.session.execute(select(Letter.made_at, Letter.member_id, Letter.about).where(about_notices))
        return sorted((at, who, about["rhythm"], tuple(sorted(lines(about)))) for at, who, about in rows)


def live(app: Flask, world: World, watch: Watch, days: int) -> tuple[Life, Oracle]:
    life = Life(world, watch, random.Random(20261010))
    life.settle(the_people())
    oracle = the_oracle(life)
    life.pass_by(START + timedelta(days=days), lambda: jobs(app))
    return life, oracle


def test_a_month_brings_exactly_the_letters_that_the_rules_promise(
    app: Flask, world: World, postman: Postman, engine: str
) -> None:
    with the_clock(START) as watch, no_waiting_for_the_disk(app):
        life, oracle = live(app, world, watch, days=DAYS[engine])
    came, expected = written(world), oracle.follow(life.diary)
    difference = sorted({*came} ^ {*expected})[:4]
    assert came == expected, difference
    happened = {name for _, name, _ in life.diary}
    assert {"hello", "yes", "not_now", "taken_back", "moved", "off", "finished", "door", "left"} <= happened
    assert {rhythm for _, _, rhythm, _ in came} == {"now", "daily", "weekly"}
    said = {words.split(" ", 1)[1] for *_, each in came for words in each}
    assert {"says hello", "is still waiting for your answer", "wrote to you"} <= said
    assert any(words.startswith("moved your meeting to ") for words in said)
    nobody_is_disturbed(life, came)
    everything_left(world, postman, came)


def nobody_is_disturbed(life: Life, came: list[Expected]) -> None:
    """Looked at again, one by one, without the oracle."""
    for who, wish in life.wishes.items():
        mine = [letter for letter in came if letter[1] == who]
        if wish.timings == ALL_NEVER:
            assert not mine, "everything off is no letter at all"
        for moment, *_ in mine:
            assert _is_allowed(moment, wish), (moment, wish)
        summaries = [moment for moment, _, rhythm, words in mine if rhythm != "now" or _is_a_reminder(words)]
        if wish.timings == USUAL:
            for first in summaries:
                assert sum(first <= moment < first + timedelta(days=7) for moment in summaries) <= 3
        soon = [moment for moment, _, rhythm, _ in mine if rhythm == "now"]
        assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(soon))
    assert any(letter[1] for letter in came)


def _is_a_reminder(words: tuple[str, ...]) -> bool:
    return any("is still waiting" in each for each in words)


def _is_allowed(moment: datetime, wish: Wishes) -> bool:
    first, last = wish.hours
    open_hours = {hour % 24 for hour in range(first, last if last > first else last + 24)}
    return moment.astimezone(ZoneInfo(wish.zone)).hour in open_hours


def everything_left(world: World, postman: Postman, came: list[Expected]) -> None:
    with world.app.app_context():
        assert not db.session.scalars(select(Letter).where(Letter.state != LetterState.SENT)).all()
    assert len(postman.took) == len(came) > 100
    with world.app.app_context():
        addresses = Counter(db.session.scalars(select(Letter.to_address)))
    assert Counter(message.to[0] for message in postman.took) == addresses


@pytest.mark.parametrize("moment", [datetime(2026, 10, 25, 0, 59, tzinfo=UTC)])
def test_the_months_own_check_of_hours_can_tell(moment: datetime) -> None:
    assert _is_allowed(moment, Wishes({}, hours=(1, 2)))
    assert not _is_allowed(moment, Wishes({}, hours=(2, 3)))
    assert not _is_allowed(moment, Wishes({}, zone="Asia/Kolkata", hours=(1, 2)))
