"""How a circle begins, carries on and ends. No page, notice or letter says who ended it."""

from collections.abc import Sequence

from sqlalchemy import insert, update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind
from community.buddying import queries
from community.buddying.actions.meetings import clear_plan
from community.buddying.models import Circle, CircleKind, CircleSeat, CircleState
from community.buddying.seen import CircleSeen, and_words
from community.core import clock
from community.core.database import changed, db
from community.core.errors import Conflict
from community.core.roles import Actor
from community.directory import actions as directory
from community.notifications import actions as notices
from community.notifications.models import What

_KINDS = {2: CircleKind.PAIR, 3: CircleKind.TRIO}


def begin_circle(member_ids: Sequence[int]) -> Circle:
    """A circle of two to six in its first meeting. The caller has taken room for everybody."""
    ids = sorted(set(member_ids))
    group = belonging.make_group(GroupKind.CIRCLE)
    now = clock.now()
    circle = Circle(
        group_id=group.id,
        kind=_KINDS.get(len(ids), CircleKind.SET),
        state=CircleState.FIRST_MEETING,
        pair_key=pair_key(*ids) if len(ids) == 2 else None,
        began_at=now,
        contact_at=now,
    )
    db.session.add(circle)
    db.session.flush()
    is_asked = queries.does_anybody_keep_their_organisation(ids)
    for member_id in ids:
        belonging.place(member_id, group.id, BelongingState.IN)
        db.session.execute(insert(CircleSeat).values(circle_id=circle.id, member_id=member_id, is_asked_apart=is_asked))
    return circle


def say_apart(actor: Actor, circle: CircleSeen, *, is_apart: bool) -> None:
    """Answer "do you work together?" in private. A yes closes the circle without blame."""
    if not circle.is_open or not circle.is_asked_apart:
        return
    _note_in_seat(actor, circle, is_apart=is_apart)
    if not is_apart:
        finish(actor, circle, is_not_again=False)


def carry_on(actor: Actor, circle: CircleSeen) -> None:
    """Yes after the first meeting. When everybody has said it, the circle is active."""
    if not circle.is_open:
        raise Conflict("This circle is finished already.")
    queries.hold_circle_still(circle.id)
    _note_in_seat(actor, circle, carries_on=True)
    if queries.does_everybody_carry_on(circle.id):
        now = clock.now()
        db.session.execute(
            update(Circle)
            .where(Circle.id == circle.id, Circle.state == CircleState.FIRST_MEETING)
            .values(state=CircleState.ACTIVE, active_since=now, term_began_at=now, contact_at=now)
            .execution_options(synchronize_session=False)
        )


def finish(actor: Actor, circle: CircleSeen, *, is_not_again: bool) -> None:
    """End a pair for both, or leave a larger circle, which goes on while two remain. A repeat changes nothing."""
    queries.hold_circle_still(circle.id)
    seated = queries.who_sits_in(circle.id)
    if actor.id not in seated:
        return
    if is_not_again:
        _note_in_seat(actor, circle, is_not_again=True)
    if len(seated) > 2:
        _leave(actor, circle, seated)
        return
    ended = (
        update(Circle)
        .where(Circle.id == circle.id, Circle.ended_at.is_(None))
        .values(state=CircleState.FINISHED, ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if changed(ended):
        for member_id in seated:
            belonging.take_out(member_id, circle.group_id)
        directory.give_back_room(seated)
        clear_plan(circle)
        _tell_of_the_end(actor, circle, seated)


def pair_key(one: int, other: int) -> str:
    """How a pair is named in the one-open-pair index: the lower member id first."""
    return f"{min(one, other)}:{max(one, other)}"


def _tell_of_the_end(actor: Actor, circle: CircleSeen, seated: Sequence[int]) -> None:
    """Neutral words, from nobody, to whoever was left; to nobody from whom a block keeps the actor.

    What may still stand in their calendars goes with them, so that the letter takes it out.
    """
    if circle.is_kept_apart:
        return
    names = {buddy.id: buddy.name for buddy in (circle.me, *circle.others)}
    off = queries.meeting_to_revive(circle)
    spot = off.public_id if off else None
    for member_id in seated:
        if member_id != actor.id:
            words = and_words([names[each] for each in seated if each != member_id and each in names])
            notices.tell(member_id, What.CIRCLE_FINISHED, about=circle.public_id, words=words, spot=spot)


def _leave(actor: Actor, circle: CircleSeen, seated: Sequence[int]) -> None:
    left = (
        update(CircleSeat)
        .where(CircleSeat.circle_id == circle.id, CircleSeat.member_id == actor.id, CircleSeat.left_at.is_(None))
        .values(left_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if changed(left):
        belonging.take_out(actor.id, circle.group_id)
        directory.give_back_room([actor.id])
        for member_id in seated:
            notices.tell(member_id, What.CIRCLE_LEFT, about=circle.public_id, sender=actor, group_id=circle.group_id)


def _note_in_seat(actor: Actor, circle: CircleSeen, **answer: bool) -> None:
    db.session.execute(
        update(CircleSeat)
        .where(CircleSeat.circle_id == circle.id, CircleSeat.member_id == actor.id)
        .values(**answer)
        .execution_options(synchronize_session=False)
    )
