"""After posting with an @: one line says who hears of it, and which name was nobody's, or of several."""

import json

import pytest

from community.notifications.models import Level as Heard
from community.notifications.models import Notice
from community.practice import policy
from tests.browser import Browser
from tests.practice.people import Space, Talk, a_community, a_thread, hears, keep_apart, let_in, whats
from tests.world import Person, World

TWO = "Gareth Evans and Comfort will hear of it, unless they chose not to."
NOBODY = "Nobody was told by @Denis or @Sam: that is no one’s name here, or more than one person’s."
BODY = "@Gareth, @comfort, @Denis and @Sam: what do you do? @Nadia is me."


@pytest.fixture
def gareth(world: World) -> Person:
    return world.member("Gareth Evans")


@pytest.fixture
def space(world: World, nadia: Person, gareth: Person, comfort: Person) -> Space:
    sams = (world.member("Sam Okoro"), world.member("Sam Pike"))
    return a_community(world, members=(nadia, gareth, comfort, *sams))


@pytest.fixture
def talk(world: World, nadia: Person, space: Space) -> Talk:
    return a_thread(world, nadia, space)


@pytest.fixture
def hers(world: World, nadia: Person) -> Browser:
    return world.browser(nadia)


def lines(html: str) -> int:
    return html.count("will hear of it") + html.count("Nobody was told by")


def test_without_htmx_a_reply_says_so_on_the_next_page_once(
    world: World, gareth: Person, comfort: Person, talk: Talk, hers: Browser
) -> None:
    page = hers.follow(hers.submit(hers.get(talk.url), "/replies", body=BODY))
    assert f"{TWO} {NOBODY}" in page and lines(page.text) == 2
    assert whats(world, gareth) and whats(world, comfort)
    assert lines(hers.get(talk.url).text) == 0


def test_with_htmx_the_same_line_is_announced_and_stands_in_the_empty_composer(talk: Talk, hers: Browser) -> None:
    part = hers.submit(hers.get(talk.url), "/replies", htmx=True, body=BODY)
    said = json.loads(part.response.headers["HX-Trigger"])["say"]
    assert said == f"Reply posted. {TWO} {NOBODY}"
    (composer,) = part.all("form", id="reply")
    assert f"{TWO} {NOBODY}" in "".join(composer.itertext())
    assert lines(hers.get(talk.url).text) == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_a_new_conversation_says_so_too(space: Space, hers: Browser, htmx: bool) -> None:
    page = hers.get(f"{space.url}/conversations/new")
    made = hers.submit(page, "/conversations/new", htmx=htmx, title="Who rings?", body=BODY)
    assert f"{TWO} {NOBODY}" in hers.get(made.response.headers["HX-Redirect"] if htmx else made.location)


@pytest.mark.parametrize("htmx", [False, True])
def test_an_edit_says_whom_it_calls_besides(talk: Talk, hers: Browser, htmx: bool) -> None:
    posted = hers.submit(hers.get(talk.url), "/replies", body="@Gareth and @Denis")
    post = hers.follow(posted).html.rpartition("/edit")[0].rpartition("/posts/")[2]
    edited = hers.submit(
        hers.get(f"/posts/{post}/edit"), "/edit", htmx=htmx, body="@Gareth, @Denis, @Comfort and @Denise"
    )
    page = hers.get(edited.response.headers["HX-Redirect"] if htmx else edited.location)
    assert "Comfort will hear of it" in page and "Gareth Evans will" not in page
    assert "Nobody was told by @Denise:" in page


@pytest.mark.parametrize("htmx", [False, True])
def test_a_post_that_calls_nobody_says_nothing_of_it(talk: Talk, hers: Browser, htmx: bool) -> None:
    made = hers.submit(hers.get(talk.url), "/replies", htmx=htmx, body="Write to me@example, or at 5@home.")
    assert lines((made if htmx else hers.follow(made)).text) == 0
    if htmx:
        assert json.loads(made.response.headers["HX-Trigger"])["say"] == "Reply posted"


def test_pressing_twice_says_it_once(talk: Talk, hers: Browser) -> None:
    page = hers.get(talk.url)
    first = hers.submit(page, "/replies", body="@Gareth")
    assert lines(hers.follow(first).text) == 1
    assert lines(hers.follow(hers.submit(page, "/replies", body="@Gareth")).text) == 0


def test_it_does_not_show_who_chose_to_hear_nothing(
    world: World, gareth: Person, comfort: Person, talk: Talk, hers: Browser
) -> None:
    hears(world, gareth, talk.public_id, Heard.NOTHING)
    page = hers.follow(hers.submit(hers.get(talk.url), "/replies", body="@Gareth and @Comfort"))
    assert TWO in page
    assert (len(whats(world, gareth)), len(whats(world, comfort))) == (0, 1)


def test_whoever_is_apart_and_whoever_is_not_here_are_told_alike(
    world: World, nadia: Person, gareth: Person, talk: Talk, hers: Browser
) -> None:
    keep_apart(world, gareth, nadia)
    page = hers.follow(hers.submit(hers.get(talk.url), "/replies", body="@Gareth and @Denis"))
    assert "Nobody was told by @Gareth or @Denis:" in page and not whats(world, gareth)
    assert "will hear of it" not in page


def test_past_the_days_number_it_says_that_nobody_more_is_told(world: World, talk: Talk, hers: Browser) -> None:
    people = [world.member(f"Person{number:02}") for number in range(policy.CALLS_A_DAY + 1)]
    for person in people:
        let_in(world, person, talk.space)
    said = ""
    for start in range(0, len(people), 10):
        body = " ".join(f"@{person.name}" for person in people[start : start + 10])
        said = hers.follow(hers.submit(hers.get(talk.url), "/replies", body=body)).text
    assert "as many people as a day allows" in said and people[-1].name + " will hear" not in said
    assert world.count(Notice) == policy.CALLS_A_DAY


def test_names_are_only_words(world: World, talk: Talk, hers: Browser) -> None:
    let_in(world, world.member("Bo <b>Bold</b>"), talk.space)
    page = hers.follow(hers.submit(hers.get(talk.url), "/replies", body="@Bo"))
    assert "Bo <b>Bold</b> will hear of it" in page.text and "<b>Bold" not in page.html
