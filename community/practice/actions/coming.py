"""Saying whether one comes. Each seat is given while the gathering is held: never more than there are."""

from sqlalchemy import delete, update

from community.core import clock
from community.core.database import changed, upsert
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.practice import policy, queries
from community.practice.actions.gathering_news import Where, tell_of_room, where_of
from community.practice.models import Coming, Gathering, GatheringAnswer
from community.practice.queries import CommunitySeen, GatheringSeen
from community.practice.queries.seats import Held

JOIN_FIRST = "Join the community first, then you can say that you come."
OVER = "This gathering is off, or over. Nothing was changed."


def come(actor: Actor, gathering: GatheringSeen, needs: str) -> Coming:
    """Take a seat, or a place in the line for one; which of the two. Said again, it changes only what one needs."""
    held = _hold(actor, gathering)
    before = queries.answer_of(actor.id, held.id)
    if before in (Coming.YES, Coming.WAITING):
        coming = before
    else:
        coming = Coming.YES if queries.has_room(held, held.capacity) else Coming.WAITING
    _write(actor, held, coming, before, needs=needs)
    return coming


def stay_away(actor: Actor, gathering: GatheringSeen) -> None:
    """Not this time: what one needed is forgotten, and a seat goes to whoever has waited longest."""
    held = _hold(actor, gathering)
    before = queries.answer_of(actor.id, held.id)
    _write(actor, held, Coming.NO, before, needs="")
    if before is Coming.YES:
        fill(held, where_of(gathering), capacity=held.capacity)


def give_up_seats(member_id: int, community: CommunitySeen) -> None:
    """The member has left the community: whatever they answered to what is still to come is gone."""
    for gathering_id in queries.answered_in(member_id, community.id):
        held = queries.hold_gathering(gathering_id)
        before = queries.answer_of(member_id, gathering_id)
        own = (GatheringAnswer.gathering_id == gathering_id, GatheringAnswer.member_id == member_id)
        changed(delete(GatheringAnswer).where(*own))
        if before is Coming.YES and held.off_at is None:
            where = Where(
                *(community.public_id, community.group_id, community.level, community.is_safe_space),
                is_for_members=held.is_for_members,
                is_hidden=held.hidden_at is not None,
            )
            fill(held, where, capacity=held.capacity)


def fill(held: Held, where: Where, *, capacity: int | None) -> None:
    """Free seats go to those who wait, in their order, and they are told."""
    while queries.has_room(held, capacity):
        member_id = queries.first_waiting(held)
        if member_id is None:
            return
        _set(member_id, held, coming=Coming.YES)
        tell_of_room(member_id, held, where)


def forget_needs() -> int:
    """What people needed to take part is nobody's to read once a gathering is over; returns of how many."""
    over = update(GatheringAnswer).where(
        GatheringAnswer.needs != "",
        GatheringAnswer.gathering_id == Gathering.id,
        Gathering.ends_at <= clock.now(),
    )
    return changed(over.values(needs=""))


def _hold(actor: Actor, gathering: GatheringSeen) -> Held:
    if not gathering.is_member:
        raise NotAllowed(JOIN_FIRST)
    if not policy.can_come(gathering):
        raise Conflict(OVER)
    if not queries.hold_my_place(actor, gathering.group_id):
        raise NotAllowed(JOIN_FIRST)
    held = queries.hold_gathering(gathering.id)
    if held.off_at or held.ends_at <= clock.now():
        raise Conflict(OVER)
    return held


def _write(actor: Actor, held: Held, coming: Coming, before: Coming | None, *, needs: str) -> None:
    """The answer; whoever keeps it keeps their place in the order too."""
    since = {} if coming is before else {"since": clock.now()}
    _set(actor.id, held, coming=coming, needs=needs, **since)


def _set(member_id: int, held: Held, **values: object) -> None:
    keys = {"gathering_id": held.id, "member_id": member_id}
    answer = upsert(GatheringAnswer).values({"since": clock.now(), "needs": ""} | keys | values)
    changed(answer.on_conflict_do_update(index_elements=list(keys), set_=values))
