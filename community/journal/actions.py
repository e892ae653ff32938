"""Changes of one's own journal. Text arrives as a Draft and leaves as two sealed boxes; nothing else is kept of it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, update

from community.accounts.models import Member
from community.core import chance, clock
from community.core.crypto import Tampered
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, Invalid, NotFound, Stale
from community.core.roles import Actor
from community.journal import paper, policy, queries
from community.journal.models import JournalEntry
from community.journal.paper import Answer, Draft, Head
from community.journal.queries import Stored
from community.keyring import actions as keyring
from community.keyring.wraps import JournalKey

IDLE_CHOICES = (15, 30, 60)


class Saved(NamedTuple):
    rev: int
    at: datetime


class ComesLate(Conflict):
    message = "This page was saved and closed already. To keep what you wrote since, press Save and close."


def save(actor: Actor, key: JournalKey, entry_id: UUID, draft: Draft, *, finishes: bool) -> Saved:
    """Keep what was written. The first saving makes the entry, each later one replaces what `draft.rev` names.

    Raises Stale when another page wrote in between, ComesLate when this page was closed already, NotFound when the
    entry is not there (any more) or not one's own.
    """
    found = queries.stored(actor.id, entry_id)
    if found is None and draft.rev == 0:
        if draft.is_empty:
            raise Invalid("There is nothing to keep yet. A few words are enough.", "answers")
        head = paper.head_of(draft, clock.now(), is_finished=finishes)
        if _insert(actor.id, key, entry_id, head=head, draft=draft):
            return Saved(1, head.saved_at)
        found = queries.stored(actor.id, entry_id)
    if found is None or found.gen != key.gen:
        raise NotFound
    return _replace(key, found, draft, finishes=finishes)


def write_entry(member_id: int, key: JournalKey, draft: Draft, *, saved_at: datetime | None = None) -> UUID:
    """Put a finished entry into a journal whose key is open. For whoever makes journals by the dozen."""
    entry_id = chance.new_id()
    head = paper.head_of(draft, saved_at or clock.now(), is_finished=True)
    _insert(member_id, key, entry_id, head=head, draft=draft)
    return entry_id


def remove(actor: Actor, entry_id: UUID) -> None:
    """Delete an entry for good. Raises NotFound."""
    mine = delete(JournalEntry).where(JournalEntry.id == entry_id, JournalEntry.member_id == actor.id)
    if not changed(mine):
        raise NotFound


def choose_idle_lock(actor: Actor, minutes: int) -> None:
    """After how many idle minutes the journal locks itself."""
    if minutes not in IDLE_CHOICES:
        raise Invalid("Choose 15, 30 or 60 minutes.", "minutes")
    db.session.execute(update(Member).where(Member.id == actor.id).values(idle_lock_minutes=minutes))


def take_over(actor: Actor, sealed: JournalKey, key: JournalKey) -> int:
    """Write the entries of a sealed generation anew under the key in use; returns how many.

    The sealed key goes only when nothing is left that it might open: an entry that could not be verified keeps it.
    """
    opened = list(queries.everything_of(actor.id, sealed))
    for row, head, answers in opened:
        values = _sealed(key, head, answers, entry=row.id, rev=row.rev + 1)
        db.session.execute(update(JournalEntry).where(JournalEntry.id == row.id).values(**values))
    if not queries.has_entries_of(actor, sealed.gen):
        keyring.forget_sealed(actor.id, sealed.gen)
    return len(opened)


def _replace(key: JournalKey, found: Stored, draft: Draft, *, finishes: bool) -> Saved:
    try:
        stored, answers = queries.open_stored(key, found)
    except Tampered:
        raise Conflict(queries.UNVERIFIED) from None
    if not policy.can_replace(stored, found.rev, draft):
        raise Stale(yours=draft.whole_text, theirs=paper.draft_of(stored, answers).whole_text)
    if not finishes and policy.comes_late(stored, found.rev, draft):
        raise ComesLate
    head = paper.head_of(draft, clock.now(), is_finished=finishes)
    replaced = (
        update(JournalEntry)
        .where(JournalEntry.id == found.id, JournalEntry.rev == found.rev)
        .values(**_sealed(key, head, draft.answers, entry=found.id, rev=found.rev + 1))
    )
    if not changed(replaced):
        raise Conflict
    return Saved(found.rev + 1, head.saved_at)


def _insert(member_id: int, key: JournalKey, entry_id: UUID, *, head: Head, draft: Draft) -> bool:
    """Make the entry unless its id is taken; returns whether it was made."""
    made = (
        upsert(JournalEntry)
        .values(member_id=member_id, id=entry_id, **_sealed(key, head, draft.answers, entry=entry_id, rev=1))
        .on_conflict_do_nothing(index_elements=["id"])
    )
    return bool(changed(made))


def _sealed(
    key: JournalKey, head: Head, answers: tuple[Answer, ...], *, entry: UUID, rev: int
) -> dict[str, int | bytes]:
    """The columns of an entry that its text decides."""
    return {
        "gen": key.gen,
        "rev": rev,
        "head_box": paper.seal_head(key, head, entry=entry, rev=rev),
        "body_box": paper.seal_body(key, answers, entry=entry, rev=rev),
    }
