"""A machine that does to a real database what members do, in any order, and keeps the oracle's books beside it."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from sqlalchemy import update

from community.accounts.models import Member
from community.buddying import actions, queries
from community.buddying.seen import CircleSeen
from community.core import chance, clock
from community.core.database import db
from community.core.errors import DomainError
from community.directory import actions as directory
from community.directory import queries as told
from community.moderation import actions as moderation
from community.moderation import queries as keeping_away
from tests.buddying.oracle import Circle, Hello, Site
from tests.buddying.people import circle_of
from tests.databases import clear
from tests.world import Person, World

BEGAN = datetime(2026, 2, 20, 12, tzinfo=UTC)  # the clocks change a month later
NAMES = ("Nadia", "Gareth", "Comfort", "Patrick", "Hassan", "Grace", "Tom")
SECTORS = ("care-home", "nhs-acute", "carer")
ANYBODY, ANY = st.sampled_from(range(42)), st.sampled_from(range(12))
MEETING = ("says_hello", "two_become_buddies", "many_ask_one", "a_round")
ANSWERING = ("says_yes", "says_yes", "says_not_now", "takes_it_back")
KEEPING = ("blocks", "takes_a_block_away", "avoids", "wants_other_room")
Answered = TypeVar("Answered")


class Refused(Exception):
    """The product said no, in words."""


class Machine(RuleBasedStateMachine):
    """Rules draw numbers; which person or circle each of them means is counted off among those that there are."""

    world: World
    happened: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(BEGAN, tick=False)
        self.watch = self.travel.start()
        self.site, self.people, self.number = Site(), dict[int, Person](), 0

    def teardown(self) -> None:
        self.travel.stop()
        with self.world.app.app_context():
            clear()

    @initialize(
        people=st.sampled_from((5, 6, 7, 4, 3, 2)),
        rooms=st.lists(st.sampled_from((3, 2, 3, 1)), min_size=7, max_size=7),
        sizes=st.sampled_from(range(10)),
    )
    def members_come(self, people: int, rooms: list[int], sizes: int) -> None:
        """Most of them in a circle already, as a round makes one: of two, three or four."""
        for number, name in enumerate(NAMES[:people]):
            person = self.world.member(name, sector=SECTORS[number % 3], capacity=rooms[number])
            self.people[person.id] = person
            self.site.capacity[person.id] = rooms[number]
        with self.world.inside():
            db.session.execute(update(Member).values(joined_at=clock.now() - timedelta(days=60)))
        ids = list(self.people)
        while sizes and len(ids) >= 2:
            together, ids = ids[: 2 + sizes % 3], ids[2 + sizes % 3 :]
            self._begins(circle_of(self.world, *(self.people[who] for who in together)), together, [])
        *_, one, two = self.people
        if sizes % 2:
            self.many_ask_one(two, one, sizes)
        else:
            self.a_round(one, two, 1)

    # ---- helping

    def now(self) -> datetime:
        return clock.now()

    def who(self, number: int, among: list[int] | None = None) -> int:
        ids = list(self.people) if among is None else among
        return ids[number % len(ids)]

    def open_circles(self) -> list[Circle]:
        return [circle for circle in self.site.circles if circle.is_open]

    def one_of(self, number: int) -> Circle:
        circles = self.open_circles()
        return circles[number % len(circles)]

    def words(self, what: str) -> str:
        self.number += 1
        return f"canary {what} {self.number} of it"

    def attempt(self, act: Callable[[], Answered]) -> Answered:
        """A minute later, in a transaction of its own."""
        self.watch.shift(timedelta(minutes=1))
        try:
            with self.world.inside():
                return act()
        except DomainError as error:
            raise Refused(repr(error)) from error

    def does(self, act: Callable[[], object], *, is_allowed: bool, what: str) -> bool:
        """Whether it went through, which must be what the oracle says."""
        try:
            self.attempt(act)
        except Refused as refused:
            assert not is_allowed, f"{what} was refused: {refused}"
            return False
        assert is_allowed, f"{what} went through"
        self.happened[what] += 1
        return True

    def seen(self, circle: Circle, who: int) -> CircleSeen:
        return queries.circle_seen_by(self.people[who].actor, circle.public_id)

    def _begins(self, public_id: UUID, people: list[int], words: list[str]) -> Circle:
        self.happened["a circle begins"] += 1
        return self.site.begin(public_id, people, self.now(), words)

    # ---- hellos

    def between_two(self, what: str, one: int, two: int, n: int) -> None:
        first = self.who(one)
        others = [who for who in self.people if who != first]
        getattr(self, what)(first, self.who(two, others), n)

    def about_a_hello(self, what: str, which: int, n: int) -> None:
        """One of the last five."""
        if self.site.hellos:
            getattr(self, what)(self.site.hellos[-1 - which % min(5, len(self.site.hellos))], n)

    def says_hello(self, asker: int, asked: int, n: int) -> None:
        words, later = self.words("hello"), self.now() + timedelta(minutes=1)
        crossing = self.site.open_hello(asked, asker, later)
        may, must = self._may_and_must(asker, asked, crossing, later)
        try:
            said = self.attempt(lambda: self._say_hello(asker, asked, words))
        except Refused as refused:
            assert not must, f"a hello was refused: {refused}"
            return
        assert may, "a hello went through that a rule stands against"
        self.happened["says hello"] += 1
        hello = Hello(asker, asked, words, self.now(), public_id=said.public_id)
        self.site.hellos.append(hello)
        if crossing is not None:
            self._is_accepted([crossing, hello], said.circle_id)

    def _may_and_must(self, asker: int, asked: int, crossing: Hello | None, now: datetime) -> tuple[bool, bool]:
        if crossing is not None:
            may = self._may_become_a_pair(crossing, now)
            return may, may
        may = self.site.may_ask({asker}, asked, now) and self.site.has_room(asker)
        must = self.site.must_ask(asker, {asker}, asked, now) and self.site.has_room(asker)
        return may, must

    def _say_hello(self, asker: int, asked: int, words: str) -> Any:
        to = queries.stranger_seen_by(self.people[asker].actor, self.people[asked].public_id)
        return actions.say_hello(self.people[asker].actor, to, words=words, once=chance.new_id())

    def _may_become_a_pair(self, hello: Hello, now: datetime) -> bool:
        rooms = self.site.has_room(hello.asker) and self.site.has_room(hello.asked)
        return rooms and self.site.may_be_together(hello.asker, hello.asked, now)

    def _is_accepted(self, hellos: list[Hello], circle_id: UUID) -> None:
        first = hellos[0]
        circle = self._begins(circle_id, [first.asker, first.asked], [each.words for each in hellos])
        for each in hellos:
            each.state, each.circle = "accepted", circle

    def says_yes(self, hello: Hello, n: int) -> None:
        """Once in a while whoever asked tries it themselves."""
        self._yes_to(hello, hello.asker if n == 11 else hello.asked)

    def _yes_to(self, hello: Hello, who: int) -> None:
        now = self.now() + timedelta(minutes=1)
        is_new = self.site.waits(hello, now) and who == hello.asked
        if is_new and hello.joins is not None:
            inside = hello.joins.seated
            is_new = (
                2 <= len(inside) < 6
                and self.site.has_room(who)
                and all(self.site.may_be_together(each, who, now) for each in inside)
            )
        elif is_new:
            is_new = self._may_become_a_pair(hello, now)
        is_repeat = hello.state == "accepted" and who == hello.asked
        found: list[UUID] = []
        actor = self.people[who].actor

        def act() -> None:
            found.append(actions.accept(actor, queries.hello_seen_by(actor, hello.public_id)))

        if not self.does(act, is_allowed=is_new or is_repeat, what="says yes"):
            return
        if is_repeat:
            assert hello.circle is not None and found == [hello.circle.public_id]
        elif hello.joins is not None:
            self.happened["a circle grows"] += 1
            self.site.grow(hello, found[0], self.now())
        else:
            own = self.site.open_hello(hello.asked, hello.asker, self.now())
            self._is_accepted([hello, *([own] if own else [])], found[0])

    def says_not_now(self, hello: Hello, n: int) -> None:
        actor = self.people[hello.asked].actor
        may = hello.state != "accepted"
        self.does(
            lambda: actions.decline(actor, queries.hello_seen_by(actor, hello.public_id)),
            is_allowed=may,
            what="not now",
        )
        if hello.state == "waiting" and hello.has_days(self.now()):
            hello.state = "declined"

    def takes_it_back(self, hello: Hello, n: int) -> None:
        actor = self.people[hello.asker].actor
        may = hello.state != "accepted"
        self.does(
            lambda: actions.take_back(actor, queries.hello_seen_by(actor, hello.public_id)),
            is_allowed=may,
            what="takes back",
        )
        if hello.has_days(self.now()):
            hello.state = {"waiting": "taken_back", "declined": "let_go"}.get(hello.state, hello.state)

    def two_become_buddies(self, one: int, two: int, n: int) -> None:
        """A hello and its yes, so that there is something to live with."""
        before = len(self.site.hellos)
        self.says_hello(one, two, n)
        if len(self.site.hellos) > before and self.site.hellos[-1].state == "waiting":
            self._yes_to(self.site.hellos[-1], self.site.hellos[-1].asked)

    def many_ask_one(self, asked: int, other: int, n: int) -> None:
        """More of them than there may be room for, and they say yes to everybody."""
        others = [who for who in self.people if who != asked]
        before = len(self.site.hellos)
        for who in others[n % 3 :][:3]:
            self.says_hello(who, asked, n) if n % 2 else self.says_hello(asked, who, n)
        for hello in self.site.hellos[before:]:
            if hello.state == "waiting":
                self._yes_to(hello, hello.asked)

    def a_round(self, one: int, two: int, n: int) -> None:
        """Puts two together who may have said hello to one another meanwhile; and then somebody says yes to that."""
        if self.site.apart(one, two) or self.site.share_open_circle(one, two):
            return
        if n % 3:
            self.says_hello(one, two, n)
        if self.site.has_room(one) and self.site.has_room(two) and not self.site.share_open_circle(one, two):
            self._begins(circle_of(self.world, self.people[one], self.people[two]), [one, two], [])
        hello = self.site.open_hello(one, two, self.now())
        if hello is not None:
            self._yes_to(hello, two)

    # ---- keeping apart, and room

    def blocks(self, blocker: int, blocked: int, n: int) -> None:
        actor, is_stranger = self.people[blocker].actor, self.site.apart(blocker, blocked)
        try:
            self.attempt(lambda: moderation.block(actor, self._somebody(blocker, blocked)))
        except Refused as refused:
            assert is_stranger, f"a block was refused: {refused}"
            return
        self.happened["blocks"] += 1
        if (blocker, blocked) not in self.site.blocks:
            self.site.block(blocker, blocked, self.now())

    def _somebody(self, viewer: int, person: int) -> keeping_away.Somebody:
        return keeping_away.somebody_known_to(self.people[viewer].actor, self.people[person].public_id)

    def takes_a_block_away(self, one: int, two: int, n: int) -> None:
        pair = sorted(self.site.blocks)[n % len(self.site.blocks)] if self.site.blocks else (one, two)
        self.attempt(lambda: moderation.unblock(self.people[pair[0]].actor, self.people[pair[1]].public_id))
        self.site.blocks.discard(pair)

    def avoids(self, one: int, two: int, n: int) -> None:
        pair = one, two
        actor, other = self.people[pair[0]].actor, self.people[pair[1]].public_id
        if n % 2:
            self.attempt(lambda: moderation.stop_avoiding(actor, other))
            self.site.avoids.discard(pair)
        else:
            with suppress(Refused):
                self.attempt(lambda: moderation.avoid(actor, self._somebody(*pair)))
                self.site.avoids.add(pair)

    def wants_other_room(self, who: int, other: int, n: int) -> None:
        room = (1, 2, 3, 3, 2, 0)[n % 6]
        actor = self.people[who].actor

        def act() -> None:
            talking = told.all_told_by(actor.id, actor.name).talking
            directory.tell(actor, replace(talking, capacity=room), seen=talking.mark)

        self.does(act, is_allowed=True, what="wants other room")
        self.site.capacity[who] = room
