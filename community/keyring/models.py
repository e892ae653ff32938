"""Tables of wrapped journal keys and of the boxes of open sessions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint

from community.core.database import Mapped, Model, choice, mapped_column


class WrapKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password
    RECOVERY = "recovery"


class JournalWrap(Model):
    """A journal key of one generation, sealed under something only its owner holds.

    A superseded wrap belongs to a generation that a password reset sealed off; it is kept, so that the owner can
    reopen what was written before.
    """

    __tablename__ = "journal_wrap"
    __table_args__ = (UniqueConstraint("member_id", "gen", "kind", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    gen: Mapped[int]
    kind: Mapped[WrapKind] = choice(WrapKind)
    label: Mapped[str] = mapped_column(String(80), default="")
    kdf: Mapped[str | None] = mapped_column(String(80))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    pepper_id: Mapped[str | None] = mapped_column(String(8), index=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    is_superseded: Mapped[bool] = mapped_column(default=False)


class JournalBox(Model):
    """The journal key of an open session, sealed under a key that only the browser's cookie holds.

    `until` is the absolute end (12 hours); the shorter idle lock is judged by a signed cookie, so that reading
    writes nothing.
    """

    __tablename__ = "journal_box"

    sid_hash: Mapped[bytes] = mapped_column(
        LargeBinary(32), ForeignKey("member_session.token_hash", ondelete="CASCADE"), primary_key=True
    )
    box: Mapped[bytes] = mapped_column(LargeBinary)
    gen: Mapped[int]
    until: Mapped[datetime]
