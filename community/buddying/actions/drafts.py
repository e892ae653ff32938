"""Drafts of messages: kept as they are written, gone when they are sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from community.buddying import policy, queries
from community.buddying.actions.words import FINISHED
from community.buddying.models import CircleDraft
from community.buddying.queries.drafts import Draft, my_draft, writer_of
from community.buddying.seen import CircleSeen
from community.core import chance, clock, crypto
from community.core.database import changed, upsert
from community.core.errors import Conflict, Stale
from community.core.roles import Actor


def keep_draft(actor: Actor, circle: CircleSeen, words: str, *, seen: datetime | None, once: UUID) -> datetime | None:
    """Keep what the actor has written so far; when it was kept, or None where nothing is.

    `seen` is when the draft was kept that the page knows of, `once` the key of its form: what that has sent already
    is no draft any more. Raises Stale when another page has kept other words meanwhile.
    """
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if queries.message_made_with(circle, once):
        return None
    now = my_draft(circle)
    if now is not None and now.words == words:
        return now.saved_at
    if now is not None and now.saved_at != seen:
        raise Stale(yours=words, theirs=now.words)
    if not words:
        if now is not None:
            _drop(actor, circle, now)
        return None
    return _move(actor, circle, now, words) if now else _begin(actor, circle, words)


def drop_draft(actor: Actor, circle: CircleSeen, sent: str, *, seen: datetime | None) -> None:
    """The message was sent: its draft is gone. Other words that another page has kept stay."""
    now = my_draft(circle)
    if now is not None and (now.saved_at == seen or sent.startswith(now.words)):
        _drop(actor, circle, now)


def forget_drafts(circle_id: int, *, member_id: int | None = None) -> None:
    """Nothing more is written to this circle, by anybody or by this one member."""
    gone = delete(CircleDraft).where(CircleDraft.circle_id == circle_id)
    changed(gone if member_id is None else gone.where(CircleDraft.member_id == member_id))


def _drop(actor: Actor, circle: CircleSeen, draft: Draft) -> None:
    mine = (CircleDraft.circle_id == circle.id, CircleDraft.member_id == actor.id)
    changed(delete(CircleDraft).where(*mine, CircleDraft.public_id == draft.public_id))


def _begin(actor: Actor, circle: CircleSeen, words: str) -> datetime:
    draft_id, now = chance.new_id(), clock.now()
    kept = upsert(CircleDraft).values(
        circle_id=circle.id,
        member_id=actor.id,
        public_id=draft_id,
        box=_sealed(circle, draft_id, words),
        saved_at=now,
    )
    if not changed(kept.on_conflict_do_nothing()):
        raise Stale(yours=words, theirs=_theirs(circle))
    return now


def _move(actor: Actor, circle: CircleSeen, draft: Draft, words: str) -> datetime:
    """Other words, if the ones that were seen are still there."""
    now = clock.now()
    moved = (
        update(CircleDraft)
        .where(CircleDraft.circle_id == circle.id, CircleDraft.member_id == actor.id)
        .where(CircleDraft.public_id == draft.public_id, CircleDraft.saved_at == draft.saved_at)
        .values(box=_sealed(circle, draft.public_id, words), saved_at=now)
    )
    if not changed(moved):
        raise Stale(yours=words, theirs=_theirs(circle))
    return now


def _theirs(circle: CircleSeen) -> str:
    draft = my_draft(circle)
    return draft.words if draft else ""


def _sealed(circle: CircleSeen, draft_id: UUID, words: str) -> bytes:
    return crypto.seal_field(words, table="circle_draft", row=draft_id, group=writer_of(circle))
