"""Telling everybody in a community of what changes in it; and whom else, where nobody looks after it."""

from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.models import Level
from community.practice.queries import CommunitySeen


def tell_everybody(actor: Actor, what: What, community: CommunitySeen) -> None:
    """Every other member, whatever they chose to hear of: it changes what they are in."""
    notifications.tell_everybody(
        what,
        about=community.public_id,
        group_id=community.group_id,
        sender=actor,
        words=community.name,
        is_public=policy.may_be_in_letters(community),
    )


def tell_member(actor: Actor, member_id: int, what: What, community: CommunitySeen, *, is_in: bool = True) -> None:
    notifications.tell(
        member_id,
        what,
        about=community.public_id,
        sender=actor,
        group_id=community.group_id if is_in else None,
        words=community.name,
        is_public=policy.may_be_in_letters(community),
    )


def tell_if_untended(community: CommunitySeen) -> None:
    """Nobody looks after it any more: every moderator is told, by name only of what every member may see."""
    is_known = community.level in (Level.OPEN, Level.ASK)
    for member_id in queries.moderator_ids():
        notifications.tell(
            member_id,
            What.UNTENDED,
            about=community.public_id,
            words=community.name if is_known else "one of the communities",
            is_public=policy.may_be_in_letters(community),
        )
