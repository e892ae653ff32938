"""R49, N2: a worker that is killed loses no letter, and doubles at most the one it was just handing over."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import update

from community.core import clock
from community.core.database import db
from community.jobs.models import JobRun
from community.mail import actions
from community.mail.models import Letter, LetterState
from community.settings import ROOT, Settings
from tests.world import World

LETTERS = 200
KILLS = 20
PATIENCE_SECONDS = 60


class Office:
    """A mail server that keeps what it took. `when_taken` is called before it has said so."""

    def __init__(self) -> None:
        self.took: list[tuple[str, str]] = []
        self.when_taken: Callable[[], None] = lambda: None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"")
        self.took.append((message["Message-ID"], envelope.rcpt_tos[0]))
        self.when_taken()
        return "250 taken"


@pytest.fixture
def office() -> Iterator[Office]:
    office = Office()
    office.controller.start()
    yield office
    office.controller.stop()


class Workers:
    """`flask worker` processes, one after the other."""

    def __init__(self, settings: Settings, office: Office) -> None:
        environment = os.environ | {
            "COMMUNITY_STAGE": "testing",
            "COMMUNITY_DATABASE_URL": settings.database_url,
            "COMMUNITY_INSTANCE_PATH": str(settings.instance_path),
            "COMMUNITY_SECRET_KEY": settings.secret_key,
            "COMMUNITY_MAIL_BACKEND": "smtp",
            "COMMUNITY_MAIL_HOST": "127.0.0.1",
            "COMMUNITY_MAIL_PORT": str(office.controller.port),
            "COMMUNITY_MAIL_TLS": "none",
            "COMMUNITY_LOG_LEVEL": "warning",
        }
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.nursery"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running = 0

    def start(self) -> None:
        assert self.nursery.stdin and self.nursery.stdout
        self.nursery.stdin.write("another\n")
        self.nursery.stdin.flush()
        self.running = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        os.kill(self.running, signal.SIGKILL)

    def end(self) -> None:
        os.kill(self.running, signal.SIGTERM)
        wait_until(lambda: not os.path.exists(f"/proc/{self.running}"), "the worker stops")  # noqa: PTH110
        self.nursery.communicate(timeout=20)


@pytest.fixture
def workers(settings: Settings, office: Office) -> Iterator[Workers]:
    workers = Workers(settings, office)
    yield workers
    if workers.nursery.poll() is None:
        workers.kill()
        workers.nursery.communicate(timeout=20)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < patience, f"waited too long until {what}"
        time.sleep(0.005)


def let_leases_end() -> None:
    """What time does: whoever was killed holds nothing any more."""
    over = clock.now() - timedelta(seconds=1)
    db.session.execute(update(Letter).where(Letter.leased_until.is_not(None)).values(leased_until=over))
    db.session.execute(update(JobRun).where(JobRun.leased_until.is_not(None)).values(leased_until=over))


def kill_at_a_random_moment(workers: Workers, office: Office, chance: random.Random) -> None:
    """Some while letters are under way: in the midst of handing one over, or at any time after one was taken."""
    enough = len(office.took) + chance.randint(2, 12)
    if chance.random() < 0.5:
        has_died = []

        def die() -> None:
            if len(office.took) == enough:
                workers.kill()
                has_died.append(True)

        office.when_taken = die
        wait_until(lambda: bool(has_died), "the letter is taken at which the worker dies")
        office.when_taken = lambda: None
    else:
        wait_until(lambda: len(office.took) >= enough, "letters are taken")
        time.sleep(chance.uniform(0, 0.04))
        workers.kill()


def test_twenty_kills_lose_no_letter_and_double_at_most_one_each(
    app: Flask, world: World, office: Office, workers: Workers
) -> None:
    with world.inside():
        for number in range(LETTERS):
            actions.post("already_member", f"reader.{number}@example.org", member_id=None)
    chance = random.Random(20261123)
    for _kill in range(KILLS):
        workers.start()
        kill_at_a_random_moment(workers, office, chance)
        wait_until(lambda: not os.path.exists(f"/proc/{workers.running}"), "the worker is dead")  # noqa: PTH110
        with world.inside():
            let_leases_end()
    workers.start()
    wait_until(lambda: world.count(Letter, state=LetterState.SENT) == LETTERS, "every letter has left")
    workers.end()

    taken = Counter(office.took)
    assert {reader for _, reader in taken} == {f"reader.{number}@example.org" for number in range(LETTERS)}
    assert len(taken) == LETTERS, "a letter that comes twice comes with the same Message-ID"
    doubled = len(office.took) - LETTERS
    assert 1 <= doubled <= KILLS, "some kills fell between taking and marking, and no kill doubled more than one"
