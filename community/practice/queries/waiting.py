"""Who has waited for a first reply, and who could see to it that somebody gives one: what the job reads."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, false, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.errors import Conflict
from community.core.roles import Actor, MemberState
from community.practice.models import Community, Level, Post, Thread, ThreadKind, Waiting
from community.practice.queries.waits import OF_ITS_OWNER, asker, may_own, of_what_can_wait, owner, waits

TO_THE_DESK = timedelta(hours=24)
TO_AN_OWNER = timedelta(hours=48)
NO_LONGER_NEW = timedelta(days=30)


class Somebody(NamedTuple):
    id: int


class WaitingPost(NamedTuple):
    """A post that waits, for those who see to it.

    `given_to`: whoever was given it or took it up. They are its owner, `owner_id`, as long as they may be.
    """

    id: int
    public_id: UUID
    posted_at: datetime
    asker_id: int
    thread_id: int
    thread_public_id: UUID
    thread_author_id: int | None
    title: str
    is_for_members: bool
    group_id: int
    level: Level
    is_safe_space: bool
    owner_id: int | None
    given_to: int | None
    is_on_the_desk: bool

    @property
    def asker(self) -> Somebody:
        return Somebody(self.asker_id)

    @property
    def has_waited_two_days(self) -> bool:
        return self.posted_at <= clock.now() - TO_AN_OWNER


class CamePost(NamedTuple):
    """One that came to the desk."""

    id: int
    public_id: UUID
    thread_public_id: UUID


class Keeper(NamedTuple):
    """Somebody who looks after the community, and how many of those who wait are theirs already."""

    id: int
    public_id: UUID
    name: str
    how_many: int


# What waits is asked of few, found first by an index: of those on the desk, of those of a month; never of all posts.
_ON_THE_DESK = of_what_can_wait(Post.id).where(Post.id.in_(select(Waiting.post_id)), waits())
_young = aliased(Post)
_OF_LATELY = (
    select(_young.id)
    .outerjoin(Waiting, Waiting.post_id == _young.id)
    .where(
        _young.posted_at <= bindparam("before", type_=UtcDateTime()),
        _young.posted_at > bindparam("after", type_=UtcDateTime()),
        Waiting.post_id.is_(None),
    )
)
_COMES = of_what_can_wait(Post.id).where(Post.id.in_(_OF_LATELY), waits()).order_by(Post.posted_at, Post.id)
_CAME = (
    select(Post.id, Post.public_id, Thread.public_id.label("thread_public_id"))
    .select_from(Waiting)
    .join(Post, Post.id == Waiting.post_id)
    .join(Thread, Thread.id == Waiting.thread_id)
)
_IN = Waiting.thread_id == bindparam("thread")
_CAME_IN = _CAME.where(_IN)
_OVER = (
    _CAME.join(ThreadKind, ThreadKind.id == Thread.kind_id)
    .join(Community, Community.id == Thread.community_id)
    .outerjoin(asker, asker.id == Post.author_id)
    .where(~func.coalesce(waits(), false()))
)
_OVER_IN = _OVER.where(_IN)
_ONE = (
    of_what_can_wait(
        Post.id,
        Post.public_id,
        Post.posted_at,
        asker.id.label("asker_id"),
        Thread.id.label("thread_id"),
        Thread.public_id.label("thread_public_id"),
        Thread.author_id.label("thread_author_id"),
        Thread.title,
        Thread.is_for_members,
        Community.group_id,
        Community.level,
        Community.is_safe_space,
        owner.id.label("owner_id"),
        Waiting.owner_id.label("given_to"),
        Waiting.post_id.is_not(None).label("is_on_the_desk"),
    )
    .outerjoin(Waiting, Waiting.post_id == Post.id)
    .outerjoin(owner, OF_ITS_OWNER)
    .where(Post.id == bindparam("post"), waits())
)
_THREAD_OF = select(Post.thread_id).where(Post.id == bindparam("post"))

_LOOKS_AFTER = select(
    belonging.looks_after(bindparam("member", type_=Member.id.type), bindparam("group", type_=Community.group_id.type))
)

_owned, _keeper = aliased(Waiting), aliased(Member)
_OWNED = (
    select(func.count()).select_from(_owned).where(_owned.owner_id == _keeper.id).correlate(_keeper).scalar_subquery()
)
_KEEPERS = (
    of_what_can_wait(_keeper.id, _keeper.public_id, _keeper.display_name, _OWNED.label("how_many"))
    .join(Belonging, Belonging.group_id == Community.group_id)
    .join(_keeper, and_(_keeper.id == Belonging.member_id, _keeper.state == MemberState.ACTIVE))
    .where(Post.id == bindparam("post"), may_own(_keeper.id, asker.id))
    .order_by(_OWNED, Belonging.since, _keeper.id)
)


def those_that_come() -> Sequence[int]:
    """Posts that have waited a day, and are not on the desk yet. What is a month old is no longer news to anybody."""
    now = clock.now()
    return db.session.scalars(_COMES, {"before": now - TO_THE_DESK, "after": now - NO_LONGER_NEW}).all()


def those_on_the_desk() -> Sequence[int]:
    return db.session.scalars(_ON_THE_DESK.order_by(Post.posted_at, Post.id)).all()


def those_over(thread_id: int | None = None) -> list[CamePost]:
    """What is on the desk and waits no more, everywhere or in one conversation."""
    rows = db.session.execute(_OVER) if thread_id is None else db.session.execute(_OVER_IN, {"thread": thread_id})
    return [CamePost(*row) for row in rows]


def those_in(thread_id: int) -> list[CamePost]:
    """All of a conversation that is on the desk."""
    return [CamePost(*row) for row in db.session.execute(_CAME_IN, {"thread": thread_id})]


def thread_of(post_id: int) -> int | None:
    return db.session.execute(_THREAD_OF, {"post": post_id}).scalar_one_or_none()


def waiting_post(post_id: int) -> WaitingPost | None:
    """The post, if it waits (now)."""
    row = db.session.execute(_ONE, {"post": post_id}).one_or_none()
    return WaitingPost(*row) if row else None


def still_waiting(post_id: int) -> WaitingPost:
    """The post on the desk. Raises Conflict when it waits no more."""
    post = waiting_post(post_id)
    if post is None or not post.is_on_the_desk:
        raise Conflict("Somebody has answered, or it waits no more.")
    return post


def looks_after_place_of(actor: Actor, post: WaitingPost) -> bool:
    """Whether the actor looks after the community that the post stands in."""
    return db.session.execute(_LOOKS_AFTER, {"member": actor.id, "group": post.group_id}).scalar_one()


def keepers_for(post_id: int) -> list[Keeper]:
    """Who could own the post, first those who own least."""
    return [Keeper(*row) for row in db.session.execute(_KEEPERS, {"post": post_id})]
