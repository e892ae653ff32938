"""Reads of one's own journal. Every statement names the member, and nothing comes out without the member's key."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from community.accounts.models import Member, MemberSession
from community.core import clock
from community.core.crypto import Tampered
from community.core.database import db
from community.core.errors import Conflict, NotFound
from community.core.roles import Actor
from community.directory.models import Challenge, ProfileChallenge
from community.journal import paper
from community.journal.models import JournalEntry
from community.journal.paper import Draft, Head
from community.keyring import queries as keyring
from community.keyring import wraps
from community.keyring.models import JournalBox, WrapKind
from community.keyring.stretch import Root
from community.keyring.wraps import JournalKey

log = logging.getLogger("community.security")

AT_LEAST = 4  # lines on a page of the list, if there are as many
READERS = "No other member, and nobody who runs this site, can open this through the site."
UNVERIFIED = (
    "This entry could not be verified: what is stored is not what you saved. Your other entries are not affected."
)

_OPENING = (
    select(JournalBox.box, JournalBox.gen, JournalBox.until, Member.idle_lock_minutes)
    .join(MemberSession, MemberSession.token_hash == JournalBox.sid_hash)
    .join(Member, Member.id == MemberSession.member_id)
    .where(JournalBox.sid_hash == bindparam("session"), Member.id == bindparam("member"))
)
_MINE = JournalEntry.member_id == bindparam("member")
_HEADS = select(JournalEntry.id, JournalEntry.gen, JournalEntry.rev, JournalEntry.head_box).where(_MINE)
_WHOLE = select(
    JournalEntry.id, JournalEntry.gen, JournalEntry.rev, JournalEntry.head_box, JournalEntry.body_box
).where(_MINE)
_ONE = _WHOLE.where(JournalEntry.id == bindparam("entry"))
_ANY = select(JournalEntry.id).where(_MINE).limit(1)
_NAMED = select(ProfileChallenge.challenge_id).where(ProfileChallenge.member_id == bindparam("member"))
_CHALLENGES = (
    select(Challenge.id, Challenge.label, Challenge.factor).where(Challenge.id.in_(_NAMED)).order_by(Challenge.position)
)
_PASSWORD = select(Member.password_kdf, Member.password_salt, Member.password_verifier).where(
    Member.id == bindparam("member")
)
_IDLE = select(Member.idle_lock_minutes).where(Member.id == bindparam("member"))


class Locked(Conflict):
    message = (
        "Your journal has locked itself, so this is not saved yet. Your words are still here. "
        "Unlock your journal in another tab, then send this again."
    )


class Stored(NamedTuple):
    """An entry as it lies in the database."""

    id: UUID
    gen: int
    rev: int
    head_box: bytes
    body_box: bytes


class Line(NamedTuple):
    """An entry in a list; `head` is None when it could not be verified."""

    id: UUID
    head: Head | None
    found: str = ""


class Month(NamedTuple):
    first_day: date | None
    lines: list[Line]


class Entries(NamedTuple):
    """A slice of the journal: months, the key and month of what comes next, and how many entries are sealed."""

    months: list[Month]
    older_than: UUID | None
    older_month: date | None
    how_many: int
    how_many_sealed: int
    next_steps: list[Line]


class Entry(NamedTuple):
    """One open entry; `draft` is None when it could not be verified."""

    id: UUID
    rev: int
    draft: Draft | None
    saved_at: datetime | None


class MyChallenge(NamedTuple):
    id: str
    label: str
    factor: str


def readers_of() -> str:
    """Who can see an entry, in words: the sentence to `_MINE` and the key that every reader here needs."""
    return READERS


def open_journal(actor: Actor, *, cookie: str | None, seconds_idle: float | None) -> JournalKey:
    """The journal key of this session. Raises Locked: no box, a foreign cookie, idle too long, or twelve hours over."""
    row = db.session.execute(_OPENING, {"session": actor.session_hash, "member": actor.id}).one_or_none()
    if row is None or cookie is None or seconds_idle is None:
        raise Locked
    if row.until <= clock.now() or seconds_idle > row.idle_lock_minutes * 60:
        raise Locked
    key = wraps.out_of_box(row.box, member=actor.public_id, gen=row.gen, session_hash=actor.session_hash, cookie=cookie)
    if key is None:
        raise Locked
    return key


def idle_minutes_of(actor: Actor) -> int:
    return db.session.execute(_IDLE, {"member": actor.id}).scalar_one()


def password_facts(actor: Actor) -> tuple[str | None, bytes | None, bytes | None]:
    """How the member's password is stretched, and what it must come to."""
    row = db.session.execute(_PASSWORD, {"member": actor.id}).one()
    return row.password_kdf, row.password_salt, row.password_verifier


def sealed_keys(actor: Actor, *, roots: Sequence[Root], code: str) -> list[JournalKey]:
    """The keys of sealed generations that an old password (stretched for each wrap) or a recovery code opens."""
    found: dict[int, JournalKey] = {}
    for wrap in keyring.wraps_of(actor.id, superseded=True):
        by_root = [wraps.open_with_password(wrap, actor.public_id, root) for root in roots if root.salt == wrap.salt]
        by_code = [wraps.open_with_code(wrap, actor.public_id, code)] if wrap.kind is WrapKind.RECOVERY and code else []
        found.update({key.gen: key for key in (*by_root, *by_code) if key})
    return list(found.values())


def has_written(actor: Actor) -> bool:
    return db.session.execute(_ANY, {"member": actor.id}).first() is not None


def has_entries_of(actor: Actor, gen: int) -> bool:
    """Whether anything of this generation is there, readable or not."""
    of_gen = select(JournalEntry.id).where(JournalEntry.member_id == actor.id, JournalEntry.gen == gen).limit(1)
    return db.session.execute(of_gen).first() is not None


def challenges_of(actor: Actor) -> list[MyChallenge]:
    """The challenges this member named in the profile."""
    return [MyChallenge(*row) for row in db.session.execute(_CHALLENGES, {"member": actor.id})]


def entries_of(actor: Actor, key: JournalKey, *, older_than: UUID | None = None) -> Entries:
    """The newest entries in whole months, at least four if there are; or those that follow an entry."""
    rows = db.session.execute(_HEADS, {"member": actor.id}).all()
    lines = _in_order(_line(key, row.id, row.rev, row.head_box) for row in rows if row.gen == key.gen)
    start = next((at + 1 for at, line in enumerate(lines) if line.id == older_than), 0)
    months, rest = _cut(lines[start:])
    last = months[-1].lines[-1].id if rest else None
    return Entries(
        months=months,
        older_than=last,
        older_month=_month(rest[0]) if rest else None,
        how_many=len(lines),
        how_many_sealed=sum(row.gen != key.gen for row in rows),
        next_steps=[line for line in lines if line.head and line.head.next_step][:5],
    )


def stored(actor_id: int, entry_id: UUID) -> Stored | None:
    row = db.session.execute(_ONE, {"member": actor_id, "entry": entry_id}).one_or_none()
    return Stored(*row) if row else None


def entry_seen_by(actor: Actor, key: JournalKey, entry_id: UUID) -> Entry:
    """One's own entry, open. Raises NotFound for anybody else's, for a sealed one and for one that is not there."""
    row = stored(actor.id, entry_id)
    if row is None or row.gen != key.gen:
        raise NotFound
    try:
        head, answers = open_stored(key, row)
    except Tampered:
        _note_tampered(entry_id)
        return Entry(entry_id, row.rev, None, None)
    return Entry(entry_id, row.rev, paper.draft_of(head, answers), head.saved_at)


def open_stored(key: JournalKey, row: Stored) -> tuple[Head, tuple[paper.Answer, ...]]:
    """Both boxes of an entry. Raises Tampered."""
    head = paper.open_head(key, row.head_box, entry=row.id, rev=row.rev)
    return head, paper.open_body(key, row.body_box, entry=row.id, rev=row.rev)


def everything_of(actor_id: int, key: JournalKey) -> Iterator[tuple[Stored, Head, tuple[paper.Answer, ...]]]:
    """All entries that this key opens, one after the other. What cannot be verified is left out (and logged)."""
    for row in db.session.execute(_WHOLE, {"member": actor_id}):
        whole = Stored(*row)
        if whole.gen != key.gen:
            continue
        try:
            yield whole, *open_stored(key, whole)
        except Tampered:
            _note_tampered(whole.id)


def entries_with(actor: Actor, key: JournalKey, words: str, labels: dict[str, str]) -> list[Line]:
    """The entries that hold every one of these words, anywhere. Opens and scans: there is no index to steal."""
    wanted = words.casefold().split()
    found = []
    for row, head, answers in everything_of(actor.id, key):
        text = " … ".join(part for part in (head.title, *(answer.text for answer in answers), head.next_step) if part)
        named = " ".join(labels.get(each, "") for each in head.challenges)
        folded = f"{text} {named}".casefold()
        if wanted and all(word in folded for word in wanted):
            found.append(Line(row.id, head, _around(text, wanted[0])))
    return _in_order(found)


def _around(text: str, word: str, reach: int = 70) -> str:
    """The words about the first hit; none when it is in the name of a challenge."""
    at = text.casefold().find(word)
    if at < 0:
        return ""
    start, end = max(0, at - reach), at + len(word) + 2 * reach
    return ("… " if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")


def _line(key: JournalKey, entry_id: UUID, rev: int, head_box: bytes) -> Line:
    try:
        return Line(entry_id, paper.open_head(key, head_box, entry=entry_id, rev=rev))
    except Tampered:
        _note_tampered(entry_id)
        return Line(entry_id, None)


def _in_order(lines: Iterable[Line]) -> list[Line]:
    """The newest day first; what cannot be verified has no day and comes before all."""

    def place(line: Line) -> tuple[bool, date, float, UUID]:
        if line.head is None:
            return (True, date.max, 0.0, line.id)
        return (False, line.head.day, line.head.saved_at.timestamp(), line.id)

    return sorted(lines, key=place, reverse=True)


def _cut(lines: Sequence[Line]) -> tuple[list[Month], Sequence[Line]]:
    months: list[Month] = []
    for at, line in enumerate(lines):
        month = _month(line)
        if not months or months[-1].first_day != month:
            if at >= AT_LEAST:
                return months, lines[at:]
            months.append(Month(month, []))
        months[-1].lines.append(line)
    return months, ()


def _month(line: Line) -> date | None:
    return line.head.day.replace(day=1) if line.head else None


def _note_tampered(entry_id: UUID) -> None:
    log.warning("journal entry %s could not be verified", entry_id)
