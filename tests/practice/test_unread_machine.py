"""What is new to somebody, whatever is written, mended, hidden, moved and marked, and in whatever order.

Beside the site stands a second count, made of plain lists: a post is new to a reader if it is there for them, is not
their own, and came after what they last marked; in a conversation that they never opened, after they joined.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from community.belonging import actions as belonging
from community.core import chance, clock
from community.core.database import db
from community.practice import actions, queries
from community.practice.actions import care
from community.practice.actions.moving import move
from community.practice.models import Post
from tests.databases import clear
from tests.practice.people import Space, a_community, let_in
from tests.world import Person, World

STORIES = 22  # fewer may never join
STEPS = 30
MOST_TALKS = 9  # so that each list is one page
MORE = int(os.environ.get("TEST_STORIES", "0"))  # search as long as you like: other stories each time
ACTS = (
    *("begin", "reply", "reply", "reply", "reply", "mark", "mark", "mark all"),
    *("edit", "remove", "hide", "hide", "show", "take away", "move", "block", "unblock", "leave", "join", "join"),
)
ANY = st.integers(min_value=0, max_value=10_000)


@dataclass
class Written:
    id: int
    public_id: UUID
    author: int
    at: datetime
    is_removed: bool = False
    is_hidden: bool = False


@dataclass
class Talk:
    public_id: UUID
    space: int
    posts: list[Written]

    @property
    def is_hidden(self) -> bool:
        return self.posts[0].is_hidden and not self.posts[0].is_removed


@dataclass
class Known:
    """The second count's own notes."""

    talks: list[Talk] = field(default_factory=list)
    marks: dict[tuple[int, UUID], int] = field(default_factory=dict)
    all_read: dict[tuple[int, int], datetime] = field(default_factory=dict)
    joined: dict[tuple[int, int], datetime] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def are_apart(self, one: int, two: int) -> bool:
        return (one, two) in self.apart or (two, one) in self.apart

    def new_in(self, who: int, talk: Talk, *, keeps: bool) -> int:
        opened = talk.posts[0].author
        if self.are_apart(who, opened) or (talk.is_hidden and who != opened and not keeps):
            return 0
        return sum(self.is_new(who, talk, post) for post in talk.posts)

    def is_new(self, who: int, talk: Talk, post: Written) -> bool:
        if post.is_removed or post.is_hidden or post.author == who or self.are_apart(who, post.author):
            return False
        read, mark = self.all_read.get((who, talk.space)), self.marks.get((who, talk.public_id))
        if mark is not None:
            return post.id > mark and (read is None or post.at > read)
        since = read or self.joined.get((who, talk.space))
        return since is not None and post.at > since


class Unread(RuleBasedStateMachine):
    """Three members and somebody who looks after both communities."""

    world: World
    done: Counter[str]
    people: list[Person]
    spaces: list[Space]

    def __init__(self) -> None:
        super().__init__()
        with self.world.app.app_context():
            clear()
        self.clock = time_machine.travel(datetime.fromisoformat("2026-11-23T09:00:00+00:00"), tick=False)
        self.now = self.clock.start()
        self.known = Known()
        self.people = [self.world.member(name) for name in ("Nadia", "Gareth", "Comfort", "Hassan")]
        keeper = self.people[3]
        self.spaces = [a_community(self.world, facilitator=keeper, name=name) for name in ("One", "Two")]
        for place in range(2):
            self.known.joined[3, place] = clock.now()
            for who in range(3):
                self.enter(who, place)
        self.later()

    def teardown(self) -> None:
        self.clock.stop()

    def later(self) -> None:
        self.now.shift(timedelta(minutes=1))

    def enter(self, who: int, place: int) -> None:
        let_in(self.world, self.people[who], self.spaces[place])
        self.known.joined[who, place] = clock.now()

    @rule(what=st.sampled_from(ACTS), who=ANY, one=ANY, two=ANY)
    def something_happens(self, what: str, who: int, one: int, two: int) -> None:
        """One rule for all, so that every story is made of everything."""
        self.later()
        member = who % 3
        if what in {"begin", "mark all", "leave", "join"}:
            getattr(self, what.replace(" ", "_"))(member, one % 2)
        elif what in {"block", "unblock"}:
            self.keep_apart(what, member, (member + 1 + one % 2) % 3)
        elif self.known.talks:
            talk = self.known.talks[one % len(self.known.talks)]
            post = talk.posts[two % len(talk.posts)]
            getattr(self, what.replace(" ", "_"))(member, talk, post)
        self.later()
        self.look((who + one) % 4)

    # ---- what people do

    def begin(self, who: int, place: int) -> None:
        if (who, place) not in self.known.joined or len(self.known.talks) == MOST_TALKS:
            return
        actor = self.people[who].actor
        with self.world.inside():
            seen = queries.community_seen_by(actor, self.spaces[place].public_id)
            made = actions.start_thread(
                actor, seen, kind_id="question", title="Why?", body="Because.", once=chance.new_id()
            ).public_id
            thread = queries.thread_seen_by(actor, made)
            first = queries.opening_page(actor, thread).posts[0]
        talk = Talk(made, place, [Written(first.id, first.public_id, who, clock.now())])
        self.known.talks.append(talk)
        self.known.marks[who, made] = first.id
        self.done["begins"] += 1

    def reply(self, who: int, talk: Talk, _post: Written) -> None:
        if not self.reads(who, talk) or talk.is_hidden or (who, talk.space) not in self.known.joined:
            return
        actor = self.people[who].actor
        with self.world.inside():
            thread = queries.thread_seen_by(actor, talk.public_id)
            made = actions.reply(actor, thread, "An answer.", once=chance.new_id()).public_id
            number = db.session.scalars(db.select(Post.id).where(Post.public_id == made)).one()
        talk.posts.append(Written(number, made, who, clock.now()))
        self.done["replies"] += 1

    def edit(self, _who: int, talk: Talk, post: Written) -> None:
        author = post.author
        if post.is_removed or not self.reads(author, talk):
            return
        with self.world.inside():
            found = queries.post_to_change(self.people[author].actor, post.public_id)
            words = f"Other words, {clock.now()}"
            actions.edit(self.people[author].actor, found, body=words, title=found.title, version=found.version)
        self.done["edits"] += 1

    def remove(self, _who: int, talk: Talk, post: Written) -> None:
        if post.is_removed or not self.reads(post.author, talk):
            return
        with self.world.inside():
            actor = self.people[post.author].actor
            actions.remove(actor, queries.post_to_change(actor, post.public_id))
        self.gone(talk, post)
        post.is_hidden = False
        self.done["removes"] += 1

    def hide(self, _who: int, _talk: Talk, post: Written) -> None:
        with self.world.inside():
            care.hide(post.id)
        post.is_hidden = post.is_hidden or not post.is_removed
        self.done["hides"] += 1

    def show(self, _who: int, _talk: Talk, post: Written) -> None:
        with self.world.inside():
            care.show_again(post.id)
        self.done["shows again"] += post.is_hidden
        post.is_hidden = False

    def take_away(self, _who: int, talk: Talk, post: Written) -> None:
        with self.world.inside():
            care.remove_for(post.id)
        self.gone(talk, post)
        self.done["takes away"] += 1

    def gone(self, talk: Talk, post: Written) -> None:
        post.is_removed = True
        if post is talk.posts[0] and all(each.is_removed for each in talk.posts[1:]):
            self.known.talks.remove(talk)

    def mark(self, who: int, talk: Talk, post: Written) -> None:
        if not self.reads(who, talk):
            return
        with self.world.inside():
            actor = self.people[who].actor
            actions.mark_read(actor, queries.thread_seen_by(actor, talk.public_id), post.id)
        before = self.known.marks.get((who, talk.public_id), 0)
        self.known.marks[who, talk.public_id] = max(before, post.id)
        self.done["marks"] += 1

    def mark_all(self, who: int, place: int) -> None:
        with self.world.inside():
            actor = self.people[who].actor
            seen = queries.community_seen_by(actor, self.spaces[place].public_id)
            actions.mark_community_read(actor, seen, clock.now())
        self.known.all_read[who, place] = clock.now()
        self.done["marks all"] += 1

    def move(self, _who: int, talk: Talk, _post: Written) -> None:
        if talk.is_hidden:
            return
        keeper = self.people[3].actor
        target = 1 - talk.space
        with self.world.inside():
            move(keeper, queries.thread_seen_by(keeper, talk.public_id), self.spaces[target].public_id)
        talk.space = target
        self.done["moves"] += 1

    def keep_apart(self, what: str, one: int, two: int) -> None:
        with self.world.inside():
            (belonging.block if what == "block" else belonging.unblock)(self.people[one].id, self.people[two].id)
        (self.known.apart.add if what == "block" else self.known.apart.discard)((one, two))
        self.done[f"{what}s"] += 1

    def leave(self, who: int, place: int) -> None:
        if self.known.joined.pop((who, place), None) is None:
            return
        with self.world.inside():
            actor = self.people[who].actor
            actions.leave(actor, queries.community_seen_by(actor, self.spaces[place].public_id))
        self.known.all_read.pop((who, place), None)
        self.done["leaves"] += 1

    def join(self, who: int, place: int) -> None:
        if (who, place) not in self.known.joined:
            self.enter(who, place)
            self.done["joins"] += 1

    def reads(self, who: int, talk: Talk) -> bool:
        """Whether the conversation is there for them in a list: a part of one's own opens it besides."""
        opened = talk.posts[0].author
        return not self.known.are_apart(who, opened) and (not talk.is_hidden or who == opened)

    # ---- what must hold

    def look(self, who: int) -> None:
        """Every count of one reader beside the second count: of conversations, of communities, on Home."""
        actor = self.people[who].actor
        wanted = {talk.public_id: self.known.new_in(who, talk, keeps=who == 3) for talk in self.known.talks}
        with self.world.app.app_context():
            rows = {
                row.public_id: row.new
                for space in self.spaces
                for row in queries.threads_of(actor, queries.community_seen_by(actor, space.public_id))
            }
            of_places = {row.public_id: row.new for row in queries.my_communities(actor)}
            on_home = {each.public_id: each.new for each in queries.new_conversations_for(actor, 100)}
        assert rows == {each: wanted[each] for each in rows}
        assert all(each in rows for each, new in wanted.items() if new)
        inside = {place for member, place in self.known.joined if member == who}
        assert of_places == {self.spaces[place].public_id: self.sum_of(wanted, place) for place in inside}
        mine = {talk.public_id for talk in self.known.talks if talk.space in inside}
        assert on_home == {each: new for each, new in wanted.items() if new and each in mine}
        self.done["something is new"] += any(wanted.values())

    def sum_of(self, wanted: dict[UUID, int], place: int) -> int:
        return sum(wanted[talk.public_id] for talk in self.known.talks if talk.space == place)


@pytest.mark.once
def test_unread_counts_are_those_of_a_naive_count(world: World) -> None:
    done: Counter[str] = Counter()
    machine = type("Story", (Unread,), {"world": world, "done": done})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=MORE or STORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not MORE,
            database=None,
            phases=[Phase.generate, Phase.shrink] if MORE else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    happened = {"begins", "replies", "edits", "removes", "hides", "shows again", "takes away", "marks", "marks all"}
    assert happened | {"moves", "blocks", "unblocks", "leaves", "joins", "something is new"} <= (+done).keys()
