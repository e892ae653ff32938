"""Reads of posts as they stand on the page: twenty of a conversation, or a single one, with their reactions."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Executable, bindparam, case, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor
from community.directory import queries as directory
from community.directory.models import Profile
from community.practice.models import (
    Community,
    CommunityMark,
    Post,
    Reaction,
    ReactionKind,
    ReadMark,
    Thread,
)
from community.practice.queries import marks, readers
from community.practice.queries.authors import author
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.threads import ThreadSeen

POSTS_A_PAGE = 20


class Pressed(NamedTuple):
    """How often one reaction was given to a post, and whether by me."""

    how_many: int = 0
    is_mine: bool = False


Reactions = dict[ReactionKind, Pressed]


class PostSeen(NamedTuple):
    """A post on the page of one reader. `html` is empty when it is removed or by somebody they keep apart from.

    It is empty, too, of what is hidden and `is_withheld` from this reader: anybody but its author and facilitators.

    `stays_hidden`: somebody has looked at what is hidden, and decided so.
    `is_blocked`: the reader blocked whoever wrote it. What somebody wrote who blocked the reader is not there at all,
    but for the first post of a conversation that the reader has a part in.
    """

    id: int
    public_id: UUID
    html: Markup
    is_opening: bool
    posted_at: datetime
    edited_at: datetime | None
    is_removed: bool
    is_hidden: bool
    stays_hidden: bool
    is_withheld: bool
    has_helped: bool
    is_new: bool
    is_mine: bool
    is_apart: bool
    is_blocked: bool
    author_name: str
    author_id: UUID | None
    author_line: str
    reactions: Reactions

    @property
    def short_id(self) -> str:
        """For ids inside one page, where the whole would be long."""
        return self.public_id.hex[:8]

    @property
    def is_shown(self) -> bool:
        return not self.is_removed and not self.is_apart and not self.is_withheld


class PostPage(NamedTuple):
    """Up to twenty posts in order, and whether there are more on either side."""

    posts: list[PostSeen]
    has_earlier: bool
    has_later: bool

    @property
    def first_new(self) -> UUID | None:
        return next((post.public_id for post in self.posts if post.is_new), None)


_COLUMNS = (
    Post.id,
    Post.public_id,
    Post.html,
    Post.is_opening,
    Post.posted_at,
    Post.edited_at,
    Post.removed_at,
    Post.hidden_at,
    Post.stays_hidden,
    Post.helped_at,
    readers.may_read_post(viewer).label("may_read"),
    marks.is_new().label("is_new"),
    (Post.author_id == VIEWER).label("is_mine"),
    belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)).label("is_apart"),
    belonging.has_blocked(VIEWER, func.coalesce(Post.author_id, 0)).label("is_blocked"),
    Member.display_name,
    Member.public_id.label("author_public_id"),
    Member.state,
    Profile.sector_id,
    Profile.place_id,
    Profile.place_shown_as,
)
_POSTS = (
    select(*_COLUMNS)
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(Profile, Profile.member_id == Post.author_id)
    .where(Post.thread_id == bindparam("thread"), readers.may_read_thread(viewer), marks.is_there(Post))
)
_there = aliased(Post)
_NAMED = select(_there.id).where(_there.public_id == bindparam("anchor"), _there.thread_id == bindparam("thread"))
_ANCHOR = _NAMED.where(marks.is_there(_there)).scalar_subquery()
_DOWN = _POSTS.order_by(Post.id).limit(POSTS_A_PAGE + 1)
_UP = _POSTS.order_by(Post.id.desc()).limit(POSTS_A_PAGE + 1)
_FROM = _DOWN.where(Post.id >= bindparam("start"))
_FROM_ANCHOR = _DOWN.where(Post.id >= _ANCHOR)
_earlier = aliased(Post)
_BEFORE_IT = select(func.max(_earlier.id)).where(
    _earlier.thread_id == bindparam("thread"), _earlier.id < _ANCHOR, marks.is_there(_earlier)
)
_FROM_BEFORE_ANCHOR = _DOWN.where(Post.id >= func.coalesce(_BEFORE_IT.scalar_subquery(), 0))
_AFTER_ANCHOR = _DOWN.where(Post.id > _ANCHOR)
_BEFORE_ANCHOR = _UP.where(Post.id < _ANCHOR)
_ONE = _POSTS.where(Post.id == bindparam("post"))
_REACTIONS = (
    select(
        Reaction.post_id,
        Reaction.kind,
        func.count().label("how_many"),
        func.max(case((Reaction.member_id == VIEWER, 1), else_=0)).label("is_mine"),
    )
    .where(Reaction.post_id.in_(bindparam("posts", expanding=True)))
    .group_by(Reaction.post_id, Reaction.kind)
)


_HOW_MANY_AFTER = select(func.count(Post.id)).where(
    Post.thread_id == bindparam("thread"),
    Post.id > _ANCHOR,
    Post.removed_at.is_(None),
    Post.hidden_at.is_(None),
    Post.author_id.is_distinct_from(VIEWER),
    ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
)
_CALLED = select(Post.id).where(
    Post.thread_id == bindparam("thread"),
    Post.public_id.between(bindparam("first", type_=Post.public_id.type), bindparam("last", type_=Post.public_id.type)),
)


def opening_page(actor: Actor, thread: ThreadSeen) -> PostPage:
    """Where to begin: at the beginning, or, in a long thread that was read before, just before what is new, or last."""
    if thread.posts_made <= POSTS_A_PAGE or thread.read_to is None:
        return _page(actor, thread, _FROM, start=0)
    if thread.first_new:
        return _page(actor, thread, _FROM_BEFORE_ANCHOR, anchor=thread.first_new)
    return _page(actor, thread, _UP, backwards=True)


def page_at(actor: Actor, thread: ThreadSeen, post: UUID) -> PostPage:
    """The posts among which this one stands: all of them in a short thread, otherwise those that begin with it.

    Raises NotFound when it is not in the thread; so do the next two.
    """
    if thread.posts_made <= POSTS_A_PAGE:
        whole = _page(actor, thread, _FROM, start=0)
        return _some(whole if post in {each.public_id for each in whole.posts} else whole._replace(posts=[]))
    return _some(_page(actor, thread, _FROM_ANCHOR, anchor=post))


def page_after(actor: Actor, thread: ThreadSeen, post: UUID) -> PostPage:
    return _some(_page(actor, thread, _AFTER_ANCHOR, anchor=post))


def page_before(actor: Actor, thread: ThreadSeen, post: UUID) -> PostPage:
    found = _some(_page(actor, thread, _BEFORE_ANCHOR, backwards=True, anchor=post))
    return found._replace(has_later=True)


def how_many_after(actor: Actor, thread: ThreadSeen, post: UUID) -> int:
    """How many posts by others stand in the thread after this one, removed and hidden ones left out."""
    asked = {"viewer": actor.id, "thread": thread.id, "anchor": post}
    return db.session.execute(_HOW_MANY_AFTER, asked).scalar_one()


def one_post(actor: Actor, thread: ThreadSeen, post_id: int) -> PostSeen:
    """A single post as it stands on the page."""
    row = db.session.execute(_ONE, {"viewer": actor.id, "thread": thread.id, "post": post_id}).one_or_none()
    if row is None:
        raise NotFound
    return _seen(row, _reactions_to(actor, [row.id]))


def post_in(thread: ThreadSeen, public_id: UUID) -> int:
    """The number of a post in this thread. Raises NotFound when it is not there."""
    found = db.session.execute(_NAMED, {"thread": thread.id, "anchor": public_id}).scalar_one_or_none()
    if found is None:
        raise NotFound
    return int(found)


def post_called(thread: ThreadSeen, short_id: str) -> int:
    """The number of the post whose id begins so; in one thread that is one post. Raises NotFound otherwise."""
    first, last = UUID(short_id + "0" * 24), UUID(short_id + "f" * 24)
    found = db.session.scalars(_CALLED, {"thread": thread.id, "first": first, "last": last}).all()
    if len(found) != 1:
        raise NotFound
    return found[0]


def _page(actor: Actor, thread: ThreadSeen, statement: Executable, *, backwards: bool = False, **at: Any) -> PostPage:
    rows = db.session.execute(statement, {"viewer": actor.id, "thread": thread.id, **at}).all()
    has_more, rows = len(rows) > POSTS_A_PAGE, rows[:POSTS_A_PAGE]
    ordered = rows[::-1] if backwards else rows
    reactions = _reactions_to(actor, [row.id for row in ordered])
    posts = [_seen(row, reactions) for row in ordered]
    starts_late = bool(posts) and not posts[0].is_opening
    return PostPage(posts, has_earlier=starts_late, has_later=has_more and not backwards)


def _some(page: PostPage) -> PostPage:
    if not page.posts:
        raise NotFound
    return page


def _reactions_to(actor: Actor, post_ids: list[int]) -> dict[int, Reactions]:
    if not post_ids:
        return {}
    found: dict[int, Reactions] = {}
    for row in db.session.execute(_REACTIONS, {"viewer": actor.id, "posts": post_ids}):
        found.setdefault(row.post_id, {})[row.kind] = Pressed(row.how_many, bool(row.is_mine))
    return found


def _seen(row: Any, reactions: dict[int, Reactions]) -> PostSeen:
    is_removed = row.removed_at is not None
    name, author_id = author(row.display_name, row.author_public_id, row.state)
    place = directory.place_as_shown(row.place_id, row.place_shown_as) if row.place_id and author_id else ""
    sector = directory.sector_label(row.sector_id) if author_id else ""
    return PostSeen(
        row.id,
        row.public_id,
        Markup("" if row.is_apart or not row.may_read else row.html),  # noqa: S704 (made by render_markdown, and nowhere else)
        row.is_opening,
        row.posted_at,
        row.edited_at,
        is_removed,
        row.hidden_at is not None,
        row.stays_hidden,
        not row.may_read,
        row.helped_at is not None,
        bool(row.is_new),
        bool(row.is_mine),
        bool(row.is_apart),
        bool(row.is_blocked),
        name,
        author_id,
        ", ".join(part for part in (sector, place) if part),
        reactions.get(row.id, {}) if row.may_read else {},
    )
