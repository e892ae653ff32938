"""Tables of members, their sessions and the links that letters carry."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Uuid

from community.core import chance
from community.core.database import Mapped, Model, choice, mapped_column, public_id
from community.core.roles import MemberState, Role


class Member(Model):
    """A person. `email_key` is the address as compared (case folded); the verifier proves a password."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    email_proven_at: Mapped[datetime | None]  # when it was a second address first; otherwise on joining
    display_name: Mapped[str] = mapped_column(String(80), default="")
    role: Mapped[Role] = choice(Role, default=Role.MEMBER)
    state: Mapped[MemberState] = choice(MemberState, default=MemberState.JOINING, index=True)
    password_kdf: Mapped[str | None]
    password_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    password_verifier: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    joined_at: Mapped[datetime]
    rules_version: Mapped[str | None] = mapped_column(String(20))
    rules_accepted_at: Mapped[datetime | None]
    idle_lock_minutes: Mapped[int] = mapped_column(default=30)


class MemberSession(Model):
    """A signed-in browser."""

    __tablename__ = "member_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    public_id: Mapped[UUID] = public_id()
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    is_remembered: Mapped[bool] = mapped_column(default=False)
    browser: Mapped[str] = mapped_column(String(80), default="")


class SecondAddress(Model):
    """Another address that its member has proven to read: it outlives a job, and opens the same door."""

    __tablename__ = "second_address"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    proven_at: Mapped[datetime]


class LinkPurpose(StrEnum):
    JOIN = "join"
    RESET = "reset"
    ADDRESS = "address"
    ADDRESS_BACK = "address_back"


class Link(Model):
    """The promise behind a link in a letter. The link itself is derived when the letter is written, never stored."""

    __tablename__ = "account_link"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=chance.new_id)
    purpose: Mapped[LinkPurpose] = choice(LinkPurpose)
    email: Mapped[str] = mapped_column(String(254))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
