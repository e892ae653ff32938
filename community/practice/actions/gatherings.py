"""Planning a gathering, moving it, calling it off, and what was learned there."""

from typing import Any
from uuid import UUID

from sqlalchemy import update

from community.core import audit, chance, clock
from community.core.database import changed, db
from community.core.errors import Conflict, Invalid, NotAllowed, Stale
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries, when
from community.practice.actions.coming import OVER, fill
from community.practice.actions.gathering_news import tell_of_change, tell_of_note, tell_of_plan, where_of
from community.practice.actions.posts import in_html
from community.practice.actions.threads import start_thread
from community.practice.gathered import GatheringPlan
from community.practice.models import LONGEST_TITLE, Gathering, Thread
from community.practice.queries import CommunitySeen, GatheringSeen
from community.practice.queries.caring import talk_of_gathering
from community.practice.queries.seats import Held

BRING_A_QUESTION = (
    "What would you like us to talk about when we meet? Write your question here beforehand, "
    "also if you cannot come yourself."
)
PASSED = "Choose a time that is still to come."


def plan_gathering(actor: Actor, community: CommunitySeen, plan: GatheringPlan, *, once: UUID) -> UUID:
    """A new gathering, with a conversation to bring questions to. Whoever plans it is not yet said to come."""
    if not policy.can_plan(community):
        raise NotAllowed("Join the community first, then you can plan a gathering in it.")
    _refuse_the_past(plan)
    html = in_html(plan.body)
    talk = start_thread(
        actor,
        community,
        kind_id="gathering",
        title=_title_of_talk(plan.title),
        body=BRING_A_QUESTION,
        once=chance.new_id(),
        quietly=True,
    )
    now = clock.now()
    gathering = Gathering(
        community_id=community.id,
        maker_id=actor.id,
        thread_id=queries.thread_seen_by(actor, talk.public_id).id,
        html=html,
        made_at=now,
        changed_at=now,
        is_for_members=community.is_for_members,
        made_key=once,
        **_columns(plan),
    )
    db.session.add(gathering)
    db.session.flush()
    tell_of_plan(actor, community, gathering.public_id, title=plan.title, until=plan.ends_at)
    return gathering.public_id


def change_gathering(actor: Actor, gathering: GatheringSeen, plan: GatheringPlan, *, version: int) -> bool:
    """Whether those who come were told: of another time or place, not of other words.

    `version` is the one it was changed from; raises Stale when another change came between.
    """
    held, html = _hold_to_change(gathering), in_html(plan.body)
    if held.version != version:
        now = queries.gathering_seen_by(actor, gathering.public_id)
        raise Stale(yours=in_words(plan), theirs=in_words(plan_of(now)))
    _refuse_the_past(plan)
    if plan.capacity is not None and (taken := queries.seats_taken(held)) > plan.capacity:
        raise Invalid(f"{taken} come already. Choose at least so many places.", "capacity")
    is_moved = _whereabouts(plan) != _whereabouts(held)
    values = _columns(plan) | {"html": html, "changed_at": clock.now(), "version": held.version + 1}
    _save(held, values | _sequence(held, is_newer=is_moved or plan.title != held.title))
    where = where_of(gathering)
    if plan.title != held.title:
        _retitle(held, plan.title, where.group_id)
    if is_moved:
        tell_of_change(actor, held, where, What.GATHERING_MOVED, title=plan.title, until=plan.ends_at)
    fill(held._replace(title=plan.title, ends_at=plan.ends_at), where, capacity=plan.capacity)
    return is_moved


def call_off(actor: Actor, gathering: GatheringSeen) -> None:
    """It does not take place; where it would have been is forgotten. A repeat changes nothing."""
    if gathering.is_off and policy.prepares(gathering):
        return
    held = _hold_to_change(gathering)
    now = clock.now()
    gone = {"off_at": now, "changed_at": now, "place": "", "link": "", "version": held.version + 1}
    _save(held, gone | _sequence(held, is_newer=True))
    where = where_of(gathering)
    tell_of_change(actor, held, where, What.GATHERING_OFF, title=held.title, until=held.ends_at)
    audit.note("gathering called off", actor_id=actor.id, object_kind="gathering", object_id=held.public_id)


def write_note(actor: Actor, gathering: GatheringSeen, note: str, *, version: int) -> None:
    """What was learned, for all who read of it; its community is told once. Raises Stale, as a change does."""
    if not policy.can_write_note(gathering):
        raise NotAllowed
    html = in_html(note)
    held = queries.hold_gathering(gathering.id)
    if held.version != version:
        raise Stale(yours=note, theirs=queries.gathering_seen_by(actor, gathering.public_id).note)
    written = {"note": note, "note_html": html, "note_by_id": actor.id, "noted_at": held.noted_at or clock.now()}
    _save(held, written | {"version": held.version + 1})
    if held.noted_at is None:
        tell_of_note(actor, gathering)


def plan_of(gathering: GatheringSeen) -> GatheringPlan:
    """It as it stands, in the shape in which it is changed."""
    return GatheringPlan(*(getattr(gathering, name) for name in GatheringPlan.__dataclass_fields__))


def in_words(plan: GatheringPlan) -> str:
    """All of it as a text, for whoever has to choose between two."""
    lines = [plan.title, when.span(plan.starts_at, plan.ends_at, plan.zone), plan.place, plan.link]
    lines += [f"Access: {plan.access}" if plan.access else "", f"Places: {plan.capacity}" if plan.capacity else ""]
    return "\n".join([*filter(None, lines), "", plan.body])


def _hold_to_change(gathering: GatheringSeen) -> Held:
    if not policy.prepares(gathering):
        raise NotAllowed
    held = queries.hold_gathering(gathering.id)
    if not policy.can_change_gathering(gathering) or held.off_at or held.ends_at <= clock.now():
        raise Conflict(OVER)
    return held


def _title_of_talk(title: str) -> str:
    return f"Before we meet: {title}"[:LONGEST_TITLE]


def _retitle(held: Held, title: str, group_id: int) -> None:
    """Whoever was told hears the new title, but for one that is hidden: of that not even the title is said.

    Its conversation takes it too, unless it was given one of its own.
    """
    talk = talk_of_gathering(held.id)
    takes_it = talk is not None and talk.title == _title_of_talk(held.title)
    if talk and takes_it:
        db.session.execute(update(Thread).where(Thread.id == talk.id).values(title=_title_of_talk(title)))
    if held.hidden_at is not None:
        return
    notifications.retitle(held.public_id, title, group_id=group_id)
    if talk and takes_it:
        notifications.retitle(talk.public_id, _title_of_talk(title), group_id=group_id)


def _refuse_the_past(plan: GatheringPlan) -> None:
    if plan.starts_at <= clock.now():
        raise Invalid(PASSED, "on")


def _columns(plan: GatheringPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in GatheringPlan.__dataclass_fields__}


def _whereabouts(about: GatheringPlan | Held) -> tuple[object, ...]:
    return about.starts_at, about.ends_at, about.place, about.link


def _sequence(held: Held, *, is_newer: bool) -> dict[str, int]:
    return {"sequence": held.sequence + 1} if is_newer else {}


def _save(held: Held, values: dict[str, Any]) -> None:
    saved = update(Gathering).where(Gathering.id == held.id, Gathering.version == held.version).values(values)
    if not changed(saved):
        raise Conflict
