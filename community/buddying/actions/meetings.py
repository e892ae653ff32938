"""The next meeting, and "we met"."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Update, delete, insert, update

from community.buddying import policy, queries
from community.buddying.actions.words import FINISHED, note_contact, tell_the_others, use_one_act
from community.buddying.models import Meeting
from community.buddying.queries.agreement import standing_paper
from community.buddying.queries.meetings import ToRevive
from community.buddying.said import Plan
from community.buddying.seen import CircleSeen, OneCircle, PlannedMeeting
from community.core import chance, clock, crypto
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, Invalid, Stale
from community.core.roles import Actor
from community.notifications import actions as notices
from community.notifications.models import What


def plan_meeting(actor: Actor, circle: CircleSeen, plan: Plan, *, once: UUID) -> bool:
    """Set or move the next meeting; whether it was moved. Raises Stale when the other has set or moved it meanwhile."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if plan.starts_at <= clock.now():
        raise Invalid("Choose a time that is still to come.", "on")
    now = queries.meetings_of(circle).planned
    if now is not None and _is_same(now, plan):
        return False
    if (now.revision if now else 0) != plan.seen or (now and not _move(circle, now, plan)):
        theirs = _in_words(now.starts_at, now.where) if now else "No meeting is planned."
        raise Stale(yours=_in_words(plan.starts_at, plan.where), theirs=theirs)
    use_one_act(actor, circle)
    notices.take_back(circle.public_id, whats=(What.GOES_ON,))
    if now is not None:
        tell_the_others(actor, circle, What.MEETING_MOVED, spot=now.public_id, at=plan.starts_at)
        return True
    tell_the_others(actor, circle, What.MEETING_SET, spot=_set(actor, circle, plan, once), at=plan.starts_at)
    return False


def call_off(actor: Actor, circle: CircleSeen) -> bool:
    """No meeting is planned any more, and its place is forgotten. A repeat changes nothing, and is False."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    planned = queries.meetings_of(circle).planned
    if planned is None or not clear_plan(circle):
        return False
    use_one_act(actor, circle)
    tell_the_others(actor, circle, What.MEETING_OFF, spot=planned.public_id, at=planned.starts_at)
    return True


def we_met(actor: Actor, circle: CircleSeen, *, on: date, once: UUID) -> None:
    """Note that the circle met on a day; once a day, whoever of them says it. The plan for that day is fulfilled."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if not clock.local(circle.began_at).date() <= on <= clock.today():
        raise Invalid("Choose a day since you became buddies, up to today.", "on")
    note_contact(circle, at=datetime.combine(on, time(12), tzinfo=clock.LONDON) if on < clock.today() else None)
    meetings = queries.meetings_of(circle)
    is_planned = meetings.planned is not None and clock.local(meetings.planned.starts_at).date() <= on
    if queries.has_met_on(circle, on):
        if is_planned:
            clear_plan(circle)
        return
    if is_planned:
        changed(_planned_of(circle).values(happened_on=on, logged_by_id=actor.id))
        return
    changed(
        upsert(Meeting)
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


def _set(actor: Actor, circle: CircleSeen, plan: Plan, once: UUID) -> UUID:
    """A new plan. One that was just called off comes back, so that calendars move what they hold, and keep no ghost."""
    before = queries.meeting_to_revive(circle)
    if before is not None and _revive(circle, before, plan):
        return before.public_id
    meeting_id = chance.new_id()
    db.session.execute(
        insert(Meeting).values(
            public_id=meeting_id,
            circle_id=circle.id,
            starts_at=plan.starts_at,
            how=plan.how,
            where_box=_sealed(plan.where, meeting_id, circle, revision=1),
            minutes=_minutes_agreed(circle),
            logged_by_id=actor.id,
            revision=1,
            made_key=once,
        )
    )
    return meeting_id


def clear_plan(circle: OneCircle) -> bool:
    """Call off what is planned. The place goes with the plan; calendars know the later version by its number."""
    gone = {"called_off_at": clock.now(), "where_box": None, "revision": Meeting.revision + 1}
    return bool(changed(_planned_of(circle).values(gone)))


def _revive(circle: CircleSeen, before: ToRevive, plan: Plan) -> bool:
    revision = before.revision + 1
    revived = (
        update(Meeting)
        .where(Meeting.public_id == before.public_id, Meeting.called_off_at.is_not(None))
        .values(_planned_as(circle, before.public_id, plan, revision) | {"called_off_at": None})
    )
    return bool(changed(revived))


def _move(circle: CircleSeen, now: PlannedMeeting, plan: Plan) -> bool:
    """Change the plan if it is still the one that was seen."""
    revision = plan.seen + 1
    moved = (
        _planned_of(circle)
        .where(Meeting.public_id == now.public_id, Meeting.revision == plan.seen)
        .values(_planned_as(circle, now.public_id, plan, revision))
    )
    return bool(changed(moved))


def _planned_as(circle: CircleSeen, meeting_id: UUID, plan: Plan, revision: int) -> dict[str, Any]:
    return {
        "starts_at": plan.starts_at,
        "how": plan.how,
        "where_box": _sealed(plan.where, meeting_id, circle, revision=revision),
        "minutes": _minutes_agreed(circle),
        "revision": revision,
    }


def _minutes_agreed(circle: CircleSeen) -> int | None:
    """How long they said they would like to talk, if they have agreed on it."""
    paper = standing_paper(circle)
    return paper.terms.minutes if paper else None


def _sealed(where: str, meeting_id: UUID, circle: CircleSeen, *, revision: int) -> bytes | None:
    if not where:
        return None
    return crypto.seal_field(where, table="meeting", row=meeting_id, group=circle.group_id, revision=revision)


def _planned_of(circle: OneCircle) -> Update:
    return update(Meeting).where(
        Meeting.circle_id == circle.id, Meeting.happened_on.is_(None), Meeting.called_off_at.is_(None)
    )


def _in_words(starts_at: datetime, where: str) -> str:
    local = clock.local(starts_at)
    return ", ".join(part for part in (f"{local:%A} {local.day} {local:%B}", f"{local:%H:%M}", where) if part)
