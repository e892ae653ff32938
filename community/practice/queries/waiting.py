"""Who has waited for a first reply, who could give one, and who could see to it that somebody does.

What can wait: a question, and the first post that a member makes in a community. It waits until somebody else has
written after it whom its author can read, or until it is closed, hidden, removed or archived.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import MemberState
from community.directory.models import NamedAs, ProfileChallenge
from community.notifications.models import Level as Heard
from community.practice.models import Community, HelpAsked, Level, Post, Thread, ThreadChallenge, ThreadKind, Waiting
from community.practice.queries import hearing, readers

TO_THE_DESK = timedelta(hours=24)
TO_AN_OWNER = timedelta(hours=48)
NO_LONGER_NEW = timedelta(days=30)
A_WEEK = timedelta(days=7)
HELPERS = 3
ASKED_IN_A_WEEK = 2
MOST_ASKED = 2 * HELPERS
_CHOICE = 50

asker = aliased(Member)
_earlier, _answer = aliased(Post), aliased(Post)
_elsewhere = aliased(Thread)


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


class OverPost(NamedTuple):
    """One that was on the desk, and waits no more."""

    id: int
    public_id: UUID
    thread_public_id: UUID


class Keeper(NamedTuple):
    """Somebody who looks after the community, and how many of those who wait are theirs already."""

    id: int
    public_id: UUID
    name: str
    how_many: int


class Helper(NamedTuple):
    """Somebody whose offers fit: in how many things, and when they were last asked anything."""

    member_id: int
    fits: int
    asked_at: datetime | None


def _first_here() -> ColumnElement[bool]:
    """SQL: the Post is the first that its author made in the community, who does not look after it."""
    earlier = (
        select(_earlier.id)
        .join(_elsewhere, _elsewhere.id == _earlier.thread_id)
        .where(
            _earlier.author_id == Post.author_id,
            _earlier.id < Post.id,
            _earlier.removed_at.is_(None),
            _elsewhere.community_id == Thread.community_id,
        )
        .correlate(Post, Thread)
    )
    is_chosen = or_(ThreadKind.is_offered, Post.is_opening.is_(False))
    return and_(~earlier.exists(), is_chosen, ~belonging.looks_after(asker.id, Community.group_id))


def _is_answered() -> ColumnElement[bool]:
    """SQL: somebody else wrote after the Post, and its author can read that."""
    return (
        select(_answer.id)
        .where(
            _answer.thread_id == Post.thread_id,
            _answer.id > Post.id,
            _answer.removed_at.is_(None),
            _answer.hidden_at.is_(None),
            _answer.author_id.is_distinct_from(Post.author_id),
            ~belonging.kept_apart(asker.id, func.coalesce(_answer.author_id, 0)),
        )
        .correlate(Post, asker)
        .exists()
    )


def of_what_can_wait(*columns: Any) -> Select[Any]:
    """These columns of posts, with all that `waits` asks about."""
    return (
        select(*columns)
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .join(ThreadKind, ThreadKind.id == Thread.kind_id)
        .join(Community, Community.id == Thread.community_id)
        .join(asker, asker.id == Post.author_id)
    )


def is_first_here() -> ColumnElement[bool]:
    """SQL: the Post waits because it is somebody's first, and not because it asks."""
    return ~and_(Post.is_opening, ThreadKind.can_be_unanswered)


def waits() -> ColumnElement[bool]:
    """SQL: nobody has answered the Post, and somebody should."""
    return and_(
        Post.removed_at.is_(None),
        Post.hidden_at.is_(None),
        Thread.hidden_at.is_(None),
        Thread.closed_at.is_(None),
        Community.archived_at.is_(None),
        readers.may_read_thread(asker),
        or_(and_(Post.is_opening, ThreadKind.can_be_unanswered), _first_here()),
        ~_is_answered(),
    )


def _may_own(member: Any) -> ColumnElement[bool]:
    """SQL: this member looks after the community, and is there for whoever waits; nobody looks after themselves."""
    return and_(
        member != asker.id,
        belonging.looks_after(member, Community.group_id),
        ~belonging.kept_apart(member, asker.id),
        ~belonging.kept_apart(member, func.coalesce(Thread.author_id, 0)),
    )


owner = aliased(Member)
OF_ITS_OWNER = and_(owner.id == Waiting.owner_id, owner.state == MemberState.ACTIVE, _may_own(owner.id))
_ON_THE_DESK = of_what_can_wait(Post.id).join(Waiting, Waiting.post_id == Post.id).where(waits())
_COMES = (
    of_what_can_wait(Post.id)
    .outerjoin(Waiting, Waiting.post_id == Post.id)
    .where(
        Waiting.post_id.is_(None),
        Post.posted_at <= bindparam("before", type_=UtcDateTime()),
        Post.posted_at > bindparam("after", type_=UtcDateTime()),
        Thread.last_post_at > bindparam("after", type_=UtcDateTime()),
        waits(),
    )
    .order_by(Post.posted_at, Post.id)
)
_OVER = (
    select(Post.id, Post.public_id, Thread.public_id.label("thread_public_id"))
    .join(Waiting, Waiting.post_id == Post.id)
    .join(Thread, Thread.id == Post.thread_id)
    .where(Post.id.not_in(_ON_THE_DESK))
)
_OVER_IN = _OVER.where(Thread.id == bindparam("thread"))
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

_owned, _other = aliased(Waiting), aliased(Post)
_keeper = aliased(Member)
_OWNED = (
    select(func.count()).select_from(_owned).where(_owned.owner_id == _keeper.id).correlate(_keeper).scalar_subquery()
)
_KEEPERS = (
    of_what_can_wait(_keeper.id, _keeper.public_id, _keeper.display_name, _OWNED.label("how_many"))
    .join(Belonging, Belonging.group_id == Community.group_id)
    .join(_keeper, and_(_keeper.id == Belonging.member_id, _keeper.state == MemberState.ACTIVE))
    .where(Post.id == bindparam("post"), _may_own(_keeper.id))
    .order_by(_OWNED, Belonging.since, _keeper.id)
)
_ASKED = select(func.count(), func.count(HelpAsked.declined_at)).where(HelpAsked.post_id == bindparam("post"))
_ABOUT = select(ThreadChallenge.challenge_id).where(ThreadChallenge.thread_id == bindparam("thread"))
_ON_MIND = select(ProfileChallenge.challenge_id).where(
    ProfileChallenge.member_id == bindparam("asker"), ProfileChallenge.named_as == NamedAs.TOP
)
_before, _of_week = aliased(HelpAsked), aliased(HelpAsked)
_LAST_ASKED = (
    select(func.max(_before.asked_at)).where(_before.member_id == Member.id).correlate(Member).scalar_subquery()
)
_ASKED_THIS_WEEK = (
    select(func.count())
    .select_from(_of_week)
    .where(_of_week.member_id == Member.id, _of_week.asked_at > bindparam("week_ago", type_=UtcDateTime()))
    .correlate(Member)
    .scalar_subquery()
)
_HELPERS = (
    select(Member.id, func.count().label("fits"), _LAST_ASKED.label("asked_at"))
    .select_from(Thread)
    .join(Community, Community.id == Thread.community_id)
    .join(Belonging, and_(Belonging.group_id == Community.group_id, Belonging.state == BelongingState.IN))
    .join(Member, Member.id == Belonging.member_id)
    .join(ProfileChallenge, and_(ProfileChallenge.member_id == Member.id, ProfileChallenge.named_as == NamedAs.OFFER))
    .outerjoin(hearing.of_thread, hearing.chose_for_thread(Member.id))
    .outerjoin(hearing.of_community, hearing.chose_for_community(Member.id))
    .where(
        Thread.id == bindparam("thread"),
        ProfileChallenge.challenge_id.in_(bindparam("challenges", expanding=True)),
        readers.may_read_thread(Member),
        Belonging.role != GroupRole.FACILITATOR,  # they are told at the desk
        Member.id != bindparam("asker"),
        ~belonging.kept_apart(Member.id, bindparam("asker", type_=Member.id.type)),
        ~belonging.kept_apart(Member.id, func.coalesce(Thread.author_id, 0)),
        hearing.LEVEL != Heard.NOTHING,
        Member.id.not_in(select(HelpAsked.member_id).where(HelpAsked.post_id == bindparam("post"))),
        _ASKED_THIS_WEEK < ASKED_IN_A_WEEK,
    )
    .group_by(Member.id)
    .order_by(func.count().desc(), _LAST_ASKED.is_not(None), _LAST_ASKED, Member.id)
    .limit(_CHOICE)
)
_LONG_OVER = select(HelpAsked.post_id).where(HelpAsked.asked_at < bindparam("before", type_=UtcDateTime()))
_WAS_ASKED = (
    of_what_can_wait(Post.id, Post.public_id, Thread.public_id.label("thread_public_id"))
    .join(HelpAsked, HelpAsked.post_id == Post.id)
    .where(Post.public_id == bindparam("post"), HelpAsked.member_id == bindparam("member"))
)


def those_that_come() -> Sequence[int]:
    """Posts that have waited a day, and are not on the desk yet. What is a month old is no longer news to anybody."""
    now = clock.now()
    return db.session.scalars(_COMES, {"before": now - TO_THE_DESK, "after": now - NO_LONGER_NEW}).all()


def those_on_the_desk() -> Sequence[int]:
    return db.session.scalars(_ON_THE_DESK.order_by(Post.posted_at, Post.id)).all()


def those_over(thread_id: int | None = None) -> list[OverPost]:
    """What is on the desk and waits no more, everywhere or in one conversation."""
    rows = db.session.execute(_OVER) if thread_id is None else db.session.execute(_OVER_IN, {"thread": thread_id})
    return [OverPost(*row) for row in rows]


def thread_of(post_id: int) -> int | None:
    return db.session.execute(_THREAD_OF, {"post": post_id}).scalar_one_or_none()


def waiting_post(post_id: int) -> WaitingPost | None:
    """The post, if it waits (now)."""
    row = db.session.execute(_ONE, {"post": post_id}).one_or_none()
    return WaitingPost(*row) if row else None


def keepers_for(post_id: int) -> list[Keeper]:
    """Who could own the post, first those who own least."""
    return [Keeper(*row) for row in db.session.execute(_KEEPERS, {"post": post_id})]


def how_many_to_ask(post: WaitingPost) -> int:
    """Three are asked. Whoever says "not me" makes room for another, as long as not too many were asked in all."""
    asked, declined = db.session.execute(_ASKED, {"post": post.id}).one()
    return max(0, min(HELPERS - (asked - declined), MOST_ASKED - asked))


def helpers_for(post: WaitingPost) -> list[Helper]:
    """Members of the community whose offers fit what the conversation is about; best first, then who was asked least

    lately. A conversation that names no challenge is about what its asker has on their mind.
    """
    about = db.session.scalars(_ABOUT, {"thread": post.thread_id}).all()
    about = about or db.session.scalars(_ON_MIND, {"asker": post.asker_id}).all()
    asked = {
        "thread": post.thread_id,
        "post": post.id,
        "asker": post.asker_id,
        "challenges": list(about),
        "week_ago": clock.now() - A_WEEK,
    }
    return [Helper(*row) for row in db.session.execute(_HELPERS, asked)] if about else []


def post_i_was_asked_about(member_id: int, post: UUID) -> OverPost | None:
    """The post, if this member was asked whether they could answer it."""
    row = db.session.execute(_WAS_ASKED, {"member": member_id, "post": post}).one_or_none()
    return OverPost(*row) if row else None
