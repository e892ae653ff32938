"""Changes of wraps and boxes. Nothing here commits, and nothing here stretches: roots arrive ready-made."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update

from community.core import clock
from community.core.database import changed, db
from community.keyring import pepper, queries, recovery, wraps
from community.keyring.models import JournalBox, JournalWrap, WrapKind
from community.keyring.queries import Wrap
from community.keyring.stretch import Root
from community.keyring.wraps import JournalKey

OPEN_FOR_AT_MOST = timedelta(hours=12)


def begin_journal(member_id: int, member_public_id: UUID, root: Root) -> JournalKey:
    """Give a new member (whose row must be there) a journal key, wrapped under the password of `root`."""
    key = wraps.new_journal_key(member_public_id, queries.newest_generation(member_id) + 1)
    _keep(member_id, wraps.under_password(key, root))
    return key


def open_box(member_id: int, member_public_id: UUID, session_hash: bytes, root: Root) -> str | None:
    """Open the journal for a session at sign-in or unlock.

    Returns the value of the "jk" cookie, or None if this is not the password. `root` must be stretched with the salt
    and kdf of the member's password wrap (they are the same as the member's).
    """
    wrap = queries.wrap_of(member_id, WrapKind.PASSWORD)
    key = wraps.open_with_password(wrap, member_public_id, root) if wrap else None
    if wrap is None or key is None:
        return None
    if wrap.pepper_id != pepper.current_id():
        _replace(member_id, wraps.under_password(key, root))
    return put_into_box(key, session_hash, used=wrap)


def open_box_with_code(member_id: int, member_public_id: UUID, session_hash: bytes, code: str) -> str | None:
    """The same with a recovery code."""
    wrap = queries.wrap_of(member_id, WrapKind.RECOVERY)
    key = wraps.open_with_code(wrap, member_public_id, code) if wrap else None
    return put_into_box(key, session_hash, used=wrap) if key else None


def put_into_box(key: JournalKey, session_hash: bytes, *, used: Wrap | None = None) -> str:
    """Lay the key into the session's box (the session row must be there); returns the value of the "jk" cookie."""
    db.session.flush()
    lock(session_hash)
    box, cookie = wraps.into_box(key, session_hash)
    now = clock.now()
    db.session.add(JournalBox(sid_hash=session_hash, box=box, gen=key.gen, until=now + OPEN_FOR_AT_MOST))
    if used:
        db.session.execute(update(JournalWrap).where(JournalWrap.id == used.id).values(last_used_at=now))
    return cookie


def move_box(old_session_hash: bytes, new_session_hash: bytes, *, member_public_id: UUID, cookie: str) -> str | None:
    """Carry an open journal over to a new session token; returns the new "jk" cookie, None if it was locked.

    Call it while both session rows are there, before the old one is deleted. `until` stays as it was.
    """
    found = queries.box_of(old_session_hash)
    if found is None or found[2] <= clock.now():
        return None
    key = wraps.out_of_box(
        found[0], member=member_public_id, gen=found[1], session_hash=old_session_hash, cookie=cookie
    )
    lock(old_session_hash)
    if key is None:
        return None
    box, new_cookie = wraps.into_box(key, new_session_hash)
    db.session.flush()
    db.session.add(JournalBox(sid_hash=new_session_hash, box=box, gen=key.gen, until=found[2]))
    return new_cookie


def lock(session_hash: bytes) -> None:
    """Take the key away from a session. The cookie that is left opens nothing."""
    db.session.execute(delete(JournalBox).where(JournalBox.sid_hash == session_hash))


def forget_expired_boxes() -> int:
    """Delete the boxes whose twelve hours are over; returns how many."""
    return changed(delete(JournalBox).where(JournalBox.until <= clock.now()))


def rewrap(member_id: int, member_public_id: UUID, *, old_root: Root, new_root: Root) -> bool:
    """Password change: the same journal key under the new password. False if the old root does not open it.

    Entries are not touched.
    """
    wrap = queries.wrap_of(member_id, WrapKind.PASSWORD)
    key = wraps.open_with_password(wrap, member_public_id, old_root) if wrap else None
    if key is None:
        return False
    _replace(member_id, wraps.under_password(key, new_root))
    return True


def rewrap_with_code(member_id: int, member_public_id: UUID, *, code: str, new_root: Root) -> bool:
    """Password reset by somebody who has the recovery code: nothing is sealed off. False if it is not the code.

    The code is used up by it: a new one is made in the journal.
    """
    wrap = queries.wrap_of(member_id, WrapKind.RECOVERY)
    key = wraps.open_with_code(wrap, member_public_id, code) if wrap else None
    if wrap is None or key is None:
        return False
    _replace(member_id, wraps.under_password(key, new_root))
    db.session.execute(delete(JournalWrap).where(JournalWrap.id == wrap.id))
    return True


def seal_off(member_id: int, member_public_id: UUID, new_root: Root) -> JournalKey:
    """Password reset without the code: earlier entries stay, sealed; a new generation begins under the new password."""
    db.session.execute(update(JournalWrap).where(JournalWrap.member_id == member_id).values(is_superseded=True))
    return begin_journal(member_id, member_public_id, new_root)


def keep_recovery_code(member_id: int, key: JournalKey, code: str) -> None:
    """Let this code open the journal from now on; an earlier code opens it no more."""
    if not recovery.looks_like_a_code(code):
        raise ValueError("that is not a recovery code")
    _replace(member_id, wraps.under_code(key, code))


def forget_sealed(member_id: int, gen: int) -> None:
    """Drop the wraps of a generation that was sealed off, after its entries were written anew."""
    db.session.execute(
        delete(JournalWrap).where(
            JournalWrap.member_id == member_id, JournalWrap.gen == gen, JournalWrap.is_superseded.is_(True)
        )
    )


def _replace(member_id: int, wrap: JournalWrap) -> None:
    db.session.execute(
        delete(JournalWrap).where(
            JournalWrap.member_id == member_id, JournalWrap.gen == wrap.gen, JournalWrap.kind == wrap.kind
        )
    )
    _keep(member_id, wrap)


def _keep(member_id: int, wrap: JournalWrap) -> None:
    db.session.flush()
    wrap.member_id, wrap.created_at = member_id, clock.now()
    db.session.add(wrap)
    db.session.flush()
