"""What a summary tells of communities: conversations that hold something the member has not read."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from community.belonging.models import BelongingState
from community.core.database import db
from community.notifications.models import Hearing
from community.notifications.models import Level as Heard
from community.practice.models import Community, CommunityMark, Level, Post, ReadMark, Thread
from community.practice.queries import marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer


class NewsLine(NamedTuple):
    """A conversation and how many of its posts are news. A letter names what is not public to nobody."""

    thread_id: UUID
    title: str
    community: str
    how_many: int
    is_public: bool


_of_thread, _of_community = aliased(Hearing), aliased(Hearing)
_SINCE = bindparam("since", type_=Post.posted_at.type)
_UNTIL = bindparam("until", type_=Post.posted_at.type)

IS_PUBLIC = and_(Community.level == Level.OPEN, Community.is_safe_space.is_(False))
_NEWS = (
    select(
        Thread.public_id,
        Thread.title,
        Community.name,
        func.count(Post.id).label("how_many"),
        IS_PUBLIC.label("is_public"),
    )
    .select_from(mine)
    .join(viewer, viewer.id == mine.member_id)
    .join(Community, Community.group_id == mine.group_id)
    .join(Thread, Thread.community_id == Community.id)
    .join(Post, Post.thread_id == Thread.id)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(_of_thread, and_(_of_thread.member_id == VIEWER, _of_thread.about == Thread.public_id))
    .outerjoin(_of_community, and_(_of_community.member_id == VIEWER, _of_community.about == Community.public_id))
    .where(
        mine.member_id == VIEWER,
        mine.state == BelongingState.IN,
        readers.may_read(viewer),
        func.coalesce(_of_thread.level, _of_community.level, Heard.SUMMARY) == Heard.SUMMARY,
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


def news_for(member_id: int, *, since: datetime, until: datetime, limit: int) -> list[NewsLine]:
    """Posts after `since`, up to and with `until`, that are new to the member, by conversation, the latest first.

    From communities they are in, where they hear by summary. Not from conversations that they began: what is answered
    there is told as an answer.
    """
    asked = {"viewer": member_id, "since": since, "until": until, "limit": limit}
    return [NewsLine(*row) for row in db.session.execute(_NEWS, asked)]
