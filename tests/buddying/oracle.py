"""Hellos and circles in plain Python, as the written rules say: what the product is held against.

People are numbers. Whatever cannot be said in a line or two from the rules is left open: then `may` is what must hold
where the product says yes, and `must` is where it may not say no.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS = {"weekly": 7, "two_weeks": 14, "three_weeks": 21, "monthly": 30}
WEEKS = {"check_in": (3, 12), "half_way": (12, 24), "renewal": (24, 36)}
A_YEAR = timedelta(days=365)


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


@dataclass(eq=False)
class Hello:
    asker: int
    asked: int
    words: str
    said_at: datetime
    joins: "Circle | None" = None
    state: str = "waiting"
    circle: "Circle | None" = None
    public_id: object = None

    def has_days(self, now: datetime) -> bool:
        return day_of(now) <= day_of(self.said_at) + timedelta(days=10)

    @property
    def askers(self) -> set[int]:
        """In whose name it was said, whoever of them is still there."""
        return {self.asker, *(self.joins.ever if self.joins else ())}


@dataclass(eq=False)
class Look:
    words: str = ""
    told_at: datetime | None = None
    is_answered: bool = False
    is_reminded: bool = False
    is_open: bool = False
    choice: str = ""


@dataclass(eq=False)
class Agreement:
    words: str
    rhythm: str
    yeses: set[int]


@dataclass(eq=False)
class Proposal:
    proposer: int
    asked: int
    words: str
    made_at: datetime
    yeses: set[int] = field(default_factory=set)
    public_id: object = None


@dataclass(eq=False)
class Circle:
    public_id: object
    seated: list[int]
    began_at: datetime
    contact_at: datetime
    words: list[str]
    state: str = "first_meeting"
    ended_at: datetime | None = None
    is_active: bool = False
    rhythm: str = "three_weeks"
    term: int = 1
    term_began_at: datetime | None = None
    paused_at: datetime | None = None
    paused_until: date | None = None
    has_moved: bool = False
    meets_at: datetime | None = None
    has_grown: bool = False
    proposal: Proposal | None = None
    ever: set[int] = field(default_factory=set)
    promises: set[str] = field(default_factory=set)
    drafts: dict[int, str] = field(default_factory=dict)
    carries_on: set[int] = field(default_factory=set)
    feels_right: set[int] = field(default_factory=set)
    not_again: set[int] = field(default_factory=set)
    agreements: list[Agreement] = field(default_factory=list)
    looks: dict[tuple[str, int, int], Look] = field(default_factory=dict)
    nudged: Counter[tuple[int, datetime, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.ever |= set(self.seated)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def look(self, kind: str, who: int) -> Look:
        return self.looks.setdefault((kind, who, self.term), Look())

    def is_the_week_of(self, kind: str, now: datetime) -> bool:
        if self.state != "active" or self.term_began_at is None or (kind == "check_in" and self.term > 1):
            return False
        return now >= self.term_began_at + timedelta(weeks=WEEKS[kind][0])

    def touch(self, at: datetime) -> None:
        self.contact_at = max(self.contact_at, at)

    def wants(self, rhythm: str, now: datetime) -> None:
        if rhythm != self.rhythm:
            self.rhythm = rhythm
            self.touch(now)

    def misses(self, now: datetime) -> int:
        """How often in a row they were silent: half an interval of grace, then one for each whole interval."""
        if self.state not in ("first_meeting", "active"):
            return 0
        if self.meets_at is not None and now - self.meets_at < timedelta(days=2):
            return 0
        interval = timedelta(days=14 if self.state == "first_meeting" else DAYS[self.rhythm])
        count, moment = 0, self.contact_at + interval / 2 + interval
        while moment <= now:
            count, moment = count + 1, moment + interval
        return count

    def rest(self, now: datetime, until: date | None) -> None:
        self.state, self.paused_at, self.paused_until = "paused", now, until

    def wake(self, now: datetime) -> None:
        assert self.paused_at is not None
        if self.term_began_at is not None:
            self.term_began_at += now - self.paused_at
        self.state = "active" if self.is_active else "first_meeting"
        self.paused_at = self.paused_until = None
        self.contact_at = now
        self.settle(now)

    def settle(self, now: datetime) -> None:
        """What everybody who sits here has said comes true, whoever was the last to say it."""
        here = set(self.seated)
        if self.state == "first_meeting" and here <= self.carries_on:
            self.state, self.is_active, self.term_began_at = "active", True, now
            self.touch(now)
        if here <= self.feels_right:
            self.has_moved = False
        if self.state == "active":
            self._open_half_way(here)
            self._renew(here, now)

    def _open_half_way(self, here: set[int]) -> None:
        mine = [self.looks.get(("half_way", who, self.term)) for who in here]
        if all(look is not None and look.is_answered for look in mine):
            for look in mine:
                assert look is not None
                look.is_open = True

    def _renew(self, here: set[int], now: datetime) -> None:
        mine = [self.looks.get(("renewal", who, self.term)) for who in here]
        if all(look is not None and look.choice == "renew" for look in mine):
            self.term, self.term_began_at = self.term + 1, now
            self.touch(now)

    def agree(self, who: int, now: datetime) -> None:
        newest = self.agreements[-1]
        if who not in newest.yeses:
            newest.yeses.add(who)
            if set(self.seated) <= newest.yeses:
                self.wants(newest.rhythm, now)

    def half_way_for(self, who: int) -> set[str]:
        """What they read: everything that was said together with them, when all had said it."""
        opened = [(key, look) for key, look in self.looks.items() if key[0] == "half_way" and look.is_open]
        mine = {term for (_, person, term), _ in opened if person == who}
        return {look.words for (_, _, term), look in opened if term in mine}


@dataclass
class Site:
    """Everybody and everything."""

    capacity: dict[int, int] = field(default_factory=dict)
    hellos: list[Hello] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    avoids: set[tuple[int, int]] = field(default_factory=set)

    def seats(self, who: int) -> int:
        return sum(who in circle.seated for circle in self.circles if circle.is_open)

    def has_room(self, who: int) -> bool:
        return self.seats(who) < self.capacity[who]

    def apart(self, one: int, other: int) -> bool:
        return bool({(one, other), (other, one)} & self.blocks)

    def share_open_circle(self, one: int, other: int) -> bool:
        return any({one, other} <= set(circle.seated) for circle in self.circles if circle.is_open)

    def may_be_together(self, one: int, other: int, now: datetime) -> bool:
        if self.apart(one, other) or {(one, other), (other, one)} & self.avoids:
            return False
        shared = [circle for circle in self.circles if {one, other} <= circle.ever]
        return not any(
            circle.ended_at is None or circle.ended_at > now - A_YEAR or {one, other} & circle.not_again
            for circle in shared
        )

    def waits(self, hello: Hello, now: datetime) -> bool:
        """Whoever was asked can say yes to it."""
        if hello.state != "waiting" or not hello.has_days(now) or self.apart(hello.asker, hello.asked):
            return False
        circle = hello.joins
        if circle is None:
            return True
        still = circle.is_open and hello.asker in circle.seated
        return still and not any(self.apart(who, hello.asked) for who in circle.seated)

    def open_hello(self, asker: int, asked: int, now: datetime) -> Hello | None:
        said = (each for each in self.hellos if each.asker == asker and each.asked == asked and each.joins is None)
        return next((hello for hello in said if self.waits(hello, now)), None)

    def may_ask(self, askers: set[int], asked: int, now: datetime) -> bool:
        """What must hold where a hello (or a proposal of one) went through."""
        return (
            asked not in askers
            and self.has_room(asked)
            and all(self.may_be_together(who, asked, now) for who in askers)
            and not any(
                hello.askers & askers and hello.asked == asked and hello.state in ("waiting", "declined")
                for hello in self.hellos
                if hello.has_days(now)
            )
        )

    def must_ask(self, asker: int, askers: set[int], asked: int, now: datetime) -> bool:
        """Where it may not be refused: they have nothing to do with one another, and nobody has said much of late."""
        lately = [hello for hello in self.hellos if hello.said_at > now - timedelta(days=12)]
        strangers = not any(
            (hello.askers & askers and hello.asked == asked) or (asked in hello.askers and hello.asked in askers)
            for hello in self.hellos
        )
        few = sum(hello.asker == asker for hello in lately) < 3 and sum(hello.asked == asked for hello in lately) < 3
        return strangers and few and self.may_ask(askers, asked, now)

    def begin(self, public_id: object, people: list[int], now: datetime, words: list[str]) -> Circle:
        circle = Circle(public_id, sorted(people), now, now, list(words))
        self.circles.append(circle)
        return circle

    def end(self, circle: Circle, now: datetime) -> None:
        circle.ended_at, circle.state, circle.paused_at, circle.paused_until = now, "finished", None, None
        circle.has_moved, circle.meets_at, circle.proposal = False, None, None
        circle.drafts.clear()
        self._stop_asking(circle, now)

    def leave(self, circle: Circle, who: int, now: datetime) -> None:
        """A pair ends for both; a larger circle goes on."""
        if len(circle.seated) <= 2:
            self.end(circle, now)
            return
        circle.seated.remove(who)
        circle.drafts.pop(who, None)
        circle.proposal = None
        self._stop_asking(circle, now, of=who)
        newest = circle.agreements[-1] if circle.agreements else None
        circle.settle(now)
        if newest and who not in newest.yeses and set(circle.seated) <= newest.yeses:
            circle.wants(newest.rhythm, now)

    def _stop_asking(self, circle: Circle, now: datetime, of: int | None = None) -> None:
        for hello in self.hellos:
            if hello.joins is circle and of in (None, hello.asker) and hello.has_days(now):
                hello.state = {"waiting": "taken_back", "declined": "let_go"}.get(hello.state, hello.state)

    def grow(self, hello: Hello, public_id: object, now: datetime) -> Circle:
        before = hello.joins
        assert before is not None
        before.has_grown = True
        self.end(before, now)
        hello.state, hello.circle = "accepted", self.begin(public_id, [*before.seated, hello.asked], now, [hello.words])
        return hello.circle

    def block(self, one: int, other: int, now: datetime) -> None:
        for hello in self.hellos:
            if not hello.has_days(now):
                continue
            inside = set(hello.joins.seated) if hello.joins else {hello.asker}
            if (hello.asker, hello.asked) == (one, other):
                hello.state = {"waiting": "taken_back", "declined": "let_go"}.get(hello.state, hello.state)
            elif hello.state == "waiting" and (
                (hello.asked == one and other in inside | {hello.asker}) or (hello.asked == other and one in inside)
            ):
                hello.state = "declined"
        for circle in self.circles:
            asked = circle.proposal.asked if circle.proposal else None
            if (asked == one and other in circle.seated) or (asked == other and one in circle.seated):
                circle.proposal = None
        for circle in self.circles:
            if circle.is_open and {one, other} <= set(circle.seated):
                self.leave(circle, one, now)
        self.blocks.add((one, other))


def noon(day: date) -> datetime:
    """Of that day on a British wall, in the time in which days are as long as others."""
    return datetime.combine(day, time(12), tzinfo=LONDON).astimezone(UTC)
