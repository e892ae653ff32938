"""Which letters a month must bring: worked out from the diary and the rules as they are told to members.

On purpose it shares nothing with the site but plain words for kinds and timings: no query, no clock, no sentence.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MANY = {
    "message": "{n} messages, the latest from {who}",
    "answer": "{n} answers in {title}, the latest from {who}",
    "mention": "{n} mentions of you in {title}",
    "reply": "{n} new in {title}, the latest from {who}",
    "conversation": "{n} new in {title}, the latest from {who}",
    "asks_in": "{n} people ask to come into {title}",
}
ONE = {
    "hello": "{who} says hello",
    "hello_waits": "{who} is still waiting for your answer",
    "hello_yes": "{who} says yes. You are buddies",
    "hello_closed": "Your hello to {title} has closed. Here are others",
    "message": "{who} wrote to you",
    "set": "{who} set a time to meet: {when}",
    "moved": "{who} moved your meeting to {when}",
    "off": "{who} called off your meeting on {when}",
    "finished": "Your circle with {title} has finished",
    "answer": "{who} answered in {title}",
    "mention": "{who} mentions you in {title}",
    "reply": "{who} replied in {title}",
    "conversation": "{who} began {title}",
    "asks_in": "{who} asks to come into {title}",
    "let_in": "You are in a community that you asked to join",
    "not_let_in": "A community that you asked to join cannot let you in just now",
}
KIND = {"hello_waits": "hello", "hello_yes": "hello", "hello_closed": "hello", "set": "meeting", "moved": "meeting"}
KIND |= {"off": "meeting", "finished": "circle", "reply": "followed", "conversation": "followed"}
KIND |= {"asks_in": "door", "let_in": "door", "not_let_in": "door"}

Expected = tuple[datetime, int, str, tuple[str, ...]]


@dataclass
class Line:
    who: int
    kind: str
    about: UUID
    what: str
    sender: int | None
    group: UUID | None
    title: str
    until: datetime | None
    since: datetime
    told_at: datetime
    letter: str
    how_many: int = 1
    has_file: bool = False
    when: datetime | None = None
    is_read: bool = False
    is_lettered: bool = False


@dataclass
class Hello:
    asker: int
    asked: int
    on: date
    until: datetime
    is_waiting: bool = True
    is_over: bool = False
    is_reminded: bool = False


@dataclass
class Talk:
    author: int
    title: str
    place: UUID
    is_public: bool
    place_name: str
    posts: list[tuple[datetime, int]]


@dataclass
class Plans:
    """When a circle means to meet, and when it no longer does: what may stand in calendars."""

    current: datetime | None = None
    off: list[datetime] = field(default_factory=list)


@dataclass
class Oracle:
    names: dict[int, str]
    timings: dict[int, dict[str, str]]
    zones: dict[int, str]
    hours: dict[int, tuple[int, int]]
    weekdays: dict[int, int]
    groups: dict[UUID, dict[int, datetime]]
    began_at: datetime
    lines: list[Line] = field(default_factory=list)
    hellos: dict[UUID, Hello] = field(default_factory=dict)
    hello_of: dict[UUID, UUID] = field(default_factory=dict)
    plans: defaultdict[UUID, Plans] = field(default_factory=lambda: defaultdict(Plans))
    talks: dict[UUID, Talk] = field(default_factory=dict)
    read_to: dict[tuple[int, UUID], int] = field(default_factory=dict)
    hears_all: set[tuple[int, UUID]] = field(default_factory=set)
    last_letter: dict[int, datetime] = field(default_factory=dict)
    last_reminder: dict[int, datetime] = field(default_factory=dict)
    told_to: dict[int, datetime] = field(default_factory=dict)
    letters: list[Expected] = field(default_factory=list)

    def follow(self, diary: list[tuple[datetime, str, dict[str, Any]]]) -> list[Expected]:
        for at, name, facts in diary:
            getattr(self, f"_on_{name}")(at, **facts)
        return sorted(self.letters)

    def _on_hears_all(self, at: datetime, who: int, place: UUID) -> None:
        self.hears_all.add((who, place))

    def _on_hello(self, at: datetime, hello: UUID, who: int, to: int) -> None:
        on = at.astimezone(LONDON).date()
        midnight = datetime.combine(on + timedelta(days=11), datetime.min.time(), tzinfo=LONDON)
        self.hellos[hello] = Hello(who, to, on, midnight)
        self._tell(at, to, "hello", hello, sender=who, until=midnight)

    def _on_yes(self, at: datetime, hello: UUID, who: int, asker: int, circle: UUID) -> None:
        self._forget(about=hello)
        self.hellos[hello].is_waiting, self.hellos[hello].is_over = False, True
        self.groups[circle] = {who: at, asker: at}
        self.hello_of[circle] = hello
        self._tell(at, asker, "hello_yes", hello, sender=who)

    def _on_not_now(self, at: datetime, hello: UUID, who: int) -> None:
        self.hellos[hello].is_waiting = False
        self._forget(about=hello, who=who)

    def _on_taken_back(self, at: datetime, hello: UUID) -> None:
        self.hellos[hello].is_waiting, self.hellos[hello].is_over = False, True
        self._forget(about=hello)

    def _on_message(self, at: datetime, circle: UUID, who: int, to: int) -> None:
        self._in_circle(at, "message", circle, who, to)

    def _on_set(self, at: datetime, circle: UUID, who: int, to: int, starts_at: datetime) -> None:
        plans = self.plans[circle]
        back = next((start for start in reversed(plans.off) if start > at), None)
        if back:
            plans.off.remove(back)
        plans.current = starts_at
        self._in_circle(at, "set", circle, who, to, starts_at)

    def _on_moved(self, at: datetime, circle: UUID, who: int, to: int, starts_at: datetime) -> None:
        self.plans[circle].current = starts_at
        self._in_circle(at, "moved", circle, who, to, starts_at)

    def _on_off(self, at: datetime, circle: UUID, who: int, to: int) -> None:
        plans = self.plans[circle]
        was, plans.current = plans.current, None
        assert was is not None
        plans.off.append(was)
        self._in_circle(at, "off", circle, who, to, was)

    def _in_circle(
        self, at: datetime, what: str, circle: UUID, who: int, to: int, when: datetime | None = None
    ) -> None:
        self._tell(at, to, what, circle, sender=who, group=circle, again=what != "message", when=when)
        self._read(who, about=circle)
        self._read(who, about=self.hello_of[circle])

    def _on_finished(self, at: datetime, circle: UUID, who: int, to: int) -> None:
        self.groups[circle] = {}
        plans = self.plans[circle]
        is_in_calendars = any(start > at for start in (*plans.off, plans.current) if start)
        self._tell(at, to, "finished", circle, title=self.names[who], has_file=is_in_calendars)

    def _on_begun(self, at: datetime, talk: UUID, who: int, title: str, place: Any, called: list[int]) -> None:
        self.talks[talk] = Talk(who, title, place.public_id, place.is_public, place.name, [(at, who)])
        self._in_talk(at, "conversation", talk, who, called)

    def _on_reply(self, at: datetime, talk: UUID, who: int, called: list[int]) -> None:
        self.talks[talk].posts.append((at, who))
        self._in_talk(at, "reply", talk, who, called)

    def _in_talk(self, at: datetime, what: str, talk_id: UUID, who: int, called: list[int]) -> None:
        talk = self.talks[talk_id]
        named = f"“{talk.title}”" if talk.is_public else "one of your communities"
        more = {"sender": who, "group": talk.place, "title": named}
        for each in called:
            self._tell(at, each, "mention", talk_id, **more)
        told = {who, *called}
        if what == "reply" and talk.author not in told and talk.author in self.groups[talk.place]:
            self._tell(at, talk.author, "answer", talk_id, **more)
            told.add(talk.author)
        if what == "conversation" and not talk.is_public:
            more["title"] = "a conversation in one of your communities"
        for each in self.groups[talk.place].keys() - told:
            if (each, talk.place) in self.hears_all:
                self._tell(at, each, what, talk_id, **more)
            elif self.timings[each]["community"] == "now":
                self._tell(at, each, what, talk_id, kind="community", **more)

    def _on_read_talk(self, at: datetime, talk: UUID, who: int, how_many: int) -> None:
        self.read_to[who, talk] = max(how_many, self.read_to.get((who, talk), 0))
        if all(author == who for _, author in self.talks[talk].posts[how_many:]):
            self._read(who, about=talk)

    def _on_read_all(self, at: datetime, who: int) -> None:
        for line in self.lines:
            if line.who == who and self._is_shown(line, at):
                line.is_read = True

    def _on_read_thing(self, at: datetime, who: int, about: UUID) -> None:
        self._read(who, about=about)

    def _on_asks_in(self, at: datetime, who: int, place: Any) -> None:
        self._forget(about=place.public_id, who=who)
        named = "one of your communities"
        self._tell(at, place.keeper, "asks_in", place.public_id, sender=who, group=place.public_id, title=named)

    def _on_door(self, at: datetime, who: int, place: Any, is_welcome: bool, others_wait: bool) -> None:
        if is_welcome:
            self.groups[place.public_id][who] = at
        what, group = ("let_in", place.public_id) if is_welcome else ("not_let_in", None)
        self._tell(at, who, what, place.public_id, group=group)
        if not others_wait:
            self._forget(about=place.public_id, who=place.keeper)

    def _on_left(self, at: datetime, who: int, place: Any) -> None:
        del self.groups[place.public_id][who]

    def _on_jobs(self, at: datetime) -> None:
        if at.minute == 0:
            self._remind(at)
            self._close(at)
        for who in self.names:
            self._digest(at, who, "daily")
            self._digest(at, who, "weekly")
            self._now(at, who)

    def _remind(self, at: datetime) -> None:
        today = at.astimezone(LONDON).date()
        due = [
            (key, hello)
            for key, hello in self.hellos.items()
            if hello.is_waiting and not hello.is_reminded and 6 <= (today - hello.on).days <= 10
        ]
        rested = {who for who in self.names if at - self.last_reminder.get(who, self.began_at - 99 * HOUR) >= 84 * HOUR}
        for key, hello in due:
            if hello.asked in rested:
                hello.is_reminded, self.last_reminder[hello.asked] = True, at
                self._tell(at, hello.asked, "hello_waits", key, sender=hello.asker, until=hello.until, again=True)

    def _close(self, at: datetime) -> None:
        for key, hello in self.hellos.items():
            if not hello.is_over and at >= hello.until:
                hello.is_over, hello.is_waiting = True, False
                self._tell(at, hello.asker, "hello_closed", key, title=self.names[hello.asked])

    def _now(self, at: datetime, who: int) -> None:
        pending = self._pending(who, "now", at)
        is_due = any(at - line.since >= 10 * MINUTE for line in pending)
        is_rested = at - self.last_letter.get(who, self.began_at - HOUR) >= HOUR
        if is_due and is_rested and self._is_in_hours(at, who):
            self.last_letter[who] = at
            self._letter(at, who, "now", pending, [])

    def _digest(self, at: datetime, who: int, rhythm: str) -> None:
        there = at.astimezone(ZoneInfo(self.zones[who]))
        if (there.hour, there.minute, there.fold) != (self.hours[who][0], 0, 0):
            return
        if rhythm == "weekly" and there.weekday() != self.weekdays[who]:
            return
        news, community = [], self.timings[who]["community"]
        if community == rhythm:
            news = self._news(at - MINUTE, who)
        if community == rhythm or (rhythm == "weekly" and community in ("now", "never")):
            self.told_to[who] = at - MINUTE
        pending = self._pending(who, rhythm, at)
        if pending or news:
            self._letter(at, who, rhythm, pending, news)

    def _news(self, until: datetime, who: int) -> list[str]:
        since = self.told_to.get(who, self.began_at)
        said = {line.about for line in self.lines if line.who == who and line.told_at > since}
        found = []
        for key, talk in self.talks.items():
            joined = self.groups[talk.place].get(who)
            if joined is None or talk.author == who or (who, talk.place) in self.hears_all:
                continue
            read_to = self.read_to.get((who, key))
            new = [
                at
                for number, (at, author) in enumerate(talk.posts, 1)
                if since < at <= until and author != who and (at > joined if read_to is None else number > read_to)
            ]
            if new and key not in said:
                named = f"“{talk.title}” in {talk.place_name}" if talk.is_public else ""
                words = f"{named or 'A conversation in one of your communities'}: {len(new)} new"
                found.append((talk.posts[-1][0], words))
        return [words for _, words in sorted(found, reverse=True)[:10]]

    def _letter(self, at: datetime, who: int, rhythm: str, pending: list[Line], news: list[str]) -> None:
        for line in pending:
            line.is_lettered = True
        self.letters.append((at, who, rhythm, tuple(sorted([*map(self._words, pending), *news]))))

    def _words(self, line: Line) -> str:
        pattern = MANY[line.what] if line.how_many > 1 else ONE[line.what]
        who = self.names[line.sender] if line.sender else "Somebody"
        title = line.title
        if line.how_many > 1:
            title = title.removeprefix("a conversation in ")
        when = self._when(line.when, self.zones[line.who]) if line.when else ""
        return pattern.format(n=line.how_many, who=who, title=title, when=when)

    def _when(self, moment: datetime, zone: str) -> str:
        there = moment.astimezone(ZoneInfo(zone))
        said = f"{there.strftime('%A')} {there.day} {there.strftime('%B')}, {there.strftime('%H:%M')}"
        return said if zone == "Europe/London" else f"{said} ({zone.replace('_', ' ')})"

    def _tell(
        self, at: datetime, who: int, what: str, about: UUID, *, sender: int | None = None, group: UUID | None = None,
        title: str = "", until: datetime | None = None, again: bool = False, kind: str = "", has_file: bool = False,
        when: datetime | None = None,
    ) -> None:  # fmt: skip
        kind = kind or KIND.get(what, what)
        letter = "now" if kind == "community" else self.timings[who][kind]
        told = Line(who, kind, about, what, sender, group, title, until, at, at, letter)
        told.when = when
        told.has_file = what in ("moved", "off") or has_file
        for line in self.lines:
            if (line.who, line.kind, line.about, line.is_read) == (who, kind, about, False):
                if what in MANY and line.what in MANY and not again and self._is_shown(line, at):
                    told.what, told.since, told.how_many = line.what, line.since, line.how_many + 1
                    told.is_lettered, told.letter = line.is_lettered, line.letter
                self.lines.remove(line)
                break
        self.lines.append(told)

    def _pending(self, who: int, letter: str, at: datetime) -> list[Line]:
        mine = [line for line in self.lines if line.who == who and line.letter == letter]
        return [
            line
            for line in mine
            if (not line.is_read or line.has_file) and not line.is_lettered and self._is_shown(line, at)
        ]

    def _is_shown(self, line: Line, at: datetime) -> bool:
        is_inside = line.group is None or line.who in self.groups[line.group]
        return is_inside and (line.until is None or at < line.until)

    def _is_in_hours(self, at: datetime, who: int) -> bool:
        first, last = self.hours[who]
        hour = at.astimezone(ZoneInfo(self.zones[who])).hour
        return (hour - first) % 24 < ((last - first) % 24 or 24)

    def _read(self, who: int, *, about: UUID) -> None:
        for line in self.lines:
            if line.who == who and line.about == about:
                line.is_read = True

    def _forget(self, *, about: UUID, who: int | None = None) -> None:
        self.lines = [line for line in self.lines if line.about != about or who not in (None, line.who)]
