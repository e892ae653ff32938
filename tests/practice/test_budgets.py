"""What pages cost: statements, bytes, and nothing written by looking."""

from collections.abc import Callable

import pytest
from flask import Flask

from community.core.database import db
from community.practice.models import ReactionKind
from tests.browser import Browser
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread
from tests.statements import statements
from tests.world import Person, World

WORDS = "We ask the duty mobile first, then the ward, and we write down who picked up and what they said."


def cost(app: Flask, browser: Browser, url: str) -> int:
    browser.get(url)  # whatever is read once per process has been read
    with statements(app) as seen:
        assert browser.get(url).status == 200
    return len(seen)


def press(world: World, person: Person, talk: Talk) -> None:
    browser = world.browser(person)
    for kind in ReactionKind:
        browser.post(f"{talk.url}/reactions", {kind.value: talk.posts[0].hex[:8]})


def test_a_conversation_costs_at_most_six_statements_however_long(app: Flask, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    short = a_thread(world, gareth, space)
    long = a_thread(world, gareth, space, title="A long one?")
    for each in range(29):
        a_reply(world, gareth, long.public_id, f"Reply {each}.")
    press(world, nadia, long)
    browser = world.browser(nadia)
    costs = {cost(app, browser, talk.url) for talk in (short, long)}
    assert costs == {6}, "session, thread, posts, reactions, the bell, what I began to write"
    browser.post(f"{long.url}/read", {"post": str(long.posts[0])})
    assert cost(app, browser, long.url) == 6
    assert cost(app, browser, f"{long.url}?after={long.posts[0]}") == 6


def _threads(world: World, nadia: Person, gareth: Person, how_many: int) -> str:
    space = a_community(world, members=(nadia, gareth), name=f"With {how_many}")
    for each in range(how_many):
        a_thread(world, gareth, space, title=f"Question {each}?")
    return space.url


def _communities(world: World, nadia: Person, gareth: Person, how_many: int) -> str:
    for each in range(how_many):
        mine = a_community(world, facilitator=gareth, members=(nadia,), name=f"Mine {each}")
        a_thread(world, gareth, mine)
        a_community(world, facilitator=gareth, name=f"Other {each}")
    return "/communities"


@pytest.mark.parametrize(("make", "most"), [(_threads, 9), (_communities, 5)], ids=["threads", "communities"])
def test_lists_cost_the_same_with_one_row_and_with_thirty(
    app: Flask, world: World, make: Callable[[World, Person, Person, int], str], most: int
) -> None:
    costs = []
    for how_many in (1, 30):
        nadia, gareth = world.member("Nadia"), world.member("Gareth")
        costs.append(cost(app, world.browser(nadia), make(world, nadia, gareth, how_many)))
    assert costs[0] == costs[1] <= most


MOST_BYTES, MARGIN = 25_000, 300


def test_twenty_posts_are_a_light_page_to_a_reader_to_whoever_asked_and_to_whoever_looks_after_it(
    world: World,
) -> None:
    nadia, comfort = world.member("Nadia Rahman"), world.member("Comfort Asante", sector="carer")
    gareth, tomasz = world.member("Gareth Pryce"), world.member("Tomasz Nowak")
    space = a_community(world, facilitator=gareth, members=(nadia, comfort, tomasz), is_safe_space=True)
    talk = a_thread(world, comfort, space, body=WORDS)
    for number in range(19):
        a_reply(world, comfort if number % 6 == 5 else nadia, talk.public_id, WORDS)
    for reader in (tomasz, comfort, gareth, nadia):
        page = world.browser(reader).get(talk.url)
        assert page.html.count("<article class=post") == 20
        assert len(page.response.data) <= MOST_BYTES - MARGIN, reader


def test_looking_writes_nothing(app: Flask, world: World) -> None:
    nadia, comfort = world.member("Nadia"), world.member("Comfort")
    space: Space = a_community(world, facilitator=comfort, members=(nadia,))
    talk = a_thread(world, comfort, space, (nadia, "A reply."))
    browsers = world.browser(nadia), world.browser(comfort), world.browser(world.member("Gareth"))
    before = _everything(world)
    post = f"/posts/{talk.posts[1]}"
    for browser in browsers:
        for url in (
            "/communities",
            *(f"{space.url}{each}" for each in ("", "?kind=story", "?show=unanswered", "/join", "/leave", "/asking")),
            f"{space.url}/conversations/new",
            *(f"{talk.url}{each}" for each in ("", f"?at={talk.posts[1]}", f"?before={talk.posts[1]}")),
            *(f"{post}{each}" for each in ("", "/edit", "/history", "/remove")),
        ):
            for htmx in (False, True):
                assert browser.get(url, htmx=htmx).status in (200, 204, 303, 404), url
    assert _everything(world) == before
    browsers[0].post(f"{talk.url}/read", {"post": str(talk.posts[0])})
    browsers[2].post(f"{talk.url}/read", {"post": str(talk.posts[0])})
    assert _everything(world) != before, "a POST does write, so the comparison sees it"


def _everything(world: World) -> dict[str, list[str]]:
    with world.inside():
        return {
            table.name: sorted(map(repr, db.session.execute(table.select()).all()))
            for table in db.metadata.sorted_tables
        }
