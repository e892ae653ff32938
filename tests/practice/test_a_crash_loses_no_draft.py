"""A draft is there again after the session has ended, on another device, and after the server was killed outright."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import delete

from community import create_app
from community.accounts.models import MemberSession
from community.core import chance
from community.core.database import db
from community.settings import Settings
from tests.databases import a_database, let_go_of
from tests.house.source import HOUSE
from tests.house.test_commands import a_free_port, answer, children_of, is_running
from tests.practice.people import a_community, a_thread
from tests.world import World

FLASK = [sys.executable, "-m", "flask", "--app", "community:create_app"]
BEGUN = "What I have learned in eleven winters, and half of a"


@contextmanager
def a_site(folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The real server, in processes of its own; at the end it is killed, and whatever it started too."""
    port = a_free_port()
    site = subprocess.Popen([*FLASK, "serve", "--port", str(port)], cwd=folder, env=environment)
    try:
        assert answer(f"http://127.0.0.1:{port}/help", site) == 200
        yield port, site
    finally:
        kill(site)


def kill(site: subprocess.Popen[bytes]) -> None:
    """kill -9, of the server and of all that descends from it: nothing gets to say goodbye."""
    family = [site.pid, *children_of(site.pid)] if site.poll() is None else []
    for pid in family:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
    site.wait(30)


def ask(port: int, path: str, cookies: dict[str, str], sends: dict[str, str] | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": cookie, "HX-Request": "true", "HX-Request-Type": "partial"} if sends else {"Cookie": cookie}
    headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"} if sends else {}
    connection.request("POST" if sends else "GET", path, urlencode(sends) if sends else None, headers)
    response = connection.getresponse()
    for name, value in response.getheaders():
        if name.lower() == "set-cookie":
            kept = value.split(";")[0].partition("=")
            cookies[kept[0]] = kept[2]
    words = response.read().decode()
    connection.close()
    return response.status, words


@pytest.mark.once
def test_a_draft_survives_a_crash_of_the_server_the_end_of_the_session_and_a_change_of_device(
    settings: Settings, engine: str, tmp_path: Path
) -> None:
    address = a_database(engine, tmp_path)
    environment = os.environ | {
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": address,
        "COMMUNITY_SECRET_KEY": settings.secret_key,
        "COMMUNITY_LOG_LEVEL": "warning",
        "PYTHONPATH": str(HOUSE),
    }
    subprocess.run([*FLASK, "prepare"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    app = create_app(replace(settings, instance_path=tmp_path, database_url=address))
    world = World(app)
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    here, there = world.cookies_of(nadia), world.cookies_of(nadia)
    with a_site(tmp_path, environment) as (port, site):
        status, page = ask(port, talk.url, here)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert status == 200 and token is not None
        kept, line = ask(port, f"/drafts/reply/{talk.public_id}", here, {"csrf_token": token[1], "body": BEGUN})
        assert kept == 200 and "Draft kept" in line, line
        kill(site)
    with world.inside():
        db.session.execute(delete(MemberSession).where(MemberSession.token_hash == chance.hash_of(here["member"])))
    with a_site(tmp_path, environment) as (port, _site):
        assert ask(port, talk.url, here)[0] == 303, "the first session has ended"
        status, page = ask(port, talk.url, there)
        assert status == 200 and BEGUN in page and "Draft kept" in page
        assert BEGUN in ask(port, "/drafts", there)[1]
    let_go_of(app)
