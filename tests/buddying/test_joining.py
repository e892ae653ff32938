"""The person asked by a whole circle: what they read, what each answer does, and what becomes of the circle."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from community.belonging.models import Avoidance, Block
from community.buddying import actions, queries
from community.buddying.models import (
    Circle,
    CircleDraft,
    CircleKind,
    CircleState,
    Hello,
    HelloState,
    Meeting,
    Proposal,
    ProposalState,
)
from community.buddying.queries import inviting
from community.core import chance, clock, crypto
from community.core.database import db
from community.directory.models import Profile
from community.notifications.models import Notice, What
from community.settings import Settings
from tests.buddying.growing import WORDS, ask, grow, propose, say
from tests.buddying.people import buddies, circle_of, comfort, gareth, hello, nadia, seen_circle
from tests.buddying.test_nothing_leaks import every_notice
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.buddying.told import sentences, told
from tests.statements import statements
from tests.world import Person, World

CANARY = "Larchmere rings on Thursdays"


@pytest.fixture
def trio(world: World) -> list[Person]:
    """Two who are buddies, and the third whom they ask."""
    return [nadia(world), gareth(world), comfort(world)]


@pytest.fixture
def pair(world: World, trio: list[Person]) -> UUID:
    return circle_of(world, *trio[:2])


def room(world: World, *people: Person) -> list[int]:
    return [world.one(Profile, member_id=each.id).circles_open for each in people]


def write(world: World, person: Person, circle_id: UUID, words: str) -> int:
    data = {"words": words, "key": str(chance.new_id())}
    return world.browser(person).post(f"/buddies/circles/{circle_id}/messages", data).status


def test_the_person_asked_reads_whose_circle_it_is_and_who_reads_the_words(
    world: World, trio: list[Person], pair: UUID
) -> None:
    ask(world, pair, trio[:2], trio[2])
    page = world.browser(trio[2]).get("/buddies/hellos")
    assert "Nadia and Gareth ask you to join them." in page and WORDS in page and "Open until" in page
    assert "You, Nadia and Gareth. Others see it only if one of you reports it." in page
    assert WORDS in world.browser(trio[0]).get("/buddies/hellos"), "who wrote it"
    assert "In the name of you and Gareth." in world.browser(trio[0]).get("/buddies/hellos")
    for reader in trio[:2]:
        assert WORDS in world.browser(reader).get(f"/buddies/circles/{pair}")
    stranger = world.member("Stranger")
    assert all(WORDS not in world.browser(stranger).get(path) for path in ("/", "/buddies", "/buddies/hellos"))


def test_the_names_are_those_who_sit_in_the_circle_today(world: World, trio: list[Person]) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    circle_id = circle_of(world, *trio[:2], derek)
    ask(world, circle_id, [*trio[:2], derek], trio[2])
    assert "You, Nadia, Derek and Gareth." in world.browser(trio[2]).get("/buddies/hellos")
    world.browser(derek).post(f"/buddies/circles/{circle_id}/finish")
    page = world.browser(trio[2]).get("/buddies/hellos")
    assert "Nadia and Gareth ask you to join them." in page and "You, Nadia and Gareth." in page
    assert "Derek" not in page


def test_the_page_of_hellos_asks_once_for_all_the_names(app: Flask, world: World, trio: list[Person]) -> None:
    def count() -> int:
        browser = world.browser(trio[2])
        browser.get("/buddies/hellos")
        with statements(app) as seen:
            browser.get("/buddies/hellos")
        return len(seen)

    ask(world, circle_of(world, *trio[:2]), trio[:2], trio[2])
    few = count()
    two = [world.member(f"Inside {number}", sector="nhs-acute", capacity=3) for number in range(2)]
    ask(world, circle_of(world, *two), two, trio[2])
    assert count() == few


def test_a_yes_begins_a_new_circle_and_the_old_one_stays_to_be_read(
    world: World, trio: list[Person], pair: UUID
) -> None:
    assert write(world, trio[0], pair, CANARY) == 303
    hello_id = ask(world, pair, trio[:2], trio[2])
    browser = world.browser(trio[2])
    answer = browser.submit(browser.get("/buddies/hellos"), f"{hello_id}/accept")
    page = browser.follow(answer)
    assert "You have a new circle together." in page and "You, Gareth and Nadia" in page
    assert WORDS in page and CANARY not in page, "the words that began it, and nothing from before"
    old, new = world.one(Circle, public_id=pair), world.one(Circle, ended_at=None)
    assert new.grew_from_id == old.id and new.kind is CircleKind.TRIO and new.state is CircleState.FIRST_MEETING
    assert old.state is CircleState.FINISHED and room(world, *trio) == [1, 1, 1]
    for person in trio[:2]:
        there = world.browser(person)
        assert CANARY in there.get(f"/buddies/circles/{pair}") and WORDS in there.get(answer.location)
        assert f"/buddies/circles/{pair}" in there.get(answer.location).links, "the way back"
        assert answer.location in there.get(f"/buddies/circles/{pair}").links, "and on"
        assert write(world, person, pair, "Late") == 409
    assert browser.get(f"/buddies/circles/{pair}").status == 404
    assert f"/buddies/circles/{pair}" not in page.links, "for whoever was in it only"


def test_those_who_asked_are_told_of_the_new_circle_and_of_no_end(world: World, trio: list[Person], pair: UUID) -> None:
    grow(world, pair, trio[:2], trio[2])
    for person in trio[:2]:
        assert sentences(world, person) == ["Comfort says yes. You have a new circle together"]
        new = world.one(Circle, ended_at=None).public_id
        assert told(world, person)[0].path == f"/buddies/circles/{new}"
    assert not told(world, trio[2])
    assert world.count(Notice, what=What.CIRCLE_FINISHED) == 0


def test_saying_yes_again_finds_the_same_circle(world: World, trio: list[Person], pair: UUID) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    browser = world.browser(trio[2])
    answers = {browser.post(f"/buddies/hellos/{hello_id}/accept").location for _ in range(3)}
    assert len(answers) == 1 and world.count(Circle) == 2 and room(world, *trio) == [1, 1, 1]


def test_a_planned_meeting_of_the_old_circle_goes_out_of_calendars(
    app: Flask, world: World, trio: list[Person], pair: UUID
) -> None:
    when = {"on": str(clock.today() + timedelta(days=9)), "at": "16:00", "how": "phone", "seen": "0"}
    planned = world.browser(trio[0]).post(
        f"/buddies/circles/{pair}/meeting", when | {"where": "Here", "key": str(chance.new_id())}
    )
    assert planned.status == 303
    grow(world, pair, trio[:2], trio[2])
    meeting = world.one(Meeting)
    assert meeting.called_off_at is not None and meeting.where_box is None
    for person in trio[:2]:
        notice = world.one(Notice, member_id=person.id, what=What.GROWN)
        assert notice.spot == meeting.public_id
        with world.inside():
            facts = queries.meeting_for_calendar(person.id, meeting.public_id)
        assert facts is not None and facts.is_off
    with world.inside():
        assert queries.meeting_for_calendar(trio[2].id, meeting.public_id) is None


def test_drafts_of_the_old_circle_are_gone_and_nothing_waits_in_it(
    world: World, trio: list[Person], pair: UUID
) -> None:
    browser, url = world.browser(trio[0]), f"/buddies/circles/{pair}"
    browser.post(f"{url}/draft/keep", browser.get(url).form("/messages").values | {"words": "What I have begun to"})
    assert world.count(CircleDraft) == 1
    grow(world, pair, trio[:2], trio[2])
    assert world.count(CircleDraft) == 0 and world.count(Proposal, state=ProposalState.OPEN) == 0


def test_what_the_pair_has_is_no_not_again(world: World, trio: list[Person], pair: UUID) -> None:
    new = grow(world, pair, trio[:2], trio[2])
    for person in trio:
        world.browser(person).post(f"/buddies/circles/{new}/finish")
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert "Gareth" in world.browser(trio[0]).get("/buddies")


def test_somebody_without_room_reads_kind_words_and_the_hello_stays(
    world: World, trio: list[Person], pair: UUID
) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    with world.inside():
        db.session.get_one(Profile, trio[2].id).capacity = 0
    answer = world.browser(trio[2]).post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "You have no room for one more buddy just now." in answer
    assert world.one(Hello).state is HelloState.WAITING and room(world, *trio) == [1, 1, 0]
    assert world.one(Circle).ended_at is None


def test_the_room_of_those_who_ask_is_not_asked(world: World, trio: list[Person]) -> None:
    one, other = world.member("Full", capacity=1, sector="nhs-acute"), world.member("Too", capacity=1)
    pair = circle_of(world, one, other)
    with world.inside():
        db.session.get_one(Profile, one.id).capacity = 0
    grow(world, pair, [one, other], trio[2])
    assert room(world, one, other, trio[2]) == [1, 1, 1]


@pytest.mark.parametrize("rule", ["avoid", "organisation", "together"])
def test_a_rule_that_came_between_is_never_named(world: World, trio: list[Person], pair: UUID, rule: str) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    with world.inside():
        if rule == "avoid":
            db.session.add(Avoidance(member_id=trio[1].id, avoided_id=trio[2].id, made_at=clock.now()))
        elif rule == "organisation":
            for person in trio[1:]:
                db.session.get_one(Profile, person.id).organisation_key = "royal hospital"
    if rule == "together":
        circle_of(world, *trio[1:])
    before = room(world, *trio)
    answer = world.browser(trio[2]).post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "You cannot join this circle just now." in answer
    assert not [name for name in ("Nadia", "Gareth", "avoid", "organisation", "block") if name in answer.text]
    assert room(world, *trio) == before and world.one(Circle, public_id=pair).ended_at is None
    assert not told(world, trio[0])


def test_a_block_of_any_of_them_takes_the_hello_away_from_the_one_who_was_asked(
    world: World, trio: list[Person], pair: UUID
) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    with world.inside():
        db.session.add(Block(blocker_id=trio[1].id, blocked_id=trio[2].id, made_at=clock.now()))
    browser = world.browser(trio[2])
    assert WORDS not in browser.get("/buddies/hellos")
    answer = browser.post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "does not wait for an answer any more" in answer
    assert "It waits for an answer until" in world.browser(trio[0]).get(f"/buddies/circles/{pair}"), "to the others"
    assert WORDS not in world.browser(trio[1]).get(f"/buddies/circles/{pair}"), "who blocks reads no more of them"


def test_not_now_is_kind_and_the_circle_goes_on(world: World, trio: list[Person], pair: UUID) -> None:
    ask(world, pair, trio[:2], trio[2])
    browser = world.browser(trio[2])
    said = browser.follow(browser.submit(browser.get("/buddies/hellos"), "/decline"))
    assert "They will read that now is not the time." in said
    for person in trio[:2]:
        page = world.browser(person).get(f"/buddies/circles/{pair}")
        assert "You have asked Comfort together. It waits for an answer until" in page
        assert not told(world, person)
    assert write(world, trio[0], pair, "We go on") == 303


def test_after_ten_days_every_one_of_the_circle_reads_the_same_kind_line(
    world: World, trio: list[Person], pair: UUID
) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        ask(world, pair, trio[:2], trio[2])
        watch.shift(timedelta(days=11))
        with world.inside():
            assert actions.close_hellos() == 1 and actions.close_hellos() == 0
        for person in trio[:2]:
            assert sentences(world, person) == ["Your hello to Comfort has closed. Here are others"]
            assert "You asked Comfort together. Now is not the time." in world.browser(person).get(
                f"/buddies/circles/{pair}"
            )
            assert "Comfort" not in world.browser(person).get("/buddies"), "they have asked, both of them"


def test_whoever_was_asked_is_reminded_on_the_sixth_day(world: World, trio: list[Person], pair: UUID) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        ask(world, pair, trio[:2], trio[2])
        watch.shift(timedelta(days=6))
        with world.inside():
            assert actions.remind_of_hellos() == 1
        assert sentences(world, trio[2]) == ["Nadia is still waiting for your answer"]


def test_only_who_wrote_it_takes_it_back_and_only_who_was_asked_answers(
    world: World, trio: list[Person], pair: UUID
) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    other = world.browser(trio[1])
    assert {other.post(f"/buddies/hellos/{hello_id}/{verb}").status for verb in ("accept", "decline", "take-back")} == {
        403
    }
    assert world.browser(trio[0]).post(f"/buddies/hellos/{hello_id}/accept").status == 403
    assert world.browser(world.member("Stranger")).post(f"/buddies/hellos/{hello_id}/accept").status == 404
    writer = world.browser(trio[0])
    writer.submit(writer.get(f"/buddies/circles/{pair}"), "/take-back")
    assert world.one(Hello).state is HelloState.TAKEN_BACK
    assert WORDS not in world.browser(trio[2]).get("/buddies/hellos")
    assert WORDS not in other.get(f"/buddies/circles/{pair}")


@pytest.mark.parametrize("declined", [False, True])
@pytest.mark.parametrize("who", [0, 1])
def test_when_the_circle_finishes_its_hello_is_taken_back_declined_or_not(
    world: World, trio: list[Person], pair: UUID, declined: bool, who: int
) -> None:
    hello_id = ask(world, pair, trio[:2], trio[2])
    if declined:
        world.browser(trio[2]).post(f"/buddies/hellos/{hello_id}/decline")
    assert world.browser(trio[who]).post(f"/buddies/circles/{pair}/finish").status == 303
    assert world.one(Hello).state is (HelloState.LET_GO if declined else HelloState.TAKEN_BACK)
    assert WORDS not in world.browser(trio[2]).get("/buddies/hellos")
    assert world.browser(trio[2]).post(f"/buddies/hellos/{hello_id}/accept").status == 409
    assert WORDS not in world.browser(trio[0]).get("/buddies/hellos")


def test_when_whoever_wrote_it_leaves_it_is_taken_back_and_when_another_leaves_it_waits(
    world: World, trio: list[Person]
) -> None:
    derek, hassan = (world.member(name, sector="lg-elected", capacity=3) for name in ("Derek", "Hassan"))
    inside = [*trio[:2], derek, hassan]
    circle_id = circle_of(world, *inside)
    hello_id = ask(world, circle_id, inside, trio[2])
    world.browser(hassan).post(f"/buddies/circles/{circle_id}/finish")
    assert world.one(Hello).state is HelloState.WAITING
    world.browser(trio[0]).post(f"/buddies/circles/{circle_id}/finish")
    assert world.one(Hello).state is HelloState.TAKEN_BACK
    assert world.browser(trio[2]).post(f"/buddies/hellos/{hello_id}/accept").status == 409


def test_leaving_the_old_circle_after_it_has_grown_says_where_to_leave(world: World, trio: list[Person]) -> None:
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    circle_id = circle_of(world, *trio[:2], derek)
    seen = seen_circle(world, derek, circle_id)
    new = grow(world, circle_id, [*trio[:2], derek], trio[2])
    late = world.browser(derek).post(f"/buddies/circles/{circle_id}/finish")
    assert late.status == 409 and "a new circle has begun" in late
    assert room(world, *trio, derek) == [1, 1, 1, 1] and seen.id
    assert world.browser(derek).post(f"/buddies/circles/{new}/finish").status == 303
    assert room(world, *trio, derek) == [1, 1, 1, 0]


def test_it_grows_on_to_six_and_each_reads_what_was_written_with_them(world: World) -> None:
    names = ("Nadia", "Gareth", "Comfort", "Derek", "Hassan", "Joanna")
    sectors = ("care-home", "nhs-acute", "carer", "lg-elected", "vcse-local", "comm-icb")
    people = [world.member(name, sector=sector, capacity=3) for name, sector in zip(names, sectors, strict=True)]
    ids = [buddies(world, people[0], people[1], "Words of two")]
    for size in range(2, 6):
        assert write(world, people[size - 1], ids[-1], f"Words of {size} canary") == 303
        ids.append(grow(world, ids[-1], people[:size], people[size], f"Come, you are number {size + 1}"))
    assert world.one(Circle, ended_at=None).kind is CircleKind.SET
    assert room(world, *people) == [1] * 6
    for number, circle_id in enumerate(ids):
        readers = {
            each.name for each in people if world.browser(each).get(f"/buddies/circles/{circle_id}").status == 200
        }
        assert readers == set(names[: number + 2])
    assert world.browser(people[0]).get(f"/buddies/circles/{ids[-1]}/invite").status == 303, "six is enough"


def test_two_who_share_a_circle_begin_no_other(world: World, trio: list[Person]) -> None:
    hello_id = hello(world, trio[0], trio[1])
    circle_of(world, *trio)
    before = room(world, *trio)
    answer = world.browser(trio[1]).post(f"/buddies/hellos/{hello_id}/accept")
    assert answer.status == 409 and "You and Nadia are in a circle together already." in answer
    assert world.count(Circle) == 1 and room(world, *trio) == before


def test_whoever_is_asked_by_a_circle_answers_that_before_saying_hello_to_one_of_it(
    world: World, trio: list[Person], pair: UUID
) -> None:
    ask(world, pair, trio[:2], trio[2])
    for person in trio[:2]:
        url = f"/buddies/hellos/new?to={person.public_id}"
        browser = world.browser(trio[2])
        assert browser.get(url).location == "/buddies/hellos"
        refused = browser.post(url, {"words": "Hello", "key": str(chance.new_id())})
        assert refused.status == 409 and f"{person.name} has asked you already" in refused
    assert world.count(Circle) == 1 and world.count(Hello) == 1


def test_nobody_of_the_circle_says_a_hello_of_their_own_meanwhile(world: World, trio: list[Person], pair: UUID) -> None:
    ask(world, pair, trio[:2], trio[2])
    for person in trio[:2]:
        url = f"/buddies/hellos/new?to={trio[2].public_id}"
        assert world.browser(person).post(url, {"words": "Me too", "key": str(chance.new_id())}).status == 409


def test_a_proposal_moved_to_another_circle_does_not_open(world: World, trio: list[Person], pair: UUID) -> None:
    propose(world, trio[0], pair, trio[2])
    derek = world.member("Derek", sector="lg-elected", capacity=3)
    elsewhere = circle_of(world, derek, world.member("Hassan", sector="vcse-local", capacity=3))
    with world.inside():
        target = queries.circle_seen_by(derek.actor, elsewhere).id
        db.session.execute(update(Proposal).values(circle_id=target))
    with world.inside(), pytest.raises(crypto.Tampered):
        inviting.growing(queries.circle_seen_by(derek.actor, elsewhere))


def test_no_word_of_a_proposal_or_of_a_hello_of_a_circle_is_in_the_database(
    world: World, settings: Settings, trio: list[Person], pair: UUID
) -> None:
    proposal_id = propose(world, trio[0], pair, trio[2], CANARY)

    def look() -> None:
        with world.inside():
            kept = everything_in_the_database(settings)
            notices = every_notice()
        assert b"Nadia" in kept, "the same search finds what is ordinary data"
        assert not [shape for shape in shapes_of(CANARY) if shape in kept + notices]

    look()
    assert CANARY in world.browser(trio[1]).get(f"/buddies/circles/{pair}?ask=proposal")
    say(world, trio[1], pair, proposal_id)
    look()
    assert CANARY in world.browser(trio[2]).get("/buddies/hellos")
    browser = world.browser(trio[2])
    assert CANARY in browser.follow(browser.submit(browser.get("/buddies/hellos"), "/accept"))
    look()
