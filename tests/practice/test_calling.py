"""How often somebody is called, what a removed post leaves behind, and how many wait at a door."""

from datetime import timedelta
from itertools import permutations

import pytest
import time_machine

from community.belonging import actions as belonging
from community.core import clock
from community.core.database import db
from community.notifications.models import Level as Heard
from community.notifications.models import Notice, What
from community.practice import policy
from community.practice.models import Level, Post, Thread
from tests.practice.people import (
    Space,
    Talk,
    a_community,
    a_reply,
    edit,
    hears,
    let_in,
    remove,
    unread,
    whats,
)
from tests.world import Person, World


def crowd(world: World, space: Space, how_many: int) -> list[Person]:
    people = [world.member(f"Person {number:02}") for number in range(how_many)]
    for person in people:
        let_in(world, person, space)
    return people


def calling(*people: Person) -> str:
    return " ".join(f"@{person.name}," for person in people)


def read_all(world: World, person: Person) -> None:
    world.browser(person).post("/notices/read", {"seen": clock.now().isoformat()})
    with world.inside():
        db.session.execute(db.update(Notice).where(Notice.member_id == person.id).values(read_at=clock.now()))


def test_a_post_calls_somebody_once_however_often_it_is_edited(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    post = a_reply(world, nadia, talk.public_id, "@Gareth")
    for body in ("@Comfort", "@Gareth", "@Comfort", "@Gareth and @Comfort"):
        for person in (gareth, comfort):
            read_all(world, person)
        edit(world, nadia, post, body)
    assert world.count(Notice, member_id=gareth.id) == world.count(Notice, member_id=comfort.id) == 1


def test_a_post_and_all_its_edits_call_ten(world: World, nadia: Person, space: Space, talk: Talk) -> None:
    people = crowd(world, space, 24)
    post = a_reply(world, nadia, talk.public_id, calling(*people[:4]))
    edit(world, nadia, post, calling(*people[4:12]))
    edit(world, nadia, post, calling(*people[12:]))
    assert [whats(world, person) for person in people] == [[What.MENTION]] * 10 + [[]] * 14


def test_past_the_days_number_nobody_more_is_called_and_the_post_is_kept(
    world: World, nadia: Person, space: Space, talk: Talk
) -> None:
    people = crowd(world, space, policy.CALLS_A_DAY + 5)
    with time_machine.travel(clock.now(), tick=False) as watch:
        for start in range(0, len(people), 10):
            post = a_reply(world, nadia, talk.public_id, calling(*people[start : start + 10]))
        assert [bool(unread(world, person)) for person in people] == [True] * policy.CALLS_A_DAY + [False] * 5
        assert people[-1].name in world.one(Post, public_id=post).body
        watch.shift(timedelta(days=1, seconds=1))
        a_reply(world, nadia, talk.public_id, calling(people[-1]))
        assert whats(world, people[-1]) == [What.MENTION]


def test_whoever_has_left_or_edits_in_a_closed_conversation_calls_nobody(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    post = a_reply(world, nadia, talk.public_id, "Words.")
    with world.inside():
        db.session.execute(db.update(Thread).values(closed_at=clock.now()))
    edit(world, nadia, post, "@Gareth")
    with world.inside():
        db.session.execute(db.update(Thread).values(closed_at=None))
        belonging.take_out(nadia.id, talk.space.group_id)
    edit(world, nadia, post, "@Comfort")
    assert unread(world, gareth) == unread(world, comfort) == []


def test_edits_have_a_limit_of_their_own(
    world: World, nadia: Person, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "EDITS_AN_HOUR", 2)
    browser = world.browser(nadia)
    url = f"/posts/{talk.posts[0]}/edit"
    sent = [
        browser.post(url, {"title": "A title", "body": f"Words {number}.", "version": str(number)}).status
        for number in (1, 2, 3)
    ]
    assert sent == [303, 303, 429]
    assert browser.submit(browser.get(talk.url), "/replies", body="A reply.").status == 303


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_removed_in_any_order_posts_leave_no_notice_of_nothing(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk, order: tuple[int, ...]
) -> None:
    hears(world, comfort, talk.public_id, Heard.EVERY)
    maggie = world.member("Maggie")
    let_in(world, maggie, talk.space)
    posts = [a_reply(world, gareth, talk.public_id, f"{number}, @Maggie.") for number in range(3)]
    there = list(posts)
    for number in order:
        remove(world, gareth, posts[number])
        there.remove(posts[number])
        for person in (nadia, comfort, maggie):
            assert [notice.how_many for notice in unread(world, person)] == ([len(there)] if there else [])
            if person is not maggie and there:
                assert unread(world, person)[0].spot == there[0]


def test_a_mention_edited_away_leaves_no_notice_of_nothing(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    first, second = (a_reply(world, nadia, talk.public_id, "@Gareth") for _ in range(2))
    edit(world, nadia, second, "Nobody.")
    remove(world, nadia, first)
    assert unread(world, gareth) == []


def test_removing_what_was_never_counted_changes_nothing(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    early = a_reply(world, gareth, talk.public_id, "Early.")
    read_all(world, nadia)
    a_reply(world, gareth, talk.public_id, "Late.")
    called = a_reply(world, comfort, talk.public_id, "@Nadia")
    own = a_reply(world, nadia, talk.public_id, "Mine.")
    for author, post in ((gareth, early), (nadia, own), (comfort, called)):
        remove(world, author, post)
    assert [(notice.what, notice.how_many) for notice in unread(world, nadia)] == [(What.ANSWER, 1)]


class TestTheDoor:
    @pytest.fixture
    def door(self, world: World, nadia: Person) -> Space:
        return a_community(world, Level.ASK, facilitator=nadia, name="Ask us")

    def asks(self, world: World, person: Person, door: Space) -> int:
        return world.browser(person).post(f"{door.url}/join", {"agrees": "y"}).status

    def stops(self, world: World, person: Person, door: Space) -> None:
        world.browser(person).post(f"{door.url}/leave")

    def lettered(self, world: World) -> None:
        with world.inside():
            db.session.execute(db.update(Notice).values(lettered_at=clock.now()))

    def test_as_many_ask_as_ask(
        self, world: World, nadia: Person, gareth: Person, comfort: Person, door: Space
    ) -> None:
        self.asks(world, comfort, door)
        for _ in range(3):
            self.asks(world, gareth, door)
            self.stops(world, gareth, door)
        assert [(line.how_many, line.from_id) for line in unread(world, nadia)] == [(1, comfort.id)]
        self.asks(world, gareth, door)
        assert [(line.how_many, line.from_id) for line in unread(world, nadia)] == [(2, gareth.id)]
        world.browser(nadia).post(f"{door.url}/asking/{gareth.public_id}/decline")
        assert [(line.how_many, line.from_id) for line in unread(world, nadia)] == [(1, comfort.id)]

    @pytest.mark.parametrize("is_read", [False, True])
    def test_asking_again_within_a_day_is_no_second_letter(
        self, world: World, nadia: Person, gareth: Person, comfort: Person, door: Space, is_read: bool
    ) -> None:
        with time_machine.travel(clock.now(), tick=False) as watch:
            self.asks(world, gareth, door)
            self.lettered(world)
            if is_read:
                read_all(world, nadia)
            self.stops(world, gareth, door)
            assert "asks to come into" not in world.browser(nadia).get("/notices")
            watch.shift(timedelta(hours=1))
            self.asks(world, gareth, door)
            assert "Gareth asks to come into Ask us" in world.browser(nadia).get("/notices")
            assert [line.lettered_at is None for line in unread(world, nadia)] == [False], "one letter is enough"
            self.stops(world, gareth, door)
            self.asks(world, comfort, door)
            assert [line.lettered_at is None for line in unread(world, nadia)] == [True], "somebody else"
            self.lettered(world)
            self.stops(world, comfort, door)
            watch.shift(timedelta(days=2))
            self.asks(world, comfort, door)
            assert [line.lettered_at is None for line in unread(world, nadia)] == [True], "long ago"

    def test_entering_has_a_limit_and_leaving_has_none(
        self, world: World, gareth: Person, door: Space, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policy, "ENTERINGS_A_DAY", 2)
        sent = []
        for _ in range(3):
            sent.append(self.asks(world, gareth, door))
            self.stops(world, gareth, door)
        assert sent == [303, 303, 429]
