"""The demonstration's files, with every date moved so that the story ends today."""

import csv
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from community.core import clock

FOLDER = Path(__file__).parent / "data"
WRITTEN_FOR = date(2026, 11, 23)

Row = dict[str, str]


@cache
def rows_of(name: str) -> tuple[Row, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def several(text: str) -> list[str]:
    """The parts of a 'one|two|three' cell."""
    return [part for part in text.split("|") if part]


def moved_day(text: str) -> date | None:
    return date.fromisoformat(text) + _shift() if text else None


def moved_moment(text: str) -> datetime:
    """A moment of the story, never in the future."""
    written = datetime.fromisoformat(text).replace(tzinfo=UTC) + _shift()
    return min(written, clock.now() - timedelta(minutes=5))


def _shift() -> timedelta:
    return clock.today() - WRITTEN_FOR
