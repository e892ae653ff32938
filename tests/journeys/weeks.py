"""Weeks of a circle: the clock is moved, jobs run, and everybody comes back with a browser window of that day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.journeys.axe import AXE, JUDGE, RULES
from tests.journeys.conftest import House, Visitor
from tests.world import Person, World

A_WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)

# With htmx at a desk, and without JavaScript on a phone.
both_ways = pytest.mark.parametrize(
    ("script", "screen"), [(True, "desktop"), (False, "phone")], ids=["htmx-desktop", "no-script-phone"]
)


@dataclass
class Weeks:
    """A session does not last for weeks: after the clock has moved, people come in anew."""

    house: House
    world: World
    traveller: time_machine.Traveller

    def pass_by(self, **time: float) -> None:
        self.traveller.shift(timedelta(**time))

    def comes(self, person: Person, path: str = "/") -> Visitor:
        visitor = self.house.visitor(person)
        visitor.go(path)
        return visitor

    def run(self, job: Callable[[], int]) -> int:
        """What a worker does by itself."""
        with self.world.app.app_context():
            return job()


@contextmanager
def the_weeks(house: House, world: World) -> Iterator[Weeks]:
    with time_machine.travel(A_WEDNESDAY) as traveller:
        yield Weeks(house, world, traveller)


def is_accessible(visitor: Visitor) -> None:
    """As the page stands now: by the judge, which needs scripts of its own, and no wider than the screen."""
    visitor.page.wait_for_load_state()
    if visitor.has_script:
        visitor.page.evaluate(AXE)
        found = visitor.page.evaluate(JUDGE, RULES)
        assert not found, [(each["id"], each["nodes"][0]["target"], each["nodes"][0]["html"]) for each in found]
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide: {visitor.page.url}"


def notice(visitor: Visitor, sentence: str) -> None:
    """Open what a line of the tray leads to."""
    visitor.go("/notices")
    visitor.follow(sentence)
