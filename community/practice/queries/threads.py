"""Reads of one conversation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from community.belonging import queries as belonging
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.notifications.models import Level as Heard
from community.notifications.models import Timing
from community.notifications.queries.about import last_told
from community.practice.models import (
    Community,
    CommunityMark,
    Gathering,
    ReadMark,
    Thread,
    ThreadKind,
    ThreadSummary,
)
from community.practice.queries import hearing, helped, marks, readers, standing, summaries, tags, waits
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.standing import Standing
from community.practice.queries.summaries import SummarySeen
from community.practice.queries.tags import Tag


@dataclass(frozen=True)
class ThreadSeen(Standing):
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
    community_id: int
    community_public_id: UUID
    community_name: str
    read_to: int | None
    new: int
    how_many_read: int
    heard: Heard
    in_summary: Timing
    told_at: datetime | None
    challenges: str | None
    is_mine: bool
    is_question: bool
    has_link: bool
    first_new: UUID | None
    how_many_helped: int
    helped_spot: UUID | None
    owner_name: str | None
    asked_about: UUID | None
    gathering_id: UUID | None
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
    def tags(self) -> tuple[Tag, ...]:
        return tags.tags_of(self.challenges)

    @property
    def host(self) -> str:
        """Where its link leads, in short."""
        return tags.host_of(self.link)

    @property
    def has_notice(self) -> bool:
        """Whether the reader was told of something here that they have not read."""
        return self.told_at is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read, is_for_members=self.is_for_members)


# Of the conversation of a gathering: the gathering, to whoever reads it.
_GATHERING = (
    select(Gathering.public_id)
    .where(
        Gathering.thread_id == Thread.id,
        Gathering.community_id == Community.id,
        readers.may_read_gathering(viewer),
        ~belonging.kept_apart(VIEWER, func.coalesce(Gathering.maker_id, 0)),
    )
    .limit(1)
    .correlate(Thread, Community, viewer)
    .scalar_subquery()
)
_SEEN = (
    select(
        *standing.COLUMNS,
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
        Community.id.label("community_id"),
        Community.public_id.label("community_public_id"),
        Community.name.label("community_name"),
        ReadMark.post_id.label("read_to"),
        marks.new_in_thread().label("new"),
        readers.how_many_read_thread().label("how_many_read"),
        hearing.LEVEL.label("heard"),
        hearing.IN_SUMMARY.label("in_summary"),
        last_told(VIEWER, Thread.public_id).label("told_at"),
        tags.CHALLENGES.label("challenges"),
        (Thread.author_id == VIEWER).label("is_mine"),
        ThreadKind.can_be_unanswered.label("is_question"),
        ThreadKind.has_link,
        marks.first_new().label("first_new"),
        *helped.COLUMNS,
        *waits.COLUMNS,
        _GATHERING.label("gathering_id"),
        *summaries.COLUMNS,
    )
    .select_from(Thread)
    .join(ThreadKind, ThreadKind.id == Thread.kind_id)
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


def thread_seen_by(actor: Actor, public_id: UUID) -> ThreadSeen:
    """Raises NotFound alike where there is none and where this member may not read it."""
    row = db.session.execute(_SEEN, {"viewer": actor.id, "thread": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return ThreadSeen(**row._mapping)


def thread_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The conversation that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()
