"""Tables of posts: what is written and was, what others said to it, what is being written, and who waits."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id
from community.practice.models.threads import LONGEST_TITLE

_AN_OPENING = text("is_opening")
_HELPED = text("helped_at IS NOT NULL")


class Post(Model):
    """The first post of a thread, or a reply. `html` is made once, at writing; a removed post keeps no words.

    `hidden_at`: until it is checked, or for good, only its author and who looks after the community read the words.
    `stays_hidden`: somebody has looked at it since, and it does.
    `helped_at`: whoever asked said that this helped.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("author_id", "made_key"),
        Index("ix_post_reading", "thread_id", "id"),
        Index("uq_post_one_opening", "thread_id", unique=True, sqlite_where=_AN_OPENING, postgresql_where=_AN_OPENING),
        Index("ix_post_lately", "posted_at"),
        Index("ix_post_helped", "thread_id", "id", sqlite_where=_HELPED, postgresql_where=_HELPED),
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
    hidden_at: Mapped[datetime | None]
    stays_hidden: Mapped[bool] = mapped_column(default=False)
    helped_at: Mapped[datetime | None]
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


class DraftOf(StrEnum):
    """What is being written, and so what `about` names: a community, a conversation, a post, a conversation."""

    CONVERSATION = "conversation"
    REPLY = "reply"
    EDIT = "edit"
    SUMMARY = "summary"


class Draft(Model):
    """What somebody has begun to write, one of its sort about a thing, and nobody else can open: sealed for them."""

    __tablename__ = "draft"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    of: Mapped[DraftOf] = choice(DraftOf, primary_key=True)
    about: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    public_id: Mapped[UUID] = public_id()
    box: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(index=True)


class HelpAsked(Model):
    """Somebody was asked whether they could answer a post that nobody had answered for a day."""

    __tablename__ = "help_asked"
    __table_args__ = (Index("ix_help_asked_often", "member_id", "asked_at"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]


class Waiting(Model):
    """A question, or somebody's first post, that nobody answered for a day: it came to the desk, and who took it up.

    The desk is that of the community in which its conversation stands.
    """

    __tablename__ = "waiting"

    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    owned_at: Mapped[datetime | None]
