"""What a block changes here at once. All else is a predicate in every reader."""

from community.notifications import actions as notifications
from community.practice.queries.apart import conversations_told_of


def forget_notices_between(one: int, other: int) -> None:
    """A conversation that the one began is not there for the other: nothing is said of it, whoever wrote there."""
    for author_id, told_id in ((one, other), (other, one)):
        for thread_id in conversations_told_of(author_id, told_id):
            notifications.take_back(thread_id, member_id=told_id)
