"""When the house rules change, whoever agreed to the ones before is asked once, kindly; reading goes on."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import update

from community.accounts.models import Member
from community.core.database import db
from community.directory.queries import house_rules
from tests.browser import Browser
from tests.buddying.people import buddies, gareth
from tests.practice.people import a_community, a_thread
from tests.world import Person, World

HOME = "Our house rules have changed"
SINCE = datetime.combine(house_rules().since, time(12), tzinfo=UTC)


@pytest.fixture
def ruth(world: World) -> Person:
    """Somebody who agreed to the first version."""
    person = world.member("Ruth", capacity=3)
    with world.inside():
        db.session.execute(update(Member).where(Member.id == person.id).values(rules_version="1"))
    return person


def agree(browser: Browser) -> None:
    page = browser.get("/house-rules/new")
    assert house_rules().new in page.text
    assert browser.submit(page, "/house-rules/agree").location == "/"


def test_home_asks_once_and_says_what_is_new(world: World, ruth: Person) -> None:
    browser = world.browser(ruth)
    home = browser.get("/")
    assert HOME in home and "/house-rules/new" in home.links
    agree(browser)
    assert HOME not in browser.get("/")
    assert world.one(Member, id=ruth.id).rules_version == house_rules().version
    assert "You have agreed" in browser.get("/house-rules/new")


def test_whoever_has_agreed_already_is_not_asked(world: World) -> None:
    assert HOME not in world.browser(world.member("Nadia")).get("/")


def test_a_yes_to_rules_that_have_changed_again_is_none(world: World, ruth: Person) -> None:
    browser = world.browser(ruth)
    page = browser.get("/house-rules/new")
    assert browser.submit(page, "/house-rules/agree", version="1", check=False).status == 409
    assert world.one(Member, id=ruth.id).rules_version == "1"


@pytest.mark.parametrize("what", ["conversation", "reply", "message", "hello"])
def test_for_thirty_days_nobody_is_stopped_and_then_writing_asks_first(world: World, ruth: Person, what: str) -> None:
    with time_machine.travel(SINCE, tick=False) as watch:
        other = gareth(world)
        space = a_community(world, members=(ruth, other))
        talk = a_thread(world, other, space, (other, "Words."))
        circle = f"/buddies/circles/{buddies(world, other, ruth)}"
        strangers = [world.member(name, sector="nhs-acute", capacity=3) for name in ("Ann", "Ben")]

        def send(to: Person) -> int:
            browser = world.browser(ruth)
            if what == "conversation":
                page = browser.get(f"{space.url}/conversations/new")
                sent = browser.submit(page, "/conversations", kind="question", title="Who knows", body=to.name)
            elif what == "reply":
                sent = browser.submit(browser.get(talk.url), "/replies", body=to.name)
            elif what == "message":
                sent = browser.submit(browser.get(circle), "/messages", words=to.name)
            else:
                page = browser.get(f"/buddies/hellos/new?to={to.public_id}")
                sent = browser.submit(page, "/hellos/new", words="May I ask you something?")
            return sent.status

        watch.shift(timedelta(days=29))
        assert send(strangers[0]) == 303
        watch.shift(timedelta(days=1))
        assert send(strangers[1]) == 409
        assert world.browser(ruth).get(talk.url).status == 200, "reading goes on"
        agree(world.browser(ruth))
        assert send(strangers[1]) == 303
