"""Whose room for buddies is about to change."""

from collections.abc import Iterable

from sqlalchemy import select

from community.core.database import db
from community.directory.models import Profile


def hold_still(member_ids: Iterable[int]) -> None:
    """Let nobody else take or give back room of these members until this transaction ends (rows in id order)."""
    held = select(Profile.member_id).where(Profile.member_id.in_(set(member_ids))).order_by(Profile.member_id)
    db.session.execute(held.with_for_update()).all()
