"""The desk of a community: who sees it, what stands on it, what can be done there, and what it never says."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask

from community.belonging.models import GroupRole
from community.core.charts import line_chart
from community.core.errors import Conflict
from community.directory.models import FindableBy
from community.notifications.models import What
from community.practice import actions
from community.practice.models import HelpAsked, Level, Post, Waiting
from community.practice.queries import waiting
from tests.practice.people import (
    Space,
    Talk,
    a_cast,
    a_community,
    a_community_of,
    a_reply,
    a_thread,
    keep_apart,
    let_in,
)
from tests.practice.people import whats as told
from tests.statements import statements
from tests.world import Person, World

BEGAN = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
A_DAY, TWO_DAYS = timedelta(hours=24), timedelta(hours=48)


@pytest.fixture
def tom(world: World) -> Person:
    return world.member("Tom")


@pytest.fixture
def asha(world: World) -> Person:
    return world.member("Asha")


@pytest.fixture
def space(world: World, nadia: Person, tom: Person, asha: Person) -> Space:
    with time_machine.travel(BEGAN, tick=False):
        made = a_community(world, Level.PRIVATE, facilitator=tom, members=(nadia,))
        let_in(world, asha, made, role=GroupRole.FACILITATOR)
    return made


@pytest.fixture
def talk(world: World, nadia: Person, space: Space) -> Talk:
    """Nadia's question, which has waited a day."""
    with time_machine.travel(BEGAN, tick=False):
        made = a_thread(world, nadia, space)
    the_job(world, A_DAY)
    return made


def the_job(world: World, passed: timedelta) -> None:
    with time_machine.travel(BEGAN + passed, tick=False), world.app.app_context():
        actions.nobody_waits()


def desk_of(world: World, person: Person, space: Space, passed: timedelta = A_DAY) -> str:
    with time_machine.travel(BEGAN + passed, tick=False):
        return world.browser(person).get(f"{space.url}/desk").text


def act(world: World, person: Person, space: Space, talk: Talk, verb: str) -> int:
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        return world.browser(person).post(f"{space.url}/desk/{talk.posts[0]}/{verb}", {}, check=False).status


@pytest.mark.parametrize("level", list(Level))
def test_the_desk_is_there_for_whoever_looks_after_the_community_and_for_nobody_else(
    world: World, level: Level
) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, level, "Canary of the desk")
    answers = {
        name: world.browser(person).get(f"{space.url}/desk", check=False).status
        for name, person in cast.everybody().items()
        if name not in ("suspended_member", "joining")
    }
    assert answers.pop("facilitator") == 200
    assert set(answers.values()) == {404}
    assert "Desk" in world.browser(cast.facilitator).get(space.url).text


def test_it_says_who_waits_for_how_long_and_who_sees_to_it(world: World, space: Space, talk: Talk, tom: Person) -> None:
    said = desk_of(world, tom, space)
    assert "Who do you ring? 1 day Nadia asks" in said
    assert "nobody was asked yet" in said and "nobody sees to it yet" in said
    the_job(world, TWO_DAYS)
    said = desk_of(world, tom, space, TWO_DAYS)
    assert "2 days" in said
    assert "yours to see to" in said or "Asha sees to it" in said


def test_who_takes_it_up_owns_it_and_the_asker_is_told(
    world: World, space: Space, talk: Talk, nadia: Person, tom: Person, asha: Person
) -> None:
    assert act(world, tom, space, talk, "take-up") == 303
    assert act(world, tom, space, talk, "take-up") == 303
    assert world.one(Waiting).owner_id == tom.id
    assert told(world, nadia) == [What.TAKEN_UP]
    assert told(world, asha) == told(world, tom) == []
    the_job(world, TWO_DAYS)
    assert world.one(Waiting).owner_id == tom.id
    assert told(world, nadia) == [What.TAKEN_UP]


def test_whoever_is_slower_hears_that_kindly(world: World, space: Space, talk: Talk, tom: Person, asha: Person) -> None:
    assert act(world, tom, space, talk, "take-up") == 303
    assert act(world, asha, space, talk, "take-up") == 409
    assert world.one(Waiting).owner_id == tom.id


def test_of_two_at_the_same_moment_one_owns_it(
    world: World, space: Space, talk: Talk, tom: Person, asha: Person
) -> None:
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        with world.inside():
            seen = waiting.waiting_post(world.one(Post, public_id=talk.posts[0]).id)
        assert seen is not None
        with world.inside():
            actions.take_up(tom.actor, seen)
        with world.inside(), pytest.raises(Conflict):
            actions.take_up(asha.actor, seen)
    assert world.one(Waiting).owner_id == tom.id


def test_it_is_handed_on_to_somebody_who_looks_after_it_too_and_all_three_know(
    world: World, space: Space, talk: Talk, nadia: Person, tom: Person, asha: Person
) -> None:
    act(world, tom, space, talk, "take-up")
    assert act(world, tom, space, talk, f"hand-on/{asha.public_id}") == 303
    assert world.one(Waiting).owner_id == asha.id
    assert told(world, asha) == [What.WAITS_FOR_ME]
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        assert "Asha looks after this" in world.browser(nadia).get(talk.url).text
    assert act(world, asha, space, talk, f"hand-on/{nadia.public_id}") == 409
    assert act(world, asha, space, talk, f"hand-on/{uuid4()}") == 409
    assert world.one(Waiting).owner_id == asha.id


def test_nothing_is_taken_up_by_members_or_after_an_answer(
    world: World, space: Space, talk: Talk, nadia: Person, tom: Person
) -> None:
    assert act(world, nadia, space, talk, "take-up") == 404
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        a_reply(world, tom, talk.public_id, "The flow desk.")
    assert act(world, tom, space, talk, "take-up") == 409
    assert "Nobody waits." in desk_of(world, tom, space)


def test_of_another_community_nothing_is_taken_up_at_this_desk(world: World, talk: Talk, tom: Person) -> None:
    other = a_community(world, facilitator=tom, name="Another")
    assert act(world, tom, other, talk, "take-up") == 404


def test_whom_one_keeps_apart_from_does_not_stand_on_ones_desk(
    world: World, space: Space, talk: Talk, nadia: Person, tom: Person, asha: Person
) -> None:
    keep_apart(world, nadia, asha)
    assert "Who do you ring?" not in desk_of(world, asha, space)
    assert act(world, asha, space, talk, "take-up") == 404
    assert "Who do you ring?" in desk_of(world, tom, space)


def test_newcomers_who_have_not_written_stand_there_unless_they_would_not_be_found(
    world: World, space: Space, talk: Talk, tom: Person
) -> None:
    with time_machine.travel(BEGAN, tick=False):
        let_in(world, world.member("Quiet one"), space)
        let_in(world, world.member("Unfindable", findable_by=FindableBy.NOBODY), space)
    said = desk_of(world, tom, space)
    assert "Quiet one" in said
    assert "Unfindable" not in said
    assert "Quiet one" not in desk_of(world, tom, space, timedelta(days=61))


def test_one_alone_is_told_so(world: World, space: Space, talk: Talk, tom: Person) -> None:
    alone = a_community(world, facilitator=tom, name="Alone")
    assert "You look after this community alone." in desk_of(world, tom, alone)
    assert "alone" not in desk_of(world, tom, space)


def test_fewer_than_five_conversations_in_a_week_are_not_counted_out(world: World, space: Space, tom: Person) -> None:
    for week, how_many in ((1, 6), (2, 4), (3, 3)):
        for number in range(how_many):
            a_thread(world, tom, space, title=f"{week} {number}", kind="story", at=BEGAN - timedelta(weeks=week))
    said = desk_of(world, tom, space)
    assert "9 November 6" in said
    assert "2 November under 5" in said and "26 October under 5" in said
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        drawn = world.browser(tom).get(f"{space.url}/desk").html
    line = drawn.split('class="line" d="')[1].split('"')[0].removeprefix("M").split("L")
    heights = [point.split()[1] for point in line]
    assert len(heights) == 12 and len(set(heights)) == 2  # the six, and everything else at one height


def test_where_every_week_is_quiet_no_line_is_drawn(world: World, space: Space, talk: Talk, tom: Person) -> None:
    said = desk_of(world, tom, space)
    assert "Under five in every week so far" in said and "Show as a table" not in said


def test_those_who_look_after_it_are_named(world: World, space: Space, talk: Talk, tom: Person, asha: Person) -> None:
    assert "2 look after it: you, Asha" in desk_of(world, tom, space)
    assert "2 look after it: you, Tom" in desk_of(world, asha, space)


def test_whoever_wrote_is_told_who_sees_to_a_reply(
    world: World, space: Space, talk: Talk, nadia: Person, tom: Person
) -> None:
    assert act(world, tom, space, talk, "take-up") == 303
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        assert "Tom sees to it that you get a reply in" in world.browser(nadia).get("/notices").text


def test_the_desk_asks_the_same_few_questions_however_many_wait(
    app: Flask, world: World, space: Space, talk: Talk, nadia: Person, tom: Person
) -> None:
    browser = world.browser(tom)
    counts = []
    for number in (0, 12):
        with time_machine.travel(BEGAN, tick=False):
            for each in range(number):
                a_thread(world, nadia, space, title=f"Question {each}")
        the_job(world, A_DAY)
        with time_machine.travel(BEGAN + A_DAY, tick=False), statements(app) as seen:
            browser.get(f"{space.url}/desk")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_question_of_somebody_asked_never_names_who_was_asked(
    world: World, space: Space, nadia: Person, tom: Person
) -> None:
    helper = world.member("Canary of the asked", offers=("discharge-flow",))
    let_in(world, helper, space)
    with time_machine.travel(BEGAN, tick=False):
        a_thread(world, helper, space, title="Hello", kind="story")
        made = a_thread(world, nadia, space)
    the_job(world, A_DAY)
    assert world.count(HelpAsked, member_id=helper.id) == 1
    said = desk_of(world, tom, space)
    assert "1 person was asked" in said
    with time_machine.travel(BEGAN + A_DAY, tick=False):
        assert "Canary of the asked" not in world.browser(nadia).get(made.url).text


def test_a_line_stands_between_nothing_and_its_highest_number() -> None:
    chart = line_chart([0, 20, 10])
    assert chart.line == "M40 200L273 20L506 110"
    assert (chart.last_x, chart.last_y) == (506, 110)
    assert [rule.label for rule in chart.rules] == [20, 10, 0]
    assert [line_chart([0, high]).rules[0].label for high in (1, 11, 41, 399, 1001)] == [10, 20, 100, 400, 2000]
