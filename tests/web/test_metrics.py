"""Numbers for whoever bears the token: by route and never by address, from one process or from several."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from community import create_app
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.mail import actions as mail
from community.mail.models import Letter, LetterState
from community.settings import Settings, Stage
from tests.admin.stuck import put_run
from tests.databases import a_database, let_go_of
from tests.house.source import HOUSE
from tests.house.test_commands import a_free_port, answer
from tests.world import World

Numbers = dict[tuple[str, frozenset[tuple[str, str]]], float]


def bearer(settings: Settings) -> dict[str, str]:
    return {"Authorization": f"Bearer {settings.metrics_token}"}


def read(text: str) -> Numbers:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(numbers: Numbers, name: str, **labels: str) -> float:
    return numbers.get((name, frozenset(labels.items())), 0)


@pytest.fixture
def site(settings: Settings, app: Flask) -> Iterator[Flask]:
    """One that has measured nothing yet."""
    site = create_app(settings)
    yield site
    let_go_of(site)


def numbers_of(site: Flask) -> Numbers:
    answer = site.test_client().get("/metrics", headers=bearer(site.config["SETTINGS"]))
    assert answer.status_code == 200 and answer.mimetype == "text/plain" and "Set-Cookie" not in answer.headers
    return read(answer.text)


@pytest.mark.parametrize(
    "given", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "bearer \u00ff", "Bearer a token that only"]
)
def test_without_the_token_it_is_as_if_it_were_not_there(site: Flask, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given.encode("latin-1").decode("latin-1")}
    client = site.test_client()
    hidden, missing = client.get("/metrics", headers=headers), client.get("/metricz", headers=headers)
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("/metrics", "/metricz") == missing.text
    assert {*hidden.headers.keys()} == {*missing.headers.keys()}


def test_without_the_setting_no_token_opens_it(settings: Settings) -> None:
    closed = create_app(replace(settings, metrics_token=""))
    for given in ("Bearer ", "Bearer", f"Bearer {settings.metrics_token}"):
        assert closed.test_client().get("/metrics", headers={"Authorization": given}).status_code == 404
    let_go_of(closed)


def test_production_wants_a_token_that_nobody_guesses() -> None:
    reasons = Settings(stage=Stage.PRODUCTION, metrics_token="short").reasons_not_to_start(clock.today())
    assert any("COMMUNITY_METRICS_TOKEN" in reason for reason in reasons)
    assert "canary" not in repr(Settings(metrics_token="canary"))


def test_requests_are_counted_and_timed_by_route_method_and_kind_of_answer(site: Flask, world: World) -> None:
    member = World(site).browser(world.member())
    for path in ("/profile", "/profile", f"/people/{uuid4()}", f"/people/{uuid4()}", "/nothing/here"):
        member.get(path)
    member.post("/account/theme", {"theme": "dark"})
    numbers = numbers_of(site)
    name = "community_request_seconds"
    assert told(numbers, f"{name}_count", route="/profile", method="GET", status="2xx") == 2
    assert told(numbers, f"{name}_count", route="/people/<uuid:person_id>", method="GET", status="4xx") == 2
    assert told(numbers, f"{name}_count", route="none", method="GET", status="4xx") == 1
    assert told(numbers, f"{name}_count", route="/account/theme", method="POST", status="3xx") == 1
    assert 0 < told(numbers, f"{name}_sum", route="/profile", method="GET", status="2xx") < 20
    assert told(numbers, f"{name}_bucket", route="/profile", method="GET", status="2xx", le="+Inf") == 2


def test_no_label_holds_what_a_visitor_chose_or_who_they_are(site: Flask, world: World) -> None:
    person = world.member("Canary Name")
    client = World(site).browser(person).client
    for path in (f"/people/{person.public_id}", "/canary/path", "/help?canary=1", f"/join/{uuid4()}/canary-token"):
        for method in ("GET", "POST", "CANARY"):
            client.open(path, method=method, headers={"User-Agent": "canary", "X-Request-ID": "canary"})
    numbers = numbers_of(site)
    values = {value for _, labels in numbers for _, value in labels}
    assert not [value for value in values if "canary" in value.lower() or str(person.public_id) in value]
    routes = {rule.rule for rule in site.url_map.iter_rules()} | {"none"}
    assert {value for _, labels in numbers for name, value in labels if name == "route"} <= routes
    assert {value for _, labels in numbers for name, value in labels if name == "method"} <= {"GET", "POST", "other"}


def test_the_outbox_and_the_members_are_counted_when_it_is_asked(site: Flask, world: World) -> None:
    world.member("Nadia")
    world.member("Gone", state=MemberState.LEFT)
    with world.inside():
        for _ in range(3):
            mail.post("already_member", "nadia@example.org", member_id=None)
        db.session.flush()
        ids = [letter.id for letter in db.session.query(Letter)]
        db.session.execute(update(Letter).where(Letter.id == ids[0]).values(state=LetterState.STUCK))
        long_ago = clock.now() - timedelta(minutes=10)
        db.session.execute(update(Letter).where(Letter.id == ids[1]).values(due_at=long_ago))
    numbers = numbers_of(site)
    assert told(numbers, "community_letters", state="waiting") == 2
    assert told(numbers, "community_letters", state="stuck") == 1
    assert 600 <= told(numbers, "community_letter_overdue_seconds") < 660
    assert told(numbers, "community_members_active") == 1
    assert told(numbers, "community_database_answers") == 1


def test_each_job_says_how_long_ago_it_ran_and_how_often_it_failed(site: Flask, world: World) -> None:
    assert site.test_cli_runner().invoke(args=["forget-expired"]).exit_code == 0
    with world.inside():
        put_run("an-old-job", ago=timedelta(hours=9))
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        numbers = numbers_of(site)
    assert 7200 <= told(numbers, "community_job_last_run_seconds", job="forget-expired") < 7300
    assert ("community_job_failures", frozenset({("job", "forget-expired")})) in numbers
    assert told(numbers, "community_job_failures", job="forget-expired") == 0
    assert not [labels for _, labels in numbers if ("job", "an-old-job") in labels], "there is no such job any more"


def test_a_database_that_is_away_is_a_number_too(settings: Settings, tmp_path: Path) -> None:
    away = create_app(
        replace(settings, instance_path=tmp_path, database_url="postgresql://somebody@127.0.0.1:1/nowhere")
    )
    away.test_client().get("/healthz")
    numbers = numbers_of(away)
    assert told(numbers, "community_database_answers") == 0
    assert told(numbers, "community_request_seconds_count", route="/healthz", method="GET", status="2xx") == 1
    let_go_of(away)


@pytest.mark.once
def test_several_processes_are_one_site_and_what_another_run_measured_is_forgotten(
    settings: Settings, engine: str, tmp_path: Path
) -> None:
    port = a_free_port()
    environment = os.environ | {
        "COMMUNITY_INSTANCE_PATH": str(tmp_path),
        "COMMUNITY_DATABASE_URL": a_database(engine, tmp_path),
        "COMMUNITY_WORKERS": "2",
        "COMMUNITY_METRICS_TOKEN": settings.metrics_token,
        "COMMUNITY_LOG_FORMAT": "json",
        "PYTHONPATH": str(HOUSE),
    }
    flask = [sys.executable, "-m", "flask", "--app", "community:create_app"]
    subprocess.run([*flask, "prepare"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    left_behind = tmp_path / "metrics" / "histogram_1.db"
    left_behind.parent.mkdir()
    left_behind.write_bytes(b"of another run")
    serve = [*flask, "serve", "--port", str(port)]
    with (
        (tmp_path / "log.txt").open("w") as log,
        subprocess.Popen(serve, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=log) as process,
    ):
        try:
            assert answer(f"http://127.0.0.1:{port}/healthz", process) == 200
            before = _visits(port, settings)
            asked = _ask_until_two_answered(f"http://127.0.0.1:{port}/help", process, tmp_path / "metrics")
            assert _visits(port, settings) == before + asked
        finally:
            process.send_signal(signal.SIGTERM)
    assert not left_behind.exists()
    lines = (tmp_path / "log.txt").read_text().splitlines()
    assert len([line for line in lines if '"route": "/help"' in line and line.startswith("{")]) == asked
    assert not [line for line in lines if not line.startswith("{")]


def _ask_until_two_answered(url: str, process: subprocess.Popen[bytes], folder: Path) -> int:
    """Eight at a time, until two server processes have measured something; returns how often.

    The second may begin long after the first on a busy machine: it is waited for, not counted out.
    """
    asked, patience = 0, time.monotonic() + 120
    with ThreadPoolExecutor(8) as visitors:
        while len(list(folder.glob("histogram_*.db"))) < 2:
            assert list(visitors.map(lambda _: answer(url, process), range(16))) == [200] * 16
            asked += 16
            assert time.monotonic() < patience, "one process answers everything"
            time.sleep(0.05)
        assert answer(url, process) == 200
    return asked + 1


def _visits(port: int, settings: Settings) -> float:
    """How many pages of help all processes together have answered."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers=bearer(settings))
    for _ in range(20):
        with urllib.request.urlopen(asked, timeout=5) as page:  # noqa: S310 (our own address)
            numbers = read(page.read().decode())
        if told(numbers, "community_database_answers"):
            return told(numbers, "community_request_seconds_count", route="/help", method="GET", status="2xx")
        time.sleep(0.1)
    raise AssertionError("the database never answered")
