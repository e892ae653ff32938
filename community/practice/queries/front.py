"""Reads of one community: what a member sees of it, which is also what they may do there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, case, false, func, select, union
from sqlalchemy.orm import aliased

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import clock
from community.core.database import UtcDateTime, db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState
from community.core.text import counted
from community.notifications.models import Level as Heard
from community.notifications.models import Timing
from community.notifications.queries.about import last_told
from community.practice.models import Community, CommunityMark, EarlierAgreement, Gathering, Level, Thread
from community.practice.queries import hearing, marks, readers, standing
from community.practice.queries.marks import VIEWER, mine, viewer
from community.practice.queries.standing import Standing

FORMING = 8
KEPT_OUT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class CommunitySeen(Standing):
    """A community as one member sees it. `told_at`: when they were last told of what is new to them about it."""

    id: int
    public_id: UUID
    name: str
    purpose: str
    learning_question: str
    about: str
    rhythm: str
    agreement: str
    agreement_version: int
    version: int
    may_read: bool
    how_many_read: int
    how_many_belong: int
    how_many_ask: int
    how_many_look_after: int
    since: datetime | None
    is_kept_out: bool
    heard: Heard
    in_summary: Timing
    told_at: datetime | None

    @property
    def is_for_members(self) -> bool:
        """What is begun in it now stays with its members, whatever its level may be later."""
        return self.level is not Level.OPEN

    @property
    def has_asked(self) -> bool:
        return self.state == BelongingState.ASKED

    @property
    def is_forming(self) -> bool:
        return self.how_many_belong < FORMING

    @property
    def readers(self) -> str:
        return readers.readers_of(self.level, self.how_many_read)

    @property
    def members(self) -> str:
        return counted(self.how_many_belong, "members")


class FrontWords(NamedTuple):
    """What a front page says; `version` is the one that an edit begins from."""

    name: str
    purpose: str
    learning_question: str
    about: str
    rhythm: str
    version: int

    def __str__(self) -> str:
        return "\n\n".join(words for words in self[:5] if words)


class AgreementKept(NamedTuple):
    """An agreement that another has replaced."""

    version: int
    agreement: str
    replaced_at: datetime


_asking, _asker, _keeper = aliased(Belonging), aliased(Member), aliased(Belonging)
_HOW_MANY_ASK = (
    select(func.count(_asking.id))
    .join(_asker, and_(_asker.id == _asking.member_id, _asker.state == MemberState.ACTIVE))
    .where(_asking.group_id == Community.group_id, _asking.state == BelongingState.ASKED)
    .where(~belonging.kept_apart(VIEWER, _asker.id))
    .correlate(Community)
    .scalar_subquery()
)
_HOW_MANY_LOOK_AFTER = (
    select(func.count(_keeper.id))
    .join(_asker, and_(_asker.id == _keeper.member_id, _asker.state == MemberState.ACTIVE))
    .where(
        _keeper.group_id == Community.group_id,
        _keeper.state == BelongingState.IN,
        _keeper.role == GroupRole.FACILITATOR,
    )
    .correlate(Community)
    .scalar_subquery()
)
_IS_KEPT_OUT = func.coalesce(CommunityMark.refused_at > bindparam("lately", type_=UtcDateTime()), false())
_FRONT = (
    select(
        *standing.COLUMNS,
        Community.id,
        Community.public_id,
        Community.name,
        Community.purpose,
        Community.learning_question,
        Community.about,
        Community.rhythm,
        Community.agreement,
        Community.agreement_version,
        Community.version,
        readers.may_read(viewer).label("may_read"),
        readers.how_many_read().label("how_many_read"),
        readers.how_many_belong().label("how_many_belong"),
        case((mine.role == GroupRole.FACILITATOR, _HOW_MANY_ASK), else_=0).label("how_many_ask"),
        _HOW_MANY_LOOK_AFTER.label("how_many_look_after"),
        mine.since,
        _IS_KEPT_OUT.label("is_kept_out"),
        hearing.LEVEL_OF_COMMUNITY.label("heard"),
        hearing.IN_SUMMARY.label("in_summary"),
        last_told(VIEWER, Community.public_id).label("told_at"),
    )
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .outerjoin(mine, marks.OF_MINE)
    .outerjoin(CommunityMark, marks.OF_MY_COMMUNITY_MARK)
    .outerjoin(hearing.of_community, hearing.chose_for_community(VIEWER))
)
_SEEN = _FRONT.where(Community.public_id == bindparam("community"), readers.may_see(viewer))
_BEHIND = _FRONT.where(Community.id == bindparam("community"))
_MADE = select(Community.public_id).where(Community.maker_id == VIEWER, Community.made_key == bindparam("key"))
_HOLD = select(Community.id).where(Community.id == bindparam("community")).with_for_update()
_WORDS = select(
    Community.name, Community.purpose, Community.learning_question, Community.about, Community.rhythm, Community.version
).where(Community.id == bindparam("community"))
_EARLIER = (
    select(EarlierAgreement.version, EarlierAgreement.agreement, EarlierAgreement.replaced_at)
    .where(EarlierAgreement.community_id == bindparam("community"))
    .order_by(EarlierAgreement.version.desc())
)


def community_seen_by(actor: Actor, public_id: UUID) -> CommunitySeen:
    """Raises NotFound alike where there is none and where this member may not know of it."""
    row = db.session.execute(_SEEN, _asked(actor, public_id)).one_or_none()
    if row is None:
        raise NotFound
    return CommunitySeen(**row._mapping)


def community_behind(actor: Actor, invited_to: int) -> CommunitySeen:
    """The community of a link that somebody holds, whatever its level."""
    return CommunitySeen(**db.session.execute(_BEHIND, _asked(actor, invited_to)).mappings().one())


def community_made_with(actor: Actor, key: UUID) -> UUID | None:
    """The community that this very form made before, if it did."""
    return db.session.execute(_MADE, {"viewer": actor.id, "key": key}).scalar_one_or_none()


def hold_community(community_id: int) -> None:
    """Wait for whoever changes the community; what is read from here on stays true until the commit."""
    db.session.execute(_HOLD, {"community": community_id})


def things_in(community_id: int) -> Select[tuple[UUID]]:
    """SQL: the public ids of the community, and of every conversation and gathering in it."""
    of_all = union(
        select(Community.public_id).where(Community.id == community_id),
        select(Thread.public_id).where(Thread.community_id == community_id),
        select(Gathering.public_id).where(Gathering.community_id == community_id),
    )
    return select(of_all.subquery().c.public_id)


def words_of_community(community_id: int) -> FrontWords:
    """What its front page says now."""
    return FrontWords._make(db.session.execute(_WORDS, {"community": community_id}).one())


def earlier_agreements(community: CommunitySeen) -> list[AgreementKept]:
    """What was agreed before, the latest first."""
    return [AgreementKept._make(row) for row in db.session.execute(_EARLIER, {"community": community.id})]


def _asked(actor: Actor, community: object) -> dict[str, object]:
    return {"viewer": actor.id, "community": community, "lately": clock.now() - KEPT_OUT_FOR}
