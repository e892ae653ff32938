"""What waits for one member of a circle: the page of the circle, Home and every list ask here. Facts in, tasks out."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol

from community.buddying import looks, rhythm
from community.buddying.models import CircleState, LookKind, Rhythm
from community.buddying.tasks import Task


class Seated(looks.InATerm, Protocol):
    """A circle as one of its members sees it, with their own private answers."""

    @property
    def rhythm(self) -> Rhythm: ...

    @property
    def contact_at(self) -> datetime: ...

    @property
    def moved_at(self) -> datetime | None: ...

    @property
    def is_asked_apart(self) -> bool: ...

    @property
    def is_apart(self) -> bool | None: ...

    @property
    def carries_on(self) -> bool | None: ...

    @property
    def feels_right(self) -> bool | None: ...


class Around(NamedTuple):
    """What else has to be known: of meetings, and of what others wrote. `looks_over`: those answered, or opened."""

    meets_at: datetime | None
    has_met: bool
    agreement_waits: bool
    proposal_waits: bool
    is_asked_when: bool
    is_half_way_new: bool
    looks_over: Collection[LookKind]


def waiting_in(circle: Seated, around: Around) -> set[Task]:
    """While a circle rests only some of it; nothing in one that is over."""
    if not circle.is_open:
        return set()
    missed = rhythm.misses_now(circle.state, circle.rhythm, circle.contact_at, around.meets_at)
    may_carry_on = circle.state is CircleState.FIRST_MEETING and around.has_met
    waiting = {
        Task.APART: circle.is_asked_apart and circle.is_apart is None,
        Task.LOOK_AGAIN: circle.moved_at is not None and circle.feels_right is not True,
        Task.AGREEMENT: around.agreement_waits,
        Task.PROPOSAL: around.proposal_waits,
        Task.GOES_ON: around.is_asked_when and circle.state is not CircleState.PAUSED,
        Task.RESCUE: missed >= rhythm.RESCUE_FROM,
        Task.HALF_WAY_OPEN: around.is_half_way_new,
        Task.CARRY_ON: may_carry_on and circle.carries_on is None,
    }
    return {task for task, waits in waiting.items() if waits} | looks.waiting_in(circle, around.looks_over)
