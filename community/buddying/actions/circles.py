"""How a circle begins, and how it carries on when everybody, in private, has said that they would like to."""

from collections.abc import Sequence

from sqlalchemy import insert, update

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupKind
from community.buddying import queries
from community.buddying.actions.words import FINISHED, RESTS, tell_each
from community.buddying.models import Circle, CircleKind, CircleSeat, CircleState
from community.buddying.queries import life
from community.buddying.seen import CircleSeen
from community.core import clock
from community.core.database import changed, db
from community.core.errors import Conflict
from community.core.roles import Actor
from community.notifications.models import What

_KINDS = {2: CircleKind.PAIR, 3: CircleKind.TRIO}


def begin_circle(member_ids: Sequence[int]) -> Circle:
    """A circle of two to six in its first meeting. The caller has taken room for everybody."""
    ids = sorted(set(member_ids))
    group = belonging.make_group(GroupKind.CIRCLE)
    now = clock.now()
    circle = Circle(
        group_id=group.id,
        kind=kind_of(len(ids)),
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


def carry_on(actor: Actor, circle: CircleSeen) -> bool:
    """Yes after the first meeting; whether the circle is active by it, because now everybody has said so."""
    held = life.held_circle(circle.id)
    if not held.is_open or not circle.is_open:
        raise Conflict(FINISHED)
    if held.state is CircleState.PAUSED:
        raise Conflict(RESTS)
    note_in_seat(actor, circle, carries_on=True)
    return held.state is CircleState.FIRST_MEETING and activate_if_all_carry_on(circle, besides=[actor.id])


def activate_if_all_carry_on(circle: CircleSeen, *, besides: Sequence[int] = ()) -> bool:
    """From now on it is active, if everybody who sits in it has said yes."""
    if not queries.do_all_say_yes(circle.id, CircleSeat.carries_on):
        return False
    now = clock.now()
    active = (
        update(Circle)
        .where(Circle.id == circle.id, Circle.state == CircleState.FIRST_MEETING)
        .values(state=CircleState.ACTIVE, active_since=now, term_began_at=now, contact_at=now)
    )
    if not changed(active):
        return False
    tell_each(circle, What.CARRIES_ON, besides=besides)
    return True


def kind_of(how_many: int) -> CircleKind:
    return _KINDS.get(how_many, CircleKind.SET)


def pair_key(one: int, other: int) -> str:
    """How a pair is named in the one-open-pair index: the lower member id first."""
    return f"{min(one, other)}:{max(one, other)}"


def note_in_seat(actor: Actor, circle: CircleSeen, **answer: bool) -> None:
    """What the actor answers in private."""
    changed(
        update(CircleSeat).where(CircleSeat.circle_id == circle.id, CircleSeat.member_id == actor.id).values(**answer)
    )
