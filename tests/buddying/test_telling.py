"""Whom the acts of this room tell, and what: one line each, and nothing where somebody has it before their eyes."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update

from community.accounts.models import Member
from community.belonging.models import Block
from community.buddying import actions, queries
from community.buddying.models import Meeting, MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState
from community.notifications.models import Notice
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia, seen_circle, seen_hello
from tests.buddying.told import sentences, told
from tests.world import Person, World


def write(world: World, person: Person, circle_id: UUID, words: str = "When suits you?") -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.write_message(person.actor, circle, words=words, once=chance.new_id())


def plan(world: World, person: Person, circle_id: UUID, *, days: int, seen: int = 0) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        meeting = Plan(clock.now() + timedelta(days=days), MeetingHow.PHONE, "The bench", seen)
        actions.plan_meeting(person.actor, circle, meeting, once=chance.new_id())


def call_off(world: World, person: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.call_off(person.actor, circle)


def finish(world: World, person: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.finish(person.actor, circle, is_not_again=True)


def test_a_hello_is_told_to_the_one_who_is_asked_until_it_closes(world: World, one: Person, other: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hello_id = hello(world, one, other)
        line = told(world, other)[0]
        assert (line.sentence, line.path) == ("Nadia says hello", f"/buddies/hellos#hello-{hello_id}")
        assert line.needs_me and not told(world, one)
        watch.shift(timedelta(days=11))
        assert not told(world, other), "it waits for nobody any more"


def test_a_yes_is_told_to_the_one_who_asked_and_leads_to_the_circle(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    line = told(world, one)[0]
    assert (line.sentence, line.path) == ("Gareth says yes. You are buddies", f"/buddies/circles/{circle_id}")
    assert not told(world, other), "whoever answered is not told of the hello any more"


def test_of_hellos_that_cross_only_the_first_sender_is_told(world: World, one: Person, other: Person) -> None:
    hello(world, one, other)
    hello(world, other, one)
    assert sentences(world, one) == ["Gareth says yes. You are buddies"] and not told(world, other)
    assert world.count(Notice) == 1


@pytest.mark.parametrize("answer", ["decline", "take_back"])
def test_a_hello_that_is_declined_or_taken_back_leaves_no_line(
    world: World, one: Person, other: Person, answer: str
) -> None:
    hello_id = hello(world, one, other)
    who = other if answer == "decline" else one
    seen = seen_hello(world, who, hello_id)
    with world.inside():
        getattr(actions, answer)(who.actor, seen)
    assert world.count(Notice) == 0


def test_messages_are_one_line_that_counts_and_leads_to_the_circle(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    write(world, one, circle_id)
    assert sentences(world, other) == ["Nadia wrote to you"]
    write(world, one, circle_id, "Or Friday?")
    assert sentences(world, other) == ["2 messages, the latest from Nadia"]
    line = told(world, other)[0]
    assert line.path == f"/buddies/circles/{circle_id}" and line.needs_me


def test_the_same_message_sent_again_is_told_once(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    circle, once = seen_circle(world, one, circle_id), chance.new_id()
    for _ in range(2):
        with world.inside():
            actions.write_message(one.actor, circle, words="Once", once=once)
    assert sentences(world, other) == ["Nadia wrote to you"]


def test_every_other_reader_of_a_larger_circle_is_told_and_nobody_outside(world: World) -> None:
    people = [nadia(world), gareth(world), comfort(world)]
    outside = world.member("Hassan")
    circle_id = circle_of(world, *people)
    write(world, people[0], circle_id)
    assert [sentences(world, each) for each in (*people, outside)] == [
        [],
        ["Nadia wrote to you"],
        ["Nadia wrote to you"],
        [],
    ]


def test_a_meeting_set_moved_and_called_off_is_one_line_that_says_the_latest(
    world: World, one: Person, other: Person
) -> None:
    circle_id = buddies(world, one, other)
    plan(world, one, circle_id, days=3)
    assert sentences(world, other) == [f"Nadia set a time to meet: {when(world)}"]
    planned = planned_of(world, other, circle_id)
    assert told(world, other)[0].spot == planned
    with world.inside():
        db.session.execute(update(Notice).values(lettered_at=clock.now()))
    plan(world, one, circle_id, days=4, seen=1)
    assert sentences(world, other) == [f"Nadia moved your meeting to {when(world)}"]
    assert world.one(Notice, member_id=other.id).lettered_at is None, "it is due for a letter again"
    call_off(world, one, circle_id)
    call_off(world, one, circle_id)
    assert sentences(world, other) == [f"Nadia called off your meeting on {when(world)}"]
    assert told(world, other)[0].spot == planned


def when(world: World) -> str:
    """The time of the only meeting, as the tray says it."""
    starts_at = clock.local(world.one(Meeting).starts_at or clock.now())
    return f"{starts_at:%A} {starts_at.day} {starts_at:%B, %H:%M}"


def planned_of(world: World, person: Person, circle_id: UUID) -> UUID:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        planned = queries.meetings_of(circle).planned
    assert planned is not None
    return planned.public_id


def test_a_plan_that_was_stale_or_the_same_tells_nobody(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    with time_machine.travel(clock.now(), tick=False):
        plan(world, one, circle_id, days=3)
        plan(world, one, circle_id, days=3)
    with world.inside():
        db.session.query(Notice).delete()
    circle = seen_circle(world, other, circle_id)
    with pytest.raises(Exception, match="changed"), world.inside():
        stale = Plan(clock.now() + timedelta(days=9), MeetingHow.PHONE, "", 0)
        actions.plan_meeting(other.actor, circle, stale, once=chance.new_id())
    assert world.count(Notice) == 0


def test_that_we_met_tells_nobody_that_a_meeting_is_off(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    circle = seen_circle(world, one, circle_id)
    with world.inside():
        actions.we_met(one.actor, circle, on=clock.today(), once=chance.new_id())
    plan(world, one, circle_id, days=1)
    with world.inside():
        db.session.query(Notice).delete()
    for day in (0, 1):  # held in spite of the plan; then twice on the day of the plan
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False), world.inside():
            actions.we_met(one.actor, circle, on=clock.today() - timedelta(days=day), once=chance.new_id())
    assert not told(world, other)


def test_the_end_of_a_pair_is_told_to_the_other_in_the_words_of_nobody(
    world: World, one: Person, other: Person
) -> None:
    circle_id = buddies(world, one, other)
    finish(world, one, circle_id)
    assert sentences(world, other) == ["Your circle with Nadia has finished"]
    assert world.one(Notice, member_id=other.id).from_id is None
    assert [each for each in told(world, one) if each.about == circle_id] == []


def test_working_together_ends_a_pair_in_the_very_same_words(world: World) -> None:
    lines = []
    for is_together in (True, False):
        one, other = nadia(world), gareth(world)
        circle_id = buddies(world, one, other)
        if is_together:
            circle = seen_circle(world, one, circle_id)
            with world.inside():
                actions.say_apart(one.actor, circle, is_apart=False)
        else:
            finish(world, one, circle_id)
        row = world.one(Notice, member_id=other.id)
        lines.append((row.kind, row.what, row.words, row.spot, row.from_id, row.group_id, row.until, row.how_many))
        with world.inside():
            db.session.query(Notice).delete()
    assert lines[0] == lines[1]


def test_who_leaves_a_larger_circle_is_named_to_those_who_go_on_and_the_end_names_nobody(world: World) -> None:
    first, second, third = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, first, second, third)
    finish(world, first, circle_id)
    assert sentences(world, second) == sentences(world, third) == ["Nadia has left your circle"]
    assert not told(world, first)
    finish(world, second, circle_id)
    assert sentences(world, third) == ["Your circle with Gareth has finished"]
    assert not told(world, first)


def test_nobody_is_told_across_a_block_or_when_they_are_not_here(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    seen = seen_circle(world, one, circle_id)
    with world.inside():
        db.session.query(Notice).delete()
        db.session.add(Block(blocker_id=other.id, blocked_id=one.id, made_at=clock.now()))
    with world.inside():
        actions.write_message(one.actor, seen, words="Into the wind", once=chance.new_id())
    finish(world, one, circle_id)
    assert world.count(Notice) == 0
    third = comfort(world)
    elsewhere = circle_of(world, one, third)
    with world.inside():
        db.session.execute(update(Member).where(Member.id == third.id).values(state=MemberState.SUSPENDED))
    write(world, one, elsewhere)
    assert world.count(Notice) == 0


def test_an_act_that_is_refused_tells_nobody(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, one, other)
    with world.inside():
        db.session.query(Notice).delete()
    browser = world.browser(one)
    browser.post(f"/buddies/circles/{circle_id}/meeting", {"on": "2001-01-01", "at": "10:00", "how": "phone"})
    browser.post(f"/buddies/circles/{circle_id}/messages", {"words": ""})
    assert world.count(Notice) == 0


def test_the_page_of_a_circle_sends_that_it_was_looked_at_while_something_waits(
    world: World, one: Person, other: Person
) -> None:
    circle_id = buddies(world, one, other)
    write(world, other, circle_id)
    browser = world.browser(one)
    page = browser.get(f"/buddies/circles/{circle_id}")
    sent = [each.get("hx-post", "") for each in page.all("div") if each.get("hx-trigger") == "load"]
    assert len(sent) == 2, "about the circle, and about the hello that became it"
    for url in sent:
        browser.post(url, htmx=True)
    assert not told(world, one)
    again = browser.get(f"/buddies/circles/{circle_id}")
    assert not [each for each in again.all("div") if each.get("hx-trigger") == "load"]


def test_the_page_of_hellos_sends_that_it_was_looked_at(world: World, one: Person, other: Person) -> None:
    hello_id = hello(world, one, other)
    page = world.browser(other).get("/buddies/hellos")
    sent = [each.get("hx-post", "") for each in page.all("div") if each.get("hx-trigger") == "load"]
    assert sent == [f"/notices/about/{hello_id}/read"]
