"""Nothing that is said in a look, or left for somebody to read, lies open in the database; its reader finds it."""

from itertools import product

import pytest
from sqlalchemy import select, update

from community.buddying import queries
from community.buddying.looks import Amiss, Answer, CheckIn, HalfWay, Met, Renewal, Useful
from community.buddying.models import CircleLook, ContactWish, LookKind
from community.core import crypto
from community.core.database import db
from community.core.roles import Role
from community.settings import Settings
from tests.buddying.people import gareth, nadia, seen_circle
from tests.buddying.terms import active_circle, check_in, look_half_way, the_weeks
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.world import World

CHECKED, LOOKED, LEFT = "Quillfeather check-in", "Quillfeather half-way", "Quillfeather line"
SAID = CheckIn(Met.NOT_YET, Useful.A_LITTLE, Amiss.SOMETHING_SMALL, CHECKED)


def test_no_word_of_a_look_is_in_the_database(world: World, settings: Settings) -> None:
    one, other = nadia(world, about="Quillfeather about me"), gareth(world)
    ade = world.member("Ade", role=Role.ADMINISTRATOR)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        check_in(world, one, circle_id, SAID)
        look_half_way(world, one, circle_id, HalfWay.CHANGE, LOOKED)
        world.browser(one).post("/buddies/contact-me")
        wish_id = world.one(ContactWish).public_id
        world.browser(ade).post(f"/desk/contact/{wish_id}/take", {"line": LEFT})
        own = world.browser(one)
        for path, words in (("check-in", CHECKED), ("half-way", LOOKED)):
            assert words in own.get(f"/buddies/circles/{circle_id}/{path}").html, "its writer reads it"
        assert LEFT in own.get("/buddies/contact-me")
        with world.inside():
            kept = everything_in_the_database(settings)
    assert b"Quillfeather about me" in kept, "the same search finds what is ordinary data"
    for canary in (CHECKED, LOOKED, LEFT, "something_small", '"choice"'):
        for shape in shapes_of(canary):
            assert shape not in kept, f"{canary!r} lies open in the database"


def test_a_check_in_given_to_another_does_not_open(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        check_in(world, one, circle_id, SAID)
        with world.inside():
            db.session.execute(update(CircleLook).values(member_id=other.id))
        circle = seen_circle(world, other, circle_id)
        with world.inside(), pytest.raises(crypto.Tampered):
            queries.check_in_of(circle)


def test_a_check_in_is_sealed_for_its_writer_and_not_for_the_circle(world: World) -> None:
    one, other = nadia(world), gareth(world)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        check_in(world, one, circle_id, SAID)
        group_id = seen_circle(world, other, circle_id).group_id
        with world.inside():
            row = db.session.execute(select(CircleLook.public_id, CircleLook.box)).one()
            with pytest.raises(crypto.Tampered):
                crypto.open_field(row.box, table="circle_look", row=row.public_id, group=group_id)
            db.session.execute(update(CircleLook).values(kind=LookKind.HALF_WAY))
        with world.inside(), pytest.raises(crypto.Tampered):
            queries.answer_of(seen_circle(world, one, circle_id), LookKind.HALF_WAY)


def test_how_long_a_box_is_tells_no_answer(world: World) -> None:
    one, other = nadia(world), gareth(world)
    texts = [CheckIn(*said).as_text() for said in product(Met, Useful, Amiss)]
    texts += [Answer(choice).as_text() for choice in (*HalfWay, *Renewal)]
    assert {len(text) for text in texts} == {256}
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(12)
        check_in(world, one, circle_id, CheckIn(Met.YES, Useful.YES, Amiss.NOTHING))
        check_in(world, other, circle_id, CheckIn(Met.NOT_YET, Useful.A_LITTLE, Amiss.SOMETHING_SMALL, "A word \u00e9"))
        look_half_way(world, one, circle_id, HalfWay.FINISH)
        look_half_way(world, other, circle_id, HalfWay.CARRY_ON)
        with world.inside():
            lengths = {len(box) for box in db.session.scalars(select(CircleLook.box))}
    assert len(lengths) == 1


@pytest.mark.parametrize("letters", [0, 1, 255, 256, 257, 600])
def test_words_fill_whole_blocks_and_come_back(letters: int) -> None:
    said = CheckIn(Met.YES, Useful.YES, Amiss.NOTHING, "\u00e9" * letters)
    assert len(said.as_text().encode()) % 256 == 0 and CheckIn.from_text(said.as_text()) == said
    assert len(crypto.in_blocks("\u00e9" * letters).encode()) % 256 == 0
