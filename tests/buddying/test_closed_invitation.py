"""Nobody of a circle that asked can tell what became of it: all that each of them reads, byte for byte (decision 7)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from community.belonging.models import Block
from community.buddying import actions
from community.buddying.models import Hello, Proposal
from community.core import clock
from community.core.database import db
from community.directory.models import FindableBy, Profile
from community.notifications.models import Notice
from tests.browser import Page
from tests.buddying.growing import ask
from tests.buddying.people import circle_of, comfort, gareth, nadia
from tests.buddying.test_closed_hello import block, hide, new_key, without_chance
from tests.world import Person, World

WAYS = ("no answer", "declined", "blocked who wrote", "blocked the other", "hidden")
EVERY_DAY = (*range(1, 13), 30)
Read = dict[tuple[int, str], tuple[int, str, str]]


@pytest.mark.parametrize("who", [0, 1], ids=["who wrote the words", "who asked with them"])
def test_everybody_who_asks_reads_the_same_bytes_whatever_became_of_it(world: World, who: int) -> None:
    read = {way: lives(world, way, who, EVERY_DAY) for way in WAYS}
    assert read["no answer"] == read["declined"], "with the person's own page"
    alike = [{key: page for key, page in read[way].items() if key[1] != "/people/"} for way in WAYS]
    for way, each in zip(WAYS, alike, strict=True):
        assert each == alike[0], way
    waiting = {day for (day, name), page in read["declined"].items() if name == "circle" and "It waits" in page[2]}
    assert waiting == set(range(1, 11)), "to the end of the tenth day"
    closed = {day for (day, name), page in read["declined"].items() if name == "circle" and "Now is not" in page[2]}
    assert closed == {11, 12}, "and for two weeks it is said"


@pytest.mark.parametrize("way", ["no answer", "declined", "blocked who wrote"])
def test_taken_back_it_reads_the_same_too(world: World, way: str) -> None:
    read = {each: lives(world, each, 1, (2, 10, 11, 30), taken_back=True) for each in ("no answer", way)}
    alike = [{key: page for key, page in read[each].items() if key[1] != "/people/"} for each in read]
    assert alike[0] == alike[-1]
    assert not [page for page in alike[0].values() if "The same words" in page[2]]


@pytest.mark.parametrize("who", [0, 1])
def test_the_circle_cannot_ask_the_same_person_again_for_six_months_declined_or_not(world: World, who: int) -> None:
    for way in ("no answer", "declined"):
        days = (12, 150, 193, 194)
        read = lives(world, way, who, days)
        shown = {day for (day, name), page in read.items() if name == "invite" and "Comfort" in page[2]}
        assert shown == {194}, "ten days to their end, and six months"


def test_a_block_by_one_of_the_circle_is_not_seen_by_the_others(world: World) -> None:
    with time_machine.travel(clock.now().replace(hour=9, minute=0), tick=False) as watch:
        read: dict[str, list[tuple[int, str, str]]] = {}
        one, other, asked = nadia(world), gareth(world), comfort(world)
        pair = circle_of(world, one, other)
        began_at = clock.now()
        for way in ("nothing", "block"):
            watch.move_to(began_at)
            ask(world, pair, [one, other], asked, "The same words")
            if way == "block":
                block(world, asked, other)
            read[way] = []
            for day in (1, 9, 10, 11, 20):
                watch.move_to(began_at + timedelta(days=day))
                with world.inside():
                    actions.close_hellos()
                read[way] += [facts(page) for name, page in pages(world, one, asked, pair).items()]
            begin_again(world)
        assert read["nothing"] == read["block"]


def lives(world: World, way: str, who: int, days: tuple[int, ...], *, taken_back: bool = False) -> Read:
    """What one of the two who ask reads on each day."""
    began_at = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    read: Read = {}
    with time_machine.travel(began_at, tick=False) as watch:
        one, other, asked, pair = the_cast(world)
        hello_id = ask(world, pair, [one, other], asked, "The same words")
        watch.shift(timedelta(hours=20))
        become(world, way, (one, other, asked), hello_id)
        if taken_back:
            watch.shift(timedelta(hours=1))
            assert world.browser(one).post(f"/buddies/hellos/{hello_id}/take-back").status == 303
        for day in days:
            watch.move_to(began_at + timedelta(days=day))
            with world.inside():
                actions.close_hellos()
            for name, page in pages(world, (one, other)[who], asked, pair).items():
                read[day, name] = facts(page)
        begin_again(world)
    return read


def the_cast(world: World) -> tuple[Person, Person, Person, UUID]:
    """The same people whenever they are asked for: ids and initials must not differ."""
    if not hasattr(world, "cast"):
        people = nadia(world), gareth(world), comfort(world)
        pair = circle_of(world, *people[:2])
        world.cast = (*people, pair)  # type: ignore[attr-defined]
    cast: tuple[Person, Person, Person, UUID] = world.cast  # type: ignore[attr-defined]
    return cast


def pages(world: World, viewer: Person, asked: Person, pair: UUID) -> dict[str, Page]:
    browser = world.browser(viewer)
    new, invite = f"/buddies/hellos/new?to={asked.public_id}", f"/buddies/circles/{pair}/invite"
    found = {url: browser.get(url) for url in ("/", "/buddies", "/buddies/hellos", "/notices")}
    found["circle"] = browser.get(f"/buddies/circles/{pair}")
    found["invite"], found["propose"] = browser.get(invite), browser.get(f"{invite}/{asked.public_id}")
    again = {"words": "", "key": new_key()}
    found["empty"] = browser.post(f"{invite}/{asked.public_id}", again)
    found["say"] = browser.post(new, {"words": "On my own", "key": new_key()})
    found["a card asks"], found["new"] = browser.get(new, htmx=True), browser.get(new)
    return found | {"/people/": browser.get(f"/people/{asked.public_id}")}


def become(world: World, way: str, people: tuple[Person, Person, Person], hello_id: UUID) -> None:
    one, other, asked = people
    if way == "declined":
        assert world.browser(asked).post(f"/buddies/hellos/{hello_id}/decline").status == 303
    elif way == "blocked who wrote":
        block(world, one, asked)
    elif way == "blocked the other":
        block(world, other, asked)
    elif way == "hidden":
        hide(world, asked)


def begin_again(world: World) -> None:
    with world.inside():
        for table in (Notice, Hello, Block, Proposal):
            db.session.query(table).delete()
        db.session.query(Profile).update({"findable_by": FindableBy.EVERYONE})


def facts(page: Page) -> tuple[int, str, str]:
    location = re.sub(r"[0-9a-f-]{36}", "", page.location or "")
    return page.status, location, re.sub(r"[0-9a-f]{32}", "", without_chance(page))
