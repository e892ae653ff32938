"""A small cast for this room, and the short ways to bring two of them together."""

from uuid import UUID

from community.buddying import actions, queries
from community.buddying.actions.circles import begin_circle
from community.buddying.seen import CircleSeen, HelloSeen
from community.core import chance
from community.directory import actions as directory
from tests.world import Person, World


def nadia(world: World, **told: object) -> Person:
    """Manages a care home."""
    return world.member("Nadia", **({"capacity": 3} | told))  # type: ignore[arg-type]


def gareth(world: World, **told: object) -> Person:
    """Works in a hospital, on the other side of Nadia's door."""
    return world.member("Gareth", **({"sector": "nhs-acute", "capacity": 3} | told))  # type: ignore[arg-type]


def comfort(world: World, **told: object) -> Person:
    """Cares for somebody at home."""
    return world.member("Comfort", **({"sector": "carer", "capacity": 3} | told))  # type: ignore[arg-type]


def hello(world: World, asker: Person, asked: Person, words: str = "May I ask you something?") -> UUID:
    """One says hello to the other."""
    with world.inside():
        to = queries.stranger_seen_by(asker.actor, asked.public_id)
        return actions.say_hello(asker.actor, to, words=words, once=chance.new_id()).public_id


def seen_hello(world: World, viewer: Person, hello_id: UUID) -> HelloSeen:
    with world.inside():
        return queries.hello_seen_by(viewer.actor, hello_id)


def buddies(world: World, asker: Person, asked: Person, words: str = "May I ask you something?") -> UUID:
    """One says hello, the other says yes: their circle."""
    hello_id = hello(world, asker, asked, words)
    with world.inside():
        return actions.accept(asked.actor, queries.hello_seen_by(asked.actor, hello_id))


def circle_of(world: World, *people: Person) -> UUID:
    """A circle of two to six, as a matching round would make it."""
    with world.inside():
        ids = [person.id for person in people]
        directory.take_room(ids)
        return begin_circle(ids).public_id


def seen_circle(world: World, viewer: Person, circle_id: UUID) -> CircleSeen:
    with world.inside():
        return queries.circle_seen_by(viewer.actor, circle_id)
