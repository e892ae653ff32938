"""R39: mutual invisibility. Every surface on which one could meet the other, read by either, before and after a block.

Each surface first shows the canary (so that its absence means something), then, with a block in either direction, does
not. Where something happens only after the block, a third person is the one who still sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from community.core import chance, clock
from community.directory.models import Side
from community.moderation import queries as keeping_away
from community.notifications import actions as notifications
from community.notifications import queries as notices
from community.notifications.models import Level as Heard
from community.notifications.models import Timing, What
from community.practice import queries as conversations
from community.practice.models import Level
from tests.buddying.people import circle_of, hello
from tests.moderation.people import block
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread, let_in
from tests.world import Person, World

NAME = "Zebedee Canary"
WORDS = "canary words"


@dataclass
class Scene:
    """The viewer, the one whom they meet everywhere, and a third who is apart from nobody."""

    world: World
    viewer: Person
    other: Person
    third: Person
    space: Space
    shared: Talk
    theirs: Talk
    reply: str

    def get(self, url: str, who: Person | None = None) -> str:
        return self.world.browser(who or self.viewer).get(url, check=False).html


@pytest.fixture
def scene(world: World) -> Scene:
    viewer = world.member("Nadia", capacity=3)
    other = world.member(NAME, sector="nhs-acute", capacity=3, about=f"{WORDS} about me", side=Side.EITHER)
    third = world.member("Comfort", sector="carer", capacity=3)
    space = a_community(world, Level.ASK, facilitator=other, members=(viewer, third))
    shared = a_thread(world, third, space, title="A question of Comfort's?")
    reply = a_reply(world, other, shared.public_id, f"{WORDS} in a reply")
    theirs = a_thread(world, other, space, title=f"{WORDS} in a title", body=f"{WORDS} in a body")
    return Scene(world, viewer, other, third, space, shared, theirs, str(reply))


def heard(scene: Scene) -> str:
    with scene.world.inside():
        notifications.hear(scene.viewer.actor, scene.theirs.public_id, Heard.EVERY)
    return scene.get("/communities/hearing")


def search(scene: Scene) -> str:
    return scene.world.browser(scene.viewer).post("/account/avoid/search", {"name": "zebedee"}).html


def callable_by_name(scene: Scene) -> str:
    with scene.world.inside():
        thread = conversations.thread_seen_by(scene.viewer.actor, scene.shared.public_id)
        return repr(conversations.readers_to_call(scene.viewer.actor, thread.id))


def letters(scene: Scene) -> str:
    with scene.world.inside():
        return repr(notices.pending_for(scene.viewer.id, Timing.NOW))


def summary(scene: Scene) -> str:
    with scene.world.inside():
        since, until = clock.now() - timedelta(days=1), clock.now() + timedelta(minutes=1)
        return repr(conversations.news_for(scene.viewer.id, since=since, until=until, limit=10))


def asking(scene: Scene) -> str:
    space = a_community(scene.world, Level.ASK, facilitator=scene.viewer, name=f"Door {chance.new_id().hex[:4]}")
    scene.world.browser(scene.other).post(f"{space.url}/join", {"agrees": "y"})
    return scene.get(f"{space.url}/asking")


SURFACES: dict[str, Callable[[Scene], str]] = {
    "suggestions": lambda scene: scene.get("/buddies"),
    "suggestions, narrowed": lambda scene: scene.get("/buddies?sector=nhs"),
    "why this person": lambda scene: scene.get(f"/buddies/why/{scene.other.public_id}"),
    "a new hello": lambda scene: scene.get(f"/buddies/hellos/new?to={scene.other.public_id}"),
    "the profile": lambda scene: scene.get(f"/people/{scene.other.public_id}"),
    "the page of blocking": lambda scene: scene.get(f"/people/{scene.other.public_id}/block"),
    "people by name": search,
    "Home": lambda scene: scene.get("/"),
    "the community": lambda scene: scene.get(scene.space.url),
    "a reply in a conversation": lambda scene: scene.get(scene.shared.url),
    "the place of a reply": lambda scene: (
        scene.world.browser(scene.viewer).get(f"/posts/{scene.reply}").location and WORDS
    ),
    "earlier wordings": lambda scene: scene.get(f"/posts/{scene.reply}/history"),
    "a conversation of theirs": lambda scene: scene.get(scene.theirs.url),
    "what I hear about": heard,
    "names to call": callable_by_name,
    "notices": lambda scene: scene.get("/notices"),
    "letters": letters,
    "the weekly summary": summary,
    "who asks to come in": asking,
}


@pytest.mark.parametrize("by", ["the viewer", "the other"])
@pytest.mark.parametrize("surface", SURFACES)
def test_R39_nothing_of_the_other_is_shown(scene: Scene, surface: str, by: str) -> None:
    with scene.world.inside():
        for what in (What.MENTION, What.MESSAGE):
            about = chance.new_id()
            notifications.tell(scene.viewer.id, what, about=about, sender=scene.other.actor, words=f"{WORDS} told")
    before = SURFACES[surface](scene)
    assert NAME in before or WORDS in before, "the canary is there before"
    pair = (scene.viewer, scene.other) if by == "the viewer" else (scene.other, scene.viewer)
    assert block(scene.world, *pair).status == 303
    if by == "the viewer":
        scene.get("/account/blocked")  # what was said about the act is read
    after = SURFACES[surface](scene)
    assert NAME not in after and WORDS not in after


@pytest.mark.parametrize("by", ["the viewer", "the other"])
def test_R39_what_is_new_after_a_block_is_told_to_others_alone(scene: Scene, by: str) -> None:
    """A post, a call by name, a reply in a third person's conversation, a hello."""
    for who in (scene.viewer, scene.third):
        scene.world.browser(who).post("/notices/read-all")
        with scene.world.inside():
            notifications.hear(who.actor, scene.shared.public_id, Heard.EVERY)
    pair = (scene.viewer, scene.other) if by == "the viewer" else (scene.other, scene.viewer)
    block(scene.world, *pair)
    a_reply(scene.world, scene.other, scene.shared.public_id, "@Nadia and @Comfort, look")
    tells = [scene.get("/notices", who) for who in (scene.viewer, scene.third)]
    assert NAME not in tells[0] and NAME in tells[1]
    assert scene.world.browser(scene.other).get(f"/buddies/hellos/new?to={scene.viewer.public_id}").status == 404
    assert scene.world.browser(scene.other).get(f"/buddies/hellos/new?to={scene.third.public_id}").status == 200


@pytest.mark.parametrize("by", ["the viewer", "the other"])
def test_R39_of_a_conversation_that_is_not_there_nobody_is_told(scene: Scene, by: str) -> None:
    """A third person writes in what the other began: to the viewer it is no conversation, and to nobody's knowledge."""
    with scene.world.inside():
        notifications.hear(scene.viewer.actor, scene.theirs.public_id, Heard.EVERY)
    a_reply(scene.world, scene.third, scene.theirs.public_id, "Before, @Nadia")
    assert WORDS in scene.get("/notices")
    pair = (scene.viewer, scene.other) if by == "the viewer" else (scene.other, scene.viewer)
    block(scene.world, *pair)
    a_reply(scene.world, scene.third, scene.theirs.public_id, "After, @Nadia")
    a_reply(scene.world, scene.third, scene.theirs.public_id, "And after")
    assert WORDS not in scene.get("/notices")
    assert scene.world.browser(scene.viewer).get(scene.theirs.url).status == 404
    with scene.world.inside():
        thread = conversations.thread_seen_by(scene.third.actor, scene.theirs.public_id)
        called = conversations.readers_to_call(scene.third.actor, thread.id)
        assert called[scene.viewer.id].name == "Nadia", "whoever calls does not learn that she is not told"


def test_R39_the_blocker_reads_a_line_without_words_and_the_blocked_a_conversation_without_the_post(
    scene: Scene,
) -> None:
    a_reply(scene.world, scene.viewer, scene.shared.public_id, "by Nadia")
    block(scene.world, scene.viewer, scene.other)
    mine = scene.world.browser(scene.viewer).get(scene.shared.url)
    assert "By somebody you have blocked" in mine and "2 replies" in mine
    theirs = scene.world.browser(scene.other).get(scene.shared.url)
    assert "by Nadia" not in theirs and "1 reply" in theirs and "not shown" not in theirs and "block" not in theirs.text


def test_R39_to_the_blocked_a_conversation_reads_as_if_the_other_had_never_written(world: World) -> None:
    pages = {}
    for has_written in (True, False):
        one, other, third = (world.member(name, is_available=False) for name in ("Nadia", "Gareth", "Comfort"))
        space = a_community(world, Level.PRIVATE, facilitator=third, members=(one, other))
        talk = a_thread(world, third, space, (other, "By Gareth."), title="A question?")
        if has_written:
            a_reply(world, one, talk.public_id, "By Nadia.")
        block(world, one, other)
        with world.inside():
            thread = conversations.thread_seen_by(other.actor, talk.public_id)
            posts = conversations.opening_page(other.actor, thread).posts
            seen = conversations.community_seen_by(other.actor, space.public_id)
            (row,) = conversations.threads_of(other.actor, seen).rows
            pages[has_written] = (
                thread.reply_count,
                [(post.author_name, post.html, post.is_shown) for post in posts],
                (row.reply_count, row.answered, row.is_unanswered, row.new),
            )
    assert pages[True] == pages[False]


def test_R39_whoever_has_written_in_the_other_s_conversation_still_reaches_their_own_words(scene: Scene) -> None:
    own = a_reply(scene.world, scene.viewer, scene.theirs.public_id, "My own words")
    block(scene.world, scene.other, scene.viewer)
    browser = scene.world.browser(scene.viewer)
    page = browser.get(scene.theirs.url)
    assert "My own words" in page and f"{WORDS} in a body" not in page.html and NAME not in page.html
    gone = browser.submit(browser.get(f"/posts/{own}/remove"), "/remove")
    assert gone.status == 303
    assert browser.get(scene.theirs.url).status == 404
    assert scene.theirs.title not in browser.get(scene.space.url)


def test_R39_no_circle_reads_on_between_the_two(scene: Scene) -> None:
    fourth = scene.world.member("Hassan", sector="lg-public-health", capacity=3)
    circle_id = circle_of(scene.world, scene.viewer, scene.other, scene.third, fourth)
    write = f"/buddies/circles/{circle_id}/messages"
    block(scene.world, scene.viewer, scene.other)
    said = {"words": f"{WORDS} for the circle", "key": str(chance.new_id())}
    assert scene.world.browser(scene.other).post(write, said).status == 303
    assert scene.world.browser(scene.viewer).get(f"/buddies/circles/{circle_id}").status == 404
    assert WORDS in scene.get(f"/buddies/circles/{circle_id}", scene.third)
    assert WORDS not in scene.get("/notices") + scene.get("/") + scene.get("/buddies")


def test_R39_counts_do_not_count_the_other(scene: Scene) -> None:
    with scene.world.inside():
        before = conversations.my_communities(scene.viewer.actor)[0].new
    assert before == 3, "the question, the reply to it, and the other's own"
    block(scene.world, scene.other, scene.viewer)
    with scene.world.inside():
        assert conversations.my_communities(scene.viewer.actor)[0].new == 1
        assert notices.how_many_wait(scene.viewer.actor) == 0


def test_R39_a_hello_is_withdrawn_from_both_pages(scene: Scene) -> None:
    hello(scene.world, scene.other, scene.viewer, f"{WORDS} in a hello")
    assert WORDS in scene.get("/buddies/hellos") and NAME in scene.get("/")
    block(scene.world, scene.viewer, scene.other)
    scene.get("/account/blocked")
    assert WORDS not in scene.get("/buddies/hellos") and NAME not in scene.get("/")


def test_the_blocked_are_named_to_nobody_but_their_blocker(scene: Scene) -> None:
    let_in(scene.world, scene.world.member("Ivo"), scene.space)
    block(scene.world, scene.viewer, scene.other)
    assert NAME in scene.get("/account/blocked")
    for who in (scene.other, scene.third):
        assert "You have blocked nobody" in scene.get("/account/blocked", who)
    with scene.world.inside():
        assert keeping_away.blocked_by(scene.other.actor) == []
