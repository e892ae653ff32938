"""Who may do what with hellos and circles. Existence is settled before: whoever holds a `seen` may read it."""

from community.buddying.models import CircleState
from community.buddying.seen import CircleSeen, HelloSeen
from community.core.roles import Actor


def can_answer(member: Actor, hello: HelloSeen) -> bool:
    return hello.is_waiting and hello.asked_id == member.id


def can_take_back(member: Actor, hello: HelloSeen) -> bool:
    return hello.is_waiting and hello.asker_id == member.id


def can_write(circle: CircleSeen) -> bool:
    """Whoever reads an open circle can write in it."""
    return circle.is_open


def can_say_carry_on(circle: CircleSeen, *, has_met: bool) -> bool:
    return circle.is_open and circle.state == CircleState.FIRST_MEETING and has_met and circle.carries_on is None
