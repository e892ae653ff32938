"""What a member of this room's tests is told: the lines of their tray, as they read them."""

from community.notifications import queries
from community.notifications.queries import Line
from tests.world import Person, World


def told(world: World, person: Person) -> list[Line]:
    """What is new to them, the latest first."""
    with world.inside():
        return list(queries.tray(person.actor).unread)


def sentences(world: World, person: Person) -> list[str]:
    return [line.sentence for line in told(world, person)]
