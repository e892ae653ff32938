"""`flask prepare` can be run again and again, and `flask serve` opens, closes, and leaves nothing running (R52)."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from community import create_app
from community.accounts.models import Member
from community.directory.models import Challenge
from community.practice.models import ThreadKind
from community.settings import Settings
from tests.databases import a_database, let_go_of
from tests.house.source import HOUSE
from tests.world import World


@pytest.fixture
def fresh(settings: Settings, engine: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(replace(settings, instance_path=tmp_path, database_url=a_database(engine, tmp_path)))
    yield app
    let_go_of(app)


def test_preparing_twice_is_preparing_once(fresh: Flask) -> None:
    world = World(fresh)
    counts = []
    for _ in range(2):
        done = fresh.test_cli_runner().invoke(args=["prepare"])
        assert done.exit_code == 0, done.output
        counts.append((world.count(Challenge), world.count(ThreadKind), world.count(Member)))
    assert counts[0] == counts[1]
    assert counts[0][0] > 50 and counts[0][1] > 2 and counts[0][2] == 0


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> set[int]:
    """Every process that descends from this one, as far as the kernel says so."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        path = Path(f"/proc/{(current := waiting.pop())}/task/{current}/children")
        mine = {int(child) for child in path.read_text().split()} if path.exists() else set()
        found |= mine
        waiting += mine
    return found


@pytest.mark.once
def test_the_site_opens_and_closes_without_leaving_anything_running(
    settings: Settings, engine: str, tmp_path: Path
) -> None:
    address = a_database(engine, tmp_path)
    port = a_free_port()
    environment = os.environ | {
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": address,
        "COMMUNITY_WORKERS": "2",
        "PYTHONPATH": str(HOUSE),
    }
    flask = [sys.executable, "-m", "flask", "--app", "community:create_app"]
    subprocess.run([*flask, "prepare"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    with (tmp_path / "said.txt").open("w") as said:
        site = subprocess.Popen([*flask, "serve", "--port", str(port)], cwd=tmp_path, env=environment, stdout=said)
        try:
            assert answer(f"http://127.0.0.1:{port}/help", site) == 200
            wait_for_words(f"http://127.0.0.1:{port}", tmp_path / "said.txt")
            family = children_of(site.pid)
            assert len(family) >= 2
        finally:
            site.send_signal(signal.SIGTERM)
            status = site.wait(60)
    assert status == 0
    assert not [pid for pid in family if is_running(pid)]


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def answer(url: str, site: subprocess.Popen[bytes]) -> int:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 (our own address)
                return int(response.status)
        except (urllib.error.URLError, ConnectionError):
            assert site.poll() is None, "the site closed by itself"
            time.sleep(0.25)
    raise AssertionError("the site did not open within a minute")


def wait_for_words(words: str, said: Path) -> None:
    for _ in range(40):
        if words in said.read_text():
            return
        time.sleep(0.25)
    raise AssertionError("the site did not say where it is")
