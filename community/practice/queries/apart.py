"""What conversations have to do with a block: whom a reader knows from them, and what was told of the other's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging.queries import Column
from community.core.database import db
from community.notifications.models import Notice
from community.practice.models import Community, Post, Thread
from community.practice.queries import readers

_reader = aliased(Member)
_TOLD_OF = (
    select(Thread.public_id)
    .join(Notice, Notice.about == Thread.public_id)
    .where(Thread.author_id == bindparam("author"), Notice.member_id == bindparam("told"))
    .distinct()
)


def has_written_for(reader: ColumnElement[int], author: Column) -> ColumnElement[bool]:
    """SQL: something of this author's stands where the reader reads it, with the name."""
    written = (
        select(Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Community, Community.id == Thread.community_id)
        .join(_reader, _reader.id == reader)
        .where(
            Post.author_id == author,
            Post.removed_at.is_(None),
            Post.hidden_at.is_(None),
            readers.may_read_thread(_reader),
        )
    )
    return written.correlate_except(Post, Thread, Community, _reader).exists()


def conversations_told_of(author_id: int, told_id: int) -> Sequence[UUID]:
    """Conversations that the one began, and the other has notices about."""
    return db.session.scalars(_TOLD_OF, {"author": author_id, "told": told_id}).all()
