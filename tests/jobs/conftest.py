"""Real stores of huey: a file, the run's PostgreSQL, a Redis of our own; and one that nobody answers at."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.databases import a_database


@dataclass
class RedisServer:
    """A Redis of this test's own; it can be stopped and started again."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(["redis-server", *where], stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    if not shutil.which("redis-server"):
        assert not os.environ.get("REQUIRE_REDIS"), "REQUIRE_REDIS is set, and there is no redis-server"
        pytest.skip("there is no redis-server on this machine; REQUIRE_REDIS=1 makes that a failure")
    server = RedisServer(a_free_port(), tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["file", "postgresql", "redis"])
def jobs_url(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> str:
    """The address of a store that is there."""
    if request.param == "file":
        return ""
    if request.param == "redis":
        server: RedisServer = request.getfixturevalue("redis_server")
        return server.url
    if engine != "postgresql":
        pytest.skip("PostgreSQL runs in the other half of the suite")
    return a_database("postgresql", tmp_path).replace("postgresql+psycopg://", "postgresql://")
