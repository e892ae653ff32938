"""Looking after a community: its door, its end, its conversations, and who does it."""

from datetime import timedelta

from community.core import clock
from community.core.roles import Actor, Role
from community.practice.models import Level
from community.practice.policy.judged import Living, Movable, Place, Tended

STAYED = timedelta(days=30)


def can_run(community: Living) -> bool:
    """Look after the community itself: its front page, its door, its agreement, its end."""
    return community.is_facilitator and not community.is_archived


def is_wider(new: Level, old: Level) -> bool:
    """More people may see or read than before."""
    return list(Level).index(new) < list(Level).index(old)


def can_step_down(community: Tended) -> bool:
    """No longer look after it: only while somebody else does."""
    return community.is_facilitator and community.how_many_look_after > 1


def can_take_up(actor: Actor, community: Tended) -> bool:
    """Where nobody looks after it, whoever has been in it for a month may, and so may a moderator who is in it."""
    has_stayed = community.since is not None and community.since <= clock.now() - STAYED
    is_free = community.how_many_look_after == 0 and not community.is_archived
    return is_free and community.is_member and (has_stayed or actor.role is not Role.MEMBER)


def can_bring_back(community: Living) -> bool:
    """Open an archived community again."""
    return community.is_facilitator and community.is_archived


def can_move(thread: Movable) -> bool:
    """Only what every member may read, so that it is new to nobody, and nobody loses sight of it."""
    is_for_all = thread.level is Level.OPEN and not thread.is_for_members and not thread.is_hidden
    return can_look_after(thread) and is_for_all


def can_answer_askers(community: Living) -> bool:
    return can_run(community)


def can_see_desk(community: Place) -> bool:
    """See who waits here, and how the space is doing."""
    return community.is_facilitator


def can_look_after(thread: Living) -> bool:
    """Pin and close a conversation."""
    return thread.is_facilitator and not thread.is_archived
