"""Reads of conversations: the list in a community, and one conversation."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging.models import BelongingState, GroupRole
from community.core.database import db
from community.core.errors import NotFound
from community.core.paging import Slice, slice_of
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.directory.models import Profile
from community.notifications.models import Level as Heard
from community.notifications.models import Timing
from community.notifications.queries.about import last_told
from community.practice.models import Community, CommunityMark, Level, ReadMark, Thread, ThreadKind, ThreadSummary
from community.practice.queries import authors, hearing, marks, readers, summaries
from community.practice.queries.communities import CommunitySeen
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.summaries import SummarySeen

THREADS_A_PAGE = 20


class ThreadRow(NamedTuple):
    """A conversation in a list."""

    public_id: UUID
    title: str
    excerpt: str
    kind_id: str
    last_post_at: datetime
    reply_count: int
    is_pinned: bool
    is_closed: bool
    is_unanswered: bool
    author_name: str
    author_id: UUID | None
    author_sector: str
    began: str
    answered: str
    new: int


class ThreadSeen(NamedTuple):
    """A conversation as one reader sees it."""

    id: int
    public_id: UUID
    title: str
    kind_id: str
    started_at: datetime
    reply_count: int
    posts_made: int
    is_pinned: bool
    closed_at: datetime | None
    is_for_members: bool
    hidden_at: datetime | None
    link: str
    summary_version: int
    group_id: int
    community_id: int
    community_public_id: UUID
    community_name: str
    level: Level
    is_safe_space: bool
    state: BelongingState | None
    role: GroupRole | None
    read_to: int | None
    new: int
    how_many_read: int
    heard: Heard
    in_summary: Timing
    told_at: datetime | None
    summary_html: str | None
    summary_at: datetime | None
    summary_name: str | None
    summary_by: UUID | None
    summary_state: MemberState | None

    @property
    def summary(self) -> SummarySeen | None:
        """What stands at the top; None without one, and where its reader and its writer keep apart."""
        whose = self.summary_name, self.summary_by, self.summary_state
        return summaries.summary_seen(self.summary_html, self.summary_at, *whose)

    @property
    def has_notice(self) -> bool:
        """Whether the reader was told of something here that they have not read."""
        return self.told_at is not None

    @property
    def is_member(self) -> bool:
        return self.state == BelongingState.IN

    @property
    def is_facilitator(self) -> bool:
        return self.is_member and self.role == GroupRole.FACILITATOR

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read, is_for_members=self.is_for_members)


_anchor = aliased(Thread)
_ORDER = (Thread.is_pinned, Thread.last_post_at, Thread.id)
_AUTHOR = (Member.display_name, Member.public_id.label("author_public_id"), Member.state, Profile.sector_id)
_LIST = (
    select(
        Thread.public_id,
        Thread.title,
        Thread.excerpt,
        Thread.kind_id,
        Thread.last_post_at,
        Thread.is_pinned,
        Thread.closed_at,
        *_AUTHOR,
        *authors.LAST_WORD,
        marks.new_in_thread().label("new"),
    )
    .select_from(Thread)
    .join(ThreadKind, ThreadKind.id == Thread.kind_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(Member, Member.id == Thread.author_id)
    .outerjoin(Profile, Profile.member_id == Thread.author_id)
    .outerjoin(authors.last, authors.OF_THE_LAST)
    .where(Thread.community_id == bindparam("community"), readers.may_read_thread(viewer), marks.not_kept_apart())
    .order_by(*(column.desc() for column in _ORDER))
    .limit(THREADS_A_PAGE + 1)
)
_SEEN = (
    select(
        Thread.id,
        Thread.public_id,
        Thread.title,
        Thread.kind_id,
        Thread.started_at,
        marks.replies_there().label("reply_count"),
        Thread.posts_made,
        Thread.is_pinned,
        Thread.closed_at,
        Thread.is_for_members,
        Thread.hidden_at,
        Thread.link,
        Thread.summary_version,
        Community.group_id,
        Community.id.label("community_id"),
        Community.public_id.label("community_public_id"),
        Community.name,
        Community.level,
        Community.is_safe_space,
        mine.state,
        mine.role,
        ReadMark.post_id,
        marks.new_in_thread().label("new"),
        readers.how_many_read_thread().label("how_many_read"),
        hearing.LEVEL.label("heard"),
        hearing.IN_SUMMARY.label("in_summary"),
        last_told(VIEWER, Thread.public_id).label("told_at"),
        *summaries.COLUMNS,
    )
    .select_from(Thread)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(hearing.of_thread, hearing.chose_for_thread(VIEWER))
    .outerjoin(hearing.of_community, hearing.chose_for_community(VIEWER))
    .outerjoin(ThreadSummary, summaries.OF_THE_THREAD)
    .outerjoin(summaries.writer, summaries.OF_ITS_WRITER)
    .where(Thread.public_id == bindparam("thread"), readers.may_read_thread(viewer), marks.may_open())
)
_MADE = select(Thread.public_id).where(Thread.author_id == VIEWER, Thread.made_key == bindparam("key"))


@cache
def _list_statement(*, of_kind: bool, unanswered: bool, older: bool) -> Select[Any]:
    """One of the eight shapes of the list, each built once."""
    statement: Any = _LIST
    if of_kind:
        statement = statement.where(Thread.kind_id == bindparam("kind"))
    if unanswered:
        statement = statement.where(ThreadKind.can_be_unanswered, marks.replies_there() == 0)
    if older:
        statement = statement.join(_anchor, _anchor.community_id == Thread.community_id).where(
            _anchor.public_id == bindparam("before"),
            tuple_(*_ORDER) < tuple_(_anchor.is_pinned, _anchor.last_post_at, _anchor.id),
        )
    built: Select[Any] = statement
    return built


def threads_of(
    actor: Actor,
    community: CommunitySeen,
    *,
    kind_id: str | None = None,
    unanswered: bool = False,
    before: UUID | None = None,
) -> Slice[ThreadRow]:
    """Conversations, pinned first and then by the last post; `before` is the last one of the page before."""
    statement = _list_statement(of_kind=kind_id is not None, unanswered=unanswered, older=before is not None)
    asked = {"viewer": actor.id, "community": community.id, "kind": kind_id, "before": before}
    needed = {name: value for name, value in asked.items() if value is not None}
    rows = [_row(row) for row in db.session.execute(statement, needed)]
    return slice_of(rows, THREADS_A_PAGE, lambda row: row.public_id)


def thread_seen_by(actor: Actor, public_id: UUID) -> ThreadSeen:
    """Raises NotFound alike where there is none and where this member may not read it."""
    row = db.session.execute(_SEEN, {"viewer": actor.id, "thread": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return ThreadSeen._make(row)


def thread_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The conversation that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()


def _row(row: Any) -> ThreadRow:
    name, author_id = authors.author(row.display_name, row.author_public_id, row.state)
    return ThreadRow(
        row.public_id,
        row.title,
        row.excerpt,
        row.kind_id,
        row.last_post_at,
        row.reply_count,
        row.is_pinned,
        row.closed_at is not None,
        row.can_be_unanswered and row.reply_count == 0,
        name,
        author_id,
        directory.sector_label(row.sector_id) if author_id else "",
        authors.began(row),
        authors.answered(row),
        row.new,
    )
