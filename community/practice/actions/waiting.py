"""Nobody waits: after a day the desk hears of it, and three who may know; after two, one named facilitator owns it.

Jobs do most of it; facilitators take something up, and hand it on; whoever is asked may say no.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Protocol, TypedDict, TypeVar
from uuid import UUID

from sqlalchemy import delete, update

from community.core import chance, clock
from community.core.database import changed, db, reading, short_transaction, upsert
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Actor
from community.jobs import running
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import policy, queries
from community.practice.models import HelpAsked, Waiting
from community.practice.queries import helping, waiting
from community.practice.queries.helping import Helper
from community.practice.queries.waiting import CamePost, Keeper, WaitingPost

ASKED_FORGOTTEN_AFTER = timedelta(days=90)
NOT_THEM = "They cannot see to this one. Choose somebody else."
TAKEN = "Somebody else has taken this up already."

_AT_THE_DESK = (What.WAITS_A_DAY, What.WAITS_FOR_ME)
_WHILE_IT_WAITS = (*_AT_THE_DESK, What.HELP_WANTED)


Thing = TypeVar("Thing")
Person = TypeVar("Person", Keeper, Helper)


class Named(Protocol):
    """Whoever sees to it: a facilitator who acts, or one who was chosen."""

    @property
    def id(self) -> int: ...


class OfPost(TypedDict):
    """What every notice of a post that waits says."""

    about: UUID
    group_id: int
    spot: UUID
    words: str
    is_public: bool


def nobody_waits() -> int:
    """See to everybody who has waited for a day or longer; returns how many wait. Call it outside any transaction.

    One by one, each in a short transaction of its own: nobody waits for all of them.
    """
    _one_by_one(waiting.those_over, lambda post: _let_go([post]))
    _one_by_one(waiting.those_that_come, _bring_to_the_desk)
    seen_to = _one_by_one(waiting.those_on_the_desk, _see_to)
    with short_transaction():
        changed(delete(HelpAsked).where(HelpAsked.asked_at < clock.now() - ASKED_FORGOTTEN_AFTER))
    return seen_to


def settle(thread_id: int) -> None:
    """What waited in this conversation and does so no more leaves the desk at once."""
    db.session.flush()
    _let_go(waiting.those_over(thread_id))


def begin_anew(thread_id: int) -> None:
    """The conversation stands elsewhere now: what waits in it comes to the desk of that place."""
    _let_go(waiting.those_in(thread_id))


def take_up(actor: Actor, post: WaitingPost) -> None:
    """A facilitator says: this is mine. Whoever asked is told who it is. A repeat changes nothing."""
    post = _still(post)
    if post.owner_id == actor.id:
        return
    if post.owner_id is not None:
        raise Conflict(TAKEN)
    if actor.id not in {keeper.id for keeper in waiting.keepers_for(post.id)}:
        raise NotAllowed
    _give(post, actor)


def hand_on(actor: Actor, post: WaitingPost, to: UUID) -> None:
    """Whoever looks after the community gives it to another who does, and who is told."""
    if not waiting.looks_after_place_of(actor, post):
        raise NotAllowed
    post = _still(post)
    keepers = {keeper.public_id: keeper for keeper in waiting.keepers_for(post.id)}
    if to not in keepers:
        raise Conflict(NOT_THEM)
    if post.owner_id == keepers[to].id:
        return
    _give(post, keepers[to])
    if keepers[to].id != actor.id:
        notifications.tell(keepers[to].id, What.WAITS_FOR_ME, sender=actor, **_of(post))


def not_me(actor: Actor, post: CamePost) -> None:
    """Whoever was asked whether they could answer says no; nobody is told, and the job may ask another."""
    asked = update(HelpAsked).where(HelpAsked.post_id == post.id, HelpAsked.member_id == actor.id)
    changed(asked.where(HelpAsked.declined_at.is_(None)).values(declined_at=clock.now()))
    notifications.take_back(post.thread_public_id, spot=post.public_id, member_id=actor.id, whats=(What.HELP_WANTED,))


def _one_by_one(find: Callable[[], Iterable[Thing]], see_to: Callable[[Thing], None]) -> int:
    with reading():
        found = list(find())
    for done, thing in enumerate(found):
        if running.is_stopping():
            return done
        try:
            with short_transaction():
                see_to(thing)
        except Conflict:
            continue  # somebody was quicker with this one
    return len(found)


def _held(post_id: int) -> WaitingPost | None:
    """The post as it waits now; nobody answers it until the commit."""
    thread_id = waiting.thread_of(post_id)
    if thread_id is None:
        return None
    queries.hold_thread(thread_id)
    return waiting.waiting_post(post_id)


def _still(post: WaitingPost) -> WaitingPost:
    """The same, as it is on the desk now, held until the commit. Raises Conflict when it waits no more."""
    queries.hold_thread(post.thread_id)
    return waiting.still_waiting(post.id)


def _bring_to_the_desk(post_id: int) -> None:
    """Everybody who looks after the community is told."""
    post = _held(post_id)
    if post is None or post.is_on_the_desk:
        return
    db.session.execute(upsert(Waiting).values(post_id=post.id, thread_id=post.thread_id).on_conflict_do_nothing())
    for keeper in waiting.keepers_for(post.id):
        notifications.tell(keeper.id, What.WAITS_A_DAY, sender=post.asker, **_of(post))


def _see_to(post_id: int) -> None:
    """Ask those who may know, as long as fewer than three have been; after two days, find an owner."""
    post = _held(post_id)
    if post is None:
        return
    _ask_helpers(post)
    if post.owner_id is None and post.has_waited_two_days:
        keepers = _mixed(waiting.keepers_for(post.id), post)
        if keepers:
            chosen = min(keepers, key=lambda keeper: keeper.how_many)
            _give(post, chosen)
            notifications.tell(chosen.id, What.WAITS_FOR_ME, sender=post.asker, **_of(post))


def _ask_helpers(post: WaitingPost) -> None:
    how_many = helping.how_many_to_ask(post)
    if not how_many:
        return
    fit = sorted(_mixed(helping.helpers_for(post), post), key=_in_turn)
    now = clock.now()
    for helper in fit[:how_many]:
        asked = upsert(HelpAsked).values(post_id=post.id, member_id=helper.member_id, asked_at=now)
        db.session.execute(asked.on_conflict_do_nothing())
        notifications.tell(helper.member_id, What.HELP_WANTED, sender=post.asker, **_of(post))


def _in_turn(helper: Helper) -> tuple[int, float]:
    """Whose offers fit best; among them whoever was asked longest ago, or never."""
    return -helper.fits, helper.asked_at.timestamp() if helper.asked_at else 0.0


def _mixed(people: list[Person], post: WaitingPost) -> list[Person]:
    """So that among equals it is not always the same who comes first."""
    chance.seeded(post.public_id).shuffle(people)
    return people


def _give(post: WaitingPost, to: Named) -> None:
    """Raises Conflict when somebody was quicker. The others who look after the community need not see to it now."""
    owned = update(Waiting).where(Waiting.post_id == post.id, Waiting.owner_id.is_not_distinct_from(post.given_to))
    if not changed(owned.values(owner_id=to.id, owned_at=clock.now())):
        raise Conflict(TAKEN)
    notifications.take_back(post.thread_public_id, spot=post.public_id, whats=_AT_THE_DESK)
    notifications.tell(post.asker_id, What.TAKEN_UP, sender=to, **_of(post))


def _let_go(over: Iterable[CamePost]) -> None:
    for post in over:
        db.session.execute(delete(Waiting).where(Waiting.post_id == post.id))
        notifications.take_back(post.thread_public_id, spot=post.public_id, whats=_WHILE_IT_WAITS)


def _of(post: WaitingPost) -> OfPost:
    return {
        "about": post.thread_public_id,
        "group_id": post.group_id,
        "spot": post.public_id,
        "words": post.title,
        "is_public": policy.may_be_in_letters(post),
    }
