"""Throttles: how often something may happen. Counters live in the database, so that every worker sees them."""

import hmac
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Connection, delete, select

from community.core import clock
from community.core.database import Mapped, Model, changed, db, mapped_column, upsert
from community.core.errors import TooMany


class ThrottleCount(Model):
    """How often one key was used in one window.

    The key is hashed with the site's secret: whoever has this table alone cannot even try addresses against it.
    """

    __tablename__ = "throttle_count"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    window_ends_at: Mapped[datetime]
    uses: Mapped[int] = mapped_column(default=0)


def use(kind: str, *who: object, limit: int, seconds: int) -> None:
    """Count one use of `kind` by `who`; raise TooMany past `limit` uses in `seconds`.

    Counted in a short transaction of its own, before the request's, so that a refused or failed request counts too.
    Raises RuntimeError when the request already holds one: on SQLite it would wait for itself.
    """
    if db.session().in_transaction():
        raise RuntimeError(f"{kind!r} is counted too late: this request's own transaction has begun")
    with db.engine.begin() as connection:
        uses, ends_at = _count(connection, _key(kind, who), seconds)
    _refuse_past(limit, uses, ends_at)


def count(kind: str, *who: object, limit: int, seconds: int, message: str | None = None) -> None:
    """Count one use in the running transaction, as a part of the act: it counts if and only if the act stands.

    For what is a use only when it changes something. Raises TooMany (with this message) past `limit` in `seconds`.
    """
    uses, ends_at = _count(db.session.connection(), _key(kind, who), seconds)
    _refuse_past(limit, uses, ends_at, message)


def uses(kind: str, *who: object) -> int:
    """How often it was used in this window, without using it."""
    there = select(ThrottleCount.uses).where(
        ThrottleCount.key_hash == _key(kind, who), ThrottleCount.window_ends_at > clock.now()
    )
    return db.session.execute(there).scalar_one_or_none() or 0


def forget(kind: str, *who: object) -> None:
    """Start counting anew, in the running transaction: they have proved who they are."""
    db.session.execute(delete(ThrottleCount).where(ThrottleCount.key_hash == _key(kind, who)))


def _count(connection: Connection, key: str, seconds: int) -> tuple[int, datetime]:
    """One use more; returns how many there are in this window, and when it ends."""
    now = clock.now()
    connection.execute(delete(ThrottleCount).where(ThrottleCount.key_hash == key, ThrottleCount.window_ends_at <= now))
    counted = (
        upsert(ThrottleCount)
        .values(key_hash=key, window_ends_at=now + timedelta(seconds=seconds), uses=1)
        .on_conflict_do_update(index_elements=["key_hash"], set_={"uses": ThrottleCount.uses + 1})
    )
    connection.execute(counted)
    there = select(ThrottleCount.uses, ThrottleCount.window_ends_at).where(ThrottleCount.key_hash == key)
    uses, ends_at = connection.execute(there).one()
    return uses, ends_at


def _refuse_past(limit: int, uses: int, ends_at: datetime, message: str | None = None) -> None:
    if uses > limit:
        raise TooMany(message, retry_after=max(1, int((ends_at - clock.now()).total_seconds())))


def _key(kind: str, who: tuple[object, ...]) -> str:
    secret = current_app.secret_key or ""
    told = "|".join([kind, *map(str, who)])
    return hmac.digest(secret.encode() if isinstance(secret, str) else secret, told.encode(), "sha256").hex()


def forget_expired() -> int:
    """Delete counters whose window has passed; returns how many."""
    return changed(delete(ThrottleCount).where(ThrottleCount.window_ends_at <= clock.now()))
