"""Whether a hard rule stands against people who are buddies already: asked when one of them has a new job."""

from collections.abc import Collection

from community.buddying.matching import PairFacts, Rule, broken_rules
from community.buddying.queries.people import somebodies_of
from community.core import clock
from community.core.roles import Actor

# Room, being buddies, languages and free times are the business of the two alone.
STAND_AGAINST = frozenset({Rule.SAME_ORGANISATION, Rule.LINE_MANAGEMENT, Rule.CONFLICT_OF_INTEREST})


def those_against(viewer: Actor, other_ids: Collection[int]) -> set[int]:
    """Of these members, those with whom the viewer works, or whom one of the two manages, inspects or commissions now.

    For deciding alone: which of them it is, and which rule, is shown to nobody.
    """
    if not other_ids:
        return set()
    known = somebodies_of([viewer.id, *other_ids])
    me = known.pop(viewer.id, None)
    if me is None:
        return set()
    facts = PairFacts(today=clock.today())
    return {
        other.id
        for other in known.values()
        if STAND_AGAINST.intersection(broken_rules(me.candidate, other.candidate, facts))
    }
