"""Writing, mending, removing and answering posts."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, update

from community.core import clock
from community.core.database import changed, db, upsert
from community.core.errors import Invalid, NotAllowed, Stale
from community.core.roles import Actor
from community.core.text import clean_line, excerpt, render_markdown
from community.directory.actions import refuse_before_rules
from community.notifications import actions as notifications
from community.practice import policy, queries
from community.practice.actions.marks import mark_read
from community.practice.actions.telling import (
    NOBODY,
    Called,
    people_called,
    take_back_post,
    tell_of_edit,
    tell_of_reply,
)
from community.practice.actions.waiting import settle
from community.practice.models import Post, PostRevision, Reaction, ReactionKind, Thread
from community.practice.queries import PostSeen, PostToChange, ThreadSeen

NOTHING_SAID = "Write something first."
CLOSED = "This conversation was closed, moved or removed while you were writing. Your words are still here."
NO_LONGER_IN = "You are no longer in this community, or it has come to its end. Your words are still here."


class Posted(NamedTuple):
    """What was posted, a reply or a conversation, and whom its words call."""

    public_id: UUID
    called: Called


NOTHING_POSTED = Posted(UUID(int=0), NOBODY)


def in_html(body: str) -> str:
    """The words as safe markup. Raises Invalid when nothing would be seen."""
    if not clean_line(excerpt(body)):
        raise Invalid(NOTHING_SAID, "body")
    return render_markdown(body)


def reply(
    actor: Actor,
    thread: ThreadSeen,
    body: str,
    *,
    once: UUID,
    seen_to: int | None = None,
    at: datetime | None = None,
) -> Posted:
    """A new post at the end of the thread. `once` is the form's key; `at` is for stories told afterwards.

    Whoever answers has read what stood on their page, as far as the post `seen_to`; not what came while they wrote.
    """
    refuse_before_rules(actor)
    if not thread.is_member:
        raise NotAllowed("Join the community first, then you can reply. Your words are still here.")
    if not policy.can_reply(thread):
        raise NotAllowed(CLOSED)
    html, moment = in_html(body), at or clock.now()
    hold_place(actor, thread.community_id)
    called = people_called(actor, thread.id, body)
    # The thread first: its row lock puts replies in one order, so that a reading mark never skips one.
    _count_in(actor, thread, moment)
    post = Post(thread_id=thread.id, author_id=actor.id, body=body, html=html, posted_at=moment, made_key=once)
    db.session.add(post)
    db.session.flush()
    settle(thread.id)
    if seen_to:
        mark_read(actor, thread, seen_to)
    return Posted(post.public_id, tell_of_reply(actor, thread, post.public_id, called))


def hold_place(actor: Actor, community_id: int) -> None:
    """Whoever writes is in a community that goes on, until the commit. Raises NotAllowed."""
    if not queries.hold_place_in(actor, community_id):
        raise NotAllowed(NO_LONGER_IN)


def edit(actor: Actor, post: PostToChange, *, body: str, title: str, version: int) -> Called:
    """Change one's own post, and the title of the thread that it opened. What it said before stays to be read.

    `version` is the one the words were changed from; raises Stale when another edit came between. Returns whom the
    post calls now and did not before.
    """
    if not policy.can_change(actor, post):
        raise NotAllowed
    html, now = in_html(body), clock.now()
    if post.version != version:
        raise Stale(yours=body, theirs=post.body)
    if body == post.body and title == post.title:
        return NOBODY
    if post.is_opening:
        queries.hold_thread(post.thread_id)
    saved = (
        update(Post)
        .where(Post.id == post.id, Post.version == version, Post.removed_at.is_(None))
        .values(body=body, html=html, edited_at=now, version=version + 1)
    )
    if not changed(saved):
        raise Stale(yours=body, theirs=queries.post_to_change(actor, post.public_id).body)
    db.session.add(
        PostRevision(post_id=post.id, version=version, title=post.title, html=str(post.html), replaced_at=now)
    )
    if post.is_opening:
        opened = update(Thread).where(Thread.id == post.thread_id)
        db.session.execute(opened.values(title=title, excerpt=excerpt(body)))
        if title != post.title:
            notifications.retitle(post.thread_public_id, title, group_id=post.group_id)
    return tell_of_edit(actor, post, body)


def remove(actor: Actor, post: PostToChange) -> bool:
    """Take back one's own post for good: the words and their history are erased.

    A conversation that nobody has answered goes with its opening post; True says that it did.
    """
    if not policy.can_remove(actor, post):
        raise NotAllowed
    queries.hold_thread(post.thread_id)
    post = queries.post_to_change(actor, post.public_id)  # it may have been hidden, or changed, until just now
    if post.is_opening and end_unanswered(post):
        return True
    called = people_called(actor, post.thread_id, post.body)
    if erase(post, hidden_at=None):
        take_back_post(post, called.to_tell)
    return False


def give_reaction(actor: Actor, thread: ThreadSeen, post: PostSeen, kind: ReactionKind) -> None:
    """Thank, say "me too" or "tell me more". Giving the same twice changes nothing."""
    if not policy.can_react(thread, post):
        raise NotAllowed
    given = upsert(Reaction).values(post_id=post.id, member_id=actor.id, kind=kind, given_at=clock.now())
    db.session.execute(given.on_conflict_do_nothing())


def take_back_reaction(actor: Actor, post: PostSeen, kind: ReactionKind) -> None:
    db.session.execute(
        delete(Reaction).where(and_(Reaction.post_id == post.id, Reaction.member_id == actor.id, Reaction.kind == kind))
    )


def end_unanswered(post: PostToChange) -> bool:
    """The conversation that this post opened goes with all that hangs on it, unless somebody answered."""
    if queries.is_answered(post.thread_id):
        return False
    db.session.execute(delete(Thread).where(Thread.id == post.thread_id))
    notifications.take_back(post.thread_public_id)
    return True


def erase(post: PostToChange, **values: object) -> bool:
    """Take the words away for good, with their history and what others said to them. The thread must be held.

    `values` are what else then holds of the post. Returns whether there were any words left to take.
    """
    gone = update(Post).where(Post.id == post.id, Post.removed_at.is_(None))
    now = {"body": "", "html": "", "removed_at": clock.now(), "edited_at": None, "helped_at": None}
    if not changed(gone.values(**now, version=Post.version + 1, **values)):
        return False
    # Only now: an edit that was quicker has left its history by here, and no later one leaves any.
    db.session.execute(delete(PostRevision).where(PostRevision.post_id == post.id))
    db.session.execute(delete(Reaction).where(Reaction.post_id == post.id))
    if not post.is_hidden:
        count_out(post)
    if post.is_opening:
        db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(excerpt=""))
    return True


def _count_in(actor: Actor, thread: ThreadSeen, moment: datetime) -> None:
    """One post more, where one can write still. Raises NotAllowed."""
    where = (
        Thread.id == thread.id,
        Thread.community_id == thread.community_id,
        Thread.closed_at.is_(None),
        Thread.hidden_at.is_(None),
    )
    counted = {
        "reply_count": Thread.reply_count + 1,
        "posts_made": Thread.posts_made + 1,
        "last_post_at": moment,
        "last_author_id": actor.id,
    }
    if not changed(update(Thread).where(*where).values(**counted)):
        raise NotAllowed(CLOSED)


def count_out(post: PostToChange, *, by: int = -1) -> None:
    """The thread, held, no longer counts the post, and stands where its last remaining one puts it."""
    last = queries.last_post(post.thread_id)
    values: dict[str, object] = dict(zip(("last_post_at", "last_author_id"), last, strict=True)) if last else {}
    if not post.is_opening:
        values["reply_count"] = Thread.reply_count + by
    if values:
        db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(**values))
