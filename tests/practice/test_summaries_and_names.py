"""The summary at the top of a conversation, the words one may quote, and the names one may mention."""

from typing import Any

import pytest

from community.directory.models import FindableBy
from community.practice.models import Level, ThreadSummary
from tests.browser import Browser
from tests.practice.people import Talk, a_community, a_reply, a_thread, keep_apart
from tests.world import Person, World


def a_long_one(world: World, *people: Person, level: Level = Level.OPEN) -> Talk:
    talk = a_thread(world, people[0], a_community(world, level, members=people))
    for number in range(5):
        a_reply(world, people[0], talk.public_id, f"Reply {number}.")
    return talk


def names(browser: Browser, talk: Talk, begins: str) -> list[Any]:
    answer = browser.post(f"{talk.url}/names", {"begins": begins}, htmx=True)
    assert answer.status == 200
    return [each.get("data-name") for each in answer.all("li")]


def test_two_write_at_a_summary_and_the_second_gets_both_texts(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_long_one(world, gareth, nadia)
    tabs = [(each, each.get(f"{talk.url}/summary/edit")) for each in map(world.browser, (nadia, gareth))]
    (first, one), (second, other) = tabs
    assert first.submit(one, "/summary/edit", body="Ring the **desk**.").status == 303
    both = second.submit(other, "/summary/edit", body="Ask the ward.")
    assert both.status == 409 and "Ring the **desk**." in both.html and "Ask the ward." in both.html
    assert second.submit(both, "/summary/edit").status == 303
    shown = first.get(talk.url)
    assert "Ask the ward." in shown and "By Gareth" in shown and "desk" not in shown.form("/replies").values["body"]
    history = first.get(f"{talk.url}/summary")
    assert "<strong>desk</strong>" in history.html and "by Nadia" in history.text
    assert world.count(ThreadSummary) == 2


def test_a_summary_is_for_those_who_read_the_conversation_and_not_for_those_kept_apart(world: World) -> None:
    nadia, gareth, apart = world.member("Nadia"), world.member("Gareth"), world.member("Derek")
    talk = a_long_one(world, gareth, nadia, apart, level=Level.PRIVATE)
    writer = world.browser(nadia)
    writer.submit(writer.get(f"{talk.url}/summary/edit"), "/summary/edit", body="Canary summary.")
    assert "Canary summary." in world.browser(gareth).get(talk.url)
    keep_apart(world, nadia, apart)
    reader = world.browser(apart)
    for path, status in ((talk.url, 200), (f"{talk.url}/summary", 200), (f"{talk.url}/summary/edit", 404)):
        page = reader.get(path)
        assert page.status == status and "Canary summary." not in page.html
    stranger = world.browser(world.member("Hassan"))
    assert {stranger.get(f"{talk.url}{each}").status for each in ("", "/summary", "/summary/edit")} == {404}


def test_names_are_those_of_people_one_may_mention_here(world: World) -> None:
    nadia, asks = world.member("Nadia"), world.member("Amara Okafor")
    people = [
        world.member("Amélie Stone"),
        world.member("Amir Apart"),
        world.member("Amy Nowhere", findable_by=FindableBy.NOBODY),
    ]
    world.member("Amos Outside")
    talk = a_long_one(world, nadia, asks, *people)
    keep_apart(world, people[1], nadia)
    browser = world.browser(nadia)
    assert names(browser, talk, "am") == ["Amara Okafor", "Amélie Stone"]
    assert names(browser, talk, "ame") == names(browser, talk, "stone") == ["Amélie Stone"]
    assert names(browser, talk, "") == names(browser, talk, "%") == []
    a_reply(world, people[2], talk.public_id, "I wrote.")
    assert "Amy Nowhere" in names(browser, talk, "amy"), "whoever wrote here is named here"
    outside = world.browser(world.member("Hassan"))
    assert outside.post(f"{talk.url}/names", {"begins": "am"}, htmx=True).status == 404


def test_a_name_is_found_behind_any_sign_and_among_many_others(world: World) -> None:
    nadia = world.member("Nadia")
    others = [world.member(name) for name in ("Siân O'Brien", "Mary-Jane Hall", "Ann (Bo) Price", "Zoë_x", "Graham")]
    browser, talk = world.browser(nadia), a_thread(world, nadia, a_community(world, members=(nadia, *others)))
    asked = {"obr": "Siân O'Brien", "o'b": "Siân O'Brien", "jane h": "Mary-Jane Hall", "mary jane": "Mary-Jane Hall"}
    for begins, name in (asked | {"bo": "Ann (Bo) Price", "zoe_": "Zoë_x", "gr": "Graham"}).items():
        assert names(browser, talk, begins) == [name], begins
    assert names(browser, talk, "ham") == names(browser, talk, "_") == []


def test_names_are_asked_for_ninety_times_a_minute(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_long_one(world, nadia)
    browser = world.browser(nadia)
    answers = {browser.post(f"{talk.url}/names", {"begins": "a"}, htmx=True, check=False).status for _ in range(91)}
    assert answers == {200, 429}


def test_previews_are_looked_at_ninety_times_a_minute_wherever_they_stand(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_long_one(world, nadia)
    browser = world.browser(nadia)
    there = (f"{talk.url}/replies/preview", f"{talk.space.url}/conversations/preview")
    for each in range(90):
        assert browser.post(there[each % 2], {"body": "*Words*"}, htmx=True, check=False).status == 200
    ways = (*there, f"{talk.space.url}/gatherings/preview", f"{talk.url}/summary/preview")
    for url in (*ways, f"/posts/{talk.posts[0]}/preview"):
        refused = browser.post(url, {"body": "These words are kept."}, check=False)
        assert refused.status == 429 and "These words are kept." in refused.html, url


@pytest.mark.parametrize("quoted", ["zz", "00000000", "0' or 1=1"])
def test_what_is_not_there_is_not_quoted(world: World, quoted: str) -> None:
    nadia = world.member("Nadia")
    talk = a_long_one(world, nadia)
    assert world.browser(nadia).get(f"{talk.url}/reply?quote={quoted}").status == 404


def test_a_post_is_quoted_with_its_author_and_not_to_those_kept_apart(world: World) -> None:
    nadia, gareth, apart = world.member("Nadia"), world.member("Gareth"), world.member("Derek")
    talk = a_long_one(world, gareth, nadia, apart)
    post = a_reply(world, nadia, talk.public_id, "Canary **words**\n\nand more")
    path = f"{talk.url}/reply?quote={post.hex[:8]}"
    quoted = world.browser(gareth).get(path).form("/replies").values["body"]
    assert str(quoted).strip() == "> Nadia wrote:\n>\n> Canary **words**\n>\n> and more"
    keep_apart(world, nadia, apart)
    page = world.browser(apart).get(path)
    assert page.status == 404 and "Canary" not in page.html


def test_whoever_looks_after_the_place_removes_the_words_of_any_version_for_good(world: World) -> None:
    nadia, gareth, keeper = world.member("Nadia"), world.member("Gareth"), world.member("Comfort")
    talk = a_thread(world, nadia, a_community(world, facilitator=keeper, members=(nadia, gareth)))
    for number in range(5):
        a_reply(world, nadia, talk.public_id, f"Reply {number}.")
    writer, looks_after = world.browser(nadia), world.browser(keeper)
    for words in ("Canary of the first", "Canary of the second"):
        writer.submit(writer.get(f"{talk.url}/summary/edit"), "/summary/edit", body=words)
    assert "Remove these words" not in writer.get(f"{talk.url}/summary").text
    assert writer.post(f"{talk.url}/summary/1/remove").status == 403
    for version in (1, 2):
        assert "Canary" in looks_after.get(f"{talk.url}/summary").text
        assert looks_after.submit(looks_after.get(f"{talk.url}/summary"), f"/summary/{version}/remove").status == 303
    for browser in (writer, looks_after):
        for path in ("", "/summary", "/summary/edit"):
            assert "Canary" not in browser.get(f"{talk.url}{path}").html
        assert "Removed by those who look after this community" in browser.get(talk.url).text
    assert looks_after.post(f"{talk.url}/summary/9/remove").status == 303, "there is nothing to remove"
    writer.submit(writer.get(f"{talk.url}/summary/edit"), "/summary/edit", body="Better words.")
    assert "Better words." in world.browser(gareth).get(talk.url).text
