"""Which task of a circle asks its reader: one with a whole card, the others with a line each. Facts in, order out."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple


class Task(StrEnum):
    """What can wait for somebody in a circle, in the order in which it asks; the value is how addresses name it."""

    APART = "apart"
    LOOK_AGAIN = "look-again"
    AGREEMENT = "agreement"
    PROPOSAL = "proposal"
    GOES_ON = "goes-on"
    HALF_WAY_OPEN = "half-way-open"
    RESCUE = "rescue"
    CHECK_IN = "check-in"
    HALF_WAY = "half-way"
    RENEWAL = "renewal"
    CARRY_ON = "carry-on"


# What a line says of a task that does not have the card ({who}: whoever would like to keep going), and the page of its
# own, if there is one.
LINES: dict[Task, str] = {
    Task.APART: "One question first: do you work together?",
    Task.LOOK_AGAIN: "One of you has moved. Does it still feel right?",
    Task.AGREEMENT: "An agreement waits for your yes",
    Task.PROPOSAL: "Somebody could join you. What do you say?",
    Task.GOES_ON: "{who} would like to keep going. When suits you?",
    Task.HALF_WAY_OPEN: "What you each said, half-way",
    Task.RESCUE: "It has been quiet. Keep going, change the rhythm, pause or finish?",
    Task.CHECK_IN: "Three taps on how it goes",
    Task.HALF_WAY: "Your half-way look",
    Task.RENEWAL: "Another half year, or finish well?",
    Task.CARRY_ON: "Would you like to carry on as buddies?",
}
PAGES: dict[Task, str] = {
    Task.AGREEMENT: "agreement",
    Task.RESCUE: "rhythm",
    Task.HALF_WAY_OPEN: "half-way",
    Task.CHECK_IN: "check-in",
    Task.HALF_WAY: "half-way",
    Task.RENEWAL: "renewal",
}
LOOKS = (Task.CHECK_IN, Task.HALF_WAY, Task.RENEWAL)


class Asks(NamedTuple):
    """`big` has the card; each of `lines` has a line and a link."""

    big: Task | None
    lines: tuple[Task, ...]


def in_order(waiting: Collection[Task], *, chosen: str = "") -> Asks:
    """One asks at a time: the first in order, or the one whose line was followed (`chosen`), if it waits at all."""
    ordered = [task for task in Task if task in waiting]
    big = next((task for task in ordered if task.value == chosen), ordered[0] if ordered else None)
    return Asks(big, tuple(task for task in ordered if task is not big))
