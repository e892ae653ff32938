"""What comes into a conversation while somebody reads it: said in one line, and shown when they ask."""

from datetime import timedelta

import time_machine

from community.core import clock
from community.practice.actions import care
from community.practice.models import Post
from tests.browser import Browser, Page
from tests.practice.people import Talk, a_community, a_reply, a_thread, keep_apart, many_posts, remove
from tests.world import Person, World


def poll(browser: Browser, talk: Talk, seen: object, told: int = 0) -> Page:
    return browser.get(f"{talk.url}/arrived?seen={seen}&told={told}", htmx=True, check=False)


def test_a_line_says_how_many_have_come_and_nothing_else_changes(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    (seen,) = [each.get("value") for each in page.all("input", id="seen")]
    assert seen == str(talk.posts[0]) and page.all("div", id="arrived")
    assert poll(browser, talk, seen).status == 204
    replies = [a_reply(world, gareth, talk.public_id, words) for words in ("One.", "Two.", "Three.")]
    a_reply(world, nadia, talk.public_id, "My own, from another page.")
    bar = poll(browser, talk, seen)
    assert "3 new replies. Show" in bar.text and "One." not in bar.html
    assert bar.response.headers["HX-Trigger"] == '{"say": "3 new replies"}'
    assert poll(browser, talk, seen, told=3).status == 204, "said once"
    shown = browser.get(f"{talk.url}/arrivals?after={seen}", htmx=True, check=False)
    assert all(f"id=p-{each.hex[:8]}" in shown.html for each in replies)
    assert "<textarea" not in shown.html, "what somebody is writing stays as it is"
    assert shown.response.headers["HX-Trigger"] == '{"say": "3 new replies"}'
    line, first = shown.html.index("3 new since you were last here"), shown.html.index(f"id=p-{replies[0].hex[:8]}")
    assert line < first < shown.html.index(f"id=p-{replies[1].hex[:8]}") and shown.html.count('id="new"') == 1
    assert [each.get("id") for each in shown.all("article", autofocus="")] == [f"p-{replies[0].hex[:8]}"]
    assert [each.get("hx-trigger") for each in shown.all("form")] == ["intersect once"], "read once it is seen"
    assert [each.text for each in shown.all("span", id="how-many")] == ["4 replies"]
    assert browser.get(f"{talk.url}/arrivals?after={seen}").status == 303, "without htmx it is the page itself"


def test_what_is_removed_hidden_or_kept_apart_is_not_announced(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    gone, hidden = (a_reply(world, gareth, talk.public_id, words) for words in ("Gone.", "Hidden."))
    a_reply(world, comfort, talk.public_id, "Apart.")
    remove(world, gareth, gone)
    with world.inside():
        care.hide(world.one(Post, public_id=hidden).id)
    keep_apart(world, comfort, nadia)
    assert poll(world.browser(nadia), talk, talk.posts[0]).status == 204


def test_the_number_of_replies_is_renewed_with_ones_own(world: World, nadia: Person, talk: Talk) -> None:
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    assert [each.text for each in page.all("span", id="how-many")] == ["0 replies"]
    answer = browser.post(f"{talk.url}/replies", page.form("/replies").values | {"body": "Mine."}, htmx=True)
    (chip,) = answer.all("span", id="how-many")
    assert chip.text == "1 reply" and chip.get("hx-swap-oob")
    assert not browser.get(talk.url).all("span", id="how-many")[0].get("hx-swap-oob")


def test_too_many_are_a_page_of_their_own(world: World, nadia: Person, gareth: Person, talk: Talk) -> None:
    many_posts(world, gareth, talk, 21)
    answer = world.browser(nadia).get(f"{talk.url}/arrivals?after={talk.posts[0]}", htmx=True, check=False)
    assert answer.response.headers["HX-Redirect"].endswith(f"?after={talk.posts[0]}")


def test_a_poll_leads_nobody_away_and_keeps_nobody_awake(world: World, nadia: Person, talk: Talk) -> None:
    assert poll(world.browser(), talk, talk.posts[0]).status == 204
    browser = world.browser(nadia)
    browser.get(talk.url)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        assert not poll(browser, talk, talk.posts[0]).response.headers.getlist("Set-Cookie")
        assert browser.get(talk.url).response.headers.getlist("Set-Cookie"), "reading does"
    for odd in ("", "nonsense", "%00"):
        assert poll(browser, talk, odd).status == 204


def test_nothing_is_said_of_what_one_may_not_read(world: World, nadia: Person, gareth: Person) -> None:
    from community.practice.models import Level

    private = a_community(world, Level.PRIVATE, members=(gareth,))
    talk = a_thread(world, gareth, private, (gareth, "Canary."))
    assert poll(world.browser(nadia), talk, talk.posts[0]).status == 404
    assert world.browser(nadia).get(f"{talk.url}/arrivals?after={talk.posts[0]}").status == 404
