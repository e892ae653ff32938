"""Changing who may come in, moving a conversation, and bringing a community to its end."""

import pytest
from flask import Flask

from community.belonging.models import GroupRole
from community.core.errors import NotAllowed
from community.core.roles import MemberState
from community.notifications.models import Level as Heard
from community.notifications.models import What
from community.practice import actions, queries
from community.practice.models import Community, Gathering, Level, Thread
from tests.practice.gathered import a_gathering
from tests.practice.people import (
    Talk,
    a_community,
    a_reply,
    a_thread,
    hears,
    it_helped,
    keep_apart,
    let_in,
    unread,
    whats,
)
from tests.statements import statements
from tests.world import Person, World


def widened(world: World, keeper: Person, talk: Talk, level: Level) -> None:
    with world.inside():
        seen = queries.community_seen_by(keeper.actor, talk.space.public_id)
        actions.change_level(keeper.actor, seen, level)


@pytest.mark.parametrize("before", [Level.ASK, Level.PRIVATE, Level.HIDDEN])
def test_what_was_said_among_members_stays_theirs_when_all_may_read(
    world: World, nadia: Person, gareth: Person, comfort: Person, before: Level
) -> None:
    space = a_community(world, before, facilitator=nadia, members=(comfort,))
    talk = a_thread(world, comfort, space, title="Canary of before")
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/level")
    assert "stays for members alone, for ever" in page.text
    assert browser.submit(page, f"{space.url}/level", level="open").status == 303
    assert whats(world, comfort) == [What.LEVEL_CHANGED]
    later = a_thread(world, comfort, space, title="Canary of after")
    outside, inside = world.browser(gareth), world.browser(comfort)
    assert "Canary of after" in outside.get(space.url).text
    assert "Canary of before" not in outside.get(space.url).text
    assert outside.get(talk.url, check=False).status == 404
    assert outside.get(later.url).status == 200
    assert "Canary of before" in inside.get(space.url).text
    assert "The members of this community can read this" in inside.get(talk.url).text
    assert "Every member of this site can read this" in inside.get(later.url).text


def test_narrowing_closes_all_of_it_to_others(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=nadia)
    talk = a_thread(world, nadia, space)
    assert world.browser(gareth).get(talk.url).status == 200
    widened(world, nadia, talk, Level.PRIVATE)
    assert world.browser(gareth).get(talk.url, check=False).status == 404
    widened(world, nadia, talk, Level.OPEN)
    assert world.browser(gareth).get(talk.url, check=False).status == 404
    assert world.browser(nadia).get(talk.url).status == 200


def test_what_was_begun_among_members_leaves_by_no_letter_when_all_may_come(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, Level.HIDDEN, facilitator=nadia, members=(gareth, comfort))
    hears(world, comfort, space.public_id, Heard.EVERY)
    before = a_thread(world, gareth, space, title="Canary of before")
    widened(world, nadia, before, Level.OPEN)
    after = a_thread(world, gareth, space, title="Canary of after")
    for talk in (before, after):
        reply = a_reply(world, nadia, talk.public_id, "Ask @Comfort.")
        it_helped(world, gareth, talk.public_id, reply)
    for person in (nadia, gareth, comfort):
        told = {notice.words: notice.is_public for notice in unread(world, person) if "Canary" in notice.words}
        assert told == {"Canary of before": False, "Canary of after": True}, person.name


def test_a_title_that_was_told_leaves_by_no_letter_when_fewer_may_read(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    spaces = [a_community(world, facilitator=nadia, members=(gareth, comfort), name=name) for name in ("One", "Two")]
    for space in spaces:
        hears(world, comfort, space.public_id, Heard.EVERY)
    talk, other = (a_thread(world, gareth, space, title=f"In {space.name}") for space in spaces)
    moved = a_thread(world, comfort, spaces[1], title="Moved")
    with world.inside():
        thread = queries.thread_seen_by(nadia.actor, moved.public_id)
        actions.move(nadia.actor, thread, spaces[0].public_id)
    a_gathering(world, gareth, spaces[0], title="We meet")
    assert {each.words for each in unread(world, comfort) if each.is_public} == {"In One", "In Two", "Moved", "We meet"}
    widened(world, nadia, talk, Level.HIDDEN)
    assert {each.words for each in unread(world, comfort)} >= {"In One", "In Two", "Moved", "We meet", "One"}
    assert {each.words for each in unread(world, comfort) if each.is_public} == {other.title}


def test_a_gathering_planned_among_members_is_theirs_from_the_beginning(world: World, nadia: Person) -> None:
    for level in Level:
        space = a_community(world, level, facilitator=nadia, name=f"The {level} one")
        planned = a_gathering(world, nadia, space)
        assert world.one(Gathering, public_id=planned).is_for_members is (level is not Level.OPEN)


def test_the_same_level_tells_nobody(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=nadia, members=(gareth,))
    talk = a_thread(world, nadia, space)
    widened(world, nadia, talk, Level.OPEN)
    assert whats(world, gareth) == []
    assert not world.one(Thread, public_id=talk.public_id).is_for_members


def test_a_conversation_moves_between_two_open_communities_of_one_keeper(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    here = a_community(world, facilitator=nadia, members=(gareth,), name="Here")
    there = a_community(world, facilitator=nadia, members=(comfort,), name="There", is_safe_space=True)
    talk = a_thread(world, gareth, here, (nadia, "A reply that goes along."))
    browser = world.browser(nadia)
    page = browser.get(f"{talk.url}/move")
    assert browser.submit(page, f"{talk.url}/move", chosen=str(there.public_id)).status == 303
    assert talk.title in world.browser(comfort).get(there.url).text
    assert talk.title not in world.browser(comfort).get(here.url).text
    assert "A reply that goes along." in world.browser(gareth).get(talk.url).text
    assert whats(world, gareth) == [What.THREAD_MOVED]
    assert not any(notice.is_public for notice in unread(world, gareth))


def test_what_was_said_among_a_few_never_moves(world: World, nadia: Person, gareth: Person) -> None:
    open_place = a_community(world, facilitator=nadia, name="Open")
    closed = a_community(world, Level.PRIVATE, facilitator=nadia, members=(gareth,), name="Closed")
    talk = a_thread(world, gareth, closed)
    page = world.browser(nadia).get(f"{talk.url}/move")
    assert "never moved to where others are" in page.text
    with world.inside(), pytest.raises(NotAllowed):
        actions.move(nadia.actor, queries.thread_seen_by(nadia.actor, talk.public_id), open_place.public_id)
    widened(world, nadia, talk, Level.OPEN)
    with world.inside(), pytest.raises(NotAllowed):
        actions.move(nadia.actor, queries.thread_seen_by(nadia.actor, talk.public_id), open_place.public_id)


def test_it_moves_only_to_where_the_mover_looks_after(world: World, nadia: Person, gareth: Person) -> None:
    here = a_community(world, facilitator=nadia, name="Here")
    theirs = a_community(world, members=(nadia,), name="Theirs")
    hidden = a_community(world, Level.HIDDEN, facilitator=nadia, name="Quiet")
    talk = a_thread(world, nadia, here)
    for target in (theirs, hidden):
        with world.inside(), pytest.raises(NotAllowed):
            thread = queries.thread_seen_by(nadia.actor, talk.public_id)
            actions.move(nadia.actor, thread, target.public_id)
    assert world.browser(gareth).get(f"{talk.url}/move", check=False).status == 404


def test_telling_thirty_costs_no_more_than_telling_one(app: Flask, world: World, nadia: Person) -> None:
    small = a_community(world, facilitator=nadia, members=(world.member("Ama"),), name="Small")
    people = tuple(world.member(f"Member {number}") for number in range(30))
    large = a_community(world, facilitator=nadia, members=people, name="Large")
    costs = []
    for space in (small, large):
        with world.inside():
            seen = queries.community_seen_by(nadia.actor, space.public_id)
            with statements(app) as asked:
                actions.archive(nadia.actor, seen)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert {tuple(whats(world, each)) for each in people} == {(What.ARCHIVED,)}
    assert whats(world, nadia) == []


def test_everybody_is_told_of_the_end_whatever_they_hear_but_nobody_kept_apart_or_away(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    away = world.member("Derek", state=MemberState.SUSPENDED)
    space = a_community(world, facilitator=nadia, members=(gareth, comfort, away))
    hears(world, gareth, space.public_id, Heard.NOTHING)
    keep_apart(world, comfort, nadia)
    with world.inside():
        actions.archive(nadia.actor, queries.community_seen_by(nadia.actor, space.public_id))
    assert [whats(world, each) for each in (gareth, comfort, away)] == [[What.ARCHIVED], [], []]


def test_twenty_changes_a_day_are_enough_for_a_community(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=nadia, members=(gareth,))
    browser = world.browser(nadia)
    level, agreement, front = (f"{space.url}/{page}" for page in ("level", "agreement/edit", "edit"))
    for number in range(18):
        assert browser.submit(browser.get(level), level, level=("private", "open")[number % 2]).status == 303
    assert browser.submit(browser.get(agreement), agreement, agreement="We ring each other.").status == 303
    said = {"purpose": "To get home.", "learning_question": "How?"}
    assert browser.submit(browser.get(front), front, **said).status == 303
    assert browser.submit(browser.get(level), level, check=False, level="private").status == 429
    refused = browser.submit(browser.get(agreement), agreement, check=False, agreement="These words are kept.")
    assert refused.status == 429 and "These words are kept." in refused.html
    assert browser.submit(browser.get(front), front, check=False, **said).status == 429
    archive = f"{space.url}/archive"
    assert browser.submit(browser.get(archive), archive, check=False).status == 429
    assert world.one(Community).archived_at is None and world.one(Community).agreement == "We ring each other."


def test_what_has_ended_is_read_and_not_written(world: World, nadia: Person, gareth: Person, comfort: Person) -> None:
    space = a_community(world, facilitator=nadia, members=(gareth,))
    talk = a_thread(world, gareth, space)
    browser = world.browser(nadia)
    browser.submit(browser.get(f"{space.url}/archive"), f"{space.url}/archive")
    assert whats(world, gareth) == [What.ARCHIVED]
    member = world.browser(gareth)
    assert "This community came to its end" in member.get(space.url).text
    page = member.get(talk.url)
    assert "This community has come to its end." in page.text
    assert not page.all("form", action=f"{talk.url}/replies")
    for path in (f"{talk.url}/replies", f"{space.url}/conversations/new"):
        sent = {"body": "Words", "title": "A title", "kind": "question"}
        assert member.post(path, sent, check=False).status in {403, 404}
    assert world.browser(comfort).post(f"{space.url}/join", {"agrees": "y"}, check=False).status == 403
    assert f"{space.url}/join" not in world.browser(comfort).get(space.url).links
    browser.submit(browser.get(space.url), f"{space.url}/bring-back")
    assert "Start a conversation" in member.get(space.url).text


def test_only_who_looks_after_it_ends_it(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=nadia, members=(gareth,))
    seen_by_member = world.browser(gareth)
    assert seen_by_member.post(f"{space.url}/archive", check=False).status == 404
    assert seen_by_member.post(f"{space.url}/bring-back", check=False).status == 403
    with world.inside(), pytest.raises(NotAllowed):
        actions.archive(gareth.actor, queries.community_seen_by(gareth.actor, space.public_id))
    assert world.one(Community).archived_at is None


def test_a_co_keeper_is_told_of_a_change_too(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, Level.PRIVATE, facilitator=nadia)
    let_in(world, gareth, space, role=GroupRole.FACILITATOR)
    with world.inside():
        actions.change_level(nadia.actor, queries.community_seen_by(nadia.actor, space.public_id), Level.ASK)
    assert whats(world, gareth) == [What.LEVEL_CHANGED]
    assert whats(world, nadia) == []
