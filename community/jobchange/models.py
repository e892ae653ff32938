"""The table of what somebody leaves for whoever comes after them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary

from community.core.database import Mapped, Model, mapped_column, public_id


class HandOverNote(Model):
    """A note for one's successor, sealed for its writer until they take it out themselves."""

    __tablename__ = "hand_over_note"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    public_id: Mapped[UUID] = public_id()
    box: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime]
