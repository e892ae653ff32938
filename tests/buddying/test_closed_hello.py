"""Whoever said hello cannot tell what became of it: everything they can read, compared byte for byte (decision 7)."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from community.belonging.models import Block
from community.buddying import actions
from community.buddying.models import Hello, HelloState
from community.core import chance, clock
from community.core.database import db
from community.directory.models import FindableBy, Profile
from community.notifications.models import Notice
from tests.browser import Page
from tests.buddying.people import comfort, gareth, hello, nadia
from tests.world import Person, World

NOT_THE_TIME = "Now is not the time. Here are others."
KEPT_DAYS, TAKEN_BACK_DAYS = (1, 2, 5, 10, 11, 30, 59), (2, 5, 10, 11, 30, 59)
WAYS = ("no answer", "declined", "blocked", "hidden")
Read = dict[tuple[int, str], tuple[int, str, str]]


@pytest.mark.parametrize("taken_back", [False, True], ids=["kept", "taken back"])
def test_everything_the_sender_can_read_is_the_same_bytes_whatever_became_of_the_hello(
    world: World, taken_back: bool
) -> None:
    read = lives(world, taken_back, TAKEN_BACK_DAYS if taken_back else KEPT_DAYS)
    person = re.compile("/people/")
    assert read["no answer"] == read["declined"], "with the person's own page"
    assert read["blocked"] == read["hidden"]
    assert without(read["no answer"], person) == without(read["blocked"], person)
    new = {day: page for (day, url), page in read["blocked"].items() if url.endswith("new")}
    until = 1 if taken_back else 10
    assert {day for day, page in new.items() if page[0] == 303} == {day for day in new if day <= until}
    assert all(NOT_THE_TIME in page[2] for day, page in new.items() if day > until)


def test_what_a_block_still_shows_is_that_the_page_of_the_person_is_gone(world: World) -> None:
    read = lives(world, False, (1, 30))
    pages = {way: {page[0] for (_, url), page in read[way].items() if "/people/" in url} for way in WAYS}
    assert pages == {"no answer": {200}, "declined": {200}, "blocked": {404}, "hidden": {404}}


@pytest.mark.parametrize("taken_back", [False, True], ids=["kept", "taken back"])
def test_declined_or_not_they_are_suggested_again_on_the_same_day(world: World, taken_back: bool) -> None:
    read = lives(world, taken_back, (12, 61, 150, 192, 193, 194, 195))
    assert read["no answer"] == read["declined"]
    shown = [day for (day, url), page in read["declined"].items() if url == "/buddies" and "Gareth" in page[2]]
    assert shown == [194, 195], "ten days to their end, and six months"
    assert read["blocked"][61, "new"][0] == 404, "when it is off their list, a name is not shown any more"


def test_the_sender_who_asks_again_after_taking_back_gets_the_same_kind_no(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False):
        asker = nadia(world)
        answers = set()
        for name in ("Answering", "Silent", "Blocking"):
            asked = world.member(name, sector="nhs-acute")
            hello_id = hello(world, asker, asked)
            if name == "Answering":
                world.browser(asked).post(f"/buddies/hellos/{hello_id}/decline")
            elif name == "Blocking":
                block(world, asker, asked)
            browser = world.browser(asker)
            said = browser.post(f"/buddies/hellos/{hello_id}/take-back", htmx=True)
            again = browser.post(f"/buddies/hellos/new?to={asked.public_id}", {"words": "Once more", "key": new_key()})
            empty = browser.post(f"/buddies/hellos/new?to={asked.public_id}", {"words": "", "key": new_key()})
            assert again.status == 409 and NOT_THE_TIME in again and "Discharge" not in empty
            twice = browser.post(f"/buddies/hellos/{hello_id}/take-back", htmx=True)
            answers.add(tuple(same(page, name) for page in (said, again, empty, twice)))
        assert len(answers) == 1


def test_taking_back_when_the_days_are_over_changes_nothing_for_anybody(world: World) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asker = nadia(world)
        asked = [gareth(world), comfort(world)]
        ids = [hello(world, asker, each) for each in asked]
        world.browser(asked[0]).post(f"/buddies/hellos/{ids[0]}/decline")
        watch.shift(timedelta(days=11))
        for hello_id in ids:
            assert world.browser(asker).post(f"/buddies/hellos/{hello_id}/take-back").status == 303
        page = world.browser(asker).get("/buddies/hellos")
        assert "Gareth" in page and "Comfort" in page
        assert world.one(Hello, public_id=ids[0]).state is HelloState.DECLINED


@pytest.mark.parametrize("way", ["no answer", "declined", "blocked"])
def test_a_friend_of_the_sender_cannot_see_a_place_come_free(world: World, way: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        asked, friend = gareth(world), nadia(world)
        askers = [world.member(f"Asker {number}") for number in range(3)]
        ids = [hello(world, each, asked) for each in askers]
        become(world, way, askers[0], asked, ids[0])
        for days in (0, 5, 5):
            watch.shift(timedelta(days=days))
            assert "Gareth" not in world.browser(friend).get("/buddies")
            assert "enough hellos to answer" in say(world, friend, asked)
        assert "Asker 0" not in world.browser(asked).get("/buddies/hellos") or way == "no answer"
        watch.shift(timedelta(days=1))
        assert "Gareth" in world.browser(friend).get("/buddies")
        assert say(world, friend, asked).status == 303


@pytest.mark.parametrize("way", ["no answer", "declined", "blocked"])
def test_taking_back_frees_the_place_at_once_for_everybody_alike(world: World, way: str) -> None:
    asked, friend = gareth(world), nadia(world)
    askers = [world.member(f"Asker {number}") for number in range(3)]
    ids = [hello(world, each, asked) for each in askers]
    become(world, way, askers[0], asked, ids[0])
    world.browser(askers[0]).post(f"/buddies/hellos/{ids[0]}/take-back")
    assert "Gareth" in world.browser(friend).get("/buddies")
    assert say(world, friend, asked).status == 303


def test_whoever_blocked_somebody_does_not_reach_their_name_through_an_old_hello(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked)
    block(world, asked, asker)
    assert world.browser(asker).get(f"/buddies/hellos/new?to={asked.public_id}").status == 404


def test_a_form_sent_to_somebody_who_blocked_meanwhile_says_nothing_new_of_them(world: World) -> None:
    asker, asked = nadia(world), gareth(world)
    hello(world, asker, asked)
    block(world, asker, asked)
    for door in ("new", "new/begin"):
        page = world.browser(asker).post(
            f"/buddies/hellos/{door}?to={asked.public_id}", {"words": "", "key": new_key()}
        )
        assert "Why the two of you" not in page and "Hospital discharge" not in page


def lives(world: World, taken_back: bool, days: tuple[int, ...]) -> dict[str, Read]:
    """What the same two people's sender reads on each day, once for each way in which a hello can end."""
    began_at = clock.now().replace(hour=9, minute=0)
    read: dict[str, Read] = {}
    with time_machine.travel(began_at, tick=False) as watch:
        asker, asked, _ = nadia(world), gareth(world), comfort(world)
        for way in WAYS:
            watch.move_to(began_at)
            hello_id = hello(world, asker, asked, "The same words")
            watch.shift(timedelta(hours=20))
            become(world, way, asker, asked, hello_id)
            if taken_back:
                watch.shift(timedelta(hours=10))
                assert world.browser(asker).post(f"/buddies/hellos/{hello_id}/take-back").status == 303
            read[way] = {}
            for day in days:
                watch.move_to(began_at + timedelta(days=day))
                with world.inside():
                    actions.close_hellos()
                for name, page in pages(world, asker, asked).items():
                    read[way][day, name] = (page.status, page.location or "", without_chance(page))
            with world.inside():
                for table in (Notice, Hello, Block):
                    db.session.query(table).delete()
                db.session.query(Profile).update({"findable_by": FindableBy.EVERYONE})
    return read


def pages(world: World, asker: Person, asked: Person) -> dict[str, Page]:
    browser = world.browser(asker)
    new = f"/buddies/hellos/new?to={asked.public_id}"
    found = {url: browser.get(url) for url in ("/", "/buddies", "/buddies/hellos", "/notices")}
    found["a card asks"] = browser.get(new, htmx=True)
    found["a card goes back"] = browser.get(f"{new}&away=1", htmx=True)
    found["narrowed"] = browser.get("/buddies?sector=nhs", htmx=True)
    return found | {"new": browser.get(new), "/people/": browser.get(f"/people/{asked.public_id}")}


def become(world: World, way: str, asker: Person, asked: Person, hello_id: UUID) -> None:
    ends: dict[str, Callable[[], object]] = {
        "no answer": lambda: None,
        "declined": lambda: world.browser(asked).post(f"/buddies/hellos/{hello_id}/decline"),
        "blocked": lambda: block(world, asker, asked),
        "hidden": lambda: hide(world, asked),
    }
    ends[way]()


def block(world: World, asker: Person, asked: Person) -> None:
    assert world.browser(asked).post(f"/people/{asker.public_id}/block").status == 303


def hide(world: World, asked: Person) -> None:
    with world.inside():
        db.session.get_one(Profile, asked.id).findable_by = FindableBy.NOBODY


def say(world: World, asker: Person, asked: Person) -> Page:
    return world.browser(asker).post(f"/buddies/hellos/new?to={asked.public_id}", {"words": "May I?", "key": new_key()})


def new_key() -> str:
    return str(chance.new_id())


def without(read: Read, which: re.Pattern[str]) -> Read:
    return {key: page for key, page in read.items() if not which.search(key[1])}


def same(page: Page, name: str) -> tuple[int, str]:
    return page.status, re.sub(r"[0-9a-f]{32}", "", without_chance(page)).replace(name, "")


def without_chance(page: Page) -> str:
    """The page without the tokens and the ids that differ whenever it is made."""
    html = re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", page.html)
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "", html)
