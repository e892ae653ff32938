"""Marking notices as read: always by their reader, never by looking."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update

from community.core import clock
from community.core.database import changed
from community.core.errors import NotFound
from community.core.roles import Actor
from community.notifications import queries
from community.notifications.models import Kind, Notice, What

ON_ITS_OWN_PAGE = (What.HALF_WAY_OPEN,)  # the thing itself only leads there, so whoever saw the thing has not read it


def read(actor: Actor, notice_id: UUID) -> None:
    """Mark one as read; a second time changes nothing. Raises NotFound for what the member is not shown."""
    if queries.line_of(actor, notice_id) is None:
        raise NotFound
    _mark(actor, Notice.public_id == notice_id)


def read_all(actor: Actor, seen_at: datetime) -> int:
    """Mark as read what was told by then and is shown today; what came later stays new. Returns how many."""
    return _mark(actor, Notice.told_at <= seen_at, queries.is_shown(Notice.member_id))


def read_about(actor: Actor, about: UUID, seen_at: datetime | None = None, *, kind: Kind | None = None) -> int:
    """The member has seen the thing itself, as it was then or is now; or only what this kind tells of.

    What is read on a page of its own stays new until that page names its kind. Returns how many lines were about it.
    """
    of_kind = (Notice.what.not_in(ON_ITS_OWN_PAGE),) if kind is None else (Notice.kind == kind,)
    return _mark(actor, Notice.about == about, Notice.told_at <= (seen_at or clock.now()), *of_kind)


def read_in(actor: Actor, group_id: int, seen_at: datetime) -> int:
    """The member has seen what was said in this group by then; who waits at its door still does."""
    return _mark(actor, Notice.group_id == group_id, Notice.told_at <= seen_at, Notice.kind != Kind.DOOR)


def _mark(actor: Actor, *which: ColumnElement[bool]) -> int:
    unread = (Notice.member_id == actor.id, Notice.read_at.is_(None))
    return changed(update(Notice).where(*unread, *which).values(read_at=clock.now()))
