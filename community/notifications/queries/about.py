"""Whether anything about a thing is new to a member: one column for the statement that reads the thing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from community.notifications.models import Notice


def last_told(member: Any, *about: Any) -> ScalarSelect[datetime]:
    """SQL: when the latest was told of what the member has not read about these things; null where nothing is new.

    Read it before what it is about: whoever is shown the thing then has seen all that was told by that moment, and what
    comes later stays new.
    """
    unread = select(func.max(Notice.told_at)).where(Notice.member_id == member, Notice.read_at.is_(None))
    return unread.where(Notice.about.in_(about)).correlate_except(Notice).scalar_subquery()
