"""Conversations that hold something the member has not read: on Home, and in a summary."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from community.accounts.models import Member
from community.belonging.models import BelongingState
from community.core.database import db
from community.core.roles import Actor
from community.notifications.models import Level as Heard
from community.practice.models import Community, CommunityMark, Post, ReadMark, Thread, ThreadKind
from community.practice.queries import authors, hearing, marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer


class NewConversation(NamedTuple):
    """A conversation with something new in it, from one of my communities."""

    public_id: UUID
    title: str
    excerpt: str
    author_name: str
    author_id: UUID | None
    began: str
    answered: str
    community_name: str
    community_id: UUID
    new: int
    at: datetime


class NewsLine(NamedTuple):
    """A conversation and how many of its posts are news. A letter names what is not public to nobody."""

    thread_id: UUID
    title: str
    community: str
    how_many: int
    is_public: bool


# First the few to show, each found by its first new post; then only those are counted.
_WITH_NEWS = (
    select(Thread.id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .join(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .where(
        mine.state == BelongingState.IN,
        readers.may_read_thread(viewer),
        marks.may_hold_new(),
        marks.not_kept_apart(),
        marks.has_new(),
    )
    .order_by(Thread.last_post_at.desc(), Thread.id.desc())
    .limit(bindparam("limit"))
    .subquery("with_news")
)
_FOR_HOME = (
    select(
        Thread.public_id,
        Thread.title,
        Thread.excerpt,
        Member.display_name,
        Member.public_id.label("author_public_id"),
        Member.state,
        *authors.LAST_WORD,
        Community.name,
        Community.public_id.label("community_public_id"),
        marks.new_in_thread().label("new"),
        Thread.last_post_at,
    )
    .select_from(_WITH_NEWS)
    .join(Thread, Thread.id == _WITH_NEWS.c.id)
    .join(Community, Community.id == Thread.community_id)
    .join(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(Member, Member.id == Thread.author_id)
    .join(ThreadKind, ThreadKind.id == Thread.kind_id)
    .outerjoin(authors.last, authors.OF_THE_LAST)
    .order_by(Thread.last_post_at.desc(), Thread.id.desc())
)
_SINCE = bindparam("since", type_=Post.posted_at.type)
_UNTIL = bindparam("until", type_=Post.posted_at.type)

_NEWS = (
    select(
        Thread.public_id,
        Thread.title,
        Community.name,
        func.count(Post.id).label("how_many"),
        readers.may_be_in_letters(Thread).label("is_public"),
    )
    .select_from(mine)
    .join(viewer, viewer.id == mine.member_id)
    .join(Community, Community.group_id == mine.group_id)
    .join(Thread, Thread.community_id == Community.id)
    .join(Post, Post.thread_id == Thread.id)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(hearing.of_thread, hearing.chose_for_thread(VIEWER))
    .outerjoin(hearing.of_community, hearing.chose_for_community(VIEWER))
    .where(
        mine.member_id == VIEWER,
        mine.state == BelongingState.IN,
        readers.may_read_thread(viewer),
        hearing.LEVEL == Heard.SUMMARY,
        Thread.author_id.is_distinct_from(VIEWER),
        marks.not_kept_apart(),
        Thread.last_post_at > _SINCE,
        Post.posted_at > _SINCE,
        Post.posted_at <= _UNTIL,
        marks.is_new(),
    )
    .group_by(Thread.id, Community.id)
    .order_by(Thread.last_post_at.desc(), Thread.id.desc())
    .limit(bindparam("limit"))
)


def new_conversations_for(actor: Actor, limit: int = 5) -> list[NewConversation]:
    """Conversations of my communities that hold something new to me, the latest first."""
    return [
        NewConversation(
            row.public_id,
            row.title,
            row.excerpt,
            *authors.author(row.display_name, row.author_public_id, row.state),
            authors.began(row),
            authors.answered(row),
            row.name,
            row.community_public_id,
            row.new,
            row.last_post_at,
        )
        for row in db.session.execute(_FOR_HOME, {"viewer": actor.id, "limit": limit})
    ]


def news_for(member_id: int, *, since: datetime, until: datetime, limit: int) -> list[NewsLine]:
    """Posts after `since`, up to and with `until`, that are new to the member, by conversation, the latest first.

    From communities they are in, where they hear by summary. Not from conversations that they began: what is answered
    there is told as an answer.
    """
    asked = {"viewer": member_id, "since": since, "until": until, "limit": limit}
    return [NewsLine(*row) for row in db.session.execute(_NEWS, asked)]
