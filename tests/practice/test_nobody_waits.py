"""Nobody waits: after a day the desk and three who may know, after two a named facilitator, by the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.notifications.models import Level as Heard
from community.notifications.models import Notice, What
from community.practice import actions, queries
from community.practice.models import Community, HelpAsked, Level, Post, Thread, ThreadChallenge, Waiting
from community.practice.queries import waiting
from tests.practice.people import (
    Space,
    Talk,
    a_community,
    a_reply,
    a_thread,
    hears,
    keep_apart,
    let_in,
    remove,
    unread,
    whats,
)
from tests.world import Person, World

BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ABOUT = "discharge-flow"


@contextmanager
def after(passed: timedelta) -> Iterator[None]:
    with time_machine.travel(BEGAN + passed, tick=False):
        yield


def the_job(world: World) -> int:
    with world.app.app_context():
        return actions.nobody_waits()


def the_job_after(world: World, passed: timedelta) -> int:
    with after(passed):
        return the_job(world)


def on_the_desk(world: World) -> int:
    return world.count(Waiting)


@pytest.fixture
def tom(world: World) -> Person:
    return world.member("Tom")


@pytest.fixture
def asha(world: World) -> Person:
    return world.member("Asha")


@pytest.fixture
def helpers(world: World) -> list[Person]:
    return [world.member(f"Helper {each}", offers=(ABOUT,)) for each in range(5)]


@pytest.fixture
def space(world: World, nadia: Person, tom: Person, asha: Person, helpers: list[Person]) -> Space:
    """Tom and Asha look after it; five people in it offer what Nadia will ask about."""
    with after(-30 * DAY):
        made = a_community(world, facilitator=tom, members=(nadia, *helpers))
        let_in(world, asha, made, role=GroupRole.FACILITATOR)
        a_thread(world, nadia, made, (tom, "Welcome."), title="I am new here", kind="story")
        a_reply(world, nadia, world.one(Thread, title="I am new here").public_id, "Thank you.")
        forget_the_beginning(world)
    return made


def forget_the_beginning(world: World) -> None:
    """Nothing of the beginning is new to anybody."""
    with world.inside():
        db.session.query(Notice).delete()


@pytest.fixture
def talk(world: World, nadia: Person, space: Space) -> Talk:
    with after(timedelta()):
        return a_question(world, nadia, space)


def a_question(world: World, author: Person, space: Space, title: str = "Who do you ring?", about: str = ABOUT) -> Talk:
    made = a_thread(world, author, space, title=title)
    with world.inside():
        thread_id = db.session.scalars(db.select(Thread.id).where(Thread.public_id == made.public_id)).one()
        if about:
            db.session.add(ThreadChallenge(thread_id=thread_id, challenge_id=about))
    return made


def asked(world: World, people: list[Person]) -> list[Person]:
    return [person for person in people if world.count(HelpAsked, member_id=person.id)]


def told(world: World, people: list[Person], what: What) -> list[Person]:
    return [person for person in people if what in whats(world, person)]


def owner_of(world: World) -> int | None:
    owner: int | None = world.one(Waiting).owner_id
    return owner


class TestADay:
    def test_before_a_day_has_passed_nobody_is_told(self, world: World, talk: Talk, helpers: list[Person]) -> None:
        assert the_job_after(world, DAY - timedelta(seconds=1)) == 0
        assert on_the_desk(world) == 0
        assert not asked(world, helpers)

    def test_after_a_day_it_is_on_the_desk_and_its_facilitators_are_told(
        self, world: World, talk: Talk, tom: Person, asha: Person
    ) -> None:
        assert the_job_after(world, DAY) == 1
        assert on_the_desk(world) == 1
        with after(DAY):
            assert told(world, [tom, asha], What.WAITS_A_DAY) == [tom, asha]
        assert owner_of(world) is None

    def test_three_of_those_who_offer_it_are_asked_with_one_notice_each(
        self, world: World, talk: Talk, helpers: list[Person], nadia: Person
    ) -> None:
        the_job_after(world, DAY)
        with after(DAY):
            assert len(asked(world, helpers)) == 3
            for person in asked(world, helpers):
                (notice,) = unread(world, person)
                assert (notice.what, notice.spot, notice.how_many) == (What.HELP_WANTED, talk.posts[0], 1)
            assert whats(world, nadia) == []

    def test_running_it_every_hour_tells_nobody_twice(
        self, world: World, talk: Talk, helpers: list[Person], tom: Person
    ) -> None:
        for hour in range(24, 47):
            the_job_after(world, hour * HOUR)
        with after(47 * HOUR):
            assert world.count(HelpAsked) == 3
            assert world.count(Notice, what=What.HELP_WANTED) == 3
            assert world.count(Notice, what=What.WAITS_A_DAY) == 2
            assert all(notice.how_many == 1 for notice in unread(world, tom))

    def test_whoever_has_read_the_notice_is_not_told_again_and_has_not_declined(
        self, world: World, talk: Talk, helpers: list[Person]
    ) -> None:
        the_job_after(world, DAY)
        with world.inside():
            db.session.execute(update(Notice).values(read_at=BEGAN + DAY))
        the_job_after(world, DAY + HOUR)
        assert world.count(Notice, what=What.HELP_WANTED) == 3
        one = asked(world, helpers)[0]
        with after(DAY + HOUR):
            page = world.browser(one).get(talk.url)
            assert "You were asked whether you can help here" in page.text
            assert page.all("form", action=f"/posts/{talk.posts[0]}/not-me")


class TestWhoIsAsked:
    def test_nobody_whose_offers_do_not_fit(self, world: World, nadia: Person, space: Space) -> None:
        with after(timedelta()):
            a_question(world, nadia, space, about="winter")
        the_job_after(world, DAY)
        assert on_the_desk(world) == 1
        assert world.count(HelpAsked) == 0

    def test_without_a_challenge_it_is_about_what_its_asker_has_on_their_mind(
        self, world: World, nadia: Person, space: Space, helpers: list[Person]
    ) -> None:
        with after(timedelta()):
            a_question(world, nadia, space, about="")
        the_job_after(world, DAY)
        assert len(asked(world, helpers)) == 3

    def test_nobody_twice_too_many_in_a_week(
        self, world: World, nadia: Person, space: Space, helpers: list[Person]
    ) -> None:
        with after(timedelta()):
            for number in range(5):
                a_question(world, nadia, space, title=f"Question {number}")
        the_job_after(world, DAY)
        often = [world.count(HelpAsked, member_id=person.id) for person in helpers]
        assert often == [2] * 5
        the_job_after(world, 7 * DAY)
        assert world.count(HelpAsked) == 10
        the_job_after(world, 8 * DAY)
        assert world.count(HelpAsked) == 15
        assert {world.count(HelpAsked, post_id=post) for post in _waiting_ids(world)} == {3}

    def test_nobody_who_is_apart_from_the_asker_or_away_or_hears_nothing_or_is_outside(
        self, world: World, talk: Talk, space: Space, nadia: Person, helpers: list[Person]
    ) -> None:
        blocked, blocking, deaf, suspended, last = helpers
        keep_apart(world, nadia, blocked)
        keep_apart(world, blocking, nadia)
        hears(world, deaf, space.public_id, Heard.NOTHING)
        outside = world.member("Eirlys", offers=(ABOUT,))
        with world.inside():
            db.session.execute(update(Member).where(Member.id == suspended.id).values(state=MemberState.SUSPENDED))
        the_job_after(world, DAY)
        assert asked(world, [*helpers, outside]) == [last]

    def test_whoever_hears_of_the_conversation_again_is_asked(
        self, world: World, talk: Talk, space: Space, helpers: list[Person]
    ) -> None:
        for person in helpers:
            hears(world, person, space.public_id, Heard.NOTHING)
        hears(world, helpers[2], talk.public_id, Heard.EVERY)
        the_job_after(world, DAY)
        assert asked(world, helpers) == [helpers[2]]

    def test_those_who_were_asked_least_lately_come_first(
        self, world: World, nadia: Person, space: Space, helpers: list[Person], talk: Talk
    ) -> None:
        the_job_after(world, DAY)
        first = asked(world, helpers)
        with after(2 * DAY):
            a_question(world, nadia, space, title="And at night?")
        the_job_after(world, 3 * DAY)
        fresh = [person for person in helpers if person not in first]
        assert all(world.count(HelpAsked, member_id=person.id) == 1 for person in fresh)

    def test_who_says_not_me_makes_room_for_another_and_hears_no_more_of_it(
        self, world: World, talk: Talk, helpers: list[Person]
    ) -> None:
        the_job_after(world, DAY)
        one = asked(world, helpers)[0]
        with after(DAY + HOUR):
            browser = world.browser(one)
            browser.submit(browser.get(talk.url), f"/posts/{talk.posts[0]}/not-me")
            assert What.HELP_WANTED not in whats(world, one)
            assert "whether you can help here" not in world.browser(one).get(talk.url).text
        the_job_after(world, DAY + 2 * HOUR)
        assert len(asked(world, helpers)) == 4
        assert one not in told(world, helpers, What.HELP_WANTED)

    def test_who_was_not_asked_has_nothing_to_decline(self, world: World, talk: Talk, nadia: Person) -> None:
        the_job_after(world, DAY)
        with after(DAY):
            answer = world.browser(nadia).post(f"/posts/{talk.posts[0]}/not-me", {}, check=False)
            assert answer.status == 404


def _waiting_ids(world: World) -> list[int]:
    with world.app.app_context():
        return list(db.session.scalars(db.select(Waiting.post_id)))


class TestTwoDays:
    def test_before_two_days_nobody_owns_it(self, world: World, talk: Talk) -> None:
        the_job_after(world, 2 * DAY - timedelta(seconds=1))
        assert owner_of(world) is None

    def test_after_two_days_a_named_facilitator_owns_it_and_the_asker_sees_that(
        self, world: World, talk: Talk, nadia: Person, tom: Person, asha: Person
    ) -> None:
        the_job_after(world, DAY)
        the_job_after(world, 2 * DAY)
        owner, other = (tom, asha) if owner_of(world) == tom.id else (asha, tom)
        assert owner_of(world) == owner.id
        with after(2 * DAY):
            assert whats(world, owner) == [What.WAITS_FOR_ME]
            assert whats(world, other) == []
            assert whats(world, nadia) == [What.TAKEN_UP]
            page = world.browser(nadia).get(talk.url)
            assert f"{owner.name} looks after this, and will see that somebody answers." in page.text
            assert (
                f"{owner.name} sees to it that you get a reply in “Who do you ring?”"
                in world.browser(nadia).get("/notices").text
            )

    def test_the_conversation_asks_what_the_desk_asks_whether_it_is_answered(
        self, world: World, talk: Talk, nadia: Person, helpers: list[Person], tom: Person
    ) -> None:
        the_job_after(world, 2 * DAY)
        asked_one = asked(world, helpers)[0]
        with world.inside():
            kept = db.session.scalars(db.select(Waiting)).one()
            before = {"post_id": kept.post_id, "thread_id": kept.thread_id}
            before |= {"owner_id": kept.owner_id, "owned_at": kept.owned_at}
        with after(2 * DAY + HOUR):
            assert "will see that somebody answers" in world.browser(nadia).get(talk.url).text
            assert "You were asked whether" in world.browser(asked_one).get(talk.url).text
            a_reply(world, tom, talk.public_id, "The flow desk.")
            with world.inside():
                db.session.add(Waiting(**before))  # as a desk that nobody has tidied yet
            assert "will see that somebody answers" not in world.browser(nadia).get(talk.url).text
            assert "You were asked whether" not in world.browser(asked_one).get(talk.url).text

    def test_they_take_turns(self, world: World, nadia: Person, space: Space, tom: Person, asha: Person) -> None:
        with after(timedelta()):
            for number in range(6):
                a_question(world, nadia, space, title=f"Question {number}")
        the_job_after(world, 2 * DAY)
        assert world.count(Waiting, owner_id=tom.id) == world.count(Waiting, owner_id=asha.id) == 3

    def test_nobody_looks_after_their_own_question_nor_that_of_somebody_they_keep_apart_from(
        self, world: World, space: Space, nadia: Person, tom: Person, asha: Person
    ) -> None:
        with after(timedelta()):
            a_question(world, tom, space, title="Of Tom")
            a_question(world, nadia, space, title="Of Nadia")
        keep_apart(world, nadia, asha)
        the_job_after(world, 2 * DAY)
        assert {post.title: owner for post, owner in _owners(world)} == {"Of Tom": asha.id, "Of Nadia": tom.id}

    def test_when_its_owner_goes_another_owns_it(
        self, world: World, space: Space, talk: Talk, nadia: Person, tom: Person, asha: Person
    ) -> None:
        the_job_after(world, 2 * DAY)
        first, second = (tom, asha) if owner_of(world) == tom.id else (asha, tom)
        with world.inside():
            belonging.place(first.id, space.group_id, BelongingState.IN, role=GroupRole.MEMBER)
        with after(2 * DAY + HOUR):
            assert "will see that somebody answers" not in world.browser(nadia).get(talk.url).text
            the_job(world)
            assert f"{second.name} looks after this" in world.browser(nadia).get(talk.url).text
        assert owner_of(world) == second.id

    def test_where_nobody_can_own_it_it_stays_on_the_desk(self, world: World, space: Space, tom: Person) -> None:
        alone = a_community(world, facilitator=tom, name="Alone")
        with after(timedelta()):
            a_question(world, tom, alone, title="Of Tom alone")
        the_job_after(world, 3 * DAY)
        assert owner_of(world) is None

    def test_a_worker_that_was_away_for_days_does_it_all_at_once(
        self, world: World, talk: Talk, nadia: Person, helpers: list[Person]
    ) -> None:
        the_job_after(world, 4 * DAY)
        assert owner_of(world) is not None
        assert len(asked(world, helpers)) == 3
        assert whats(world, nadia) == [What.TAKEN_UP]


def _owners(world: World) -> list[tuple[waiting.WaitingPost, int | None]]:
    with world.app.app_context():
        found = [waiting.waiting_post(post_id) for post_id in waiting.those_on_the_desk()]
        return [(post, post.owner_id) for post in found if post]


class TestWhatWaits:
    def test_an_answer_takes_it_from_the_desk_and_all_that_was_told(
        self, world: World, talk: Talk, tom: Person, helpers: list[Person]
    ) -> None:
        the_job_after(world, DAY)
        with after(DAY + HOUR):
            a_reply(world, helpers[0], talk.public_id, "The flow desk.")
            assert on_the_desk(world) == 0
            assert not told(world, [tom, *helpers], What.HELP_WANTED)
            assert not told(world, [tom], What.WAITS_A_DAY)
        the_job_after(world, 25 * HOUR + DAY - timedelta(minutes=1))
        assert on_the_desk(world) == 0

    def test_its_asker_does_not_answer_it(self, world: World, talk: Talk, nadia: Person) -> None:
        with after(HOUR):
            a_reply(world, nadia, talk.public_id, "Anybody?")
        the_job_after(world, DAY)
        assert on_the_desk(world) == 1

    def test_nor_does_somebody_whom_the_asker_cannot_read(
        self, world: World, talk: Talk, nadia: Person, helpers: list[Person]
    ) -> None:
        with after(HOUR):
            a_reply(world, helpers[0], talk.public_id, "The flow desk.")
        keep_apart(world, helpers[0], nadia)
        the_job_after(world, DAY)
        assert [post.public_id for post, _ in _owners(world)][:1] == [talk.posts[0]]

    def test_when_its_only_answer_is_removed_it_waits_again(
        self, world: World, talk: Talk, helpers: list[Person]
    ) -> None:
        with after(HOUR):
            answer = a_reply(world, helpers[0], talk.public_id, "The flow desk.")
        the_job_after(world, DAY)
        assert on_the_desk(world) == 0
        with after(DAY + HOUR):
            remove(world, helpers[0], answer)
            the_job(world)
        assert on_the_desk(world) == 1

    @pytest.mark.parametrize("end", ["closed", "removed", "hidden", "archived", "hidden reply"])
    def test_what_is_over_never_waits(self, world: World, talk: Talk, nadia: Person, tom: Person, end: str) -> None:
        _end(world, talk, nadia, end, tom)
        the_job_after(world, 3 * DAY)
        assert on_the_desk(world) == (1 if end == "hidden reply" else 0)

    @pytest.mark.parametrize("end", ["closed", "removed", "hidden", "archived"])
    def test_what_ends_leaves_the_desk_and_every_tray(
        self, world: World, talk: Talk, nadia: Person, tom: Person, helpers: list[Person], end: str
    ) -> None:
        the_job_after(world, DAY)
        _end(world, talk, nadia, end, tom)
        the_job_after(world, DAY + HOUR)
        assert on_the_desk(world) == 0
        assert not [each for person in (tom, *helpers) for each in whats(world, person)]

    def test_what_is_closed_leaves_at_once(self, world: World, talk: Talk, tom: Person, helpers: list[Person]) -> None:
        the_job_after(world, DAY)
        with after(DAY + HOUR), world.inside():
            actions.close(tom.actor, queries.thread_seen_by(tom.actor, talk.public_id))
        assert on_the_desk(world) == 0
        assert not [each for person in (tom, *helpers) for each in whats(world, person)]

    def test_what_moves_comes_to_the_desk_of_its_new_place(
        self, world: World, talk: Talk, tom: Person, asha: Person, helpers: list[Person]
    ) -> None:
        gwen = world.member("Gwen")
        with after(-30 * DAY):
            there = a_community(world, facilitator=tom, name="Another place")
            let_in(world, gwen, there, role=GroupRole.FACILITATOR)
        the_job_after(world, DAY)
        with after(DAY + HOUR), world.inside():
            actions.move(tom.actor, queries.thread_seen_by(tom.actor, talk.public_id), there.public_id)
        assert on_the_desk(world) == 0
        assert not told(world, [tom, asha, *helpers], What.WAITS_A_DAY)
        the_job_after(world, DAY + 2 * HOUR)
        assert told(world, [gwen, tom, asha], What.WAITS_A_DAY) == [gwen, tom]
        the_job_after(world, 2 * DAY)
        assert owner_of(world) in {tom.id, gwen.id}

    def test_a_story_does_not_wait_unless_it_is_somebodys_first_post(
        self, world: World, space: Space, nadia: Person, helpers: list[Person]
    ) -> None:
        with after(timedelta()):
            a_thread(world, nadia, space, title="Her second story", kind="story")
            a_thread(world, helpers[0], space, title="A first story", kind="story")
        the_job_after(world, DAY)
        assert [post.title for post, _ in _owners(world)] == ["A first story"]

    def test_a_first_reply_waits_for_a_word_too(
        self, world: World, talk: Talk, nadia: Person, helpers: list[Person]
    ) -> None:
        with after(HOUR):
            first = a_reply(world, helpers[0], talk.public_id, "The flow desk.")
        the_job_after(world, DAY + HOUR)
        assert [post.public_id for post, _ in _owners(world)] == [first]
        with after(DAY + 2 * HOUR):
            a_reply(world, nadia, talk.public_id, "Thank you.")
        assert on_the_desk(world) == 0

    def test_first_words_of_those_who_look_after_it_do_not_wait(self, world: World, space: Space, asha: Person) -> None:
        with after(timedelta()):
            a_thread(world, asha, space, title="Welcome, all", kind="story")
        the_job_after(world, 2 * DAY)
        assert on_the_desk(world) == 0

    def test_what_is_a_month_old_is_not_dug_up(self, world: World, talk: Talk) -> None:
        the_job_after(world, 31 * DAY)
        assert on_the_desk(world) == 0

    def test_who_has_left_a_private_community_does_not_wait_in_it(
        self, world: World, space: Space, talk: Talk, nadia: Person
    ) -> None:
        with world.inside():
            db.session.execute(update(Community).values(level=Level.PRIVATE))
            belonging.take_out(nadia.id, space.group_id)
        the_job_after(world, 2 * DAY)
        assert on_the_desk(world) == 0


def _end(world: World, talk: Talk, author: Person, end: str, tom: Person) -> None:
    if end == "removed":
        remove(world, author, talk.posts[0])
        return
    now = BEGAN + HOUR
    with world.inside():
        post = db.session.scalars(db.select(Post).where(Post.public_id == talk.posts[0])).one()
        if end == "closed":
            db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(closed_at=now))
        if end == "archived":
            db.session.execute(update(Community).values(archived_at=now))
        if end == "hidden":
            db.session.execute(update(Thread).where(Thread.id == post.thread_id).values(hidden_at=now))
            post.hidden_at = now
    if end == "hidden reply":
        with after(HOUR):
            reply = a_reply(world, tom, talk.public_id, "Hidden.")
        with world.inside():
            db.session.execute(update(Post).where(Post.public_id == reply).values(hidden_at=now))


class TestLetters:
    def test_the_title_is_in_a_letter_only_where_every_member_reads_it(
        self, world: World, talk: Talk, helpers: list[Person], nadia: Person, tom: Person
    ) -> None:
        private = a_community(world, Level.PRIVATE, facilitator=tom, members=(nadia, *helpers), name="Private")
        with after(timedelta()):
            a_question(world, nadia, private, title="Canary of the private")
        the_job_after(world, DAY)
        said = {notice.words: notice.is_public for person in helpers for notice in unread(world, person)}
        assert said == {"Who do you ring?": True, "Canary of the private": False}

    def test_what_was_asked_is_forgotten_after_ninety_days(self, world: World, talk: Talk) -> None:
        the_job_after(world, DAY)
        assert world.count(HelpAsked) == 3
        with world.inside():
            db.session.execute(update(Thread).values(closed_at=clock.now()))
        the_job_after(world, 92 * DAY)
        assert world.count(HelpAsked) == 0
