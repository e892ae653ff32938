"""Somebody writes: with a toolbar, a name behind an @, a quote, a hint before posting; and a summary at the end."""

import pytest

from community.practice.models import Draft, Post, ReadMark, ThreadSummary
from tests.journeys.conftest import House, Visitor
from tests.practice.people import a_community, a_reply, a_thread, keep_apart
from tests.world import Person, World

pytestmark = pytest.mark.browser


@pytest.fixture
def screen() -> str:
    return "desktop"


def words(visitor: Visitor) -> str:
    return visitor.page.locator("#reply textarea[name=body]").input_value()


def test_a_reply_is_written_kept_looked_at_again_and_posted(house: House, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "Ring the *desk* first."))
    here = house.visitor(nadia)
    here.go(talk.url)
    if house.script:
        box = here.page.locator("#reply textarea[name=body]")
        with here.page.expect_response(lambda answer: "/drafts/reply/" in answer.url and answer.status == 200):
            box.press_sequentially("We asked Mrs Patel", delay=10)
        here.sees("Draft kept")
        here.page.wait_for_timeout(4500)
        there = house.visitor(nadia)
        there.go(talk.url)
        assert words(there) == "We asked Mrs Patel", "on another device"
    else:
        here.fill("Your reply", "We asked Mrs Patel")
        here.press("Keep as a draft")
        here.sees("Kept as a draft")
    here.press("Post reply")
    here.sees("Could this identify somebody?")
    assert here.page.locator("mark").inner_text() == "Mrs Patel" and world.count(Post) == 2
    here.press("Post it as it is")
    here.page.locator(".post").get_by_text("We asked Mrs Patel").wait_for()
    assert world.count(Post) == 3 and world.count(Draft) == 0


def test_a_whole_post_is_quoted_and_a_summary_is_written_by_two(house: House, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "Ring the *desk* first."))
    for number in range(5):
        a_reply(world, gareth, talk.public_id, f"Reply {number}.")
    here, there = house.visitor(nadia), house.visitor(gareth)
    here.go(f"{talk.url}/reply?quote={talk.posts[1].hex[:8]}")
    assert words(here).strip() == "> Gareth wrote:\n>\n> Ring the *desk* first."
    for visitor in (here, there):
        visitor.go(talk.url)
        visitor.follow("Write a summary")
    here.fill("The summary", "Ring the desk.")
    here.press("Save")
    here.sees("The summary is saved")
    there.fill("The summary", "Ask the ward.")
    there.press("Save")
    there.sees("This was changed while you were writing")
    assert there.page.get_by_label("What is kept now").inner_text() == "Ring the desk."
    assert there.page.get_by_label("The summary").input_value() == "Ask the ward."
    there.press("Save")
    there.sees("The summary is saved")
    here.go(talk.url)
    here.sees("Ask the ward.")
    here.follow("What it said before")
    here.sees("Ring the desk.")
    assert world.count(ThreadSummary) == 2


@pytest.mark.parametrize("script", [True], ids=["htmx"])
def test_tools_names_and_quotes_of_the_box_itself(house: House, world: World) -> None:
    people = [world.member(name) for name in ("Nadia", "Gareth", "Amara Okafor", "Amir Khan", "Amanda Apart", "Zoë")]
    nadia, gareth = people[:2]
    keep_apart(world, people[4], nadia)
    talk = a_thread(world, gareth, a_community(world, members=tuple(people)), (gareth, "Ring the desk first."))
    here = house.visitor(nadia)
    here.go(talk.url)
    box = here.page.locator("#reply textarea[name=body]")
    tools = here.page.get_by_role("toolbar", name="How the words look")
    box.fill("loud")
    box.select_text()
    tools.get_by_role("button", name="Bold").click()
    assert words(here) == "**loud**"
    box.press("Control+b")
    assert words(here) == "loud", "pressed again, it is taken away"
    box.fill("one\ntwo")
    box.select_text()
    press = [tools.get_by_role("button", name=name) for name in ("List", "Numbers", "Quote")]
    for tool, both in ((0, "- one\n- two"), (1, "1. one\n2. two"), (0, "- one\n- two"), (0, "one\ntwo")):
        press[tool].click()
        assert words(here) == both, "what was changed stays selected, and a line has one kind of sign"
    press[2].click()
    press[2].click()
    assert words(here) == "one\ntwo"
    box.fill("one\ntwo")
    box.evaluate("box => box.setSelectionRange(1, 1)")
    press[0].click()
    here.page.keyboard.insert_text("!")
    assert words(here) == "- o!ne\ntwo", "with nothing selected, one goes on where one was"
    tools.get_by_role("button", name="Bold").focus()
    here.page.keyboard.press("ArrowRight")
    assert here.page.evaluate("document.activeElement.textContent") == "Emphasis"
    here.page.keyboard.press("End")
    assert here.page.evaluate("document.activeElement.textContent") == "Quote"
    assert here.page.evaluate("document.querySelectorAll('[role=toolbar] [tabindex=\"0\"]').length") == 1
    box.fill("")
    box.press_sequentially("Ask @am", delay=20)
    options = here.page.get_by_role("option")
    options.first.wait_for()
    assert [each.get_attribute("data-name") for each in options.all()] == ["Amara Okafor", "Amir Khan"]
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant")
    box.press("Enter")
    assert words(here) == "Ask @Amara Okafor "
    assert options.count() == 0
    here.page.locator(".post .prose").nth(1).locator("p").select_text()
    here.page.get_by_role("button", name="Quote this").click()
    assert words(here) == "Ask @Amara Okafor\n\n> Gareth wrote:\n>\n> Ring the desk first.\n\n"


@pytest.mark.parametrize("script", [True], ids=["htmx"])
def test_what_comes_while_somebody_writes_is_shown_where_it_begins_and_read_when_it_is_seen(
    house: House, world: World
) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (nadia, "Ring the desk first."))
    here = house.visitor(nadia)
    here.page.clock.install()
    here.go(talk.url)
    here.page.locator("#reply textarea[name=body]").fill("Half a sentence")
    here.sees("Draft kept")
    new = [a_reply(world, gareth, talk.public_id, "A long reply.\n\n" * 40) for _ in range(3)]
    show(here, "3 new replies", f"p-{new[0].hex[:8]}")
    assert here.page.locator("#announce").inner_text() == "3 new replies"
    assert here.page.locator("#how-many").inner_text() == "4 replies"
    assert words(here) == "Half a sentence"
    assert mark_of(world, nadia) < world.one(Post, public_id=new[0]).id, "what is far below the screen is not read yet"
    with here.page.expect_response(lambda answer: answer.url.endswith("/read")):
        here.page.locator("#reply").scroll_into_view_if_needed()
    assert mark_of(world, nadia) == world.one(Post, public_id=new[2]).id
    last = a_reply(world, gareth, talk.public_id, "One more.")
    show(here, "1 new reply", f"p-{last.hex[:8]}")
    assert words(here) == "Half a sentence"


def show(visitor: Visitor, how_many: str, first: str) -> None:
    """A minute goes by, the line comes, and is pressed: where what is new begins, one goes on."""
    page = visitor.page
    page.clock.fast_forward(61_000)
    visitor.follow(f"{how_many}. Show")
    page.locator(f"#{first}:focus").wait_for()
    line = page.locator("#new")
    assert line.inner_text() == f"{how_many.split()[0]} new since you were last here"
    assert line.evaluate("line => line.nextElementSibling.id") == first
    top, height = line.evaluate("line => [line.getBoundingClientRect().top, innerHeight]")
    assert 0 <= top < height / 2 or how_many.startswith("1 "), "the end of a page cannot come to its top"
    assert 0 <= top < height


def mark_of(world: World, person: Person) -> int:
    return world.one(ReadMark, member_id=person.id).post_id


@pytest.mark.parametrize("script", [True], ids=["htmx"])
def test_two_pages_of_one_reply_quarrel_in_one_sentence_until_both_texts_are_looked_at(
    house: House, world: World
) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    here, there = house.visitor(nadia), house.visitor(nadia)
    sent: list[str] = []
    for visitor in (here, there):
        visitor.go(talk.url)
    here.page.locator("#reply textarea[name=body]").press_sequentially("First")
    here.sees("Draft kept")
    box = there.page.locator("#reply textarea[name=body]")
    box.press_sequentially("Second")
    way = there.page.locator("#draft-status-reply").get_by_role("button", name="See both texts")
    way.wait_for()
    there.page.on("request", lambda request: sent.append(request.url))
    box.press_sequentially(" thought", delay=20)
    there.page.wait_for_timeout(5000)
    assert not [url for url in sent if "/drafts/" in url], "nothing is tried again meanwhile"
    way.click()
    assert there.page.get_by_label("What the other page kept").inner_text().startswith("F")
    assert words(there) == "Second thought"
    with there.page.expect_response(lambda answer: "/drafts/reply/" in answer.url and answer.status == 200):
        there.page.locator("#reply textarea[name=body]").press_sequentially("!")
    there.press("Delete the draft")
    there.sees("The draft is deleted.")
    assert words(there) == "!Second thought" and world.count(Draft) == 0
