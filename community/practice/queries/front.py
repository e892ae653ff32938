"""Reads of one community: what a member sees of it, which is also what they may do there."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.notifications.models import Level as Heard
from community.notifications.models import Timing
from community.notifications.queries.about import last_told
from community.practice.models import Community, CommunityMark, Level
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
    agreement_version: int
    has_agreed: bool
    version: int
    archived_at: datetime | None
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
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_forming(self) -> bool:
        return self.how_many_belong < FORMING

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read)

    @property
    def members(self) -> str:
        return readers.counted(self.how_many_belong, "members")


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
        Community.agreement_version,
        marks.HAS_AGREED.label("has_agreed"),
        Community.version,
        Community.archived_at,
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
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(hearing.of_community, hearing.chose_for_community(VIEWER))
    .where(Community.public_id == bindparam("community"), readers.may_see(viewer))
)


def community_seen_by(actor: Actor, public_id: UUID) -> CommunitySeen:
    """Raises NotFound alike where there is none and where this member may not know of it."""
    row = db.session.execute(_SEEN, {"viewer": actor.id, "community": public_id}).one_or_none()
    if row is None:
        raise NotFound
    return CommunitySeen._make(row)
