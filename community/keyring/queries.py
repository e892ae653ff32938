"""Reads of wraps and of the box of a session."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from community.core.database import db
from community.keyring.models import JournalBox, JournalWrap, WrapKind


class Wrap(NamedTuple):
    """A stored wrap. `kdf` and `salt` say how to stretch the password that opens it."""

    id: int
    gen: int
    kind: WrapKind
    kdf: str | None
    salt: bytes
    pepper_id: str | None
    box: bytes
    created_at: datetime
    is_superseded: bool


_COLUMNS = (
    JournalWrap.id,
    JournalWrap.gen,
    JournalWrap.kind,
    JournalWrap.kdf,
    JournalWrap.salt,
    JournalWrap.pepper_id,
    JournalWrap.box,
    JournalWrap.created_at,
    JournalWrap.is_superseded,
)
_WRAPS = (
    select(*_COLUMNS)
    .where(JournalWrap.member_id == bindparam("member"), JournalWrap.is_superseded == bindparam("superseded"))
    .order_by(JournalWrap.gen.desc(), JournalWrap.id)
)
_GENERATION = select(func.max(JournalWrap.gen)).where(JournalWrap.member_id == bindparam("member"))
_PEPPERS = select(JournalWrap.pepper_id).where(JournalWrap.pepper_id.is_not(None)).distinct()
_BOX = select(JournalBox.box, JournalBox.gen, JournalBox.until).where(JournalBox.sid_hash == bindparam("session"))


def wraps_of(member_id: int, *, superseded: bool = False) -> Sequence[Wrap]:
    """The wraps of the generation in use, or of those that were sealed off; the newest generation first."""
    rows = db.session.execute(_WRAPS, {"member": member_id, "superseded": superseded})
    return [Wrap(*row) for row in rows]


def wrap_of(member_id: int, kind: WrapKind) -> Wrap | None:
    """The wrap in use of that kind."""
    return next((wrap for wrap in wraps_of(member_id) if wrap.kind is kind), None)


def has_password_wrap(member_id: int) -> bool:
    """Whether this member has a journal that the password opens."""
    return wrap_of(member_id, WrapKind.PASSWORD) is not None


def has_recovery_code(member_id: int) -> bool:
    return wrap_of(member_id, WrapKind.RECOVERY) is not None


def newest_generation(member_id: int) -> int:
    return db.session.execute(_GENERATION, {"member": member_id}).scalar() or 0


def box_of(session_hash: bytes) -> tuple[bytes, int, datetime] | None:
    """The box of a session with its generation and absolute end."""
    row = db.session.execute(_BOX, {"session": session_hash}).one_or_none()
    return (row.box, row.gen, row.until) if row else None


def pepper_ids_in_use() -> set[str]:
    return {row for row in db.session.execute(_PEPPERS).scalars() if row}
