"""The hard rules that tables can tell, as one predicate over members and their profiles."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Avoidance
from community.buddying.matching import BUDDIED_LATELY, NOT_NOW_LASTS
from community.buddying.models import Circle, CircleSeat, Hello, HelloState
from community.buddying.queries.hellos import MOST_OPEN, holds_a_place, open_since
from community.core import clock
from community.core.database import UtcDateTime
from community.directory import queries as directory
from community.directory.models import Profile

_mine, _theirs, _asking = aliased(CircleSeat), aliased(CircleSeat), aliased(CircleSeat)
_viewers = aliased(Profile)


def may_meet(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL, over Member and Profile: the hard rules that tables can tell (H1, H4, H6, H10) and who may find whom (P4).

    Binds `since`, `not_now_since`, `unanswered_since`, `buddied_since` and `today_began_at`: see `rule_times`.
    """
    return and_(
        Member.id != viewer,
        Profile.is_available,
        Profile.circles_open < Profile.capacity,
        directory.may_find(viewer, Member.id),
        may_be_together(viewer),
        ~_has_hello_between(viewer),
        ~_was_asked_by_a_circle_of(viewer),
    )


def may_be_together(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL, over Member and Profile: asked again at a yes. Binds `buddied_since` and `today_began_at`."""
    return and_(~_avoids(viewer), ~_avoids_organisation(viewer), ~_are_buddies_or_were_lately(viewer))


def _avoids(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """One would rather not be suggested the other."""
    return exists().where(
        or_(
            and_(Avoidance.member_id == viewer, Avoidance.avoided_id == Member.id),
            and_(Avoidance.member_id == Member.id, Avoidance.avoided_id == viewer),
        )
    )


def _avoids_organisation(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """One would rather not be suggested anybody of the other's organisation. A blank one is nobody's."""
    mine = select(_viewers.organisation_key).where(_viewers.member_id == viewer).scalar_subquery()
    return or_(
        belonging.avoids_people_of(viewer, Profile.organisation_key),
        belonging.avoids_people_of(Member.id, mine),
    )


def rule_times() -> dict[str, Any]:
    now = clock.now()
    return {
        "since": open_since(),
        "not_now_since": now - NOT_NOW_LASTS,
        "unanswered_since": open_since() - NOT_NOW_LASTS,
        "buddied_since": now - BUDDIED_LATELY,
        "today_began_at": clock.today_began_at(),
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


def _was_asked_by_a_circle_of(viewer: ColumnElement[int]) -> ColumnElement[bool]:
    """A circle asked in the name of all who are in it; or asks, and whoever is asked has its hello to answer."""
    was_in_it = and_(
        _asking.circle_id == Hello.joins_id, or_(_asking.left_at.is_(None), _asking.left_at > Hello.asked_at)
    )
    return or_(
        exists().where(
            was_in_it,
            and_(_asking.member_id == viewer, Hello.asked_id == Member.id),
            Hello.state != HelloState.ACCEPTED,
            Hello.asked_at >= bindparam("unanswered_since", type_=UtcDateTime()),
        ),
        exists().where(
            was_in_it,
            and_(_asking.member_id == Member.id, Hello.asked_id == viewer),
            Hello.state == HelloState.WAITING,
            Hello.asked_at >= bindparam("since", type_=UtcDateTime()),
        ),
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
