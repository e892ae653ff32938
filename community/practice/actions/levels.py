"""Who may come into a community, and what a change of that does to what was said before; and its end."""

from dataclasses import replace

from sqlalchemy import update

from community.core import audit, clock
from community.core.database import changed
from community.core.errors import NotAllowed
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.actions.announcing import tell_everybody
from community.practice.models import Community, Gathering, InviteLink, Level, Thread
from community.practice.queries import CommunitySeen


def change_level(actor: Actor, community: CommunitySeen, level: Level) -> None:
    """Another level from now on. What was said while fewer could read stays for the members alone, for ever.

    Links that were handed out while more could come in lead nowhere once fewer may.
    """
    if not policy.can_run(community):
        raise NotAllowed
    queries.hold_community(community.id)
    community = queries.community_seen_by(actor, community.public_id)
    if level is community.level:
        return
    if policy.is_wider(level, community.level):
        for said in (Thread, Gathering):
            changed(update(said).where(said.community_id == community.id).values(is_for_members=True))
    else:
        links = update(InviteLink).where(InviteLink.community_id == community.id, InviteLink.revoked_at.is_(None))
        changed(links.values(revoked_at=clock.now()))
    changed(update(Community).where(Community.id == community.id).values(level=level))
    now = replace(community, level=level)
    if not policy.may_be_in_letters(now):
        notifications.keep_from_letters(community.group_id, queries.things_in(community.id))
    audit.note(f"level {level}", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    tell_everybody(actor, What.LEVEL_CHANGED, now)


def archive(actor: Actor, community: CommunitySeen) -> None:
    """It has come to its end: whoever read it reads it, and nobody writes, comes in or asks to."""
    if not policy.can_run(community):
        raise NotAllowed
    changed(update(Community).where(Community.id == community.id).values(archived_at=clock.now()))
    audit.note("community archived", actor_id=actor.id, object_kind="community", object_id=community.public_id)
    tell_everybody(actor, What.ARCHIVED, community)


def bring_back(actor: Actor, community: CommunitySeen) -> None:
    """It goes on."""
    if not policy.can_bring_back(community):
        raise NotAllowed
    changed(update(Community).where(Community.id == community.id).values(archived_at=None))
    audit.note("community brought back", actor_id=actor.id, object_kind="community", object_id=community.public_id)
