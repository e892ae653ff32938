"""N1: no word that buddies wrote is in a notice, an outbox row, a letter or its files; it is on their own pages."""

from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from community.buddying import actions
from community.core.database import db
from community.mail import queries as mail
from community.mail import rendering
from community.mail.models import Letter
from community.notifications import actions as notices
from community.notifications.models import Kind, Notice, Timing
from tests.buddying.people import comfort, gareth, hello, nadia
from tests.buddying.test_sealed import CANARIES, shapes_of, write_everywhere
from tests.digests.post import A_TUESDAY, the_clock, write
from tests.world import Person, World

ANOTHER = "Quillfeather that waits"


def every_notice() -> bytes:
    columns = list(Notice.__table__.c)
    return b"\n".join(str(value).encode() for row in db.session.execute(select(*columns)) for value in row)


def every_letter(app: Flask) -> tuple[int, int, bytes]:
    """How many letters, with how many files; and all of it: rows of the outbox, and what is made of them."""
    with app.test_request_context():
        columns = list(Letter.__table__.c)
        parts = [str(value).encode() for row in db.session.execute(select(*columns)) for value in row]
        written = [rendering.write(each) for each in mail.latest_letters(1000)]
        files = [file.content.replace(b"\r\n ", b"") for each in written for file in each.files]
        for each in written:
            parts += [each.subject.encode(), each.text.encode(), each.html.encode(), repr(each.headers).encode()]
        return len(written), len(files), b"\n".join([*parts, *files])


def everything_happens(world: World, one: Person, other: Person) -> UUID:
    """Hello, yes, words, a promise, a meeting with a place; a reminder, and an end without an answer."""
    with world.inside():
        for person in (one, other):
            notices.begin(person.id)
            notices.set_times(person.actor, zone="Europe/London", from_hour=0, to_hour=0, weekday=0)
            notices.set_timings(person.actor, dict.fromkeys(Kind, Timing.NOW))
    hello(world, comfort(world), other, ANOTHER)
    return write_everywhere(world, one, other)


def test_what_buddies_write_is_in_no_notice_and_in_no_letter(app: Flask, world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_clock() as watch:
        circle_id = everything_happens(world, one, other)
        assert ANOTHER in world.browser(other).get("/buddies/hellos")
        watch.minutes_later(11)
        write(app)
        for day, job in ((6, actions.remind_of_hellos), (11, actions.close_hellos)):
            watch.move_to(A_TUESDAY + timedelta(days=day))
            with world.inside():
                job()
            watch.minutes_later(70)
            write(app)
        with world.inside():
            notices_rows = every_notice()
        letters, files, kept = every_letter(app)
        assert world.count(Notice) >= 5 and letters >= 3 and files >= 1, "there was something to look through"
        assert b"Nadia" in kept, "the same search finds what letters may say"
        for canary in (*CANARIES, ANOTHER):
            for shape in shapes_of(canary):
                assert shape not in notices_rows and shape not in kept, canary
        where_it_belongs(world, one, other, circle_id)


def where_it_belongs(world: World, one: Person, other: Person, circle_id: UUID) -> None:
    for person in (one, other):
        page = world.browser(person).get(f"/buddies/circles/{circle_id}")
        assert all(canary in page for canary in CANARIES)
        download = world.browser(person).get(f"/buddies/circles/{circle_id}/meeting.ics").html
        assert CANARIES[3] in download, "the place is in their own download"
        assert not [canary for canary in CANARIES[:3] if canary in download]
