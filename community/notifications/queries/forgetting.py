"""Which notices have been kept for long enough."""

from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from community.notifications.models import Notice


def some_told_or_read_before(told: datetime, read: datetime, *, limit: int) -> Select[int]:
    """Ids, for a statement that deletes: of notices read by then, and of unread ones that were told by then."""
    is_old = or_(Notice.read_at <= read, and_(Notice.read_at.is_(None), Notice.told_at <= told))
    return select(Notice.id).where(is_old).limit(limit)
