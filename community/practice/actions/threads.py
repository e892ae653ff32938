"""Beginning a conversation, and looking after it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from community.core import audit, clock
from community.core.database import db
from community.core.errors import Invalid, NotAllowed
from community.core.roles import Actor
from community.core.text import excerpt
from community.directory.actions import refuse_before_rules
from community.practice import policy, queries
from community.practice.actions.marks import advance
from community.practice.actions.posts import Posted, hold_place, in_html
from community.practice.actions.tagging import give_tags, link_for
from community.practice.actions.telling import NOBODY, people_called, tell_of_conversation
from community.practice.actions.waiting import settle
from community.practice.models import Level, Post, Thread
from community.practice.queries import CommunitySeen, ThreadSeen


def start_thread(
    actor: Actor,
    community: CommunitySeen,
    *,
    kind_id: str,
    title: str,
    body: str,
    once: UUID,
    at: datetime | None = None,
    challenges: Collection[str] = (),
    link: str = "",
    quietly: bool = False,
) -> Posted:
    """A new conversation with its opening post. `once` is the form's key; `at` is for stories told afterwards.

    `challenges`: up to three; `link` counts where its kind has one; `quietly`: they are told of what it begins with.
    """
    refuse_before_rules(actor)
    if not policy.can_post(community):
        raise NotAllowed("Join the community first, then you can start a conversation in it.")
    if kind_id not in queries.thread_kinds():
        raise Invalid("Choose what kind of conversation this is.", "kind")
    html, moment = in_html(body), at or clock.now()
    hold_place(actor, community.id)
    thread = Thread(
        community_id=community.id,
        kind_id=kind_id,
        title=title,
        excerpt=excerpt(body),
        author_id=actor.id,
        started_at=moment,
        last_post_at=moment,
        last_author_id=actor.id,
        is_for_members=community.level is not Level.OPEN,
        link=link_for(kind_id, link),
        made_key=once,
    )
    opening = Post(author_id=actor.id, body=body, html=html, posted_at=moment, made_key=once, is_opening=True)
    _add(thread, opening, challenges)
    advance(actor, thread.id, opening.id)
    if quietly:
        return Posted(thread.public_id, NOBODY)
    called, spot = people_called(actor, thread.id, body), opening.public_id
    return Posted(thread.public_id, tell_of_conversation(actor, community, thread, spot=spot, called=called))


def _add(thread: Thread, opening: Post, challenges: Collection[str]) -> None:
    db.session.add(thread)
    db.session.flush()
    opening.thread_id = thread.id
    db.session.add(opening)
    db.session.flush()
    give_tags(thread.id, challenges)


def pin(actor: Actor, thread: ThreadSeen) -> None:
    """Keep the conversation at the top of its community's list."""
    _look_after(actor, thread, "pinned", is_pinned=True)


def unpin(actor: Actor, thread: ThreadSeen) -> None:
    _look_after(actor, thread, "unpinned", is_pinned=False)


def close(actor: Actor, thread: ThreadSeen) -> None:
    """No more replies; it stays to be read."""
    if not thread.is_closed:
        _look_after(actor, thread, "closed", closed_at=clock.now())
        settle(thread.id)


def reopen(actor: Actor, thread: ThreadSeen) -> None:
    _look_after(actor, thread, "reopened", closed_at=None)


def _look_after(actor: Actor, thread: ThreadSeen, act: str, **values: object) -> None:
    if not policy.can_look_after(thread):
        raise NotAllowed
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))
    audit.note(f"thread {act}", actor_id=actor.id, object_kind="thread", object_id=thread.public_id)
