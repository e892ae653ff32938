"""Two people at the same moment, with real threads and transactions: nobody's words or wish is lost to the other's."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest

from community.accounts.models import Member
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import chance, clock
from community.core.database import db, reading
from community.core.errors import Conflict, NotAllowed, Stale
from community.core.roles import MemberState
from community.notifications.models import What
from community.practice import actions, queries
from community.practice.models import CommunityMark, Level, Post, PostRevision, Thread
from community.practice.queries import CommunitySeen, PostToChange, ThreadSeen
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread, let_in, whats
from tests.world import Person, World

TIME_TO_MEET = 0.3
Done = TypeVar("Done")


def seen_community(world: World, person: Person, space: Space) -> CommunitySeen:
    with world.inside(), reading():
        return queries.community_seen_by(person.actor, space.public_id)


def seen_community_now(person: Person, space: Space) -> CommunitySeen:
    """Inside a visit to the database."""
    return queries.community_seen_by(person.actor, space.public_id)


def seen_thread(world: World, person: Person, talk: Talk) -> ThreadSeen:
    with world.inside(), reading():
        return queries.thread_seen_by(person.actor, talk.public_id)


def seen_post(world: World, person: Person, talk: Talk, number: int) -> PostToChange:
    with world.inside(), reading():
        return queries.post_to_change(person.actor, talk.posts[number])


def at_once(world: World, first: Callable[[], object], second: Callable[[], Done]) -> Done:
    """`second` begins when `first` has written and not committed yet; what it comes to."""
    has_written = threading.Event()

    def quicker() -> None:
        with world.inside():
            first()
            has_written.set()
            threading.Event().wait(TIME_TO_MEET)

    def slower() -> Done:
        assert has_written.wait(5)
        with world.inside():
            return second()

    with ThreadPoolExecutor(max_workers=2) as pool:
        one, other = pool.submit(quicker), pool.submit(slower)
        one.result()
        return other.result()


def test_removing_a_question_never_takes_a_reply_along(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, members=(nadia, gareth)))
    question, thread = seen_post(world, nadia, talk, 0), seen_thread(world, gareth, talk)
    took_all = at_once(
        world,
        lambda: actions.reply(gareth.actor, thread, "Just posted.", once=chance.new_id()),
        lambda: actions.remove(nadia.actor, question),
    )
    assert took_all is False
    shown = world.browser(nadia).get(talk.url)
    assert "Just posted." in shown and "Removed by its author" in shown and "ambulance" not in shown


@pytest.mark.parametrize("ending", ["closed", "removed"])
def test_no_reply_lands_after_the_end_of_a_conversation(world: World, ending: str) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, facilitator=nadia, members=(gareth,)))
    question, theirs, hers = (
        seen_post(world, nadia, talk, 0),
        seen_thread(world, gareth, talk),
        seen_thread(world, nadia, talk),
    )

    def end() -> None:
        if ending == "closed":
            actions.close(nadia.actor, hers)
        else:
            actions.remove(nadia.actor, question)

    with pytest.raises(NotAllowed, match="Your words are still here"):
        at_once(world, end, lambda: actions.reply(gareth.actor, theirs, "Too late.", once=chance.new_id()))
    assert world.count(Post, body="Too late.") == 0
    if ending == "closed":
        assert world.one(Thread).reply_count == 0
        assert "Too late." in world.browser(gareth).post(f"{talk.url}/replies", {"body": "Too late."}).html


@pytest.mark.parametrize("ending", ["shown out", "left", "archived", "moved"])
def test_no_reply_and_no_conversation_lands_where_one_is_no_more_or_nobody_writes(world: World, ending: str) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    place, elsewhere = (a_community(world, facilitator=nadia, members=(gareth,), name=name) for name in "ab")
    talk = a_thread(world, nadia, place)
    theirs, hers, space = (
        seen_thread(world, gareth, talk),
        seen_thread(world, nadia, talk),
        seen_community(world, nadia, talk.space),
    )
    his = seen_community(world, gareth, talk.space)
    endings: dict[str, Callable[[], object]] = {
        "shown out": lambda: actions.show_out(nadia.actor, space, gareth.public_id),
        "left": lambda: actions.leave(gareth.actor, his),
        "archived": lambda: actions.archive(nadia.actor, space),
        "moved": lambda: actions.move(nadia.actor, hers, elsewhere.public_id),
    }
    with pytest.raises(NotAllowed, match="Your words are still here"):
        at_once(
            world,
            endings[ending],
            lambda: actions.reply(gareth.actor, theirs, "Too late.", once=chance.new_id()),
        )
    if ending != "moved":
        with world.inside(), pytest.raises(NotAllowed, match="Your words are still here"):
            words = {"kind_id": "question", "title": "Too late", "body": "Too late."}
            actions.start_thread(gareth.actor, his, **words, once=chance.new_id())
    assert world.count(Post, body="Too late.") == 0
    assert world.one(Thread).reply_count == 0


@pytest.mark.parametrize("ending", ["archived", "asker stepped down", "asker left", "shown out"])
def test_whoever_says_yes_to_looking_after_it_is_asked_still(world: World, ending: str) -> None:
    nadia, gareth, comfort = world.member("Nadia"), world.member("Gareth"), world.member("Comfort")
    place = a_community(world, facilitator=nadia, members=(gareth, comfort))
    let_in(world, comfort, place, role=GroupRole.FACILITATOR)
    space = seen_community(world, nadia, place)
    with world.inside():
        actions.offer_care(nadia.actor, space, gareth.public_id)
    his = seen_community(world, gareth, place)
    assert "Nadia asks you to look after it too" in world.browser(gareth).get(f"{place.url}/care")
    endings: dict[str, Callable[[], object]] = {
        "archived": lambda: actions.archive(nadia.actor, space),
        "asker stepped down": lambda: actions.step_down(nadia.actor, space),
        "asker left": lambda: actions.leave(nadia.actor, space),
        "shown out": lambda: actions.show_out(comfort.actor, seen_community_now(comfort, place), gareth.public_id),
    }
    with pytest.raises(Conflict, match="not asked any more"):
        at_once(world, endings[ending], lambda: actions.accept_care(gareth.actor, his))
    assert world.count(Belonging, role=GroupRole.FACILITATOR, member_id=gareth.id) == 0
    assert What.CARE_OFFERED not in whats(world, gareth) or ending == "archived"
    assert world.browser(gareth).get(f"{place.url}/care", check=False).status == 404


def test_a_question_of_somebody_who_was_paused_is_asked_again_by_another(world: World) -> None:
    nadia, gareth, comfort = world.member("Nadia"), world.member("Gareth"), world.member("Comfort")
    place = a_community(world, facilitator=nadia, members=(gareth, comfort))
    let_in(world, comfort, place, role=GroupRole.FACILITATOR)
    his = seen_community(world, gareth, place)
    with world.inside():
        actions.offer_care(nadia.actor, seen_community_now(nadia, place), gareth.public_id)
        db.session.get_one(Member, nadia.id).state = MemberState.SUSPENDED
    with world.inside(), pytest.raises(Conflict, match="not asked any more"):
        actions.accept_care(gareth.actor, his)
    with world.inside():
        actions.offer_care(comfort.actor, seen_community_now(comfort, place), gareth.public_id)
        actions.accept_care(gareth.actor, his)
    assert world.count(Belonging, role=GroupRole.FACILITATOR, member_id=gareth.id) == 1


def test_a_conversation_stands_where_its_last_remaining_post_puts_it(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    long_ago = clock.now() - timedelta(days=9)
    talk = a_thread(world, nadia, a_community(world, members=(nadia, gareth)), (nadia, "Going."), at=long_ago)
    going, thread = seen_post(world, nadia, talk, 1), seen_thread(world, gareth, talk)
    at_once(
        world,
        lambda: actions.reply(gareth.actor, thread, "Staying.", once=chance.new_id()),
        lambda: actions.remove(nadia.actor, going),
    )
    kept = world.one(Thread)
    assert kept.last_post_at == world.one(Post, body="Staying.").posted_at and kept.reply_count == 1


def test_an_edit_that_came_second_is_shown_what_is_kept_now(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), (nadia, "At first."))
    mine = seen_post(world, nadia, talk, 1)
    with pytest.raises(Stale) as met:
        at_once(
            world,
            lambda: actions.edit(nadia.actor, mine, body="From the phone.", title="", version=1),
            lambda: actions.edit(nadia.actor, mine, body="From the desk.", title="", version=1),
        )
    assert (met.value.yours, met.value.theirs) == ("From the desk.", "From the phone.")
    assert world.one(Post, is_opening=False).body == "From the phone."


@pytest.mark.parametrize("number", [0, 1], ids=["opening", "reply"])
def test_a_removal_erases_the_history_of_an_edit_that_was_just_made(world: World, number: int) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, nadia, space, (nadia, "CANARY-one."), body="CANARY-one.")
    a_reply(world, gareth, talk.public_id, "An answer.")
    mine = seen_post(world, nadia, talk, number)
    at_once(
        world,
        lambda: actions.edit(nadia.actor, mine, body="CANARY-two.", title=mine.title, version=1),
        lambda: actions.remove(nadia.actor, mine),
    )
    assert world.count(PostRevision) == 0
    assert world.one(Post, public_id=mine.public_id).body == ""


def ask(world: World, person: Person, space: Space) -> None:
    seen = seen_community(world, person, space)
    with world.inside():
        actions.join(person.actor, seen)


def test_two_facilitators_answer_once(world: World) -> None:
    comfort, nadia, gareth = world.member("Comfort"), world.member("Nadia"), world.member("Gareth")
    space = a_community(world, Level.ASK, facilitator=comfort)
    ask(world, gareth, space)
    seen = seen_community(world, comfort, space)
    with pytest.raises(Conflict):
        at_once(
            world,
            lambda: actions.answer_asker(comfort.actor, seen, gareth.public_id, is_welcome=True),
            lambda: actions.answer_asker(comfort.actor, seen, gareth.public_id, is_welcome=False),
        )
    assert world.one(Belonging, member_id=gareth.id).state is BelongingState.IN
    ask(world, nadia, space)
    with world.inside():
        actions.answer_asker(comfort.actor, seen, nadia.public_id, is_welcome=False)
    assert world.one(Belonging, member_id=nadia.id).state is BelongingState.OUT


def test_nobody_is_let_in_who_has_just_stopped_asking(world: World) -> None:
    comfort, gareth = world.member("Comfort"), world.member("Gareth")
    space = a_community(world, Level.ASK, facilitator=comfort)
    ask(world, gareth, space)
    hers, his = seen_community(world, comfort, space), seen_community(world, gareth, space)
    with pytest.raises(Conflict):
        at_once(
            world,
            lambda: actions.leave(gareth.actor, his),
            lambda: actions.answer_asker(comfort.actor, hers, gareth.public_id, is_welcome=True),
        )
    assert world.one(Belonging, member_id=gareth.id).state is BelongingState.OUT


def test_a_community_s_mark_only_moves_forward(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    seen, now = seen_community(world, nadia, space), clock.now()
    earlier, later = now - timedelta(hours=2), now - timedelta(hours=1)
    at_once(
        world,
        lambda: actions.mark_community_read(nadia.actor, seen, later),
        lambda: actions.mark_community_read(nadia.actor, seen, earlier),
    )
    assert world.one(CommunityMark, member_id=nadia.id).read_at == later
    with world.inside():
        actions.mark_community_read(nadia.actor, seen, now)
    assert world.one(CommunityMark, member_id=nadia.id).read_at == now
    with world.inside():
        actions.leave(nadia.actor, seen)
    assert world.one(CommunityMark, member_id=nadia.id).read_at is None
    with world.inside():
        actions.mark_community_read(nadia.actor, seen, earlier)
    assert world.one(CommunityMark, member_id=nadia.id).read_at == earlier, "the first after coming back"
