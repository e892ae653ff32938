"""Who may do what in a circle. Whoever holds a `CircleSeen` may read it; the rest is asked here."""

from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen


def can_write(circle: CircleSeen) -> bool:
    """Whoever reads an open circle can write in it."""
    return circle.is_open


def can_say_carry_on(circle: CircleSeen, *, has_met: bool) -> bool:
    return circle.is_open and circle.state == CircleState.FIRST_MEETING and has_met and circle.carries_on is None
