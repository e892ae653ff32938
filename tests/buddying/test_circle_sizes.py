"""A7: pairs, trios and sets of six by the same tests: who reads what, what is told and posted, and leaving."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from community.buddying.looks import HalfWay
from community.buddying.models import Circle, CircleKind
from community.core import chance, clock
from community.core.database import db
from community.core.roles import Role
from community.directory.models import Profile
from community.mail import queries as mail
from community.mail import rendering
from community.notifications import actions as notices
from community.notifications.models import Kind, Timing
from tests.browser import Page
from tests.buddying.terms import active_circle, look_half_way, tell, the_weeks
from tests.buddying.test_nothing_leaks import every_letter, every_notice
from tests.buddying.told import told
from tests.digests.post import the_clock, write
from tests.world import Person, World

CANARIES = {
    "a message": "Quillfeather message",
    "a promise": "Quillfeather promise",
    "the place": "Quillfeather place",
    "the agreement": "Quillfeather agreement",
    "a look": "Quillfeather look",
}
SIZES = pytest.mark.parametrize("size", [2, 3, 6], ids=["pair", "trio", "set of six"])
NAMES = ("Nadia", "Gareth", "Comfort", "Derek", "Hassan", "Joanna")
SECTORS = ("care-home", "nhs-acute", "carer", "lg-elected", "vcse-local", "comm-icb")


def people_of(world: World, size: int) -> list[Person]:
    both = zip(NAMES[:size], SECTORS[:size], strict=True)
    return [world.member(name, sector=sector, capacity=3) for name, sector in both]


def fill(world: World, people: list[Person], circle_id: UUID) -> None:
    """Something of everything that can be written in a circle."""
    browser, url = world.browser(people[0]), f"/buddies/circles/{circle_id}"
    posts = {
        f"{url}/messages": {"words": CANARIES["a message"]},
        f"{url}/promises": {"words": CANARIES["a promise"], "owner": str(people[0].public_id)},
        f"{url}/meeting": {
            "on": str(clock.today() + timedelta(days=20)),
            "at": "16:00",
            "how": "phone",
            "seen": "0",
            "where": CANARIES["the place"],
        },
    }
    for path, data in posts.items():
        assert browser.post(path, data | {"key": str(chance.new_id())}).status == 303, path
    form = browser.get(f"{url}/agreement/edit")
    assert browser.submit(form, "/agreement/edit", between=CANARIES["the agreement"]).status == 303


def everything(world: World, person: Person, circle_id: UUID) -> list[Page]:
    url = f"/buddies/circles/{circle_id}"
    browser = world.browser(person)
    inside = ["", "/agreement", "/half-way", "/meeting.ics", "/promises.txt", "/meeting", "/agreement/edit", "/invite"]
    pages = [browser.get(f"{url}{part}") for part in inside]
    return [*pages, *(browser.get(path) for path in ("/", "/buddies", "/buddies/hellos", "/notices"))]


def read_by(world: World, person: Person, circle_id: UUID) -> set[str]:
    html = "".join(page.html for page in everything(world, person, circle_id))
    return {what for what, canary in CANARIES.items() if canary in html}


@SIZES
def test_each_of_a_circle_reads_everything_and_nobody_else_anything(world: World, size: int) -> None:
    with the_weeks() as watch:
        people = people_of(world, size)
        others = [
            world.member("Stranger"),
            world.member("Maya", role=Role.MODERATOR),
            world.member("Ade", role=Role.ADMINISTRATOR),
        ]
        circle_id = active_circle(world, *people)
        fill(world, people, circle_id)
        watch.week(12)
        for person in people:
            look_half_way(world, person, circle_id, HalfWay.CARRY_ON, CANARIES["a look"])
        watch.week(12, seconds=1)
        for person in people:
            assert read_by(world, person, circle_id) | {"the place"} == set(CANARIES), person.name
        for person in others:
            pages = everything(world, person, circle_id)
            assert {page.status for page in pages[:8]} == {404} and not read_by(world, person, circle_id), person.name


@SIZES
def test_the_sentence_names_exactly_those_who_read(world: World, size: int) -> None:
    people = people_of(world, size)
    circle_id = active_circle(world, *people)
    for me in people:
        page = world.browser(me).get(f"/buddies/circles/{circle_id}")
        others = sorted(person.name for person in people if person is not me)
        words = " and ".join([", ".join(["You", *others[:-1]]), others[-1]])
        assert f"{words}. Others see a message only if one of you reports it." in page


@SIZES
def test_the_kind_follows_the_number(world: World, size: int) -> None:
    active_circle(world, *people_of(world, size))
    assert world.one(Circle).kind is {2: CircleKind.PAIR, 3: CircleKind.TRIO, 6: CircleKind.SET}[size]


@SIZES
def test_nobody_outside_can_do_anything_in_it(world: World, size: int) -> None:
    people = people_of(world, size)
    circle_id = active_circle(world, *people)
    stranger = world.browser(world.member("Stranger"))
    url = f"/buddies/circles/{circle_id}"
    acts = ("messages", "promises", "met", "meeting", "finish", "carry-on", "agreement/yes", "agreement/edit", "pause")
    assert {stranger.post(f"{url}/{act}", {"words": "In"}).status for act in acts} == {404}


@SIZES
def test_no_word_of_it_is_in_a_notice_or_a_letter_to_anybody(app: Flask, world: World, size: int) -> None:
    people = people_of(world, size)
    stranger = world.member("Stranger")
    with world.inside():
        for person in (*people, stranger):
            notices.begin(person.id)
            notices.set_times(person.actor, zone="Europe/London", from_hour=0, to_hour=0, weekday=0)
            notices.set_timings(person.actor, dict.fromkeys(Kind, Timing.NOW))
    with the_clock() as watch:
        circle_id = active_circle(world, *people)
        fill(world, people, circle_id)
        assert all(told(world, person) for person in people[1:]) and not told(world, stranger)
        watch.minutes_later(11)
        write(app)
        tell(world)
        with world.inside():
            rows = every_notice()
        letters, _, kept = every_letter(app)
        assert letters >= size - 1 and b"Nadia" in kept
        assert not [canary for canary in CANARIES.values() if canary.encode() in rows + kept]
        with app.test_request_context():
            names = {rendering.write(each).to for each in mail.latest_letters(100)}
        assert not [name for name in names if stranger.email in str(name)]


@pytest.mark.parametrize("size", [3, 6], ids=["trio", "set of six"])
def test_whoever_left_reads_nothing_more_and_the_others_go_on(world: World, size: int) -> None:
    people = people_of(world, size)
    circle_id = active_circle(world, *people)
    fill(world, people, circle_id)
    leaver, staying = people[-1], people[:-1]
    url = f"/buddies/circles/{circle_id}"
    assert read_by(world, leaver, circle_id) >= {"a message", "a promise", "the agreement"}
    assert world.browser(leaver).post(f"{url}/finish").status == 303
    assert not read_by(world, leaver, circle_id) and world.browser(leaver).get(url).status == 404
    assert not [line for line in told(world, leaver) if str(circle_id) in line.path]
    late = world.browser(leaver).post(f"{url}/messages", {"words": "Late", "key": str(chance.new_id())})
    assert late.status == 404
    sent = world.browser(staying[0]).post(f"{url}/messages", {"words": "After", "key": str(chance.new_id())})
    assert sent.status == 303 and not told(world, leaver)
    for person in staying:
        page = world.browser(person).get(url)
        assert "After" in page and leaver.name not in page.text.split("Messages")[0]
        assert leaver.name not in next(line for line in page.text.split(".") if line.strip().startswith("You"))
    assert world.one(Profile, member_id=leaver.id).circles_open == 0
    assert world.one(Circle).kind is (CircleKind.PAIR if size == 3 else CircleKind.SET)


def test_a_pair_that_ends_is_over_for_both_and_read_by_both(world: World) -> None:
    people = people_of(world, 2)
    circle_id = active_circle(world, *people)
    fill(world, people, circle_id)
    assert world.browser(people[1]).post(f"/buddies/circles/{circle_id}/finish").status == 303
    assert world.one(Circle).ended_at is not None
    for person in people:
        assert read_by(world, person, circle_id) >= {"a message", "a promise", "the agreement"}


@SIZES
def test_one_after_the_other_leaves_and_nobody_stays_behind_alone(world: World, size: int) -> None:
    people = people_of(world, size)
    circle_id = active_circle(world, *people)
    for person in people[: size - 1]:
        assert world.browser(person).post(f"/buddies/circles/{circle_id}/finish").status == 303
    assert world.one(Circle).ended_at is not None
    with world.inside():
        assert set(db.session.scalars(select(Profile.circles_open))) == {0}
