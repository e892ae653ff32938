"""Guides for talking: beside the next meeting, and all of them on one page."""

from community.buddying.queries.guides import guides
from tests.buddying.people import buddies, gareth, nadia
from tests.world import World

TITLES = [
    "A first meeting",
    "Later conversations",
    "We see this differently",
    "Good questions to borrow",
    "Listening",
    "A last conversation",
    "What a buddy is, and is not",
]


def test_every_guide_stands_on_one_page_with_all_its_words(world: World) -> None:
    page = world.browser(nadia(world)).get("/buddies/guides")
    assert [guide.title for guide in guides()] == TITLES
    for guide in guides():
        said = [guide.line, guide.closing, *guide.points, *(step.words for step in guide.steps)]
        assert all(" ".join(words.split()) in page for words in said), guide.title
    assert not page.all("details"), "on paper nothing is folded away"


def test_the_guide_for_the_next_conversation_comes_first(world: World) -> None:
    one, other = nadia(world), gareth(world)
    url = f"/buddies/circles/{buddies(world, one, other)}"
    browser = world.browser(one)
    first = browser.get(url)
    assert first.text.index("A first meeting") < first.text.index("Good questions to borrow")
    assert "A last conversation" not in first
    for person in (one, other):
        world.browser(person).post(f"{url}/met", {"on": "", "key": "6e8bc430-9c3a-41d9-9669-0800200c9a66"})
        world.browser(person).post(f"{url}/carry-on")
    later = browser.get(url)
    assert "A guide for it: later conversations" in later and "A first meeting" not in later
    assert "A last conversation" in later


def test_beside_a_finished_circle_there_is_no_guide(world: World) -> None:
    one, other = nadia(world), gareth(world)
    url = f"/buddies/circles/{buddies(world, one, other)}"
    world.browser(other).post(f"{url}/finish", {})
    assert "Guides for talking" not in world.browser(one).get(url)
