"""The life of a hello: said, answered, taken back, closed by itself."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from community.belonging.models import Avoidance, Block
from community.buddying import actions, queries
from community.buddying.models import Circle, Hello, HelloState
from community.core import chance, clock
from community.core.database import db
from community.core.errors import Conflict
from community.directory.models import Profile
from community.notifications.models import Notice
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia
from tests.world import World

NOT_THE_TIME = "Now is not the time. Here are others."


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_hello_is_said_from_the_card_and_read_by_the_one_who_was_asked(world: World, htmx: bool) -> None:
    asker, asked = nadia(world), gareth(world)
    browser = world.browser(asker)
    card = browser.get("/buddies")
    assert "Gareth" in card
    form = browser.get(f"/buddies/hellos/new?to={asked.public_id}", htmx=htmx)
    answer = browser.submit(form, "/hellos/new", htmx=htmx, words="What do you need from a home on a Friday?")
    said = answer if htmx else browser.follow(answer)
    assert "Sent to Gareth." in said and "within 10 days" in said
    assert "/buddies" in said.links, "a way on to others"
    assert any(link.endswith("#sent") for link in said.links), "and to what was sent"
    if not htmx:
        assert "Sent to Gareth." not in browser.get("/buddies/hellos"), "said once"
    page = world.browser(asked).get("/buddies/hellos")
    assert "What do you need from a home on a Friday?" in page and "Nadia" in page
    assert "You and Nadia. Others see it only if one of you reports it." in page


def test_a_yes_opens_a_circle_that_begins_with_the_hello(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked, "Could we talk for half an hour?")
    browser = world.browser(asked)
    answer = browser.submit(browser.get("/buddies/hellos"), "/accept")
    circle = browser.follow(answer)
    assert "You and Nadia" in circle and "Could we talk for half an hour?" in circle
    assert world.browser(asker).get(answer.location).status == 200
    assert world.one(Profile, member_id=asker.id).circles_open == 1
    assert world.one(Profile, member_id=asked.id).circles_open == 1


def test_saying_yes_twice_finds_the_same_circle(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    browser = world.browser(asked)
    first = browser.post(f"/buddies/hellos/{hello_id}/accept")
    second = browser.post(f"/buddies/hellos/{hello_id}/accept")
    assert first.status == second.status == 303
    assert first.location == second.location
    assert world.count(Circle) == 1 and world.one(Profile, member_id=asked.id).circles_open == 1


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_not_now_is_kind_and_gives_no_reason(world: World, htmx: bool) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked)
    browser = world.browser(asked)
    answer = browser.submit(browser.get("/buddies/hellos"), "/decline", htmx=htmx)
    assert "Nadia will read that now is not the time." in (answer if htmx else browser.follow(answer))
    assert NOT_THE_TIME not in world.browser(asker).get("/buddies/hellos"), "not before the ten days are over"
    with time_machine.travel(clock.now() + timedelta(days=11), tick=False):
        assert NOT_THE_TIME in world.browser(asker).get("/buddies/hellos")
    assert f"p-{asked.public_id}" not in world.browser(asker).get("/buddies").html, "not suggested for six months"


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_hello_can_be_taken_back_and_leaves_nothing_behind(world: World, htmx: bool) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked, "Too soon, perhaps")
    browser = world.browser(asker)
    assert "you can say hello to Gareth again in about six months" in browser.get("/buddies/hellos"), "said before"
    answer = browser.submit(browser.get("/buddies/hellos"), "/take-back", htmx=htmx)
    assert "You took your hello to Gareth back." in (answer if htmx else browser.follow(answer))
    assert "Too soon, perhaps" not in world.browser(asked).get("/buddies/hellos")
    assert "Gareth" not in browser.get("/buddies"), "as if it had been answered: see test_closed_hello"
    assert "Nadia" in world.browser(asked).get("/buddies"), "and who was asked may ask"


def test_an_answer_to_a_hello_that_was_taken_back_is_a_kind_conflict(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    world.browser(asker).post(f"/buddies/hellos/{hello_id}/take-back")
    answer = world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "does not wait for an answer any more" in answer
    assert world.count(Circle) == 0


def test_a_hello_that_became_a_circle_cannot_be_taken_back_or_declined(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept")
    assert "has said yes already" in world.browser(asker).post(f"/buddies/hellos/{hello_id}/take-back")
    assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/decline").status == 409


def test_a_hello_closes_by_itself_after_ten_days_with_no_job_to_close_it(world: World) -> None:
    said_at = datetime(2026, 10, 20, 14, tzinfo=clock.LONDON)  # in summer time; the ten days end in winter time
    with time_machine.travel(said_at, tick=False) as watch:
        asker, asked = nadia(world), gareth(world)
        hello_id = hello(world, asker, asked, "Until then")
        watch.move_to(datetime(2026, 10, 30, 23, 59, 59, tzinfo=clock.LONDON))
        shown = world.browser(asked).get("/buddies/hellos")
        assert "Until then" in shown and "Open until Friday 30 October" in shown, "the day it names, to its end"
        watch.move_to(datetime(2026, 10, 31, tzinfo=clock.LONDON))
        assert "Until then" not in world.browser(asked).get("/buddies/hellos")
        assert NOT_THE_TIME in world.browser(asker).get("/buddies/hellos")
        assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept").status == 409
        assert world.one(Hello, public_id=hello_id).state is HelloState.WAITING, "computed, not stored"


def test_declined_expired_and_blocked_read_the_same_to_the_one_who_asked_on_every_day(world: World) -> None:
    began_at = clock.now()
    with time_machine.travel(began_at, tick=False) as watch:
        read: dict[str, list[str]] = {}
        for way in ("decline", "expire", "block"):
            asker, asked = nadia(world), gareth(world)
            hello_id = hello(world, asker, asked, "The same words")
            watch.shift(timedelta(days=1))
            if way == "decline":
                assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/decline").status == 303
            elif way == "block":
                with world.inside():
                    db.session.add(Block(blocker_id=asked.id, blocked_id=asker.id, made_at=clock.now()))
            read[way] = []
            for day in (1, 5, 10, 11, 30):
                watch.move_to(began_at + timedelta(days=day))
                with world.inside():
                    actions.close_hellos()
                browser = world.browser(asker)
                pages = [browser.get("/buddies/hellos"), browser.get("/notices")]
                read[way] += [re.sub(r"/notices/[0-9a-f-]+", "", page.text) for page in pages]
                assert f"p-{asked.public_id}" not in browser.get("/buddies").html, "never suggested meanwhile"
            watch.move_to(began_at)
            with world.inside():
                db.session.query(Notice).delete()
                db.session.query(Hello).delete()
                db.session.query(Profile).update({"is_available": False})
        assert NOT_THE_TIME not in read["decline"][4] and NOT_THE_TIME in read["decline"][6]
        assert "Your hello to Gareth has closed" in read["decline"][7]
        assert read["decline"] == read["expire"] == read["block"]


def test_a_declined_hello_holds_its_place_and_can_be_taken_back_like_any_other(world: World) -> None:
    asker = nadia(world)
    asked = [world.member(f"Asked {number}", sector="nhs-acute") for number in range(4)]
    ids = [hello(world, asker, each) for each in asked[:3]]
    world.browser(asked[0]).post(f"/buddies/hellos/{ids[0]}/decline")
    browser = world.browser(asker)
    fourth = f"/buddies/hellos/new?to={asked[3].public_id}"
    say = {"words": "May I?", "key": str(chance.new_id())}
    assert browser.get(f"/buddies/hellos/new?to={asked[0].public_id}").location == "/buddies/hellos"
    assert browser.post(f"/buddies/hellos/new?to={asked[0].public_id}", say).status == 409
    assert "Three of your hellos are waiting" in browser.post(fourth, say), "a free place would tell"
    assert browser.post(f"/buddies/hellos/{ids[0]}/take-back").status == 303
    assert "Asked 0" not in browser.follow(browser.post(f"/buddies/hellos/{ids[0]}/take-back")).text.split("sent")[1]
    assert browser.post(fourth, say).status == 303
    assert "Asked 0" not in browser.get("/buddies"), "and not now goes on"
    assert world.one(Hello, public_id=ids[0]).state is HelloState.LET_GO


def test_somebody_who_did_not_answer_may_still_find_the_one_who_asked(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asker, asked = nadia(world), gareth(world)
        hello(world, asker, asked)
        watch.shift(timedelta(days=11))
        assert "Nadia" in world.browser(asked).get("/buddies")
        assert "Gareth" not in world.browser(asker).get("/buddies")


def test_two_crossing_hellos_become_one_circle(world: World) -> None:
    one, other = nadia(world), gareth(world)
    browser = world.browser(one)
    form = browser.get(f"/buddies/hellos/new?to={other.public_id}")
    hello(world, other, one, "From the other side")
    answer = browser.submit(form, "/hellos/new", words="From my side")
    circle = browser.follow(answer)
    assert "You are buddies now." in circle
    assert "From the other side" in circle and "From my side" in circle
    assert world.count(Circle) == 1 and world.count(Hello, state=HelloState.ACCEPTED) == 2


def test_the_same_form_sent_twice_is_one_hello(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    browser = world.browser(asker)
    form = browser.get(f"/buddies/hellos/new?to={asked.public_id}")
    first = browser.submit(form, "/hellos/new", words="Once")
    again = browser.submit(form, "/hellos/new", words="Once")
    assert first.status == again.status == 303 and world.count(Hello) == 1


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_words_to_begin_with_come_after_what_was_typed_and_take_nothing_away(world: World, htmx: bool) -> None:
    asker, asked = nadia(world), gareth(world)
    browser = world.browser(asker)
    page = browser.get(f"/buddies/hellos/new?to={asked.public_id}")
    for number in ("1", "1", "2", "99", "x"):
        form = page.form("/hellos/new")
        words = form.values["words"] or "My own words."
        begin = next(e.get("formaction", "") for e in page.all("button") if e.get("name") == "starter")
        page = browser.post(begin, form.values | {"words": words, "starter": number}, htmx=htmx)
        assert page.status == 200
    said = str(page.form("/hellos/new").values["words"])
    assert said.startswith("My own words.\nI would like to hear how “Hospital discharge and flow” goes")
    assert said.count("goes where you are") == 1 and said.count("May I ask you what helped?") == 1
    assert world.count(Hello) == 0, "nothing was sent"
    browser.submit(page, "/hellos/new", words=said)
    assert world.count(Hello) == 1


def test_the_card_gives_its_button_back_when_somebody_thinks_again(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    closed = world.browser(asker).get(f"/buddies/hellos/new?to={asked.public_id}&away=1", htmx=True)
    assert "Say hello" in closed.html and "<form" not in closed.html


def test_people_who_are_buddies_cannot_say_hello_again(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    browser = world.browser(asker)
    form = browser.get(f"/buddies/hellos/new?to={asked.public_id}")
    buddies(world, asker, asked)
    answer = browser.submit(form, "/hellos/new", words="Again")
    assert answer.status == 409 and NOT_THE_TIME in answer and "Again" in answer.html
    page = browser.get(f"/buddies/hellos/new?to={asked.public_id}")
    assert NOT_THE_TIME in page and not page.all("textarea")


def test_somebody_who_stopped_looking_since_the_page_was_read_is_not_asked(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    with world.inside():
        seen_before = queries.stranger_seen_by(asker.actor, asked.public_id)
    with world.inside():
        db.session.get_one(Profile, asked.id).is_available = False
    with world.inside(), pytest.raises(Conflict, match=NOT_THE_TIME):
        actions.say_hello(asker.actor, seen_before, words="Too late", once=chance.new_id())
    assert world.count(Hello) == 0


def test_a_hello_that_waits_already_is_where_the_form_leads(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked)
    for one, other in ((asker, asked), (asked, asker)):
        page = world.browser(one).get(f"/buddies/hellos/new?to={other.public_id}")
        assert page.status == 303 and page.location == "/buddies/hellos"


def test_a_name_leads_to_a_page_only_where_there_is_one_for_the_reader(world: World) -> None:
    asker, shy, asked = nadia(world), comfort(world, findable_by="nobody"), gareth(world)
    hello(world, asker, asked)
    hello(world, shy, asked)
    links = world.browser(asked).get("/buddies/hellos").links
    assert f"/people/{asker.public_id}" in links and f"/people/{shy.public_id}" not in links
    circle = world.browser(asked).get(f"/buddies/circles/{circle_of(world, asked, shy, asker)}")
    assert "About Nadia" in circle and "About Comfort" not in circle


def test_nobody_waits_on_home_longer_than_the_hello_does(world: World) -> None:
    asked = comfort(world)
    hello(world, nadia(world), asked)
    assert "Nadia said hello" in world.browser(asked).get("/buddies")


@pytest.mark.parametrize("rule", ["organisation", "avoid"])
def test_a_rule_that_came_between_is_asked_at_the_yes_and_never_named(world: World, rule: str) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    with world.inside():
        if rule == "avoid":
            db.session.add(Avoidance(member_id=asker.id, avoided_id=asked.id, made_at=clock.now()))
        else:
            for person in (asker, asked):
                db.session.get_one(Profile, person.id).organisation_key = "royal hospital"
    browser = world.browser(asked)
    answer = browser.post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "You cannot begin a circle just now. Nobody did anything wrong" in answer
    assert not [word for word in ("avoid", "organisation", "employer") if word in answer.text]
    assert world.one(Hello).state is HelloState.WAITING and world.count(Circle) == 0
    assert world.one(Profile, member_id=asked.id).circles_open == 0, "nothing is lost"


def test_no_key_that_the_asker_chooses_keeps_a_hello_from_being_answered(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello_id = hello(world, asker, asked)
    elsewhere = circle_of(world, asker, comfort(world))
    sent = {"words": "By the way", "key": str(hello_id)}
    assert world.browser(asker).post(f"/buddies/circles/{elsewhere}/messages", sent).status == 303
    assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/accept").status == 303
