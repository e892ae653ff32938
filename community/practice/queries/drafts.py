"""What somebody has begun to write. Nobody else ever opens it; where it was for is named only while they may know."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import bindparam, func, select

from community.belonging import queries as belonging
from community.core import clock, crypto
from community.core.database import db
from community.core.roles import Actor
from community.core.text import excerpt
from community.practice.models import Community, Draft, DraftOf, Post, Thread
from community.practice.queries import marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.single import post_made_with, post_to_change
from community.practice.queries.summaries import summary_kept
from community.practice.queries.threads import thread_made_with, thread_seen_by
from community.practice.written import Written, from_json

STAYS = timedelta(days=60)
MOST_DRAFTS = 100


class DraftKept(NamedTuple):
    """One of the viewer's own drafts, opened."""

    public_id: UUID
    of: DraftOf
    about: UUID
    written: Written
    saved_at: datetime

    @property
    def goes_at(self) -> datetime:
        """When it is forgotten, if nobody writes on."""
        return self.saved_at + STAYS


class DraftRow(NamedTuple):
    """A draft in the list of them; `place` is empty where what it was for is not there any more for its writer."""

    draft: DraftKept
    place: str
    excerpt: str


_COLUMNS = (Draft.public_id, Draft.of, Draft.about, Draft.box, Draft.saved_at)
_MINE = select(*_COLUMNS).where(Draft.member_id == VIEWER)
_ONE = _MINE.where(Draft.of == bindparam("of", type_=Draft.of.type), Draft.about == bindparam("about"))
_ALL = _MINE.order_by(Draft.saved_at.desc(), Draft.public_id)
_HOW_MANY = select(func.count()).select_from(Draft).where(Draft.member_id == VIEWER)
_OLD = select(Draft.public_id).where(Draft.saved_at < bindparam("before", type_=Draft.saved_at.type))
_ABOUT = bindparam("abouts", expanding=True, type_=Draft.about.type)
_COMMUNITIES = (
    select(Community.public_id, Community.name)
    .join(viewer, viewer.id == VIEWER)
    .where(Community.public_id.in_(_ABOUT), readers.may_see(viewer))
)
_THREADS = (
    select(Thread.public_id, Thread.title)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .where(Thread.public_id.in_(_ABOUT), readers.may_read_thread(viewer), marks.may_open())
)
_POSTS = (
    select(Post.public_id, Thread.title)
    .select_from(Post)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .where(
        Post.public_id.in_(_ABOUT),
        Post.removed_at.is_(None),
        readers.may_read_thread(viewer),
        readers.may_read_post(viewer),
        ~belonging.kept_apart(VIEWER, func.coalesce(Thread.author_id, 0)),
    )
)
_PLACES: dict[DraftOf, Any] = {
    DraftOf.CONVERSATION: _COMMUNITIES,
    DraftOf.REPLY: _THREADS,
    DraftOf.EDIT: _POSTS,
    DraftOf.SUMMARY: _THREADS,
}


def my_draft(actor: Actor, of: DraftOf, about: UUID) -> DraftKept | None:
    """What the actor has begun to write of this sort about this thing."""
    row = db.session.execute(_ONE, {"viewer": actor.id, "of": of, "about": about}).one_or_none()
    return _opened(actor, row) if row else None


def my_drafts(actor: Actor) -> list[DraftRow]:
    """All of the actor's own, the latest first."""
    drafts = [_opened(actor, row) for row in db.session.execute(_ALL, {"viewer": actor.id})]
    places = {of: _places(actor, of, {each.about for each in drafts if each.of == of}) for of in DraftOf}
    return [DraftRow(each, places[each.of].get(each.about, ""), _begins(each.written)) for each in drafts]


def how_many_drafts(actor: Actor) -> int:
    return db.session.execute(_HOW_MANY, {"viewer": actor.id}).scalar_one()


def drafts_to_forget(*, limit: int) -> list[UUID]:
    """Drafts that nobody has touched for sixty days."""
    return list(db.session.scalars(_OLD.limit(limit), {"before": clock.now() - STAYS}))


def sealed_for(actor: Actor, of: DraftOf, about: UUID) -> UUID:
    """Whom and what for a draft is sealed."""
    return uuid5(about, f"{of}:{actor.public_id}")


def _opened(actor: Actor, row: Any) -> DraftKept:
    words = crypto.open_field(row.box, table="draft", row=row.public_id, group=sealed_for(actor, row.of, row.about))
    return DraftKept(row.public_id, row.of, row.about, from_json(words), row.saved_at)


def _places(actor: Actor, of: DraftOf, abouts: Iterable[UUID]) -> dict[UUID, str]:
    asked = list(abouts)
    if not asked:
        return {}
    rows = db.session.execute(_PLACES[of], {"viewer": actor.id, "abouts": asked})
    return {row[0]: row[1] for row in rows}


def _begins(written: Written) -> str:
    return written.title or excerpt(written.body)


def is_posted(actor: Actor, of: DraftOf, about: UUID, *, written: Written, once: UUID) -> bool:
    """Whether these words need no draft: the form of this key has made its post, or they are what is kept already."""
    if of is DraftOf.CONVERSATION:
        return thread_made_with(actor, once) is not None
    if of is DraftOf.REPLY:
        return post_made_with(actor, once) is not None
    if of is DraftOf.EDIT:
        post = post_to_change(actor, about)
        return (written.body, written.title or post.title) == (post.body, post.title)
    return written.body == summary_kept(thread_seen_by(actor, about).id).body
