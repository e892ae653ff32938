"""What is marked as read is what stood on the page: neither more, nor anything that came while somebody was writing."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from community.buddying import actions
from community.core import chance, clock
from tests.browser import Browser, Page
from tests.buddying.people import buddies, circle_of, comfort, hello, seen_circle
from tests.buddying.told import sentences
from tests.practice.people import a_community
from tests.world import Person, World

HTMX = [pytest.param(False, id="plain"), pytest.param(True, id="htmx")]


@pytest.fixture
def hers(world: World, one: Person) -> Browser:
    return world.browser(one)


def write(world: World, person: Person, circle_id: UUID, words: str = "When suits you?") -> None:
    circle = seen_circle(world, person, circle_id)
    with world.inside():
        actions.write_message(person.actor, circle, words=words, once=chance.new_id())


def looks(page: Page) -> list[str]:
    """Where the page sends by itself that it was looked at."""
    return [each.get("hx-post", "") for each in page.all("div") if each.get("hx-trigger") == "load"]


@pytest.mark.parametrize("htmx", HTMX)
@pytest.mark.parametrize(("way", "what"), [("/messages", "words"), ("/promises", "words")])
def test_what_came_while_one_was_writing_is_still_new(
    world: World, one: Person, other: Person, hers: Browser, htmx: bool, way: str, what: str
) -> None:
    circle_id = circle_of(world, one, other)
    write(world, other, circle_id)
    page = hers.get(f"/buddies/circles/{circle_id}")
    write(world, other, circle_id, "One more thing")
    hers.submit(page, way, htmx=htmx, **{what: "What she was writing"})
    assert sentences(world, one) == ["2 messages, the latest from Gareth"]


@pytest.mark.parametrize("htmx", HTMX)
@pytest.mark.parametrize("way", ["/messages", "/promises"])
def test_whoever_writes_has_seen_what_stood_there(
    world: World, one: Person, other: Person, hers: Browser, htmx: bool, way: str
) -> None:
    circle_id = buddies(world, one, other)
    write(world, other, circle_id)
    assert len(sentences(world, one)) == 2, "the yes, and the message"
    hers.submit(hers.get(f"/buddies/circles/{circle_id}"), way, htmx=htmx, words="What she was writing")
    assert not sentences(world, one)


@pytest.mark.parametrize("said", ["", "yesterday", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00", "9" * 60])
def test_writing_without_a_moment_reads_nothing(
    world: World, one: Person, other: Person, hers: Browser, said: str
) -> None:
    circle_id = circle_of(world, one, other)
    write(world, other, circle_id)
    page = hers.get(f"/buddies/circles/{circle_id}")
    assert hers.submit(page, "/messages", words="An answer", seen_at=said).status == 303
    assert sentences(world, one) == ["Gareth wrote to you"]


def test_pages_of_older_messages_say_nothing_of_the_latest(
    world: World, one: Person, other: Person, hers: Browser
) -> None:
    circle_id = circle_of(world, one, other)
    for number in range(31):
        with time_machine.travel(clock.now() + timedelta(days=2 * number), tick=False):
            write(world, other, circle_id, f"Number {number}")
    url = f"/buddies/circles/{circle_id}"
    page = hers.get(url)
    assert looks(page) == [f"/notices/about/{circle_id}/read"]
    earlier = next(link for link in page.links if "before=" in link)
    assert not looks(hers.get(earlier))


def test_a_page_sends_nothing_while_only_other_things_are_new(
    world: World, one: Person, other: Person, hers: Browser
) -> None:
    space = a_community(world, members=(one, other))
    circle_id, elsewhere = circle_of(world, one, other), circle_of(world, one, comfort(world))
    write(world, other, circle_id)
    hello(world, world.member("Asker", sector="nhs-acute"), one)
    for url in (f"/buddies/circles/{elsewhere}", space.url):
        assert not looks(hers.get(url))
    assert len(looks(hers.get(f"/buddies/circles/{circle_id}"))) == 1
    page = hers.get("/buddies/hellos")
    (url,) = looks(page)
    hers.post(url, {"seen_at": clock.now().isoformat()}, htmx=True)
    assert sentences(world, one) == ["Gareth wrote to you"]
    assert not looks(hers.get("/buddies/hellos"))


def test_the_moment_that_a_page_sends_is_of_what_it_shows(
    world: World, one: Person, other: Person, hers: Browser
) -> None:
    circle_id = circle_of(world, one, other)
    write(world, other, circle_id)
    page = hers.get(f"/buddies/circles/{circle_id}")
    (shown,) = (each.get("hx-vals", "") for each in page.all("div") if each.get("hx-trigger") == "load")
    write(world, other, circle_id, "Written as the page was on its way")
    moment = shown.split('"')[3]
    assert hers.post(f"/notices/about/{circle_id}/read", {"seen_at": moment}, htmx=True).status == 204
    assert sentences(world, one) == ["2 messages, the latest from Gareth"]
