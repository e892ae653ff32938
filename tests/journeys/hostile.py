"""Members who mean harm: every text field that others see, filled with everything of `payloads`."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.buddying.actions.meetings import Plan
from community.buddying.actions.meetings import plan_meeting as plan
from community.buddying.models import Circle, CircleMessage, Hello, MeetingHow, PromiseMade
from community.core import chance, clock, crypto
from community.core.database import db
from community.core.text import clean_line, clean_text
from community.practice import actions as practice
from community.practice import queries
from community.practice.models import Level
from tests.buddying.people import circle_of, seen_circle
from tests.journeys.hostile_communities import add_communities
from tests.journeys.payloads import PAYLOADS
from tests.world import Person, World

ON_A_PAGE = 20
CHUNKS = tuple(PAYLOADS[start : start + ON_A_PAGE] for start in range(0, len(PAYLOADS), ON_A_PAGE))


@dataclass
class Wall:
    """Where the payloads stand; `reader` looks at all of it."""

    world: World
    reader: Person
    writers: list[list[Person]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    thread: UUID | None = None
    circle: UUID | None = None


def joined(chunk: tuple[str, ...]) -> str:
    return clean_text("\n\n".join(chunk))


def wall_of(world: World) -> Wall:
    everything = {"about": joined(CHUNKS[0]), "access_needs": joined(CHUNKS[1]), "organisation": joined(CHUNKS[2])}
    wall = Wall(world, world.member("Nadia", capacity=3, **everything))
    for chunk in CHUNKS:
        names = [clean_line(payload)[:80] for payload in chunk]
        wall.writers.append([world.member(name, sector="nhs-acute", about=joined(chunk)) for name in names])
    wall.paths = ["/", "/communities", "/buddies", "/buddies/hellos", "/profile", "/profile/sector"]
    for chunk, writers in zip(CHUNKS, wall.writers, strict=True):
        _community(wall, chunk, writers)
        wall.paths.append(f"/people/{writers[0].public_id}")
    wall.paths.append(f"/buddies/hellos/new?to={wall.writers[-1][0].public_id}")
    _hellos(wall)
    _circle(wall)
    for chunk, writers in zip(CHUNKS, wall.writers, strict=True):
        add_communities(wall, chunk, writers[0])
    return wall


def _community(wall: Wall, chunk: tuple[str, ...], writers: list[Person]) -> None:
    """A community whose every word is hostile; a list of such titles, and a conversation of such posts."""
    with wall.world.inside():
        words, lines = joined(chunk), clean_line(" ".join(chunk))
        made = practice.make_community(
            name=clean_line(chunk[0])[:80],
            purpose=lines,
            level=Level.OPEN,
            facilitators=[writers[0].id],
            learning_question=lines,
            about=lines,
            rhythm=lines,
            agreement=words,
        )
        for member in writers:
            belonging.place(member.id, made.group_id, BelongingState.IN)
        db.session.flush()
        opened = [_thread(made.public_id, writer, text) for writer, text in zip(writers, chunk, strict=True)]
        for writer, text in zip(writers[1:], chunk[1:], strict=True):
            thread = queries.thread_seen_by(writer.actor, opened[0])
            practice.reply(writer.actor, thread, clean_text(text), once=chance.new_id())
        wall.thread = opened[0]
        front = f"/communities/{made.public_id}"
    wall.paths += [front, f"{front}/join", f"/conversations/{opened[0]}"]


def _thread(community_id: UUID, writer: Person, text: str) -> UUID:
    seen = queries.community_seen_by(writer.actor, community_id)
    title, body = clean_line(text)[:160], f"{clean_text(text)}\n\nx"
    made = practice.start_thread(writer.actor, seen, kind_id="question", title=title, body=body, once=chance.new_id())
    return made.public_id


def _hellos(wall: Wall) -> None:
    with wall.world.inside():
        for chunk, writers in zip(CHUNKS, wall.writers, strict=True):
            hello_id, asker = chance.new_id(), writers[1]
            box = crypto.seal_field(joined(chunk), table="hello", row=hello_id, group=asker.public_id)
            db.session.add(
                Hello(
                    public_id=hello_id,
                    asker_id=asker.id,
                    asked_id=wall.reader.id,
                    text_box=box,
                    asked_at=clock.now(),
                    made_key=chance.new_id(),
                )
            )


def _circle(wall: Wall) -> None:
    """Messages, promises and a meeting place, all by somebody whose name is hostile too."""
    writer = wall.writers[0][0]
    wall.circle = circle_of(wall.world, wall.reader, writer)
    with wall.world.inside():
        circle = db.session.scalars(select(Circle).where(Circle.public_id == wall.circle)).one()
        for chunk in CHUNKS:
            row, other = chance.new_id(), chance.new_id()
            message = crypto.seal_field(joined(chunk), table="circle_message", row=row, group=circle.group_id)
            promise = crypto.seal_field(joined(chunk), table="promise_made", row=other, group=circle.group_id)
            whose = {"circle_id": circle.id, "made_key": row}
            db.session.add(CircleMessage(public_id=row, author_id=writer.id, box=message, sent_at=clock.now(), **whose))
            db.session.add(
                PromiseMade(
                    public_id=other, owner_id=writer.id, maker_id=writer.id, box=promise, made_at=clock.now(), **whose
                )
            )
    seen = seen_circle(wall.world, writer, wall.circle)
    with wall.world.inside():
        when = clock.now() + timedelta(days=2)
        plan(writer.actor, seen, Plan(when, MeetingHow.WALK, joined(CHUNKS[0]), 0), once=chance.new_id())
    wall.paths += [f"/buddies/circles/{wall.circle}", f"/buddies/circles/{wall.circle}/meeting"]
