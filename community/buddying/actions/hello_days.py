"""What happens to hellos by itself: one kind reminder, and a kind end. Jobs run these; the worker commits."""

from sqlalchemy import case, update

from community.buddying import queries
from community.buddying.models import Hello, HelloState
from community.buddying.queries.hellos import over_at
from community.core import clock
from community.core.database import changed, db
from community.directory.queries import hold_still
from community.notifications import actions as notices
from community.notifications.models import What


def remind_of_hellos() -> int:
    """On the sixth day, once: whoever has not answered is reminded, of all that is due together. Returns of how many.

    Two at once do not remind twice: the members are held before it is looked what is still due.
    """
    members = queries.members_to_remind()
    if not members:
        return 0
    hold_still(members)
    waiting = queries.hellos_to_remind_of(members)
    still = _note_reminded([hello.id for hello in waiting])
    for hello in waiting:
        if hello.id not in still:
            continue
        notices.tell(
            hello.asked_id,
            What.HELLO_WAITS,
            about=hello.public_id,
            sender=hello.asker,
            until=over_at(hello.asked_at),
            again=True,
        )
    return len(still)


def _note_reminded(ids: list[int]) -> set[int]:
    """Which of these still waited as it was written down: an answer may have come since they were looked for."""
    noted = (
        update(Hello)
        .where(Hello.id.in_(ids), Hello.state == HelloState.WAITING)
        .values(reminded_at=clock.now())
        .returning(Hello.id)
        .execution_options(synchronize_session=False)
    )
    return set(db.session.scalars(noted))


def close_hellos() -> int:
    """After the tenth day: whoever asked reads one and the same line, declined, blocked or not answered."""
    over = queries.hellos_that_are_over()
    ids = [hello.id for hello in over]
    state = case((Hello.state == HelloState.WAITING, HelloState.CLOSED), else_=Hello.state)
    changed(update(Hello).where(Hello.id.in_(ids)).values(state=state, closed_at=clock.now()))
    for hello in over:
        if hello.is_to_be_told:
            notices.tell(hello.asker_id, What.HELLO_CLOSED, about=hello.public_id, words=hello.asked_name)
    return len(over)
