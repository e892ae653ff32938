"""Home: at most three things that need me, and always the same number of questions to the database."""

from datetime import timedelta

import time_machine
from flask import Flask

from community.core import clock
from community.core.roles import MemberState
from tests.buddying import people as buddies
from tests.practice import people as practice
from tests.statements import statements
from tests.world import World


def test_a_hello_that_waits_is_the_first_thing(world: World) -> None:
    nadia, gareth = buddies.nadia(world), buddies.gareth(world)
    buddies.hello(world, gareth, nadia)
    home = world.browser(nadia).get("/")
    assert "Gareth says hello" in home
    assert "could use you today" in home
    assert "Gareth says hello" not in world.browser(gareth).get("/").text


def test_never_more_than_three_things(world: World) -> None:
    nadia = buddies.nadia(world)
    for name in ("Gareth", "Comfort", "Hassan"):
        buddies.hello(world, world.member(name, sector="nhs-acute", capacity=3), nadia)
    home = world.browser(nadia).get("/")
    assert "Three things could use you today." in home
    assert len([item for item in home.all("li") if item.get("class") == "attn"]) == 3


def test_a_buddy_and_the_next_meeting_are_in_view(world: World) -> None:
    nadia, gareth = buddies.nadia(world), buddies.gareth(world)
    circle = buddies.buddies(world, gareth, nadia)
    browser = world.browser(nadia)
    browser.submit(browser.get(f"/buddies/circles/{circle}"), "/apart")
    assert "Find a time with Gareth" in browser.get("/")
    page = browser.get(f"/buddies/circles/{circle}/meeting")
    starts_on = clock.today() + timedelta(days=1)
    done = browser.submit(page, "/meeting", on=starts_on.isoformat(), at="16:00", how="phone")
    assert done.status == 303
    home = browser.get("/")
    assert "You and Gareth meet soon" in home
    assert "Coming up" in home


def test_whoever_is_left_is_told_and_can_still_read(world: World) -> None:
    nadia, gareth = buddies.nadia(world), buddies.gareth(world)
    circle = buddies.buddies(world, gareth, nadia, words="Words to keep.")
    browser = world.browser(gareth)
    page = browser.get(f"/buddies/circles/{circle}/finish")
    assert browser.submit(page, "/finish").status == 303
    left = world.browser(nadia)
    assert "You and Gareth have finished" in left.get("/")
    assert f"/buddies/circles/{circle}" in left.get("/buddies").links
    assert "Words to keep." in left.get(f"/buddies/circles/{circle}")
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1), tick=False):
        assert "have finished" not in world.browser(nadia).get("/").text


def test_an_end_is_said_to_nobody_who_knows_of_it_and_comes_after_whatever_waits(world: World) -> None:
    nadia, gareth = buddies.nadia(world), buddies.gareth(world)
    circle = buddies.buddies(world, gareth, nadia)
    browser = world.browser(gareth)
    browser.submit(browser.get(f"/buddies/circles/{circle}/finish"), "/finish")
    assert "have finished" not in world.browser(gareth).get("/"), "whoever finished knows"
    home = world.browser(nadia).get("/").text
    assert home.index("Keep your journal safe") < home.index("have finished")
    hers = world.browser(nadia)
    assert hers.get(f"/buddies/circles/{circle}/closing").status == 200
    hers.post(f"/notices/about/{circle}/read", {"seen_at": clock.now().isoformat()})
    assert "have finished" not in hers.get("/")


def test_what_is_new_is_listed_until_it_is_read(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = practice.a_community(world, facilitator=gareth)
    practice.let_in(world, nadia, space)
    talk = practice.a_thread(world, gareth, space, title="Who answers the door at night?")
    browser = world.browser(nadia)
    assert "Who answers the door at night?" in browser.get("/")
    browser.submit(browser.get(talk.url), "/read")
    assert "Who answers the door at night?" not in browser.get("/").text


def test_a_newcomer_finds_somebody_and_somewhere_to_begin(world: World) -> None:
    gareth = world.member("Gareth", sector="nhs-acute")
    practice.a_community(world, facilitator=gareth)
    home = world.browser(world.member("Amara")).get("/")
    assert "Somebody you could learn with" in home and "Gareth" in home
    assert "A community to try" in home


def test_somebody_who_is_in_a_community_is_offered_no_other(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = practice.a_community(world, facilitator=gareth)
    practice.a_community(world, facilitator=gareth, name="Another that is open")
    assert "A community to try" in world.browser(nadia).get("/")
    practice.let_in(world, nadia, space)
    assert "A community to try" not in world.browser(nadia).get("/").text


def test_the_hour_decides_the_greeting(world: World) -> None:
    nadia = world.member("Nadia Rahman")
    for hour, greeting in ((7, "Good morning, Nadia"), (14, "Good afternoon, Nadia"), (21, "Good evening, Nadia")):
        with time_machine.travel(clock.local(clock.now()).replace(hour=hour), tick=False):
            assert greeting in world.browser(nadia).get("/")


def test_somebody_who_is_still_joining_is_led_to_the_next_step(world: World) -> None:
    browser = world.browser(world.member("Amara", state=MemberState.JOINING))
    assert browser.get("/").location.endswith("/welcome")


def test_home_asks_the_same_number_of_questions_however_much_there_is(world: World, app: Flask) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = practice.a_community(world, facilitator=gareth)
    practice.let_in(world, nadia, space)
    practice.a_thread(world, gareth, space)
    browser = world.browser(nadia)
    browser.get("/")
    with statements(app) as few:
        browser.get("/")
    for number in range(12):
        practice.a_thread(world, gareth, space, title=f"Question {number}")
    with statements(app) as many:
        browser.get("/")
    assert len(many) == len(few)


def test_after_a_first_meeting_home_says_what_comes_next(world: World) -> None:
    nadia, gareth = buddies.nadia(world), buddies.gareth(world)
    url = f"/buddies/circles/{buddies.buddies(world, gareth, nadia)}"
    hers, his = world.browser(nadia), world.browser(gareth)
    hers.submit(hers.get(url), "/apart")
    assert "Half an hour is enough for a first meeting." in hers.get("/")
    hers.submit(hers.get(url), "/met")
    assert "Would you like to carry on with Gareth?" in hers.get("/")
    hers.submit(hers.get(url), "/carry-on")
    home = hers.get("/")
    assert "Find a time to meet Gareth again" in home and "first meeting" not in home.text.lower()
    his.submit(his.get(url), "/apart")
    his.submit(his.get(url), "/carry-on")
    home = hers.get("/")
    assert "No next meeting is planned." in home and "Find a time" not in home
    assert "No next meeting is planned." in hers.get("/buddies")
    hers.submit(hers.get(f"{url}/meeting"), "/meeting", on=(clock.today() + timedelta(days=9)).isoformat(), at="10:00")
    home = hers.get("/")
    assert "Next: " in home and "No next meeting" not in home
