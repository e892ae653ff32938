"""How a community is looked after, for the access matrix and for those who look at every page."""

from typing import Any

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core.database import db
from community.mail.links import proof
from community.practice import actions, queries
from community.practice.models import InviteLink, Level
from community.practice.views.inviting import INVITE
from tests.practice.people import a_community
from tests.world import Person, World


def add_tending(keeper: Person, offered: Person, fellow: Person, ids: dict[str, Any]) -> None:
    """Inside a visit: a link into the community, somebody else in it, and one who is asked to look after it."""
    seen = queries.community_seen_by(keeper.actor, ids["community_id"])
    belonging.place(fellow.id, seen.group_id, BelongingState.IN)
    actions.make_invite(keeper.actor, seen)
    actions.offer_care(keeper.actor, seen, offered.public_id)
    db.session.flush()
    ids |= {"fellow": fellow.public_id, "offered": offered.public_id} | _link(seen.public_id)


def add_tended_community(world: World, *, keeper: Person, member: Person, outside: Person, ids: dict[str, Any]) -> None:
    """Two that are well looked after: one with a link and another agreement than before; and one that has ended."""
    space = a_community(world, Level.HIDDEN, facilitator=keeper, members=(member,), name="Quietly, and with care")
    ended = a_community(world, facilitator=keeper, members=(member,), name="What has come to its end")
    alone = a_community(world, facilitator=outside, members=(member,), name="Without anybody to look after it")
    with world.inside():
        seen = queries.community_seen_by(keeper.actor, space.public_id)
        actions.make_invite(keeper.actor, seen)
        actions.agree_anew(keeper.actor, seen, "We ring each other.\nWe say what we do not know.", version=1)
        actions.offer_care(keeper.actor, queries.community_seen_by(keeper.actor, space.public_id), member.public_id)
        actions.archive(keeper.actor, queries.community_seen_by(keeper.actor, ended.public_id))
        belonging.place(outside.id, alone.group_id, BelongingState.IN, role=GroupRole.MEMBER)
        db.session.flush()
        link = _link(space.public_id)
    ids |= {"tended_id": space.public_id, "ended_id": ended.public_id, "untended_id": alone.public_id}
    ids |= {"member_id": member.public_id, "invite": f"{link['invite_id']}/{link['invite_proof']}"}


def _link(community_id: Any) -> dict[str, Any]:
    link = db.session.scalars(db.select(InviteLink.public_id)).one()
    return {"invite_id": link, "invite_proof": proof(INVITE, link, str(community_id))}
