"""What happens to circles by itself: those that are quiet are asked, kindly and seldom; those that rested go on."""

from sqlalchemy import bindparam, update

from community.buddying import rhythm
from community.buddying.actions.life import resume_some
from community.buddying.models import CircleSeat
from community.buddying.queries import life
from community.buddying.queries.life import QuietSeat
from community.core.database import db
from community.core.text import listed
from community.jobs import running
from community.notifications import actions as notices
from community.notifications.models import What

AT_A_TIME = 100  # so that nobody waits long for the write lock

_NUDGED = (
    update(CircleSeat)
    .where(CircleSeat.circle_id == bindparam("of_circle"), CircleSeat.member_id == bindparam("of_member"))
    .values(nudged_at=bindparam("missed_at"))
)


def nudge_quiet_circles() -> int:
    """Tell whoever is due that it is quiet between them; returns how many were told. Call it outside a transaction."""
    return running.in_batches(_nudge_some, AT_A_TIME)


def resume_circles() -> int:
    """Circles whose rest is over go on; returns how many. Call it outside any transaction."""
    return running.in_batches(resume_some, AT_A_TIME)


def _nudge_some(limit: int) -> int:
    due = life.quiet_seats(limit)
    if not due:
        return 0
    rows = [{"of_circle": seat.circle_id, "of_member": seat.member_id, "missed_at": seat.missed_at} for seat in due]
    db.session.connection().execute(_NUDGED, rows)
    people = life.people_in(sorted({seat.circle_id for seat in due}))
    for seat in due:
        _tell(seat, [buddy.name for buddy in people[seat.circle_id] if buddy.id != seat.member_id])
    return len(due)


def _tell(seat: QuietSeat, names: list[str]) -> None:
    """At first that a line would do; from the second miss, with all four ways from there."""
    what = What.RESCUE if seat.misses >= rhythm.RESCUE_FROM else What.QUIET
    notices.tell(seat.member_id, what, about=seat.public_id, group_id=seat.group_id, words=listed(names), again=True)
