"""The circles and hellos of the demonstration: who is buddied with whom, and what they wrote to one another."""

from datetime import datetime, time, timedelta

from sqlalchemy import update

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind
from community.buddying import rhythm
from community.buddying.models import (
    Circle,
    CircleLook,
    CircleMessage,
    CircleSeat,
    CircleState,
    Hello,
    HelloState,
    LookKind,
    Meeting,
    MeetingHow,
    PromiseMade,
    Rhythm,
)
from community.buddying.queries.hellos import over_at
from community.core import chance, clock, crypto
from community.core.database import db
from community.demo.notices import told
from community.demo.rows import Row, moved_day, moved_moment, rows_of
from community.directory import actions as directory
from community.notifications.models import What

STATES = {
    "trial": CircleState.FIRST_MEETING,
    "active": CircleState.ACTIVE,
    "review_due": CircleState.ACTIVE,
    "paused": CircleState.PAUSED,
    "finished": CircleState.FINISHED,
    "ended_early": CircleState.FINISHED,
}
HOWS = {"video": MeetingHow.VIDEO, "phone": MeetingHow.PHONE, "in person": MeetingHow.IN_PERSON}
HELLO_STATES = {"waiting": HelloState.WAITING, "expired": HelloState.WAITING}
RHYTHMS = {
    "fortnightly": Rhythm.TWO_WEEKS,
    "every 3 weeks": Rhythm.THREE_WEEKS,
    "monthly": Rhythm.MONTHLY,
    "": Rhythm.THREE_WEEKS,
}
HALF_WAY, QUIET = "b01", "b02"  # one that is asked how it goes, one of which nobody has heard for long
LATELY, RESTED, RESTS = timedelta(days=5), timedelta(days=9), timedelta(days=30)
DAYS_UNTIL_FINISHED = 120
NEXT_MEETING = time(16, 0)


def load_circles(people: dict[str, Member]) -> None:
    circles = {row["id"]: _circle(row, people) for row in rows_of("pairs")}
    latest = {row["pair"]: _message(row, circles[row["pair"]], people) for row in rows_of("buddy_messages")}
    for row in rows_of("pairs"):
        if row["id"] in latest:
            _tell_the_other(row, circles[row["id"]], latest[row["id"]], people)
    for row in rows_of("actions"):
        _promise(row, circles[row["pair"]], people)
    for row in rows_of("meetings"):
        _met(row, circles[row["pair"]], people)
    _plan_next(circles["b01"], people["m02"])
    _ask_half_way(circles[HALF_WAY], (people["m01"], people["m02"]))
    _let_be_quiet(circles[QUIET], (people["m03"], people["m50"]))
    for row in rows_of("hellos"):
        _hello(row, people)
    db.session.flush()


def _circle(row: Row, people: dict[str, Member]) -> Circle:
    both = sorted((people[row["member_a"]].id, people[row["member_b"]].id))
    state = STATES[row["state"]]
    began_at = moved_moment(f"{row['began']} 12:00")
    active_since = None if state is CircleState.FIRST_MEETING else began_at + timedelta(days=7)
    is_over = state is CircleState.FINISHED
    ended_at = min(began_at + timedelta(days=DAYS_UNTIL_FINISHED), clock.now()) if is_over else None
    group = belonging.make_group(GroupKind.CIRCLE)
    circle = Circle(
        group_id=group.id,
        state=state,
        pair_key=f"{both[0]}:{both[1]}",
        began_at=began_at,
        active_since=active_since,
        term_began_at=active_since,
        contact_at=active_since or began_at,
        ended_at=ended_at,
        rhythm=RHYTHMS[row["rhythm"]],
    )
    if state is CircleState.ACTIVE:
        circle.contact_at = max(circle.contact_at, clock.now() - LATELY)
    if state is CircleState.PAUSED:
        circle.paused_at, circle.paused_until = clock.now() - RESTED, clock.today() + RESTS
    db.session.add(circle)
    db.session.flush()
    for member_id in both:
        belonging.place(member_id, group.id, BelongingState.OUT if is_over else BelongingState.IN)
        carries_on = None if state is CircleState.FIRST_MEETING else True
        db.session.add(CircleSeat(circle_id=circle.id, member_id=member_id, is_apart=True, carries_on=carries_on))
        if not is_over:
            directory.take_room([member_id])
    return circle


def _message(row: Row, circle: Circle, people: dict[str, Member]) -> CircleMessage:
    message_id = chance.new_id()
    message = CircleMessage(
        public_id=message_id,
        circle_id=circle.id,
        author_id=people[row["author"]].id,
        box=crypto.seal_field(row["body"], table="circle_message", row=message_id, group=circle.group_id),
        sent_at=moved_moment(row["sent"]),
        made_key=chance.new_id(),
    )
    db.session.add(message)
    db.session.flush()
    return message


def _tell_the_other(row: Row, circle: Circle, message: CircleMessage, people: dict[str, Member]) -> None:
    for short_id in (row["member_a"], row["member_b"]):
        told(
            people[short_id].id,
            What.MESSAGE,
            about=circle.public_id,
            from_id=message.author_id or 0,
            at=message.sent_at,
            spot=message.public_id,
            group_id=circle.group_id,
        )


def _promise(row: Row, circle: Circle, people: dict[str, Member]) -> None:
    promise_id = chance.new_id()
    due_on = moved_day(row["due"])
    db.session.add(
        PromiseMade(
            public_id=promise_id,
            circle_id=circle.id,
            owner_id=people[row["owner"]].id,
            maker_id=people[row["owner"]].id,
            box=crypto.seal_field(row["text"], table="promise_made", row=promise_id, group=circle.group_id),
            made_at=circle.began_at,
            due_on=due_on,
            done_on=moved_day(row["done_on"]),
            made_key=chance.new_id(),
        )
    )


def _met(row: Row, circle: Circle, people: dict[str, Member]) -> None:
    db.session.add(
        Meeting(
            circle_id=circle.id,
            how=HOWS[row["how"]],
            happened_on=moved_day(row["date"]),
            minutes=int(row["minutes"]),
            logged_by_id=people[row["logged_by"]].id,
            made_key=chance.new_id(),
        )
    )


def _plan_next(circle: Circle, by: Member) -> None:
    """The meeting that Home speaks of: nine days from today."""
    meeting_id = chance.new_id()
    day = clock.today() + timedelta(days=9)
    db.session.add(
        Meeting(
            public_id=meeting_id,
            circle_id=circle.id,
            starts_at=datetime.combine(day, NEXT_MEETING, clock.LONDON),
            how=MeetingHow.PHONE,
            where_box=crypto.seal_field(
                "Gareth rings the duty mobile", table="meeting", row=meeting_id, group=circle.group_id, revision=1
            ),
            logged_by_id=by.id,
            made_key=chance.new_id(),
        )
    )


def _ask_half_way(circle: Circle, people: tuple[Member, Member]) -> None:
    """Twelve weeks of the half year are over: each is asked alone."""
    asked_at = clock.now() - timedelta(days=1)
    for member, other in (people, people[::-1]):
        db.session.add(
            CircleLook(circle_id=circle.id, member_id=member.id, kind=LookKind.HALF_WAY, term=1, told_at=asked_at)
        )
        told(
            member.id,
            What.HALF_WAY,
            about=circle.public_id,
            from_id=None,
            at=asked_at,
            words=other.display_name,
            group_id=circle.group_id,
        )


def _let_be_quiet(circle: Circle, people: tuple[Member, Member]) -> None:
    """Two intervals were missed: each has been told, and the page asks."""
    interval = rhythm.INTERVALS[circle.rhythm]
    circle.contact_at = clock.now() - 2.7 * interval
    at = rhythm.missed_at(circle.contact_at, interval, 2)
    seats = update(CircleSeat).where(CircleSeat.circle_id == circle.id)
    db.session.execute(seats.values(nudged_at=at))
    for member, other in (people, people[::-1]):
        told(
            member.id,
            What.RESCUE,
            about=circle.public_id,
            from_id=None,
            at=at,
            words=other.display_name,
            group_id=circle.group_id,
        )


def _hello(row: Row, people: dict[str, Member]) -> None:
    hello_id, asked_at = chance.new_id(), moved_moment(f"{row['sent']} 19:10")
    asker, asked = people[row["from_member"]], people[row["to_member"]]
    db.session.add(
        Hello(
            public_id=hello_id,
            asker_id=asker.id,
            asked_id=asked.id,
            state=HELLO_STATES[row["state"]],
            text_box=crypto.seal_field(row["text"], table="hello", row=hello_id, group=asker.public_id),
            asked_at=asked_at,
            made_key=chance.new_id(),
        )
    )
    told(asked.id, What.HELLO, about=hello_id, from_id=asker.id, at=asked_at, until=over_at(asked_at))
