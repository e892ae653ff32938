"""A post is hidden, shown again or removed by whoever looks after people: what it counts for, and who hears of it."""

from collections.abc import Callable
from uuid import UUID

import pytest

from community.notifications.models import What
from community.practice.actions import care
from community.practice.models import Post, PostRevision, Thread
from tests.browser import Page
from tests.practice.people import Space, Talk, a_reply, a_thread, edit, read_to_the_end, remove, unread, whats
from tests.world import Person, World


def do(world: World, act: Callable[[int], None], post: UUID) -> None:
    number = world.one(Post, public_id=post).id
    with world.inside():
        act(number)


def counters(world: World, talk: Talk) -> tuple[int, object, object]:
    thread = world.one(Thread, public_id=talk.public_id)
    return thread.reply_count, thread.last_post_at, thread.last_author_id


def chips(page: Page) -> list[str]:
    return ["".join(each.itertext()) for each in page.all("span") if "chip" in (each.get("class") or "").split()]


@pytest.fixture
def reply(world: World, gareth: Person, talk: Talk) -> UUID:
    return a_reply(world, gareth, talk.public_id, "A canary for @Nadia.")


def test_a_hidden_reply_is_out_of_every_count_and_comes_back_where_it_was(
    world: World, nadia: Person, comfort: Person, talk: Talk, reply: UUID
) -> None:
    before = counters(world, talk)
    do(world, care.hide, reply)
    assert counters(world, talk) == (0, world.one(Post, public_id=talk.posts[0]).posted_at, nadia.id)
    do(world, care.hide, reply)
    assert counters(world, talk)[0] == 0, "hiding twice is hiding once"
    reader = world.browser(comfort)
    page = reader.get(talk.url)
    assert "canary" not in page.html and "Gareth" not in page and "0 replies" in page
    assert "No reply yet" in chips(reader.get(talk.space.url))
    assert reader.get(f"/posts/{reply}").status == 404
    do(world, care.show_again, reply)
    do(world, care.show_again, reply)
    assert counters(world, talk) == before
    assert "A canary" in reader.get(talk.url) and "No reply yet" not in chips(reader.get(talk.space.url))


def test_its_author_and_who_looks_after_the_place_still_read_it(
    world: World, gareth: Person, talk: Talk, reply: UUID
) -> None:
    do(world, care.hide, reply)
    page = world.browser(gareth).get(talk.url)
    assert "A canary" in page and "Hidden while it is checked" in page
    assert world.browser(gareth).get(f"/posts/{reply}/edit").status == 200


def test_what_was_told_of_it_is_taken_back(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    assert whats(world, nadia) == [What.MENTION]
    do(world, care.hide, reply)
    assert whats(world, nadia) == []
    edit(world, gareth, reply, "A canary for @Nadia and @Comfort.")
    do(world, care.show_again, reply)
    assert whats(world, nadia) == [], "nobody is told twice"


def test_of_several_answers_the_others_are_still_told(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    first = a_reply(world, gareth, talk.public_id, "One.")
    a_reply(world, comfort, talk.public_id, "Two.")
    do(world, care.hide, first)
    (notice,) = unread(world, nadia)
    assert (notice.what, notice.how_many) == (What.ANSWER, 1)


def test_with_its_first_post_a_conversation_is_hidden(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    do(world, care.hide, talk.posts[0])
    others, hers = world.browser(gareth), world.browser(nadia)
    assert others.get(talk.url).status == 404 and talk.title not in others.get(talk.space.url)
    page = hers.get(talk.url)
    assert talk.title in hers.get(talk.space.url) and "Hidden while it is checked" in page
    assert not page.all("form", action=f"{talk.url}/replies"), "nobody replies while it is checked"
    assert whats(world, nadia) == []
    assert counters(world, talk)[0] == 1
    do(world, care.show_again, talk.posts[0])
    assert talk.title in others.get(talk.space.url) and others.get(talk.url).status == 200


def test_removed_by_care_the_words_go_for_good_and_it_is_not_said_to_be_their_author(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    edit(world, gareth, reply, "Another canary.")
    do(world, care.remove_for, reply)
    page = world.browser(nadia).get(talk.url)
    assert "canary" not in page.html and "Removed by its author" not in page
    assert "Removed by those who look after this place" in page
    assert world.count(PostRevision) == 0 and counters(world, talk)[0] == 0
    do(world, care.show_again, reply)
    assert world.one(Post, public_id=reply).body == "" and counters(world, talk)[0] == 0


def test_hidden_first_and_then_removed_it_is_counted_out_once(world: World, talk: Talk, reply: UUID) -> None:
    do(world, care.hide, reply)
    do(world, care.remove_for, reply)
    assert counters(world, talk)[0] == 0


def test_removed_by_its_author_while_it_was_hidden_it_is_counted_out_once(
    world: World, nadia: Person, gareth: Person, talk: Talk, reply: UUID
) -> None:
    do(world, care.hide, reply)
    remove(world, gareth, reply)
    assert counters(world, talk)[0] == 0
    assert "Removed by its author" in world.browser(nadia).get(talk.url)
    do(world, care.show_again, reply)
    assert counters(world, talk)[0] == 0


def test_a_first_post_with_answers_loses_its_title_too_and_the_answers_stay(
    world: World, gareth: Person, talk: Talk, reply: UUID
) -> None:
    do(world, care.hide, talk.posts[0])
    do(world, care.remove_for, talk.posts[0])
    page = world.browser(gareth).get(talk.url)
    assert talk.title not in page.html and "A canary" in page and care.TITLE_REMOVED in page
    assert talk.title not in world.browser(gareth).get(talk.space.url).html


def test_one_that_nobody_answered_goes_whole(world: World, nadia: Person, talk: Talk) -> None:
    do(world, care.remove_for, talk.posts[0])
    assert world.browser(nadia).get(talk.url).status == 404
    assert world.count(Thread) == 0 and whats(world, nadia) == []


def test_a_hidden_reply_does_not_go_with_the_question_of_another(
    world: World, nadia: Person, talk: Talk, reply: UUID
) -> None:
    do(world, care.hide, reply)
    remove(world, nadia, talk.posts[0])
    do(world, care.show_again, reply)
    assert "A canary" in world.browser(nadia).get(talk.url)


def test_one_that_is_hidden_is_not_new_to_anybody(world: World, comfort: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, gareth, space)
    browser = world.browser(comfort)
    read_to_the_end(browser, talk)
    reply = a_reply(world, gareth, talk.public_id, "New.")
    assert "1 new" in browser.get("/communities")
    do(world, care.hide, reply)
    assert "Nothing new" in browser.get("/communities")
    do(world, care.show_again, reply)
    assert "1 new" in browser.get("/communities")


def test_care_for_what_has_gone_is_no_mistake(world: World) -> None:
    with world.inside():
        for act in (care.hide, care.show_again, care.remove_for):
            act(123_456)
