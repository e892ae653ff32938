"""A report does not stay for ever: two years after it was answered it is gone, with what it kept."""

from sqlalchemy import delete

from community.core import clock
from community.core.database import changed
from community.jobs import running
from community.moderation import policy, queries
from community.moderation.models import Report

AT_A_TIME = 100


def forget_old_reports() -> int:
    """Delete reports that were closed two years ago; returns how many. Call it outside any transaction."""
    before = clock.now() - policy.STAYS

    def forget(limit: int) -> int:
        return changed(delete(Report).where(Report.id.in_(queries.reports_closed_before(before, limit=limit))))

    return running.in_batches(forget, AT_A_TIME)
