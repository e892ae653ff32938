"""What somebody has begun to write: kept for them alone, there again anywhere, gone when it is sent."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update

from community.buddying import queries
from community.buddying.models import Circle, CircleDraft, CircleMessage
from community.buddying.queries.drafts import my_draft
from community.core import chance, clock, crypto
from community.core.database import db
from community.settings import Settings
from tests.browser import Browser, Page
from tests.buddying.people import buddies, circle_of, comfort
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.world import Person, World

BEGUN = "Quillfeather, half a"


@pytest.fixture
def url(world: World, one: Person, other: Person) -> str:
    return f"/buddies/circles/{buddies(world, one, other)}"


class Tab:
    """A page of the circle that stays open: it knows what the last answer told it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.values = browser.get(url).form("/messages").values

    def type(self, words: str) -> Page:
        """What htmx sends by itself, a few seconds after somebody types."""
        self.values["words"] = words
        answer = self.browser.post(f"{self.url}/draft", self.values, htmx=True)
        self.values["draft_at"] = answer.all("input", name="draft_at")[0].get("value")
        return answer

    def press(self, words: str | None = None, *, htmx: bool = False) -> Page:
        said = self.values if words is None else self.values | {"words": words}
        return self.browser.post(f"{self.url}/draft/keep", said, htmx=htmx)

    def send(self, words: str, *, htmx: bool = False) -> Page:
        return self.browser.post(f"{self.url}/messages", self.values | {"words": words}, htmx=htmx)


def composer(world: World, person: Person, url: str) -> str:
    return str(world.browser(person).get(url).form("/messages").values["words"])


def test_what_is_typed_is_kept_and_there_again_on_any_device(world: World, one: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    assert "Draft kept today" in tab.type(BEGUN).html
    assert "Draft kept today" in tab.type(BEGUN + " sentence").html
    assert composer(world, one, url) == BEGUN + " sentence"
    assert world.count(CircleMessage) == 1 and world.count(CircleDraft) == 1


def test_without_javascript_a_button_keeps_it(world: World, one: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    answer = tab.press(BEGUN)
    assert answer.status == 303 and composer(world, one, url) == BEGUN
    assert any("/draft/keep" in (each.get("formaction") or "") for each in tab.browser.get(url).all("button"))
    part = Tab(world.browser(one), url).press(BEGUN + " and more", htmx=True)
    assert part.form("/messages").values["words"] == BEGUN + " and more" and "<html" not in part.html


def test_nobody_else_reads_it_and_the_database_does_not_hold_it_open(
    world: World, one: Person, other: Person, url: str, settings: Settings
) -> None:
    Tab(world.browser(one), url).type(BEGUN)
    assert BEGUN not in world.browser(other).get(url).html and composer(world, other, url) == ""
    with world.inside():
        kept = everything_in_the_database(settings)
    assert not [shape for shape in shapes_of(BEGUN) if shape in kept]
    assert composer(world, one, url) == BEGUN, "it is found where it belongs"


@pytest.mark.parametrize("column", ["member_id", "circle_id"])
def test_a_draft_given_to_another_member_or_circle_does_not_open(
    world: World, one: Person, other: Person, url: str, column: str
) -> None:
    third = comfort(world)
    elsewhere = buddies(world, one, third)
    Tab(world.browser(one), url).type(BEGUN)
    with world.inside():
        circle = db.session.scalars(select(Circle.id).where(Circle.public_id == elsewhere)).one()
        moved = {"member_id": other.id} if column == "member_id" else {"circle_id": circle}
        db.session.execute(update(CircleDraft).values(moved))
    reader, where = (other, _id(url)) if column == "member_id" else (one, elsewhere)
    with world.inside(), pytest.raises(crypto.Tampered):
        my_draft(queries.circle_seen_by(reader.actor, where))


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_it_is_gone_when_it_is_sent(world: World, one: Person, url: str, htmx: bool) -> None:
    tab = Tab(world.browser(one), url)
    tab.type(BEGUN)
    tab.send(BEGUN + " sentence, now whole", htmx=htmx)
    assert world.count(CircleDraft) == 0 and composer(world, one, url) == ""
    late = tab.type(BEGUN + " sentence, now whole")
    assert late.status == 200 and world.count(CircleDraft) == 0, "what was on its way then is no draft any more"


def test_two_pages_do_not_eat_each_others_words(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    first, second = Tab(browser, url), Tab(browser, url)
    first.type("The first page")
    refused = second.type("The second page")
    assert refused.status == 409 and "Another page of yours has kept other words" in refused.html
    assert composer(world, one, url) == "The first page"
    both = second.press()
    assert both.status == 409 and "The first page" in both
    assert both.form("/messages").values["words"] == "The second page"
    browser.post(f"{url}/draft/keep", both.form("/messages").values)
    assert composer(world, one, url) == "The second page", "now they know, and want it so"
    assert first.type("The first page again").status == 409


def test_sending_from_one_page_leaves_what_another_has_kept(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    first, second = Tab(browser, url), Tab(browser, url)
    first.type("A long thought, not finished")
    second.send("Something short")
    assert composer(world, one, url) == "A long thought, not finished"
    first.send("A long thought, finished")
    assert world.count(CircleDraft) == 0


def test_an_emptied_box_is_no_draft(world: World, one: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    tab.type(BEGUN)
    tab.type("")
    assert world.count(CircleDraft) == 0 and tab.type("Again").status == 200


def test_it_is_erased_when_the_circle_finishes(world: World, one: Person, other: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    tab.type(BEGUN)
    world.browser(other).post(f"{url}/finish", {"key": str(chance.new_id())})
    assert world.count(CircleDraft) == 0
    late = tab.type(BEGUN + " more")
    assert late.status == 409 and "This circle is finished" in late.html and world.count(CircleDraft) == 0


def test_whoever_leaves_a_trio_takes_their_draft_and_no_others(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    url = f"/buddies/circles/{circle_of(world, one, other, third)}"
    for person in (one, third):
        Tab(world.browser(person), url).type(f"{BEGUN} {person.name}")
    world.browser(third).post(f"{url}/finish", {"key": str(chance.new_id())})
    assert world.count(CircleDraft) == 1 and composer(world, one, url) == f"{BEGUN} Nadia"


def test_too_long_a_draft_is_said_and_not_kept(world: World, one: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    answer = tab.type("x" * 4001)
    assert answer.status == 422 and "Use at most 4,000 characters" in answer.html and world.count(CircleDraft) == 0
    assert tab.press("x" * 4001).status == 422


def test_whoever_was_signed_out_is_told_in_the_line_under_the_words(world: World, one: Person, url: str) -> None:
    tab = Tab(world.browser(one), url)
    tab.type(BEGUN)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        answer = tab.browser.post(f"{url}/draft", tab.values | {"words": BEGUN + " more"}, htmx=True)
    assert answer.status in {400, 401} and "Not kept." in answer.html and not answer.all("form")


def _id(url: str) -> UUID:
    return UUID(url.rsplit("/", 1)[1])
