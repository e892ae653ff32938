"""A world with a canary in everything that a community holds, at each of its levels; and the table of who may see it.

A canary is a word that stands nowhere else: `zq`, the level, and what it stands in. The same words stand in a letter,
a feed or a count only where the table lets them be.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, Block, GroupRole
from community.core import chance, clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.directory.models import FindableBy
from community.notifications import actions as notices
from community.notifications.models import Hearing
from community.notifications.models import Level as Heard
from community.practice.actions import care
from community.practice.actions.feeds import make_feeds
from community.practice.models import Coming, Community, Gathering, GatheringAnswer, InviteLink, Level, Post, Thread
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread, edit, it_helped
from tests.world import Person, World

SIGNED_OUT = "anonymous"
INSIDE = frozenset({"member", "facilitator"})
OUTSIDE = frozenset({"stranger", "asker", "moderator", "administrator"})
NOWHERE = frozenset({SIGNED_OUT, "newcomer", "suspended"})
VISITORS = (*sorted(NOWHERE), *sorted(OUTSIDE), "blocked", *sorted(INSIDE))

# What is known of a community before one is in it; what is said in it; what only stands with who comes to a gathering.
FRONT = ("name", "purpose", "question", "agreement")
TALK = ("title", "words", "reply", "link", "writer", "meet", "plan", "before")

_FRONT_SEEN = {
    Level.OPEN: INSIDE | OUTSIDE | {"blocked"},
    Level.ASK: INSIDE | OUTSIDE | {"blocked"},
    Level.PRIVATE: INSIDE | {"blocked"},
    Level.HIDDEN: INSIDE | {"blocked"},
}
_TALK_SEEN = {Level.OPEN: INSIDE | OUTSIDE, Level.ASK: INSIDE, Level.PRIVATE: INSIDE, Level.HIDDEN: INSIDE}


def canary(level: Level, what: str) -> str:
    return f"zq{level.value}{what}"


def table(levels: tuple[Level, ...]) -> dict[str, frozenset[str]]:
    """By canary: the visitors who must find it. Nobody else may. Written by hand, not asked of the house."""
    seen: dict[str, frozenset[str]] = {}
    for level in levels:
        seen |= {canary(level, what): _FRONT_SEEN[level] for what in FRONT}
        seen |= {canary(level, what): _TALK_SEEN[level] for what in TALK}
        seen[canary(level, "place")] = INSIDE  # the member comes, the facilitator looks after it
        seen[canary(level, "hidden")] = frozenset({"facilitator"})  # and its author, who is nobody of these
        seen[canary(level, "hidmeet")] = frozenset({"facilitator"})  # with its conversation
        seen[canary(level, "reported")] = _TALK_SEEN[level] | {
            "moderator",
            "administrator",
        }  # of a report: its snapshot
    seen[canary(Level.OPEN, "inner")] = INSIDE  # from before it was open
    seen[canary(Level.ASK, "asks")] = frozenset({"facilitator", "asker"})  # who asks to come in: their own name
    return seen


@dataclass
class Aviary:
    """Who visits, and the communities by level."""

    world: World
    people: dict[str, Person | None] = field(default_factory=dict)
    writers: dict[Level, Person] = field(default_factory=dict)
    spaces: dict[Level, Space] = field(default_factory=dict)
    begun_at: object = None

    def person(self, who: str) -> Person:
        found = self.people[who]
        assert found is not None
        return found


def people_of(world: World) -> Aviary:
    """Everybody, before there is any community."""
    made = Aviary(world)
    made.people = {
        SIGNED_OUT: None,
        "newcomer": world.member("Newcomer", state=MemberState.JOINING),
        "suspended": world.member("Suspended"),  # until everything is there: `suspend`
        "stranger": world.member("Comfort"),
        "asker": world.member(f"Asks {canary(Level.ASK, 'asks')}", findable_by=FindableBy.GROUPS),
        "moderator": world.member("Maya", role=Role.MODERATOR),
        "administrator": world.member("Ade", role=Role.ADMINISTRATOR),
        "blocked": world.member("Blocked"),
        "member": world.member("Gareth"),
        "facilitator": world.member("Nadia"),
        "reported": world.member("Rae"),
    }
    for level in Level:
        name = f"W {canary(level, 'writer')}"
        made.writers[level] = world.member(name, sector="hospice", offers=("winter",), findable_by=FindableBy.GROUPS)
        with world.inside():
            blocked = made.person("blocked")
            db.session.add(Block(blocker_id=made.writers[level].id, blocked_id=blocked.id, made_at=clock.now()))
    with world.inside():
        for person in (*made.people.values(), *made.writers.values()):
            if person is not None:
                notices.begin(person.id)
    return made


def fill(made: Aviary, *levels: Level) -> None:
    """Communities of these levels, each with one of everything."""
    for level in levels:
        made.spaces[level] = _community(made, level)
        _talk(made, level)
        _gathering(made, level)
        _around(made, level)


def suspend(made: Aviary) -> None:
    """Somebody who was in all of them, and had feeds, is a member no more."""
    with made.world.inside():
        for who in ("suspended", "stranger", "member", "facilitator", "moderator", "blocked"):
            make_feeds(made.person(who).actor)
        db.session.execute(
            db.text("UPDATE member SET state = 'suspended' WHERE id = :id"), {"id": made.person("suspended").id}
        )


def _community(made: Aviary, level: Level) -> Space:
    space = a_community(
        made.world,
        level,
        facilitator=made.person("facilitator"),
        members=(
            made.person("member"),
            made.person("suspended"),
            made.person("blocked"),
            made.person("reported"),
            made.writers[level],
        ),
        name=canary(level, "name"),
        purpose=canary(level, "purpose"),
        learning_question=canary(level, "question"),
        agreement=canary(level, "agreement"),
    )
    with made.world.inside():
        if level is Level.ASK:
            belonging.place(made.person("asker").id, space.group_id, BelongingState.ASKED)
        for who in INSIDE:
            db.session.merge(Hearing(member_id=made.person(who).id, about=space.public_id, level=Heard.EVERY))
    return space


def _talk(made: Aviary, level: Level) -> None:
    world, space, writer = made.world, made.spaces[level], made.writers[level]
    kept = a_thread(
        world,
        writer,
        space,
        (writer, canary(level, "reply")),
        (made.person("reported"), canary(level, "before")),
        (writer, canary(level, "hidden")),
        (made.person("member"), "Something of my own."),
        title=canary(level, "title"),
        body=canary(level, "words"),
    )
    edit(world, made.person("reported"), kept.posts[2], canary(level, "reported"))
    _hide(world, kept.posts[3])
    a_thread(world, writer, space, title="One more?", body=f"https://{canary(level, 'link')}.example.org/")
    if level is Level.OPEN:
        _inner(made, space, writer)
    _report(made, kept)


def _inner(made: Aviary, space: Space, writer: Person) -> None:
    """Begun while the community was hidden, and gone on with now that it is open."""
    world, word = made.world, canary(Level.OPEN, "inner")
    _put_level(world, space, Level.HIDDEN)
    inner = a_thread(world, writer, space, title=word, body=word)
    _put_level(world, space, Level.OPEN)
    reply = a_reply(world, made.person("member"), inner.public_id, "Here is how we do it.")
    a_reply(world, writer, inner.public_id, "Thank you @Gareth and @Nadia.")
    it_helped(world, writer, inner.public_id, reply)


def _put_level(world: World, space: Space, level: Level) -> None:
    with world.inside():
        db.session.execute(db.update(Community).where(Community.id == space.id).values(level=level))


def _hide(world: World, post: UUID) -> None:
    with world.inside():
        found = db.session.scalars(db.select(Post).where(Post.public_id == post)).one()
        found.hidden_at = clock.now()


def _report(made: Aviary, talk: Talk) -> None:
    """By the member, through the form."""
    browser = made.world.browser(made.person("member"))
    url = f"/posts/{talk.posts[2]}/report"
    answer = browser.submit(browser.get(url), url, reason="unkind", words="Have a look, please.")
    assert answer.status in {200, 303}, answer.status


def _gathering(made: Aviary, level: Level) -> None:
    """With the conversation that begins with it and has its title; and one more of them, hidden."""
    _planned(made, level)
    hidden = _planned(made, level, title=canary(level, "hidmeet"))
    with made.world.inside():
        care.hide_gathering(hidden)


def _planned(made: Aviary, level: Level, *, title: str = "") -> int:
    title = title or canary(level, "meet")
    writer = made.writers[level]
    talk = a_thread(
        made.world, writer, made.spaces[level], title=f"Before we meet: {title}", body="What is it?", kind="gathering"
    )
    with made.world.inside():
        gathering = Gathering(
            community_id=made.spaces[level].id,
            thread_id=db.session.scalars(db.select(Thread.id).where(Thread.public_id == talk.public_id)).one(),
            maker_id=writer.id,
            title=title,
            body=canary(level, "plan"),
            html=f"<p>{canary(level, 'plan')}</p>",
            starts_at=clock.now() + timedelta(days=6),
            ends_at=clock.now() + timedelta(days=6, hours=1),
            zone="Europe/London",
            place=canary(level, "place"),
            made_at=clock.now(),
            changed_at=clock.now(),
            made_key=chance.new_id(),
        )
        db.session.add(gathering)
        db.session.flush()
        db.session.add(
            GatheringAnswer(
                gathering_id=gathering.id, member_id=made.person("member").id, coming=Coming.YES, since=clock.now()
            )
        )
        return gathering.id


def _around(made: Aviary, level: Level) -> None:
    """A way in that its facilitators may hand on."""
    with made.world.inside():
        db.session.add(
            InviteLink(
                community_id=made.spaces[level].id,
                maker_id=made.person("facilitator").id,
                made_at=clock.now(),
                expires_at=clock.now() + timedelta(days=14),
            )
        )


def let_in(made: Aviary, who: str, level: Level) -> None:
    with made.world.inside():
        belonging.place(made.person(who).id, made.spaces[level].group_id, BelongingState.IN, role=GroupRole.MEMBER)
