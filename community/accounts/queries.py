"""Reads of members and sessions."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from community.accounts.models import Member, MemberSession
from community.core import clock
from community.core.database import db
from community.core.roles import Actor, MemberState, Role

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
