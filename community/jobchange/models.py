"""Tables of what somebody leaves for whoever comes after them, and of what their circles are told of a new job."""

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


class JobNews(Model):
    """What one circle is to be told of its member's new job: words kept, sealed for their writer, until they are sent.

    `told_at`: the words have been sent, so nothing is sent twice. `asked_at`: when everybody in it was last asked to
    look again because of this member; shown to nobody.
    """

    __tablename__ = "job_news"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"), primary_key=True, index=True)
    public_id: Mapped[UUID] = public_id()
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
