"""Tables of communities, conversations, posts, reactions and reading marks."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

LONGEST_TITLE = 160


class Level(StrEnum):
    """Who may come in. Open: every member reads. Private: members alone know of it. Hidden: as if it were not there."""

    OPEN = "open"
    ASK = "ask"
    PRIVATE = "private"
    HIDDEN = "hidden"


class Community(Model):
    __tablename__ = "community"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    group_id: Mapped[int] = mapped_column(ForeignKey("belonging_group.id"), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(300))
    learning_question: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(300), default="")
    level: Mapped[Level] = choice(Level)
    is_safe_space: Mapped[bool] = mapped_column(default=False)
    rhythm: Mapped[str] = mapped_column(String(120), default="")
    agreement: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


class CommunityMark(Model):
    """What one member did at a community's door: accepted its agreement, and marked everything in it as read."""

    __tablename__ = "community_mark"

    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    agreed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class ThreadKind(Model):
    """A kind of conversation. A new kind is a row, not a code path."""

    __tablename__ = "thread_kind"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(60))
    line: Mapped[str] = mapped_column(String(160))
    scaffold: Mapped[str] = mapped_column(Text)
    can_be_unanswered: Mapped[bool]
    position: Mapped[int]


class Thread(Model):
    """A conversation. `reply_count` leaves out removed replies; `posts_made` counts every post ever made in it.

    `last_post_at` and `last_author_id` are those of the last post that has not been removed.
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
    made_key: Mapped[UUID] = mapped_column(Uuid)


_AN_OPENING = text("is_opening")


class Post(Model):
    """The first post of a thread, or a reply. `html` is made once, at writing; a removed post keeps no words."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("author_id", "made_key"),
        Index("ix_post_reading", "thread_id", "id"),
        Index("uq_post_one_opening", "thread_id", unique=True, sqlite_where=_AN_OPENING, postgresql_where=_AN_OPENING),
        CheckConstraint("removed_at IS NULL OR (body = '' AND html = '')", name="removed_is_gone"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    is_opening: Mapped[bool] = mapped_column(default=False)
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    made_key: Mapped[UUID] = mapped_column(Uuid)


class PostRevision(Model):
    """What a post said before an edit; `title` is that of the thread when the post opened it."""

    __tablename__ = "post_revision"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    html: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class ReactionKind(StrEnum):
    THANK_YOU = "thank_you"
    ME_TOO = "me_too"
    TELL_ME_MORE = "tell_me_more"


class Reaction(Model):
    """Shown on the post, and never summed per person."""

    __tablename__ = "reaction"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ReactionKind] = choice(ReactionKind, primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    given_at: Mapped[datetime]


class ReadMark(Model):
    """How far a member has read a thread. `post_id` is a number to compare with: that post may be gone."""

    __tablename__ = "read_mark"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True, index=True)
    post_id: Mapped[int]
