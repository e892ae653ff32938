"""What buddies write in their circle: messages and promises, sealed before they are kept."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, update

from community.buddying import policy, queries
from community.buddying.models import Circle, CircleMessage, PromiseMade
from community.buddying.said import Promise
from community.buddying.seen import Buddy, CircleSeen, HelloSeen, MessageSeen, OneCircle
from community.core import chance, clock, crypto, limits
from community.core.database import changed, db
from community.core.errors import Conflict, Invalid, NotFound, TooMany
from community.core.roles import Actor
from community.core.text import listed
from community.directory.actions import refuse_before_rules
from community.notifications import actions as notices
from community.notifications.models import What

FINISHED = "This circle is finished. You can still read it."
ENOUGH_ACTS = "That is a lot of changes for one day, and the others are told of each. Please go on tomorrow, or write."
ACTS_A_DAY = 20
RESTS = "This circle rests just now. Let it go on first."


def write_message(actor: Actor, circle: CircleSeen, *, words: str, once: UUID) -> MessageSeen:
    """One message to the others in the circle. Raises Conflict when it is finished, TooMany past the day's limit."""
    before = queries.message_made_with(circle, once)
    if before:
        return before
    refuse_before_rules(actor)
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    sent, a_day = queries.messages_today(actor.id)
    if sent >= a_day:
        raise TooMany("That is a lot of messages for one day. Please go on tomorrow, or meet.", retry_after=3600)
    message_id, now = chance.new_id(), clock.now()
    keep_message(actor, circle, words, message_id=message_id, once=once)
    note_contact(circle)
    tell_the_others(actor, circle, What.MESSAGE, spot=message_id)
    return MessageSeen(message_id, circle.me.name, words, now, is_mine=True)


def keep_message(actor: Actor, circle: CircleSeen, words: str, *, message_id: UUID, once: UUID) -> None:
    """The message itself: nobody is told."""
    db.session.execute(
        insert(CircleMessage).values(
            public_id=message_id,
            circle_id=circle.id,
            author_id=actor.id,
            box=crypto.seal_field(words, table="circle_message", row=message_id, group=circle.group_id),
            sent_at=clock.now(),
            made_key=once,
        )
    )


def tell_the_others(
    actor: Actor, circle: CircleSeen, what: What, *, spot: UUID, at: datetime | None = None, words: str = ""
) -> None:
    """Whoever else reads the circle is told of it; of a meeting (`at` that time) again, though a letter has gone."""
    words = at.isoformat() if at else words
    for buddy in circle.others:
        notices.tell(
            buddy.id,
            what,
            about=circle.public_id,
            sender=actor,
            group_id=circle.group_id,
            spot=spot,
            words=words,
            again=at is not None,
        )


def tell_each(circle: CircleSeen, what: What, *, besides: Collection[int] = ()) -> None:
    """Everybody in the circle is told, by nobody: the names in each one's line are those of the others."""
    people = sorted(circle.everybody, key=lambda buddy: (buddy.name, buddy.id))
    tell_all(circle, people, what, besides=besides)


def tell_all(circle: OneCircle, people: Sequence[Buddy], what: What, *, besides: Collection[int] = ()) -> None:
    """The same, for whoever knows a circle and its people otherwise."""
    for buddy in people:
        if buddy.id not in besides:
            words = listed([each.name for each in people if each.id != buddy.id])
            notices.tell(buddy.id, what, about=circle.public_id, group_id=circle.group_id, words=words)


def use_one_act(actor: Actor, circle: CircleSeen) -> None:
    """Count an act of which the others are told, with the act itself. Raises TooMany past the day's allowance."""
    limits.count("acts told to a circle", actor.id, circle.id, message=ENOUGH_ACTS, limit=ACTS_A_DAY, seconds=24 * 3600)


def note_contact(circle: CircleSeen, *, at: datetime | None = None) -> None:
    """They were in contact then (now, if nothing else is said): what was told of silence between them is over.

    Whoever says so has also answered whoever would like to keep going.
    """
    notices.take_back(circle.public_id, member_id=circle.me.id, whats=(What.GOES_ON,))
    moment = min(at, clock.now()) if at else clock.now()
    later = update(Circle).where(Circle.id == circle.id, Circle.contact_at < moment).values(contact_at=moment)
    if changed(later):
        notices.take_back(circle.public_id, whats=(What.QUIET, What.RESCUE))


def see(actor: Actor, circle: CircleSeen, seen_at: datetime | None) -> None:
    """Whoever writes in a circle has seen what was told of it by the moment their page names; without one, nothing."""
    if seen_at is not None:
        for about in circle.notices_about:
            notices.read_about(actor, about, seen_at)


def copy_into(circle: Circle, hello: HelloSeen) -> None:
    """The words that began it all stand first in the circle, under a new key: the hello's is known to its author."""
    message_id = chance.new_id()
    db.session.execute(
        insert(CircleMessage).values(
            public_id=message_id,
            circle_id=circle.id,
            author_id=hello.asker_id,
            box=crypto.seal_field(hello.text, table="circle_message", row=message_id, group=circle.group_id),
            sent_at=hello.asked_at,
            made_key=chance.new_id(),
        )
    )


def make_promise(actor: Actor, circle: CircleSeen, promise: Promise, *, once: UUID) -> None:
    """Write down what one of the circle said they would do, once."""
    if queries.has_made_promise(actor.id, once):
        return
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    owners = {buddy.public_id: buddy.id for buddy in circle.everybody}
    if promise.owner not in owners:
        raise Invalid("Choose one of you.", "owner")
    promise_id = chance.new_id()
    db.session.execute(
        insert(PromiseMade).values(
            public_id=promise_id,
            circle_id=circle.id,
            owner_id=owners[promise.owner],
            maker_id=actor.id,
            box=crypto.seal_field(promise.words, table="promise_made", row=promise_id, group=circle.group_id),
            made_at=clock.now(),
            due_on=promise.due_on,
            made_key=once,
        )
    )


def keep_promise(_actor: Actor, circle: CircleSeen, promise_id: UUID) -> None:
    """Done, today. Whoever is in the circle may tick it. A repeat keeps the first day."""
    _set_done(circle, promise_id, clock.today())


def open_promise_again(_actor: Actor, circle: CircleSeen, promise_id: UUID) -> None:
    _set_done(circle, promise_id, None)


def _set_done(circle: CircleSeen, promise_id: UUID, day: date | None) -> None:
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if not queries.is_promise_in(circle, promise_id):
        raise NotFound
    change = update(PromiseMade).where(PromiseMade.public_id == promise_id, PromiseMade.circle_id == circle.id)
    if day is not None:
        change = change.where(PromiseMade.done_on.is_(None))
    changed(change.values(done_on=day))
