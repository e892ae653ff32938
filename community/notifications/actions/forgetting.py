"""Notices do not stay for ever: what was read goes sooner than what was not."""

from datetime import timedelta

from sqlalchemy import delete

from community.core import clock
from community.core.database import changed
from community.jobs import running
from community.notifications import queries
from community.notifications.models import Notice

READ_ONES_STAY = timedelta(days=180)
UNREAD_ONES_STAY = timedelta(days=365)
AT_A_TIME = 500


def forget_old() -> int:
    """Delete notices read half a year ago, and unread ones told a year ago; returns how many.

    Call it outside any transaction.
    """
    now = clock.now()

    def forget_some(limit: int) -> int:
        old = queries.some_told_or_read_before(now - UNREAD_ONES_STAY, now - READ_ONES_STAY, limit=limit)
        return changed(delete(Notice).where(Notice.id.in_(old)))

    return running.in_batches(forget_some, AT_A_TIME)
