"""What a writer asks of others: the words of a post to quote, and the names of people to mention."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState
from community.core.database import db
from community.core.errors import NotFound
from community.core.letters import has_special_letters
from community.core.roles import Actor, MemberState
from community.core.text import comparable
from community.directory import queries as directory
from community.directory.models import FindableBy, Profile
from community.practice.models import Community, Post, Thread
from community.practice.queries import authors, marks, readers
from community.practice.queries.marks import VIEWER, viewer

MOST_NAMES = 8
NAMES_LOOKED_AT = 1_000  # of those that may begin so, the likeliest first; whoever has special letters may


class Quoted(NamedTuple):
    """A post as it was written, and by whom."""

    body: str
    author_name: str


class Name(NamedTuple):
    """A name to mention, and the sector of whoever bears it; of several people, how many they are."""

    name: str
    line: str


_author = aliased(Member)
_QUOTED = (
    select(Post.body, _author.display_name, _author.public_id, _author.state)
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(_author, _author.id == Post.author_id)
    .where(
        Post.thread_id == bindparam("thread"),
        Post.public_id.between(
            bindparam("first", type_=Post.public_id.type), bindparam("last", type_=Post.public_id.type)
        ),
        Post.removed_at.is_(None),
        readers.may_read_thread(viewer),
        readers.may_read_post(viewer),
        marks.may_open(),
        ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
    )
)


def _is_named_here(thread: ColumnElement[int]) -> ColumnElement[bool]:
    """SQL: the Member is found by those they share a community with, or has written in the thread."""
    wrote = select(Post.id).where(
        Post.thread_id == thread, Post.author_id == Member.id, Post.removed_at.is_(None), Post.hidden_at.is_(None)
    )
    return or_(Profile.findable_by != FindableBy.NOBODY, Profile.findable_by.is_(None), wrote.exists())


# The name as SQL can compare it, which folds no accents: whoever has more than plain letters is looked at in any case.
_PLAIN = func.lower(func.replace(Member.display_name, "'", "", type_=Member.display_name.type))
_LIKELIHOOD = case(
    (_PLAIN.like(bindparam("first"), escape="/"), 0), ((" " + _PLAIN).like(bindparam("later"), escape="/"), 1), else_=2
)
_NAMES = (
    select(Member.display_name, Profile.sector_id)
    .select_from(Belonging)
    .join(Member, and_(Member.id == Belonging.member_id, Member.state == MemberState.ACTIVE))
    .outerjoin(Profile, Profile.member_id == Member.id)
    .where(
        Belonging.group_id == bindparam("group"),
        Belonging.state == BelongingState.IN,
        Member.id != VIEWER,
        or_(_PLAIN.like(bindparam("anywhere"), escape="/"), has_special_letters(Member.display_name)),
        ~belonging.kept_apart(VIEWER, Member.id),
        _is_named_here(bindparam("thread", type_=Thread.id.type)),
    )
    .order_by(_LIKELIHOOD, Member.display_name, Member.id)
    .limit(NAMES_LOOKED_AT)
)


def post_quoted(actor: Actor, thread_id: int, short_id: str) -> Quoted:
    """The post of the thread whose id begins so. Raises NotFound where the actor reads no words of it."""
    asked = {"first": UUID(short_id + "0" * 24), "last": UUID(short_id + "f" * 24)}
    rows = db.session.execute(_QUOTED, {"viewer": actor.id, "thread": thread_id, **asked}).all()
    if len(rows) != 1:
        raise NotFound
    body, *by = rows[0]
    return Quoted(body, authors.author(*by)[0])  # type: ignore[arg-type]


def names_to_mention(actor: Actor, begins: str, *, group_id: int, thread_id: int = 0) -> list[Name]:
    """People of the community one of whose names begins so, as they are called by "@": each name once.

    Nobody the actor is kept apart from; nobody who wants to be found by nobody, unless they have written in the thread.
    """
    wanted = comparable(begins)
    if not wanted:
        return []
    found: dict[str, list[str]] = {}
    where = {"viewer": actor.id, "group": group_id, "thread": thread_id}
    for row in db.session.execute(_NAMES, where | _patterns(wanted)):
        if f" {comparable(row.display_name)}".find(f" {wanted}") >= 0:
            found.setdefault(row.display_name, []).append(directory.sector_label(row.sector_id))
    names = sorted((comparable(name), name) for name in found)
    first = [name for _, name in sorted(names, key=lambda each: not each[0].startswith(wanted))][:MOST_NAMES]
    return [Name(each, found[each][0] if len(found[each]) == 1 else f"{len(found[each])} people") for each in first]


def _patterns(wanted: str) -> dict[str, str]:
    """What LIKE asks of a name: its words may be set apart by any sign."""
    words = wanted.replace("_", "/_").replace(" ", "%")
    return {"first": f"{words}%", "later": f"% {words}%", "anywhere": f"%{words}%"}
