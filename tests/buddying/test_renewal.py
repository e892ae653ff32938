"""After half a year: renew or finish well. Each answers alone, and nothing ends by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from community.buddying.looks import Renewal
from community.buddying.models import Circle, CircleState
from community.core import clock
from community.notifications import actions as notices
from tests.browser import Page
from tests.buddying.people import comfort, gareth, nadia, seen_circle
from tests.buddying.terms import BEGAN, active_circle, change_circle, leave, renew, tell, the_weeks
from tests.buddying.told import sentences, told
from tests.world import Person, World

ASKED = "Half a year with Gareth: another one, or finish well?"


@pytest.fixture
def people(world: World) -> list[Person]:
    return [nadia(world), gareth(world), comfort(world)]


def door(circle_id: UUID) -> str:
    return f"/buddies/circles/{circle_id}/renewal"


def answer(world: World, person: Person, circle_id: UUID, choice: str) -> Page:
    browser = world.browser(person)
    return browser.submit(browser.get(door(circle_id)), "/renewal", choice=choice)


def read_everything(world: World, person: Person) -> None:
    with world.inside():
        notices.read_all(person.actor, clock.now())


@pytest.mark.parametrize("size", [2, 3])
def test_when_all_renew_the_next_half_year_begins_and_all_are_told(
    world: World, people: list[Person], size: int
) -> None:
    here = people[:size]
    with the_weeks() as watch:
        circle_id = active_circle(world, *here)
        watch.week(24)
        tell(world)
        for person in here[:-1]:
            answer(world, person, circle_id, "renew")
        assert world.one(Circle).term == 1
        last = answer(world, here[-1], circle_id, "renew")
        assert last.location == f"/buddies/circles/{circle_id}"
        circle = world.one(Circle)
        assert (circle.term, circle.state) == (2, CircleState.ACTIVE)
        assert circle.term_began_at == circle.contact_at == clock.now()
        for person in here:
            assert [
                line
                for line in sentences(world, person)
                if "You go on with" in line and "for another half year" in line
            ]
        watch.week(24 + 12)
        assert tell(world) == size, "half-way of the second half year; and no check-in in its third week"


def test_what_somebody_chose_is_shown_to_nobody_else(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(24)
        tell(world)
        untouched = world.browser(other).get(door(circle_id)).text
        for choice in ("finish", "renew"):
            before = len(told(world, other))
            answer(world, one, circle_id, choice)
            assert world.browser(other).get(door(circle_id)).text == untouched
            assert len(told(world, other)) == before
        assert "You said: another half year" in world.browser(one).get(door(circle_id))


def test_finish_well_ends_nothing_by_itself_and_leads_to_the_step(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(24)
        answer(world, one, circle_id, "finish")
        answer(world, other, circle_id, "renew")
        assert world.one(Circle).ended_at is None and world.one(Circle).term == 1
        page = world.browser(one).get(door(circle_id))
        assert "Nothing ends by itself" in page and f"/buddies/circles/{circle_id}/finish" in page.links
        answer(world, one, circle_id, "renew")
        assert world.one(Circle).term == 2, "an answer can be changed"


def test_without_answers_nothing_ends_however_long_it_takes(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, *people[:2])
        for week in range(24, 80):
            watch.week(week)
            tell(world)
        circle = world.one(Circle)
        assert circle.state == CircleState.ACTIVE and circle.term == 1
        assert door(circle_id) in world.browser(people[0]).get(f"/buddies/circles/{circle_id}").links


def test_there_is_one_reminder_two_weeks_later_for_whoever_has_not_answered(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(24)
        assert tell(world) == 2 and sentences(world, one) == [ASKED]
        answer(world, other, circle_id, "renew")
        read_everything(world, one)
        watch.week(26, seconds=-1)
        assert tell(world) == 0 and not told(world, one)
        watch.week(26)
        assert tell(world) == 1 and sentences(world, one) == [ASKED] and not told(world, other)
        for week in range(27, 50):
            watch.week(week)
            assert tell(world) == 0, "once"


def test_weeks_of_rest_do_not_count_for_the_reminder(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, *people[:2])
        watch.week(24)
        tell(world)
        change_circle(world, circle_id, state=CircleState.PAUSED)
        watch.week(30)
        assert tell(world) == 0
        change_circle(world, circle_id, state=CircleState.ACTIVE, term_began_at=BEGAN + timedelta(weeks=6))
        assert tell(world) == 0, "resuming moved the half year on"
        watch.week(32)
        assert tell(world) == 2


def test_an_old_page_sent_after_all_renewed_changes_nothing(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(24)
        browser = world.browser(other)
        page = browser.get(door(circle_id))
        answer(world, one, circle_id, "renew")
        for _ in range(2):
            assert browser.submit(page, "/renewal", choice="renew").location == f"/buddies/circles/{circle_id}"
        assert world.one(Circle).term == 2


def test_two_last_answers_at_once_renew_once(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, *people)
        watch.week(24)
        with ThreadPoolExecutor(max_workers=3) as pool:
            done = list(pool.map(lambda person: renew(world, person, circle_id), people))
        assert sum(done) == 1 and world.one(Circle).term == 2


def test_when_the_only_one_who_did_not_want_to_leaves_the_others_go_on(world: World, people: list[Person]) -> None:
    one, other, third = people
    with the_weeks() as watch:
        circle_id = active_circle(world, *people)
        watch.week(24)
        renew(world, third, circle_id, Renewal.FINISH)
        renew(world, one, circle_id)
        assert renew(world, other, circle_id) is False
        leave(world, third, circle_id)
        assert seen_circle(world, one, circle_id).term == 2
        assert any("another half year" in line for line in sentences(world, other))
