"""One real application and one real database for the whole run; every test begins with empty tables."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import stamp

from community import create_app
from community.core.database import db
from community.jobs import running
from community.settings import Settings, Stage
from tests.databases import a_database, clear, let_go_of, prepare_engine
from tests.world import Person, World


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=["sqlite", "postgresql"], default=os.environ.get("TEST_ENGINE", "sqlite"))


def pytest_configure(config: pytest.Config) -> None:
    prepare_engine(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What waits for a browser begins first, so that nobody waits for it at the end.

    On PostgreSQL, what asks no database, or says that once is enough, is left to the run on SQLite.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)
    if config.getoption("--engine") == "sqlite":
        return
    again = [item for item in items if asks_the_database(item) and not item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def asks_the_database(item: pytest.Item) -> bool:
    return not {"engine", "settings"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine this run is on."""
    return str(request.config.getoption("--engine"))


@pytest.fixture(scope="session")
def settings(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("instance")
    return Settings(
        stage=Stage.TESTING,
        instance_path=folder,
        database_url=a_database(engine, folder),
        secret_key="only for tests, forty characters and more of it",
        operator="the Even Ground team",
        mail_backend="none",
        metrics_token="a token that only tests know",
        argon2_memory_kib=64,
        argon2_passes=1,
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.create_all()
        stamp()  # what was made is what the newest migration makes: tests/house/test_migrations.py
        World(app).load_reference_lists()
    yield app
    let_go_of(app)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """People and things for a test to be about. Nothing is left behind."""
    running.stop(False)  # a worker of an earlier test may have been told to stop, and it lived in this process
    yield World(app)
    with app.app_context():
        clear()


@pytest.fixture
def nadia(world: World) -> Person:
    return world.member("Nadia")


@pytest.fixture
def gareth(world: World) -> Person:
    return world.member("Gareth")


@pytest.fixture
def comfort(world: World) -> Person:
    return world.member("Comfort")
