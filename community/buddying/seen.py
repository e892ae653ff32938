"""What a page is shown of hellos and circles: plain values, the words already opened."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from community.buddying.models import CircleKind, CircleState, MeetingHow, Rhythm
from community.buddying.rhythm import last_contact_on
from community.buddying.tasks import Asks
from community.core import clock
from community.core.text import listed

STAYS = timedelta(days=731)  # 24 months, whether or not a leap day is among them
SOMEBODY = "Somebody who has left"


class OneCircle(Protocol):
    """A circle, as far as finding what belongs to it and telling of it needs: its address, the group of its people."""

    @property
    def id(self) -> int: ...

    @property
    def public_id(self) -> UUID: ...

    @property
    def group_id(self) -> int: ...


class HelloStatus(StrEnum):
    """How a hello reads to its two people; never why it closed."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class HelloSeen(NamedTuple):
    """A hello as one of its two people sees it. `has_page`: the viewer may open the other's profile.

    `told_at`: when the viewer was last told of what is new to them about it. `joins_id`: a whole circle asks.
    """

    public_id: UUID
    asker_id: int
    asked_id: int
    is_mine: bool
    other_name: str
    other_public_id: UUID
    text: str
    asked_at: datetime
    closes_on: date
    status: HelloStatus
    circle_id: UUID | None
    has_page: bool
    told_at: datetime | None
    joins_id: int | None = None

    @property
    def is_waiting(self) -> bool:
        return self.status is HelloStatus.WAITING


class WaitingHello(NamedTuple):
    """A hello that waits for an answer, for Home: who asked, and until when."""

    public_id: UUID
    asker_name: str
    asker_public_id: UUID
    asked_at: datetime
    closes_on: date


class HelloCounts(NamedTuple):
    """What the limits are measured by. `a_day` is how many this member may send in 24 hours."""

    sent_open: int
    received_open: int
    sent_today: int
    a_day: int


class Buddy(NamedTuple):
    """`has_page`: the viewer may open their profile."""

    id: int
    public_id: UUID
    name: str
    has_page: bool = False


class CircleSeen(NamedTuple):
    """A circle as one of its members sees it. `others` are all who can read it, without the viewer.

    `is_asked_apart`, `is_apart`, `carries_on` and `feels_right` are the viewer's own private answers. `hello_id`: the
    hello of the viewer's that became this circle; the notice of the yes to it is about that. `told_at`: when the viewer
    was last told of what is new to them here. `goes_on_id`: who would like to keep going and has no answer of the
    viewer's; `is_half_way_new`: what all said half-way is open, and the viewer has not read it.
    """

    id: int
    public_id: UUID
    group_id: int
    kind: CircleKind
    state: CircleState
    began_at: datetime
    active_since: datetime | None
    ended_at: datetime | None
    rhythm: Rhythm
    contact_at: datetime
    term: int
    term_began_at: datetime | None
    paused_at: datetime | None
    paused_until: date | None
    moved_at: datetime | None
    me: Buddy
    others: tuple[Buddy, ...]
    is_asked_apart: bool
    is_apart: bool | None
    carries_on: bool | None
    feels_right: bool | None
    is_kept_apart: bool
    hello_id: UUID | None
    told_at: datetime | None
    goes_on_id: int | None
    is_half_way_new: bool
    last_message_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and not self.is_kept_apart

    @property
    def who_goes_on(self) -> str:
        """The name of whoever would like to keep going; empty once they have left."""
        return self.names_by_id.get(self.goes_on_id, "") if self.goes_on_id else ""

    @property
    def is_resting(self) -> bool:
        return self.is_open and self.state is CircleState.PAUSED

    @property
    def stays_until(self) -> datetime | None:
        """When a finished circle is deleted with everything in it."""
        return self.ended_at + STAYS if self.ended_at else None

    @property
    def names(self) -> str:
        """ "Amara", "Amara and Tom", "Amara, Tom and Grace"."""
        return listed([buddy.name for buddy in self.others])

    @property
    def together(self) -> str:
        return listed(["You", *(buddy.name for buddy in self.others)])

    @property
    def everybody(self) -> tuple[Buddy, ...]:
        """The viewer first."""
        return (self.me, *self.others)

    @property
    def names_by_id(self) -> dict[int, str]:
        return {buddy.id: buddy.name for buddy in self.everybody}

    @property
    def notices_about(self) -> tuple[UUID, ...]:
        """What notices that lead to this circle are about."""
        return (self.public_id, self.hello_id) if self.hello_id else (self.public_id,)


class MessageSeen(NamedTuple):
    public_id: UUID
    author_name: str
    text: str
    sent_at: datetime
    is_mine: bool


class Messages(NamedTuple):
    """In reading order; `earlier` is the key from which the ones before can be asked for."""

    rows: Sequence[MessageSeen]
    earlier: UUID | None


class PromiseSeen(NamedTuple):
    public_id: UUID
    owner_name: str
    is_mine: bool
    text: str
    due_on: date | None
    done_on: date | None


class PlannedMeeting(NamedTuple):
    public_id: UUID
    starts_at: datetime
    how: MeetingHow | None
    where: str
    revision: int
    minutes: int | None

    @property
    def is_past(self) -> bool:
        return self.starts_at <= clock.now()


class CalledOff(NamedTuple):
    """A meeting that is not to be, as whoever reads its circle sees it."""

    public_id: UUID
    starts_at: datetime
    called_off_at: datetime

    @property
    def is_said(self) -> bool:
        """For two weeks the page speaks of it."""
        return self.called_off_at > clock.now() - timedelta(days=14)


class MeetingHeld(NamedTuple):
    public_id: UUID
    happened_on: date
    minutes: int | None
    is_logged_by_me: bool


class MeetingFacts(NamedTuple):
    """A meeting for somebody's calendar: when and with whom. Not where: the place is sealed, and letters are not."""

    meeting_id: UUID
    circle_id: UUID
    starts_at: datetime
    minutes: int
    sequence: int
    is_off: bool
    names: str


class Meetings(NamedTuple):
    planned: PlannedMeeting | None
    held: Sequence[MeetingHeld]


class CircleOnHome(NamedTuple):
    """A circle in a list: who is in it, what is next, and when they last wrote and met.

    `asks`: what waits for the viewer in it.
    """

    public_id: UUID
    others: tuple[Buddy, ...]
    state: CircleState
    began_at: datetime
    next_starts_at: datetime | None
    next_how: MeetingHow | None
    last_message_at: datetime | None
    last_met_on: date | None
    asks: Asks = Asks(None, ())
    who_goes_on: str = ""
    paused_until: date | None = None

    @property
    def names(self) -> str:
        return listed([buddy.name for buddy in self.others])

    @property
    def together(self) -> str:
        return listed(["You", *(buddy.name for buddy in self.others)])

    @property
    def is_resting(self) -> bool:
        return self.state is CircleState.PAUSED

    @property
    def last_contact_on(self) -> date | None:
        return last_contact_on(self.last_message_at, self.last_met_on)


class FinishedCircle(NamedTuple):
    """A circle that is over. Whoever was in it can read what was written.

    `is_news`: the viewer was told of the end and has not looked yet. `has_grown`: it goes on as a new circle.
    """

    public_id: UUID
    others: tuple[Buddy, ...]
    ended_at: datetime
    is_news: bool
    has_grown: bool

    @property
    def names(self) -> str:
        return listed([buddy.name for buddy in self.others])

    @property
    def together(self) -> str:
        return listed(["You", *(buddy.name for buddy in self.others)])
