"""Notices do not stay for ever: what was read goes sooner than what was not."""

from datetime import timedelta

from sqlalchemy import and_, delete, or_

from community.core import clock
from community.core.database import changed
from community.notifications.models import Notice

READ_ONES_STAY = timedelta(days=180)
UNREAD_ONES_STAY = timedelta(days=365)


def forget_old() -> int:
    """Delete notices read half a year ago, and unread ones told a year ago; returns how many."""
    now = clock.now()
    is_old = or_(
        Notice.read_at <= now - READ_ONES_STAY,
        and_(Notice.read_at.is_(None), Notice.told_at <= now - UNREAD_ONES_STAY),
    )
    return changed(delete(Notice).where(is_old))
