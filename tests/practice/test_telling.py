"""Who is told what, once for one post: called, answered, listening; and when it is taken back or read."""

import pytest
from flask import Flask

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import Belonging, BelongingState, GroupRole
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.notifications.models import Hearing, Kind, Notice, Preference, Timing, What
from community.notifications.models import Level as Heard
from community.practice import actions, queries
from community.practice.models import Level
from tests.practice.people import (
    Space,
    Talk,
    a_cast,
    a_community,
    a_community_of,
    a_reply,
    a_thread,
    edit,
    hears,
    keep_apart,
    let_in,
    read_to_the_end,
    remove,
    unread,
    whats,
)
from tests.statements import statements
from tests.world import Person, World


def test_a_new_title_is_heard_by_those_who_are_in_the_community(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, Level.PRIVATE, members=(nadia, gareth, comfort))
    for each in (gareth, comfort):
        hears(world, each, space.public_id, Heard.EVERY)
    talk = a_thread(world, nadia, space, title="Who do you ring?")
    with world.inside():
        actions.leave(comfort.actor, queries.community_seen_by(comfort.actor, space.public_id))
    edit(world, nadia, talk.posts[0], "We find out late.", title="Canary of later")
    words = {person.name: [notice.words for notice in unread(world, person)] for person in (gareth, comfort)}
    assert words == {"Gareth": ["Canary of later"], "Comfort": ["Who do you ring?"]}


def test_an_answer_is_told_to_whoever_asked_and_to_nobody_else(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    first = a_reply(world, gareth, talk.public_id, "The duty mobile.")
    a_reply(world, comfort, talk.public_id, "The ward.")
    (notice,) = unread(world, nadia)
    assert (notice.what, notice.how_many, notice.spot) == (What.ANSWER, 2, first)
    assert (notice.about, notice.from_id, notice.words) == (talk.public_id, comfort.id, talk.title)
    assert notice.group_id == talk.space.group_id and notice.is_public
    assert unread(world, gareth) == unread(world, comfort) == []


def test_the_one_who_asked_is_not_told_of_their_own_words(world: World, nadia: Person, talk: Talk) -> None:
    hears(world, nadia, talk.public_id, Heard.EVERY)
    a_reply(world, nadia, talk.public_id, "And @Nadia, that is me.")
    assert unread(world, nadia) == []


@pytest.mark.parametrize("level", Heard)
@pytest.mark.parametrize("of_community", [False, True])
def test_how_much_is_heard_decides_what_is_told(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk, level: Heard, of_community: bool
) -> None:
    about = talk.space.public_id if of_community else talk.public_id
    hears(world, nadia, about, level)
    hears(world, comfort, about, level)
    a_reply(world, gareth, talk.public_id, "A reply.")
    is_told = level in {Heard.EVERY, Heard.SUMMARY}
    assert whats(world, nadia) == ([What.ANSWER] if is_told else [])
    assert whats(world, comfort) == ([What.REPLY] if level is Heard.EVERY else [])
    a_reply(world, gareth, talk.public_id, "@Nadia and @Comfort, look.")
    called = [] if level is Heard.NOTHING else [What.MENTION]
    assert whats(world, nadia) == ([What.ANSWER] if is_told else []) + called
    assert whats(world, comfort) == ([What.REPLY] if level is Heard.EVERY else []) + called


def test_one_post_is_one_notice_and_a_mention_comes_first(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    for person in (nadia, comfort):
        hears(world, person, talk.space.public_id, Heard.EVERY)
    a_reply(world, gareth, talk.public_id, "@nadia, @COMFORT: look.")
    assert whats(world, nadia) == whats(world, comfort) == [What.MENTION]


def test_a_new_conversation_is_told_to_those_who_hear_everything(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    hears(world, comfort, space.public_id, Heard.EVERY)
    begun = a_thread(world, nadia, space, body="@Gareth, what do you do?")
    assert whats(world, comfort) == [What.CONVERSATION]
    assert whats(world, gareth) == [What.MENTION]
    assert unread(world, comfort)[0].about == begun.public_id


def test_a_summary_at_once_is_told_at_once(world: World, nadia: Person, comfort: Person, talk: Talk) -> None:
    with world.inside():
        db.session.add(Preference(member_id=comfort.id, kind=Kind.COMMUNITY, timing=Timing.NOW))
    a_reply(world, nadia, talk.public_id, "More.")
    assert [(each.kind, each.letter) for each in unread(world, comfort)] == [(Kind.COMMUNITY, Timing.NOW)]


@pytest.mark.parametrize(("level", "is_safe", "is_public"), [
    (Level.OPEN, False, True), (Level.OPEN, True, False), (Level.ASK, False, False),
    (Level.PRIVATE, False, False), (Level.HIDDEN, False, False),
])  # fmt: skip
def test_letters_name_only_what_every_member_may_read(
    world: World, nadia: Person, gareth: Person, level: Level, is_safe: bool, is_public: bool
) -> None:
    space = a_community(world, level, members=(nadia, gareth), is_safe_space=is_safe)
    hears(world, gareth, space.public_id, Heard.EVERY)
    begun = a_thread(world, nadia, space)
    a_reply(world, gareth, begun.public_id, "An answer.")
    a_reply(world, nadia, begun.public_id, "@Gareth, thank you.")
    found = [*unread(world, nadia), *unread(world, gareth)]
    assert [notice.what for notice in found] == [What.ANSWER, What.CONVERSATION, What.MENTION]
    assert {notice.is_public for notice in found} == {is_public}


@pytest.mark.parametrize("level", Level)
def test_P5_nobody_outside_is_told_anything(world: World, level: Level) -> None:
    cast = a_cast(world)
    space = a_community_of(world, cast, level, "A community")
    for person in cast.everybody().values():
        hears(world, person, space.public_id, Heard.EVERY)
    words = " ".join(f"@{person.name}" for person in cast.everybody().values())
    writer = world.member("Maggie")
    let_in(world, writer, space)
    begun = a_thread(world, writer, space, title="CANARY", body="Words.")
    a_reply(world, writer, begun.public_id, words)
    told = {who for who, person in cast.everybody().items() if unread(world, person)}
    assert told == {"member", "facilitator"}
    for who, person in cast.everybody().items():
        if who not in {"suspended_member", "joining"}:
            assert ("CANARY" in world.browser(person).get("/notices")) is (who in told), who
    with world.inside():
        belonging.take_out(cast.member.id, space.group_id)
    assert "CANARY" not in world.browser(cast.member).get("/notices")


def test_a_mention_shows_nobody_who_there_is(world: World, nadia: Person, gareth: Person, talk: Talk) -> None:
    stranger, apart = world.member("Ivo"), world.member("Agnes")
    let_in(world, apart, talk.space)
    keep_apart(world, apart, nadia)
    browser = world.browser(nadia)
    pages = []
    for name in ("Gareth", "Ivo", "Agnes", "Nobody"):
        sent = browser.submit(browser.get(talk.url), "/replies", body=f"@{name}, look.")
        assert sent.status == 303
        pages.append(browser.follow(sent))
    assert whats(world, gareth) == [What.MENTION]
    assert unread(world, stranger) == unread(world, apart) == []
    for page, name in zip(pages, ("Gareth", "Ivo", "Agnes", "Nobody"), strict=True):
        assert f"<p>@{name}, look.</p>" in page.html, "plain words, whoever it is"


def test_two_people_of_one_name_are_both_told(world: World, nadia: Person, talk: Talk) -> None:
    both = [world.member("Siân O’Brien") for _ in range(2)]
    for person in both:
        let_in(world, person, talk.space)
    a_reply(world, nadia, talk.public_id, "@siân o'brien's idea, not `@Gareth`.")
    assert [whats(world, person) for person in both] == [[What.MENTION]] * 2


def test_an_edit_tells_only_those_it_adds(
    world: World, nadia: Person, gareth: Person, comfort: Person, talk: Talk
) -> None:
    post = a_reply(world, nadia, talk.public_id, "@Gareth, look.")
    edit(world, nadia, post, "@Gareth and @Comfort, look.")
    assert [notice.how_many for notice in unread(world, gareth)] == [1]
    assert [(notice.what, notice.spot) for notice in unread(world, comfort)] == [(What.MENTION, post)]


def test_a_new_title_is_the_title_in_the_tray(world: World, nadia: Person, gareth: Person, talk: Talk) -> None:
    a_reply(world, gareth, talk.public_id, "An answer.")
    edit(world, nadia, talk.posts[0], "Other words.", title="Whom do you ring?")
    assert unread(world, nadia)[0].words == "Whom do you ring?"


def test_what_is_removed_is_taken_back(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    hears(world, comfort, space.public_id, Heard.EVERY)
    begun = a_thread(world, nadia, space, body="@Gareth?")
    remove(world, nadia, begun.posts[0])
    assert unread(world, comfort) == unread(world, gareth) == [], "the whole conversation has gone"
    begun = a_thread(world, nadia, space)
    first, second = (a_reply(world, gareth, begun.public_id, words) for words in ("One.", "Two."))
    remove(world, gareth, first)
    (notice,) = unread(world, nadia)
    assert (notice.how_many, notice.spot) == (1, second)


def test_whoever_reads_to_the_end_or_answers_need_not_be_told(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    a_reply(world, gareth, talk.public_id, "One.")
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    later = a_reply(world, gareth, talk.public_id, "Two.")
    browser.submit(page, "/read")
    assert [notice.how_many for notice in unread(world, nadia)] == [2], "what came meanwhile has not been read"
    read_to_the_end(browser, talk)
    assert unread(world, nadia) == []
    a_reply(world, gareth, talk.public_id, "Three.")
    browser.submit(browser.get(talk.url), "/replies", body="Thank you.")
    assert unread(world, nadia) == []
    assert later


def test_a_page_with_nothing_new_still_takes_the_notice_away(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    post = a_reply(world, gareth, talk.public_id, "One.")
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    assert not browser.get(talk.url).all("form", action=f"{talk.url}/read"), "nothing to say"
    edit(world, gareth, post, "@Nadia, one.")
    assert whats(world, nadia) == [What.MENTION]
    page = browser.get(talk.url)
    answer = browser.post(f"{talk.url}/read", page.form("/read").values, htmx=True)
    assert unread(world, nadia) == []
    assert 'id="bell"' in answer.html and "nothing new" in answer.text + answer.html


def test_marking_a_community_as_read_reads_what_was_told_of_it(
    world: World, nadia: Person, gareth: Person, talk: Talk
) -> None:
    elsewhere = a_thread(world, nadia, a_community(world, members=(nadia, gareth), name="Elsewhere"))
    a_reply(world, gareth, talk.public_id, "One.")
    a_reply(world, gareth, elsewhere.public_id, "Two.")
    browser = world.browser(nadia)
    browser.submit(browser.get(talk.space.url), "/read")
    assert [notice.about for notice in unread(world, nadia)] == [elsewhere.public_id]


class TestTheDoor:
    @pytest.fixture
    def door(self, world: World, nadia: Person, comfort: Person) -> Space:
        """Asked at; Nadia and Comfort look after it."""
        made = a_community(world, Level.ASK, facilitator=nadia, name="Ask us")
        let_in(world, comfort, made, role=GroupRole.FACILITATOR)
        return made

    def asks(self, world: World, person: Person, door: Space) -> None:
        browser = world.browser(person)
        browser.submit(browser.get(f"{door.url}/join"), "/join", agrees="y")

    def answers(self, world: World, facilitator: Person, asker: Person, door: Space, *, is_welcome: bool) -> None:
        word = "welcome" if is_welcome else "decline"
        world.browser(facilitator).post(f"{door.url}/asking/{asker.public_id}/{word}")

    def test_every_facilitator_is_told_and_nobody_else(
        self, world: World, nadia: Person, comfort: Person, gareth: Person, door: Space
    ) -> None:
        member = world.member("Maggie")
        let_in(world, member, door)
        self.asks(world, gareth, door)
        assert whats(world, nadia) == whats(world, comfort) == [What.ASKS_IN]
        assert unread(world, member) == unread(world, gareth) == []
        assert not unread(world, nadia)[0].is_public
        assert "Gareth asks to come into Ask us" in world.browser(nadia).get("/notices")

    @pytest.mark.parametrize("is_welcome", [True, False])
    def test_an_answer_reaches_the_asker_and_ends_the_waiting(
        self, world: World, nadia: Person, comfort: Person, gareth: Person, door: Space, is_welcome: bool
    ) -> None:
        maggie = world.member("Maggie")
        for asker in (gareth, maggie):
            self.asks(world, asker, door)
        self.answers(world, nadia, gareth, door, is_welcome=is_welcome)
        assert whats(world, gareth) == [What.LET_IN if is_welcome else What.NOT_LET_IN]
        assert "Ask us" in world.browser(gareth).get("/notices"), "shown, in or not"
        assert whats(world, comfort) == [What.ASKS_IN], "Maggie waits"
        self.answers(world, comfort, maggie, door, is_welcome=is_welcome)
        assert unread(world, nadia) == unread(world, comfort) == []

    def test_whoever_stops_asking_leaves_no_trace(
        self, world: World, nadia: Person, gareth: Person, door: Space
    ) -> None:
        self.asks(world, gareth, door)
        world.browser(gareth).post(f"{door.url}/leave")
        assert unread(world, nadia) == []

    def test_asking_again_ends_the_last_answer(self, world: World, nadia: Person, gareth: Person, door: Space) -> None:
        self.asks(world, gareth, door)
        self.answers(world, nadia, gareth, door, is_welcome=False)
        self.asks(world, gareth, door)
        assert unread(world, gareth) == []

    def test_a_facilitator_hears_nothing_of_somebody_they_keep_apart_from(
        self, world: World, nadia: Person, comfort: Person, gareth: Person, door: Space
    ) -> None:
        keep_apart(world, nadia, gareth)
        self.asks(world, gareth, door)
        assert unread(world, nadia) == []
        assert whats(world, comfort) == [What.ASKS_IN]


def test_three_listeners_or_three_hundred_cost_the_same(app: Flask, world: World, gareth: Person) -> None:
    costs = set()
    for how_many in (3, 300):
        author = world.member("Denise")
        space = a_community(world, members=(author, gareth), name=f"With {how_many}")
        _listeners(world, space, how_many)
        begun = a_thread(world, author, space)
        with world.inside():
            thread = queries.thread_seen_by(gareth.actor, begun.public_id)
            with statements(app) as seen:
                actions.reply(gareth.actor, thread, "A reply.", once=chance.new_id())
        costs.add(len(seen))
        assert world.count(Notice, about=begun.public_id, what=What.REPLY) == 0, "told of the conversation: it goes on"
        assert world.count(Notice, about=begun.public_id, kind=Kind.FOLLOWED, how_many=2) == how_many
        assert whats(world, author) == [What.ANSWER]
    assert costs == {10}, (
        "my place, thread, post, what waited; who asked, the answer, to whom it is none, all who listen; the letters"
    )


def _listeners(world: World, space: Space, how_many: int) -> None:
    now = clock.now()
    with world.inside():
        for number in range(how_many):
            email = f"listener{number}.{space.id}@example.org"
            member = Member(
                email=email, email_key=email, display_name=f"Listener {number}", role=Role.MEMBER,
                state=MemberState.ACTIVE, joined_at=now, rules_version="1", rules_accepted_at=now,
            )  # fmt: skip
            db.session.add(member)
            db.session.flush()
            db.session.add(Belonging(group_id=space.group_id, member_id=member.id, state=BelongingState.IN, since=now))
            db.session.add(Hearing(member_id=member.id, about=space.public_id, level=Heard.EVERY))
