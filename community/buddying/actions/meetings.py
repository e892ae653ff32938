"""The next meeting, and "we met"."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Update, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from community.buddying import policy, queries
from community.buddying.actions.words import FINISHED
from community.buddying.models import Meeting
from community.buddying.said import Plan
from community.buddying.seen import CircleSeen, PlannedMeeting
from community.core import chance, clock, crypto
from community.core.database import db
from community.core.errors import Conflict, Invalid, Stale
from community.core.roles import Actor


def plan_meeting(actor: Actor, circle: CircleSeen, plan: Plan, *, once: UUID) -> None:
    """Set or move the next meeting. Raises Stale when the other has set or moved it meanwhile."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if plan.starts_at <= clock.now():
        raise Invalid("Choose a time that is still to come.", "on")
    now = queries.meetings_of(circle).planned
    if now is not None and _is_same(now, plan):
        return
    if (now.revision if now else 0) != plan.seen or (now and not _move(circle, now, plan)):
        theirs = _in_words(now.starts_at, now.where) if now else "No meeting is planned."
        raise Stale(yours=_in_words(plan.starts_at, plan.where), theirs=theirs)
    if now is None:
        _set(actor, circle, plan, once)


def call_off(_actor: Actor, circle: CircleSeen) -> None:
    """No meeting is planned any more. A repeat changes nothing."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    db.session.execute(_planned_of(circle).values(called_off_at=clock.now()))


def we_met(actor: Actor, circle: CircleSeen, *, on: date, once: UUID) -> None:
    """Note that the circle met on a day; once a day, whoever of them says it. The plan for that day is fulfilled."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if not clock.local(circle.began_at).date() <= on <= clock.today():
        raise Invalid("Choose a day since you became buddies, up to today.", "on")
    meetings = queries.meetings_of(circle)
    is_planned = meetings.planned is not None and clock.local(meetings.planned.starts_at).date() <= on
    if queries.has_met_on(circle, on):
        if is_planned:
            call_off(actor, circle)
        return
    if is_planned:
        db.session.execute(_planned_of(circle).values(happened_on=on, logged_by_id=actor.id))
        return
    insert_ = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(
        insert_(Meeting)
        .values(public_id=chance.new_id(), circle_id=circle.id, happened_on=on, logged_by_id=actor.id, made_key=once)
        .on_conflict_do_nothing()
    )


def forget_meeting(actor: Actor, circle: CircleSeen, meeting_id: UUID) -> None:
    """It was pressed by mistake: whoever noted it takes it out. A repeat changes nothing."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    db.session.execute(
        delete(Meeting).where(
            Meeting.public_id == meeting_id,
            Meeting.circle_id == circle.id,
            Meeting.logged_by_id == actor.id,
            Meeting.happened_on.is_not(None),
        )
    )


def _is_same(now: PlannedMeeting, plan: Plan) -> bool:
    return (now.starts_at, now.how, now.where) == (plan.starts_at, plan.how, plan.where)


def _set(actor: Actor, circle: CircleSeen, plan: Plan, once: UUID) -> None:
    meeting_id = chance.new_id()
    db.session.execute(
        insert(Meeting).values(
            public_id=meeting_id,
            circle_id=circle.id,
            starts_at=plan.starts_at,
            how=plan.how,
            where_box=_sealed(plan.where, meeting_id, circle, revision=1),
            logged_by_id=actor.id,
            revision=1,
            made_key=once,
        )
    )


def _move(circle: CircleSeen, now: PlannedMeeting, plan: Plan) -> bool:
    """Change the plan if it is still the one that was seen."""
    revision = plan.seen + 1
    moved = db.session.execute(
        _planned_of(circle)
        .where(Meeting.public_id == now.public_id, Meeting.revision == plan.seen)
        .values(
            starts_at=plan.starts_at,
            how=plan.how,
            where_box=_sealed(plan.where, now.public_id, circle, revision=revision),
            revision=revision,
        )
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _sealed(where: str, meeting_id: UUID, circle: CircleSeen, *, revision: int) -> bytes | None:
    if not where:
        return None
    return crypto.seal_field(where, table="meeting", row=meeting_id, group=circle.group_id, revision=revision)


def _planned_of(circle: CircleSeen) -> Update:
    return (
        update(Meeting)
        .where(Meeting.circle_id == circle.id, Meeting.happened_on.is_(None), Meeting.called_off_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def _in_words(starts_at: datetime, where: str) -> str:
    local = clock.local(starts_at)
    return ", ".join(part for part in (f"{local:%A} {local.day} {local:%B}", f"{local:%H:%M}", where) if part)
