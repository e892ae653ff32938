"""Circles in each of their states, for the pages that show them: one that would grow, one that rests, and so on."""

from datetime import timedelta
from typing import TYPE_CHECKING

from community.buddying import actions
from community.buddying.models import CircleState
from community.core import clock
from tests.buddying.growing import ask, propose
from tests.buddying.terms import active_circle, change_circle

if TYPE_CHECKING:
    from tests.house.sights import Sights


def add_circles(seen: "Sights", long_words: str) -> None:
    """Their people are not to be suggested, so that the lists of the others stay as they are."""
    world, now = seen.world, clock.now()
    names = ("Asha", "Bryn", "Cled", "Dai", "Eirlys")
    people = [world.member(name, sector="nhs-acute", capacity=3, is_available=False) for name in names]
    asha, bryn, cled, dai, eirlys = people
    seen.people |= {name.lower(): person for name, person in zip(names, people, strict=True)}
    maggie = seen.people["maggie"]
    growing, asking = active_circle(world, asha, bryn), active_circle(world, cled, dai)
    propose(world, asha, growing, maggie, long_words)
    ask(world, asking, [cled, dai], maggie, long_words)
    resting, quiet = active_circle(world, asha, cled), active_circle(world, bryn, cled)
    moved = active_circle(world, asha, dai)
    until = clock.today() + timedelta(days=30)
    change_circle(world, resting, state=CircleState.PAUSED, paused_at=now, paused_until=until)
    change_circle(world, quiet, contact_at=now - timedelta(days=55))
    change_circle(world, moved, moved_at=now)
    with world.inside():
        actions.wait(eirlys.actor, [])
    seen.ids |= {
        "growing_id": growing,
        "asking_id": asking,
        "resting_id": resting,
        "quiet_id": quiet,
        "moved_id": moved,
    }
