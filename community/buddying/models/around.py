"""What happens around circles: asking one more to join, waiting, a wish to be contacted, being shown."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

_STILL_OPEN = text("state = 'open'")
_NOT_TAKEN = text("taken_at IS NULL")


class ProposalState(StrEnum):
    OPEN = "open"
    SENT = "sent"
    CLOSED = "closed"


class Proposal(Model):
    """One of a circle would like to ask somebody to join. With everybody's yes it becomes a hello of the circle's."""

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("proposer_id", "made_key"),
        Index(
            "uq_proposal_one_open",
            "circle_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id", ondelete="CASCADE"))
    proposer_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    state: Mapped[ProposalState] = choice(ProposalState, default=ProposalState.OPEN)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_key: Mapped[UUID] = mapped_column(Uuid)


class ProposalYes(Model):
    __tablename__ = "proposal_yes"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    said_at: Mapped[datetime]


class ContactWish(Model):
    """ "I would like somebody to contact me": a name for the site's named contact, and nothing else.

    `line_box`: what whoever took it wrote to the member, sealed for them.
    """

    __tablename__ = "contact_wish"
    __table_args__ = (
        Index(
            "uq_contact_wish_one_open",
            "member_id",
            unique=True,
            sqlite_where=_NOT_TAKEN,
            postgresql_where=_NOT_TAKEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    wished_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    line_box: Mapped[bytes | None] = mapped_column(LargeBinary)


class BuddyWait(Model):
    """A member waits to be told that there is somebody who fits, beside those whom they were `shown` when they asked.

    `looked_at`: when the site last looked for them.
    """

    __tablename__ = "buddy_wait"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    public_id: Mapped[UUID] = public_id()
    since: Mapped[datetime]
    looked_at: Mapped[datetime] = mapped_column(index=True)
    shown: Mapped[list[str]] = mapped_column(JSON, default=list)


class Exposure(Model):
    """In how many lists of recently active members somebody stands this fortnight, as last counted."""

    __tablename__ = "exposure"
    __table_args__ = (CheckConstraint("lists >= 0", name="counts_lists"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    lists: Mapped[int]
    counted_at: Mapped[datetime]
