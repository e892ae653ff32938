"""Where a member's own first challenge is on people's minds: one open community to talk in while they wait."""

from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from community.belonging.models import Belonging, BelongingState
from community.core.database import db
from community.core.roles import Actor
from community.directory.models import NamedAs, ProfileChallenge
from community.practice.models import Community, Level
from community.practice.queries import readers
from community.practice.queries.marks import VIEWER, viewer

_my_first, _their_wish = aliased(ProfileChallenge), aliased(ProfileChallenge)
_CARRY = (
    select(func.count())
    .select_from(Belonging)
    .join(_their_wish, and_(_their_wish.member_id == Belonging.member_id, _their_wish.named_as == NamedAs.TOP))
    .where(
        Belonging.group_id == Community.group_id,
        Belonging.state == BelongingState.IN,
        Belonging.member_id != VIEWER,
        _their_wish.challenge_id == _my_first.challenge_id,
    )
    .correlate(Community, _my_first)
    .scalar_subquery()
)
_CARRYING = (
    select(Community.public_id)
    .select_from(Community)
    .join(viewer, viewer.id == VIEWER)
    .join(
        _my_first,
        and_(_my_first.member_id == VIEWER, _my_first.named_as == NamedAs.TOP, _my_first.rank == 1),
    )
    .where(Community.level == Level.OPEN, readers.may_see(viewer), _CARRY > 0)
    .order_by(_CARRY.desc(), func.lower(Community.name), Community.id)
    .limit(1)
)


def community_for_my_first_challenge(actor: Actor) -> UUID | None:
    """The open community with most people who named it among their top ones; None where nobody did."""
    return db.session.execute(_CARRYING, {"viewer": actor.id}).scalar_one_or_none()
