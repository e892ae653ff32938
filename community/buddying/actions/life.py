"""What happens to a circle on its way: it keeps going, changes its rhythm, rests and wakes, or is looked at again."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import update

from community.buddying import policy, queries
from community.buddying.actions.circles import note_in_seat
from community.buddying.actions.endings import settle_if_right_to_all
from community.buddying.actions.looks import settle_looks
from community.buddying.actions.meetings import call_off
from community.buddying.actions.words import (
    FINISHED,
    RESTS,
    note_contact,
    tell_all,
    tell_each,
    tell_the_others,
    use_one_act,
    write_message,
)
from community.buddying.models import Circle, CircleSeat, CircleState, Rhythm
from community.buddying.queries import life
from community.buddying.queries.life import HeldCircle
from community.buddying.rhythm import IN_WORDS
from community.buddying.seen import CircleSeen, OneCircle
from community.core import clock
from community.core.database import changed
from community.core.errors import Conflict, Invalid
from community.core.roles import Actor
from community.notifications import actions as notices
from community.notifications.models import What

LONGEST_PAUSE = timedelta(days=366)


def keep_going(actor: Actor, circle: CircleSeen, *, how_often: str = "") -> None:
    """It has been quiet, and one of them would like to go on: the others are told, and asked when."""
    _refuse_unless_awake(circle)
    use_one_act(actor, circle)
    note_contact(circle)
    tell_the_others(actor, circle, What.GOES_ON, spot=circle.public_id, words=how_often)


def change_rhythm(actor: Actor, circle: CircleSeen, rhythm: Rhythm) -> None:
    """How often they want to talk, from now on. Each may change it; the others are told that it goes on."""
    _refuse_unless_awake(circle)
    changed(update(Circle).where(Circle.id == circle.id, Circle.ended_at.is_(None)).values(rhythm=rhythm))
    keep_going(actor, circle, how_often=IN_WORDS[rhythm].lower())


def pause(
    actor: Actor, circle: CircleSeen, *, until: date | None, words: str = "", is_meeting_off: bool = False, once: UUID
) -> bool:
    """Rest, until a day or until one of them wakes it; with a few words to the others, if there are any.

    Nothing is counted meanwhile. What is planned stays, or is called off. A repeat changes nothing, and is False.
    """
    if until is not None and not clock.today() < until <= clock.today() + LONGEST_PAUSE:
        raise Invalid("Choose a day from tomorrow on, within a year. Or leave it blank.", "until")
    held = life.held_circle(circle.id)
    if not held.is_open or not policy.can_write(circle):
        raise Conflict(FINISHED)
    if held.state is CircleState.PAUSED:
        return False
    use_one_act(actor, circle)
    if words:
        write_message(actor, circle, words=words, once=once)
    if is_meeting_off:
        call_off(actor, circle)
    changed(
        update(Circle)
        .where(Circle.id == circle.id)
        .values(state=CircleState.PAUSED, paused_at=clock.now(), paused_until=until)
    )
    notices.take_back(circle.public_id, whats=(What.QUIET, What.RESCUE, What.GOES_ON))
    tell_each(circle, What.PAUSED, besides=[actor.id])
    return True


def resume(actor: Actor, circle: CircleSeen) -> bool:
    """Go on after a rest, in one tap. A repeat changes nothing, and is False."""
    held = life.held_circle(circle.id)
    if not held.is_open or not policy.can_write(circle):
        raise Conflict(FINISHED)
    if held.state is not CircleState.PAUSED:
        return False
    use_one_act(actor, circle)
    _wake(held)
    tell_each(circle, What.RESUMED, besides=[actor.id])
    return True


def resume_some(limit: int) -> int:
    """Those whose day has come go on by themselves; returns how many. The caller commits."""
    due = life.circles_to_resume(limit)
    people = life.people_in([circle.id for circle in due])
    for circle in due:
        _wake(circle)
        tell_all(circle, people[circle.id], What.RESUMED)
    return len(due)


def look_again(circle: OneCircle) -> bool:
    """One of them has moved in a way that asks for a second look: everybody is told so alike, by nobody.

    What was answered to an earlier question of this kind counts no more. False when the circle is finished.
    """
    asked = update(Circle).where(Circle.id == circle.id, Circle.ended_at.is_(None)).values(moved_at=clock.now())
    if not changed(asked):
        return False
    changed(update(CircleSeat).where(CircleSeat.circle_id == circle.id).values(feels_right=None))
    tell_all(circle, life.people_in([circle.id])[circle.id], What.LOOK_AGAIN)
    return True


def say_it_feels_right(actor: Actor, circle: CircleSeen) -> bool:
    """In private, after somebody's change of job; whether with this everybody has said so, and the question is over."""
    if not circle.is_open:
        raise Conflict(FINISHED)
    life.held_circle(circle.id)
    note_in_seat(actor, circle, feels_right=True)
    notices.take_back(circle.public_id, member_id=actor.id, whats=(What.LOOK_AGAIN,))
    return settle_if_right_to_all(circle)


def _refuse_unless_awake(circle: CircleSeen) -> None:
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    if circle.state is CircleState.PAUSED:
        raise Conflict(RESTS)


def _wake(circle: HeldCircle) -> None:
    """It goes on where it was: its half year is as much longer as it rested, and silence is counted anew.

    A first meeting becomes active if whoever had not said yes to carrying on left meanwhile.
    """
    now = clock.now()
    rested = now - (circle.paused_at or now)
    begins = circle.active_since is None and queries.do_all_say_yes(circle.id, CircleSeat.carries_on)
    active_since, term_began_at = (now, now) if begins else (circle.active_since, circle.term_began_at)
    changed(
        update(Circle)
        .where(Circle.id == circle.id, Circle.state == CircleState.PAUSED)
        .values(
            state=CircleState.ACTIVE if active_since else CircleState.FIRST_MEETING,
            active_since=active_since,
            term_began_at=term_began_at + rested if term_began_at and not begins else term_began_at,
            contact_at=now,
            paused_at=None,
            paused_until=None,
        )
    )
    settle_looks(circle.id)
