"""What happens to hellos by itself: one kind reminder, and a kind end. Jobs run these; the worker commits."""

from uuid import UUID

from sqlalchemy import case, update

from community.buddying import queries
from community.buddying.models import Hello, HelloState
from community.buddying.queries.asking import asking_with
from community.buddying.queries.hello_days import Over
from community.buddying.queries.hellos import over_at
from community.core import clock
from community.core.database import changed, changed_rows
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
    )
    return {row.id for row in changed_rows(noted)}


def close_hellos() -> int:
    """After the tenth day: whoever asked reads one and the same line, declined, blocked or not answered."""
    over = queries.hellos_that_are_over()
    ids = [hello.id for hello in over]
    state = case((Hello.state == HelloState.WAITING, HelloState.CLOSED), else_=Hello.state)
    changed(update(Hello).where(Hello.id.in_(ids)).values(state=state, closed_at=clock.now()))
    for hello in over:
        if hello.is_to_be_told:
            notices.tell(hello.asker_id, What.HELLO_CLOSED, about=hello.public_id, words=hello.asked_name)
    _tell_who_asked_with_them({hello.public_id: hello for hello in over if hello.is_of_a_circle})
    return len(over)


def _tell_who_asked_with_them(over: dict[UUID, Over]) -> None:
    """The same line to everybody in whose name it was said; they read of it in their circle."""
    for each in asking_with(over):
        hello = over[each.hello_id]
        if hello.is_lately and not each.is_unwanted:
            about, group_id, words = each.circle_id, each.group_id, hello.asked_name
            notices.tell(each.member_id, What.HELLO_CLOSED, about=about, group_id=group_id, words=words)
