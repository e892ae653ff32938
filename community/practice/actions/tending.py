"""Who looks after a community: asking somebody, answering, stepping down, and taking it up where nobody does."""

from uuid import UUID

from sqlalchemy import delete

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core import audit, clock
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.actions.announcing import tell_member
from community.practice.models import CareOffer
from community.practice.queries import CommunitySeen


def offer_care(actor: Actor, community: CommunitySeen, person: UUID) -> None:
    """Ask a member to look after the community too. Of several who ask it is the last who does."""
    if not policy.can_run(community):
        raise NotAllowed
    member = queries.member_of(actor, community, person)
    if member.is_facilitator:
        raise Conflict(f"{member.name} looks after it already.")
    offer = {"community_id": community.id, "member_id": member.id, "from_id": actor.id, "offered_at": clock.now()}
    asked = upsert(CareOffer).values(offer)
    keys = ["community_id", "member_id"]
    db.session.execute(asked.on_conflict_do_update(index_elements=keys, set_={"from_id": actor.id}))
    tell_member(actor, member.id, What.CARE_OFFERED, community)


def take_back_offer(actor: Actor, community: CommunitySeen, person: UUID) -> None:
    """The question is no longer asked."""
    if not policy.can_run(community):
        raise NotAllowed
    forget_offers(community, queries.member_of(actor, community, person).id)


def accept_care(actor: Actor, community: CommunitySeen) -> None:
    """Say yes: from now on they look after it too. Raises Conflict when they are not asked any more.

    Neither are they when whoever asked looks after it no more, or it has come to its end.
    """
    queries.hold_community(community.id)
    is_there = queries.hold_my_place(actor, community.group_id)
    now = queries.community_seen_by(actor, community.public_id)
    if not is_there or queries.care_offered_to(actor, now) is None or not forget_offers(now, actor.id):
        raise Conflict("You are not asked any more.")
    _give(actor, now)


def decline_care(actor: Actor, community: CommunitySeen) -> None:
    """Say no, without a reason. Whoever asked sees that nobody is asked any more, and nothing else."""
    forget_offers(community, actor.id)


def take_up_care(actor: Actor, community: CommunitySeen) -> None:
    """Look after a community that nobody looks after."""
    queries.hold_community(community.id)
    now = queries.community_seen_by(actor, community.public_id)
    if not policy.can_take_up(actor, now):
        raise NotAllowed
    notifications.take_back(community.public_id, whats=[What.UNTENDED])
    _give(actor, community)


def step_down(actor: Actor, community: CommunitySeen) -> None:
    """Be a member like any other. Only while somebody else looks after it: of two at once, one stays."""
    queries.hold_community(community.id)
    now = queries.community_seen_by(actor, community.public_id)
    if not now.is_facilitator:
        return
    if not policy.can_step_down(now):
        raise Conflict("You are the only one who looks after it now. Ask somebody first.")
    belonging.place(actor.id, community.group_id, BelongingState.IN, role=GroupRole.MEMBER)
    forget_offers_by(actor.id, community)
    audit.note("care given up", actor_id=actor.id, object_kind="community", object_id=community.public_id)


def forget_offers(community: CommunitySeen, member_id: int) -> bool:
    """Nothing is asked of this member any more; whether anything was."""
    those = (CareOffer.community_id == community.id, CareOffer.member_id == member_id)
    was_asked = bool(changed(delete(CareOffer).where(*those)))
    if was_asked:
        notifications.take_back(community.public_id, member_id=member_id, whats=[What.CARE_OFFERED])
    return was_asked


def forget_offers_by(member_id: int, community: CommunitySeen) -> None:
    """Whom this member asked is asked no more: they look after it no longer."""
    for asked_id in queries.asked_to_care_by(member_id, community.id):
        forget_offers(community, asked_id)


def _give(actor: Actor, community: CommunitySeen) -> None:
    belonging.place(actor.id, community.group_id, BelongingState.IN, role=GroupRole.FACILITATOR)
    audit.note("care taken", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    for keeper in queries.doorkeepers_of(community.group_id):
        tell_member(actor, keeper.member_id, What.CARE_TAKEN, community)
