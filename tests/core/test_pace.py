"""A throttle for what only reads."""

from datetime import timedelta

import pytest
import time_machine

from community.core import clock, pace
from community.core.errors import TooMany


def test_so_many_in_so_long_and_then_again() -> None:
    pace.forget_all()
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(3):
            pace.keep_to("feed", "ama", limit=3, seconds=60)
        with pytest.raises(TooMany) as refused:
            pace.keep_to("feed", "ama", limit=3, seconds=60)
        assert refused.value.retry_after == 60
        pace.keep_to("feed", "bo", limit=3, seconds=60)
        pace.keep_to("mentions", "ama", limit=3, seconds=60)
        time.shift(timedelta(seconds=61))
        pace.keep_to("feed", "ama", limit=3, seconds=60)


def test_a_clock_that_goes_back_shuts_nobody_out() -> None:
    pace.forget_all()
    with time_machine.travel(clock.now(), tick=False) as time:
        pace.keep_to("feed", "ama", limit=1, seconds=60)
        time.shift(timedelta(hours=-2))
        pace.keep_to("feed", "ama", limit=1, seconds=60)


def test_it_remembers_no_more_than_it_has_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pace.forget_all()
    monkeypatch.setattr(pace, "MOST_REMEMBERED", 5)
    for who in range(50):
        pace.keep_to("feed", who, limit=3, seconds=60)
    assert len(pace._counts) == 5
