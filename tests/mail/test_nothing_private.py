"""N1: of all that members write, no letter carries a private word; every kind of letter really leaves, and is read."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select

from community.accounts import actions as accounts
from community.accounts.addresses import address_of
from community.accounts.models import SecondAddress
from community.buddying import actions as buddying
from community.buddying.models import MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from community.core.database import db
from community.mail import actions as mail
from community.mail.models import Letter
from community.notifications import actions as notices
from community.notifications.models import Kind, Level, Timing
from community.practice.models import Level as Door
from tests.buddying.people import buddies, gareth, nadia, seen_circle
from tests.digests.post import Watch, the_clock, write
from tests.journal.desk import an_entry, writer
from tests.mail.conftest import Postman
from tests.mail.letters import SECURITY
from tests.practice.people import a_community, a_reply, a_thread
from tests.world import Person, World

CANARIES = {
    "hello": "kittiwake",
    "message": "guillemot",
    "place": "fulmar",
    "entry": "razorbill",
    "post": "shearwater",
    "hidden": "Gannetry",
    "asked": "Puffinage",
    "safe": "Skuahaven",
    "title": "Ternstone",
}
ALLOWED = ("Nadia", "Who do you ring at night?", "one of your communities")


def who_hears_of_everything(world: World, timing: Timing) -> tuple[Person, Person]:
    """Nadia, who acts, and Gareth, who wants a letter about each kind at this time."""
    one, other = nadia(world), gareth(world)
    with world.inside():
        for person in (one, other):
            notices.begin(person.id)
            notices.set_times(person.actor, zone="Europe/London", from_hour=0, to_hour=0, weekday=0)
            notices.set_timings(person.actor, dict.fromkeys(Kind, timing))
    return one, other


def buddies_write(world: World, one: Person, other: Person) -> None:
    circle_id = buddies(world, other, one, words=f"About my {CANARIES['hello']}")
    with world.inside():
        seen = seen_circle(world, one, circle_id)
        buddying.write_message(one.actor, seen, words=f"The {CANARIES['message']} is ill", once=chance.new_id())
        place = f"{CANARIES['place']} Lane"
        plan = Plan(clock.now() + timedelta(days=20), MeetingHow.IN_PERSON, place, seen=0)
        buddying.plan_meeting(one.actor, seen, plan, once=chance.new_id())
    assert CANARIES["message"] in world.browser(other).get(f"/buddies/circles/{circle_id}")


def communities_talk(world: World, watch: Watch, one: Person, other: Person) -> None:
    """In an open community, and in three whose names and titles are their members' own."""
    body = f"@Gareth, the {CANARIES['post']} waits"
    places = [
        (Door.OPEN, "Home from hospital", "Who do you ring at night?", False),
        (Door.HIDDEN, CANARIES["hidden"], f"{CANARIES['title']} one", False),
        (Door.ASK, CANARIES["asked"], f"{CANARIES['title']} two", False),
        (Door.OPEN, CANARIES["safe"], f"{CANARIES['title']} three", True),
    ]
    for door, name, title, is_safe in places:
        space = a_community(world, door, facilitator=one, members=(other,), name=name, is_safe_space=is_safe)
        with world.inside():
            notices.hear(other.actor, space.public_id, Level.SUMMARY)
        watch.hours_later(1)
        a_thread(world, one, space, title=title, body=f"The {CANARIES['post']} waits")
        begun = a_thread(world, other, space, (one, f"The {CANARIES['post']} came"), title=title, body="What now?")
        a_reply(world, one, begun.public_id, body)
        assert CANARIES["post"] in world.browser(other).get(begun.url)


def somebody_comes_in(world: World) -> None:
    """Every letter about signing in."""
    known = world.member("Comfort")
    with world.inside():
        accounts.ask_to_join(address_of("somebody.new@example.org"))
        accounts.ask_to_join(address_of(known.email))
        accounts.ask_for_reset(address_of(known.email))
        accounts.ask_for_reset(address_of("nobody@example.org"))
        mail.post("password_changed", known.email, member_id=known.id)
        accounts.ask_for_address(known.actor, address_of("comfort@home.example"))
        second = {"email": "comfort@away.example", "email_key": "comfort@away.example"}
        db.session.add(SecondAddress(member_id=known.id, proven_at=clock.now(), **second))
        db.session.flush()
        accounts.remove_address(known.actor, second["email"])


def what_left(app: Flask, postman: Postman) -> str:
    """Every line and every file of the letters, as a mail program reads them."""
    with app.app_context():
        while mail.deliver_due(limit=100):
            pass
        read = [message_from_bytes(each.message().as_bytes(), policy=policy.default) for each in postman.took]
    words = [f"{name}: {value}" for message in read for name, value in message.items()]
    for message in read:
        for part in message.walk():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                words.append(content.decode().replace("\r\n ", ""))
    return "\n".join(words)


@pytest.mark.parametrize("timing", [Timing.NOW, Timing.DAILY, Timing.WEEKLY])
def test_no_letter_of_any_kind_carries_a_private_word(
    app: Flask, world: World, postman: Postman, timing: Timing
) -> None:
    with the_clock() as watch:
        one, other = who_hears_of_everything(world, timing)
        watch.hours_later(1)
        buddies_write(world, one, other)
        communities_talk(world, watch, one, other)
        an_entry(world, writer(world, "Amara"), f"A {CANARIES['entry']} on the roof")
        somebody_comes_in(world)
        watch.hours_later({Timing.NOW: 0.2, Timing.DAILY: 24, Timing.WEEKLY: 24 * 7}[timing])
        assert write(app) >= 1
        read = what_left(app, postman)
    with world.inside():
        outbox = [(letter.kind, str(letter.about)) for letter in db.session.scalars(select(Letter))]
    assert {kind for kind, _ in outbox} == {*SECURITY, "notices" if timing is Timing.NOW else "digest"}
    assert len(postman.took) == len(outbox), "each of them left"
    kept = "\n".join(about for _, about in outbox)
    for canary in CANARIES.values():
        assert canary.casefold() not in read.casefold(), canary
        assert canary.casefold() not in kept.casefold(), canary
    allowed = (*ALLOWED, *([] if timing is Timing.NOW else ["in Home from hospital: 1 new"]))
    folded = " ".join(read.split())
    assert not [words for words in allowed if words not in folded], "and the same search finds what may be said"
