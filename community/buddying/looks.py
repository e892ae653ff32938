"""Looking at how it goes: what is asked in which week of a half year, and what members answer. Plain values."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, Self
from uuid import UUID

from community.buddying.models import CircleState, LookKind
from community.buddying.tasks import Task
from community.core import clock, crypto

REMINDED_AFTER = timedelta(weeks=2)


class Weeks(NamedTuple):
    """A look is asked for from `begins` on; until `ends` it is also told of. Counted from where the half year began."""

    begins: timedelta
    ends: timedelta


WEEKS = {
    LookKind.CHECK_IN: Weeks(timedelta(weeks=3), timedelta(weeks=12)),
    LookKind.HALF_WAY: Weeks(timedelta(weeks=12), timedelta(weeks=24)),
    LookKind.RENEWAL: Weeks(timedelta(weeks=24), timedelta(weeks=36)),
}
TASKS = {
    LookKind.CHECK_IN: Task.CHECK_IN,
    LookKind.HALF_WAY: Task.HALF_WAY,
    LookKind.RENEWAL: Task.RENEWAL,
}


class InATerm(Protocol):
    """A circle, as far as it goes through half years."""

    @property
    def is_open(self) -> bool: ...

    @property
    def state(self) -> CircleState: ...

    @property
    def term(self) -> int: ...

    @property
    def term_began_at(self) -> datetime | None: ...


class Met(StrEnum):
    YES = "yes"
    NOT_YET = "not_yet"


class Useful(StrEnum):
    YES = "yes"
    A_LITTLE = "a_little"
    NOT_YET = "not_yet"


class Amiss(StrEnum):
    NOTHING = "nothing"
    SOMETHING_SMALL = "something_small"
    SOMETHING = "something"


class HalfWay(StrEnum):
    CARRY_ON = "carry_on"
    CHANGE = "change"
    FINISH = "finish"


class Renewal(StrEnum):
    RENEW = "renew"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Three taps and, if they like, words: for whoever answers alone."""

    met: Met
    useful: Useful
    amiss: Amiss
    words: str = ""

    def as_text(self) -> str:
        said = {"met": self.met, "useful": self.useful, "amiss": self.amiss, "words": self.words}
        return crypto.in_blocks(json.dumps(said))

    @classmethod
    def from_text(cls, text: str) -> Self:
        said = json.loads(text)
        return cls(Met(said["met"]), Useful(said["useful"]), Amiss(said["amiss"]), said["words"])


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chose, half-way or at the end of a half year, and their words if there are any."""

    choice: HalfWay | Renewal
    words: str = ""

    def as_text(self) -> str:
        return crypto.in_blocks(json.dumps({"choice": self.choice, "words": self.words}))

    @classmethod
    def from_text(cls, kind: LookKind, text: str) -> Self:
        said = json.loads(text)
        choices: type[HalfWay] | type[Renewal] = HalfWay if kind is LookKind.HALF_WAY else Renewal
        return cls(choices(said["choice"]), said["words"])


class AnswerSeen(NamedTuple):
    """One answer to a half-way look that has opened."""

    name: str
    is_mine: bool
    answer: Answer


class HalfWayOpen(NamedTuple):
    """What everybody said in the middle of one half year (`term`: 1 is the first)."""

    term: int
    answers: list[AnswerSeen]


class LookSeen(NamedTuple):
    """One look of the present half year as one of the circle sees it.

    `comes_at`: when it will be asked for, if that is still to come. `is_due`: it may be answered, or changed.
    """

    kind: LookKind
    comes_at: datetime | None
    is_due: bool
    has_answered: bool
    is_open: bool


class Looks(NamedTuple):
    """The looks of the present half year."""

    check_in: LookSeen
    half_way: LookSeen
    renewal: LookSeen

    @property
    def over(self) -> set[LookKind]:
        """Those that ask the viewer no more."""
        return {look.kind for look in self if look.has_answered or look.is_open}

    @property
    def answered(self) -> list[LookSeen]:
        """Those that the viewer answered: the latest first."""
        return [look for look in reversed(self) if look.has_answered]


class WishSeen(NamedTuple):
    """A member's own wish to be contacted. `taken_by`: the name of whoever took it; `line` is what they wrote.

    `told_at`: when the member was last told of what is new to them about it.
    """

    public_id: UUID
    wished_at: datetime
    taken_at: datetime | None
    taken_by: str
    line: str
    told_at: datetime | None


class WishOnDesk(NamedTuple):
    """A wish as whoever runs the site sees it: a name, and when. There is nothing else to see."""

    public_id: UUID
    name: str
    wished_at: datetime
    taken_at: datetime | None
    taken_by: str
    is_mine: bool
    told_at: datetime | None


def begins_at(kind: LookKind, *, term: int, term_began_at: datetime | None) -> datetime | None:
    """When it is time for it in this half year; None where it never is: the check-in belongs to the first."""
    if term_began_at is None or (kind is LookKind.CHECK_IN and term != 1):
        return None
    return term_began_at + WEEKS[kind].begins


def is_due(kind: LookKind, circle: InATerm) -> bool:
    """Whether it is time for it, and the circle is neither resting nor over."""
    begins = begins_at(kind, term=circle.term, term_began_at=circle.term_began_at)
    return _is_active(circle) and begins is not None and begins <= clock.now()


def comes_at(kind: LookKind, circle: InATerm) -> datetime | None:
    """When it will be time for it, if that is still to come, and the circle is neither resting nor over."""
    begins = begins_at(kind, term=circle.term, term_began_at=circle.term_began_at)
    return begins if _is_active(circle) and begins is not None and begins > clock.now() else None


def waiting_in(circle: InATerm, over: Collection[LookKind]) -> set[Task]:
    """Those that wait, in the weeks that are their own; the last of them also after these."""
    return {TASKS[kind] for kind in LookKind if kind not in over and _asks(kind, circle)}


def _asks(kind: LookKind, circle: InATerm) -> bool:
    begins = begins_at(kind, term=circle.term, term_began_at=circle.term_began_at)
    ends = begins + WEEKS[kind].ends - WEEKS[kind].begins if begins else None
    is_over = ends is not None and ends <= clock.now() and kind is not LookKind.RENEWAL
    return is_due(kind, circle) and not is_over


def _is_active(circle: InATerm) -> bool:
    return circle.is_open and circle.state is CircleState.ACTIVE
