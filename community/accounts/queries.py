"""Reads of members and sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from community.accounts.models import Link, LinkPurpose, Member, MemberSession, SecondAddress
from community.core import clock
from community.core.audit import AuditLine
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState, Role
from community.mail import links

IDLE = timedelta(hours=8)
IDLE_REMEMBERED = timedelta(days=14)
IDLE_STAFF = timedelta(minutes=30)

_ACTOR = (
    select(
        Member.id,
        Member.public_id,
        Member.display_name,
        Member.role,
        Member.state,
        MemberSession.is_remembered,
    )
    .join(MemberSession, MemberSession.member_id == Member.id)
    .where(
        MemberSession.token_hash == bindparam("token_hash"),
        MemberSession.expires_at > bindparam("now"),
        Member.state != MemberState.LEFT,
    )
)
_STANDS = select(MemberSession.member_id).where(MemberSession.token_hash == bindparam("token_hash"))


def actor_behind(token_hash: bytes, seconds_idle: float) -> Actor | None:
    """The member whose browser holds this token, unless the session has ended or slept too long."""
    row = db.session.execute(_ACTOR, {"token_hash": token_hash, "now": clock.now()}).one_or_none()
    if row is None:
        return None
    idle = IDLE_STAFF if row.role is not Role.MEMBER else IDLE_REMEMBERED if row.is_remembered else IDLE
    if seconds_idle > idle.total_seconds():
        return None
    return Actor(row.id, row.public_id, row.display_name, row.role, row.state, token_hash, row.is_remembered)


def session_stands(token_hash: bytes) -> bool:
    """Whether the session is still there, asked inside the transaction that is about to commit."""
    locked = _STANDS.with_for_update(read=True) if db.engine.dialect.name == "postgresql" else _STANDS
    return db.session.execute(locked, {"token_hash": token_hash}).one_or_none() is not None


class Knock(NamedTuple):
    """What is needed to check somebody's password: read first, stretched after, checked again when written."""

    id: int
    public_id: UUID
    name: str
    email: str
    role: Role
    state: MemberState
    kdf: str
    salt: bytes
    verifier: bytes


class Mailbox(NamedTuple):
    """An address that somebody proved to read, as they wrote it, and whose it is."""

    member_id: int
    email: str


class Addresses(NamedTuple):
    """Both addresses of a member; letters go to the first."""

    first: str
    second: str | None

    @property
    def both(self) -> tuple[str, ...]:
        return (self.first, self.second) if self.second else (self.first,)


class Proofs(NamedTuple):
    """When each address of a member was proven; that of joining, on joining."""

    first: datetime
    second: datetime | None


class WaitingAddress(NamedTuple):
    """An address that somebody would like to add, until when the link in the letter to it holds."""

    email: str
    until: datetime


class OpenSession(NamedTuple):
    """A signed-in browser as its owner sees it."""

    public_id: UUID
    browser: str
    created_at: datetime
    expires_at: datetime
    is_remembered: bool
    is_this_one: bool


class StandingLink(NamedTuple):
    """A link that has been proved, is in time, and has not been used."""

    id: UUID
    purpose: LinkPurpose
    email: str
    member_id: int | None


_KNOCK = select(
    Member.id,
    Member.public_id,
    Member.display_name,
    Member.email,
    Member.role,
    Member.state,
    Member.password_kdf,
    Member.password_salt,
    Member.password_verifier,
).where(Member.password_verifier.is_not(None), Member.state != MemberState.LEFT)
_SESSIONS = (
    select(
        MemberSession.public_id,
        MemberSession.browser,
        MemberSession.created_at,
        MemberSession.expires_at,
        MemberSession.is_remembered,
        MemberSession.token_hash,
    )
    .where(MemberSession.member_id == bindparam("member"), MemberSession.expires_at > bindparam("now"))
    .order_by(MemberSession.created_at.desc(), MemberSession.public_id)
)
_ADDRESSES = (
    select(Member.email, SecondAddress.email)
    .outerjoin(SecondAddress, SecondAddress.member_id == Member.id)
    .where(Member.id == bindparam("member"))
)
_PROOFS = (
    select(func.coalesce(Member.email_proven_at, Member.joined_at), SecondAddress.proven_at)
    .outerjoin(SecondAddress, SecondAddress.member_id == Member.id)
    .where(Member.id == bindparam("member"))
)
_WAITING = (
    select(Link.email, Link.expires_at)
    .where(
        Link.member_id == bindparam("member"),
        Link.purpose == LinkPurpose.ADDRESS,
        Link.used_at.is_(None),
        Link.expires_at > bindparam("now"),
    )
    .order_by(Link.made_at.desc(), Link.id)
    .limit(1)
)
_LINK = select(Link.id, Link.purpose, Link.email, Link.member_id).where(
    Link.id == bindparam("id"), Link.used_at.is_(None), Link.expires_at > bindparam("now")
)


def has_address(key: str) -> ColumnElement[bool]:
    """SQL: the member whose address this is, the first or the second, in one statement: they may change places."""
    second = select(SecondAddress.member_id).where(SecondAddress.email_key == key).scalar_subquery()
    return or_(Member.email_key == key, Member.id == second)


def knock_at(key: str) -> Knock | None:
    """Whoever has this address and a password."""
    row = db.session.execute(_KNOCK.where(has_address(key))).one_or_none()
    return Knock._make(row) if row else None


def knock_of(member_id: int) -> Knock | None:
    row = db.session.execute(_KNOCK.where(Member.id == member_id)).one_or_none()
    return Knock._make(row) if row else None


def verifier_held_still(member_id: int) -> bytes | None:
    """What proves this member's password now; until the transaction ends nobody changes it."""
    asked = select(Member.password_verifier).where(Member.id == member_id).with_for_update()
    return db.session.execute(asked).scalar_one_or_none()


def member_with(key: str) -> Member | None:
    """The member with this address, be it their second, unless they have left."""
    return db.session.scalars(select(Member).where(has_address(key), Member.state != MemberState.LEFT)).one_or_none()


def mailbox_at(key: str) -> Mailbox | None:
    """Where to write to whoever has this address, first or second, unless they have left."""
    second = select(SecondAddress.email).where(SecondAddress.email_key == key).scalar_subquery()
    written = case((Member.email_key == key, Member.email), else_=second)
    asked = select(Member.id, written).where(has_address(key), Member.state != MemberState.LEFT)
    row = db.session.execute(asked).one_or_none()
    return Mailbox(*row) if row else None


def is_somebodys(key: str) -> bool:
    """Whether the address is anybody's first or second, be it of somebody who has left."""
    return db.session.execute(select(Member.id).where(has_address(key))).first() is not None


def hold_address_still(key: str) -> None:
    """Nobody else takes this address, in whichever table, until the transaction ends.

    SQLite has one writer at a time. PostgreSQL keeps a lock on the address itself: no row stands for what is free.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def addresses_of(member_id: int) -> Addresses:
    """Both addresses of a member, for their own eyes and for letters to them."""
    return Addresses(*db.session.execute(_ADDRESSES, {"member": member_id}).one())


def proofs_of(member_id: int) -> Proofs:
    """Since when each of a member's addresses is theirs."""
    return Proofs(*db.session.execute(_PROOFS, {"member": member_id}).one())


def waiting_address_of(member_id: int) -> WaitingAddress | None:
    """The address whose letter this member has still to read, the one that was asked for last."""
    row = db.session.execute(_WAITING, {"member": member_id, "now": clock.now()}).one_or_none()
    return WaitingAddress._make(row) if row else None


def has_lately(member_id: int, acts: Sequence[str], since: datetime) -> bool:
    """Whether the ledger holds one of these acts of a member's account since then."""
    mine = (AuditLine.actor_id == member_id, AuditLine.action.in_(acts), AuditLine.happened_at > since)
    return db.session.execute(select(AuditLine.id).where(*mine).limit(1)).first() is not None


def ways_back_of(member_id: int) -> Sequence[Link]:
    """The links that still put an address of this member back."""
    mine = (Link.member_id == member_id, Link.purpose == LinkPurpose.ADDRESS_BACK)
    return db.session.scalars(select(Link).where(*mine, Link.used_at.is_(None), Link.expires_at > clock.now())).all()


def member_held_still(member_id: int) -> Member:
    """The member, whose addresses nobody else changes until the transaction ends."""
    return db.session.scalars(select(Member).where(Member.id == member_id).with_for_update()).one()


def second_address_of(member_id: int) -> SecondAddress | None:
    asked = select(SecondAddress).where(SecondAddress.member_id == member_id)
    return db.session.scalars(asked.execution_options(populate_existing=True)).one_or_none()


def member_of(member_id: int) -> Member | None:
    """The member with this row id, unless they have left."""
    return db.session.scalars(
        select(Member).where(Member.id == member_id, Member.state != MemberState.LEFT)
    ).one_or_none()


def sessions_of(actor: Actor) -> Sequence[OpenSession]:
    """Where this member is signed in, the newest first."""
    rows = db.session.execute(_SESSIONS, {"member": actor.id, "now": clock.now()})
    return [OpenSession(*row[:5], is_this_one=row.token_hash == actor.session_hash) for row in rows]


def address_of(actor: Actor) -> str:
    """Where letters to this member go. Only they are shown it."""
    return db.session.execute(select(Member.email).where(Member.id == actor.id)).scalar_one()


def confirmed_at(actor: Actor) -> datetime | None:
    """When this session last proved the password; None if it has ended meanwhile."""
    asked = select(MemberSession.confirmed_at).where(MemberSession.token_hash == actor.session_hash)
    return db.session.execute(asked).scalar_one_or_none()


def link_behind(link_id: UUID, proof: str, purpose: LinkPurpose) -> StandingLink:
    """The promise that a link in a letter stands for. Raises NotFound for one made up, used, too old or misused."""
    row = db.session.execute(_LINK, {"id": link_id, "now": clock.now()}).one_or_none()
    address = row.email if row else ""
    if not links.proves(proof, purpose.value, link_id, address) or row is None:
        raise NotFound
    return StandingLink(*row)


_ACTIVE = select(func.count()).where(Member.state == MemberState.ACTIVE)


def how_many_active() -> int:
    return db.session.execute(_ACTIVE).scalar_one()
