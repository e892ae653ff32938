"""The database: Model base, column kinds, and how a transaction begins on each engine.

One request is one transaction. A reading one is opened READ ONLY; a writing one takes SQLite's write lock at once
(BEGIN IMMEDIATE), because a lock taken late fails instead of waiting.
"""

import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVarTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Boolean,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Enum,
    Insert,
    Integer,
    MetaData,
    Row,
    Text,
    Update,
    Uuid,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from community.core import chance

BUSY_TIMEOUT_MS = 3000
ASKED_AFTER_IDLE_SECONDS = 5

_Columns = TypeVarTuple("_Columns")
_AS_IT_IS = {"synchronize_session": False}
_addresses: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()  # writing one out takes a while
_reading: ContextVar[bool] = ContextVar("community_reading", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC on every engine. A naive time is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}


db = SQLAlchemy(metadata=Model.metadata, disable_autonaming=True)


def address() -> str:
    """Which database this is: under this name a process keeps in memory what it has read of it."""
    engine = db.engine
    if engine not in _addresses:
        _addresses[engine] = str(engine.url)
    return _addresses[engine]


def choice(kind: type[StrEnum], **column: Any) -> MappedColumn[Any]:
    """A column of a StrEnum, stored by value and held by a CHECK constraint."""
    return mapped_column(
        Enum(
            kind,
            values_callable=lambda members: [member.value for member in members],
            native_enum=False,
            create_constraint=True,
            length=40,
            name=_snake(kind.__name__),
        ),
        **column,
    )


def public_id() -> MappedColumn[UUID]:
    """The random id that may stand in an address; row ids never leave the house."""
    return mapped_column(Uuid, unique=True, default=chance.new_id)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


class random_id(FunctionElement[UUID]):  # noqa: N801
    """SQL: a new random id for each row of an INSERT … SELECT, where `public_id`'s own would be one for all."""

    type = Uuid()
    inherit_cache = True


@compiles(random_id)
def _random_id(_element: random_id, compiler: SQLCompiler, **_options: Any) -> str:
    return "lower(hex(randomblob(16)))" if compiler.dialect.name == "sqlite" else "gen_random_uuid()"


class Numbers(TypeDecorator[Sequence[int]]):
    """Several numbers as one parameter, for `is_one_of`."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else postgresql.ARRAY(Integer))

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        numbers = list(value or ())
        return json.dumps(numbers) if dialect.name == "sqlite" else numbers


class is_one_of(FunctionElement[bool]):  # noqa: N801
    """SQL: `is_one_of(column, bindparam("ids", type_=Numbers()))`, however many they are.

    One statement with one parameter; an IN is written out anew for each of them, which the hottest statements feel.
    """

    type = Boolean()
    inherit_cache = True


@compiles(is_one_of)
def _is_one_of(element: is_one_of, compiler: SQLCompiler, **options: Any) -> str:
    column, numbers = (compiler.process(each, **options) for each in element.clauses)
    if compiler.dialect.name == "sqlite":
        return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 (columns and parameters of ours)
    return f"{column} = ANY ({numbers})"


def upsert(table: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """The INSERT of the engine in use, which knows ON CONFLICT."""
    return sqlite.insert(table) if db.engine.dialect.name == "sqlite" else postgresql.insert(table)


def changed(statement: Insert | Update | Delete) -> int:
    """Carry out the statement; returns how many rows it touched.

    What the session holds of these rows is left as it was: whoever changes rows holds none of them as objects.
    """
    if isinstance(statement, Insert):  # PostgreSQL's driver does not say how many an INSERT made: ask which
        return len(db.session.execute(statement.returning(*statement.table.primary_key)).all())
    done = db.session.execute(statement, execution_options=_AS_IT_IS)
    if not isinstance(done, CursorResult):
        raise TypeError("only a plain INSERT, UPDATE or DELETE counts its rows")
    return done.rowcount


def changed_rows(statement: ReturningUpdate[*_Columns]) -> Sequence[Row[*_Columns]]:
    """The same; what the statement returns of each row that it touched."""
    return db.session.execute(statement, execution_options=_AS_IT_IS).all()


@contextmanager
def reading() -> Iterator[None]:
    """Everything inside looks and changes nothing: the database itself refuses a write."""
    before = _reading.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _reading.reset(before)


@contextmanager
def short_transaction() -> Iterator[None]:
    """A transaction of a worker's own: no request is around it. It is committed at the end, or undone by an error."""
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()


def end_reading() -> None:
    """The request is over: what runs next in this thread decides for itself."""
    _reading.set(False)


def begin_reading() -> None:
    """From here on this request reads (the session must have no open transaction)."""
    _reading.set(True)


def begin_writing() -> None:
    """End the read that went before; the next statement opens a writing transaction."""
    db.session.rollback()
    _reading.set(False)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _entry: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",  # first: the next one may already have to wait
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Pool, "checkin")
def _note_when(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["idle_since"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _ask_whether_it_lives(connection: Any, entry: ConnectionPoolEntry, _borrowed: Any) -> None:
    """A connection that was used a moment ago is not asked: that would be a trip more for every request."""
    idle = time.monotonic() - entry.info.get("idle_since", time.monotonic())
    if idle < ASKED_AFTER_IDLE_SECONDS or isinstance(connection, sqlite3.Connection):
        return
    try:
        connection.execute("")
        connection.rollback()
    except Exception as gone:
        raise DisconnectionError from gone  # the pool opens another


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    looks = _reading.get()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if looks else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")
    elif driver := connection.connection.dbapi_connection:
        driver.read_only = looks  # psycopg says it with its BEGIN, so that it costs no trip of its own


__all__ = [
    "Mapped",
    "Model",
    "UtcDateTime",
    "address",
    "changed",
    "changed_rows",
    "choice",
    "db",
    "mapped_column",
    "public_id",
    "random_id",
    "reading",
    "short_transaction",
    "upsert",
]
