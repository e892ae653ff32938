"""R52, N3: `flask serve` keeps exactly one worker beside the server, and starts another when it dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from community import create_app
from community.core.database import db
from community.jobs import store
from community.settings import Settings
from tests.databases import a_database, let_go_of
from tests.house.source import HOUSE
from tests.house.test_commands import a_free_port, children_of, is_running

FLASK = [sys.executable, "-m", "flask", "--app", "community:create_app"]


def workers_of(site: int) -> list[int]:
    return [pid for pid in children_of(site) if _says(pid).rstrip("\0").endswith("\0worker")]


def _says(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def one_worker(site: subprocess.Popen[bytes], *, besides: int = 0) -> int:
    for _ in range(240):
        found = [pid for pid in workers_of(site.pid) if pid != besides and is_running(pid)]
        assert len(found) <= 1
        if found:
            return found[0]
        assert site.poll() is None
        time.sleep(0.25)
    raise AssertionError("no worker within a minute")


@pytest.mark.once
def test_a_worker_that_dies_is_followed_by_another(settings: Settings, engine: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": a_database(engine, tmp_path),
        "COMMUNITY_LOG_LEVEL": "warning",
        "PYTHONPATH": str(HOUSE),
    }
    site = subprocess.Popen(
        [*FLASK, "serve", "--port", str(a_free_port())], cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        first = one_worker(site)
        os.kill(first, signal.SIGKILL)
        second = one_worker(site, besides=first)
    finally:
        site.send_signal(signal.SIGTERM)
        status = site.wait(60)
    assert status == 0
    assert not is_running(second)


@pytest.mark.once
def test_a_port_that_is_taken_starts_nothing(settings: Settings, engine: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": a_database(engine, tmp_path),
        "PYTHONPATH": str(HOUSE),
    }
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as another server of ours has it
        other.bind(("127.0.0.1", 0))
        other.listen()
        command = [*FLASK, "serve", "--port", str(other.getsockname()[1])]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "Nothing was started" in ended.stderr and "in use" in ended.stderr and "is open at" not in ended.stdout


def test_files_of_the_instance_are_for_whoever_runs_the_site_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "community.sqlite3").touch(mode=0o644)
    before = os.umask(0o022)
    try:
        app = create_app(replace(settings, instance_path=tmp_path, database_url="", jobs_url=""))
        with app.app_context():
            db.create_all()
        huey, _ = store.open_store(app.config["SETTINGS"], print)
        store.prepare(huey)
        store.let_go(huey)
        let_go_of(app)
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"community.sqlite3", "jobs.sqlite3"} <= {path.name for path in made}
    assert {path.name for path in made if path.stat().st_mode & 0o077} == set()
