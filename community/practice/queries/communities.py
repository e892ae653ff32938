"""Reads of communities: the lists, and the front page."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.directory.models import NamedAs, Profile, ProfileChallenge
from community.notifications.models import Level as Heard
from community.notifications.models import Timing
from community.notifications.queries.about import last_told
from community.practice.models import Community, CommunityMark, Level, Post, ReadMark, Thread
from community.practice.queries import hearing, marks, readers
from community.practice.queries.marks import VIEWER, mine, viewer

FORMING = 8


class CommunitySeen(NamedTuple):
    """A community as one member sees it. `told_at`: when they were last told of what is new to them about it."""

    id: int
    public_id: UUID
    group_id: int
    name: str
    purpose: str
    learning_question: str
    about: str
    level: Level
    is_safe_space: bool
    rhythm: str
    agreement: str
    state: BelongingState | None
    role: GroupRole | None
    may_read: bool
    how_many_read: int
    how_many_belong: int
    how_many_ask: int
    heard: Heard
    in_summary: Timing
    told_at: datetime | None

    @property
    def is_member(self) -> bool:
        return self.state == BelongingState.IN

    @property
    def has_asked(self) -> bool:
        return self.state == BelongingState.ASKED

    @property
    def is_facilitator(self) -> bool:
        return self.is_member and self.role == GroupRole.FACILITATOR

    @property
    def is_forming(self) -> bool:
        return self.how_many_belong < FORMING

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read)

    @property
    def members(self) -> str:
        return readers.counted(self.how_many_belong, "members")


class CommunityRow(NamedTuple):
    """A community in a list."""

    public_id: UUID
    name: str
    purpose: str
    level: Level
    how_many_belong: int
    new: int
    has_asked: bool

    @property
    def members(self) -> str:
        return readers.counted(self.how_many_belong, "members")


class SectorShare(NamedTuple):
    label: str
    how_many: int


def _new_in_community() -> ColumnElement[int]:
    counted = (
        select(func.count())
        .select_from(Thread)
        .join(Post, Post.thread_id == Thread.id)
        .outerjoin(ReadMark, marks.OF_MY_READ_MARK)
        .where(
            Thread.community_id == Community.id,
            Thread.last_post_at > marks.SINCE,
            readers.may_read_thread(viewer),
            marks.not_kept_apart(),
            marks.is_new(),
        )
    )
    return counted.correlate(Community, CommunityMark, mine, viewer).scalar_subquery()


_asking, _asker = aliased(Belonging), aliased(Member)
_HOW_MANY_ASK = (
    select(func.count(_asking.id))
    .join(_asker, and_(_asker.id == _asking.member_id, _asker.state == MemberState.ACTIVE))
    .where(_asking.group_id == Community.group_id, _asking.state == BelongingState.ASKED)
    .where(~belonging.kept_apart(VIEWER, _asker.id))
    .correlate(Community)
    .scalar_subquery()
)
_SEEN = (
    select(
        Community.id,
        Community.public_id,
        Community.group_id,
        Community.name,
        Community.purpose,
        Community.learning_question,
        Community.about,
        Community.level,
        Community.is_safe_space,
        Community.rhythm,
        Community.agreement,
        mine.state,
        mine.role,
        readers.may_read(viewer).label("may_read"),
        readers.how_many_read().label("how_many_read"),
        readers.how_many_belong().label("how_many_belong"),
        case((mine.role == GroupRole.FACILITATOR, _HOW_MANY_ASK), else_=0).label("how_many_ask"),
        hearing.LEVEL_OF_COMMUNITY.label("heard"),
        hearing.IN_SUMMARY.label("in_summary"),
        last_told(VIEWER, Community.public_id).label("told_at"),
    )
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(hearing.of_community, hearing.chose_for_community(VIEWER))
    .where(Community.public_id == bindparam("community"), readers.may_see(viewer))
)
_ROW = (
    Community.public_id,
    Community.name,
    Community.purpose,
    Community.level,
    readers.how_many_belong().label("how_many_belong"),
)
_MINE = (
    select(*_ROW, _new_in_community().label("new"))
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .join(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .where(mine.state == BelongingState.IN, readers.may_read(viewer))
    .order_by(func.lower(Community.name), Community.id)
)
_IS_IN_ONE = select(
    select(Community.id)
    .join(viewer, viewer.id == VIEWER)
    .join(mine, marks.OF_MINE)
    .where(mine.state == BelongingState.IN, readers.may_read(viewer))
    .exists()
)
_OTHERS = (
    select(*_ROW, (mine.state == BelongingState.ASKED).label("has_asked"))
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .where(readers.may_see(viewer), or_(mine.state.is_(None), mine.state != BelongingState.IN))
    .order_by(func.lower(Community.name), Community.id)
)
_my_wish, _their_wish = aliased(ProfileChallenge), aliased(ProfileChallenge)
_SHARED = (
    select(func.count(func.distinct(_asking.member_id)))
    .select_from(_asking)
    .join(_their_wish, and_(_their_wish.member_id == _asking.member_id, _their_wish.named_as == NamedAs.TOP))
    .join(_my_wish, and_(_my_wish.challenge_id == _their_wish.challenge_id, _my_wish.named_as == NamedAs.TOP))
    .where(
        _asking.group_id == Community.group_id,
        _asking.state == BelongingState.IN,
        _my_wish.member_id == VIEWER,
    )
    .correlate(Community)
    .scalar_subquery()
)
_WELCOME = (
    _OTHERS.where(Community.level == Level.OPEN)
    .order_by(None)
    .order_by(_SHARED.desc(), func.lower(Community.name), Community.id)
    .limit(bindparam("limit"))
)
_FACILITATORS = (
    select(mine.member_id)
    .where(
        mine.group_id == bindparam("group"),
        mine.state == BelongingState.IN,
        mine.role == GroupRole.FACILITATOR,
        or_(
            mine.member_id == VIEWER,
            and_(bindparam("is_member"), ~belonging.kept_apart(VIEWER, mine.member_id)),
            directory.may_find(VIEWER, mine.member_id),
        ),
    )
    .order_by(mine.since, mine.member_id)
)
_SECTORS = (
    select(Profile.sector_id, func.count())
    .select_from(mine)
    .join(Member, and_(Member.id == mine.member_id, Member.state == MemberState.ACTIVE))
    .outerjoin(Profile, Profile.member_id == Member.id)
    .where(mine.group_id == bindparam("group"), mine.state == BelongingState.IN)
    .group_by(Profile.sector_id)
)
_ASKING = (
    select(mine.member_id, mine.since)
    .join(Member, and_(Member.id == mine.member_id, Member.state == MemberState.ACTIVE))
    .where(
        mine.group_id == bindparam("group"),
        mine.state == BelongingState.ASKED,
        ~belonging.kept_apart(VIEWER, mine.member_id),
    )
    .order_by(mine.since, mine.member_id)
)


def community_seen_by(actor: Actor, public_id: UUID) -> CommunitySeen:
    """Raises NotFound alike where there is none and where this member may not know of it."""
    row = db.session.execute(_SEEN, {"viewer": actor.id, "community": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return CommunitySeen._make(row)


def my_communities(actor: Actor) -> list[CommunityRow]:
    """Those the member has joined, with how many posts are new to them."""
    return [CommunityRow(*row, has_asked=False) for row in db.session.execute(_MINE, {"viewer": actor.id})]


def is_in_a_community(actor: Actor) -> bool:
    """Whether the member has joined any community that they can read."""
    return bool(db.session.execute(_IS_IN_ONE, {"viewer": actor.id}).scalar_one())


def other_communities(actor: Actor) -> list[CommunityRow]:
    """Those the member has not joined and may see."""
    rows = db.session.execute(_OTHERS, {"viewer": actor.id})
    return [CommunityRow(*row[:5], new=0, has_asked=bool(row.has_asked)) for row in rows]


def welcome_communities(actor: Actor, limit: int = 3) -> list[CommunityRow]:
    """Open communities to offer a newcomer: first those where most people have the same things on their mind."""
    rows = db.session.execute(_WELCOME, {"viewer": actor.id, "limit": limit})
    return [CommunityRow(*row[:5], new=0, has_asked=bool(row.has_asked)) for row in rows]


def facilitators_of(actor: Actor, community: CommunitySeen) -> list[directory.Card]:
    """Who looks after the community, as far as this member may find them."""
    asked = {"group": community.group_id, "viewer": actor.id, "is_member": community.is_member}
    ids = list(db.session.scalars(_FACILITATORS, asked))
    cards = directory.cards_of(ids)
    return [cards[each] for each in ids]


def people_asking(actor: Actor, community: CommunitySeen) -> list[tuple[directory.Card, datetime]]:
    """Who waits at the door, longest first, and since when."""
    rows = db.session.execute(_ASKING, {"group": community.group_id, "viewer": actor.id}).all()
    cards = directory.cards_of(row.member_id for row in rows)
    return [(cards[row.member_id], row.since) for row in rows]


def sector_mix(community: CommunitySeen) -> list[SectorShare]:
    """How many members each group of sectors has; small ones are put together, so that nobody can be worked out."""
    counts: Counter[str] = Counter()
    sectors = directory.sectors()
    for sector_id, how_many in db.session.execute(_SECTORS, {"group": community.group_id}):
        sector = sectors.get(sector_id or "")
        counts[(sector.parent_id or sector.id) if sector else ""] += how_many
    shown = [(sectors[each].label, number) for each, number in counts.items() if each and number >= readers.FEW]
    shown.sort(key=lambda share: (-share[1], share[0]))
    others = counts.total() - sum(number for _, number in shown)
    while shown and 0 < others < readers.FEW:
        others += shown.pop()[1]
    rest = [("Other sectors", others)] if shown and others else []
    return [SectorShare(*share) for share in [*shown, *rest]]
