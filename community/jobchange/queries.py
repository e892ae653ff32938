"""Reads of this room: what somebody has written for whoever comes after them."""

from uuid import UUID

from sqlalchemy import bindparam, select

from community.core import crypto
from community.core.database import db
from community.core.roles import Actor
from community.jobchange.models import HandOverNote

_NOTE = select(HandOverNote.public_id, HandOverNote.box).where(HandOverNote.member_id == bindparam("member"))


def hand_over_note_of(actor: Actor) -> str:
    """What the member has written so far; nothing, if nothing."""
    row = db.session.execute(_NOTE, {"member": actor.id}).one_or_none()
    return _opened(row.public_id, row.box, actor) if row else ""


def _opened(public_id: UUID, box: bytes, actor: Actor) -> str:
    return crypto.open_field(box, table="hand_over_note", row=public_id, group=actor.public_id)
