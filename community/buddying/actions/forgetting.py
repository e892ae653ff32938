"""What buddies wrote does not stay for ever: 24 months after a circle finished it is gone, and so are old hellos."""

from sqlalchemy import delete

from community.belonging import actions as belonging
from community.buddying import queries
from community.buddying.models import Hello
from community.buddying.seen import STAYS
from community.core import clock
from community.core.database import changed, short_transaction

AT_A_TIME = 100  # circles, so that nobody waits long for the write lock


def forget_old_circles() -> int:
    """Delete finished circles with everything in them, and hellos, when their time is over; returns how many circles.

    A wish of "not again" outlives its circle, as a wish to keep apart that only its owner reads. A hello that became
    a circle is in there as its first message.
    """
    before, gone = clock.now() - STAYS, 0
    while True:
        with short_transaction():
            old = queries.circles_finished_before(before, limit=AT_A_TIME)
            for member_id, other_id in queries.not_again_in([circle.id for circle in old]):
                belonging.avoid(member_id, other_id)
            belonging.end_groups([circle.group_id for circle in old])
        gone += len(old)
        if len(old) < AT_A_TIME:
            break
    changed(delete(Hello).where(Hello.asked_at <= before))
    return gone
