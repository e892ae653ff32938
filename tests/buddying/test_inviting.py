"""One more for a circle: whom the page offers, what the others are asked, and what a no leaves behind."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.belonging.models import Avoidance, Block
from community.buddying import actions
from community.buddying.models import Circle, Hello, Proposal, ProposalState
from community.core import chance, clock
from community.core.database import db
from community.directory.models import FindableBy, Profile
from community.notifications.models import What
from tests.buddying.growing import WORDS, ask, propose, say
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia
from tests.buddying.told import sentences, told
from tests.statements import statements
from tests.world import Person, World

NOT_THE_TIME = "Now is not the time."


@pytest.fixture
def third(world: World) -> Person:
    return comfort(world)


@pytest.fixture
def pair(world: World, one: Person, other: Person) -> UUID:
    return circle_of(world, one, other)


def offered(world: World, viewer: Person, circle_id: UUID) -> set[str]:
    page = world.browser(viewer).get(f"/buddies/circles/{circle_id}/invite")
    assert page.status == 200
    return {"".join(each.itertext()).strip() for each in page.all("a") if each.get("class") == "name"}


def apart_from(world: World, other: Person) -> list[Person]:
    """Five who are no match for this one, each for another reason."""
    names = ("Avoided", "Avoiding", "Blocked", "Colleague", "Asked")
    avoided, avoiding, blocked, same_house, asked = people = [world.member(name, sector="carer") for name in names]
    hello(world, other, asked)
    with world.inside():
        now = clock.now()
        db.session.add(Avoidance(member_id=other.id, avoided_id=avoided.id, made_at=now))
        db.session.add(Avoidance(member_id=avoiding.id, avoided_id=other.id, made_at=now))
        db.session.add(Block(blocker_id=blocked.id, blocked_id=other.id, made_at=now))
        for member_id in (other.id, same_house.id):
            db.session.get_one(Profile, member_id).organisation_key = "royal hospital"
    return people


def test_the_page_offers_whoever_its_reader_may_meet(world: World, one: Person, other: Person) -> None:
    circle_id = circle_of(world, one, other)
    comfort(world)
    world.member("Full", sector="carer", capacity=0)
    world.member("Away", sector="carer", is_available=False)
    world.member("Hidden", sector="carer", findable_by=FindableBy.NOBODY)
    same_house = apart_from(world, other)[3]
    everybody = {"Comfort", "Avoided", "Avoiding", "Blocked", "Colleague", "Asked"}
    page = world.browser(one).get(f"/buddies/circles/{circle_id}/invite")
    assert "Whether it is possible for all of you shows only when everybody has said yes. No reason is given." in page
    assert offered(world, other, circle_id) == {"Comfort"}
    assert offered(world, one, circle_id) == everybody, "nobody can read off it whom another one avoids"
    with world.inside():
        db.session.query(Avoidance).delete()
        db.session.query(Block).delete()
        db.session.query(Hello).delete()
        db.session.get_one(Profile, same_house.id).organisation_key = ""
    assert offered(world, one, circle_id) == offered(world, other, circle_id) == everybody


def test_a_rule_of_another_one_shows_at_the_last_yes_alike_whichever_it_is(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    answers, before = set(), "Your circle stays as it is: nobody is asked to join"
    for third in apart_from(world, other):
        form = world.browser(one).get(f"/buddies/circles/{pair}/invite/{third.public_id}")
        assert form.form("/invite/") and NOT_THE_TIME not in form
        proposal_id = propose(world, one, pair, third)
        browser = world.browser(other)
        answer = browser.follow(browser.post(f"/buddies/circles/{pair}/proposals/{proposal_id}/yes"))
        assert "Now is not the time to ask. Your circle stays as it is." in answer and third.name not in answer
        answers.add(world.browser(one).get(f"/buddies/circles/{pair}").text)
        assert sentences(world, one) == [before]
    assert len(answers) == 1 and world.count(Hello, joins_id=None) == world.count(Hello)


def test_one_who_may_not_find_whoever_is_proposed_reads_the_name_and_no_more(
    world: World, one: Person, other: Person, pair: UUID
) -> None:
    blocked = apart_from(world, other)[2]
    propose(world, one, pair, blocked)
    page = world.browser(other).get(f"/buddies/circles/{pair}?ask=proposal")
    assert "Nadia would like to ask Blocked to join you" in page
    assert "You and Blocked" not in page and "About Blocked" not in page


def test_the_room_of_those_who_are_in_the_circle_is_not_asked(world: World, third: Person) -> None:
    one, other = nadia(world, capacity=1), gareth(world, capacity=1, is_available=False)
    circle_id = circle_of(world, one, other)
    assert offered(world, one, circle_id) == offered(world, other, circle_id) == {"Comfort"}


def test_each_reads_their_own_reasons_and_no_number(world: World, one: Person, pair: UUID, third: Person) -> None:
    page = world.browser(one).get(f"/buddies/circles/{pair}/invite")
    assert "You and Comfort" in page and "In mixed order, not ranked" in page
    assert "Hospital discharge" in page.text or "discharge" in page.text.lower()
    assert "%" not in page.text


def test_the_list_takes_the_same_few_statements_however_many_there_are(app: Flask, world: World) -> None:
    people = [world.member(f"Inside {number}", sector="nhs-acute", capacity=3) for number in range(5)]
    small, large = circle_of(world, *people[:2]), circle_of(world, *people)

    def count(circle_id: UUID) -> int:
        browser = world.browser(people[0])
        browser.get(f"/buddies/circles/{circle_id}/invite")
        with statements(app) as seen:
            assert browser.get(f"/buddies/circles/{circle_id}/invite").status == 200
        return len(seen)

    for number in range(3):
        world.member(f"Person {number}")
    few = count(small)
    for number in range(30):
        world.member(f"Another {number}")
    assert count(small) == count(large) == few <= 16


def test_nobody_of_the_circle_can_be_proposed(world: World, one: Person, other: Person, pair: UUID) -> None:
    for person in (one, other):
        url = f"/buddies/circles/{pair}/invite/{person.public_id}"
        assert world.browser(one).get(url).status == 404
        assert world.browser(one).post(url, {"words": "Join", "key": str(chance.new_id())}).status == 404


def test_somebody_outside_reaches_none_of_it(world: World, one: Person, pair: UUID, third: Person) -> None:
    derek = world.member("Derek", sector="lg-elected")
    proposal_id = propose(world, one, pair, third)
    for stranger in (third, derek):
        browser = world.browser(stranger)
        assert browser.get(f"/buddies/circles/{pair}/invite").status == 404
        assert browser.get(f"/buddies/circles/{pair}/invite/{derek.public_id}").status == 404
        for what in ("yes", "rather-not"):
            assert say(world, stranger, pair, proposal_id, what).status == 404
    assert world.one(Proposal).state is ProposalState.OPEN


def test_a_proposal_of_another_circle_is_not_there(world: World, one: Person, other: Person, third: Person) -> None:
    mine = circle_of(world, one, other)
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    elsewhere = circle_of(world, one, derek)
    proposal_id = propose(world, one, mine, third)
    assert say(world, derek, elsewhere, proposal_id).status == 404


def test_the_words_are_read_before_they_are_sent_and_a_form_sent_twice_is_one(
    world: World, one: Person, other: Person, pair: UUID, third: Person
) -> None:
    browser = world.browser(one)
    form = browser.get(f"/buddies/circles/{pair}/invite/{third.public_id}")
    assert "You and Gareth; and Comfort, when all of you have said yes." in form
    sent = form.form("/invite/").values | {"words": WORDS}
    url = f"/buddies/circles/{pair}/invite/{third.public_id}"
    assert browser.post(url, sent).status == browser.post(url, sent).status == 303
    assert world.count(Proposal) == 1
    line = world.browser(other).get(f"/buddies/circles/{pair}")
    assert "Somebody could join you. What do you say?" in line and WORDS not in line, "one card asks at a time"
    page = world.browser(other).get(f"/buddies/circles/{pair}?ask=proposal")
    assert "Nadia would like to ask Comfort to join you" in page and WORDS in page
    assert "You and Comfort" in page, "why"
    assert "You and Nadia; and Comfort, when all of you have said yes." in page
    assert sentences(world, other) == ["Nadia would like to ask somebody to join your circle"]
    assert WORDS in browser.get(f"/buddies/circles/{pair}") and not told(world, one)
    assert WORDS not in world.browser(third).get("/buddies/hellos") and not told(world, third)


def test_without_words_nothing_is_proposed(world: World, one: Person, pair: UUID, third: Person) -> None:
    url = f"/buddies/circles/{pair}/invite/{third.public_id}"
    empty = world.browser(one).post(url, {"words": " ", "key": str(chance.new_id())})
    assert empty.status == 422 and "Write a sentence or two first." in empty
    assert world.count(Proposal) == 0


def test_nothing_is_sent_before_everybody_has_said_yes(world: World, one: Person, other: Person, third: Person) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    trio = circle_of(world, one, other, derek)
    proposal_id = propose(world, one, trio, third)
    browser = world.browser(other)
    yes = browser.submit(browser.get(f"/buddies/circles/{trio}?ask=proposal"), "/yes")
    assert "Your yes is noted." in browser.follow(yes)
    say(world, other, trio, proposal_id), say(world, one, trio, proposal_id)
    assert world.count(Hello) == 0 and not told(world, third), "twice is once, and who proposes has said it"
    assert "You have said yes. It is sent when everybody has." in world.browser(other).get(f"/buddies/circles/{trio}")
    last = world.browser(derek)
    assert "the hello is on its way" in last.follow(last.post(f"/buddies/circles/{trio}/proposals/{proposal_id}/yes"))
    assert world.one(Hello).asker_id == one.id
    assert sentences(world, third) == ["Nadia says hello"]
    assert "the hello is on its way" in last.follow(last.post(f"/buddies/circles/{trio}/proposals/{proposal_id}/yes"))
    assert world.count(Hello) == 1


def test_a_no_closes_it_for_all_and_names_nobody(world: World, one: Person, other: Person, third: Person) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    trio = circle_of(world, one, other, derek)
    proposal_id = propose(world, one, trio, third)
    say(world, other, trio, proposal_id)
    assert say(world, derek, trio, proposal_id, "rather-not").status == 303
    assert say(world, derek, trio, proposal_id, "rather-not").status == 303, "a repeat is none"
    line = "Your circle stays as it is: nobody is asked to join"
    assert sentences(world, one) == sentences(world, other) == [line]
    for person in (one, other):
        page = world.browser(person).get(f"/buddies/circles/{trio}")
        assert WORDS not in page and "Comfort" not in page
        assert all(name not in sentences(world, person)[0] for name in ("Derek", "Gareth", "Nadia"))
    late = say(world, other, trio, proposal_id)
    assert late.status in {303, 409} and world.count(Hello) == 0
    assert propose(world, other, trio, third), "and one may propose again"


def test_whoever_proposed_may_take_it_back(world: World, one: Person, other: Person, pair: UUID, third: Person) -> None:
    proposal_id = propose(world, one, pair, third)
    browser = world.browser(one)
    browser.submit(browser.get(f"/buddies/circles/{pair}"), "/rather-not")
    assert say(world, other, pair, proposal_id).status == 409
    assert world.count(Hello) == 0


def test_after_fourteen_days_it_closes_by_itself(world: World, one: Person, other: Person, third: Person) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        pair = circle_of(world, one, other)
        proposal_id = propose(world, one, pair, third)
        watch.shift(timedelta(days=14))
        assert WORDS in world.browser(other).get(f"/buddies/circles/{pair}?ask=proposal")
        with world.inside():
            assert actions.close_proposals() == 0
        watch.shift(timedelta(days=1))
        late = world.browser(other).get(f"/buddies/circles/{pair}?ask=proposal")
        assert WORDS not in late and "could join" not in late, "whether or not the job has come round"
        assert say(world, other, pair, proposal_id).status == 409
        with world.inside():
            assert actions.close_proposals() == 1 and actions.close_proposals() == 0
        line = "Your circle stays as it is: nobody is asked to join"
        assert sentences(world, one) == sentences(world, other) == [line]
        assert propose(world, other, pair, third)


def test_one_at_a_time(world: World, one: Person, other: Person, pair: UUID, third: Person) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    url = f"/buddies/circles/{pair}/invite/{derek.public_id}"
    for step in ("proposed", "asked"):
        if step == "proposed":
            proposal_id = propose(world, one, pair, third)
        else:
            say(world, other, pair, proposal_id)
        refused = world.browser(other).post(url, {"words": "And Derek", "key": str(chance.new_id())})
        assert refused.status == 409 and "One at a time" in refused and "And Derek" in refused.html
        assert world.browser(other).get(f"/buddies/circles/{pair}/invite").status == 303


def test_a_circle_of_six_asks_nobody_more(world: World, third: Person) -> None:
    people = [world.member(f"Inside {number}", sector="nhs-acute", capacity=3) for number in range(6)]
    circle_id = circle_of(world, *people)
    browser = world.browser(people[0])
    assert browser.get(f"/buddies/circles/{circle_id}/invite").status == 303
    url = f"/buddies/circles/{circle_id}/invite/{third.public_id}"
    assert browser.post(url, {"words": "Join", "key": str(chance.new_id())}).status == 409
    assert "Ask somebody to join you" not in browser.get(f"/buddies/circles/{circle_id}")


@pytest.mark.parametrize("rule", ["block", "avoid", "hello", "room"])
def test_a_rule_that_comes_between_closes_it_without_a_word_why(
    world: World, one: Person, other: Person, pair: UUID, third: Person, rule: str
) -> None:
    proposal_id = propose(world, one, pair, third)
    with world.inside():
        if rule == "block":
            db.session.add(Block(blocker_id=third.id, blocked_id=other.id, made_at=clock.now()))
        elif rule == "avoid":
            db.session.add(Avoidance(member_id=third.id, avoided_id=one.id, made_at=clock.now()))
        elif rule == "room":
            db.session.get_one(Profile, third.id).capacity = 0
    if rule == "hello":
        hello(world, other, third)
    browser = world.browser(other)
    answer = browser.follow(browser.post(f"/buddies/circles/{pair}/proposals/{proposal_id}/yes"))
    assert "Now is not the time to ask. Your circle stays as it is." in answer
    assert world.one(Proposal).state is ProposalState.CLOSED and world.count(Hello, joins_id=None) == world.count(Hello)
    assert What.NOT_ASKED in [line.what for line in told(world, one)]


def test_the_limits_of_hellos_hold_for_a_circle_too(
    world: World, one: Person, other: Person, pair: UUID, third: Person
) -> None:
    for number in range(3):
        hello(world, one, world.member(f"Asked {number}", sector="nhs-acute"))
    url = f"/buddies/circles/{pair}/invite/{third.public_id}"
    refused = world.browser(one).post(url, {"words": WORDS, "key": str(chance.new_id())})
    assert refused.status == 409 and "Three hellos" in refused
    for number in range(3):
        hello(world, world.member(f"Asker {number}"), third)
    refused = world.browser(other).post(url, {"words": WORDS, "key": str(chance.new_id())})
    assert refused.status == 409 and "enough hellos" in refused


def test_a_hello_in_the_name_of_a_circle_counts_as_one_of_three(
    world: World, one: Person, other: Person, third: Person
) -> None:
    pair = circle_of(world, one, other)
    ask(world, pair, [one, other], third)
    people = [world.member(f"Asked {number}", sector="nhs-acute") for number in range(3)]
    hello(world, one, people[0]), hello(world, one, people[1])
    url = f"/buddies/hellos/new?to={people[2].public_id}"
    assert world.browser(one).post(url, {"words": "Hello", "key": str(chance.new_id())}).status == 409


def test_when_somebody_leaves_what_the_circle_proposed_is_off(
    world: World, one: Person, other: Person, third: Person
) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    trio = circle_of(world, one, other, derek)
    proposal_id = propose(world, one, trio, third)
    assert world.browser(derek).post(f"/buddies/circles/{trio}/finish").status == 303
    assert say(world, other, trio, proposal_id).status == 409
    assert world.one(Proposal).state is ProposalState.CLOSED and world.count(Circle, ended_at=None) == 1


def test_a_circle_that_has_finished_asks_nobody(world: World, one: Person, other: Person, third: Person) -> None:
    pair = buddies(world, one, other)
    proposal_id = propose(world, one, pair, third)
    world.browser(one).post(f"/buddies/circles/{pair}/finish")
    assert say(world, other, pair, proposal_id).status == 409
    assert world.browser(one).get(f"/buddies/circles/{pair}/invite").status == 303


def test_no_key_that_the_proposer_chooses_keeps_a_hello_from_being_sent(
    world: World, one: Person, other: Person, pair: UUID, third: Person
) -> None:
    proposal_id = propose(world, one, pair, third)
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    sent = {"words": "Hello", "key": str(proposal_id)}
    assert world.browser(one).post(f"/buddies/hellos/new?to={derek.public_id}", sent).status == 303
    assert say(world, other, pair, proposal_id).status == 303
    assert world.count(Hello, asked_id=third.id) == 1
