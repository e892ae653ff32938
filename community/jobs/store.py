"""huey's own store: SQLite in the instance folder, PostgreSQL or Redis. Only bells go through it, never our words.

Nothing connects before it must: a store that is away keeps neither the site nor the worker from starting.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer
from redis import ConnectionPool

from community.settings import Settings, SettingsError, secret_key_for

NAME = "jobs"
CONNECT_SECONDS = 3
ANSWER_SECONDS = 5

Heard = Callable[[str], None]


def open_store(settings: Settings, heard: Heard) -> tuple[Huey, Callable[[str], Any]]:
    """A huey at the store that the settings name, and what puts a bell into it; `heard` is called where it rings."""
    # A message is a pickle: whoever can write into the store must not be able to have one of theirs opened.
    common = {"results": False, "serializer": SignedSerializer(secret_key_for(settings), salt="bells")}
    match kind_of(settings.jobs_url):
        case "sqlite":
            path = settings.instance_path / "jobs.sqlite3"
            huey: Huey = SqliteHuey(NAME, filename=str(path), create_tables=False, fsync=False, **common)
        case "postgresql":
            huey = PostgresHuey(
                NAME, dsn=settings.jobs_url, create_tables=False, connect_timeout=CONNECT_SECONDS, **common
            )
        case _:
            pool = ConnectionPool.from_url(
                settings.jobs_url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS
            )
            huey = RedisHuey(NAME, connection_pool=pool, **common)

    def ring(name: str) -> None:
        heard(name)

    return huey, huey.task()(ring)


def prepare(huey: Huey) -> None:
    """Make the store's tables, where it has tables."""
    if hasattr(huey.storage, "initialize_schema"):
        huey.storage.initialize_schema()


def let_go(huey: Huey) -> None:
    """Close this thread's connections."""
    huey.storage.close()
    if hasattr(huey.storage, "pool"):
        huey.storage.pool.disconnect()


def kind_of(url: str) -> str:
    """sqlite, postgresql or redis. Raises SettingsError for an address that is none of them."""
    kinds = {"": "sqlite", "postgresql": "postgresql", "postgres": "postgresql", "redis": "redis", "rediss": "redis"}
    scheme = urlsplit(url).scheme
    if scheme not in kinds or (url and not scheme):
        raise SettingsError("COMMUNITY_JOBS_URL must be empty, or start with postgresql:// or redis://")
    return kinds[scheme]
