"""The restore drill: what a copy of the database and the key files bring back, and what a copy alone does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from community import create_app
from community.core import backups
from community.core.backups import BackupError
from community.core.database import Model, db
from community.settings import Settings, Stage
from tests.journal import canary
from tests.journal.desk import an_entry, unlock, writer
from tests.world import Person, World

WORDS = "quollmarmaladesky"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Flask, Person]]:
    """A site of its own on an embedded database, with one journal entry."""
    settings = Settings(
        stage=Stage.TESTING,
        instance_path=tmp_path / "instance",
        secret_key="only for tests, forty characters and more",
        mail_backend="none",
        argon2_memory_kib=64,
        argon2_passes=1,
    )
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    world = World(app)
    with app.app_context():
        world.load_reference_lists()
    nadia = writer(world)
    an_entry(world, nadia, WORDS)
    yield app, nadia.person
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        found = {
            table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Model.metadata.sorted_tables
        }
        db.session.rollback()
        db.engine.dispose()
    return found


def test_a_restored_copy_has_every_row_and_opens_the_journal_with_its_password(
    house: tuple[Flask, Person], tmp_path: Path
) -> None:
    app, nadia = house
    before = counts(app)
    done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copies")])
    assert done.exit_code == 0, done.output
    copy = next((tmp_path / "copies").glob("*.sqlite3"))
    assert copy.stat().st_mode & 0o777 == 0o600
    assert canary.found(WORDS, {"copy": copy.read_bytes()}) == set()
    with app.app_context():
        db.session.execute(Model.metadata.tables["journal_entry"].delete())
        db.session.commit()
    assert counts(app) != before
    done = app.test_cli_runner().invoke(args=["restore", str(copy), "--yes"])
    assert done.exit_code == 0, done.output
    assert counts(app) == before
    browser = World(app).browser(nadia)
    assert unlock(browser).status == 303
    assert WORDS in browser.get("/journal")
    assert list((tmp_path / "instance").glob("*.before-*")), "what was there is kept aside"


def test_a_copy_without_the_key_files_does_not_even_start(house: tuple[Flask, Person], tmp_path: Path) -> None:
    app, _ = house
    copy = backups.back_up(app.config["SETTINGS"].database, tmp_path / "copies")
    elsewhere = Settings(stage=Stage.TESTING, instance_path=tmp_path / "elsewhere", secret_key="s" * 40)
    elsewhere.instance_path.mkdir()
    backups.restore(copy, elsewhere.database)
    with pytest.raises(RuntimeError, match="journal_pepper is missing"):
        create_app(elsewhere)


def test_a_copy_that_is_not_whole_is_not_used(house: tuple[Flask, Person], tmp_path: Path) -> None:
    app, _ = house
    copy = backups.back_up(app.config["SETTINGS"].database, tmp_path / "copies")
    whole = copy.read_bytes()
    copy.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    refused = app.test_cli_runner().invoke(args=["restore", str(copy), "--yes"])
    assert refused.exit_code != 0 and "sum is wrong" in refused.output
    copy.write_bytes(whole)
    copy.with_name(f"{copy.name}.sha256").unlink()
    with pytest.raises(BackupError, match="missing"):
        backups.verify(copy)
    assert counts(app)["journal_entry"] == 1


def test_a_machine_without_postgresql_tools_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        backups.back_up("postgresql+psycopg://nobody@localhost/none", tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(BackupError, match="no database"):
        backups.back_up(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path)
