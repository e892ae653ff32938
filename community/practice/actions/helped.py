"""The word of whoever asked on what helped, and the end of their question."""

from uuid import UUID

from sqlalchemy import update

from community.core import clock
from community.core.database import changed, db
from community.core.errors import NotAllowed
from community.core.roles import Actor
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy
from community.practice.actions.posts import NOTHING_POSTED, Posted, reply
from community.practice.actions.waiting import settle as nothing_waits_in
from community.practice.models import Post, Thread
from community.practice.queries import PostSeen, ThreadSeen
from community.practice.queries.helped import helper_to_tell


def say_it_helped(actor: Actor, thread: ThreadSeen, post: PostSeen) -> None:
    """Mark a reply as what helped, and let its author know. Twice is once."""
    if not policy.can_say_it_helped(thread, post):
        raise NotAllowed
    helped = update(Post).where(
        Post.id == post.id, Post.helped_at.is_(None), Post.removed_at.is_(None), Post.hidden_at.is_(None)
    )
    if not changed(helped.values(helped_at=clock.now())):
        return
    helper = helper_to_tell(actor, thread.id, post.id)
    if helper is not None:
        notifications.tell(
            helper,
            What.HELPED,
            about=thread.public_id,
            sender=actor,
            group_id=thread.group_id,
            spot=post.public_id,
            words=thread.title,
            is_public=policy.may_be_in_letters(thread),
        )


def take_helped_back(thread: ThreadSeen, post: PostSeen) -> None:
    """It was pressed by mistake: nothing is said of it any more."""
    if not policy.can_say_it_helped(thread, post):
        raise NotAllowed
    db.session.execute(update(Post).where(Post.id == post.id).values(helped_at=None))
    notifications.take_back(thread.public_id, spot=post.public_id, whats=(What.HELPED,))


def settle(actor: Actor, thread: ThreadSeen, words: str, *, once: UUID) -> Posted:
    """Whoever asked closes their question, with a last word on what helped if they like; that word stays marked."""
    if not policy.can_settle(thread):
        raise NotAllowed
    said = reply(actor, thread, words, once=once) if words else NOTHING_POSTED
    if words:
        mark = update(Post).where(Post.public_id == said.public_id)
        db.session.execute(mark.values(helped_at=clock.now()))
    open_still = update(Thread).where(Thread.id == thread.id, Thread.closed_at.is_(None))
    db.session.execute(open_still.values(closed_at=clock.now()))
    nothing_waits_in(thread.id)
    return said
