"""The circles of a member, in lists: those that are open, with what waits in them, and those that are over."""

from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.buddying import rhythm
from community.buddying.looks import TASKS
from community.buddying.models import (
    AgreementYes,
    Circle,
    CircleAgreement,
    CircleLook,
    CircleMessage,
    CircleSeat,
    CircleState,
    Meeting,
    Proposal,
    ProposalState,
    ProposalYes,
)
from community.buddying.queries.circles import buddy_of
from community.buddying.seen import SOMEBODY, CircleOnHome, FinishedCircle
from community.buddying.tasks import Task, in_order
from community.core.database import db
from community.core.roles import Actor

FINISHED_SHOWN = 30

_VIEWER: ColumnElement[int] = bindparam("viewer", type_=Member.id.type)
_other, _seat, _later = aliased(Member), aliased(CircleSeat), aliased(CircleAgreement)
_AGREEMENT_WAITS = exists().where(
    CircleAgreement.circle_id == Circle.id,
    ~exists().where(_later.circle_id == Circle.id, _later.version > CircleAgreement.version),
    ~exists().where(AgreementYes.agreement_id == CircleAgreement.id, AgreementYes.member_id == _VIEWER),
)
_PROPOSAL_WAITS = exists().where(
    Proposal.circle_id == Circle.id,
    Proposal.state == ProposalState.OPEN,
    Proposal.proposer_id != _VIEWER,
    ~exists().where(ProposalYes.proposal_id == Proposal.id, ProposalYes.member_id == _VIEWER),
)
_LOOK_WAITS = (
    select(CircleLook.kind)
    .where(
        CircleLook.circle_id == Circle.id,
        CircleLook.member_id == _VIEWER,
        CircleLook.term == Circle.term,
        CircleLook.told_at.is_not(None),
        CircleLook.answered_at.is_(None),
        CircleLook.opened_at.is_(None),
    )
    .order_by(CircleLook.told_at.desc(), CircleLook.id.desc())
    .limit(1)
    .correlate(Circle)
    .scalar_subquery()
)
_mine = aliased(CircleSeat)
_PLANNED = and_(Meeting.circle_id == Circle.id, Meeting.happened_on.is_(None), Meeting.called_off_at.is_(None))
_CIRCLES_OF = (
    select(
        Circle.id,
        Circle.public_id,
        Circle.state,
        Circle.began_at,
        Circle.rhythm,
        Circle.contact_at,
        and_(Circle.moved_at.is_not(None), _mine.feels_right.is_not(True)).label("must_look_again"),
        _AGREEMENT_WAITS.label("agreement_waits"),
        _PROPOSAL_WAITS.label("proposal_waits"),
        _LOOK_WAITS.label("look_waits"),
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
        select(CircleMessage.author_id)
        .where(CircleMessage.circle_id == Circle.id)
        .order_by(CircleMessage.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("last_author_id"),
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
_FINISHED = (
    select(
        Circle.id,
        Circle.public_id,
        Circle.ended_at,
        _other.id.label("member_id"),
        _other.public_id.label("member_public_id"),
        _other.display_name,
    )
    .select_from(Circle)
    .join(_mine, and_(_mine.circle_id == Circle.id, _mine.member_id == _VIEWER, _mine.left_at.is_(None)))
    .join(_seat, and_(_seat.circle_id == Circle.id, _seat.member_id != _VIEWER, _seat.left_at.is_(None)))
    .join(_other, _other.id == _seat.member_id)
    .where(Circle.ended_at.is_not(None), ~belonging.has_blocked(_VIEWER, _other.id))
    .order_by(Circle.ended_at.desc(), Circle.id, _other.display_name, _other.id)
    .limit(FINISHED_SHOWN)
)


def circles_of(viewer: Actor) -> list[CircleOnHome]:
    """For Home and the top of Buddies: the open circles of a member, in one statement."""
    rows = db.session.execute(_CIRCLES_OF, {"viewer": viewer.id}).all()
    return [_on_home(viewer, list(together)) for _, together in groupby(rows, key=lambda row: row.id)]


def finished_circles_of(viewer: Actor) -> list[FinishedCircle]:
    """What a member can still read of circles that are over, the latest first. Nobody is simply gone."""
    rows = db.session.execute(_FINISHED, {"viewer": viewer.id}).all()
    together = [list(each) for _, each in groupby(rows, key=lambda row: row.id)]
    return [FinishedCircle(each[0].public_id, tuple(map(buddy_of, each)), each[0].ended_at) for each in together]


def _on_home(viewer: Actor, rows: list[Any]) -> CircleOnHome:
    first = rows[0]
    names = {viewer.id: "You"} | {row.member_id: row.display_name for row in rows}
    return CircleOnHome(
        first.public_id,
        tuple(buddy_of(row) for row in rows),
        first.state,
        first.began_at,
        first.next_starts_at,
        first.next_how,
        first.last_message_at,
        names.get(first.last_author_id, SOMEBODY),
        first.last_met_on,
        in_order(_waiting(first)),
    )


def _waiting(row: Any) -> set[Task]:
    """What waits for the viewer in an open circle, as far as a list says it. While it rests, only what cannot."""
    is_awake = row.state is not CircleState.PAUSED
    missed = rhythm.misses_now(row.state, row.rhythm, row.contact_at, row.next_starts_at)
    waiting = {
        Task.LOOK_AGAIN: row.must_look_again,
        Task.AGREEMENT: row.agreement_waits,
        Task.PROPOSAL: row.proposal_waits,
        Task.RESCUE: missed >= rhythm.RESCUE_FROM,
    }
    looks = {TASKS[row.look_waits]} if row.look_waits and is_awake else set()
    return {task for task, waits in waiting.items() if waits} | looks
