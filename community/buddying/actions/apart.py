"""What ends between two members when one blocks the other. Each of it reads to the other like any such end."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, update

from community.buddying import queries
from community.buddying.actions.endings import finish
from community.buddying.actions.inviting import rather_not
from community.buddying.models import Hello, HelloState
from community.buddying.queries.apart import circles_between, circles_with_seat_of, plans_to_ask
from community.buddying.queries.hellos import open_since
from community.core import clock
from community.core.database import changed_rows
from community.core.roles import Actor
from community.directory.queries import hold_still
from community.notifications import actions as notices


def part_from(actor: Actor, other_id: int) -> None:
    """End what is open between the actor and this member: hellos, plans to ask them in, and circles.

    Call it before the block stands, so that the end of a circle is told like any other. A pair finishes; the actor
    leaves a larger circle. Whomever it is about is held first, all at once, as everybody does who holds several.
    """
    seated = [each for shared in circles_between(actor, other_id) for each in queries.who_sits_in(shared.id)]
    hold_still([actor.id, other_id, *seated])
    _withdraw_hellos(actor, other_id)
    for circle_id, proposal_id in plans_to_ask(actor, other_id):
        rather_not(actor, queries.circle_seen_by(actor, circle_id), proposal_id)
    for shared in circles_between(actor, other_id):
        finish(actor, queries.circle_seen_by(actor, shared.public_id), is_not_again=False)


def _withdraw_hellos(actor: Actor, other_id: int) -> None:
    """The actor's own are taken back; the other's read to them as waiting until their tenth day. See decision 7.

    A hello in the name of a circle that the one sits in, to the other, gets a "not now" as well.
    """
    own = and_(Hello.asker_id == actor.id, Hello.asked_id == other_id)
    _move(own, HelloState.DECLINED, HelloState.LET_GO)
    for hello_id, _ in _move(own, HelloState.WAITING, HelloState.TAKEN_BACK):
        notices.take_back(hello_id)
    with_actor, with_other = circles_with_seat_of(actor.id), circles_with_seat_of(other_id)
    to_actor = and_(Hello.asked_id == actor.id, or_(Hello.asker_id == other_id, Hello.joins_id.in_(with_other)))
    to_other = and_(Hello.asked_id == other_id, Hello.joins_id.in_(with_actor))
    for hello_id, asked_id in _move(or_(to_actor, to_other), HelloState.WAITING, HelloState.DECLINED):
        notices.take_back(hello_id, member_id=asked_id)


def _move(which: ColumnElement[bool], before: HelloState, after: HelloState) -> Iterable[tuple[UUID, int]]:
    answered = {} if after is HelloState.LET_GO else {"answered_at": clock.now()}
    moved = (
        update(Hello)
        .where(which, Hello.state == before, Hello.asked_at >= open_since())
        .values(state=after, **answered)
        .returning(Hello.public_id, Hello.asked_id)
    )
    return [(row.public_id, row.asked_id) for row in changed_rows(moved)]
