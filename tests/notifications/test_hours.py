"""Letters come by a member's own clock, on the days too when clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.notifications.hours import Hours

MINUTE = timedelta(minutes=1)
ZONES = [
    "Europe/London",
    "America/St_Johns",  # half an hour off
    "Australia/Lord_Howe",  # changes its clock by half an hour
    "America/Havana",  # changes it at midnight
    "Antarctica/Troll",  # changes it by two hours
    "Asia/Kathmandu",  # a quarter of an hour off
    "Pacific/Apia",
]
# Days around which clocks are changed somewhere, and an ordinary one.
AROUND = [
    datetime(2026, 3, 7, tzinfo=UTC),
    datetime(2026, 3, 28, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),
    datetime(2026, 10, 3, tzinfo=UTC),
    datetime(2026, 10, 24, tzinfo=UTC),
    datetime(2026, 10, 31, tzinfo=UTC),
    datetime(2026, 6, 10, tzinfo=UTC),
]
moments = st.builds(
    lambda day, seconds: day + timedelta(seconds=seconds), st.sampled_from(AROUND), st.integers(0, 3 * 86_400)
)
hours = st.builds(Hours, st.sampled_from(ZONES), st.integers(0, 23), st.integers(0, 23), st.integers(0, 6))


def whole_minute_from(moment: datetime) -> datetime:
    down = moment.replace(second=0, microsecond=0)
    return down if down == moment else down + MINUTE


def clock_allows(allowed: Hours, moment: datetime) -> bool:
    hour = moment.astimezone(ZoneInfo(allowed.zone)).hour
    day = {(allowed.from_hour + step) % 24 for step in range((allowed.to_hour - allowed.from_hour) % 24 or 24)}
    return hour in day


def starts_by_watching_the_clock(allowed: Hours, after: datetime, *, weekly: bool) -> datetime:
    """Watch the clock minute by minute from two days before; a day starts once it first shows the hour or later."""
    zone, begun = ZoneInfo(allowed.zone), set()
    moment = whole_minute_from(after - timedelta(days=2))
    first_day = moment.astimezone(zone).date()
    while True:
        local = moment.astimezone(zone)
        day = local.date()
        if day not in begun and local.hour >= allowed.from_hour:
            begun.add(day)
            fits = not weekly or day.weekday() == allowed.weekday
            if fits and day != first_day and moment > after:
                return moment
        moment += MINUTE


@given(hours, moments)
@settings(max_examples=150, deadline=None)
def test_they_open_at_the_first_minute_that_the_clock_allows(allowed: Hours, moment: datetime) -> None:
    watched = moment
    while not clock_allows(allowed, watched):
        watched = whole_minute_from(watched) if watched != whole_minute_from(watched) else watched + MINUTE
    assert allowed.opens_at(moment) == watched
    assert allowed.opens_at(moment).tzinfo is UTC


@given(hours, moments)
@settings(max_examples=60, deadline=None)
def test_the_daily_summary_is_due_when_the_clock_first_shows_the_hour(allowed: Hours, after: datetime) -> None:
    assert allowed.next_daily(after) == starts_by_watching_the_clock(allowed, after, weekly=False)


@given(hours, moments)
@settings(max_examples=20, deadline=None)
def test_the_weekly_summary_is_due_on_its_day_when_the_clock_first_shows_the_hour(
    allowed: Hours, after: datetime
) -> None:
    assert allowed.next_weekly(after) == starts_by_watching_the_clock(allowed, after, weekly=True)


@given(hours, moments)
@settings(max_examples=50, deadline=None)
def test_a_month_of_daily_summaries_is_one_a_day_and_each_comes_later_than_the_one_before(
    allowed: Hours, moment: datetime
) -> None:
    zone, days = ZoneInfo(allowed.zone), []
    for _ in range(31):
        due = allowed.next_daily(moment)
        assert due > moment
        days.append(due.astimezone(zone).date())
        moment = due
    assert days == [days[0] + timedelta(days=n) for n in range(31)]


LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("zone", "hour", "after", "due"),
    [
        pytest.param(LONDON, 1, "2026-03-28T12:00Z", "2026-03-29T01:00Z", id="the hour that London leaves out"),
        pytest.param(LONDON, 8, "2026-03-28T12:00Z", "2026-03-29T07:00Z", id="eight o'clock, in summer an hour sooner"),
        pytest.param(LONDON, 1, "2026-10-24T12:00Z", "2026-10-25T00:00Z", id="the first of two hours in London"),
        pytest.param(LONDON, 1, "2026-10-25T00:00Z", "2026-10-26T01:00Z", id="the second of two hours is not another"),
        pytest.param(
            "Australia/Lord_Howe", 2, "2026-10-03T00:00Z", "2026-10-03T15:30Z", id="half an hour left out on Lord Howe"
        ),
        pytest.param("America/St_Johns", 8, "2026-06-10T00:00Z", "2026-06-10T10:30Z", id="half an hour off"),
        pytest.param("Antarctica/Troll", 2, "2026-03-28T12:00Z", "2026-03-29T01:00Z", id="the second hour left out"),
        pytest.param("America/Havana", 0, "2026-03-07T12:00Z", "2026-03-08T05:00Z", id="midnight left out in Havana"),
    ],
)
def test_a_daily_summary_on_a_day_to_remember(zone: str, hour: int, after: str, due: str) -> None:
    assert Hours(zone, hour, 20, 0).next_daily(datetime.fromisoformat(after)) == datetime.fromisoformat(due)


def test_the_same_hour_twice_means_any_hour() -> None:
    night = datetime(2026, 6, 10, 2, 34, 56, tzinfo=UTC)
    assert Hours(LONDON, 9, 9, 0).opens_at(night) == night


def test_hours_may_go_past_midnight() -> None:
    nurse_on_nights = Hours(LONDON, 22, 6, 0)
    at_three, at_noon = datetime(2026, 6, 10, 2, tzinfo=UTC), datetime(2026, 6, 10, 11, tzinfo=UTC)
    assert nurse_on_nights.opens_at(at_three) == at_three
    assert nurse_on_nights.opens_at(at_noon) == datetime(2026, 6, 10, 21, tzinfo=UTC)


def test_when_the_clock_leaves_out_all_of_the_hours_nothing_comes_before_the_next_day() -> None:
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert Hours(LONDON, 1, 2, 0).opens_at(before) == datetime(2026, 3, 30, 0, tzinfo=UTC)


def test_the_end_of_the_hours_is_outside_them() -> None:
    eight_in_the_evening = datetime(2026, 1, 5, 20, tzinfo=UTC)
    assert Hours(LONDON, 8, 20, 0).opens_at(eight_in_the_evening) == datetime(2026, 1, 6, 8, tzinfo=UTC)
