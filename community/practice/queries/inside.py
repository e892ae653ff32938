"""Reads of who is in a community: who looks after it, who waits at its door, and where its members sit."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from community.accounts.models import Member
from community.belonging import queries as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core.database import db
from community.core.roles import Actor, MemberState
from community.directory import queries as directory
from community.directory.models import Profile
from community.practice.queries import readers
from community.practice.queries.front import CommunitySeen
from community.practice.queries.marks import VIEWER, mine


class SectorShare(NamedTuple):
    label: str
    how_many: int


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
