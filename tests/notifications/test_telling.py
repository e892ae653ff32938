"""Telling: one line for each thing, to those whom it concerns, and gone when it concerns them no more (N1)."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import literal

from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState
from community.notifications import actions, queries
from community.notifications.models import Kind, LetterTimes, Level, Notice, Timing, What
from tests.notifications.people import (
    becomes,
    block,
    group_of,
    hears,
    leave,
    lettered,
    listen,
    notices_of,
    only_notice_of,
    prefers,
    read,
    shown_to,
    tell,
)
from tests.statements import statements
from tests.world import Person, World


def test_more_of_the_same_is_one_line_with_a_number_that_leads_to_the_first(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    first = chance.new_id()
    with time_machine.travel(clock.now(), tick=False) as watch:
        circle = tell(world, nadia, sender=gareth, spot=first)
        began = clock.now()
        watch.shift(timedelta(minutes=3))
        tell(world, nadia, sender=comfort, about=circle, spot=chance.new_id())
        line = only_notice_of(world, nadia)
        assert (line.how_many, line.spot, line.from_id) == (2, first, comfort.id)
        assert (line.since, line.told_at) == (began, clock.now())
    assert shown_to(world, nadia) == ["2 messages, the latest from Comfort"]


def test_after_it_was_read_the_next_is_a_new_line(world: World, nadia: Person, gareth: Person) -> None:
    circle = tell(world, nadia, sender=gareth)
    read(world, nadia, circle)
    tell(world, nadia, sender=gareth, about=circle)
    before, after = notices_of(world, nadia)
    assert before.read_at is not None and after.read_at is None
    assert after.how_many == 1


def test_different_things_and_different_kinds_are_different_lines(world: World, nadia: Person, gareth: Person) -> None:
    circle = tell(world, nadia, sender=gareth)
    tell(world, nadia, What.MEETING_SET, sender=gareth, about=circle)
    tell(world, nadia, sender=gareth)
    assert len(notices_of(world, nadia)) == 3


def test_more_of_the_same_needs_no_second_letter_but_again_does(world: World, nadia: Person, gareth: Person) -> None:
    circle = tell(world, nadia, What.MEETING_SET, sender=gareth, spot=(first := chance.new_id()))
    messages = tell(world, nadia, What.MESSAGE, sender=gareth)
    lettered(world, nadia)
    tell(world, nadia, What.MESSAGE, sender=gareth, about=messages)
    tell(world, nadia, What.MEETING_MOVED, sender=gareth, about=circle, spot=first, again=True)
    meeting, message = notices_of(world, nadia)
    assert meeting.what is What.MEETING_MOVED and meeting.lettered_at is None
    assert message.how_many == 2 and message.lettered_at is not None


def test_of_what_cannot_be_counted_the_latest_is_what_counts(world: World, nadia: Person, gareth: Person) -> None:
    circle = tell(world, nadia, What.MEETING_OFF, sender=gareth, spot=chance.new_id())
    new_meeting = chance.new_id()
    tell(world, nadia, What.MEETING_SET, sender=gareth, about=circle, spot=new_meeting)
    line = only_notice_of(world, nadia)
    assert (line.what, line.spot, line.how_many) == (What.MEETING_SET, new_meeting, 1)


@pytest.mark.parametrize("later", [What.PAUSED, What.RESUMED, What.CARRIES_ON])
def test_what_still_asks_something_is_not_hidden_by_what_asks_nothing(
    world: World, nadia: Person, gareth: Person, later: What
) -> None:
    circle = tell(world, nadia, What.LOOK_AGAIN, spot=(spot := chance.new_id()))
    tell(world, nadia, later, about=circle, words="Gareth", spot=chance.new_id())
    line = only_notice_of(world, nadia)
    assert (line.what, line.spot, line.words) == (What.LOOK_AGAIN, spot, "")
    assert shown_to(world, nadia) == ["One of you has moved. Please check that it still feels right"]
    read(world, nadia, circle)
    tell(world, nadia, later, about=circle, words="Gareth")
    assert [line.what for line in notices_of(world, nadia)] == [What.LOOK_AGAIN, later]


@pytest.mark.parametrize("end", [What.CIRCLE_FINISHED, What.CIRCLE_LEFT, What.GROWN])
def test_an_end_is_told_whatever_an_older_line_asked(world: World, nadia: Person, end: What) -> None:
    circle = tell(world, nadia, What.LOOK_AGAIN)
    tell(world, nadia, end, about=circle, words="Gareth")
    assert only_notice_of(world, nadia).what is end


def test_what_asks_something_replaces_what_asks_nothing_or_something_else(world: World, nadia: Person) -> None:
    circle = tell(world, nadia, What.PAUSED, words="Gareth")
    tell(world, nadia, What.LOOK_AGAIN, about=circle)
    assert only_notice_of(world, nadia).what is What.LOOK_AGAIN
    rhythm = tell(world, nadia, What.RESCUE, words="Gareth")
    tell(world, nadia, What.QUIET, about=rhythm, words="Gareth")
    assert notices_of(world, nadia)[1].what is What.RESCUE
    tell(world, nadia, What.RENEWED, about=rhythm, words="Gareth")
    assert notices_of(world, nadia)[1].what is What.RENEWED, "with it nothing is asked any more"


def test_what_is_no_longer_shown_does_not_stay_in_the_way(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    rhythm = tell(world, nadia, What.GOES_ON, sender=gareth)
    block(world, nadia, gareth)
    tell(world, nadia, What.QUIET, about=rhythm, sender=comfort, words="Comfort")
    assert only_notice_of(world, nadia).what is What.QUIET


def test_an_agreement_that_waits_and_somebody_to_ask_are_two_lines_of_one_circle(
    world: World, nadia: Person, gareth: Person
) -> None:
    circle = tell(world, nadia, What.AGREEMENT_WAITS, sender=gareth, spot=chance.new_id())
    tell(world, nadia, What.PROPOSED, about=circle, sender=gareth, spot=chance.new_id())
    lines = [(line.sentence, line.path) for line in tray_of(world, nadia)]
    assert sorted(path for _, path in lines) == [f"/buddies/circles/{circle}", f"/buddies/circles/{circle}/agreement"]
    tell(world, nadia, What.AGREED, about=circle, words="Gareth")
    assert {line.what for line in notices_of(world, nadia)} == {What.AGREED, What.PROPOSED}
    read(world, nadia, circle)
    assert shown_to(world, nadia) == [], "whoever has seen the circle has seen both"


def tray_of(world: World, person: Person) -> Sequence[queries.Line]:
    with world.inside():
        return queries.tray(person.actor).unread


def test_a_conversation_that_began_unread_goes_on_counting_its_replies(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    talk = tell(world, nadia, What.CONVERSATION, sender=gareth, words="Home by Friday")
    tell(world, nadia, What.REPLY, about=talk, sender=comfort, words="Home by Friday", spot=chance.new_id())
    assert only_notice_of(world, nadia).what is What.CONVERSATION
    assert shown_to(world, nadia) == ["2 new in “Home by Friday”, the latest from Comfort"]


def test_nobody_is_told_of_their_own_act_or_before_they_are_in_or_after_they_have_gone(
    world: World, nadia: Person, gareth: Person
) -> None:
    tell(world, nadia, sender=nadia)
    for state in (MemberState.JOINING, MemberState.SUSPENDED, MemberState.LEFT):
        somebody = world.member(f"Jo {state}", state=state)
        tell(world, somebody, sender=gareth)
        assert not notices_of(world, somebody)
    assert not notices_of(world, nadia)
    tell(world, nadia, sender=gareth)
    assert len(notices_of(world, nadia)) == 1


@pytest.mark.parametrize("blocker", ["the reader", "the sender"])
def test_nothing_is_told_across_a_block_and_what_was_told_is_gone(
    world: World, nadia: Person, gareth: Person, blocker: str
) -> None:
    tell(world, nadia, What.HELLO, sender=gareth)
    assert shown_to(world, nadia) == ["Gareth says hello"]
    block(world, *((nadia, gareth) if blocker == "the reader" else (gareth, nadia)))
    assert shown_to(world, nadia) == []
    tell(world, nadia, sender=gareth)
    assert len(notices_of(world, nadia)) == 1, "only the one from before"


def test_what_was_hidden_is_not_counted_on(world: World, nadia: Person, gareth: Person, comfort: Person) -> None:
    talk = tell(world, nadia, What.REPLY, sender=gareth, words="Home by Friday", spot=chance.new_id())
    block(world, nadia, gareth)
    spot = chance.new_id()
    tell(world, nadia, What.REPLY, about=talk, sender=comfort, words="Home by Friday", spot=spot)
    assert shown_to(world, nadia) == ["Comfort replied in “Home by Friday”"]
    assert only_notice_of(world, nadia).spot == spot


def test_whoever_leaves_the_group_sees_nothing_of_it_any_more(world: World, nadia: Person, gareth: Person) -> None:
    group = group_of(world, nadia, gareth)
    tell(world, nadia, What.REPLY, sender=gareth, group_id=group, words="canary", spot=chance.new_id())
    assert "canary" in shown_to(world, nadia)[0]
    leave(world, nadia, group)
    assert shown_to(world, nadia) == []


def test_what_holds_until_a_moment_is_gone_after_it(world: World, nadia: Person, gareth: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        tell(world, nadia, What.HELLO, sender=gareth, until=clock.now() + timedelta(days=10))
        watch.shift(timedelta(days=10, seconds=-1))
        assert shown_to(world, nadia)
        watch.shift(timedelta(seconds=1))
        assert not shown_to(world, nadia)


def test_a_suspended_member_is_shown_nothing_until_they_are_back(world: World, nadia: Person, gareth: Person) -> None:
    tell(world, nadia, sender=gareth)
    becomes(world, nadia, MemberState.SUSPENDED)
    assert not shown_to(world, nadia)
    becomes(world, nadia, MemberState.ACTIVE)
    assert shown_to(world, nadia)


def test_letters_come_as_chosen_or_else_as_usual(world: World, nadia: Person, gareth: Person) -> None:
    prefers(world, nadia, Kind.MESSAGE, Timing.DAILY)
    tell(world, nadia, What.MESSAGE, sender=gareth)
    tell(world, nadia, What.HELLO, sender=gareth)
    message, hello = notices_of(world, nadia)
    assert (message.letter, hello.letter) == (Timing.DAILY, Timing.NOW)


def test_whoever_is_told_has_times_for_letters(world: World, nadia: Person, gareth: Person) -> None:
    assert not world.count(LetterTimes, member_id=nadia.id)
    circle = tell(world, nadia, sender=gareth)
    tell(world, nadia, sender=gareth, about=circle)
    times = world.one(LetterTimes, member_id=nadia.id)
    assert times.next_daily_at > clock.now()
    assert not world.count(LetterTimes, member_id=gareth.id)


def test_a_long_title_is_shortened_not_refused(world: World, nadia: Person, gareth: Person) -> None:
    tell(world, nadia, What.ANSWER, sender=gareth, words="long " * 100, spot=chance.new_id())
    assert len(only_notice_of(world, nadia).words) == 160


def test_told_within_an_act_that_fails_is_not_told(app: Flask, world: World, nadia: Person, gareth: Person) -> None:
    with app.app_context():
        actions.tell(nadia.id, What.HELLO, about=chance.new_id(), sender=gareth.actor)
        assert db.session.query(Notice).count() == 1, "it is there within the act"
        db.session.rollback()
    assert not notices_of(world, nadia)


# Listeners


def test_those_listen_who_chose_every_reply_here_or_in_the_community(world: World, gareth: Person) -> None:
    talk, place = chance.new_id(), chance.new_id()
    names = ("everything", "here", "not here", "nothing said", "mentioned", "at once", "muted at once", "outside")
    people = {name: world.member(name) for name in names}
    group = group_of(world, gareth, *(person for name, person in people.items() if name != "outside"))
    hears(world, people["everything"], place, Level.EVERY)
    hears(world, people["here"], talk, Level.EVERY)
    hears(world, people["here"], place, Level.NOTHING)
    hears(world, people["not here"], talk, Level.NOTHING)
    hears(world, people["not here"], place, Level.EVERY)
    hears(world, people["mentioned"], talk, Level.MENTIONED)
    hears(world, people["outside"], talk, Level.EVERY)
    hears(world, people["muted at once"], talk, Level.NOTHING)
    for name in ("at once", "muted at once", "mentioned"):
        prefers(world, people[name], Kind.COMMUNITY, Timing.NOW)
    hears(world, gareth, talk, Level.EVERY)
    assert listen(world, gareth, talk, place, group) == 3
    told = {name: [line.kind for line in notices_of(world, person)] for name, person in people.items()}
    assert {name: kinds for name, kinds in told.items() if kinds} == {
        "everything": [Kind.FOLLOWED],
        "here": [Kind.FOLLOWED],
        "at once": [Kind.COMMUNITY],
    }
    assert not notices_of(world, gareth), "not of one's own"


def test_listeners_are_left_out_who_are_told_otherwise_kept_apart_or_away(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    talk, place = chance.new_id(), chance.new_id()
    suspended = world.member("Derek", state=MemberState.SUSPENDED)
    patrick = world.member("Patrick")
    group = group_of(world, nadia, gareth, comfort, suspended, patrick)
    for person in (nadia, comfort, suspended, patrick):
        hears(world, person, talk, Level.EVERY)
    block(world, comfort, gareth)
    assert listen(world, gareth, talk, place, group, besides=[nadia.id]) == 1
    assert len(notices_of(world, patrick)) == 1
    assert not any(notices_of(world, person) for person in (nadia, comfort, suspended))


def test_listeners_letters_come_as_they_chose_and_their_lines_grow(world: World, nadia: Person, gareth: Person) -> None:
    talk, place = chance.new_id(), chance.new_id()
    group = group_of(world, nadia, gareth)
    hears(world, nadia, place, Level.EVERY)
    prefers(world, nadia, Kind.FOLLOWED, Timing.WEEKLY)
    for _ in range(3):
        listen(world, gareth, talk, place, group)
    line = only_notice_of(world, nadia)
    assert (line.how_many, line.letter, line.group_id) == (3, Timing.WEEKLY, group)
    assert world.count(LetterTimes, member_id=nadia.id) == 1


def test_telling_many_asks_no_more_of_the_database_than_telling_one(
    app: Flask, world: World, nadia: Person, gareth: Person
) -> None:
    def asked_for(*listeners: Person) -> int:
        talk, place = chance.new_id(), chance.new_id()
        group = group_of(world, gareth, *listeners)
        for person in listeners:
            hears(world, person, place, Level.EVERY)
        with statements(app) as asked:
            assert listen(world, gareth, talk, place, group) == len(listeners)
        assert all(len(notices_of(world, person)) for person in listeners)
        return len(asked)

    few = asked_for(nadia)
    many = asked_for(*(world.member(f"Listener {number}") for number in range(30)))
    assert few == many == 2


def test_every_line_of_an_act_has_its_own_address(world: World, gareth: Person) -> None:
    listeners = [world.member(f"Listener {number}") for number in range(5)]
    group, place = group_of(world, gareth, *listeners), chance.new_id()
    for person in listeners:
        hears(world, person, place, Level.EVERY)
    listen(world, gareth, chance.new_id(), place, group)
    assert len({only_notice_of(world, person).public_id for person in listeners}) == 5


# Taking back


def test_taken_back_it_is_gone_new_or_read_for_one_or_for_all(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    hello = tell(world, nadia, What.HELLO, sender=gareth)
    read(world, nadia, hello)
    tell(world, comfort, What.HELLO_YES, about=hello, sender=gareth)
    tell(world, comfort, What.MESSAGE, about=hello, sender=gareth)
    with world.inside():
        actions.take_back(hello, kind=Kind.HELLO, member_id=nadia.id)
    assert not notices_of(world, nadia)
    with world.inside():
        actions.take_back(hello, kind=Kind.HELLO)
    assert only_notice_of(world, comfort).kind is Kind.MESSAGE
    with world.inside():
        actions.take_back(hello)
    assert not notices_of(world, comfort)


def test_a_removed_post_takes_its_line_along_or_one_from_its_number(
    world: World, nadia: Person, gareth: Person
) -> None:
    first, only, next_one = chance.new_id(), chance.new_id(), chance.new_id()
    talk = tell(world, nadia, What.ANSWER, sender=gareth, words="Home by Friday", spot=first)
    tell(world, nadia, What.ANSWER, about=talk, sender=gareth, words="Home by Friday", spot=chance.new_id())
    tell(world, nadia, What.MENTION, about=talk, sender=gareth, words="Home by Friday", spot=only)
    with world.inside():
        for spot in (first, only):
            leads_here = Notice.spot == spot
            then = literal(next_one, Notice.spot.type)
            actions.take_back_spot(talk, spot, was_counted=leads_here, left=literal(9), first=then)
    line = only_notice_of(world, nadia)
    assert (line.what, line.how_many, line.spot) == (What.ANSWER, 1, next_one)


def test_a_new_title_is_said_everywhere(world: World, nadia: Person, gareth: Person) -> None:
    talk = tell(world, nadia, What.ANSWER, sender=gareth, words="Hme by Fridya", spot=chance.new_id())
    with world.inside():
        actions.retitle(talk, "Home by Friday")
    assert shown_to(world, nadia) == ["Gareth answered in “Home by Friday”"]
