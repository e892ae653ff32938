"""Invite links: making one, taking it back, and coming in by it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.core import audit, clock
from community.core.database import changed, db
from community.core.errors import Conflict, NotAllowed, NotFound
from community.core.roles import Actor
from community.practice import policy, queries
from community.practice.actions.doors import accept
from community.practice.actions.marks import set_mark
from community.practice.actions.telling import count_askers
from community.practice.models import InviteLink
from community.practice.queries import CommunitySeen, Invited

LINK_LASTS = timedelta(days=14)


def make_invite(actor: Actor, community: CommunitySeen) -> None:
    """A link into the community for fourteen days. At most ten work at once."""
    if not policy.can_run(community):
        raise NotAllowed
    queries.hold_community(community.id)
    if len(queries.links_of(community)) >= queries.MOST_LINKS:
        raise Conflict("Ten links work already. Take one back first.")
    now = clock.now()
    db.session.add(InviteLink(community_id=community.id, maker_id=actor.id, made_at=now, expires_at=now + LINK_LASTS))
    audit.note("invite link made", actor_id=actor.id, object_kind="community", object_id=community.public_id)


def revoke_invite(actor: Actor, community: CommunitySeen, link: UUID) -> None:
    """The link leads nowhere any more. Taking it back twice changes nothing."""
    if not policy.can_run(community):
        raise NotAllowed
    own = (InviteLink.public_id == link, InviteLink.community_id == community.id)
    if not changed(update(InviteLink).where(*own).values(revoked_at=clock.now())):
        raise NotFound
    audit.note("invite link revoked", actor_id=actor.id, object_kind="community", object_id=community.public_id)


def come_in(actor: Actor, community: CommunitySeen, invited: Invited) -> None:
    """Come in by a link that works, whatever the level. Whoever is in already stays as they are."""
    if community.is_member:
        return
    if not policy.can_come_in(community):
        raise NotAllowed("You cannot come into this community just now.")
    belonging.place(actor.id, community.group_id, BelongingState.IN)
    accept(actor, community)
    set_mark(actor.id, community.id, asked_words="", read_at=None)
    changed(update(InviteLink).where(InviteLink.id == invited.link_id).values(used=InviteLink.used + 1))
    if community.has_asked:
        count_askers(community)
