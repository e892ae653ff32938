"""R52, N3: `flask serve` keeps exactly one worker beside the server, and starts another when it dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from community.settings import Settings
from tests.databases import a_database
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
