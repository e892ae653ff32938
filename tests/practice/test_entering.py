"""Who may come in, and how: joining, asking, answering, leaving; B1: what may not be seen is as though not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from community.belonging.models import Belonging, BelongingState
from community.core import chance
from community.practice import policy, queries
from community.practice.models import CommunityMark, Level
from tests.practice.people import (
    Cast,
    Space,
    Talk,
    a_cast,
    a_community,
    a_community_of,
    a_thread,
    keep_apart,
    let_in,
)
from tests.world import Person, World


def test_joining_takes_the_agreement(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, agreement="We ask before we tell.")
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/join")
    assert "We ask before we tell." in page and "can read this" in page
    refused = browser.submit(page, "/join")
    assert refused.status == 422 and "Say that you will keep to this agreement" in refused
    joined = browser.follow(browser.submit(page, "/join", agrees="y"))
    assert "You have joined" in joined and "Start a conversation" in joined
    assert world.one(CommunityMark, member_id=nadia.id).agreed_at is not None
    assert browser.submit(page, "/join", agrees="y").status == 303, "pressed twice"
    assert browser.get(f"{space.url}/join").status == 303, "there is nothing to join any more"


def test_asking_is_answered_by_a_facilitator(world: World) -> None:
    comfort, nadia, gareth = world.member("Comfort"), world.member("Nadia"), world.member("Gareth")
    space = a_community(world, Level.ASK, facilitator=comfort)
    talk = a_thread(world, comfort, space)
    hers, his, theirs = world.browser(nadia), world.browser(gareth), world.browser(comfort)
    for browser in (hers, his):
        asked = browser.follow(browser.submit(browser.get(f"{space.url}/join"), "/join", agrees="y"))
        assert "You have asked to join" in asked and talk.title not in asked
    assert "2 people ask to join" in theirs.get(space.url)
    waiting = theirs.get(f"{space.url}/asking")
    assert "Nadia" in waiting and "Gareth" in waiting
    theirs.submit(waiting, f"{nadia.public_id}/welcome")
    theirs.submit(waiting, f"{gareth.public_id}/decline")
    assert talk.title in hers.get(space.url) and hers.get(talk.url).status == 200
    assert talk.title not in his.get(space.url) and his.get(talk.url).status == 404
    assert "Ask to join" in his.get(space.url), "he can ask again"
    assert theirs.submit(waiting, f"{nadia.public_id}/welcome").status == 409, "answered already"
    for browser in (hers, his):
        assert browser.get(f"{space.url}/asking").status == 404
        assert browser.post(f"{space.url}/asking/{gareth.public_id}/welcome").status == 404


def test_somebody_can_stop_asking(world: World) -> None:
    comfort, nadia = world.member("Comfort"), world.member("Nadia")
    space = a_community(world, Level.ASK, facilitator=comfort)
    browser = world.browser(nadia)
    browser.submit(browser.get(f"{space.url}/join"), "/join", agrees="y")
    browser.submit(browser.get(f"{space.url}/leave"), "/leave")
    assert "Ask to join" in browser.get(space.url)
    assert "Nobody is waiting" in world.browser(comfort).get(f"{space.url}/asking")


@pytest.mark.parametrize("level", [Level.PRIVATE, Level.HIDDEN], ids=str)
def test_leaving_a_closed_community_closes_it(world: World, level: Level) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, level, members=(nadia,))
    talk = a_thread(world, nadia, space)
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/leave")
    assert "coming back needs an invitation" in page
    left = browser.follow(browser.submit(page, "/leave"))
    assert "You have left" in left and browser.get(space.url).status == 404 and browser.get(talk.url).status == 404
    for url in ("join", "leave", "read"):
        assert browser.post(f"{space.url}/{url}", {"agrees": "y"}).status == 404


def test_blocked_people_do_not_see_one_another_at_the_door(world: World) -> None:
    comfort, gareth = world.member("Comfort"), world.member("Gareth")
    space = a_community(world, Level.ASK, facilitator=comfort)
    browser = world.browser(gareth)
    browser.submit(browser.get(f"{space.url}/join"), "/join", agrees="y")
    keep_apart(world, comfort, gareth)
    assert "Gareth" not in world.browser(comfort).get(f"{space.url}/asking")
    assert "Comfort" not in browser.get(space.url)


def test_small_counts_are_never_told(world: World) -> None:
    people = [world.member(f"Person {each}", sector="nhs-acute") for each in range(6)]
    few = [world.member(f"Other {each}", sector="hospice") for each in range(2)]
    comfort = world.member("Comfort", sector="carer")
    space = a_community(world, facilitator=comfort, members=(*people, *few))
    assert "Where members sit" not in world.browser(comfort).get(space.url), "6 and 3: the 3 would stand out"
    more = [world.member(f"More {each}", sector="home-care") for each in range(4)]
    for one in more:
        let_in(world, one, space)
    page = world.browser(comfort).get(space.url)
    assert "13 members" in page and "Other sectors 7" in page, "one carer alone would be worked out: 13 - 6 - 6"
    assert " 1 " not in page.text.split("Where members sit")[1].split("Fewer than five")[0]
    small = a_community(world, facilitator=comfort, members=(people[0],), name="A small one")
    assert "under 5 members" in world.browser(comfort).get(small.url)


def test_one_facilitator_alone_is_said(world: World) -> None:
    comfort, nadia = world.member("Comfort"), world.member("Nadia")
    space = a_community(world, facilitator=comfort, members=(nadia,))
    assert "One person alone" in world.browser(nadia).get(space.url)


def test_communities_are_offered_by_what_is_on_one_s_mind(world: World) -> None:
    nadia = world.member("Nadia", challenges=("ehch",))
    kin = world.member("Kin", challenges=("ehch",))
    a_community(world, facilitator=world.member("Else", challenges=("winter",)), name="A first by name")
    a_community(world, facilitator=kin, name="Shares my challenge")
    a_community(world, Level.HIDDEN, facilitator=kin, name="Hidden")
    with world.inside():
        offered = [row.name for row in queries.welcome_communities(nadia.actor)]
    assert offered == ["Shares my challenge", "A first by name"]


@dataclass
class Room:
    """One community of each level, each with a conversation full of canaries."""

    cast: Cast
    spaces: dict[Level, Space]
    talks: dict[Level, Talk]


@pytest.fixture
def room(world: World) -> Iterator[Room]:
    cast = a_cast(world)
    spaces = {level: a_community_of(world, cast, level, f"CANARY-{level}-name") for level in Level}
    talks = {
        level: a_thread(
            world,
            cast.member,
            space,
            (cast.facilitator, f"CANARY-{level}-reply"),
            title=f"CANARY-{level}-title",
            body=f"CANARY-{level}-body",
        )
        for level, space in spaces.items()
    }
    yield Room(cast, spaces, talks)


def test_B1_what_may_not_be_seen_answers_like_what_is_not_there(world: World, room: Room) -> None:
    stranger = world.browser(room.cast.stranger)
    nothing = str(chance.new_id())
    for level in (Level.PRIVATE, Level.HIDDEN):
        space, talk = room.spaces[level], room.talks[level]
        for url, same in _every_address(space, talk):
            there, missing = stranger.get(url), stranger.get(same.format(nothing=nothing))
            assert there.status == missing.status == 404, url
            assert _without_token(there.html) == _without_token(missing.html), url


def test_B1_no_count_gives_a_hidden_community_away(world: World, room: Room) -> None:
    with world.inside():
        stranger = room.cast.stranger.actor
        assert queries.my_communities(stranger) == []
        assert {row.name for row in queries.other_communities(stranger)} == {"CANARY-open-name", "CANARY-ask-name"}
        assert queries.new_conversations_for(stranger) == []
        assert {row.name for row in queries.welcome_communities(stranger)} == {"CANARY-open-name"}
        mine = queries.my_communities(room.cast.member.actor)
        assert {row.name for row in mine} == {f"CANARY-{level}-name" for level in Level}
        assert len(queries.new_conversations_for(room.cast.member.actor)) == 4
        assert queries.is_in_a_community(room.cast.member.actor) and not queries.is_in_a_community(stranger)
        for suspended in (room.cast.suspended_member.actor, room.cast.joining.actor):
            assert queries.my_communities(suspended) == queries.other_communities(suspended) == []
            assert not queries.is_in_a_community(suspended)
            assert queries.new_conversations_for(suspended) == queries.welcome_communities(suspended) == []


def test_B1_no_act_reaches_a_community_from_outside(world: World, room: Room) -> None:
    before = world.count(Belonging, state=BelongingState.IN)
    for who in ("stranger", "moderator", "administrator"):
        browser = world.browser(room.cast.everybody()[who])
        for level in (Level.PRIVATE, Level.HIDDEN):
            space, talk = room.spaces[level], room.talks[level]
            sent = {"body": "x", "title": "x", "kind": "question", "key": str(chance.new_id()), "agrees": "y"}
            sent |= {"post": str(talk.posts[0]), "me_too": talk.posts[0].hex[:8], "at": "2026-11-23T10:00Z"}
            for url in _every_act(space, talk, room.cast.asker):
                assert browser.post(url, sent).status == 404, (who, url)
    assert world.count(Belonging, state=BelongingState.IN) == before


def _every_address(space: Space, talk: Talk) -> list[tuple[str, str]]:
    """Each page of a community, and the same page of one that is not there."""
    post = talk.posts[0]
    return [
        (space.url, "/communities/{nothing}"),
        *((f"{space.url}/{each}", "/communities/{nothing}/" + each) for each in ("join", "leave", "asking")),
        (f"{space.url}?kind=question", "/communities/{nothing}?kind=question"),
        (f"{space.url}/conversations/new", "/communities/{nothing}/conversations/new"),
        (talk.url, "/conversations/{nothing}"),
        (f"{talk.url}?at={post}", "/conversations/{nothing}?at={nothing}"),
        (f"/posts/{post}", "/posts/{nothing}"),
        *((f"/posts/{post}/{each}", "/posts/{nothing}/" + each) for each in ("edit", "history", "remove")),
    ]


def _every_act(space: Space, talk: Talk, asker: Person) -> list[str]:
    post = f"/posts/{talk.posts[0]}"
    return [
        *(f"{space.url}/{each}" for each in ("join", "leave", "read", "conversations/new", "conversations/preview")),
        *(f"{space.url}/asking/{asker.public_id}/{each}" for each in ("welcome", "decline")),
        *(f"{talk.url}/{each}" for each in ("replies", "replies/preview", "reactions", "read")),
        *(f"{talk.url}/{each}" for each in ("pin", "unpin", "close", "reopen")),
        *(f"{post}/{each}" for each in ("edit", "preview", "remove")),
    ]


def _without_token(html: str) -> str:
    return re.sub(r'(X-CSRFToken": "|name="csrf_token" value=")[^"]+', r"\1", html)


def test_a_safe_space_says_the_same_wherever_it_is_said(world: World) -> None:
    nadia = world.member("Nadia")
    safe = a_community(world, members=(nadia,), is_safe_space=True)
    talk = a_thread(world, nadia, safe)
    other = a_community(world, members=(nadia,), name="Another")
    browser = world.browser(nadia)
    for url in (safe.url, f"{safe.url}/conversations/new", talk.url):
        assert policy.SAFE_SPACE in browser.get(url), url
    assert policy.SAFE_SPACE in world.browser(world.member("Gareth")).get(f"{safe.url}/join"), "in the agreement too"
    assert policy.SAFE_SPACE not in browser.get(other.url)
