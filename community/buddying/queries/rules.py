"""The hard rules that tables can tell, as one predicate over members and their profiles."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging.models import Avoidance
from community.buddying.matching import BUDDIED_LATELY, NOT_NOW_LASTS
from community.buddying.models import Circle, CircleSeat, Hello, HelloState
from community.buddying.queries.hellos import MOST_OPEN, holds_a_place, open_since
from community.core import clock
from community.core.database import UtcDateTime
from community.directory import queries as directory
from community.directory.models import Profile

_mine, _theirs = aliased(CircleSeat), aliased(CircleSeat)


def may_meet(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL, over Member and Profile: the hard rules that tables can tell (H1, H4, H6, H10) and who may find whom (P4).

    Binds `since`, `not_now_since`, `unanswered_since` and `buddied_since`: see `rule_times`.
    """
    return and_(
        Member.id != viewer,
        Profile.is_available,
        Profile.circles_open < Profile.capacity,
        directory.may_find(viewer, Member.id),
        ~exists().where(
            or_(
                and_(Avoidance.member_id == viewer, Avoidance.avoided_id == Member.id),
                and_(Avoidance.member_id == Member.id, Avoidance.avoided_id == viewer),
            )
        ),
        ~_has_hello_between(viewer),
        ~_are_buddies_or_were_lately(viewer),
    )


def rule_times() -> dict[str, Any]:
    now = clock.now()
    return {
        "since": open_since(),
        "not_now_since": now - NOT_NOW_LASTS,
        "unanswered_since": open_since() - NOT_NOW_LASTS,
        "buddied_since": now - BUDDIED_LATELY,
    }


def _has_hello_between(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """One waits; or one said not now; or the viewer asked and it became no circle, whatever it became instead.

    Not answered and taken back must not look any different from declined, on any day: see decision 7.
    """
    since = bindparam("since", type_=UtcDateTime())
    not_now_since = bindparam("not_now_since", type_=UtcDateTime())
    by_me = and_(Hello.asker_id == viewer, Hello.asked_id == Member.id)
    by_them = and_(Hello.asked_id == viewer, Hello.asker_id == Member.id)
    declined = Hello.state.in_([HelloState.DECLINED, HelloState.LET_GO])
    asked_since = bindparam("unanswered_since", type_=UtcDateTime())
    return or_(
        exists().where(by_me, Hello.state != HelloState.ACCEPTED, Hello.asked_at >= asked_since),
        exists().where(by_them, Hello.state == HelloState.WAITING, Hello.asked_at >= since),
        exists().where(by_them, declined, Hello.answered_at > not_now_since),
    )


def _are_buddies_or_were_lately(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(
        _mine.member_id == viewer,
        _theirs.circle_id == _mine.circle_id,
        _theirs.member_id == Member.id,
        Circle.id == _mine.circle_id,
        or_(
            Circle.ended_at.is_(None),
            Circle.ended_at > bindparam("buddied_since", type_=UtcDateTime()),
            _mine.is_not_again,
            _theirs.is_not_again,
        ),
    )


def has_few_hellos() -> ColumnElement[bool]:
    """Nobody is shown while three hellos hold their places."""
    held = select(func.count()).select_from(Hello).where(Hello.asked_id == Member.id, holds_a_place()).scalar_subquery()
    return held < MOST_OPEN
