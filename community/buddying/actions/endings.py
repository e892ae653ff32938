"""How a circle ends, or goes on without somebody. Nothing says who ended it, or that a block stands behind it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update

from community.belonging import actions as belonging
from community.buddying import queries
from community.buddying.actions.agreement import settle_without
from community.buddying.actions.circles import activate_if_all_carry_on, kind_of, note_in_seat, pair_key
from community.buddying.actions.drafts import forget_drafts
from community.buddying.actions.inviting import stop_asking
from community.buddying.actions.looks import settle_looks
from community.buddying.actions.meetings import clear_plan
from community.buddying.actions.words import keep_message, write_message
from community.buddying.models import Circle, CircleSeat, CircleState
from community.buddying.queries import life
from community.buddying.queries.asking import has_grown
from community.buddying.seen import CircleSeen, OneCircle
from community.core import chance, clock
from community.core.database import changed
from community.core.errors import Conflict
from community.core.roles import Actor
from community.core.text import listed
from community.directory import actions as directory
from community.notifications import actions as notices
from community.notifications.models import What

GROWN = "Somebody has just joined you, and a new circle has begun: you find it under Buddies. You can leave it there."


def say_apart(actor: Actor, circle: CircleSeen, *, is_apart: bool) -> None:
    """Answer "do you work together?" in private. A yes closes the circle without blame."""
    if not circle.is_open or not circle.is_asked_apart:
        return
    note_in_seat(actor, circle, is_apart=is_apart)
    if not is_apart:
        finish(actor, circle, is_not_again=False)


def finish(
    actor: Actor, circle: CircleSeen, *, is_not_again: bool, last_word: str = "", once: UUID | None = None
) -> None:
    """End a pair for both, or leave a larger circle, which goes on while two remain. A repeat changes nothing.

    `last_word` stands as the last message, for the others to read; in a circle that goes on it is one like any other,
    counted and told. What the others are told of the end is the same whether or not a block stands behind it; whoever
    blocked the actor is told nothing.
    """
    _, seated = life.hold_with_members(circle.id)
    if actor.id not in seated:
        return
    if has_grown(circle.id):
        raise Conflict(GROWN)
    if is_not_again:
        note_in_seat(actor, circle, is_not_again=True)
    hearing = life.who_hears_of_the_end(actor.id, circle.id)
    key = once or chance.new_id()
    if len(seated) > 2:
        if last_word:
            write_message(actor, circle, words=last_word, once=key)
        _leave(actor, circle, hearing)
    elif end(circle, seated):
        _tell_of_the_end(circle, seated, hearing)
        if last_word:
            keep_message(actor, circle, last_word, message_id=chance.new_id(), once=key)


def end(circle: OneCircle, seated: Sequence[int], *, gives_room_back: bool = True) -> bool:
    """It is over for all of them, who go on reading it; nobody is told. False if it was over before.

    They get their room back, unless it goes on to the circle that this one has grown into.
    """
    ended = (
        update(Circle)
        .where(Circle.id == circle.id, Circle.ended_at.is_(None))
        .values(state=CircleState.FINISHED, ended_at=clock.now(), paused_at=None, paused_until=None, moved_at=None)
    )
    if not changed(ended):
        return False
    for member_id in seated:
        belonging.take_out(member_id, circle.group_id)
    if gives_room_back:
        directory.give_back_room(seated)
    clear_plan(circle)
    forget_drafts(circle.id)
    stop_asking(circle)
    return True


def _tell_of_the_end(circle: CircleSeen, seated: Sequence[int], hearing: Sequence[int]) -> None:
    """Neutral words, from nobody. What may still stand in their calendars goes with them: the letter takes it out."""
    names = circle.names_by_id
    off = queries.meeting_to_revive(circle)
    spot = off.public_id if off else None
    for member_id in hearing:
        words = listed([names[each] for each in seated if each != member_id and each in names])
        notices.tell(member_id, What.CIRCLE_FINISHED, about=circle.public_id, words=words, spot=spot)


def _leave(actor: Actor, circle: CircleSeen, hearing: Sequence[int]) -> None:
    left = (
        update(CircleSeat)
        .where(CircleSeat.circle_id == circle.id, CircleSeat.member_id == actor.id, CircleSeat.left_at.is_(None))
        .values(left_at=clock.now())
    )
    if not changed(left):
        return
    belonging.take_out(actor.id, circle.group_id)
    directory.give_back_room([actor.id])
    forget_drafts(circle.id, member_id=actor.id)
    stop_asking(circle, leaver_id=actor.id)
    for member_id in hearing:
        about, group_id = circle.public_id, circle.group_id
        notices.tell(member_id, What.CIRCLE_LEFT, about=about, group_id=group_id, words=actor.name)
    _go_on_without(circle)


def _go_on_without(circle: CircleSeen) -> None:
    """What waited for whoever left waits no longer. Two who remain are a pair, of which there is one at most."""
    remaining = queries.who_sits_in(circle.id)
    key = pair_key(*remaining) if len(remaining) == 2 else None
    if key and life.has_other_open_pair(key, circle.id):
        end(circle, remaining)
        _tell_of_the_end(circle, remaining, remaining)
        return
    changed(update(Circle).where(Circle.id == circle.id).values(kind=kind_of(len(remaining)), pair_key=key))
    those_who_stay = circle._replace(me=circle.others[0], others=circle.others[1:])
    activate_if_all_carry_on(those_who_stay)
    settle_without(those_who_stay, circle.me.id)
    settle_if_right_to_all(circle)
    settle_looks(circle.id)


def settle_if_right_to_all(circle: CircleSeen) -> bool:
    """When everybody has said that it still feels right, the second look is over."""
    if not queries.do_all_say_yes(circle.id, CircleSeat.feels_right):
        return False
    over = update(Circle).where(Circle.id == circle.id, Circle.moved_at.is_not(None)).values(moved_at=None)
    return bool(changed(over))
