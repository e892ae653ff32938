"""R56: moments are aware and in UTC; the hour that comes twice and the hour that never comes do no harm."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import StatementError

from community.core import audit, clock
from community.core.audit import AuditLine
from community.core.database import db
from community.web import shown
from tests.world import World

FIRST_HALF_PAST_ONE = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # still summer time
SECOND_HALF_PAST_ONE = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # the clock has gone back


def test_the_hour_that_comes_twice_is_two_moments_with_one_face() -> None:
    assert shown.clock_time(FIRST_HALF_PAST_ONE) == shown.clock_time(SECOND_HALF_PAST_ONE) == "01:30"
    assert timedelta(hours=1) == SECOND_HALF_PAST_ONE - FIRST_HALF_PAST_ONE


def test_the_hour_that_never_comes_is_never_shown() -> None:
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert shown.clock_time(before) == "00:59"
    assert shown.clock_time(before + timedelta(minutes=1)) == "02:00"


def test_both_half_past_ones_come_back_from_the_database_as_they_went_in(app: Flask, world: World) -> None:
    for moment in (FIRST_HALF_PAST_ONE, SECOND_HALF_PAST_ONE):
        with time_machine.travel(moment, tick=False), world.inside():
            audit.note(moment.isoformat(), actor_id=None, object_kind="trial")
    with app.app_context():
        kept = {line.action: line.happened_at for line in db.session.query(AuditLine)}
    assert kept == {moment.isoformat(): moment for moment in (FIRST_HALF_PAST_ONE, SECOND_HALF_PAST_ONE)}
    assert all(moment.tzinfo is UTC or moment.utcoffset() == timedelta(0) for moment in kept.values())


def test_a_moment_of_another_zone_is_stored_as_the_same_moment(app: Flask, world: World) -> None:
    in_karachi = datetime(2026, 11, 23, 14, 0, tzinfo=timezone(timedelta(hours=5)))
    with world.inside():
        db.session.add(AuditLine(happened_at=in_karachi, actor_id=None, action="a", object_kind="trial"))
    assert world.one(AuditLine).happened_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_time_without_a_zone_cannot_be_stored(app: Flask, world: World) -> None:
    with app.app_context():
        db.session.add(
            AuditLine(happened_at=datetime(2026, 10, 25, 1, 30), actor_id=None, action="a", object_kind="trial")  # noqa: DTZ001
        )
        with pytest.raises(StatementError, match="without a zone"):
            db.session.flush()
        db.session.rollback()


def test_today_is_the_day_on_a_british_wall() -> None:
    with time_machine.travel(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 7, 2)
    with time_machine.travel(datetime(2026, 1, 1, 23, 30, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 10, 25, 1, 35, tzinfo=UTC), "Today 01:35"),  # another machine's clock is a little ahead
        (SECOND_HALF_PAST_ONE, "Today 01:30"),
        (FIRST_HALF_PAST_ONE, "Today 01:30"),
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), "Yesterday 23:59"),
        (datetime(2026, 10, 24, 23, 1, tzinfo=UTC), "Today 00:01"),
        (datetime(2026, 10, 21, 12, 0, tzinfo=UTC), "Wednesday 13:00"),
        (datetime(2026, 10, 2, 12, 0, tzinfo=UTC), "Friday 2 October, 13:00"),
        (datetime(2025, 11, 29, 12, 0, tzinfo=UTC), "Saturday 29 November 2025, 12:00"),
    ],
)
def test_a_moment_is_said_as_people_say_it(when: datetime, said: str) -> None:
    """On the Sunday on which the clocks go back."""
    with time_machine.travel(SECOND_HALF_PAST_ONE, tick=False):
        assert shown.moment(when) == said


def test_nothing_is_ever_said_to_have_happened_minus_some_days_ago() -> None:
    with time_machine.travel(SECOND_HALF_PAST_ONE, tick=False):
        assert shown.ago(SECOND_HALF_PAST_ONE + timedelta(minutes=5)) == "today"
        assert shown.ago(date(2026, 10, 26)) == "today"
        assert shown.ago(date(2026, 10, 24)) == "yesterday"
