"""How migrations reach the database: through the application, so that settings and engines are the site's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from community.core.database import Model, UtcDateTime

COMPARING = {"compare_type": True, "compare_server_default": False, "render_as_batch": True}


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """Our own column kinds, written as the plain ones that a migration needs for ever."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    _context: Any, _inspected_column: Any, metadata_column: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    """Whether a column's kind changed; None leaves the judgement to Alembic."""
    return False if isinstance(metadata_type, UtcDateTime) and "TIME" in str(inspected_type).upper() else None


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, foreign_keys_resting(connection):
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_item=render_item,
            transaction_per_migration=True,
            **COMPARING | {"compare_type": compare_type},
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def foreign_keys_resting(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it, and dropping the old one would cascade: keys rest, then all are checked."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # says nothing inside a transaction, so before one
    try:
        yield
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows point at nothing: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run_offline() -> None:
    url = current_app.extensions["migrate"].db.engine.url.render_as_string(hide_password=True)
    context.configure(url=url, target_metadata=Model.metadata, literal_binds=True, render_item=render_item, **COMPARING)
    with context.begin_transaction():
        context.run_migrations()


run_offline() if context.is_offline_mode() else run()
