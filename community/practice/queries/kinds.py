"""Kinds of conversation: reference data, read once per process and database."""

from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select

from community.core.database import address, db
from community.practice.models import ThreadKind


class Kind(NamedTuple):
    id: str
    label: str
    line: str
    scaffold: tuple[str, ...]
    can_be_unanswered: bool
    has_link: bool
    is_offered: bool


_KINDS = select(
    ThreadKind.id,
    ThreadKind.label,
    ThreadKind.line,
    ThreadKind.scaffold,
    ThreadKind.can_be_unanswered,
    ThreadKind.has_link,
    ThreadKind.is_offered,
).order_by(ThreadKind.position, ThreadKind.id)

_known: dict[str, MappingProxyType[str, Kind]] = {}


def thread_kinds() -> MappingProxyType[str, Kind]:
    """Every kind by id, in the order in which they are offered."""
    key = address()
    if key not in _known:
        rows = db.session.execute(_KINDS)
        kinds = {row.id: Kind(*row[:3], tuple(row.scaffold.splitlines()), *row[4:]) for row in rows}
        if not kinds:
            return MappingProxyType({})  # not loaded yet: ask again next time
        _known[key] = MappingProxyType(kinds)
    return _known[key]


def offered_kinds() -> dict[str, Kind]:
    """Those of which somebody chooses who begins a conversation."""
    return {kind.id: kind for kind in thread_kinds().values() if kind.is_offered}


def forget_cached() -> None:
    """Read the kinds anew at the next question: they have just been loaded."""
    _known.clear()
