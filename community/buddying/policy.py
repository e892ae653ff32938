"""Who may do what in a circle. Whoever holds a `CircleSeen` may read it; the rest is asked here."""

from community.buddying import rhythm
from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen, Meetings
from community.buddying.tasks import Task

MOST_PEOPLE = 6


def can_write(circle: CircleSeen) -> bool:
    """Whoever reads an open circle can write in it."""
    return circle.is_open


def can_say_carry_on(circle: CircleSeen, *, has_met: bool) -> bool:
    return circle.is_open and circle.state == CircleState.FIRST_MEETING and has_met and circle.carries_on is None


def can_invite(circle: CircleSeen) -> bool:
    """There is room for one more: an open circle of two to five that does not rest."""
    has_room = 1 <= len(circle.others) < MOST_PEOPLE - 1
    return has_room and circle.is_open and circle.state != CircleState.PAUSED


def missed(circle: CircleSeen, meetings: Meetings) -> int:
    """How many intervals in a row they have not been in contact."""
    if not circle.is_open:
        return 0
    meets_at = meetings.planned.starts_at if meetings.planned else None
    return rhythm.misses_now(circle.state, circle.rhythm, circle.contact_at, meets_at)


def waiting_of_itself(circle: CircleSeen, meetings: Meetings) -> set[Task]:
    """The tasks that follow from the circle, its meetings and the reader's own seat alone."""
    waiting = {
        Task.APART: circle.must_say_whether_apart,
        Task.LOOK_AGAIN: circle.must_look_again,
        Task.RESCUE: missed(circle, meetings) >= rhythm.RESCUE_FROM,
        Task.CARRY_ON: can_say_carry_on(circle, has_met=bool(meetings.held)),
    }
    return {task for task, waits in waiting.items() if waits}


def still_reads_when_finished(circle: CircleSeen) -> bool:
    """A pair ends for both, who go on reading it. Whoever leaves more than one other behind reads it no longer."""
    return len(circle.others) <= 1
