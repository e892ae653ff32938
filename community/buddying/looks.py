"""Looking at how it goes: what is asked in which week of a half year, and what members answer. Plain values."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID

from community.buddying.models import CircleState, LookKind
from community.buddying.seen import CircleSeen
from community.buddying.tasks import Task
from community.core import clock

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
        return json.dumps({"met": self.met, "useful": self.useful, "amiss": self.amiss, "words": self.words})

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
        return json.dumps({"choice": self.choice, "words": self.words})

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
    """One look of the present half year as one of the circle sees it. `is_due`: it may be answered, or changed."""

    kind: LookKind
    begins_at: datetime | None
    is_due: bool
    has_answered: bool
    is_open: bool

    @property
    def asks(self) -> bool:
        """Whether it waits for the viewer, in the weeks that are its own."""
        ends_at = self.begins_at + WEEKS[self.kind].ends - WEEKS[self.kind].begins if self.begins_at else None
        is_over = ends_at is not None and ends_at <= clock.now() and self.kind is not LookKind.RENEWAL
        return self.is_due and not self.has_answered and not is_over


class Looks(NamedTuple):
    """The looks of the present half year."""

    check_in: LookSeen
    half_way: LookSeen
    renewal: LookSeen

    @property
    def waiting(self) -> set[Task]:
        return {TASKS[look.kind] for look in self if look.asks}

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


def is_due(kind: LookKind, circle: CircleSeen) -> bool:
    """Whether it is time for it, and the circle is neither resting nor over."""
    begins = begins_at(kind, term=circle.term, term_began_at=circle.term_began_at)
    is_active = circle.is_open and circle.state == CircleState.ACTIVE
    return is_active and begins is not None and begins <= clock.now()
