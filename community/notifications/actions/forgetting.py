"""Notices do not stay for ever: what was read goes sooner than what was not."""

from datetime import timedelta

from sqlalchemy import and_, delete, or_, select

from community.core import clock
from community.core.database import changed
from community.jobs import running
from community.notifications.models import Notice

READ_ONES_STAY = timedelta(days=180)
UNREAD_ONES_STAY = timedelta(days=365)
AT_A_TIME = 500


def forget_old() -> int:
    """Delete notices read half a year ago, and unread ones told a year ago; returns how many.

    Call it outside any transaction.
    """
    now = clock.now()
    is_old = or_(
        Notice.read_at <= now - READ_ONES_STAY,
        and_(Notice.read_at.is_(None), Notice.told_at <= now - UNREAD_ONES_STAY),
    )

    def forget_some(limit: int) -> int:
        return changed(delete(Notice).where(Notice.id.in_(select(Notice.id).where(is_old).limit(limit))))

    return running.in_batches(forget_some, AT_A_TIME)
