"""When a member last moved: to another sector, place or organisation, or by what they declare."""

from datetime import datetime

from sqlalchemy import func, select

from community.core.audit import AuditLine
from community.core.database import db

MOVED = "moved"


def moved_at(member_id: int) -> datetime | None:
    """None for whoever has moved nowhere in the two years that the ledger keeps."""
    asked = select(func.max(AuditLine.happened_at)).where(AuditLine.actor_id == member_id, AuditLine.action == MOVED)
    return db.session.execute(asked).scalar_one()
