"""What the pages of buddies cost: the same with thirty of everything as with one; and looking writes nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert, update

from community.buddying import actions, queries
from community.buddying.actions.agreement import save_agreement
from community.buddying.actions.drafts import keep_draft
from community.buddying.actions.words import keep_message
from community.buddying.agreed import NOTHING, Terms
from community.buddying.models import Meeting
from community.buddying.said import Promise
from community.core import chance, clock, limits
from community.core.database import db
from community.directory.models import Profile, Side
from community.notifications import actions as notices
from community.notifications.models import What
from tests.browser import Browser
from tests.buddying.people import circle_of, comfort, gareth, hello, nadia
from tests.buddying.terms import active_circle, the_weeks
from tests.house.test_looking import fingerprint
from tests.statements import statements
from tests.world import Person, World

AT_MOST = 12  # with the session and the bell
OF_A_CIRCLE = (
    "",
    "agreement",
    "agreement/edit",
    "rhythm",
    "meeting",
    "pause",
    "finish",
    "check-in",
    "half-way",
    "renewal",
)
LISTS = [
    ("/buddies/hellos", 12, 0),
    ("/", 16, 0),
    ("/buddies", 16, 2),
]  # the last looks a second time where many fall out


def fill(world: World, circle_id: UUID, person: Person, how_many: int) -> None:
    """So many of everything that a circle can hold many of."""
    with world.inside():
        seen = queries.circle_seen_by(person.actor, circle_id)
        for number in range(how_many):
            once = chance.new_id()
            keep_message(person.actor, seen, f"Message {number}", message_id=once, once=once)
            actions.make_promise(person.actor, seen, Promise(f"Promise {number}", person.public_id, None), once=once)
            save_agreement(person.actor, seen, Terms(between=f"Between {number}"), NOTHING, seen=number)
            limits.forget("acts told to a circle", person.id, seen.id)
            day = clock.today() - timedelta(days=number + 1)
            db.session.execute(
                insert(Meeting).values(
                    public_id=chance.new_id(), circle_id=seen.id, happened_on=day, logged_by_id=person.id, made_key=once
                )
            )
            notices.tell(person.id, What.ANSWER, about=once, words=f"Notice {number}")
        keep_draft(person.actor, seen, "Not yet", seen=None, once=chance.new_id())


def cost(app: Flask, browser: Browser, url: str) -> int:
    browser.get(url)  # whatever is read once per process has been read
    with statements(app) as asked:
        page = browser.get(url)
    assert page.status == 200, url
    assert all(each.lstrip().upper().startswith(("SELECT", "WITH")) for each in asked)
    return len(asked)


@pytest.mark.parametrize("part", OF_A_CIRCLE)
def test_a_page_of_a_circle_costs_the_same_however_much_is_in_it(app: Flask, world: World, part: str) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    with the_weeks() as watch:
        few, many = active_circle(world, one, other), active_circle(world, one, third)
        watch.week(25)
        fill(world, few, one, 1)
        fill(world, many, one, 30)
        browser = world.browser(one)
        before = fingerprint(app)
        costs = {cost(app, browser, f"/buddies/circles/{circle_id}/{part}".rstrip("/")) for circle_id in (few, many)}
        assert len(costs) == 1 and costs.pop() <= AT_MOST
        assert fingerprint(app) == before


@pytest.mark.parametrize(("path", "at_most", "more"), LISTS)
def test_a_list_of_buddies_costs_the_same_however_long_it_is(
    app: Flask, world: World, path: str, at_most: int, more: int
) -> None:
    alone, one = nadia(world), nadia(world)
    crowds(world, alone, 1)
    crowds(world, one, 30)
    before = fingerprint(app)
    few, many = (cost(app, world.browser(person), path) for person in (alone, one))
    assert few <= many <= few + more and many <= at_most
    changed = {name for name, now in fingerprint(app).items() if before[name] != now}
    assert changed <= {"member_session"}, "two people have signed in, and nothing else was written"


def crowds(world: World, person: Person, how_many: int) -> None:
    """So many people who could be met, have asked, are in circles, or were."""
    for number in range(how_many):
        hello(world, world.member(f"Asker {number}", sector="nhs-acute"), person) if number < 3 else None
        world.member(f"Somebody {number}", sector="nhs-acute", side=Side.EITHER)
    for number in range(min(how_many, 2)):
        circle_of(world, person, world.member(f"Buddy {number}", sector="carer"))
    for number in range(how_many):
        with world.inside():
            db.session.execute(update(Profile).values(circles_open=0))
        over = circle_of(world, person, world.member(f"Earlier {number}", sector="carer"))
        with world.inside():
            actions.finish(person.actor, queries.circle_seen_by(person.actor, over), is_not_again=False)
