"""A meeting in a member's own calendar: the file that is downloaded, and the facts for letters, which know no place."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
import vobject

from community.buddying import actions, queries
from community.buddying.actions.agreement import save_agreement, say_yes
from community.buddying.agreed import NOTHING, Terms
from community.buddying.models import Meeting, MeetingHow
from community.buddying.queries import MeetingFacts
from community.buddying.said import Plan
from community.core import chance, clock
from community.core.roles import Role
from community.notifications.models import Notice, What
from tests.browser import Page
from tests.buddying.people import buddies, circle_of, comfort, seen_circle
from tests.world import Person, World

PLACE = "Quillfeather bench, by the canal; level 2"


@pytest.fixture
def circle_id(world: World, one: Person, other: Person) -> UUID:
    return buddies(world, one, other)


def planned(world: World, person: Person, circle_id: UUID, *, days: int = 3, seen: int = 0) -> UUID:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        when = (clock.now() + timedelta(days=days)).replace(microsecond=0)
        plan = Plan(when, MeetingHow.WALK, PLACE, seen)
        actions.plan_meeting(person.actor, circle, plan, once=chance.new_id())
        meeting = queries.meetings_of(circle).planned
    assert meeting is not None
    return meeting.public_id


def off(world: World, person: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.call_off(person.actor, circle)


def facts(world: World, person: Person, meeting_id: UUID) -> MeetingFacts:
    with world.inside():
        found = queries.meeting_for_calendar(person.id, meeting_id)
    assert found is not None
    return found


def file_of(world: World, person: Person, circle_id: UUID) -> Page:
    return world.browser(person).get(f"/buddies/circles/{circle_id}/meeting.ics")


def test_the_page_offers_the_file_and_says_who_may_see_a_calendar(world: World, one: Person, circle_id: UUID) -> None:
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    assert "Add to my calendar" not in browser.get(url)
    planned(world, one, circle_id)
    page = browser.get(url)
    assert "Add to my calendar" in page and f"{url}/meeting.ics" in page.links
    assert "Your calendar may be seen by people at work: the file holds your buddy’s name and the place." in page


def test_the_file_holds_the_meeting_as_its_reader_sees_it(
    world: World, one: Person, other: Person, circle_id: UUID
) -> None:
    meeting_id = planned(world, one, circle_id)
    answer = file_of(world, other, circle_id)
    headers = answer.response.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8" and headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    event = vobject.readOne(answer.html).vevent
    assert event.summary.value == "Meeting with Nadia" and event.location.value == PLACE
    assert event.uid.value.startswith(f"{meeting_id}@") and event.url.value.endswith(f"/buddies/circles/{circle_id}")
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=30)
    assert event.dtstart.value == facts(world, one, meeting_id).starts_at


def test_a_file_is_there_for_the_circle_alone_and_only_while_a_meeting_is_planned(
    world: World, one: Person, other: Person, circle_id: UUID
) -> None:
    assert file_of(world, one, circle_id).status == 404
    planned(world, one, circle_id)
    strangers = [
        comfort(world),
        world.member("Maya", role=Role.MODERATOR),
        world.member("Ade", role=Role.ADMINISTRATOR),
    ]
    assert [file_of(world, each, circle_id).status for each in (one, other, *strangers)] == [200, 200, 404, 404, 404]
    circle = seen_circle(world, one, circle_id)
    with world.inside():
        actions.finish(one.actor, circle, is_not_again=False)
    for each in (one, other):
        assert vobject.readOne(file_of(world, each, circle_id).html).method.value == "CANCEL"
    assert [file_of(world, each, circle_id).status for each in strangers] == [404, 404, 404]


def test_the_file_of_a_meeting_that_was_called_off_takes_it_out_of_calendars_for_four_weeks(
    world: World, one: Person, other: Person, circle_id: UUID
) -> None:
    url = f"/buddies/circles/{circle_id}"
    with time_machine.travel(clock.now(), tick=False) as watch:
        meeting_id = planned(world, one, circle_id)
        starts_at = facts(world, other, meeting_id).starts_at
        off(world, one, circle_id)
        for person in (one, other):
            page = world.browser(person).get(url)
            assert "Take it out of my calendar" in page and f"{url}/meeting.ics" in page.links
            assert f"Called off: {clock.local(starts_at):%A} {clock.local(starts_at).day}" in page
            file = vobject.readOne(file_of(world, person, circle_id).html)
            assert file.method.value == "CANCEL" and file.vevent.status.value == "CANCELLED"
            assert file.vevent.sequence.value == "1" and file.vevent.uid.value.startswith(f"{meeting_id}@")
        assert PLACE not in file_of(world, other, circle_id).html
        watch.shift(timedelta(days=14))
        assert "Called off" not in world.browser(other).get(url)
        assert file_of(world, other, circle_id).status == 200
        watch.shift(timedelta(days=14))
        assert file_of(world, other, circle_id).status == 404


def test_whoever_calls_off_or_moves_is_told_what_happens_and_what_to_do_with_the_file(
    world: World, one: Person, circle_id: UUID
) -> None:
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    planned(world, one, circle_id)
    day = f"{clock.today() + timedelta(days=5):%Y-%m-%d}"
    page = browser.follow(browser.submit(browser.get(f"{url}/meeting"), f"{url}/meeting", on=day, at="10:00"))
    assert "Moved. We tell Gareth. If it is in your calendar, add it again: the file moves it." in page
    assert "Call it off. We tell Gareth." in page
    page = browser.follow(browser.submit(page, f"{url}/meeting/call-off"))
    assert "Called off. We tell Gareth. If it is in your calendar, take it out with the file." in page
    assert "Take it out of my calendar" in page


def test_every_change_is_a_later_version_of_one_appointment(
    world: World, one: Person, other: Person, circle_id: UUID
) -> None:
    meeting_id = planned(world, one, circle_id)
    seen = [facts(world, other, meeting_id)]
    assert planned(world, other, circle_id, days=4, seen=1) == meeting_id
    seen.append(facts(world, other, meeting_id))
    off(world, one, circle_id)
    seen.append(facts(world, other, meeting_id))
    assert planned(world, one, circle_id, days=6) == meeting_id, "called off and set again: calendars move it"
    seen.append(facts(world, other, meeting_id))
    assert [(each.sequence, each.is_off) for each in seen] == [(0, False), (1, False), (2, True), (3, False)]
    assert len({each.starts_at for each in seen}) == 3
    place = vobject.readOne(file_of(world, other, circle_id).html).vevent.location.value
    assert place == PLACE, "the place still opens after all of that"


def test_a_plan_long_after_one_that_was_called_off_is_another_appointment(
    world: World, one: Person, circle_id: UUID
) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        first = planned(world, one, circle_id, days=2)
        off(world, one, circle_id)
        watch.shift(timedelta(days=3))
        assert planned(world, one, circle_id, days=2) != first


def test_calling_off_forgets_the_place(world: World, one: Person, circle_id: UUID) -> None:
    planned(world, one, circle_id)
    assert world.one(Meeting).where_box is not None
    off(world, one, circle_id)
    assert world.one(Meeting).where_box is None


def test_the_end_of_a_circle_calls_off_what_is_planned_and_forgets_the_place(
    world: World, one: Person, other: Person, circle_id: UUID
) -> None:
    meeting_id = planned(world, one, circle_id)
    before = facts(world, other, meeting_id)
    circle = seen_circle(world, one, circle_id)
    with world.inside():
        actions.finish(one.actor, circle, is_not_again=False)
    assert world.one(Meeting).where_box is None
    after = facts(world, other, meeting_id)
    assert after.is_off and after.sequence == before.sequence + 1
    assert world.one(Notice, member_id=other.id, what=What.CIRCLE_FINISHED).spot == meeting_id


def test_facts_for_letters_know_the_others_and_never_the_place(world: World, one: Person, other: Person) -> None:
    third, stranger = comfort(world), world.member("Hassan")
    circle_id = circle_of(world, one, other, third)
    meeting_id = planned(world, one, circle_id)
    found = facts(world, one, meeting_id)
    assert found.names == "Comfort and Gareth" and (found.minutes, found.circle_id) == (30, circle_id)
    assert PLACE not in repr(found)
    with world.inside():
        assert queries.meeting_for_calendar(stranger.id, meeting_id) is None
        assert queries.meeting_for_calendar(one.id, chance.new_id()) is None
    circle = seen_circle(world, third, circle_id)
    with world.inside():
        actions.finish(third.actor, circle, is_not_again=False)
    with world.inside():
        assert queries.meeting_for_calendar(third.id, meeting_id) is None, "whoever left knows no more of it"
    assert facts(world, one, meeting_id).names == "Gareth"


def test_a_meeting_lasts_as_long_as_they_agreed(world: World, one: Person, other: Person, circle_id: UUID) -> None:
    circle = seen_circle(world, one, circle_id)
    with world.inside():
        save_agreement(one.actor, circle, Terms(minutes=60), NOTHING, seen=0)
    meeting_id = planned(world, one, circle_id)
    assert facts(world, other, meeting_id).minutes == 30, "not everybody has said yes"
    theirs = seen_circle(world, other, circle_id)
    with world.inside():
        say_yes(other.actor, theirs, seen=1)
    planned(world, other, circle_id, days=4, seen=1)
    assert facts(world, one, meeting_id).minutes == 60
    event = vobject.readOne(file_of(world, one, circle_id).html).vevent
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=60)
    assert "walk and talk, 60 minutes." in world.browser(one).get(f"/buddies/circles/{circle_id}")
