"""The circles of a member, in lists: those that are open, with what waits in them, and those that are over."""

from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying.models import (
    AgreementYes,
    Circle,
    CircleAgreement,
    CircleLook,
    CircleMessage,
    CircleSeat,
    LookKind,
    Meeting,
)
from community.buddying.queries import inviting
from community.buddying.queries.circles import buddy_of, told_to_answer
from community.buddying.seen import CircleOnHome, FinishedCircle
from community.buddying.tasks import in_order
from community.buddying.waits import Around, waiting_in
from community.core.database import db
from community.core.roles import Actor
from community.notifications.models import What
from community.notifications.queries.about import is_new

FINISHED_SHOWN = 30

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_other, _seat, _later = aliased(Member), aliased(CircleSeat), aliased(CircleAgreement)
_AGREEMENT_WAITS = exists().where(
    CircleAgreement.circle_id == Circle.id,
    ~exists().where(_later.circle_id == Circle.id, _later.version > CircleAgreement.version),
    ~exists().where(AgreementYes.agreement_id == CircleAgreement.id, AgreementYes.member_id == _VIEWER),
)


def _is_over(kind: LookKind) -> ColumnElement[bool]:
    """The viewer has answered it in this half year, or all were shown what was said."""
    return exists().where(
        CircleLook.circle_id == Circle.id,
        CircleLook.member_id == _VIEWER,
        CircleLook.kind == kind,
        CircleLook.term == Circle.term,
        or_(CircleLook.answered_at.is_not(None), CircleLook.opened_at.is_not(None)),
    )


_mine = aliased(CircleSeat)
_PLANNED = and_(Meeting.circle_id == Circle.id, Meeting.happened_on.is_(None), Meeting.called_off_at.is_(None))
_CIRCLES_OF = (
    select(
        Circle.id,
        Circle.public_id,
        Circle.state,
        Circle.ended_at.is_(None).label("is_open"),
        Circle.began_at,
        Circle.paused_until,
        Circle.rhythm,
        Circle.contact_at,
        Circle.term,
        Circle.term_began_at,
        Circle.moved_at,
        _mine.is_asked_apart,
        _mine.is_apart,
        _mine.carries_on,
        _mine.feels_right,
        _AGREEMENT_WAITS.label("agreement_waits"),
        inviting.ASKS_VIEWER.label("proposal_waits"),
        *told_to_answer(_VIEWER),
        *(_is_over(kind).label(kind) for kind in LookKind),
        _other.id.label("member_id"),
        _other.public_id.label("member_public_id"),
        _other.display_name,
        select(Meeting.starts_at).where(_PLANNED).correlate(Circle).scalar_subquery().label("next_starts_at"),
        select(Meeting.how).where(_PLANNED).correlate(Circle).scalar_subquery().label("next_how"),
        select(CircleMessage.sent_at)
        .where(CircleMessage.circle_id == Circle.id)
        .order_by(CircleMessage.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("last_message_at"),
        select(func.max(Meeting.happened_on))
        .where(Meeting.circle_id == Circle.id)
        .scalar_subquery()
        .label("last_met_on"),
    )
    .select_from(Circle)
    .join(_mine, and_(_mine.circle_id == Circle.id, _mine.member_id == _VIEWER, _mine.left_at.is_(None)))
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id != _VIEWER, _seat.left_at.is_(None)))
    .join(_other, _other.id == _seat.member_id)
    .where(Circle.ended_at.is_(None), ~belonging.kept_apart(_VIEWER, _other.id))
    .order_by(Circle.began_at, Circle.id, _other.display_name, _other.id)
)
_over, _after, _my_seat, _their_seat = aliased(Circle), aliased(Circle), aliased(CircleSeat), aliased(CircleSeat)
_LATEST_OVER = (
    select(_over.id)
    .join(_my_seat, and_(_my_seat.circle_id == _over.id, _my_seat.member_id == _VIEWER, _my_seat.left_at.is_(None)))
    .where(
        _over.ended_at.is_not(None),
        exists().where(
            _their_seat.circle_id == _over.id,
            _their_seat.member_id != _VIEWER,
            _their_seat.left_at.is_(None),
            ~belonging.has_blocked(_VIEWER, _their_seat.member_id),
        ),
    )
    .order_by(_over.ended_at.desc(), _over.id)
    .limit(FINISHED_SHOWN)
)
_FINISHED = (
    select(
        Circle.id,
        Circle.public_id,
        Circle.ended_at,
        is_new(_VIEWER, What.CIRCLE_FINISHED, Circle.public_id).label("is_news"),
        exists().where(_after.grew_from_id == Circle.id).label("has_grown"),
        _other.id.label("member_id"),
        _other.public_id.label("member_public_id"),
        _other.display_name,
    )
    .select_from(Circle)
    .join(_mine, and_(_mine.circle_id == Circle.id, _mine.member_id == _VIEWER, _mine.left_at.is_(None)))
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id != _VIEWER, _seat.left_at.is_(None)))
    .join(_other, _other.id == _seat.member_id)
    .where(Circle.id.in_(_LATEST_OVER), ~belonging.has_blocked(_VIEWER, _other.id))
    .order_by(Circle.ended_at.desc(), Circle.id, _other.display_name, _other.id)
)


def circles_of(viewer: Actor) -> list[CircleOnHome]:
    """For Home and the top of Buddies: the open circles of a member, in one statement."""
    asked = {"viewer": viewer.id, "proposed_since": inviting.proposed_since()}
    rows = db.session.execute(_CIRCLES_OF, asked).all()
    return [_on_home(list(together)) for _, together in groupby(rows, key=lambda row: row.id)]


def finished_circles_of(viewer: Actor) -> list[FinishedCircle]:
    """What a member can still read of circles that are over, the latest first. Nobody is simply gone."""
    rows = db.session.execute(_FINISHED, {"viewer": viewer.id}).all()
    together = [list(each) for _, each in groupby(rows, key=lambda row: row.id)]
    return [_finished(each) for each in together]


def _finished(rows: list[Any]) -> FinishedCircle:
    first = rows[0]
    return FinishedCircle(
        first.public_id, tuple(map(buddy_of, rows)), first.ended_at, is_news=first.is_news, has_grown=first.has_grown
    )


def _on_home(rows: list[Any]) -> CircleOnHome:
    first = rows[0]
    who_goes_on = next((row.display_name for row in rows if row.member_id == first.goes_on_id), "")
    return CircleOnHome(
        first.public_id,
        tuple(buddy_of(row) for row in rows),
        first.state,
        first.began_at,
        first.next_starts_at,
        first.next_how,
        first.last_message_at,
        first.last_met_on,
        in_order(waiting_in(first, _around(first, who_goes_on))),
        who_goes_on,
        first.paused_until,
    )


def _around(row: Any, who_goes_on: str) -> Around:
    return Around(
        meets_at=row.next_starts_at,
        has_met=row.last_met_on is not None,
        agreement_waits=row.agreement_waits,
        proposal_waits=row.proposal_waits,
        is_asked_when=bool(who_goes_on),
        is_half_way_new=row.is_half_way_new,
        looks_over=[kind for kind in LookKind if getattr(row, kind)],
    )
