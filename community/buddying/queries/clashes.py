"""Whether a hard rule stands against people who are buddies already: asked when one of them has a new job."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.buddying.matching import PairFacts, Rule, broken_rules
from community.buddying.queries.people import COLUMNS, somebodies
from community.core import clock
from community.core.database import db
from community.core.roles import Actor
from community.directory.models import Profile

# Room, being buddies, languages and free times are the business of the two alone.
STAND_AGAINST = frozenset({Rule.SAME_ORGANISATION, Rule.LINE_MANAGEMENT, Rule.CONFLICT_OF_INTEREST})
_THESE = (
    select(*COLUMNS)
    .join(Profile, Profile.member_id == Member.id)
    .where(Member.id.in_(bindparam("ids", expanding=True)))
)


def those_against(viewer: Actor, other_ids: Collection[int]) -> set[int]:
    """Of these members, those with whom the viewer works, or whom one of the two manages, inspects or commissions now.

    For deciding alone: which of them it is, and which rule, is shown to nobody.
    """
    if not other_ids:
        return set()
    known = somebodies(db.session.execute(_THESE, {"ids": [viewer.id, *other_ids]}).all())
    me = known.pop(viewer.id, None)
    if me is None:
        return set()
    facts = PairFacts(today=clock.today())
    return {
        other.id
        for other in known.values()
        if STAND_AGAINST.intersection(broken_rules(me.candidate, other.candidate, facts))
    }
