"""What somebody has begun to write to a circle. Nobody else ever opens it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from community.buddying.models import CircleDraft
from community.buddying.seen import CircleSeen
from community.core import crypto
from community.core.database import db

_DRAFT = select(CircleDraft.public_id, CircleDraft.box, CircleDraft.saved_at).where(
    CircleDraft.circle_id == bindparam("circle"), CircleDraft.member_id == bindparam("member")
)


class Draft(NamedTuple):
    public_id: UUID
    words: str
    saved_at: datetime


def my_draft(circle: CircleSeen) -> Draft | None:
    """The viewer's own; nothing in a circle that is over."""
    if not circle.is_open:
        return None
    row = db.session.execute(_DRAFT, {"circle": circle.id, "member": circle.me.id}).one_or_none()
    if row is None:
        return None
    words = crypto.open_field(row.box, table="circle_draft", row=row.public_id, group=writer_of(circle))
    return Draft(row.public_id, words, row.saved_at)


def writer_of(circle: CircleSeen) -> UUID:
    """Whom a draft is sealed for: this member in this circle."""
    return uuid5(circle.public_id, str(circle.me.public_id))
