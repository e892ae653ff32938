"""P5: who can see this? Real visits by the whole cast, beside a table written by hand and the sentence on the page."""

import re

import pytest

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.core.database import db
from community.practice.models import Community, Level
from community.practice.queries import readers_of
from tests.practice.people import Cast, Talk, a_cast, a_community_of, a_thread, let_in
from tests.world import World

MEMBERS = {"member", "facilitator"}
ACTIVE = MEMBERS | {"stranger", "asker", "moderator", "administrator"}
TABLE = {Level.OPEN: ACTIVE, Level.ASK: MEMBERS, Level.PRIVATE: MEMBERS, Level.HIDDEN: MEMBERS}
WHO = {
    Level.OPEN: "Every member of this site",
    Level.ASK: "The members of this community",
    Level.PRIVATE: "The members of this community",
    Level.HIDDEN: "The members of this community",
}


def readers(world: World, cast: Cast, talk: Talk) -> set[str]:
    """Who of the cast opens the conversation and finds its words."""
    found = {who for who, person in cast.everybody().items() if "CANARY" in world.browser(person).get(talk.url)}
    assert "CANARY" not in world.browser().get(talk.url, check=False).html, "signed out"
    return found


def told(world: World, cast: Cast, talk: Talk) -> str:
    """How many the page says can read it: the same on the thread, its composer, the community and each form."""
    browser = world.browser(cast.member)
    pages = (
        talk.url,
        talk.space.url,
        f"{talk.space.url}/conversations/new",
        f"/posts/{talk.posts[0]}/edit",
        f"/posts/{talk.posts[0]}/history",
    )
    sentences = {_sentence(browser.get(url).text) for url in pages}
    assert len(sentences) == 1, sentences
    (who, how_many) = sentences.pop()
    assert who == WHO[_level_of(world, talk)]
    return how_many


@pytest.mark.parametrize("level", Level, ids=str)
def test_P5_the_table_the_visits_and_the_sentence_agree(world: World, level: Level) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, level, "A community")
    talk = a_thread(world, cast.member, space, body="CANARY")
    expected = set(TABLE[level])
    here = 6 if level is Level.OPEN else 2
    assert readers(world, cast, talk) == expected
    assert told(world, cast, talk) == _said(here)

    for extra in range(4):  # past five, so that every change shows in the number
        let_in(world, world.member(f"Extra {extra}"), space)
    here += 4
    assert told(world, cast, talk) == _said(here)

    let_in(world, cast.stranger, space)  # joining
    here += 0 if level is Level.OPEN else 1
    assert readers(world, cast, talk) == expected | {"stranger"}
    assert told(world, cast, talk) == _said(here)

    with world.inside():  # leaving
        belonging.take_out(cast.stranger.id, space.group_id)
    here -= 0 if level is Level.OPEN else 1
    assert readers(world, cast, talk) == expected
    assert told(world, cast, talk) == _said(here)

    _set_state(world, cast.facilitator.id, "suspended")
    assert readers(world, cast, talk) == expected - {"facilitator"}
    assert told(world, cast, talk) == _said(here - 1)
    _set_state(world, cast.facilitator.id, "active")

    with world.inside():  # a staff grant opens nothing
        db.session.execute(db.text(f"UPDATE member SET role = 'administrator' WHERE id = {cast.asker.id}"))
    assert readers(world, cast, talk) == expected
    assert told(world, cast, talk) == _said(here)


def test_P5_a_change_of_level_changes_readers_and_sentence_together(world: World) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, Level.OPEN, "A community")
    for extra in range(4):
        let_in(world, world.member(f"Extra {extra}"), space)
    talk = a_thread(world, cast.member, space, body="CANARY")
    for level in (Level.HIDDEN, Level.ASK, Level.OPEN, Level.PRIVATE):
        with world.inside():
            db.session.execute(db.text(f"UPDATE community SET level = '{level}' WHERE id = {space.id}"))
        assert readers(world, cast, talk) == TABLE[level], level
        assert told(world, cast, talk) == _said(10 if level is Level.OPEN else 6), level


def test_P5_whoever_only_asks_reads_nothing(world: World) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, Level.ASK, "A community")
    talk = a_thread(world, cast.member, space, body="CANARY")
    with world.inside():
        belonging.place(cast.stranger.id, space.group_id, BelongingState.ASKED)
    assert "stranger" not in readers(world, cast, talk)


def test_few_readers_are_never_counted_out() -> None:
    for few in range(5):
        assert "under 5 people today" in readers_of(Level.PRIVATE, few)
    assert "5 people today, and anyone who joins later" in readers_of(Level.PRIVATE, 5)


def _said(how_many: int) -> str:
    return str(how_many) if how_many >= 5 else "under 5"


def _sentence(text: str) -> tuple[str, str]:
    pattern = r"(Every member of this site|The members of this community) can read this: (.+?) people today, and anyone"
    found = set(re.findall(pattern, text))
    assert len(found) == 1, found
    who, how_many = found.pop()
    return who, how_many


def _level_of(world: World, talk: Talk) -> Level:
    return Level(world.one(Community, id=talk.space.id).level)


def _set_state(world: World, member_id: int, state: str) -> None:
    with world.inside():
        db.session.execute(db.text(f"UPDATE member SET state = '{state}' WHERE id = {member_id}"))
