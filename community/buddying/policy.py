"""Who may do what in a circle. Whoever holds a `CircleSeen` may read it; the rest is asked here."""

from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen
from community.buddying.tasks import Task


def can_write(circle: CircleSeen) -> bool:
    """Whoever reads an open circle can write in it."""
    return circle.is_open


def can_say_carry_on(circle: CircleSeen, *, has_met: bool) -> bool:
    return circle.is_open and circle.state == CircleState.FIRST_MEETING and has_met and circle.carries_on is None


def waiting_of_itself(circle: CircleSeen, *, has_met: bool) -> set[Task]:
    """The tasks that follow from the circle and the reader's own seat alone."""
    waiting = {
        Task.APART: circle.must_say_whether_apart,
        Task.CARRY_ON: can_say_carry_on(circle, has_met=has_met),
    }
    return {task for task, waits in waiting.items() if waits}
