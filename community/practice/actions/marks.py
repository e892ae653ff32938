"""How far somebody has read. A mark only moves forward."""

from datetime import datetime

from community.core import clock
from community.core.database import db, upsert
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.practice import queries
from community.practice.models import CommunityMark, ReadMark
from community.practice.queries import CommunitySeen, ThreadSeen


def mark_read(actor: Actor, thread: ThreadSeen, post_id: int) -> bool:
    """The member has read the thread as far as this post. Whoever is at its end need not be told of it any more.

    Returns whether they had been. Of what comes while this is looked up they are still told.
    """
    advance(actor, thread.id, post_id)
    if thread.told_at is None or queries.has_later_post(actor, thread.id, post_id):
        return False
    return bool(notifications.read_about(actor, thread.public_id, thread.told_at))


def advance(actor: Actor, thread_id: int, post_id: int) -> None:
    """Move the member's mark in the thread to this post, if it stood before it."""
    mark = upsert(ReadMark).values(member_id=actor.id, thread_id=thread_id, post_id=post_id)
    db.session.execute(
        mark.on_conflict_do_update(
            index_elements=["member_id", "thread_id"],
            set_={"post_id": mark.excluded.post_id},
            where=ReadMark.post_id < mark.excluded.post_id,
        )
    )


def mark_community_read(actor: Actor, community: CommunitySeen, seen_at: datetime) -> None:
    """Nothing posted before `seen_at`, when the member looked at the list, is new any more."""
    moment = min(seen_at, clock.now())
    mark = upsert(CommunityMark).values(member_id=actor.id, community_id=community.id, read_at=moment)
    db.session.execute(
        mark.on_conflict_do_update(
            index_elements=["community_id", "member_id"],
            set_={"read_at": mark.excluded.read_at},
            where=CommunityMark.read_at.is_(None) | (CommunityMark.read_at < mark.excluded.read_at),
        )
    )
    notifications.read_in(actor, community.group_id, moment)


def set_mark(member_id: int, community_id: int, **values: datetime | int | str | None) -> None:
    """Write these columns of a member's CommunityMark, whether or not there was one."""
    mark = upsert(CommunityMark).values(member_id=member_id, community_id=community_id, **values)
    db.session.execute(mark.on_conflict_do_update(index_elements=["community_id", "member_id"], set_=values))
