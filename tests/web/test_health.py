"""R53: a process that answers is alive; one that could serve somebody is ready; nobody hears more than that."""

import shutil
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from community import create_app
from community.core import keyfiles
from community.core.database import db
from community.settings import Settings
from tests.databases import a_database, let_go_of
from tests.statements import statements
from tests.world import World

Disk = namedtuple("Disk", "total used free")


def asked(app: Flask, path: str = "/readyz") -> tuple[int, str]:
    answer = app.test_client().get(path)
    return answer.status_code, answer.text.strip()


def test_a_process_that_answers_is_alive_and_asks_nobody(app: Flask) -> None:
    with statements(app) as seen:
        answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.text, seen) == (200, "alive\n", [])
    assert answer.mimetype == "text/plain" and answer.headers["Cache-Control"] == "no-store"


def test_a_site_in_order_is_ready_and_asking_costs_little_and_sets_no_cookie(world: World) -> None:
    browser = world.browser(world.member())
    with statements(world.app) as seen:
        page = browser.get("/readyz")
    assert (page.status, page.html) == (200, "ready\n")
    assert len(seen) <= 3 and not any(each.upper().startswith(("INSERT", "UPDATE", "DELETE")) for each in seen)
    assert "Set-Cookie" not in page.response.headers


@pytest.fixture
def own_site(settings: Settings, engine: str, tmp_path: Path) -> Iterator[Flask]:
    """A site with a database and key files of its own, to be broken."""
    site = create_app(replace(settings, instance_path=tmp_path, database_url=a_database(engine, tmp_path)))
    assert site.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    yield site
    let_go_of(site)


@contextmanager
def version(site: Flask, now: str) -> Iterator[None]:
    """The database says that it is at this migration."""
    with site.app_context():
        before = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": now})
        db.session.commit()
    yield
    with site.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": before})
        db.session.commit()


def test_a_database_that_was_never_prepared_is_named(settings: Settings, engine: str, tmp_path: Path) -> None:
    bare = create_app(replace(settings, instance_path=tmp_path, database_url=a_database(engine, tmp_path)))
    with bare.app_context():
        db.create_all()
    assert asked(bare) == (503, "missing: migrations")
    let_go_of(bare)


def test_an_older_database_is_named_and_a_newer_one_will_do(own_site: Flask) -> None:
    """While a release is rolled out, the old code serves on tables that were already brought forward."""
    assert asked(own_site) == (200, "ready")
    with version(own_site, "9999"):
        assert asked(own_site) == (200, "ready")
    with own_site.app_context():
        db.session.execute(text("DELETE FROM alembic_version"))
        db.session.commit()
    assert asked(own_site) == (503, "missing: migrations")


def test_a_migration_that_was_not_carried_out_is_named(own_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_site.app_context():
        now = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    revisions = (frozenset({"a later one"}), frozenset({now, "a later one"}))
    monkeypatch.setattr("community.core.readiness._revisions", lambda: revisions)
    assert asked(own_site) == (503, "missing: migrations")


@pytest.mark.parametrize("name", ["field.key", "journal_pepper"])
def test_a_key_file_that_is_gone_or_another_is_named_and_a_new_line_in_it_is_not(own_site: Flask, name: str) -> None:
    path = Path(own_site.config["SETTINGS"].instance_path) / name
    whole = path.read_text()
    path.write_text(whole + keyfiles.new_line())
    assert asked(own_site) == (200, "ready")
    for broken in ("", "nonsense\n", keyfiles.new_line()):
        path.write_text(broken)
        assert asked(own_site) == (503, "missing: keys"), broken
    path.unlink()
    assert asked(own_site) == (503, "missing: keys")


def test_a_full_disk_is_named(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000, 950, 50))
    assert asked(app) == (503, "missing: disk")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(1000, 949, 51))
    assert asked(app) == (200, "ready")


def test_a_database_that_is_away_is_named_while_the_process_is_alive(settings: Settings, tmp_path: Path) -> None:
    address = "postgresql://somebody:secret@127.0.0.1:1/nowhere"
    away = create_app(replace(settings, instance_path=tmp_path, database_url=address))
    assert asked(away, "/healthz") == (200, "alive")
    assert asked(away) == (503, "missing: database")
    let_go_of(away)
