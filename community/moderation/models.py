"""Tables of reports and of what was decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, Uuid

from community.core.database import Mapped, Model, choice, mapped_column, public_id


class About(StrEnum):
    POST = "post"
    GATHERING = "gathering"
    PERSON = "person"
    MESSAGE = "message"
    HELLO = "hello"


PRIVATE = frozenset({About.MESSAGE, About.HELLO})  # only what their reporter chooses is kept


class Reason(StrEnum):
    IDENTIFIES = "identifies"
    DANGER = "danger"
    ILLEGAL = "illegal"
    UNKIND = "unkind"
    SELLING = "selling"
    OTHER = "other"


class Outcome(StrEnum):
    NO_ACTION = "no_action"
    ASKED_TO_EDIT = "asked_to_edit"
    HIDDEN = "hidden"
    REMOVED = "removed"


class Report(Model):
    """Somebody says that something needs looking at. `thing_id` is the public id of what it is about.

    The boxes are sealed for the report: `box` holds the reporter's words and what they reported as it stood then (of
    messages and hellos, the chosen passage alone), `answer_box` what the reporter and the author were told.
    `subject_id` is who wrote it, or whose profile it is. `community_id` says whose facilitators see it too; without
    one, moderators alone.
    `owner_id` has taken it up; `hid_it`: reporting hid the post until it is checked.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("reporter_id", "made_key"),
        Index("ix_report_queue", "closed_at", "reason", "made_at"),
        Index("ix_report_thing", "thing_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id", ondelete="SET NULL"), index=True)
    about: Mapped[About] = choice(About)
    thing_id: Mapped[UUID] = mapped_column(Uuid)
    reason: Mapped[Reason] = choice(Reason)
    rule: Mapped[str] = mapped_column(String(10), default="")
    box: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    hid_it: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    owned_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = choice(Outcome, nullable=True)
    answer_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_key: Mapped[UUID] = mapped_column(Uuid)
