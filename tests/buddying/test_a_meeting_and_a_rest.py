"""Whoever lets a circle rest says what becomes of the meeting that lies ahead."""

from datetime import timedelta
from uuid import UUID

import pytest

from community.buddying import actions
from community.buddying.models import Circle, CircleState, Meeting, MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from tests.browser import Page
from tests.buddying.people import buddies, seen_circle
from tests.buddying.told import sentences
from tests.world import Person, World

BY_ITSELF = "If you choose a day, it goes on by itself then."


@pytest.fixture
def meeting(world: World, one: Person, other: Person) -> tuple[UUID, str]:
    """A circle that meets in three days, and when that is in words."""
    circle_id = buddies(world, one, other)
    circle, at = seen_circle(world, other, circle_id), clock.now() + timedelta(days=3)
    with world.inside():
        actions.plan_meeting(other.actor, circle, Plan(at, MeetingHow.PHONE, "", 0), once=chance.new_id())
    local = clock.local(at)
    return circle_id, f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def rest(world: World, person: Person, circle_id: UUID, **said: str) -> Page:
    browser = world.browser(person)
    return browser.follow(browser.submit(browser.get(f"/buddies/circles/{circle_id}/pause"), "/pause", **said))


def test_the_page_asks_whether_the_meeting_is_kept(world: World, one: Person, meeting: tuple[UUID, str]) -> None:
    circle_id, when = meeting
    page = world.browser(one).get(f"/buddies/circles/{circle_id}/pause")
    assert f"Keep the meeting on {when}?" in page and "Gareth reads that you called it off." in page
    assert BY_ITSELF in page


@pytest.mark.parametrize("said", [{}, {"meeting": "keep"}])
def test_it_is_kept_where_nothing_else_is_said(
    world: World, one: Person, other: Person, meeting: tuple[UUID, str], said: dict[str, str]
) -> None:
    page = rest(world, one, meeting[0], **said)
    assert world.one(Meeting).called_off_at is None and world.one(Circle).state is CircleState.PAUSED
    assert "Next meeting" in page and "It goes on when one of you says so." in page
    assert not [line for line in sentences(world, other) if "called off" in line]


def test_it_is_called_off_and_the_others_are_told_as_ever(
    world: World, one: Person, other: Person, meeting: tuple[UUID, str]
) -> None:
    circle_id, when = meeting
    rest(world, one, circle_id, meeting="off")
    assert world.one(Meeting).called_off_at is not None and world.one(Circle).state is CircleState.PAUSED
    assert f"Nadia called off your meeting on {when}" in sentences(world, other)
    assert "Your circle with Nadia rests for a while" in sentences(world, other)


def test_a_day_that_is_refused_calls_nothing_off(world: World, one: Person, meeting: tuple[UUID, str]) -> None:
    answer = world.browser(one).post(
        f"/buddies/circles/{meeting[0]}/pause", {"meeting": "off", "until": clock.today().isoformat()}
    )
    assert answer.status == 422 and world.one(Meeting).called_off_at is None


def test_without_a_meeting_nothing_is_asked(world: World, one: Person, other: Person) -> None:
    page = world.browser(one).get(f"/buddies/circles/{buddies(world, one, other)}/pause")
    assert "Keep the meeting" not in page and BY_ITSELF in page
