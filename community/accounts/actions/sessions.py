"""Sessions: opened with a new token each time, renewed, ended. The database keeps only a token's hash."""

import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from community.accounts import queries
from community.accounts.models import Link, Member, MemberSession
from community.accounts.queries import Knock
from community.core import audit, chance, clock, limits
from community.core.database import changed, db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.roles import Actor
from community.keyring import actions as keyring
from community.keyring import queries as wraps
from community.keyring.stretch import Root

STAYS = timedelta(hours=24)
STAYS_REMEMBERED = timedelta(days=30)
USED_LINKS_STAY = timedelta(days=1)

WRONG = "We could not sign you in with that address and password. Please check both."


@dataclass(frozen=True)
class Opened:
    """A session that has just begun. The token and the journal's cookie go to the browser and nowhere else."""

    actor: Actor
    token: str = field(repr=False)
    journal_cookie: str | None = field(repr=False)


@dataclass(frozen=True)
class Visit:
    """The browser that comes in: its name, whether it stays, and the session it had until now."""

    browser: str
    is_remembered: bool = False
    replaces: bytes | None = None


def sign_in(knock: Knock, root: Root, visit: Visit, *, fresh: Root | None = None) -> Opened:
    """Begin a session for whoever proved the password.

    `fresh` is the same password stretched as we stretch today, when the stored one is older. Raises Invalid when the
    password is not, or is no longer, theirs.
    """
    refuse_wrong(knock.id, root, Invalid(WRONG, "email"))
    if fresh and _restretch(knock, root, fresh):
        root = fresh
    actor, token = begin_session(knock, visit)
    audit.note("signed in", actor_id=knock.id, object_kind="member", object_id=knock.public_id)
    return Opened(actor, token, keyring.open_box(knock.id, knock.public_id, actor.session_hash, root))


def sign_out(session_hash: bytes) -> None:
    """End this session; the journal's box goes with it."""
    db.session.execute(delete(MemberSession).where(MemberSession.token_hash == session_hash))


def end_session(actor: Actor, session_id: UUID) -> None:
    """End another browser of mine. Raises NotFound for one that is not mine, and for the one I am using."""
    named = delete(MemberSession).where(
        MemberSession.public_id == session_id,
        MemberSession.member_id == actor.id,
        MemberSession.token_hash != actor.session_hash,
    )
    if not changed(named):
        raise NotFound
    _note_ended(actor)


def end_other_sessions(actor: Actor) -> int:
    """End every browser of mine but this one; returns how many."""
    others = (MemberSession.member_id == actor.id, MemberSession.token_hash != actor.session_hash)
    ended = changed(delete(MemberSession).where(*others))
    _note_ended(actor)
    return ended


def confirm(actor: Actor, root: Root, *, journal_cookie: str | None) -> Opened:
    """Note that the password was just proved again, under a new token (R2). Raises Invalid for a wrong one."""
    refuse_wrong(actor.id, root, Invalid("That is not your password.", "password"))
    return renew(actor, journal_cookie=journal_cookie)


def renew(actor: Actor, *, journal_cookie: str | None) -> Opened:
    """Move this session to a new token, with its open journal; its end stays where it was."""
    old = db.session.get(MemberSession, actor.session_hash)
    if old is None:
        raise Conflict("You were signed out while you were doing this. Nothing was changed.")
    token, now = chance.token(), clock.now()
    new_hash = chance.hash_of(token)
    db.session.add(
        MemberSession(
            token_hash=new_hash,
            member_id=actor.id,
            created_at=old.created_at,
            confirmed_at=now,
            expires_at=old.expires_at,
            is_remembered=old.is_remembered,
            browser=old.browser,
        )
    )
    db.session.flush()
    moved = keyring.move_box(
        actor.session_hash, new_hash, member_public_id=actor.public_id, cookie=journal_cookie or ""
    )
    sign_out(actor.session_hash)
    renewed = Actor(actor.id, actor.public_id, actor.name, actor.role, actor.state, new_hash, actor.is_remembered)
    return Opened(renewed, token, moved)


def begin_session(who: Knock | Member, visit: Visit) -> tuple[Actor, str]:
    """Add the row of a new session; returns the member as they act in it, and its token."""
    if visit.replaces:
        sign_out(visit.replaces)
    now, token = clock.now(), chance.token()
    session = MemberSession(
        token_hash=chance.hash_of(token),
        member_id=who.id,
        created_at=now,
        confirmed_at=now,
        expires_at=now + (STAYS_REMEMBERED if visit.is_remembered else STAYS),
        is_remembered=visit.is_remembered,
        browser=visit.browser[:80],
    )
    db.session.add(session)
    db.session.flush()
    name = who.name if isinstance(who, Knock) else who.display_name
    return Actor(who.id, who.public_id, name, who.role, who.state, session.token_hash, visit.is_remembered), token


def end_every_session(member_id: int) -> None:
    """Sign this member out everywhere, requests under way included (R3)."""
    db.session.execute(delete(MemberSession).where(MemberSession.member_id == member_id))


def refuse_wrong(member_id: int, root: Root, error: Invalid) -> None:
    """Raise `error` unless this root proves the password as it is now, under the lock of the writing transaction."""
    stored = queries.verifier_held_still(member_id)
    if stored is None or not hmac.compare_digest(stored, root.verifier):
        raise error


def forget_expired() -> int:
    """Delete sessions and links whose time is over, throttles and journal boxes too; returns how many rows."""
    now = clock.now()
    sessions = changed(delete(MemberSession).where(MemberSession.expires_at <= now))
    links = changed(delete(Link).where(Link.expires_at <= now - USED_LINKS_STAY))
    return sessions + links + limits.forget_expired() + keyring.forget_expired_boxes()


def _restretch(knock: Knock, root: Root, fresh: Root) -> bool:
    """Keep the password as we stretch today. False (and nothing changes) if the journal could not come along."""
    has_journal = wraps.has_password_wrap(knock.id)
    if has_journal and not keyring.rewrap(knock.id, knock.public_id, old_root=root, new_root=fresh):
        return False
    keep_password(knock.id, fresh)
    return True


def keep_password(member_id: int, root: Root) -> None:
    """Write down what proves this password from now on."""
    member = db.session.get_one(Member, member_id)
    member.password_kdf, member.password_salt, member.password_verifier = root.kdf, root.salt, root.verifier


def _note_ended(actor: Actor) -> None:
    audit.note("ended sessions", actor_id=actor.id, object_kind="member", object_id=actor.public_id)
