"""Letters leave by themselves: as a job of the worker, as a plain command, and soon after they were posted."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask

from community.core import clock
from community.jobs import registry as jobs
from community.jobs.worker import Crew
from community.mail import actions
from community.mail.models import Letter, LetterState
from community.settings import ROOT, Settings
from tests.mail.conftest import Postman
from tests.world import World


def test_a_tick_sends_what_is_due(app: Flask, world: World, postman: Postman) -> None:
    with world.inside():
        actions.post("already_member", "comfort@example.org", member_id=None)
    crew = Crew(app)
    crew.tick()
    crew.rest()
    assert len(postman.took) == 1


def test_letters_leave_and_are_forgotten_by_themselves(app: Flask) -> None:
    assert {job.name for job in jobs.all_jobs(app)} >= {"send-letters", "forget-expired", "forget-old-letters"}


def test_one_command_sends_what_is_due(app: Flask, world: World, postman: Postman) -> None:
    with world.inside():
        actions.post("already_member", "comfort@example.org", member_id=None)
    result = app.test_cli_runner().invoke(args=["send-letters"])
    assert (result.exit_code, result.output) == (0, "Done: 1.\n")


def test_the_worker_writes_letters_into_a_folder_and_stops_cleanly_at_sigterm(
    app: Flask, world: World, settings: Settings, tmp_path: Path
) -> None:
    environment = os.environ | {
        "COMMUNITY_STAGE": "testing",
        "COMMUNITY_DATABASE_URL": settings.database_url,
        "COMMUNITY_INSTANCE_PATH": str(settings.instance_path),
        "COMMUNITY_SECRET_KEY": settings.secret_key,
        "COMMUNITY_MAIL_BACKEND": "file",
        "COMMUNITY_MAIL_FOLDER": str(tmp_path),
    }
    with world.inside():
        actions.post("already_member", "comfort@example.org", member_id=None)
    command = [sys.executable, "-m", "flask", "--app", "community:create_app", "worker"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE) as process:
        patience = time.monotonic() + 30
        while world.count(Letter, state=LetterState.SENT) == 0 and time.monotonic() < patience:
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    assert process.returncode == 0, said
    assert world.one(Letter).sent_at <= clock.now()
    words = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "To: comfort@example.org" in words
    assert f"Message-ID: <{world.one(Letter).id}@127.0.0.1>" in words
