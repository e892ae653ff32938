"""What a conversation says of itself in a list: who began it, and who wrote last."""

from datetime import timedelta

import pytest

from community.core import clock
from community.core.database import db
from community.practice.models import Thread
from tests.browser import Page
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread, keep_apart
from tests.world import Person, World

DAYS_AGO = clock.now() - timedelta(days=3)


@pytest.fixture
def denise(world: World) -> Person:
    return world.member("Denise")


@pytest.fixture
def space(world: World, denise: Person, gareth: Person) -> Space:
    return a_community(world, members=(denise, gareth, world.member("Comfort")))


def row(world: World, reader: Person, talk: Talk) -> str:
    """The line under the title, in the list of the community."""
    return _line(world.browser(reader).get(talk.space.url))


def on_home(world: World, reader: Person) -> str:
    return _line(world.browser(reader).get("/"))


def _line(page: Page) -> str:
    (found,) = page.all("div", **{"class": "row row-s meta"})
    return " ".join("".join(found.itertext()).split())


def remove(world: World, author: Person, post: object) -> None:
    browser = world.browser(author)
    browser.submit(browser.get(f"/posts/{post}/remove"), "/remove")


def test_a_row_says_who_asked_and_who_replied_last(world: World, denise: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, denise, space, at=DAYS_AGO)
    assert "Denise (Care home) asked 3 days ago" in row(world, gareth, talk)
    a_reply(world, gareth, talk.public_id, "The duty mobile.", at=DAYS_AGO + timedelta(days=2))
    assert "Denise (Care home) asked · Gareth replied yesterday" in row(world, denise, talk)
    assert "Denise (Care home) asked · you replied yesterday" in row(world, gareth, talk)


def test_home_says_it_too(world: World, denise: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, denise, space)
    assert on_home(world, gareth) == f"Denise asked in {space.name} today"
    a_reply(world, gareth, talk.public_id, "The duty mobile.")
    assert on_home(world, denise) == f"Denise asked in {space.name} · Gareth replied today"


def test_a_story_is_begun_not_asked(world: World, denise: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, denise, space, kind="story", at=DAYS_AGO)
    assert "Denise (Care home) began 3 days ago" in row(world, gareth, talk)


def test_a_removed_reply_leaves_the_one_before_it(world: World, denise: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, denise, space, (gareth, "One."), (denise, "Two."), (gareth, "Three."), at=DAYS_AGO)
    remove(world, gareth, talk.posts[3])
    assert "asked · Denise replied" in row(world, gareth, talk)
    remove(world, denise, talk.posts[2])
    remove(world, gareth, talk.posts[1])
    assert "asked 3 days ago" in row(world, gareth, talk)
    assert world.one(Thread).last_author_id == denise.id


def test_nobody_reads_the_name_of_somebody_they_keep_apart_from(
    world: World, denise: Person, gareth: Person, space: Space
) -> None:
    comfort = world.member("Comfort Asante")
    talk = a_thread(world, denise, space, (gareth, "One."), at=DAYS_AGO)
    assert "Gareth replied" in row(world, comfort, talk)
    keep_apart(world, gareth, comfort)
    assert row(world, comfort, talk).endswith("asked 3 days agoNo reply yet"), "it is not there"
    assert "Gareth replied" in row(world, denise, talk)
    a_reply(world, denise, talk.public_id, "Two.", at=DAYS_AGO)
    a_reply(world, gareth, talk.public_id, "Three.", at=DAYS_AGO)
    assert "Denise replied" in row(world, comfort, talk)


def test_whoever_blocked_the_last_to_reply_reads_that_there_is_a_reply(
    world: World, denise: Person, gareth: Person, space: Space
) -> None:
    comfort = world.member("Comfort Asante")
    talk = a_thread(world, denise, space, (gareth, "One."), at=DAYS_AGO)
    keep_apart(world, comfort, gareth)
    assert "asked · last reply 3 days ago" in row(world, comfort, talk)


def test_somebody_who_left_has_no_name(world: World, denise: Person, gareth: Person, space: Space) -> None:
    talk = a_thread(world, denise, space, (gareth, "One."), at=DAYS_AGO)
    with world.inside():
        db.session.execute(db.text(f"UPDATE member SET state = 'left' WHERE id = {gareth.id}"))
    assert "asked · a former member replied 3 days ago" in row(world, denise, talk)
    with world.inside():
        db.session.execute(db.text(f"DELETE FROM member WHERE id = {gareth.id}"))
    assert "asked · a former member replied 3 days ago" in row(world, denise, talk)
