"""The ledger: who did what to which object and why. Lines are added, never changed, and forgotten after two years."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, delete, select

from community.core import clock
from community.core.database import Mapped, Model, changed, db, mapped_column

LINES_STAY = timedelta(days=731)  # two years, whether or not one of them is a leap year


class AuditLine(Model):
    """One line. Ids only: never a text that somebody wrote, never an address."""

    __tablename__ = "audit_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason: Mapped[str] = mapped_column(default="")


def note(
    action: str, *, actor_id: int | None, object_kind: str, object_id: UUID | None = None, reason: str = ""
) -> None:
    """Add a line in the running transaction: it stands if and only if the act stands."""
    db.session.add(
        AuditLine(
            happened_at=clock.now(),
            actor_id=actor_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            reason=reason,
        )
    )


def forget_some(limit: int) -> int:
    """Delete lines that are older than two years, at most so many; returns how many."""
    old = select(AuditLine.id).where(AuditLine.happened_at <= clock.now() - LINES_STAY).limit(limit)
    return changed(delete(AuditLine).where(AuditLine.id.in_(old)))
