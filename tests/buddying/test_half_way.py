"""The half-way look: each answers alone, and all see all when everybody has answered, and not before."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from community.buddying import actions
from community.buddying.looks import HalfWay
from community.buddying.models import Circle, CircleLook, CircleState
from community.core import chance
from community.core.errors import Conflict
from tests.browser import Page
from tests.buddying.people import comfort, gareth, nadia, seen_circle
from tests.buddying.terms import active_circle, change_circle, leave, look_half_way, tell, the_weeks
from tests.buddying.told import sentences, told
from tests.world import Person, World

OPENED = "You have all looked: read what you each said, half-way with "


@pytest.fixture
def people(world: World) -> list[Person]:
    return [nadia(world), gareth(world), comfort(world)]


def door(circle_id: UUID) -> str:
    return f"/buddies/circles/{circle_id}/half-way"


def seen(world: World, person: Person, circle_id: UUID) -> Page:
    return world.browser(person).get(door(circle_id))


def answer(world: World, person: Person, circle_id: UUID, choice: str, words: str) -> Page:
    browser = world.browser(person)
    return browser.submit(browser.get(door(circle_id)), "/half-way", choice=choice, words=words)


def test_it_is_told_in_week_twelve_of_each_half_year_once(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, *people[:2])
        watch.week(12, seconds=-1)
        tell(world)
        assert "Half-way" not in "".join(sentences(world, people[0]))
        watch.week(12)
        assert tell(world) == 2 and tell(world) == 0
        assert sentences(world, people[0]) == ["Half-way with Gareth: carry on, change or finish?"]
        assert told(world, people[0])[0].path == door(circle_id)
        change_circle(world, circle_id, term=2)
        assert tell(world) == 2, "and again in the next one"


def test_the_page_says_beforehand_who_will_see_it_and_when(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        pair, trio = active_circle(world, *people[:2]), active_circle(world, *people)
        watch.week(12)
        assert (
            "You and Gareth will both see every answer, with its words and its name, as soon as you have both "
            "answered. Before that nobody is shown anybody else’s."
        ) in seen(world, people[0], pair)
        assert "You, Comfort and Gareth will all see every answer" in seen(world, people[0], trio)


@pytest.mark.parametrize("size", [2, 3])
def test_nobody_sees_an_answer_before_all_have_answered_and_then_all_see_all(
    world: World, people: list[Person], size: int
) -> None:
    here = people[:size]
    with the_weeks() as watch:
        circle_id = active_circle(world, *here)
        watch.week(12)
        tell(world)
        for number, person in enumerate(here):
            for reader in here:
                page = seen(world, reader, circle_id)
                theirs = [f"Quillfeather {n}" for n in range(size) if here[n] is not reader]
                assert not [words for words in theirs if words in page.html]
                circle_page = world.browser(reader).get(f"/buddies/circles/{circle_id}")
                assert "Quillfeather" not in circle_page.html
            answer(world, person, circle_id, list(HalfWay)[number % 3], f"Quillfeather {number}")
        for reader in here:
            page = seen(world, reader, circle_id)
            assert all(f"Quillfeather {number}" in page for number in range(size))
            assert "What you each said" in page and not page.all("input", name="choice")
            assert any(OPENED in line for line in sentences(world, reader))


def test_an_answer_can_be_changed_until_they_open_and_not_after(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        answer(world, one, circle_id, "finish", "First thoughts")
        answer(world, one, circle_id, "carry_on", "Second thoughts")
        assert "Second thoughts" in seen(world, one, circle_id)
        answer(world, other, circle_id, "carry_on", "Gladly")
        page = seen(world, other, circle_id)
        assert "Second thoughts" in page and "First thoughts" not in page
        with pytest.raises(Conflict):
            look_half_way(world, one, circle_id, HalfWay.FINISH, "Third thoughts")
        assert look_half_way(world, other, circle_id, HalfWay.CARRY_ON, "Gladly") is False, "a repeat changes nothing"
        assert world.browser(one).post(door(circle_id), {"choice": "finish", "term": "1"}).status == 409


def test_finish_ends_nothing_and_the_page_shows_kind_next_steps(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        answer(world, one, circle_id, "finish", "It was good")
        answer(world, other, circle_id, "change", "Less often")
        assert world.one(Circle).state == CircleState.ACTIVE
        page = seen(world, one, circle_id)
        assert "Nothing has ended" in page and f"/buddies/circles/{circle_id}/finish" in page.links
        assert f"/buddies/circles/{circle_id}/rhythm" in page.links


@pytest.mark.parametrize("how", ["at once", "by the job"])
def test_when_the_last_who_has_not_answered_leaves_the_rest_opens(world: World, people: list[Person], how: str) -> None:
    one, other, third = people
    with the_weeks() as watch:
        circle_id = active_circle(world, *people)
        watch.week(12)
        answer(world, one, circle_id, "carry_on", "Quillfeather one")
        answer(world, other, circle_id, "change", "Quillfeather two")
        assert not seen(world, one, circle_id).text.count("Quillfeather two")
        leave(world, third, circle_id)
        if how == "by the job":
            tell(world)
        for person in (one, other):
            page = seen(world, person, circle_id)
            assert "Quillfeather one" in page and "Quillfeather two" in page
            assert any(OPENED in line for line in sentences(world, person))
        assert seen(world, third, circle_id).status == 404


def test_who_answered_and_left_before_it_opened_is_not_shown(world: World, people: list[Person]) -> None:
    one, other, third = people
    with the_weeks() as watch:
        circle_id = active_circle(world, *people)
        watch.week(12)
        answer(world, third, circle_id, "finish", "Quillfeather of somebody who left")
        leave(world, third, circle_id)
        answer(world, one, circle_id, "carry_on", "One")
        answer(world, other, circle_id, "carry_on", "Two")
        page = seen(world, one, circle_id)
        assert "Two" in page and "Quillfeather" not in page.html


def test_answers_of_a_circle_that_ended_before_all_had_answered_stay_closed(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        answer(world, one, circle_id, "carry_on", "Quillfeather")
        leave(world, other, circle_id)
        tell(world)
        assert "Quillfeather" not in seen(world, other, circle_id).html
        assert world.one(CircleLook).opened_at is None


def test_while_the_circle_rests_nothing_can_be_answered(world: World, people: list[Person]) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, *people[:2])
        watch.week(12)
        change_circle(world, circle_id, state=CircleState.PAUSED)
        assert not seen(world, people[0], circle_id).all("input", name="choice")
        sent = {"choice": "carry_on", "term": "1"}
        assert world.browser(people[0]).post(door(circle_id), sent).status == 409


def test_the_last_answers_at_the_same_moment_open_it_once(world: World, people: list[Person]) -> None:
    circle_id = active_circle(world, *people)
    with the_weeks() as watch:
        change_circle(world, circle_id, term_began_at=world.one(Circle).began_at.replace(year=2026, month=3, day=1))
        watch.week(13)
        with ThreadPoolExecutor(max_workers=3) as pool:
            done = list(
                pool.map(lambda person: look_half_way(world, person, circle_id, HalfWay.CARRY_ON, person.name), people)
            )
        assert sum(done) == 1
        assert [len(told(world, person)) for person in people] == [1, 1, 1]
        assert all(line.how_many == 1 for person in people for line in told(world, person))


def test_what_was_said_in_an_earlier_half_year_stays_to_be_read(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        answer(world, one, circle_id, "carry_on", "Quillfeather of spring")
        answer(world, other, circle_id, "change", "Less often")
        change_circle(world, circle_id, term=2)
        page = seen(world, other, circle_id)
        assert "In your first half year" in page and "Quillfeather of spring" in page
        answer(world, one, circle_id, "finish", "Quillfeather of autumn")
        assert "Quillfeather of autumn" not in seen(world, other, circle_id).html


def test_reading_the_answers_leaves_messages_unread(world: World, people: list[Person]) -> None:
    one, other = people[:2]
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        for person in (one, other):
            answer(world, person, circle_id, "carry_on", "")
        circle = seen_circle(world, other, circle_id)
        with world.inside():
            actions.write_message(other.actor, circle, words="Shall we?", once=chance.new_id())
        browser = world.browser(one)
        page = browser.get(door(circle_id))
        (sent,) = (each for each in page.all("div") if each.get("hx-post", "").endswith(f"{circle_id}/read"))
        browser.post(sent.get("hx-post", ""), json.loads(sent.get("hx-vals", "")))
        assert sentences(world, one) == ["Gareth wrote to you"]
