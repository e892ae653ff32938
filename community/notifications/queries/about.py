"""What a member was told about a thing: columns for the statement that reads the thing."""

from datetime import datetime
from typing import Any

from sqlalchemy import Exists, ScalarSelect, exists, func, select

from community.notifications.models import Notice, What


def last_told(member: Any, *about: Any) -> ScalarSelect[datetime]:
    """SQL: when the latest was told of what the member has not read about these things; null where nothing is new.

    Read it before what it is about: whoever is shown the thing then has seen all that was told by that moment, and what
    comes later stays new.
    """
    unread = select(func.max(Notice.told_at)).where(Notice.member_id == member, Notice.read_at.is_(None))
    return unread.where(Notice.about.in_(about)).correlate_except(Notice).scalar_subquery()


def last_teller(member: Any, what: What, about: Any) -> ScalarSelect[int]:
    """SQL: the id of whoever the member was last told this by, read or not, until it is taken back; else null."""
    told = select(Notice.from_id).where(Notice.member_id == member, Notice.what == what, Notice.about == about)
    return told.order_by(Notice.told_at.desc(), Notice.id.desc()).limit(1).correlate_except(Notice).scalar_subquery()


def is_new(member: Any, what: What, about: Any) -> Exists:
    """SQL: the member was told this about the thing, and has not read it."""
    told = (Notice.member_id == member, Notice.what == what, Notice.about == about)
    return exists().where(*told, Notice.read_at.is_(None)).correlate_except(Notice)
