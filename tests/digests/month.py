"""A month in the life of sixty people, made up by a seed, lived through the real actions; and its diary."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.buddying import actions as buddying
from community.buddying import queries as buddies
from community.buddying.models import MeetingHow
from community.buddying.said import Plan
from community.core import chance, clock
from community.core.database import db
from community.core.errors import DomainError
from community.notifications import actions as notices
from community.notifications.models import Kind, Level, Timing
from community.practice import actions as practice
from community.practice import queries as places
from community.practice.models import Level as Door
from tests.digests.post import Watch
from tests.world import Person, World

STEP = timedelta(minutes=30)
ACTS_A_STEP = 0.6

Entry = tuple[datetime, str, dict[str, Any]]


@contextmanager
def no_waiting_for_the_disk(app: Flask) -> Iterator[None]:
    """A month is thousands of transactions, and nothing in it must survive a power cut."""

    def hurry(connection: Any, *_: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    with app.app_context():
        pool = db.engine.pool
        event.listen(pool, "checkout", hurry)
        try:
            yield
        finally:
            event.remove(pool, "checkout", hurry)
            db.engine.dispose()


@dataclass(frozen=True)
class Wishes:
    """What somebody chose for their letters."""

    timings: dict[Kind, Timing]
    zone: str = "Europe/London"
    hours: tuple[int, int] = (8, 20)
    weekday: int = 0


@dataclass
class Place:
    public_id: UUID
    group_id: int
    name: str
    keeper: int
    is_public: bool
    members: dict[int, datetime]
    asking: set[int] = field(default_factory=set)


@dataclass
class Life:
    """Whoever lives here does one thing after the other; `diary` says what really happened."""

    world: World
    watch: Watch
    rng: random.Random
    people: dict[int, Person] = field(default_factory=dict)
    wishes: dict[int, Wishes] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    hellos: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    met: set[frozenset[int]] = field(default_factory=set)
    circles: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    talks: dict[UUID, Place] = field(default_factory=dict)
    diary: list[Entry] = field(default_factory=list)

    def settle(self, wishes: list[Wishes]) -> None:
        """Everybody moves in: half of them care homes, half hospitals, so that each finds the other half."""
        for number, wish in enumerate(wishes):
            sector = ("care-home", "nhs-acute")[number % 2]
            person = self.world.member(f"Person{number:02}", sector=sector, capacity=3)
            self.people[person.id], self.wishes[person.id] = person, wish
            with self.world.inside():
                notices.begin(person.id)
                notices.set_times(
                    person.actor, zone=wish.zone, from_hour=wish.hours[0], to_hour=wish.hours[1], weekday=wish.weekday
                )
                notices.set_timings(person.actor, wish.timings)
        ids = list(self.people)
        for name, door in (("Meadow", Door.OPEN), ("Orchard", Door.ASK)):
            with self.world.inside():
                made = practice.make_community(name=name, purpose="To talk.", level=door, facilitators=[ids[0]])
                members = set(self.rng.sample(ids[1:], 20)) if door is Door.OPEN else set(ids[1:13])
                for member_id in sorted(members):
                    belonging.place(member_id, made.group_id, BelongingState.IN)
                inside = dict.fromkeys([ids[0], *sorted(members)], clock.now())
                place = Place(made.public_id, made.group_id, name, ids[0], door is Door.OPEN, inside)
                self.places.append(place)
                for member_id in ids[2:20:6]:  # a few hear of everything
                    notices.hear(self.people[member_id].actor, made.public_id, Level.EVERY)
                    self._note("hears_all", who=member_id, place=made.public_id)

    def pass_by(self, until: datetime, jobs: Callable[[], None]) -> None:
        """Live from step to step; at each one the jobs run."""
        step = clock.now()
        while step < until:
            moments = sorted(self.rng.random() for _ in range(self._how_many_acts()))
            for moment in moments:
                self.watch.move_to(step + timedelta(seconds=int(moment * (STEP.total_seconds() - 20)) + 10))
                self._do_something()
            step += STEP
            self.watch.move_to(step)
            self._note("jobs")
            jobs()

    def _how_many_acts(self) -> int:
        is_day = 7 <= clock.local(clock.now()).hour < 23
        return sum(self.rng.random() < ACTS_A_STEP / 3 for _ in range(6 if is_day else 1))

    def _do_something(self) -> None:
        ways = (
            (self._say_hello, 12), (self._answer_hello, 9), (self._take_back, 1), (self._write, 20), (self._plan, 7),
            (self._call_off, 3), (self._finish, 2), (self._begin_talk, 6), (self._reply, 16), (self._read_talk, 8),
            (self._read_everything, 7), (self._read_thing, 8), (self._ask_in, 2), (self._answer_door, 3),
            (self._leave, 2),
        )  # fmt: skip
        (act,) = self.rng.choices([way for way, _ in ways], [weight for _, weight in ways])
        with self.world.app.app_context():
            try:
                happened = list(act())
                db.session.commit()
            except DomainError:
                db.session.rollback()
                return
        for name, facts in happened:
            self._note(name, **facts)

    def _note(self, name: str, **facts: Any) -> None:
        self.diary.append((clock.now(), name, facts))

    def _anybody(self) -> Person:
        return self.people[self.rng.choice(list(self.people))]

    def _once(self) -> UUID:
        return chance.new_id()

    def _say_hello(self) -> Iterator[tuple[str, dict[str, Any]]]:
        asker, asked = self._anybody(), self._anybody()
        pair = frozenset((asker.id, asked.id))
        if asker.id == asked.id or pair in self.met:
            return
        to = buddies.stranger_seen_by(asker.actor, asked.public_id)
        said = buddying.say_hello(asker.actor, to, words="Shall we talk?", once=self._once())
        self.met.add(pair)
        self.hellos[said.public_id] = (asker.id, asked.id)
        yield "hello", {"hello": said.public_id, "who": asker.id, "to": asked.id}

    def _some_hello(self, side: int) -> tuple[UUID, Person] | None:
        if not self.hellos:
            return None
        hello_id = self.rng.choice(list(self.hellos))
        return hello_id, self.people[self.hellos[hello_id][side]]

    def _answer_hello(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if (found := self._some_hello(side=1)) is None:
            return
        hello_id, asked = found
        seen = buddies.hello_seen_by(asked.actor, hello_id)
        if not seen.is_waiting:
            return
        asker_id, _ = self.hellos[hello_id]
        if self.rng.random() < 0.7:
            circle_id = buddying.accept(asked.actor, seen)
            self.circles[circle_id] = (asker_id, asked.id)
            facts = {"hello": hello_id, "who": asked.id, "asker": asker_id, "circle": circle_id}
            del self.hellos[hello_id]
            yield "yes", facts
        else:
            buddying.decline(asked.actor, seen)
            del self.hellos[hello_id]
            yield "not_now", {"hello": hello_id, "who": asked.id}

    def _take_back(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if (found := self._some_hello(side=0)) is None:
            return
        hello_id, asker = found
        seen = buddies.hello_seen_by(asker.actor, hello_id)
        if seen.is_waiting:
            buddying.take_back(asker.actor, seen)
            del self.hellos[hello_id]
            yield "taken_back", {"hello": hello_id}

    def _some_circle(self) -> tuple[UUID, Person, int] | None:
        if not self.circles:
            return None
        circle_id = self.rng.choice(list(self.circles))
        pair = list(self.circles[circle_id])
        self.rng.shuffle(pair)
        return circle_id, self.people[pair[0]], pair[1]

    def _write(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_circle():
            circle_id, who, other = found
            seen = buddies.circle_seen_by(who.actor, circle_id)
            buddying.write_message(who.actor, seen, words="How was it?", once=self._once())
            buddying.see(who.actor, seen, seen.told_at)
            yield "message", {"circle": circle_id, "who": who.id, "to": other}

    def _plan(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_circle():
            circle_id, who, other = found
            seen = buddies.circle_seen_by(who.actor, circle_id)
            now = buddies.meetings_of(seen).planned
            starts_at = clock.now().replace(minute=0, second=0) + timedelta(hours=self.rng.randint(2, 200))
            plan = Plan(starts_at, MeetingHow.PHONE, "", seen=now.revision if now else 0)
            if now is None or now.starts_at != starts_at:
                buddying.plan_meeting(who.actor, seen, plan, once=self._once())
                buddying.see(who.actor, seen, seen.told_at)
                facts = {"circle": circle_id, "who": who.id, "to": other, "starts_at": starts_at}
                yield "moved" if now else "set", facts

    def _call_off(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_circle():
            circle_id, who, other = found
            seen = buddies.circle_seen_by(who.actor, circle_id)
            if buddies.meetings_of(seen).planned is not None:
                buddying.call_off(who.actor, seen)
                buddying.see(who.actor, seen, seen.told_at)
                yield "off", {"circle": circle_id, "who": who.id, "to": other}

    def _finish(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_circle():
            circle_id, who, other = found
            buddying.finish(who.actor, buddies.circle_seen_by(who.actor, circle_id), is_not_again=False)
            del self.circles[circle_id]
            yield "finished", {"circle": circle_id, "who": who.id, "to": other}

    def _mentioned(self, place: Place, author: int) -> tuple[str, list[int]]:
        """Sometimes somebody else who reads along is called by name."""
        others = sorted(place.members.keys() - {author})
        if self.rng.random() > 0.25 or not others:
            return "I wonder.", []
        called = self.rng.choice(others)
        return f"What do you think, @{self.people[called].name}?", [called]

    def _begin_talk(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place = self.rng.choice(self.places)
        who = self.people[self.rng.choice(list(place.members))]
        title = f"Title number {len(self.talks)}"
        body, called = self._mentioned(place, who.id)
        seen = places.community_seen_by(who.actor, place.public_id)
        begun = practice.start_thread(who.actor, seen, kind_id="question", title=title, body=body, once=self._once())
        self.talks[begun.public_id] = place
        facts = {"talk": begun.public_id, "who": who.id, "title": title, "place": place, "called": called}
        yield "begun", facts

    def _some_talk(self) -> tuple[UUID, Person] | None:
        if not self.talks:
            return None
        talk_id = self.rng.choice(list(self.talks)[-12:])
        return talk_id, self.people[self.rng.choice(list(self.talks[talk_id].members))]

    def _reply(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_talk():
            talk_id, who = found
            body, called = self._mentioned(self.talks[talk_id], who.id)
            seen = places.thread_seen_by(who.actor, talk_id)
            practice.reply(who.actor, seen, body, once=self._once())
            yield "reply", {"talk": talk_id, "who": who.id, "called": called}

    def _read_talk(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_talk():
            talk_id, who = found
            seen = places.thread_seen_by(who.actor, talk_id)
            page = places.opening_page(who.actor, seen)
            if page.posts:
                practice.mark_read(who.actor, seen, page.posts[-1].id)
                yield "read_talk", {"talk": talk_id, "who": who.id, "how_many": len(page.posts)}

    def _read_everything(self) -> Iterator[tuple[str, dict[str, Any]]]:
        who = self._anybody()
        notices.read_all(who.actor, clock.now())
        yield "read_all", {"who": who.id}

    def _read_thing(self) -> Iterator[tuple[str, dict[str, Any]]]:
        if found := self._some_circle():
            circle_id, who, _ = found
            notices.read_about(who.actor, circle_id)
            yield "read_thing", {"who": who.id, "about": circle_id}

    def _ask_in(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place, who = self.places[1], self._anybody()
        if who.id not in place.members and who.id not in place.asking:
            practice.join(who.actor, places.community_seen_by(who.actor, place.public_id))
            place.asking.add(who.id)
            yield "asks_in", {"who": who.id, "place": place}

    def _answer_door(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place = self.places[1]
        if place.asking:
            asker = self.people[self.rng.choice(sorted(place.asking))]
            keeper, is_welcome = self.people[place.keeper], self.rng.random() < 0.7
            seen = places.community_seen_by(keeper.actor, place.public_id)
            practice.answer_asker(keeper.actor, seen, asker.public_id, is_welcome=is_welcome)
            place.asking.discard(asker.id)
            if is_welcome:
                place.members[asker.id] = clock.now()
            yield "door", {"who": asker.id, "place": place, "is_welcome": is_welcome, "others_wait": bool(place.asking)}

    def _leave(self) -> Iterator[tuple[str, dict[str, Any]]]:
        place = self.places[0]
        leavers = sorted(place.members.keys() - {place.keeper})
        if len(leavers) > 12:
            who = self.people[self.rng.choice(leavers)]
            practice.leave(who.actor, places.community_seen_by(who.actor, place.public_id))
            del place.members[who.id]
            yield "left", {"who": who.id, "place": place}
