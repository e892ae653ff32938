"""What this room hands to Home: one statement each."""

from datetime import timedelta

import time_machine
from flask import Flask

from community.buddying import actions, queries
from community.buddying.models import MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from community.web import shown
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia, seen_circle
from tests.statements import statements
from tests.world import World


def test_hellos_that_wait_for_me_with_the_day_they_close(app: Flask, world: World) -> None:
    me = nadia(world)
    hello(world, gareth(world), me)
    hello(world, me, comfort(world))
    with statements(app) as asked, world.inside():
        waiting = queries.waiting_hellos_for(me.actor)
    assert len(asked) == 1
    assert [each.asker_name for each in waiting] == ["Gareth"]
    assert waiting[0].closes_on == clock.today() + timedelta(days=10)


def test_my_circles_with_the_next_meeting_and_the_last_contact(app: Flask, world: World) -> None:
    me, other = nadia(world), gareth(world)
    first = buddies(world, me, other)
    circle_of(world, me, comfort(world), world.member("Hassan", capacity=2))
    starts_at = clock.now().replace(microsecond=0) + timedelta(days=3)
    with world.inside():
        circle = queries.circle_seen_by(me.actor, first)
        actions.plan_meeting(me.actor, circle, Plan(starts_at, MeetingHow.PHONE, "", 0), once=chance.new_id())
    with statements(app) as asked, world.inside():
        circles = queries.circles_of(me.actor)
    assert len(asked) == 1
    assert [each.names for each in circles] == ["Gareth", "Comfort and Hassan"]
    assert circles[0].next_starts_at == starts_at and circles[0].next_how is MeetingHow.PHONE
    assert circles[0].last_contact_on == clock.today() and circles[1].next_starts_at is None


def test_last_contact_is_the_later_of_words_and_meetings(world: World) -> None:
    me, other = nadia(world), gareth(world)
    circle_id = buddies(world, me, other)
    day = clock.today() + timedelta(days=5)
    with time_machine.travel(clock.now() + timedelta(days=6), tick=False), world.inside():
        circle = seen_circle(world, me, circle_id)
        actions.we_met(me.actor, circle, on=day, once=chance.new_id())
        assert queries.circles_of(me.actor)[0].last_contact_on == day


def test_a_finished_circle_is_no_longer_in_the_list(world: World) -> None:
    me, other = nadia(world), gareth(world)
    circle_id = buddies(world, me, other)
    with world.inside():
        actions.finish(other.actor, queries.circle_seen_by(other.actor, circle_id), is_not_again=False)
    with world.inside():
        assert queries.circles_of(me.actor) == [] == queries.circles_of(other.actor)


def test_a_circle_s_row_says_when_there_was_last_contact_and_a_word_to_go_on_is_none(world: World) -> None:
    me, other = nadia(world), gareth(world)
    began = clock.now() - timedelta(days=3)
    with time_machine.travel(began, tick=False):
        circle_id = buddies(world, other, me)
    with world.inside():
        actions.keep_going(me.actor, seen_circle(world, me, circle_id))
    for address in ("/", "/buddies"):
        for person in (me, other):
            assert f"You were last in contact on {shown.day(began)}." in world.browser(person).get(address)


def test_a_circle_in_which_nothing_was_written_says_so(world: World) -> None:
    me, other = nadia(world), gareth(world)
    circle_of(world, me, other)
    for address in ("/", "/buddies"):
        assert "You have not written or met yet." in world.browser(me).get(address)


def test_a_circle_that_rests_says_until_when(world: World) -> None:
    me, other = nadia(world), gareth(world)
    circle_id, until = buddies(world, other, me), clock.today() + timedelta(days=9)
    with world.inside():
        actions.pause(other.actor, seen_circle(world, other, circle_id), until=until, once=chance.new_id())
    for address in ("/", "/buddies"):
        assert f"Rests until {shown.day(until)}." in world.browser(me).get(address)
