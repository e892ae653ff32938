"""What buddies wrote does not stay for ever: 24 months after a circle finished it is gone, and so are old hellos."""

from sqlalchemy import delete

from community.belonging import actions as belonging
from community.buddying import queries
from community.buddying.models import Hello
from community.buddying.seen import STAYS
from community.core import clock
from community.core.database import changed
from community.jobs import running

AT_A_TIME = 100  # so that nobody waits long for the write lock


def forget_old_circles() -> int:
    """Delete finished circles with everything in them, and hellos, when their time is over; returns how many circles.

    A wish of "not again" outlives its circle, as a wish to keep apart that only its owner reads. A hello that became
    a circle is in there as its first message. Call it outside any transaction.
    """
    before = clock.now() - STAYS

    def forget_circles(limit: int) -> int:
        old = queries.circles_finished_before(before, limit=limit)
        for member_id, other_id in queries.not_again_in([circle.id for circle in old]):
            belonging.avoid(member_id, other_id)
        belonging.end_groups([circle.group_id for circle in old])
        return len(old)

    def forget_hellos(limit: int) -> int:
        return changed(delete(Hello).where(Hello.id.in_(queries.hellos_asked_before(before, limit=limit))))

    gone = running.in_batches(forget_circles, AT_A_TIME)
    running.in_batches(forget_hellos, AT_A_TIME)
    return gone
