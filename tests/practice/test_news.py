"""The news of a summary: the same reading marks and the same readers as every list, at the level the member hears."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from community.belonging import actions as belonging
from community.core import clock
from community.notifications.models import Level as Heard
from community.practice import queries
from community.practice.models import Level
from community.practice.queries import NewsLine
from tests.practice.people import (
    Cast,
    Talk,
    a_cast,
    a_community,
    a_community_of,
    a_reply,
    a_thread,
    hears,
    keep_apart,
    let_in,
    read_to_the_end,
)
from tests.statements import statements
from tests.world import Person, World

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def news(
    world: World, person: Person, *, since: datetime = LONG_AGO, until: datetime | None = None, limit: int = 20
) -> list[NewsLine]:
    with world.inside():
        return queries.news_for(person.id, since=since, until=until or clock.now(), limit=limit)


def titles(world: World, person: Person) -> list[str]:
    return [line.title for line in news(world, person)]


@pytest.fixture
def talk(world: World, nadia: Person, gareth: Person) -> Talk:
    """Gareth's conversation, in a community with Nadia and him."""
    return a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "And another thing."))


def test_every_conversation_says_how_many_posts_are_news(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    a_thread(world, gareth, talk.space, title="A later one?")
    assert [(line.title, line.community, line.how_many, line.is_public) for line in news(world, nadia)] == [
        ("A later one?", talk.space.name, 1, True),
        (talk.title, talk.space.name, 2, True),
    ]
    assert news(world, nadia)[1].thread_id == talk.public_id
    assert [line.title for line in news(world, nadia, limit=1)] == ["A later one?"]


def test_what_was_read_is_no_news(world: World, nadia: Person, gareth: Person, talk: Talk) -> None:
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    assert news(world, nadia) == []
    a_reply(world, gareth, talk.public_id, "After that.")
    assert [line.how_many for line in news(world, nadia)] == [1]
    page = browser.get(talk.space.url)
    browser.submit(page, "/read")
    assert news(world, nadia) == []


def test_only_what_was_posted_between_the_two_moments(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(gareth,))
    let_in(world, nadia, space)
    first = clock.now() + timedelta(hours=1)
    talk = a_thread(world, gareth, space, at=first)
    a_reply(world, gareth, talk.public_id, "An hour later.", at=first + timedelta(hours=1))

    def how_many(since: datetime, until: datetime) -> int:
        return sum(line.how_many for line in news(world, nadia, since=since, until=until))

    hour, second = timedelta(hours=1), timedelta(seconds=1)
    assert how_many(first - second, first) == 1, "up to and with the moment"
    assert how_many(first, first + hour) == 1, "the one before has been told"
    assert how_many(first - second, first + hour) == 2
    assert how_many(first - hour, first - second) == 0
    assert how_many(first + hour, first + 2 * hour) == 0


def test_my_own_posts_and_my_own_conversations_are_no_news(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    assert news(world, gareth) == []
    a_reply(world, nadia, talk.public_id, "We ask the duty mobile.")
    assert news(world, gareth) == [], "an answer to him is told as an answer"
    assert [line.how_many for line in news(world, nadia)] == [2], "his two, not her own"


def test_what_was_removed_is_no_news(world: World, nadia: Person, gareth: Person, talk: Talk) -> None:
    browser = world.browser(gareth)
    browser.submit(browser.get(f"/posts/{talk.posts[1]}/remove"), "/remove")
    assert [line.how_many for line in news(world, nadia)] == [1]


@pytest.mark.parametrize("level", Heard)
def test_only_where_the_member_hears_by_summary(world: World, nadia: Person, talk: Talk, level: Heard) -> None:
    heard = [talk.title] if level is Heard.SUMMARY else []
    hears(world, nadia, talk.space.public_id, level)
    assert titles(world, nadia) == heard
    hears(world, nadia, talk.public_id, Heard.SUMMARY)
    assert titles(world, nadia) == [talk.title], "the conversation comes before its community"
    hears(world, nadia, talk.public_id, level)
    hears(world, nadia, talk.space.public_id, Heard.SUMMARY)
    assert titles(world, nadia) == heard


def test_nobody_hears_of_somebody_they_keep_apart_from(world: World, nadia: Person, gareth: Person) -> None:
    comfort = world.member("Comfort")
    space = a_community(world, members=(nadia, gareth, comfort))
    a_thread(world, gareth, space, (nadia, "From Nadia."), title="His?")
    a_thread(world, nadia, space, (gareth, "From Gareth."), (nadia, "From Nadia."), title="Hers?")
    assert {(line.title, line.how_many) for line in news(world, comfort)} == {("His?", 2), ("Hers?", 3)}
    keep_apart(world, gareth, comfort)
    assert [(line.title, line.how_many) for line in news(world, comfort)] == [("Hers?", 2)]


@pytest.mark.parametrize("level", Level)
def test_P5_news_is_for_members_of_the_community_alone(world: World, level: Level) -> None:
    cast: Cast = a_cast(world)
    space = a_community_of(world, cast, level, "A community")
    a_thread(world, cast.facilitator, space, title="CANARY")
    a_thread(world, cast.member, space, title="CANARY too")
    told = {who for who, person in cast.everybody().items() if titles(world, person)}
    assert told == {"member", "facilitator"}
    with world.inside():
        belonging.take_out(cast.member.id, space.group_id)
    assert titles(world, cast.member) == []


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("is_safe", [False, True])
def test_only_an_open_community_that_is_no_safe_space_may_be_named_in_letters(
    world: World, nadia: Person, gareth: Person, level: Level, is_safe: bool
) -> None:
    space = a_community(world, level, members=(nadia, gareth), is_safe_space=is_safe)
    a_thread(world, gareth, space)
    assert [line.is_public for line in news(world, nadia)] == [level is Level.OPEN and not is_safe]


def test_one_statement_however_much_there_is(app: Flask, world: World, nadia: Person, gareth: Person) -> None:
    for each in range(6):
        space = a_community(world, members=(nadia, gareth), name=f"Number {each}")
        for _ in range(3):
            a_thread(world, gareth, space, (gareth, "More."))
    with statements(app) as seen:
        assert len(news(world, nadia)) == 18
    assert len(seen) == 1
