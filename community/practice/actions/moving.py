"""Moving a conversation to another community."""

from uuid import UUID

from sqlalchemy import update

from community.core import audit
from community.core.database import changed
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.actions.waiting import begin_anew
from community.practice.models import Thread
from community.practice.queries import Target, ThreadSeen


def move(actor: Actor, thread: ThreadSeen, to: UUID) -> None:
    """Between two open communities that the actor looks after: whoever could read it can. Its author is told."""
    if not policy.can_move(thread):
        raise NotAllowed
    target = _target(actor, thread, to)
    for community_id in sorted((thread.community_id, target.id)):
        queries.hold_community(community_id)
    target = _target(actor, thread, to)
    is_there = (Thread.id == thread.id, Thread.community_id == thread.community_id, Thread.is_for_members.is_(False))
    if not changed(update(Thread).where(*is_there).values(community_id=target.id, is_pinned=False)):
        raise Conflict("Something about this conversation changed while you were moving it.")
    begin_anew(thread.id)
    is_public = policy.may_be_in_letters(target)
    notifications.move(thread.public_id, group_id=target.group_id, is_public=is_public)
    audit.note("thread moved", actor_id=actor.id, object_kind="thread", object_id=thread.public_id)
    if author := queries.author_of(thread.id):
        notifications.tell(
            author, What.THREAD_MOVED, sender=actor, words=thread.title, is_public=is_public, about=thread.public_id
        )


def _target(actor: Actor, thread: ThreadSeen, to: UUID) -> Target:
    for each in queries.places_to_move_to(actor, thread.community_id):
        if each.public_id == to:
            return each
    raise NotAllowed("Choose one of the communities on the list.")
