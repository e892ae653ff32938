"""Lists of conversations: those of a community, narrowed as somebody likes, and the resources that they hold."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select, tuple_
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.core.database import db
from community.core.paging import Slice, slice_of
from community.core.roles import Actor
from community.directory import queries as directory
from community.directory.models import Profile
from community.practice.models import Community, CommunityMark, ReadMark, Thread, ThreadKind
from community.practice.queries import authors, marks, readers, tags
from community.practice.queries.front import CommunitySeen
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.tags import Tag

THREADS_A_PAGE = 20


class Narrowing(NamedTuple):
    """Which conversations of a list are wanted; without anything, all."""

    kind_id: str = ""
    challenge: str = ""
    is_unanswered: bool = False
    is_new: bool = False


EVERYTHING = Narrowing()


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
    tags: tuple[Tag, ...]


class Resource(NamedTuple):
    """Something that others can use, and the conversation that tells of it."""

    public_id: UUID
    title: str
    excerpt: str
    link: str
    started_at: datetime
    reply_count: int
    author_name: str
    author_id: UUID | None
    author_sector: str
    community_id: UUID
    community_name: str
    tags: tuple[Tag, ...]

    @property
    def host(self) -> str:
        """Where the link leads, in short."""
        return tags.host_of(self.link)


_anchor = aliased(Thread)
_ORDER = (Thread.is_pinned, Thread.last_post_at, Thread.id)
_AUTHOR = (Member.display_name, Member.public_id.label("author_public_id"), Member.state, Profile.sector_id)
_TITLE = (Thread.public_id, Thread.title, Thread.excerpt, tags.CHALLENGES.label("challenges"))
_LIST = (
    select(
        *_TITLE,
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
_RESOURCES = (
    select(
        *_TITLE,
        Thread.link,
        Thread.started_at,
        marks.replies_there().label("reply_count"),
        *_AUTHOR,
        Community.public_id.label("community_public_id"),
        Community.name,
    )
    .select_from(Thread)
    .join(ThreadKind, ThreadKind.id == Thread.kind_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(Member, Member.id == Thread.author_id)
    .outerjoin(Profile, Profile.member_id == Thread.author_id)
    .where(ThreadKind.has_link, readers.may_read_thread(viewer), marks.not_kept_apart())
    .order_by(Thread.started_at.desc(), Thread.id.desc())
    .limit(THREADS_A_PAGE + 1)
)


@cache
def _list_statement(asked: tuple[bool, bool, bool, bool], *, older: bool) -> Select[Any]:
    """One shape of the list for each way to narrow it (kind, challenge, unanswered, new), built once."""
    of_kind, of_challenge, unanswered, new = asked
    statement: Any = _LIST
    if of_kind:
        statement = statement.where(Thread.kind_id == bindparam("kind"))
    if of_challenge:
        statement = statement.where(tags.is_about())
    if unanswered:
        statement = statement.where(ThreadKind.can_be_unanswered, marks.replies_there() == 0)
    if new:
        statement = statement.where(marks.has_new())
    if older:
        statement = statement.join(_anchor, _anchor.community_id == Thread.community_id).where(
            _anchor.public_id == bindparam("before"),
            tuple_(*_ORDER) < tuple_(_anchor.is_pinned, _anchor.last_post_at, _anchor.id),
        )
    built: Select[Any] = statement
    return built


@cache
def _resources_statement(*, inside: bool, of_challenge: bool, older: bool) -> Select[Any]:
    statement: Any = _RESOURCES
    if inside:
        statement = statement.where(Thread.community_id == bindparam("community"))
    if of_challenge:
        statement = statement.where(tags.is_about())
    if older:
        statement = statement.join(_anchor, _anchor.public_id == bindparam("before")).where(
            tuple_(Thread.started_at, Thread.id) < tuple_(_anchor.started_at, _anchor.id)
        )
    built: Select[Any] = statement
    return built


def threads_of(
    actor: Actor, community: CommunitySeen, narrowing: Narrowing = EVERYTHING, *, before: UUID | None = None
) -> Slice[ThreadRow]:
    """Conversations, pinned first and then by the last post; `before` is the last one of the page before."""
    wanted = (bool(narrowing.kind_id), bool(narrowing.challenge), narrowing.is_unanswered, narrowing.is_new)
    statement = _list_statement(wanted, older=before is not None)
    asked: dict[str, Any] = {"viewer": actor.id, "community": community.id, "before": before}
    asked |= {"kind": narrowing.kind_id, "challenge": narrowing.challenge}
    rows = [_row(row) for row in db.session.execute(statement, {name: value for name, value in asked.items() if value})]
    return slice_of(rows, THREADS_A_PAGE, lambda row: row.public_id)


def resources_for(
    actor: Actor, *, inside: CommunitySeen | None = None, challenge: str = "", before: UUID | None = None
) -> Slice[Resource]:
    """What others can use, of all that the member reads or of one community, the latest first."""
    statement = _resources_statement(inside=inside is not None, of_challenge=bool(challenge), older=before is not None)
    asked = {"viewer": actor.id, "community": inside and inside.id, "challenge": challenge, "before": before}
    rows = db.session.execute(statement, {name: value for name, value in asked.items() if value})
    return slice_of([_resource(row) for row in rows], THREADS_A_PAGE, lambda row: row.public_id)


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
        tags.tags_of(row.challenges),
    )


def _resource(row: Any) -> Resource:
    name, author_id = authors.author(row.display_name, row.author_public_id, row.state)
    return Resource(
        row.public_id,
        row.title,
        row.excerpt,
        row.link,
        row.started_at,
        row.reply_count,
        name,
        author_id,
        directory.sector_label(row.sector_id) if author_id else "",
        row.community_public_id,
        row.name,
        tags.tags_of(row.challenges),
    )
