"""Who may do what in a circle. Whoever holds a `CircleSeen` may read it; the rest is asked here."""

from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen

MOST_PEOPLE = 6


def can_write(circle: CircleSeen) -> bool:
    """Whoever reads an open circle can write in it."""
    return circle.is_open


def can_invite(circle: CircleSeen) -> bool:
    """There is room for one more: an open circle of two to five that does not rest."""
    has_room = 1 <= len(circle.others) < MOST_PEOPLE - 1
    return has_room and circle.is_open and circle.state != CircleState.PAUSED


def still_reads_when_finished(circle: CircleSeen) -> bool:
    """A pair ends for both, who go on reading it. Whoever leaves more than one other behind reads it no longer."""
    return len(circle.others) <= 1
