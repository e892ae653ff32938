"""Whoever asked says what helped, and closes the question with it."""

from uuid import UUID

import pytest

from community.belonging.models import GroupRole
from community.notifications.models import Level as Heard
from community.notifications.models import What
from community.practice.models import Post, Thread
from tests.browser import Browser, Page
from tests.practice.people import (
    Space,
    Talk,
    a_reply,
    a_thread,
    hears,
    keep_apart,
    let_in,
    remove,
    unread,
    whats,
)
from tests.world import Person, World


@pytest.fixture
def reply(world: World, gareth: Person, talk: Talk) -> UUID:
    return a_reply(world, gareth, talk.public_id, "Ring the duty mobile first.")


def press(browser: Browser, talk: Talk, post: UUID, *, back: bool = False, htmx: bool = False) -> Page:
    return browser.post(f"{talk.url}/helped", {"post": ("back." if back else "") + post.hex[:8]}, htmx=htmx)


def buttons(page: Page) -> list[str]:
    return [each.get("value", "") for each in page.all("button", form="h")]


def test_the_asker_marks_a_reply_and_its_author_hears_of_it(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk, reply: UUID
) -> None:
    asker = world.browser(nadia)
    assert buttons(asker.get(talk.url)) == [reply.hex[:8]], "not under the question itself"
    assert press(asker, talk, reply).status == 303
    press(asker, talk, reply)
    (notice,) = unread(world, gareth)
    assert (notice.what, notice.spot, notice.words) == (What.HELPED, reply, talk.title)
    page = asker.get(talk.url)
    assert buttons(page) == [f"back.{reply.hex[:8]}"]
    assert f"/posts/{reply}" in list(page.links) and "What helped" in page
    other = world.browser(comfort).get(talk.url)
    assert "What helped" in other and not buttons(other)


def test_it_can_be_taken_back(world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID) -> None:
    asker = world.browser(nadia)
    press(asker, talk, reply)
    press(asker, talk, reply, back=True)
    assert whats(world, gareth) == [] and "What helped" not in asker.get(talk.url)


def test_htmx_swaps_the_post_alone(world: World, nadia: Person, talk: Talk, reply: UUID) -> None:
    answer = press(world.browser(nadia), talk, reply, htmx=True)
    assert answer.status == 200 and f"back.{reply.hex[:8]}" in answer.html and "<h1" not in answer.html


def test_nobody_else_says_it_and_not_of_one_s_own(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk, reply: UUID
) -> None:
    own = a_reply(world, nadia, talk.public_id, "More of my own.")
    for browser, post in (
        (world.browser(gareth), reply),
        (world.browser(comfort), reply),
        (world.browser(nadia), own),
        (world.browser(nadia), talk.posts[0]),
    ):
        assert press(browser, talk, post).status == 403
    assert world.browser(nadia).post(f"{talk.url}/helped", {"post": "nonsense"}).status == 400
    assert press(world.browser(nadia), talk, UUID(int=7)).status == 404
    assert world.one(Post, public_id=reply).helped_at is None


def test_of_a_story_nothing_is_said_to_have_helped(world: World, nadia: Person, gareth: Person, space: Space) -> None:
    story = a_thread(world, nadia, space, (gareth, "Thank you."), kind="story")
    asker = world.browser(nadia)
    assert not buttons(asker.get(story.url)) and press(asker, story, story.posts[1]).status == 403
    assert asker.get(f"{story.url}/settle").status == 404


def test_whoever_wants_to_hear_nothing_is_not_told(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    hears(world, gareth, talk.public_id, Heard.NOTHING)
    press(world.browser(nadia), talk, reply)
    assert whats(world, gareth) == []


def test_what_goes_or_is_kept_apart_is_not_what_helped(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk, reply: UUID
) -> None:
    press(world.browser(nadia), talk, reply)
    keep_apart(world, comfort, gareth)
    assert "What helped" not in world.browser(comfort).get(talk.url)
    remove(world, gareth, reply)
    assert "What helped" not in world.browser(nadia).get(talk.url)
    assert whats(world, gareth) == []


def test_a_question_closes_with_what_helped(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    asker = world.browser(nadia)
    press(asker, talk, reply)
    page = asker.get(f"{talk.url}/settle")
    assert "You have marked what helped: 1 reply." in page
    done = asker.follow(asker.submit(page, "/settle", body="The duty mobile **worked**."))
    assert "Your question is closed" in done and "worked" in done and "This conversation is closed" in done
    assert asker.submit(page, "/settle", body="Again.").status == 303, "pressed twice is once"
    assert "Again." not in asker.get(talk.url) and "and 1 more" in asker.get(talk.url)
    thread = world.one(Thread, public_id=talk.public_id)
    assert thread.closed_at is not None and thread.reply_count == 2
    assert asker.get(f"{talk.url}/settle").status == 404, "it is closed"
    assert press(asker, talk, reply, back=True).status == 303, "a second thought is welcome later too"


def test_words_are_not_needed_to_close_it(world: World, nadia: Person, talk: Talk) -> None:
    asker = world.browser(nadia)
    asker.submit(asker.get(f"{talk.url}/settle"), "/settle")
    thread = world.one(Thread, public_id=talk.public_id)
    assert thread.closed_at is not None and thread.reply_count == 0


def test_words_that_could_identify_somebody_are_asked_about_first(world: World, nadia: Person, talk: Talk) -> None:
    asker = world.browser(nadia)
    asked = asker.submit(asker.get(f"{talk.url}/settle"), "/settle", body="Ring 07700 900123.")
    assert asked.status == 422 and "Could this identify somebody?" in asked
    assert world.one(Thread, public_id=talk.public_id).closed_at is None


def test_only_the_asker_closes_a_question_so(world: World, gareth: Person, talk: Talk) -> None:
    keeper = world.member("Denise")
    let_in(world, keeper, talk.space, role=GroupRole.FACILITATOR)
    for person in (gareth, keeper, world.member("Stranger")):
        browser = world.browser(person)
        assert browser.get(f"{talk.url}/settle").status == 404
        assert browser.post(f"{talk.url}/settle", {}).status == 404
    assert world.one(Thread, public_id=talk.public_id).closed_at is None
