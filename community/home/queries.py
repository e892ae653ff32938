"""What Home shows: at most three things that need me, what is new, a question for today. It asks rooms, not tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from community.buddying import queries as buddying
from community.buddying.models import CircleState
from community.buddying.queries.finding import Suggested
from community.buddying.queries.own_hellos import OwnHellos, own_hellos
from community.buddying.seen import CircleOnHome, FinishedCircle, WaitingHello
from community.buddying.tasks import Task
from community.core import clock
from community.core.roles import Actor
from community.directory import prompts
from community.directory import queries as directory
from community.directory.prompts import Guide
from community.directory.queries import ProfileRow
from community.keyring import queries as keyring
from community.practice import queries as practice
from community.practice.queries import CommunityRow, GatheringRow, NewConversation

AT_MOST_NEEDED = 3
AT_MOST_NEW = 5
AT_MOST_GATHERINGS = 3
SOON = timedelta(days=2)
SAID_FOR = timedelta(days=3)
COUNTED = (
    "Nothing needs you today.",
    "One thing could use you today.",
    "Two things could use you today.",
    "Three things could use you today.",
)

# What a circle asks of me: icon, title, line, what to press, and where that leads.
ASKED: dict[Task, tuple[str, str, str, str, str]] = {
    Task.APART: (
        "users",
        "{together}: do you work together?",
        "We cannot know, and your answer is private.",
        "Answer",
        "buddying.circle",
    ),
    Task.LOOK_AGAIN: (
        "hourglass",
        "{together}: one of you has moved",
        "Does it still feel right? Your answer is private.",
        "Have a look",
        "buddying.circle",
    ),
    Task.AGREEMENT: (
        "pencil",
        "An agreement with {names} waits for your yes",
        "It counts when everybody has said yes. You can change it first.",
        "Read it",
        "buddying.agreement",
    ),
    Task.PROPOSAL: (
        "users",
        "Somebody could join your circle with {names}",
        "Nobody is asked before all of you have said yes.",
        "See whom",
        "buddying.circle",
    ),
    Task.GOES_ON: (
        "calendar",
        "{who} would like to keep going",
        "When suits you? Set a time, or write a line.",
        "Answer",
        "buddying.circle",
    ),
    Task.HALF_WAY_OPEN: (
        "hourglass",
        "What you each said, half-way with {names}",
        "You have all looked. Now you can read it together.",
        "Read it",
        "buddying.half_way",
    ),
    Task.RESCUE: (
        "sprout",
        "It has been quiet with {names}",
        "Keep going, change the rhythm, pause or finish? All are fine.",
        "Choose",
        "buddying.rhythm",
    ),
    Task.CHECK_IN: ("hourglass", "How is it going with {names}?", "Three taps.", "Tap", "buddying.check_in"),
    Task.HALF_WAY: (
        "hourglass",
        "Half-way with {names}",
        "Each of you looks alone first.",
        "Have a look",
        "buddying.half_way",
    ),
    Task.RENEWAL: (
        "hourglass",
        "Half a year with {names}",
        "Another one, or finish well?",
        "Choose",
        "buddying.renewal",
    ),
    Task.CARRY_ON: (
        "heart-handshake",
        "Would you like to carry on with {names}?",
        "Only you see your answer.",
        "Answer",
        "buddying.circle",
    ),
}


class Need(NamedTuple):
    """One thing that could use me: what, why, and the way there (an endpoint and what it takes)."""

    icon: str
    tone: str
    title: str
    line: str
    action: str
    endpoint: str
    about: dict[str, UUID | str]


class ComingUp(NamedTuple):
    """One appointment of mine: when, what it is called, and the way there."""

    starts_at: datetime
    title: str
    endpoint: str
    about: dict[str, UUID]


@dataclass(frozen=True)
class Today:
    """Everything Home says to one member."""

    greeting: str
    needs: tuple[Need, ...]
    new: list[NewConversation]
    circles: list[CircleOnHome]
    question: Guide
    communities_to_try: list[CommunityRow]
    person_to_try: Suggested | None
    own: OwnHellos
    gatherings: list[GatheringRow]

    @property
    def counted(self) -> str:
        return f"{COUNTED[len(self.needs)]} The rest can wait."

    @property
    def coming_up(self) -> list[ComingUp]:
        """Meetings with buddies and gatherings that I come to, the soonest first."""
        meetings = [
            ComingUp(circle.next_starts_at, circle.together, "buddying.circle", {"circle_id": circle.public_id})
            for circle in self.circles
            if circle.next_starts_at
        ]
        gatherings = [
            ComingUp(each.starts_at, each.title, "practice.gathering", {"gathering_id": each.public_id})
            for each in self.gatherings
        ]
        return sorted([*meetings, *gatherings], key=lambda each: each.starts_at)


def today_of(actor: Actor) -> Today:
    """Home of a member. A constant number of statements, whatever there is."""
    told = directory.profile_row(actor.id)
    hellos = buddying.waiting_hellos_for(actor)
    circles = buddying.circles_of(actor)
    ended = _from_finished(buddying.finished_circles_of(actor))
    own = own_hellos(actor)
    is_looking = not circles and not own.is_enough
    needs = [
        *_from_rules(actor),
        *_from_circles(circles),
        *_from_hellos(hellos),
        *_from_me(actor, told, is_looking=is_looking),
        *ended,
    ]
    return Today(
        greeting=_greeting(actor.name),
        needs=tuple(needs[:AT_MOST_NEEDED]),
        new=practice.new_conversations_for(actor, AT_MOST_NEW),
        circles=circles,
        question=prompts.guide_of_the_day(clock.today(), _factors(told)),
        communities_to_try=[] if practice.is_in_a_community(actor) else practice.welcome_communities(actor),
        person_to_try=_somebody_to_meet(actor) if is_looking else None,
        own=own,
        gatherings=practice.gatherings_i_come_to(actor, AT_MOST_GATHERINGS),
    )


def _somebody_to_meet(actor: Actor) -> Suggested | None:
    found = buddying.suggestions_for(actor, buddying.narrowed_by(buddying.Filters()))
    return next(iter((*found.another_side, *found.know_your_job)), None)


def _greeting(name: str) -> str:
    hour = clock.local(clock.now()).hour
    part = "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
    return f"Good {part}, {name.split()[0]}"


def _from_rules(actor: Actor) -> Iterator[Need]:
    if not directory.has_agreed_to_rules(actor.id):
        line = "See what is new, and say that you agree. You can go on reading either way."
        yield Need("shield-check", "", "Our house rules have changed", line, "Read them", "directory.new_rules", {})


def _from_circles(circles: list[CircleOnHome]) -> Iterator[Need]:
    for circle in circles:
        about: dict[str, UUID | str] = {"circle_id": circle.public_id}
        if circle.asks.big is not None:
            yield _from_task(circle, circle.asks.big)
        elif circle.next_starts_at and timedelta(0) <= circle.next_starts_at - clock.now() < SOON:
            line = "Your next meeting is nearly here. Is there one thing you would like to talk about?"
            yield Need("calendar", "gold", f"{circle.together} meet soon", line, "Open", "buddying.circle", about)
        elif circle.state is CircleState.FIRST_MEETING and circle.next_starts_at is None:
            yield _from_first_meeting(circle)


def _from_first_meeting(circle: CircleOnHome) -> Need:
    """Before it, a time for it. After it, whoever has said that they carry on waits for the others, with a date."""
    title = f"Find a time with {circle.names}"
    line = "Half an hour is enough for a first meeting. There is a guide for it."
    if circle.last_met_on:
        title = f"Find a time to meet {circle.names} again"
        line = f"You met on {circle.last_met_on.day} {circle.last_met_on:%B}. A next date helps more than anything."
    return Need("calendar", "gold", title, line, "Choose", "buddying.circle", {"circle_id": circle.public_id})


def _from_task(circle: CircleOnHome, task: Task) -> Need:
    icon, title, line, action, endpoint = ASKED[task]
    title = title.format(names=circle.names, together=circle.together, who=circle.who_goes_on)
    return Need(icon, "", title, line, action, endpoint, {"circle_id": circle.public_id})


def _from_hellos(hellos: list[WaitingHello]) -> Iterator[Need]:
    for hello in hellos:
        line = f"It waits for your answer until {hello.closes_on.day} {hello.closes_on:%B}. “Not now” is fine too."
        yield Need("users", "", f"{hello.asker_name} says hello", line, "Read it", "buddying.hellos", {})


def _from_finished(finished: list[FinishedCircle]) -> Iterator[Need]:
    """Nobody is ghosted: the end of a circle is said to whoever was told of it, until they look, for three days."""
    for circle in finished:
        if circle.is_news and clock.now() - circle.ended_at < SAID_FOR:
            line = "No reason is needed. What you wrote is still there to read."
            about: dict[str, UUID | str] = {"circle_id": circle.public_id}
            yield Need("footprints", "", f"{circle.together} have finished", line, "Open", "buddying.closing", about)


def _from_me(actor: Actor, told: ProfileRow | None, *, is_looking: bool) -> Iterator[Need]:
    if told is None or not directory.is_complete(told):
        line = "With a sector and one challenge we can suggest people who see it from another side."
        yield Need("sparkles", "teal", "What is on your mind?", line, "Tell us", "directory.profile", {})
    elif is_looking:
        line = "It is one conversation, not a contract."
        yield Need("users", "", "Find a buddy", line, "See who fits", "buddying.find", {})
    if not keyring.has_recovery_code(actor.id):
        line = "If you ever forget your password, a recovery code opens what you wrote."
        yield Need("key-round", "teal", "Keep your journal safe", line, "Make a code", "journal.recovery", {})


def _factors(told: ProfileRow | None) -> list[str]:
    """What my challenges are about, all I named: the journal asks today's question from the same."""
    known = directory.challenges()
    named = {challenge for ids in told.named for challenge in ids} if told else set()
    return [known[challenge].factor for challenge in named if challenge in known]
