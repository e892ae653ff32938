"""Which notices are shown: one predicate for the tray, the bell and letters."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core import clock
from community.core.database import UtcDateTime
from community.core.roles import MemberState
from community.notifications.models import Notice

NOW = bindparam("now", callable_=clock.now, type_=UtcDateTime())

_reader, _teller = aliased(Member), aliased(Member)


def is_shown(member: Any, notice: Any = Notice) -> ColumnElement[bool]:
    """SQL: this member (a column) is shown the notice (its table, an alias, or whatever has its columns).

    Only an active one; only while they are in its group, its sender is active and kept apart by nobody, and it holds.
    """
    return and_(
        _is_active(_reader, member),
        or_(notice.group_id.is_(None), belonging.belongs(member, notice.group_id)),
        or_(
            notice.from_id.is_(None),
            and_(_is_active(_teller, notice.from_id), ~belonging.kept_apart(member, notice.from_id)),
        ),
        or_(notice.until.is_(None), notice.until > NOW),
    )


def _is_active(who: Any, member: Any) -> ColumnElement[bool]:
    return exists().where(who.id == member, who.state == MemberState.ACTIVE).correlate_except(who)
