"""The table of jobs: one row for each, by which workers agree who runs it, and by which the desk knows."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Uuid

from community.core.database import Mapped, Model, mapped_column


class JobRun(Model):
    """When a job is due, who runs it now, and what became of its last run."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime]
    claimed_by: Mapped[UUID | None] = mapped_column(Uuid)
    leased_until: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    failed_with: Mapped[str] = mapped_column(String(80), default="")
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
