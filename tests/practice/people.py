"""Communities, conversations and posts that the tests of this room are about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, Block, GroupRole
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.notifications.models import Hearing, Notice, What
from community.notifications.models import Level as Heard
from community.practice import actions, queries
from community.practice.models import Level
from tests.browser import Browser, Page
from tests.world import Person, World


@dataclass(frozen=True)
class Space:
    """A community as tests speak of one."""

    id: int
    public_id: UUID
    group_id: int
    name: str

    @property
    def url(self) -> str:
        return f"/communities/{self.public_id}"


@dataclass(frozen=True)
class Talk:
    """A conversation as tests speak of one; `posts` holds every post, the opening one first."""

    public_id: UUID
    title: str
    space: Space
    posts: tuple[UUID, ...]

    @property
    def url(self) -> str:
        return f"/conversations/{self.public_id}"


def a_community(
    world: World,
    level: Level = Level.OPEN,
    *,
    facilitator: Person | None = None,
    members: tuple[Person, ...] = (),
    name: str = "Home from hospital",
    **about: object,
) -> Space:
    facilitator = facilitator or world.member(f"Facilitator of {name}"[:80])
    with world.inside():
        made = actions.make_community(
            name=name,
            purpose=about.pop("purpose", f"What {name} is for."),  # type: ignore[arg-type]
            level=level,
            facilitators=[facilitator.id],
            **about,  # type: ignore[arg-type]
        )
        for member in members:
            belonging.place(member.id, made.group_id, BelongingState.IN)
        db.session.flush()
        return Space(made.id, made.public_id, made.group_id, made.name)


def let_in(world: World, member: Person, space: Space, *, role: GroupRole = GroupRole.MEMBER) -> None:
    with world.inside():
        belonging.place(member.id, space.group_id, BelongingState.IN, role=role)


def a_thread(
    world: World,
    author: Person,
    space: Space,
    *replies: tuple[Person, str],
    title: str = "Who do you ring?",
    body: str = "We find out when the ambulance pulls up.",
    kind: str = "question",
    at: datetime | None = None,
) -> Talk:
    """A conversation with these replies, each by its own author."""
    with world.inside():
        seen = queries.community_seen_by(author.actor, space.public_id)
        thread = actions.start_thread(
            author.actor, seen, kind_id=kind, title=title, body=body, once=chance.new_id(), at=at
        )
        opened = queries.thread_seen_by(author.actor, thread.public_id)
        opening = queries.opening_page(author.actor, opened).posts[0].public_id
        thread_id = thread.public_id
    posts = [opening, *(a_reply(world, who, thread_id, words, at=at) for who, words in replies)]
    return Talk(thread_id, title, space, tuple(posts))


def a_reply(world: World, author: Person, thread_id: UUID, words: str, *, at: datetime | None = None) -> UUID:
    with world.inside():
        thread = queries.thread_seen_by(author.actor, thread_id)
        return actions.reply(author.actor, thread, words, once=chance.new_id(), at=at).public_id


def it_helped(world: World, asker: Person, thread_id: UUID, post: UUID) -> None:
    """Whoever asked says so of this reply."""
    with world.inside():
        thread = queries.thread_seen_by(asker.actor, thread_id)
        (reply,) = (each for each in queries.opening_page(asker.actor, thread).posts if each.public_id == post)
        actions.say_it_helped(asker.actor, thread, reply)


def many_posts(world: World, author: Person, talk: Talk, how_many: int) -> list[UUID]:
    """Replies "number 2" and on, so that a page can be read by its numbers."""
    return [a_reply(world, author, talk.public_id, f"number {each + 2}") for each in range(how_many)]


def keep_apart(world: World, blocker: Person, blocked: Person) -> None:
    with world.inside():
        db.session.add(Block(blocker_id=blocker.id, blocked_id=blocked.id, made_at=clock.now()))


def read_to_the_end(browser: Browser, talk: Talk) -> Page:
    """Open the conversation and press "Mark as read", as somebody without JavaScript does."""
    page = browser.get(talk.url)
    return browser.submit(page, "/read") if page.all("form", action=f"{talk.url}/read") else page


@dataclass(frozen=True)
class Cast:
    """Everybody who may or may not read something."""

    member: Person
    facilitator: Person
    stranger: Person
    asker: Person
    moderator: Person
    administrator: Person
    suspended_member: Person
    joining: Person

    def everybody(self) -> dict[str, Person]:
        return dict(self.__dict__)


def a_cast(world: World) -> Cast:
    return Cast(
        member=world.member("Nadia"),
        facilitator=world.member("Comfort"),
        stranger=world.member("Gareth"),
        asker=world.member("Hassan"),
        moderator=world.member("Tunde", role=Role.MODERATOR),
        administrator=world.member("Iris", role=Role.ADMINISTRATOR),
        suspended_member=world.member("Derek", state=MemberState.SUSPENDED),
        joining=world.member("Joanna", state=MemberState.JOINING),
    )


def a_community_of(world: World, cast: Cast, level: Level, name: str) -> Space:
    """A community of this level with the cast's member, facilitator and suspended member in it."""
    space = a_community(
        world, level, facilitator=cast.facilitator, members=(cast.member, cast.suspended_member), name=name
    )
    if level is Level.ASK:
        with world.inside():
            belonging.place(cast.asker.id, space.group_id, BelongingState.ASKED)
    return space


def hears(world: World, person: Person, about: UUID, level: Heard) -> None:
    with world.inside():
        db.session.merge(Hearing(member_id=person.id, about=about, level=level))


def unread(world: World, person: Person) -> list[Notice]:
    with world.app.app_context():
        mine = db.select(Notice).where(Notice.member_id == person.id, Notice.read_at.is_(None)).order_by(Notice.id)
        found = list(db.session.scalars(mine))
        db.session.expunge_all()
        return found


def whats(world: World, person: Person) -> list[What]:
    return [notice.what for notice in unread(world, person)]


def edit(world: World, author: Person, post: UUID, body: str, title: str | None = None) -> None:
    with world.inside():
        found = queries.post_to_change(author.actor, post)
        actions.edit(author.actor, found, body=body, title=title or found.title, version=found.version)


def remove(world: World, author: Person, post: UUID) -> None:
    with world.inside():
        actions.remove(author.actor, queries.post_to_change(author.actor, post))
