"""What facilitators see on their desk: who waits, who is new, and how lively it is. Counts, but for those who wait."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.practice.models import Community, HelpAsked, Post, Thread, Waiting
from community.practice.queries import marks, readers
from community.practice.queries.front import CommunitySeen
from community.practice.queries.marks import VIEWER, viewer
from community.practice.queries.waits import OF_ITS_OWNER, asker, is_first_here, of_what_can_wait, owner, waits

WEEKS = 12
NEW_FOR = timedelta(days=60)
NEWCOMERS = 10
_A_DAY = timedelta(days=1)


class DeskRow(NamedTuple):
    """Somebody who has waited a day or longer for a first reply."""

    post_id: UUID
    thread_id: UUID
    title: str
    posted_at: datetime
    asker_name: str
    is_my_own: bool
    is_first: bool
    has_owner: bool
    owner_name: str | None
    is_mine: bool
    how_many_asked: int

    @property
    def days(self) -> int:
        return (clock.now() - self.posted_at) // _A_DAY


class Caretaker(NamedTuple):
    """Somebody else who looks after the community."""

    public_id: UUID
    name: str


class Week(NamedTuple):
    """In how many conversations somebody wrote, in the week that began on this Monday."""

    begins: date
    how_many: int


_asked = aliased(HelpAsked)
_HOW_MANY_ASKED = (
    select(func.count()).select_from(_asked).where(_asked.post_id == Post.id).correlate(Post).scalar_subquery()
)
_ROWS = (
    of_what_can_wait(
        Post.public_id.label("post_id"),
        Thread.public_id.label("thread_id"),
        Thread.title,
        Post.posted_at,
        asker.display_name.label("asker_name"),
        (asker.id == VIEWER).label("is_my_own"),
        is_first_here().label("is_first"),
        owner.id.is_not(None).label("has_owner"),
        case((~belonging.kept_apart(VIEWER, func.coalesce(owner.id, 0)), owner.display_name)).label("owner_name"),
        func.coalesce(owner.id == VIEWER, False).label("is_mine"),
        _HOW_MANY_ASKED.label("how_many_asked"),
    )
    .join(Waiting, Waiting.post_id == Post.id)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(owner, OF_ITS_OWNER)
    .where(
        Community.id == bindparam("community"),
        readers.may_read_thread(viewer),
        marks.not_kept_apart(),
        ~belonging.kept_apart(VIEWER, asker.id),
        waits(),
    )
    .order_by(Post.posted_at, Post.id)
)
_POST = (
    select(Post.id)
    .join(Thread, Thread.id == Post.thread_id)
    .join(Community, Community.id == Thread.community_id)
    .join(viewer, viewer.id == VIEWER)
    .where(
        Post.public_id == bindparam("post"),
        Community.id == bindparam("community"),
        readers.may_read_thread(viewer),
        marks.not_kept_apart(),
        ~belonging.kept_apart(VIEWER, func.coalesce(Post.author_id, 0)),
    )
)
_CARETAKERS = (
    select(Member.id, Member.public_id, Member.display_name, belonging.kept_apart(VIEWER, Member.id).label("is_apart"))
    .join(Belonging, and_(Belonging.member_id == Member.id, Belonging.state == BelongingState.IN))
    .where(
        Belonging.group_id == bindparam("group"),
        Belonging.role == GroupRole.FACILITATOR,
        Member.state == MemberState.ACTIVE,
    )
    .order_by(Belonging.since, Member.id)
)
_has_written = (
    select(Post.id)
    .join(Thread, Thread.id == Post.thread_id)
    .where(
        Thread.community_id == bindparam("community"), Post.author_id == Belonging.member_id, Post.removed_at.is_(None)
    )
    .correlate(Belonging)
    .exists()
)
_NEWCOMERS = (
    select(Belonging.member_id, Belonging.since)
    .where(
        Belonging.group_id == bindparam("group"),
        Belonging.state == BelongingState.IN,
        Belonging.role == GroupRole.MEMBER,
        Belonging.since > bindparam("after", type_=UtcDateTime()),
        directory.may_find(VIEWER, Belonging.member_id),
        ~_has_written,
    )
    .order_by(Belonging.since.desc(), Belonging.id.desc())
    .limit(NEWCOMERS + 1)
)


def _in_week(number: int) -> object:
    begins = bindparam(f"week_{number}", type_=UtcDateTime())
    ends = bindparam(f"week_{number + 1}", type_=UtcDateTime())
    return func.count(case((and_(Post.posted_at >= begins, Post.posted_at < ends), Post.thread_id)).distinct())


_EACH_WEEK = (
    select(*(_in_week(number) for number in range(WEEKS)))  # type: ignore[call-overload]
    .select_from(Thread)
    .join(Post, Post.thread_id == Thread.id)
    .where(
        Thread.community_id == bindparam("community"),
        Thread.hidden_at.is_(None),
        Thread.last_post_at >= bindparam("week_0", type_=UtcDateTime()),
        Post.removed_at.is_(None),
        Post.hidden_at.is_(None),
    )
)


def waiting_at(actor: Actor, community: CommunitySeen) -> list[DeskRow]:
    """Who waits here for a first reply, longest first; but nobody whom the actor keeps apart from."""
    asked = {"viewer": actor.id, "community": community.id}
    return [DeskRow(*row) for row in db.session.execute(_ROWS, asked)]


def post_at_the_desk(actor: Actor, community: CommunitySeen, post: UUID) -> int | None:
    """The number of a post of this community."""
    asked = {"viewer": actor.id, "community": community.id, "post": post}
    return db.session.execute(_POST, asked).scalar_one_or_none()


def caretakers(actor: Actor, community: CommunitySeen) -> tuple[int, list[Caretaker]]:
    """How many look after the community, and those of them to whom the actor can hand something on."""
    rows = db.session.execute(_CARETAKERS, {"viewer": actor.id, "group": community.group_id}).all()
    others = [Caretaker(row.public_id, row.display_name) for row in rows if row.id != actor.id and not row.is_apart]
    return len(rows), others


def newcomers(actor: Actor, community: CommunitySeen) -> Sequence[tuple[directory.Card, datetime]]:
    """Who came lately and has not written yet, as far as the actor finds them; the latest first.

    One more than is shown.
    """
    asked = {
        "viewer": actor.id,
        "group": community.group_id,
        "community": community.id,
        "after": clock.now() - NEW_FOR,
    }
    rows = db.session.execute(_NEWCOMERS, asked).all()
    cards = directory.cards_of(row.member_id for row in rows)
    return [(cards[row.member_id], row.since) for row in rows]


def conversations_each_week(community: CommunitySeen) -> list[Week]:
    """The last twelve weeks, this one among them."""
    this = clock.today() - timedelta(days=clock.today().weekday())
    mondays = [this - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS + 1)]
    starts = {f"week_{number}": clock.day_began_at(monday) for number, monday in enumerate(mondays)}
    row = db.session.execute(_EACH_WEEK, {"community": community.id, **starts}).one()
    return [Week(monday, how_many) for monday, how_many in zip(mondays, row, strict=False)]
