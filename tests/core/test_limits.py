"""Throttles count in the database, so every worker sees them, and count what is refused too."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community.core import clock, limits
from community.core.database import db
from community.core.errors import TooMany
from community.core.limits import ThrottleCount
from tests.world import World


def test_the_last_use_within_the_limit_is_free_and_the_next_is_told_how_long_to_wait(app: Flask, world: World) -> None:
    with app.app_context():
        for _ in range(3):
            limits.use("sign-in", "a@example.org", limit=3, seconds=60)
        with pytest.raises(TooMany) as refused:
            limits.use("sign-in", "a@example.org", limit=3, seconds=60)
    assert 1 <= refused.value.retry_after <= 60


def test_one_persons_haste_is_not_anothers(app: Flask, world: World) -> None:
    with app.app_context():
        limits.use("sign-in", "a@example.org", limit=1, seconds=60)
        limits.use("sign-in", "b@example.org", limit=1, seconds=60)
        limits.use("reset", "a@example.org", limit=1, seconds=60)


def test_when_the_window_has_passed_counting_begins_anew(app: Flask, world: World) -> None:
    with app.app_context():
        limits.use("sign-in", "a@example.org", limit=1, seconds=60)
        with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
            limits.use("sign-in", "a@example.org", limit=1, seconds=60)


def test_a_use_counts_even_when_what_followed_was_rolled_back(app: Flask, world: World) -> None:
    with app.app_context():
        limits.use("sign-in", "a@example.org", limit=1, seconds=60)
        db.session.rollback()
        with pytest.raises(TooMany):
            limits.use("sign-in", "a@example.org", limit=1, seconds=60)


def test_what_is_counted_with_its_act_counts_only_if_the_act_stands(app: Flask, world: World) -> None:
    with app.app_context():
        limits.count("changes", 1, limit=1, seconds=60)
        db.session.rollback()
        limits.count("changes", 1, limit=1, seconds=60)
        db.session.commit()
        with pytest.raises(TooMany, match="Enough for one day"):
            limits.count("changes", 1, limit=1, seconds=60, message="Enough for one day")
        limits.count("changes", 2, limit=1, seconds=60)
        with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
            limits.count("changes", 1, limit=1, seconds=60)


def test_no_address_is_kept_in_plain(app: Flask, world: World) -> None:
    with app.app_context():
        limits.use("sign-in", "canary@example.org", limit=1, seconds=60)
    kept = world.one(ThrottleCount)
    assert len(kept.key_hash) == 64 and "canary" not in kept.key_hash


def test_an_address_cannot_be_tried_against_the_table_without_the_secret_of_the_site(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        limits.use("sign-in", "canary@example.org", limit=1, seconds=60)
        monkeypatch.setattr(app, "secret_key", "the secret of another site")
        limits.use("sign-in", "canary@example.org", limit=1, seconds=60)
    assert world.count(ThrottleCount) == 2


def test_counters_whose_window_has_passed_are_swept(app: Flask, world: World) -> None:
    with app.app_context():
        limits.use("old", "a", limit=9, seconds=1)
        limits.use("young", "a", limit=9, seconds=3600)
    with world.inside(), time_machine.travel(clock.now() + timedelta(seconds=60), tick=False):
        assert limits.forget_expired() == 1
    assert world.count(ThrottleCount) == 1


def test_counting_while_the_request_holds_a_transaction_is_a_mistake_that_is_noticed(app: Flask, world: World) -> None:
    """On SQLite the count would wait for the very request that waits for it."""
    with app.app_context():
        db.session.execute(select(ThrottleCount))
        with pytest.raises(RuntimeError, match="too late"):
            limits.use("sign-in", "a@example.org", limit=1, seconds=60)
        db.session.rollback()
