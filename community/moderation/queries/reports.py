"""Reads of reports."""

from sqlalchemy import func, select

from community.core.database import db
from community.moderation.models import Report

_WAITING = select(func.count()).select_from(Report).where(Report.closed_at.is_(None))


def how_many_wait() -> int:
    """How many reports nobody has decided yet."""
    return db.session.execute(_WAITING).scalar_one()
