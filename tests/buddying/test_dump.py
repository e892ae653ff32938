"""A dump of the whole database, letters and notices with it, holds no word that was meant for few; its owner has it.

Everything that a member can write as a buddy is written once, as people write it, and half a year goes by.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from community.buddying import actions, queries
from community.buddying.commands import JOBS
from community.buddying.models import ContactWish
from community.core import chance, clock
from community.core.roles import Role
from community.jobs import running
from community.jobs.running import Ending
from community.mail.models import Letter
from community.notifications import actions as notices
from community.notifications.models import Kind, Notice, Timing
from community.settings import Settings
from tests.browser import Browser
from tests.buddying.growing import ask, propose
from tests.buddying.people import buddies, comfort, gareth, hello, nadia
from tests.buddying.test_nothing_leaks import every_letter
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.digests.post import A_TUESDAY, the_clock, write
from tests.world import Person, World

AGREED = ("between", "stays_too", "interests_more", "let_down", "hopes", "access")


def canary(what: str) -> str:
    return f"Quillfeather: {what}"


def post(browser: Browser, url: str, **said: object) -> None:
    answer = browser.post(url, {"key": str(chance.new_id()), **said})
    assert answer.status in {200, 303}, (url, answer.text)


class Told:
    """What was written, by its address: (who, where it is read) for each canary."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.found: dict[str, tuple[Person, str]] = {}
        self.one, self.other, self.third = nadia(world), gareth(world), comfort(world)
        self.fourth, self.asker = (
            world.member("Hassan", sector="carer", capacity=3),
            world.member("Patrick", capacity=3),
        )
        self.ade = world.member("Ade", role=Role.ADMINISTRATOR)
        self.browser = world.browser(self.one)
        with world.inside():
            for person in (self.one, self.other, self.third, self.fourth):
                notices.begin(person.id)
                notices.set_times(person.actor, zone="Europe/London", from_hour=0, to_hour=0, weekday=0)
                notices.set_timings(person.actor, dict.fromkeys(Kind, Timing.NOW))

    def at(self, what: str, url: str, who: Person | None = None) -> str:
        self.found[canary(what)] = (who or self.one, url)
        return canary(what)

    def in_the_first_week(self) -> UUID:
        circle_id = buddies(self.world, self.one, self.other, canary("hello"))
        url = f"/buddies/circles/{circle_id}"
        self.at("hello", url)
        for person in (self.one, self.other):
            with self.world.inside():
                actions.carry_on(person.actor, queries.circle_seen_by(person.actor, circle_id))
        post(self.browser, f"{url}/messages", words=self.at("message", url))
        post(self.browser, f"{url}/draft", words=self.at("draft", url))
        owner = str(self.one.public_id)
        post(self.browser, f"{url}/promises", words=self.at("promise", url), owner=owner)
        day = str(clock.today() + timedelta(days=365))
        where = self.at("place", url)
        post(self.browser, f"{url}/meeting", on=day, at="16:00", how="phone", where=where, seen="0")
        paper = {each: self.at(f"agreement, {each}", f"{url}/agreement") for each in AGREED}
        page = self.browser.get(f"{url}/agreement/edit")
        assert self.browser.submit(page, "/agreement/edit", **paper).status == 303
        return circle_id

    def around_it(self, circle_id: UUID) -> None:
        trust = self.at("Avoided Hospital", "/account/avoid")
        assert self.browser.post("/account/avoid/organisations", {"organisation": trust}).status == 303
        url = f"/account/job-change/circles/{circle_id}"
        assert self.browser.submit(self.browser.get(url), url, words=self.at("words of a new job", url)).status == 303
        url = "/account/job-change/hand-over"
        assert self.browser.submit(self.browser.get(url), url, holds=self.at("hand-over", url)).status == 303
        self.browser.post("/buddies/contact-me")
        wish_id = self.world.one(ContactWish).public_id
        line = {"line": self.at("line of the contact", "/buddies/contact-me")}
        assert self.world.browser(self.ade).post(f"/desk/contact/{wish_id}/take", line).status == 303

    def looks(self, circle_id: UUID, kind: str, **said: str) -> None:
        url = f"/buddies/circles/{circle_id}/{kind}"
        words = self.at(kind, url)
        assert self.browser.submit(self.browser.get(url), f"/{kind}", words=words, **said).status == 303

    def one_more(self, circle_id: UUID) -> None:
        url = f"/buddies/circles/{circle_id}"
        propose(self.world, self.one, circle_id, self.third, self.at("proposal", f"{url}?ask=proposal"))
        hello(self.world, self.asker, self.one, self.at("hello that waits", "/buddies/hellos"))
        pair = buddies(self.world, self.other, self.fourth)
        asked = self.world.member("Grace", sector="nhs-acute", capacity=3)
        ask(self.world, pair, [self.other, self.fourth], asked, self.at("hello of a circle", "/buddies/hellos", asked))
        over = buddies(self.world, self.fourth, self.asker)
        word = self.at("last word", f"/buddies/circles/{over}", self.asker)
        post(self.world.browser(self.fourth), f"/buddies/circles/{over}/finish", last_word=word)


@pytest.fixture
def told(world: World, app: Flask) -> Iterator[Told]:
    """Half a year of two buddies, with everything around them and every job."""
    told = Told(world)
    with the_clock() as watch:
        circle_id = told.in_the_first_week()
        for weeks in range(27):
            watch.move_to(A_TUESDAY + timedelta(weeks=weeks))
            told.browser = world.browser(told.one)
            if weeks == 1:
                told.around_it(circle_id)
            if weeks == 4:
                told.looks(circle_id, "check-in", met="yes", useful="yes", amiss="nothing")
            if weeks == 13:
                told.looks(circle_id, "half-way", choice="change")
            if weeks == 25:
                url = f"/buddies/circles/{circle_id}/renewal"
                assert told.browser.submit(told.browser.get(url), "/renewal", choice="renew").status == 303
            if weeks == 26:
                told.one_more(circle_id)
            if weeks % 2:
                the_jobs_run(app)
            watch.minutes_later(70)
        the_jobs_run(app)
        yield told


def the_jobs_run(app: Flask) -> None:
    for job in JOBS:
        if not job.name.startswith("forget-"):  # what is gone could not be found
            assert running.run(app, job, is_asked=True).ending is Ending.DONE, job.name
    write(app)


def test_a_dump_holds_nothing_that_buddies_wrote(app: Flask, world: World, settings: Settings, told: Told) -> None:
    assert len(told.found) >= 20
    for words, (person, url) in told.found.items():
        assert words in world.browser(person).get(url).html, f"{words} is not on {person.name}'s page {url}"
    with world.inside():
        dump = everything_in_the_database(settings)
    letters, _, written = every_letter(app)
    assert world.count(Notice) >= 12 and letters >= 8 and world.count(Letter) >= 8
    assert b"Nadia" in dump and b"Nadia" in written, "the same search finds what lies open"
    for words in told.found:
        for shape in shapes_of(words):
            assert shape not in dump, f"{words} lies open in the database"
            assert shape not in written, f"{words} is in a letter"
    assert b"Quillfeather" not in dump and b"Quillfeather" not in written, "not even a part of them"
