"""R51, N3: the bell through each of huey's stores; and that a store that is away costs a little time, nothing else."""

import pickle
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest
from flask import Flask

from community import create_app
from community.core.audit import AuditLine, note
from community.core.database import db
from community.jobs import bell, registry, running, store
from community.jobs import worker as working
from community.jobs.job import Job
from community.jobs.models import JobRun
from community.jobs.worker import Worker
from community.mail import actions as mail
from community.mail.commands import SEND_LETTERS
from community.mail.models import Letter, LetterState
from community.settings import Settings, SettingsError
from tests.databases import let_go_of
from tests.jobs.conftest import RedisServer
from tests.web.ear import listening
from tests.world import World

AWAY = "redis://127.0.0.1:1/0"


@contextmanager
def a_site(settings: Settings, jobs_url: str) -> Iterator[Flask]:
    app = create_app(replace(settings, jobs_url=jobs_url))
    app.extensions["jobs"] = [SEND_LETTERS]
    try:
        yield app
    finally:
        let_go_of(app)


@contextmanager
def at_work(app: Flask) -> Iterator[Worker]:
    """A worker in this process, which leaves this process's signals alone."""
    worker = Worker(app)
    worker._set_signal_handlers = lambda: None
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(graceful=True)


def post(app: Flask) -> None:
    with app.app_context():
        mail.post("already_member", "comfort@example.org", member_id=None)
        db.session.commit()
        bell.ring_what_was_asked()


def seconds_until(is_so: Callable[[], bool], at_most: float = 15) -> float:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < at_most, "waited too long"
        time.sleep(0.02)
    return time.monotonic() - began


def the_first_tick_is_over(world: World) -> bool:
    return world.count(JobRun, leased_until=None) == 1


def test_a_letter_leaves_within_two_seconds_of_the_commit(
    world: World, settings: Settings, jobs_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "TICK_SECONDS", 60)  # so that only the bell can have done it
    with a_site(settings, jobs_url) as app, at_work(app):
        seconds_until(lambda: the_first_tick_is_over(world))
        time.sleep(1)  # now it sleeps as deeply as it ever does
        for sent in (1, 2):
            post(app)
            assert seconds_until(lambda sent=sent: world.count(Letter, state=LetterState.SENT) == sent) <= 2


def test_without_the_store_the_site_answers_and_the_worker_ticks_on(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "TICK_SECONDS", 0.1)
    monkeypatch.setattr(registry, "all_jobs", lambda _app: [replace(SEND_LETTERS, every=timedelta(0))])
    with listening() as ear, a_site(settings, AWAY) as app, at_work(app):
        here = World(app)
        browser = here.browser(here.member("Nadia"))
        assert browser.get("/account").status == 200
        joining = here.browser()
        assert joining.submit(joining.get("/join"), "/join", email="somebody.new@example.org").status == 303
        seconds_until(lambda: world.count(Letter, state=LetterState.SENT) == 1)
        post(app)
        seconds_until(lambda: world.count(Letter, state=LetterState.SENT) == 2)
        assert browser.get("/account").status == 200, "nobody was signed out"
    assert ear.text.count("no bell is heard") == 1, "said once, not at each tick"
    assert ear.text.count("the bell does not ring") <= 1


def test_without_the_store_a_plain_command_works(world: World, settings: Settings) -> None:
    with a_site(settings, AWAY) as app:
        post(app)
        result = app.test_cli_runner().invoke(args=["send-letters"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Done: 1.")


def test_a_store_that_never_answers_holds_no_request_up(world: World, settings: Settings) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        a_site(settings, f"redis://127.0.0.1:{silent.getsockname()[1]}/0") as app,
    ):
        browser = World(app).browser()
        page = browser.get("/join")
        began = time.monotonic()
        assert browser.submit(page, "/join", email="somebody.new@example.org").status == 303
        assert time.monotonic() - began < store.ANSWER_SECONDS / 2


def test_a_redis_that_comes_back_is_heard_again(
    world: World, settings: Settings, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "TICK_SECONDS", 60)
    monkeypatch.setattr(working, "LISTEN_AGAIN_SECONDS", 0.2)
    with listening() as ear, a_site(settings, redis_server.url) as app, at_work(app):
        seconds_until(lambda: the_first_tick_is_over(world))
        redis_server.stop()
        seconds_until(lambda: "no bell is heard" in ear.text)
        post(app)
        seconds_until(lambda: "the bell does not ring" in ear.text)
        assert world.count(Letter, state=LetterState.WAITING) == 1
        redis_server.start()
        time.sleep(1)
        post(app)
        seconds_until(lambda: world.count(Letter, state=LetterState.SENT) == 2)


def test_a_worker_that_is_told_to_stop_finishes_what_it_does(world: World, settings: Settings) -> None:
    begun, may_end = Event(), Event()

    def takes_its_time() -> None:
        begun.set()
        may_end.wait(5)
        assert running.is_stopping()
        note("job ran", actor_id=None, object_kind="job")

    with a_site(settings, "") as app:
        app.extensions["jobs"] = [Job("take-time", timedelta(hours=1), takes_its_time, "Take time.")]
        with at_work(app) as worker:
            assert begun.wait(10)
            worker.stop_flag.set()
            running.stop()
            may_end.set()
    assert world.count(AuditLine) == 1
    run = world.one(JobRun)
    assert run.leased_until is None and run.failed_with == ""


def can(do: Callable[[], object]) -> bool:
    """Whether it could be done: the worker may still be making the tables."""
    try:
        do()
    except (sqlite3.OperationalError, psycopg.Error):  # Redis has no tables
        return False
    return True


class Opened:
    """What opens this makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


def test_what_somebody_else_put_into_the_store_is_never_opened(
    world: World, settings: Settings, jobs_url: str, tmp_path: Path
) -> None:
    bait = tmp_path / "opened"
    pickle.loads(pickle.dumps(Opened(bait)))  # noqa: S301 (our own)
    assert bait.exists(), "the bait works"
    bait.unlink()
    with listening() as ear, a_site(settings, jobs_url) as app, at_work(app):
        huey, _ = store.open_store(app.config["SETTINGS"], lambda _name: None)
        seconds_until(lambda: can(lambda: huey.storage.enqueue(pickle.dumps(Opened(bait)) + b":0")))
        seconds_until(lambda: "no bell is heard: ValueError" in ear.text)
        store.let_go(huey)
    assert not bait.exists()


@pytest.mark.parametrize("address", ["mysql://localhost/jobs", "jobs.sqlite3", "http://127.0.0.1:6379"])
def test_a_store_that_we_do_not_know_keeps_the_site_from_starting(settings: Settings, address: str) -> None:
    with pytest.raises(SettingsError, match="COMMUNITY_JOBS_URL"):
        create_app(replace(settings, jobs_url=address))
