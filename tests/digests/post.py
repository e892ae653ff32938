"""The short ways of these tests: members who get letters, things to be told, and the job that writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine
from flask import Flask
from sqlalchemy import select

from community.core import chance
from community.core.database import db
from community.digests import actions as digests
from community.mail.models import Letter
from community.notifications import actions as notices
from community.notifications.models import Kind, Notice, Timing, What
from tests.world import Person, World

LONDON = "Europe/London"
ABOUT_NOTICES = ("notices", "digest")


def at(zone: str, *when: int) -> datetime:
    """A moment by the clock of a zone."""
    return datetime(*when, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


A_TUESDAY = at(LONDON, 2026, 6, 2, 12, 0)


@contextmanager
def the_clock(start: datetime = A_TUESDAY) -> Iterator["Watch"]:
    """Time stands still until it is moved."""
    with time_machine.travel(start, tick=False) as traveller:
        yield Watch(traveller)


@dataclass
class Watch:
    traveller: Any

    def minutes_later(self, minutes: float) -> None:
        self.traveller.shift(timedelta(minutes=minutes))

    def hours_later(self, hours: float) -> None:
        self.traveller.shift(timedelta(hours=hours))

    def move_to(self, moment: datetime) -> None:
        self.traveller.move_to(moment, tick=False)


def somebody(world: World, name: str = "Nadia", *, zone: str = LONDON, hours: tuple[int, int] = (8, 20)) -> Person:
    """A member to whom letters may come."""
    person = world.member(name)
    with world.inside():
        notices.begin(person.id)
        notices.set_times(person.actor, zone=zone, from_hour=hours[0], to_hour=hours[1], weekday=0)
    return person


def choose(world: World, person: Person, timing: Timing, *kinds: Kind) -> None:
    with world.inside():
        notices.set_timings(person.actor, dict.fromkeys(kinds or Kind, timing))


def tell(world: World, person: Person, what: What = What.MESSAGE, *, about: UUID | None = None, **more: Any) -> UUID:
    """A new line in the member's tray; returns what it is about."""
    about = about or chance.new_id()
    with world.inside():
        notices.tell(person.id, what, about=about, **more)
    return about


def read(world: World, person: Person, about: UUID) -> None:
    with world.inside():
        notices.read_about(person.actor, about)


def write(app: Flask) -> int:
    """What the job does every minute."""
    with app.app_context():
        return digests.write_due_letters()


def letters(world: World, person: Person) -> list[dict[str, Any]]:
    """What stands in the letters about notices to this member, the oldest first."""
    with world.app.app_context():
        rows = select(Letter.about).where(Letter.member_id == person.id, Letter.kind.in_(ABOUT_NOTICES))
        return list(db.session.scalars(rows.order_by(Letter.made_at)))


def lines(letter: dict[str, Any]) -> list[str]:
    """What it tells of, in order: one thing is what the letter is called by."""
    told = [line["words"] for part in letter["sections"] for line in part["lines"]]
    return told or [letter["title"]]


def part(letter: dict[str, Any], heading: str) -> list[dict[str, str]]:
    """The lines under a heading."""
    return [line for each in letter["sections"] if each["heading"] == heading for line in each["lines"]]


def kinds(letter: dict[str, Any]) -> list[str]:
    """What a press on its link stops."""
    return str(letter["stop"]["what"]).split(".")


def unlettered(world: World, person: Person) -> int:
    return world.count(Notice, member_id=person.id, lettered_at=None)
