"""A circle lives: it carries on, keeps going, changes its rhythm, rests and wakes, is looked at again."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine

from community.buddying import actions
from community.buddying.actions.life import look_again
from community.buddying.models import Circle, CircleMessage, CircleSeat, CircleState, Rhythm
from community.buddying.rhythm import IN_WORDS
from community.core import chance, clock
from community.core.database import db
from community.core.errors import Conflict, Invalid
from community.notifications.models import Notice, What
from tests.browser import Page
from tests.buddying.people import buddies, circle_of, comfort, seen_circle
from tests.buddying.told import sentences
from tests.world import Person, World

DAY = timedelta(days=1)


@pytest.fixture
def pair(world: World, one: Person, other: Person) -> UUID:
    """Two who carried on: an active circle of which nobody has been told anything they have not read."""
    circle_id = buddies(world, one, other)
    carry_on(world, circle_id, one, other)
    forget_notices(world)
    return circle_id


def carry_on(world: World, circle_id: UUID, *people: Person) -> None:
    for person in people:
        seen = seen_circle(world, person, circle_id)
        with world.inside():
            actions.carry_on(person.actor, seen)


def forget_notices(world: World) -> None:
    with world.inside():
        db.session.query(Notice).delete()


def url_of(circle_id: UUID) -> str:
    return f"/buddies/circles/{circle_id}"


def press(world: World, person: Person, circle_id: UUID, act: str, **words: str) -> Page:
    return world.browser(person).post(f"{url_of(circle_id)}/{act}", words)


def circle(world: World, circle_id: UUID) -> Circle:
    found: Circle = world.one(Circle, public_id=circle_id)
    return found


@pytest.mark.parametrize("how_many", [2, 3, 6])
def test_when_everybody_in_private_has_said_yes_the_first_half_year_begins_and_the_others_are_told(
    world: World, how_many: int
) -> None:
    people = [world.member(name, capacity=3) for name in ("Ada", "Bea", "Cyd", "Dot", "Eve", "Fay")[:how_many]]
    circle_id = circle_of(world, *people)
    carry_on(world, circle_id, *people[:-1])
    assert circle(world, circle_id).state is CircleState.FIRST_MEETING
    assert not any(sentences(world, person) for person in people), "a yes is private until all have said it"
    carry_on(world, circle_id, people[-1])
    now = circle(world, circle_id)
    assert now.state is CircleState.ACTIVE and now.term == 1 and now.term_began_at == now.contact_at
    assert sentences(world, people[-1]) == [], "who pressed last sees it on the page"
    names = [person.name for person in people[1:]]
    joined = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    assert sentences(world, people[0]) == [f"You carry on as buddies with {joined}"]


def test_a_message_a_meeting_and_a_word_to_go_on_are_contact(world: World, one: Person, pair: UUID) -> None:
    seen = seen_circle(world, one, pair)
    with time_machine.travel(clock.now() + 5 * DAY, tick=False):
        with world.inside():
            actions.write_message(one.actor, seen, words="Hello again", once=chance.new_id())
        assert circle(world, pair).contact_at == clock.now()
    with time_machine.travel(clock.now() + 20 * DAY, tick=False):
        with world.inside():
            actions.we_met(one.actor, seen, on=clock.today() - DAY, once=chance.new_id())
        assert clock.local(circle(world, pair).contact_at).date() == clock.today() - DAY
        with world.inside():
            actions.we_met(one.actor, seen, on=clock.today() - 10 * DAY, once=chance.new_id())
        assert clock.local(circle(world, pair).contact_at).date() == clock.today() - DAY, "never back"
        with world.inside():
            actions.keep_going(one.actor, seen)
        assert circle(world, pair).contact_at == clock.now()


def test_keep_going_is_one_tap_and_says_beforehand_what_the_other_is_told(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    page = world.browser(one).get(f"{url_of(pair)}/rhythm")
    assert "We tell Gareth that you would like to keep going" in page
    assert not page.all("textarea"), "no reason is asked"
    press(world, one, pair, "keep-going")
    assert sentences(world, other) == ["Nadia would like to keep going. When suits you?"]
    assert sentences(world, one) == []


def test_the_four_ways_look_alike(world: World, one: Person, pair: UUID) -> None:
    page = world.browser(one).get(f"{url_of(pair)}/rhythm")
    main = page.all("main")[0]
    kinds = [each.get("class") for each in main.iter() if "btn" in (each.get("class") or "").split()]
    assert kinds == ["btn secondary"] * 4


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_each_may_change_the_rhythm(world: World, one: Person, other: Person, pair: UUID, rhythm: Rhythm) -> None:
    with time_machine.travel(clock.now() + 3 * DAY, tick=False):
        answer = press(world, one, pair, "rhythm", every=rhythm.value)
        assert answer.status == 303
        now = circle(world, pair)
        assert now.rhythm is rhythm and now.contact_at == clock.now()
    how_often = IN_WORDS[rhythm].lower()
    assert sentences(world, other) == [f"Nadia would like to keep going: {how_often}. When suits you?"]
    assert press(world, one, pair, "rhythm", every="daily").status == 422


def test_a_pause_takes_two_actions_and_may_have_a_day_and_a_few_words(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    browser, until = world.browser(one), clock.today() + 40 * DAY
    page = browser.get(f"{url_of(pair)}/pause")
    answer = browser.submit(page, "/pause", until=until.isoformat(), words="I am away for a while. Not because of you.")
    now = circle(world, pair)
    assert (now.state, now.paused_until) == (CircleState.PAUSED, until)
    assert "Your circle rests until" in browser.follow(answer)
    theirs = world.browser(other).get(url_of(pair))
    assert "I am away for a while." in theirs and "Your circle rests until" in theirs
    assert set(sentences(world, other)) == {"Your circle with Nadia rests for a while", "Nadia wrote to you"}
    assert sentences(world, one) == []
    browser.submit(page, "/pause", until=until.isoformat(), words="I am away for a while. Not because of you.")
    assert world.count(CircleMessage, circle_id=now.id) == 2, "the hello, and the words: once"


def test_a_pause_without_a_day_or_a_word_is_fine_and_one_in_the_past_is_not(
    world: World, one: Person, pair: UUID
) -> None:
    for day in (clock.today(), clock.today() - DAY, clock.today() + timedelta(days=400)):
        page = press(world, one, pair, "pause", until=day.isoformat())
        assert page.status == 422 and "Choose a day from tomorrow on" in page
        assert circle(world, pair).state is CircleState.ACTIVE
    assert press(world, one, pair, "pause").status == 303
    assert circle(world, pair).state is CircleState.PAUSED and circle(world, pair).paused_until is None


def test_either_wakes_it_in_one_tap_and_the_half_year_is_longer_by_the_rest(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    began = circle(world, pair).term_began_at
    assert began is not None
    with time_machine.travel(clock.now() + 10 * DAY, tick=False):
        press(world, one, pair, "pause")
    with time_machine.travel(clock.now() + 45 * DAY, tick=False):
        browser = world.browser(other)
        browser.submit(browser.get(url_of(pair)), "/resume")
        now = circle(world, pair)
        assert now.state is CircleState.ACTIVE and now.paused_at is None and now.paused_until is None
        assert now.contact_at == clock.now() and now.term_began_at is not None
        assert abs(now.term_began_at - began - 35 * DAY) < timedelta(minutes=1)
        press(world, other, pair, "resume")
    assert sentences(world, one) == ["Your circle with Gareth goes on"]
    assert circle(world, pair).term_began_at == now.term_began_at, "a second tap adds nothing"


def test_it_wakes_by_itself_on_the_day(world: World, one: Person, other: Person, pair: UUID) -> None:
    until = clock.today() + 30 * DAY
    press(world, one, pair, "pause", until=until.isoformat())
    forget_notices(world)
    with world.inside():
        assert actions.resume_circles() == 0
    with time_machine.travel(_noon(until - DAY), tick=False), world.inside():
        assert actions.resume_circles() == 0
    with time_machine.travel(_noon(until), tick=False):
        with world.inside():
            assert actions.resume_circles() == 1
        with world.inside():
            assert actions.resume_circles() == 0
        assert circle(world, pair).contact_at == clock.now()
    assert circle(world, pair).state is CircleState.ACTIVE
    assert sentences(world, one) == ["Your circle with Gareth goes on"]
    assert sentences(world, other) == ["Your circle with Nadia goes on"]


def test_a_first_meeting_can_rest_too_and_goes_on_as_one(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    press(world, one, circle_id, "pause")
    assert press(world, one, circle_id, "carry-on").status == 409, "nothing moves while it rests"
    press(world, one, circle_id, "resume")
    assert circle(world, circle_id).state is CircleState.FIRST_MEETING
    carry_on(world, circle_id, one, other)
    assert circle(world, circle_id).state is CircleState.ACTIVE


def test_when_the_only_one_who_had_not_said_yes_leaves_during_a_rest_the_others_wake_as_buddies(
    world: World, one: Person, other: Person
) -> None:
    third = comfort(world)
    circle_id = circle_of(world, one, other, third)
    carry_on(world, circle_id, one, other)
    press(world, one, circle_id, "pause")
    press(world, third, circle_id, "finish")
    assert circle(world, circle_id).state is CircleState.PAUSED
    press(world, other, circle_id, "resume")
    now = circle(world, circle_id)
    assert now.state is CircleState.ACTIVE and now.active_since == now.term_began_at == now.contact_at


def test_while_it_rests_there_is_nothing_to_keep_going(world: World, one: Person, pair: UUID) -> None:
    press(world, one, pair, "pause")
    seen = seen_circle(world, one, pair)
    for act in (lambda: actions.keep_going(one.actor, seen), lambda: _rhythm(one, seen)):
        with world.inside(), pytest.raises(Conflict):
            act()
    browser = world.browser(one)
    assert browser.get(f"{url_of(pair)}/rhythm").location == url_of(pair)
    assert browser.get(f"{url_of(pair)}/pause").location == url_of(pair)


def test_nothing_of_this_happens_to_a_circle_that_is_over(world: World, one: Person, pair: UUID) -> None:
    press(world, one, pair, "finish")
    seen = seen_circle(world, one, pair)
    acts = (
        lambda: actions.keep_going(one.actor, seen),
        lambda: _rhythm(one, seen),
        lambda: actions.pause(one.actor, seen, until=None, once=chance.new_id()),
        lambda: actions.resume(one.actor, seen),
        lambda: actions.say_it_feels_right(one.actor, seen),
        lambda: actions.carry_on(one.actor, seen),
    )
    for act in acts:
        with world.inside(), pytest.raises(Conflict):
            act()
    with world.inside():
        assert look_again(seen) is False


def test_a_pause_for_ever_is_refused_before_anything_is_written(world: World, one: Person, pair: UUID) -> None:
    seen = seen_circle(world, one, pair)
    with world.inside(), pytest.raises(Invalid):
        actions.pause(one.actor, seen, until=date(2999, 1, 1), words="For ever", once=chance.new_id())
    assert world.count(CircleMessage, circle_id=seen.id) == 1 and circle(world, pair).state is CircleState.ACTIVE


@pytest.mark.parametrize("how_many", [2, 3, 6])
def test_after_a_change_of_job_everybody_is_asked_alike_and_answers_in_private(world: World, how_many: int) -> None:
    people = [world.member(name, capacity=3) for name in ("Ada", "Bea", "Cyd", "Dot", "Eve", "Fay")[:how_many]]
    circle_id = circle_of(world, *people)
    for person in people:
        press(world, person, circle_id, "apart")
    seen = seen_circle(world, people[0], circle_id)
    with world.inside():
        assert look_again(seen)
    rows = [world.one(Notice, member_id=person.id) for person in people]
    assert {(row.what, row.from_id) for row in rows} == {(What.LOOK_AGAIN, None)}
    for number, person in enumerate(people, 1):
        browser = world.browser(person)
        page = browser.get(url_of(circle_id))
        assert "One of you has moved" in page and not _says_who_answered(page, people)
        browser.submit(page, "/feels-right")
        assert (circle(world, circle_id).moved_at is None) is (number == how_many)
        assert "One of you has moved" not in browser.get(url_of(circle_id))
    assert circle(world, circle_id).moved_at is None


def test_a_second_move_asks_again(world: World, one: Person, other: Person, pair: UUID) -> None:
    seen = seen_circle(world, one, pair)
    with world.inside():
        look_again(seen)
    press(world, one, pair, "feels-right")
    assert world.one(CircleSeat, member_id=one.id).feels_right is True
    with world.inside():
        look_again(seen)
    assert world.one(CircleSeat, member_id=one.id).feels_right is None
    press(world, one, pair, "feels-right")
    assert circle(world, pair).moved_at is not None
    press(world, other, pair, "feels-right")
    assert circle(world, pair).moved_at is None


def test_who_leaves_leaves_no_question_open(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    circle_id = circle_of(world, one, other, third)
    carry_on(world, circle_id, one, other)
    with world.inside():
        look_again(seen_circle(world, one, circle_id))
    for person in (one, other):
        press(world, person, circle_id, "feels-right")
    assert circle(world, circle_id).state is CircleState.FIRST_MEETING
    press(world, third, circle_id, "finish")
    now = circle(world, circle_id)
    assert now.state is CircleState.ACTIVE and now.moved_at is None


def _says_who_answered(page: Page, people: list[Person]) -> bool:
    return any(f"{person.name} said it still feels right" in page for person in people)


def _rhythm(person: Person, seen: object) -> None:
    actions.change_rhythm(person.actor, seen, Rhythm.WEEKLY)  # type: ignore[arg-type]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)
