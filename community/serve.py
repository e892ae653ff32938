"""Serving: the web server and the worker that posts letters, as two child processes that live and die together."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from community.settings import Settings
from community.web import metrics

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.3
RESTART_AFTER_SECONDS = 5
PATIENCE_SECONDS = 15
FACTORY = "community:create_app"
SERVER_FACTORY = "community:create_server"
SERVER_LOGS = Path(__file__).with_name("granian_logs.json")  # what its parent process says, which knows no request


class Household:
    """The running processes of one site."""

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self.settings, self.host, self.port = settings, host, port
        self.site_url = os.environ.get("COMMUNITY_SITE_URL", f"http://127.0.0.1:{port}")
        self.is_asked_to_stop = False

    def live(self) -> int:
        """Run until told to stop or until the server ends by itself; returns the exit status for the shell."""
        if trouble := self._trouble_with_the_port():
            where = f"{self.host}, port {self.port}"
            print(f"Nothing was started: {where}: {trouble}. Choose another with --port.", file=sys.stderr)  # noqa: T201
            return 1
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self._stop)
        server = self._start(self._server(), **self._measuring())
        worker = self._start(self._worker())
        greeted, worker_died_at = False, 0.0
        while not self.is_asked_to_stop and server.poll() is None:
            if not greeted and self._is_listening():
                greeted = True
                print(f"{self.settings.site_name} is open at {self.site_url} (Ctrl-C closes it)", flush=True)  # noqa: T201
            if worker.poll() is not None:
                worker_died_at = worker_died_at or time.monotonic()
                if time.monotonic() - worker_died_at > RESTART_AFTER_SECONDS:
                    log.warning("the worker ended with status %s: another one begins", worker.returncode)
                    worker, worker_died_at = self._start(self._worker()), 0.0
            time.sleep(LOOK_EVERY_SECONDS)
        for process in (server, worker):
            _end(process)
        return 0 if self.is_asked_to_stop else server.returncode or 1

    def _server(self) -> list[str]:
        return [
            *("-m", "granian", "--interface", "wsgi", "--factory", "--no-ws", "--log-level", "error"),
            *("--host", self.host, "--port", str(self.port), "--workers", str(self.settings.workers)),
            *("--blocking-threads", str(self.settings.threads), "--backpressure", str(self.settings.threads)),
            *(("--log-config", str(SERVER_LOGS)) if self.settings.logs_are_json else ()),
            *("--respawn-failed-workers", SERVER_FACTORY),
        ]

    def _measuring(self) -> dict[str, str]:
        """Where the server's processes put what they measure, emptied of what others measured before."""
        if not self.settings.metrics_token:
            return {}
        folder = self.settings.instance_path / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        return {metrics.FOLDER: str(folder)}

    def _worker(self) -> list[str]:
        return ["-m", "flask", "--app", FACTORY, "worker"]

    def _start(self, what: list[str], **environment: str) -> subprocess.Popen[bytes]:
        """A child of its own session: Ctrl-C reaches us alone, and we tell the others in order."""
        here = str(Path(__file__).resolve().parent.parent)
        env = os.environ | {"COMMUNITY_SITE_URL": self.site_url, "PYTHONPATH": here} | environment
        return subprocess.Popen([sys.executable, *what], env=env, start_new_session=True)  # noqa: S603

    def _trouble_with_the_port(self) -> str:
        """Why nobody can listen there; empty if somebody can. The server itself would share a port that is taken."""
        with self._socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that was in use a moment ago is free
            try:
                probe.bind((self.host, self.port))
            except (OSError, OverflowError) as error:
                return getattr(error, "strerror", None) or str(error)
        return ""

    def _socket(self) -> socket.socket:
        return socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET)

    def _is_listening(self) -> bool:
        with self._socket() as probe:
            probe.settimeout(0.2)
            return probe.connect_ex((self.host, self.port)) == 0

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_asked_to_stop = True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to finish what it is doing; insist after a while."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # with its own children: each child of ours leads a group
        process.wait()
