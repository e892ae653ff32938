"""Wrong input everywhere: a clear 4xx with the words kept; never a 500."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from community.core import chance, clock
from tests.browser import Page
from tests.buddying.people import buddies, gareth, hello, nadia
from tests.world import World

LONG = "word " * 3000
NUL = "be\x00fore"
SOON = str(clock.today() + timedelta(days=30))
SURROGATE = "\ud800 alone"


def sent(world: World, door: str, data: dict[str, str], *, htmx: bool = False) -> Page:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, one, other) if "circles" in door else None
    url = door.format(circle=circle_id, other=other.public_id, nobody=chance.new_id())
    return world.browser(one).post(url, data, htmx=htmx)


HELLO = "/buddies/hellos/new?to={other}"
CIRCLE = "/buddies/circles/{circle}"
WRONG: list[tuple[str, dict[str, str], int, str]] = [
    (HELLO, {"words": ""}, 422, "Write a sentence or two first."),
    (HELLO, {"words": "   \n "}, 422, "Write a sentence or two first."),
    (HELLO, {"words": "x" * 501}, 422, "Use at most 500 characters."),
    (HELLO, {"words": "\x00"}, 422, "Write a sentence or two first."),
    (HELLO, {}, 422, "Write a sentence or two first."),
    ("/buddies/hellos/new?to={nobody}", {"words": "Hello"}, 404, ""),
    ("/buddies/hellos/new?to=not-an-id", {"words": "Hello"}, 404, ""),
    ("/buddies/hellos/new", {"words": "Hello"}, 404, ""),
    ("/buddies/hellos/{nobody}/accept", {}, 404, ""),
    ("/buddies/hellos/not-an-id/accept", {}, 404, ""),
    (CIRCLE + "/messages", {"words": ""}, 422, "Write a few words first."),
    (CIRCLE + "/messages", {"words": LONG}, 422, "Use at most 4,000 characters."),
    (CIRCLE + "/promises", {"words": ""}, 422, "Say what it is, in a few words."),
    (CIRCLE + "/promises", {"words": "Go", "owner": "somebody"}, 422, "Not a valid choice."),
    (CIRCLE + "/promises", {"words": "Go", "due_on": "32 May"}, 422, "Not a valid date value."),
    (CIRCLE + "/promises", {"words": "Go", "due_on": "0001-01-01"}, 422, "Choose a day from today on"),
    (CIRCLE + "/promises", {"words": "Go", "due_on": "9999-12-31"}, 422, "Choose a day from today on"),
    (CIRCLE + "/promises/{nobody}/keep", {}, 404, ""),
    (CIRCLE + "/met", {"on": "yesterday"}, 422, "Not a valid date value."),
    (CIRCLE + "/met", {"on": "9999-12-31"}, 422, "Choose a day since you became buddies"),
    (CIRCLE + "/meeting", {}, 422, "Choose a day."),
    (CIRCLE + "/meeting", {"on": "0001-01-01", "at": "00:00", "how": "video"}, 422, "Choose a day from today on"),
    (CIRCLE + "/meeting", {"on": "9999-12-31", "at": "23:59", "how": "video"}, 422, "Choose a day from today on"),
    (CIRCLE + "/meeting", {"on": SOON, "at": "25:61", "how": "video"}, 422, "Not a valid time value."),
    (CIRCLE + "/meeting", {"on": SOON, "at": "10:00", "how": "by pigeon"}, 422, "Not a valid choice."),
    (CIRCLE + "/meeting", {"on": SOON, "at": "10:00", "how": "video", "seen": "999"}, 409, "changed"),
    (CIRCLE + "/meeting", {"on": SOON, "at": "10:00", "how": "video", "seen": "x"}, 422, "Not a valid"),
    ("/buddies/circles/not-an-id/messages", {"words": "Hello"}, 404, ""),
]


@pytest.mark.parametrize(("door", "data", "status", "words"), WRONG)
def test_wrong_input_is_answered_in_words(
    world: World, door: str, data: dict[str, str], status: int, words: str
) -> None:
    answer = sent(world, door, data)
    assert answer.status == status and words in answer.html.replace("&#39;", "'")
    if status == 422 and data.get("words", "").strip("\x00 \n"):
        assert data["words"][:100].strip() in answer.html, "what was typed is still there"


@pytest.mark.parametrize("door", [HELLO, CIRCLE + "/messages", CIRCLE + "/promises"])
@pytest.mark.parametrize("words", [NUL, SURROGATE, "\u202eright to left", "x" * 400_000, "👩🏽‍⚕️ ﷽ " * 30])
def test_unusual_characters_never_break_anything(world: World, door: str, words: str) -> None:
    data = {"words": words.encode("utf-8", "replace").decode(), "key": str(chance.new_id())}
    answer = sent(world, door, data)
    assert answer.status in {303, 422}, answer.status


@pytest.mark.parametrize("key", ["", "not a key", "0", "x" * 500])
def test_a_broken_key_is_replaced_by_a_new_one(world: World, key: str) -> None:
    assert sent(world, CIRCLE + "/messages", {"words": "Hello", "key": key}).status == 303


@pytest.mark.parametrize(
    ("door", "target"), [(HELLO, "hello-"), (CIRCLE + "/messages", "composer"), (CIRCLE + "/promises", "promises")]
)
def test_with_htmx_the_form_comes_back_in_its_own_place(world: World, door: str, target: str) -> None:
    answer = sent(world, door, {"words": ""}, htmx=True)
    assert answer.status == 422 and "<html" not in answer.html and f'id="{target}' in answer.html
    assert 'aria-invalid="true"' in answer.html


GETS: list[Callable[[str], str]] = [
    lambda _circle: "/buddies?sector=%00&challenge=%ff&place=' OR 1=1 --",
    lambda _circle: "/buddies?sector=" + "x" * 3000,
    lambda _circle: "/buddies/hellos/new?to=",
    lambda _circle: "/buddies/circles/nobody",
    lambda circle: f"/buddies/circles/{circle}?before=nonsense",
    lambda circle: f"/buddies/circles/{circle}?before={chance.new_id()}",
]


@pytest.mark.parametrize("address", GETS)
def test_a_strange_address_is_a_page_or_not_there(world: World, address: Callable[[str], str]) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, one, other)
    assert world.browser(one).get(address(str(circle_id))).status in {200, 404}


def test_nobody_says_hello_to_themselves(world: World) -> None:
    one = nadia(world)
    assert world.browser(one).get(f"/buddies/hellos/new?to={one.public_id}").status == 404


def test_an_answer_after_the_session_has_ended_keeps_the_words(world: World) -> None:
    one, other = nadia(world), gareth(world)
    hello(world, one, other)
    browser = world.browser(one)
    browser.get("/help")
    for cookie in ("member", "seen"):
        browser.client.delete_cookie(cookie)
    answer = browser.post(f"/buddies/hellos/new?to={other.public_id}", {"words": "Still mine"})
    assert answer.status in {400, 401} and "Still mine" in answer.html
