"""What the ground says of the rows it changed, the same on both engines."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from community.core import clock
from community.core.database import changed, db, reading, upsert
from community.core.limits import ThrottleCount
from tests.world import World


def a_count(key: str, uses: int = 1) -> dict[str, object]:
    return {"key_hash": key, "window_ends_at": clock.now() + timedelta(hours=1), "uses": uses}


def test_an_insert_that_met_a_conflict_says_that_it_made_nothing(app: Flask, world: World) -> None:
    with world.inside():
        made = upsert(ThrottleCount).values(**a_count("a")).on_conflict_do_nothing()
        assert [changed(made), changed(made)] == [1, 0]
        assert changed(upsert(ThrottleCount).values([a_count("b"), a_count("c")])) == 2


def test_an_update_and_a_deletion_say_how_many_rows_they_met(app: Flask, world: World) -> None:
    with world.inside():
        changed(upsert(ThrottleCount).values([a_count("a"), a_count("b"), a_count("c", 9)]))
        assert changed(update(ThrottleCount).where(ThrottleCount.uses == 1).values(uses=2)) == 2
        assert changed(update(ThrottleCount).where(ThrottleCount.uses == 1).values(uses=2)) == 0
        assert changed(delete(ThrottleCount).where(ThrottleCount.uses == 9)) == 1


def test_a_question_is_not_a_change(app: Flask, world: World) -> None:
    with app.app_context(), pytest.raises(TypeError):
        changed(select(ThrottleCount.uses))  # type: ignore[arg-type]


def test_what_is_read_inside_reading_cannot_be_written_and_afterwards_it_can(app: Flask, world: World) -> None:
    with app.app_context():
        with reading(), pytest.raises(Exception, match=r"(?i)read-?only"):
            changed(upsert(ThrottleCount).values(**a_count("a")))
        assert changed(upsert(ThrottleCount).values(**a_count("a"))) == 1
        db.session.rollback()
