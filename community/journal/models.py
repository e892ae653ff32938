"""The table of entries: nothing in it can be read without its author's key."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, Uuid

from community.core import chance
from community.core.database import Mapped, Model, mapped_column


class JournalEntry(Model):
    """An entry. `gen` names the journal key, `rev` counts its savings; both are bound into the boxes."""

    __tablename__ = "journal_entry"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=chance.new_id)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    gen: Mapped[int]
    rev: Mapped[int]
    head_box: Mapped[bytes] = mapped_column(LargeBinary)
    body_box: Mapped[bytes] = mapped_column(LargeBinary)
