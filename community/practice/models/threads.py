"""Tables of conversations: their kinds, what they are about, their summaries, how far somebody has read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, Uuid

from community.core.database import Mapped, Model, mapped_column, public_id

LONGEST_TITLE = 160
LONGEST_LINK = 500
MOST_CHALLENGES = 3


class ThreadKind(Model):
    """A kind of conversation. A new kind is a row, not a code path. Of one that `has_link` an address is asked.

    One that is not `is_offered` nobody chooses: it begins with something else, as the one of a gathering does.
    """

    __tablename__ = "thread_kind"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    line: Mapped[str] = mapped_column(String(160))
    scaffold: Mapped[str] = mapped_column(Text)
    can_be_unanswered: Mapped[bool]
    has_link: Mapped[bool] = mapped_column(default=False)
    is_offered: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]


class Thread(Model):
    """A conversation. `reply_count` leaves out removed replies; `posts_made` counts every post ever made in it.

    `last_post_at` and `last_author_id` are those of the last post that is there: neither removed nor hidden.
    `is_for_members`: begun when others could not read it, and so for the community's members for ever, whatever its
    level. `hidden_at` is that of its first post: without it the conversation is not there for those it is hidden from.
    """

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("author_id", "made_key"),
        Index("ix_thread_order", "community_id", "is_pinned", "last_post_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    kind_id: Mapped[str] = mapped_column(ForeignKey("thread_kind.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    excerpt: Mapped[str] = mapped_column(String(200))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    started_at: Mapped[datetime]
    last_post_at: Mapped[datetime]
    last_author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    reply_count: Mapped[int] = mapped_column(default=0)
    posts_made: Mapped[int] = mapped_column(default=1)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    is_for_members: Mapped[bool] = mapped_column(default=False)
    hidden_at: Mapped[datetime | None]
    link: Mapped[str] = mapped_column(String(LONGEST_LINK), default="")
    summary_version: Mapped[int] = mapped_column(default=0)
    made_key: Mapped[UUID] = mapped_column(Uuid)


class ThreadChallenge(Model):
    """What a conversation is about: up to three challenges of the house's list."""

    __tablename__ = "thread_challenge"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    challenge_id: Mapped[str] = mapped_column(ForeignKey("challenge.id"), primary_key=True, index=True)


class ThreadSummary(Model):
    """One version of what stands at the top of a long conversation. All stay; the thread's number says which counts."""

    __tablename__ = "thread_summary"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class ReadMark(Model):
    """How far a member has read a thread. `post_id` is a number to compare with: that post may be gone."""

    __tablename__ = "read_mark"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, index=True)
    post_id: Mapped[int]
