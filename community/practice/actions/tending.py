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
    """Ask a member to look after the community too. A repeat changes nothing."""
    if not policy.can_run(community):
        raise NotAllowed
    member = queries.member_of(actor, community, person)
    if member.is_facilitator:
        raise Conflict(f"{member.name} looks after it already.")
    offer = {"community_id": community.id, "member_id": member.id, "from_id": actor.id, "offered_at": clock.now()}
    db.session.execute(upsert(CareOffer).values(offer).on_conflict_do_nothing())
    tell_member(actor, member.id, What.CARE_OFFERED, community)


def take_back_offer(actor: Actor, community: CommunitySeen, person: UUID) -> None:
    """The question is no longer asked."""
    if not policy.can_run(community):
        raise NotAllowed
    forget_offers(community, queries.member_of(actor, community, person).id)


def accept_care(actor: Actor, community: CommunitySeen) -> None:
    """Say yes: from now on they look after it too. Raises Conflict when they are not asked any more."""
    if not community.is_member or not forget_offers(community, actor.id):
        raise Conflict("You are not asked any more.")
    _give(actor, community)


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
    audit.note("care given up", actor_id=actor.id, object_kind="community", object_id=community.public_id)


def forget_offers(community: CommunitySeen, member_id: int) -> bool:
    """Nothing is asked of this member any more; whether anything was."""
    those = (CareOffer.community_id == community.id, CareOffer.member_id == member_id)
    was_asked = bool(changed(delete(CareOffer).where(*those)))
    if was_asked:
        notifications.take_back(community.public_id, member_id=member_id, whats=[What.CARE_OFFERED])
    return was_asked


def _give(actor: Actor, community: CommunitySeen) -> None:
    belonging.place(actor.id, community.group_id, BelongingState.IN, role=GroupRole.FACILITATOR)
    audit.note("care taken", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    for keeper in queries.doorkeepers_of(community.group_id):
        tell_member(actor, keeper.member_id, What.CARE_TAKEN, community)
