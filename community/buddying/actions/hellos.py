"""Saying hello, and the three answers: yes, not now, take it back."""

from uuid import UUID

from sqlalchemy import update

from community.buddying import queries
from community.buddying.actions.circles import begin_circle
from community.buddying.actions.hello_rows import NOT_THE_TIME, answer, keep_hello
from community.buddying.actions.joining import CANNOT_BEGIN, NO_ROOM, NOT_ANY_MORE, join
from community.buddying.actions.words import copy_into
from community.buddying.models import Hello, HelloState
from community.buddying.queries import joining
from community.buddying.queries.finding import Stranger
from community.buddying.queries.hellos import MOST_OPEN, open_since, over_at
from community.buddying.seen import HelloSeen, HelloStatus
from community.core import clock
from community.core.database import changed
from community.core.errors import Conflict, NotAllowed, TooMany
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory.actions.room import NoRoom
from community.directory.queries import hold_still
from community.notifications import actions as notices
from community.notifications.models import What

NOT_YOURS = "Only the person who was asked can answer a hello."


def say_hello(actor: Actor, to: Stranger, *, words: str, once: UUID) -> HelloSeen:
    """One hello. Where `to` has said hello to the actor meanwhile, the two hellos become one circle.

    Raises Conflict where a rule stands against it (never saying which), TooMany past a limit.
    """
    before = queries.hello_made_with(actor, once)
    if before:
        return before
    directory.refuse_before_rules(actor)
    hold_still([actor.id, to.id])
    crossing = queries.open_hello(actor, asker_id=to.id, asked_id=actor.id)
    if crossing is None:
        _refuse(actor, queries.stranger_seen_by(actor, to.public_id))
    hello_id = keep_hello(actor, to.id, words=words, once=once)
    if crossing is not None:
        accept(actor, crossing)
    else:
        notices.tell(to.id, What.HELLO, about=hello_id, sender=actor, until=over_at(clock.now()))
    return queries.hello_seen_by(actor, hello_id)


def accept(actor: Actor, hello: HelloSeen) -> UUID:
    """Yes: the circle of the two (or of everybody who asks), by its public id. The actor's own hello joins in.

    The same person's second yes finds the same circle; whoever is too late, or has no room, gets a Conflict.
    """
    if hello.asked_id != actor.id:
        raise NotAllowed(NOT_YOURS)
    if hello.joins_id is not None:
        return join(actor, hello)
    hold_still([hello.asker_id, hello.asked_id])
    if not hello.is_waiting or not answer(hello, HelloState.ACCEPTED, asked_id=actor.id):
        return _circle_of_repeat(actor, hello)
    if joining.do_they_share_a_circle(actor.id, [hello.asker_id]):
        raise Conflict(f"You and {hello.other_name} are in a circle together already. You find it under Buddies.")
    if not joining.may_all_be_together([hello.asker_id], actor.id):
        raise Conflict(CANNOT_BEGIN)
    try:
        directory.take_room([hello.asker_id, hello.asked_id])
    except NoRoom as full:
        raise Conflict(_no_room(full, actor, hello)) from full
    own = queries.open_hello(actor, asker_id=actor.id, asked_id=hello.asker_id)
    if own is not None:
        answer(own, HelloState.ACCEPTED, asked_id=hello.asker_id)
    circle = begin_circle([hello.asker_id, hello.asked_id])
    for said in filter(None, (hello, own)):
        changed(update(Hello).where(Hello.public_id == said.public_id).values(circle_id=circle.id))
        copy_into(circle, said)
        notices.take_back(said.public_id)
    notices.tell(hello.asker_id, What.HELLO_YES, about=hello.public_id, sender=actor, spot=circle.public_id)
    return circle.public_id


def decline(actor: Actor, hello: HelloSeen) -> None:
    """Not now: no reason is asked. The other is told nothing before the ten days are over: see `seems_open`."""
    if hello.asked_id != actor.id:
        raise NotAllowed(NOT_YOURS)
    if not answer(hello, HelloState.DECLINED, asked_id=actor.id):
        _refuse_after_a_yes(actor, hello, "You have said yes to this hello already.")
    notices.take_back(hello.public_id, member_id=actor.id)


def take_back(actor: Actor, hello: HelloSeen) -> None:
    if hello.asker_id != actor.id:
        raise NotAllowed("Only the person who said hello can take it back.")
    if not answer(hello, HelloState.TAKEN_BACK, asker_id=actor.id) and not _let_go(actor, hello):
        _refuse_after_a_yes(
            actor, hello, f"{hello.other_name} has said yes already. You find the two of you under Buddies."
        )
    notices.take_back(hello.public_id)


def _refuse(actor: Actor, to: Stranger) -> None:
    if queries.has_sent_open(actor, to.id):
        raise Conflict(f"You have said hello to {to.name} already. It waits for their answer for up to 10 days.")
    if queries.is_asked_by(actor, to.id):
        raise Conflict(f"{to.name} has asked you already, with others. It waits for your answer under Hellos.")
    if not to.may_meet:
        raise Conflict(NOT_THE_TIME)
    counts = queries.counts_between(actor.id, to.id)
    if counts.sent_open >= MOST_OPEN:
        raise Conflict("Three of your hellos are waiting for an answer. Take one back, or wait for the first answer.")
    if counts.received_open >= MOST_OPEN:
        raise Conflict(f"{to.name} has enough hellos to answer just now. Please try again in a few days.")
    if counts.sent_today >= counts.a_day:
        raise TooMany("That is enough hellos for one day. Please go on tomorrow.", retry_after=3600)


def _let_go(actor: Actor, hello: HelloSeen) -> bool:
    """Take back what was declined, without learning that it was: while it reads as waiting, like any other."""
    done = update(Hello).where(
        Hello.public_id == hello.public_id,
        Hello.asker_id == actor.id,
        Hello.state == HelloState.DECLINED,
        Hello.asked_at >= open_since(),
    )
    return bool(changed(done.values(state=HelloState.LET_GO)))


def _circle_of_repeat(actor: Actor, hello: HelloSeen) -> UUID:
    circle_id = queries.hello_seen_by(actor, hello.public_id).circle_id
    if circle_id is None:
        raise Conflict(NOT_ANY_MORE)
    return circle_id


def _refuse_after_a_yes(actor: Actor, hello: HelloSeen, words: str) -> None:
    """A hello that has closed may be closed again; one that became a circle may not."""
    if queries.hello_seen_by(actor, hello.public_id).status is HelloStatus.ACCEPTED:
        raise Conflict(words)


def _no_room(full: NoRoom, actor: Actor, hello: HelloSeen) -> str:
    if full.member_id == actor.id:
        return NO_ROOM
    return f"{hello.other_name} has no room for one more buddy just now. Nothing is lost: the hello stays as it is."
