"""What was said of a day, an hour and a place's clock, as a moment; and a month as a table."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from community.core.errors import Invalid
from community.notifications.hours import zones
from community.practice.when import Month, moment_of, span

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        (date(2026, 12, 1), time(17, 30), LONDON, datetime(2026, 12, 1, 17, 30, tzinfo=UTC)),
        (date(2026, 7, 1), time(17, 30), LONDON, datetime(2026, 7, 1, 16, 30, tzinfo=UTC)),
        (date(2026, 7, 1), time(9), "America/New_York", datetime(2026, 7, 1, 13, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), LONDON, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first
        (date(2026, 3, 29), time(2), LONDON, datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_the_place_s_clock(day: date, at: time, zone: str, moment: datetime) -> None:
    assert moment_of(day, at, zone) == moment


@pytest.mark.parametrize(("day", "zone"), [(date(2026, 3, 29), LONDON), (date(2026, 3, 29), "Europe/Dublin")])
def test_a_time_that_the_clocks_leave_out_is_refused_kindly(day: date, zone: str) -> None:
    with pytest.raises(Invalid, match="the clocks go forward") as refused:
        moment_of(day, time(1, 30), zone)
    assert refused.value.field == "at"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "localtime"])
def test_a_zone_that_there_is_not_is_refused(zone: str) -> None:
    with pytest.raises(Invalid) as refused:
        moment_of(date(2026, 12, 1), time(12), zone)
    assert refused.value.field == "zone"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(some.dates(date(2020, 1, 1), date(2030, 12, 31)), some.times(), some.sampled_from(zones()))
def test_whatever_is_taken_reads_as_it_was_said(day: date, at: time, zone: str) -> None:
    try:
        moment = moment_of(day, at, zone)
    except Invalid:
        return
    with time_machine.travel(datetime(day.year, 6, 1, tzinfo=UTC)):
        said = span(moment, moment + timedelta(minutes=1), zone)
    assert f"{day:%A} {day.day} {day:%B}" in said and f", {at:%H:%M} to " in said


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_a_span_names_the_year_the_other_day_and_the_other_clock() -> None:
    begins = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    said = span(begins, begins + timedelta(hours=1), LONDON)
    assert said == "Thursday 31 December, 23:30 to Friday 1 January 2027, 00:30"
    lisbon = span(begins, begins + timedelta(minutes=15), "Europe/Lisbon")
    assert lisbon == "Thursday 31 December, 23:30 to 23:45 (Europe/Lisbon)"


@pytest.mark.parametrize("words", ["", "x", "2026-13", "1999-01", "0001-01", "9999-12", "2026-12-01", "2026-12\x00"])
def test_a_month_that_there_is_not_is_this_one(words: str) -> None:
    assert Month.called(words, today=date(2026, 11, 23)).key == "2026-11"


def test_a_month_is_whole_weeks_with_each_thing_on_its_day() -> None:
    month = Month.called("2026-12", today=date(2026, 11, 23))
    assert (month.before.key, month.next.key, month.words) == ("2026-11", "2027-01", "December 2026")
    assert Month(date(2027, 1, 1)).before.key == "2026-12"
    weeks = month.weeks([date(2026, 12, 24), date(2026, 11, 30)], lambda day: day, today=date(2026, 12, 2))
    assert all(len(week) == 7 for week in weeks) and weeks[0][0].date == date(2026, 11, 30)
    days = {day.date: day for week in weeks for day in week}
    assert days[date(2026, 12, 24)].things == (date(2026, 12, 24),)
    assert not days[date(2026, 11, 30)].things and not days[date(2026, 11, 30)].is_here
    assert days[date(2026, 12, 2)].is_today
    first, last = month.bounds("America/New_York")
    assert (first, last) == (datetime(2026, 12, 1, 5, tzinfo=UTC), datetime(2027, 1, 1, 5, tzinfo=UTC))
