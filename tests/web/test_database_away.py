"""R50: when the database is busy, reading goes on where it can and writing says so kindly within six seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from community.core import database
from community.core.audit import AuditLine
from community.core.database import db
from tests.world import World

WORDS = "Words that took a quarter of an hour to find, and that nobody wants to find twice."


@contextmanager
def somebody_else_is_writing(app: Flask) -> Iterator[None]:
    """The database's write lock is held by another connection."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as elsewhere:
        elsewhere.execute(text("SELECT 1"))  # on SQLite this began with the write lock
        if engine.dialect.name == "postgresql":
            elsewhere.execute(text("LOCK TABLE audit_line IN ACCESS EXCLUSIVE MODE"))
        yield
        elsewhere.rollback()


def test_a_locked_database_answers_503_in_time_and_keeps_the_words(trial: World) -> None:
    browser = trial.browser()
    browser.get("/help")
    with somebody_else_is_writing(trial.app):
        began = time.monotonic()
        page = browser.post("/trial/mark", {"text": WORDS})
        took = time.monotonic() - began
    assert page.status == 503 and int(page.response.headers["Retry-After"]) > 0
    assert WORDS in page.html
    assert took < 6
    assert trial.count(AuditLine) == 0


def test_the_words_can_be_sent_again_from_that_page(trial: World) -> None:
    browser = trial.browser()
    with somebody_else_is_writing(trial.app):
        page = browser.post("/trial/mark", {"text": WORDS})
    assert browser.submit(page, "/trial/mark").status == 303
    assert trial.count(AuditLine) == 1


def test_reading_goes_on_while_somebody_else_writes(trial: World) -> None:
    browser = trial.browser(trial.member())
    with somebody_else_is_writing(trial.app):
        assert browser.get("/trial/members").status == 200


def test_a_database_that_is_gone_is_a_503_and_a_pool_without_room_too(trial: World) -> None:
    for accident in (OperationalError("SELECT 1", {}, Exception("gone")), PoolTimeout("no room")):
        page = _with_a_view_that_raises(trial, accident)
        assert page.status_code == 503 and "busy" in page.text


def _with_a_view_that_raises(trial: World, accident: Exception):  # type: ignore[no-untyped-def]
    def view(**_: object) -> str:
        raise accident

    original = trial.app.view_functions["trial.look"]
    view.open_to = original.open_to  # type: ignore[attr-defined]
    trial.app.view_functions["trial.look"] = view
    try:
        return trial.app.test_client().get("/trial/look")
    finally:
        trial.app.view_functions["trial.look"] = original


def test_sqlite_keeps_what_it_acknowledged_even_in_a_power_cut(app: Flask, engine: str, world: World) -> None:
    """R48: the settings that make an answered POST a kept one."""
    if engine != "sqlite":
        with app.app_context():
            assert db.session.scalar(text("SHOW transaction_isolation")) == "read committed"
        return
    with app.app_context():
        kept = {
            name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert kept == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        assert db.session.scalar(text("PRAGMA busy_timeout")) == database.BUSY_TIMEOUT_MS


def test_a_connection_that_died_while_it_rested_is_replaced_by_another(
    trial: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = trial.browser()
    browser.get("/help")
    with trial.app.app_context():
        engine = db.engine
    if engine.dialect.name == "postgresql":
        with engine.connect() as elsewhere:
            with engine.connect() as resting:
                pid = resting.scalar(text("SELECT pg_backend_pid()"))
            elsewhere.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    monkeypatch.setattr(database, "ASKED_AFTER_IDLE_SECONDS", 0)
    assert browser.post("/trial/mark", {"text": WORDS}).status == 303
