"""Hear about this: chosen on the page of a conversation or a community, without JavaScript, by whoever is in it."""

import json

import pytest

from community.notifications import actions as notices
from community.notifications.models import Hearing, Kind, Timing
from community.notifications.models import Level as Heard
from community.practice.models import Level
from tests.browser import Page
from tests.practice.people import Space, Talk, a_cast, a_community, a_community_of, a_thread
from tests.world import Person, World


@pytest.fixture
def talk(world: World, nadia: Person, gareth: Person) -> Talk:
    return a_thread(world, gareth, a_community(world, members=(nadia, gareth)))


def holds(page: Page) -> str:
    """The level that the menu says and marks: the same one."""
    (menu,) = page.all("details", **{"class": "menu hear"})
    (pressed,) = (button for button in menu.iter("button") if button.get("aria-current") == "true")
    (summary,) = menu.iter("summary")
    (words,) = (span.text or "" for span in pressed.iter("span"))
    level = pressed.get("value") or ""
    said = "weekly" if level == Heard.SUMMARY else words.strip().lower()
    assert " ".join("".join(summary.itertext()).split()) == f"Hear about this : {said}"
    return level


@pytest.mark.parametrize("level", Heard)
def test_the_menu_says_what_holds_and_one_press_changes_it(
    world: World, nadia: Person, talk: Talk, level: Heard
) -> None:
    browser = world.browser(nadia)
    for url in (talk.space.url, talk.url):
        page = browser.get(url)
        if url == talk.space.url:
            assert holds(page) == Heard.SUMMARY
        answer = browser.submit(page, "/hear", level=level)
        assert answer.status == 303 and answer.location == f"{url}#hear"
        assert holds(browser.follow(answer)) == level


@pytest.mark.parametrize(
    ("level", "says"),
    [
        ("every", "You hear every reply in “{}”."),
        ("summary", "You hear of “{}” in your summary."),
        ("mentioned", "You hear of “{}” only if somebody mentions you."),
        ("nothing", "You hear nothing more about “{}”."),
    ],
)
def test_the_answer_is_a_sentence_and_the_focus_is_back_at_the_menu(
    world: World, nadia: Person, talk: Talk, level: str, says: str
) -> None:
    browser = world.browser(nadia)
    (heading,) = browser.get(talk.url).all("h1")
    title = "".join(heading.itertext())
    assert says.format(title) in browser.follow(browser.post(f"{talk.url}/hear", {"level": level}))
    answer = browser.post(f"{talk.url}/hear", {"level": level}, htmx=True)
    assert json.loads(answer.response.headers["HX-Trigger"]) == {"say": says.format(title)}
    (summary,) = answer.all("summary")
    assert summary.get("autofocus") is not None and holds(answer) == level
    assert "open" not in next(iter(answer.all("details"))).attrib


@pytest.mark.parametrize(
    ("timing", "says"),
    [(Timing.NOW, "at once"), (Timing.DAILY, "daily"), (Timing.WEEKLY, "weekly"), (Timing.NEVER, "not by letter")],
)
def test_where_it_is_in_my_summary_the_menu_says_how_often_that_comes_to_me(
    world: World, nadia: Person, gareth: Person, talk: Talk, timing: Timing, says: str
) -> None:
    with world.inside():
        notices.set_timings(nadia.actor, {Kind.COMMUNITY: timing})
        notices.set_timings(gareth.actor, {Kind.COMMUNITY: Timing.DAILY, Kind.FOLLOWED: Timing.NEVER})
    browser = world.browser(nadia)
    for url in (talk.url, talk.space.url):
        for page in (browser.get(url), browser.post(f"{url}/hear", {"level": "summary"}, htmx=True)):
            (summary,) = page.all("summary", id="hear")
            assert "".join(summary.itertext()).endswith(f": {says}")
    page = browser.post(f"{talk.url}/hear", {"level": "every"}, htmx=True)
    (summary,) = page.all("summary", id="hear")
    assert "".join(summary.itertext()).endswith(": every reply")


def test_a_conversation_follows_its_community_until_it_is_chosen(world: World, nadia: Person, talk: Talk) -> None:
    browser = world.browser(nadia)
    browser.post(f"{talk.space.url}/hear", {"level": "nothing"})
    assert holds(browser.get(talk.url)) == "nothing"
    browser.post(f"{talk.url}/hear", {"level": "every"})
    assert (holds(browser.get(talk.url)), holds(browser.get(talk.space.url))) == ("every", "nothing")


def test_only_whoever_is_in_the_community_chooses(world: World) -> None:
    cast = a_cast(world)
    for level, refused in ((Level.OPEN, 403), (Level.HIDDEN, 404)):
        space: Space = a_community_of(world, cast, level, f"{level} one")
        talk = a_thread(world, cast.facilitator, space)
        for url in (space.url, talk.url):
            assert world.browser(cast.stranger).post(f"{url}/hear", {"level": "every"}).status == refused
            assert world.browser(cast.member).post(f"{url}/hear", {"level": "every"}).status == 303
        page = world.browser(cast.stranger).get(talk.url)
        assert not page.all("details", **{"class": "menu hear"})
    assert world.count(Hearing, member_id=cast.stranger.id) == 0


@pytest.mark.parametrize("sent", [{}, {"level": ""}, {"level": "loudly"}, {"level": "EVERY"}, {"level": "\x00"}])
def test_what_is_no_level_changes_nothing(world: World, nadia: Person, talk: Talk, sent: dict[str, str]) -> None:
    for url in (talk.space.url, talk.url):
        assert world.browser(nadia).post(f"{url}/hear", sent).status == 400
    assert world.count(Hearing) == 0


def test_the_composer_says_how_to_tell_somebody(world: World, nadia: Person, talk: Talk) -> None:
    browser = world.browser(nadia)
    for url in (talk.url, f"{talk.space.url}/conversations/new"):
        assert browser.get(url).text.count("Write @ and a name to tell somebody.") == 1
