"""Drafts of what is written in communities: kept as they are written, gone when they are posted or grow old."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, update

from community.core import chance, clock, crypto
from community.core.database import changed, upsert
from community.core.errors import Conflict, Stale
from community.core.roles import Actor
from community.jobs import running
from community.practice import queries
from community.practice.models import Draft, DraftOf
from community.practice.queries.drafts import (
    DraftKept,
    drafts_to_forget,
    how_many_drafts,
    is_posted,
    my_draft,
    sealed_for,
)
from community.practice.written import Written, to_json

AT_A_TIME = 200  # so that nobody waits long for the write lock
TOO_MANY = f"You have {queries.MOST_DRAFTS} drafts, which is as many as we keep. Post one, or delete one under Drafts."


class Spot(NamedTuple):
    """What is being written: a draft of this sort, about this thing."""

    of: DraftOf
    about: UUID


def keep_draft(actor: Actor, spot: Spot, written: Written, *, seen: datetime | None, once: UUID) -> datetime | None:
    """Keep what the actor has written so far; when it was kept, or None where nothing is.

    `seen` is when the draft was kept that the page knows of, `once` the key of its form: what that has posted already
    is no draft any more. Raises Stale when another page has kept other words meanwhile, and Conflict when there are
    too many.
    """
    if is_posted(actor, *spot, written=written, once=once):
        written = Written()
    now = my_draft(actor, *spot)
    if now is not None and now.written == written:
        return now.saved_at
    if now is not None and now.saved_at != seen:
        raise Stale(yours=written.words, theirs=now.written.words)
    if written.is_empty:
        if now is not None:
            _delete(actor, spot, now)
        return None
    return _move(actor, spot, now, written) if now else _begin(actor, spot, written)


def drop_draft(actor: Actor, spot: Spot, sent: Written, *, seen: datetime | None) -> None:
    """It was posted: its draft is gone. Other words that another page has kept stay."""
    now = my_draft(actor, *spot)
    if now is not None and (now.saved_at == seen or now.written.says(sent)):
        _delete(actor, spot, now)


def forget_draft(actor: Actor, spot: Spot) -> None:
    """The actor does not want it any more, whatever it holds."""
    changed(delete(Draft).where(_of(actor, spot)))


def forget_old_drafts() -> int:
    """Delete drafts that nobody has touched for sixty days; returns how many. Call it outside any transaction."""

    def forget(limit: int) -> int:
        return changed(delete(Draft).where(Draft.public_id.in_(drafts_to_forget(limit=limit))))

    return running.in_batches(forget, AT_A_TIME)


def _of(actor: Actor, spot: Spot) -> ColumnElement[bool]:
    return and_(Draft.member_id == actor.id, Draft.of == spot.of, Draft.about == spot.about)


def _delete(actor: Actor, spot: Spot, draft: DraftKept) -> None:
    changed(delete(Draft).where(_of(actor, spot), Draft.public_id == draft.public_id))


def _begin(actor: Actor, spot: Spot, written: Written) -> datetime:
    if how_many_drafts(actor) >= queries.MOST_DRAFTS:
        raise Conflict(TOO_MANY)
    draft_id, now = chance.new_id(), clock.now()
    kept = upsert(Draft).values(
        member_id=actor.id,
        of=spot.of,
        about=spot.about,
        public_id=draft_id,
        box=_sealed(actor, spot, draft_id, written),
        saved_at=now,
    )
    if not changed(kept.on_conflict_do_nothing()):
        raise Stale(yours=written.words, theirs=_theirs(actor, spot))
    return now


def _move(actor: Actor, spot: Spot, draft: DraftKept, written: Written) -> datetime:
    """Other words, if the ones that were seen are still there."""
    now = clock.now()
    moved = (
        update(Draft)
        .where(_of(actor, spot), Draft.public_id == draft.public_id, Draft.saved_at == draft.saved_at)
        .values(box=_sealed(actor, spot, draft.public_id, written), saved_at=now)
    )
    if not changed(moved):
        raise Stale(yours=written.words, theirs=_theirs(actor, spot))
    return now


def _theirs(actor: Actor, spot: Spot) -> str:
    draft = my_draft(actor, *spot)
    return draft.written.words if draft else ""


def _sealed(actor: Actor, spot: Spot, draft_id: UUID, written: Written) -> bytes:
    return crypto.seal_field(to_json(written), table="draft", row=draft_id, group=sealed_for(actor, *spot))
