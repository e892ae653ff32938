"""Reads of who is in a community: who looks after it, who waits at its door, and where its members sit."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core.database import db
from community.core.errors import NotFound
from community.core.roles import Actor, MemberState, Role
from community.core.text import COUNTED_FROM
from community.directory import queries as directory
from community.directory.models import Profile
from community.practice.models import CareOffer, Community, CommunityMark
from community.practice.queries.front import CommunitySeen
from community.practice.queries.marks import VIEWER, mine


class SectorShare(NamedTuple):
    label: str
    how_many: int


class Asking(NamedTuple):
    """Somebody who asks to come in."""

    card: directory.Card
    since: datetime
    words: str


class MemberIn(NamedTuple):
    """Somebody in a community, as those who look after it deal with them."""

    id: int
    public_id: UUID
    name: str
    role: GroupRole

    @property
    def is_facilitator(self) -> bool:
        return self.role == GroupRole.FACILITATOR


class CareAsked(NamedTuple):
    """That one was asked to look after a community, and by whom, where they are still known."""

    from_id: int | None
    name: str


_MODERATORS = select(Member.id).where(Member.role == Role.MODERATOR, Member.state == MemberState.ACTIVE)
_MEMBER = (
    select(Member.id, Member.public_id, Member.display_name, mine.role)
    .join(mine, mine.member_id == Member.id)
    .where(
        mine.group_id == bindparam("group"),
        mine.state == BelongingState.IN,
        Member.public_id == bindparam("person"),
        Member.state == MemberState.ACTIVE,
        Member.id != VIEWER,
        ~belonging.kept_apart(VIEWER, Member.id),
    )
)
_COULD_CARE = (
    select(mine.member_id)
    .join(Member, and_(Member.id == mine.member_id, Member.state == MemberState.ACTIVE))
    .where(
        mine.group_id == bindparam("group"),
        mine.state == BelongingState.IN,
        mine.role != GroupRole.FACILITATOR,
        mine.member_id != VIEWER,
        ~belonging.kept_apart(VIEWER, mine.member_id),
    )
)
_OFFERED = (
    select(CareOffer.member_id)
    .join(Member, and_(Member.id == CareOffer.member_id, Member.state == MemberState.ACTIVE))
    .where(CareOffer.community_id == bindparam("community"), ~belonging.kept_apart(VIEWER, CareOffer.member_id))
    .order_by(CareOffer.offered_at, CareOffer.member_id)
)
_OFFERED_ME = (
    select(CareOffer.from_id)
    .join(Community, Community.id == CareOffer.community_id)
    .join(Member, and_(Member.id == CareOffer.from_id, Member.state == MemberState.ACTIVE))
    .where(
        CareOffer.community_id == bindparam("community"),
        CareOffer.member_id == VIEWER,
        Community.archived_at.is_(None),
        belonging.looks_after(Member.id, Community.group_id),
    )
)
_ASKED_BY = select(CareOffer.member_id).where(
    CareOffer.community_id == bindparam("community"), CareOffer.from_id == bindparam("from")
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
    select(mine.member_id, mine.since, CommunityMark.asked_words)
    .join(Community, Community.group_id == mine.group_id)
    .outerjoin(
        CommunityMark, and_(CommunityMark.community_id == Community.id, CommunityMark.member_id == mine.member_id)
    )
    .join(Member, and_(Member.id == mine.member_id, Member.state == MemberState.ACTIVE))
    .where(
        mine.group_id == bindparam("group"),
        mine.state == BelongingState.ASKED,
        ~belonging.kept_apart(VIEWER, mine.member_id),
    )
    .order_by(mine.since, mine.member_id)
)


def facilitators_of(actor: Actor, community: CommunitySeen) -> list[directory.Card]:
    """Who looks after the community, as far as this member may find them."""
    asked = {"group": community.group_id, "viewer": actor.id, "is_member": community.is_member}
    ids = list(db.session.scalars(_FACILITATORS, asked))
    cards = directory.cards_of(ids)
    return [cards[each] for each in ids]


def people_asking(actor: Actor, community: CommunitySeen) -> list[Asking]:
    """Who waits at the door, longest first, since when, and what they wrote."""
    rows = db.session.execute(_ASKING, {"group": community.group_id, "viewer": actor.id}).all()
    cards = directory.cards_of(row.member_id for row in rows)
    return [Asking(cards[row.member_id], row.since, row.asked_words or "") for row in rows]


def moderator_ids() -> list[int]:
    """Every active moderator."""
    return list(db.session.scalars(_MODERATORS))


def people_to_ask(actor: Actor, community: CommunitySeen) -> list[directory.Card]:
    """Members of the community who could be asked to look after it, by name."""
    ids = list(db.session.scalars(_COULD_CARE, {"group": community.group_id, "viewer": actor.id}))
    cards = directory.cards_of(ids)
    return sorted((cards[each] for each in ids), key=lambda card: card.name.casefold())


def member_of(actor: Actor, community: CommunitySeen, person: UUID) -> MemberIn:
    """Somebody else who is in the community. Raises NotFound."""
    asked = {"group": community.group_id, "viewer": actor.id, "person": person}
    row = db.session.execute(_MEMBER, asked).one_or_none()
    if row is None:
        raise NotFound
    return MemberIn._make(row)


def care_offers(actor: Actor, community: CommunitySeen) -> list[directory.Card]:
    """Who was asked to look after the community and has not answered."""
    ids = list(db.session.scalars(_OFFERED, {"community": community.id, "viewer": actor.id}))
    cards = directory.cards_of(ids)
    return [cards[each] for each in ids]


def care_offered_to(actor: Actor, community: CommunitySeen) -> CareAsked | None:
    """The offer that waits for this member's answer, with who made it: somebody who looks after what goes on still."""
    row = db.session.execute(_OFFERED_ME, {"community": community.id, "viewer": actor.id}).one_or_none()
    if row is None or not community.is_member:
        return None
    cards = directory.cards_of([row.from_id] if row.from_id else [])
    return CareAsked(row.from_id, cards[row.from_id].name if row.from_id in cards else "")


def asked_to_care_by(member_id: int, community_id: int) -> list[int]:
    """Whom this member has asked to look after the community, and who has not answered."""
    return list(db.session.scalars(_ASKED_BY, {"community": community_id, "from": member_id}))


def sector_mix(community: CommunitySeen) -> list[SectorShare]:
    """How many members each group of sectors has; small ones are put together, so that nobody can be worked out."""
    counts: Counter[str] = Counter()
    sectors = directory.sectors()
    for sector_id, how_many in db.session.execute(_SECTORS, {"group": community.group_id}):
        sector = sectors.get(sector_id or "")
        counts[(sector.parent_id or sector.id) if sector else ""] += how_many
    shown = [(sectors[each].label, number) for each, number in counts.items() if each and number >= COUNTED_FROM]
    shown.sort(key=lambda share: (-share[1], share[0]))
    others = counts.total() - sum(number for _, number in shown)
    while shown and 0 < others < COUNTED_FROM:
        others += shown.pop()[1]
    rest = [("Other sectors", others)] if shown and others else []
    return [SectorShare(*share) for share in [*shown, *rest]]
