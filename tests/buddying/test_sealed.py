"""Whatever buddies write is sealed: no file and no row of the database holds it, and the buddy reads it on the page."""

import base64
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from community.buddying import queries
from community.buddying.models import Circle, CircleMessage, Hello, Meeting, PromiseMade
from community.core import chance, clock, crypto
from community.core.database import Model, db
from community.directory.models import Profile
from community.settings import Settings
from tests.buddying.people import buddies, comfort, gareth, nadia
from tests.databases import bytes_of
from tests.world import Person, World

CANARIES = ["Quillfeather hello", "Quillfeather message", "Quillfeather promise", "Quillfeather place"]


def everything_in_the_database(settings: Settings) -> bytes:
    """Every value of every row; and the files themselves where the database is a file."""
    parts = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(select(*(column for column in table.c))).all():
            parts += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("SELECT 1"))
        parts += [bytes_of(path) for path in Path(settings.instance_path).glob("*.sqlite3*")]
    return b"\n".join(parts)


def shapes_of(words: str) -> list[bytes]:
    plain = words.encode()
    inner = base64.b64encode(plain)[2:-4]
    return [plain, plain.hex().encode(), inner, words.encode("utf-16-le")]


def write_everywhere(world: World, one: Person, other: Person) -> UUID:
    circle_id = buddies(world, one, other, CANARIES[0])
    browser, url = world.browser(one), f"/buddies/circles/{circle_id}"
    key = lambda: str(chance.new_id())  # noqa: E731 - a new key for each form
    browser.post(f"{url}/messages", {"words": CANARIES[1], "key": key()})
    browser.post(f"{url}/promises", {"words": CANARIES[2], "owner": str(one.public_id), "key": key()})
    when = {"on": str(clock.today() + timedelta(days=365)), "at": "16:00", "how": "phone", "seen": "0"}
    assert browser.post(f"{url}/meeting", when | {"where": CANARIES[3], "key": key()}).status == 303
    return circle_id


def test_no_word_of_a_hello_or_circle_is_in_the_database(world: World, settings: Settings) -> None:
    one, other = nadia(world, about="Quillfeather about me"), gareth(world)
    circle_id = write_everywhere(world, one, other)
    page = world.browser(other).get(f"/buddies/circles/{circle_id}")
    assert all(canary in page for canary in CANARIES), "the buddy reads every one of them"
    with world.inside():
        kept = everything_in_the_database(settings)
    assert b"Quillfeather about me" in kept, "the same search finds what is ordinary data"
    for canary in CANARIES:
        for shape in shapes_of(canary):
            assert shape not in kept, f"{canary!r} lies open in the database"


@pytest.mark.parametrize(("model", "column"), [(CircleMessage, "box"), (PromiseMade, "box"), (Meeting, "where_box")])
def test_a_box_moved_to_another_circle_does_not_open(world: World, model: type, column: str) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    write_everywhere(world, one, other)
    elsewhere = buddies(world, one, third)
    with world.inside():
        target = db.session.scalars(select(Circle.id).where(Circle.public_id == elsewhere)).one()
        db.session.execute(update(model).values(circle_id=target))
    with world.inside(), pytest.raises(crypto.Tampered):
        seen = queries.circle_seen_by(one.actor, elsewhere)
        queries.messages_in(seen), queries.promises_in(seen), queries.meetings_of(seen)


def test_a_hello_given_to_another_sender_does_not_open(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    write_everywhere(world, one, other)
    with world.inside():
        db.session.execute(update(Hello).values(asker_id=third.id))
    with world.inside(), pytest.raises(crypto.Tampered):
        queries.sent_by(third.actor)


def test_places_and_names_stay_as_clear_as_their_owner_wants_them(world: World) -> None:
    shown = gareth(world, place="icb-greater-manchester", place_shown_as="nation")
    page = world.browser(nadia(world)).get("/buddies")
    card = next(each for each in page.all("article") if "Gareth" in "".join(each.itertext()))
    assert "Greater Manchester" not in "".join(card.itertext()) and "England" in "".join(card.itertext())
    assert world.one(Profile, member_id=shown.id).place_id == "icb-greater-manchester"
