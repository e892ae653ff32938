"""Gatherings that the tests of this room are about."""

from datetime import datetime, timedelta
from uuid import UUID

from community.core import chance, clock
from community.core.database import reading
from community.practice import actions, queries
from community.practice.gathered import GatheringPlan
from community.practice.models import Coming
from community.practice.queries import GatheringSeen
from tests.practice.people import Space
from tests.world import Person, World

PLACE, LINK = "Quillfeather Mill, room 4", "https://meet.example/quillfeather"


def a_plan(**said: object) -> GatheringPlan:
    """In three days, for an hour, at a place that nobody can guess."""
    starts_at = said.pop("starts_at", (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0))
    assert isinstance(starts_at, datetime)
    minutes = said.pop("minutes", 60)
    usual: dict[str, object] = {
        "title": "Tea and flow",
        "body": "We look at **one** week together.",
        "zone": "Europe/London",
        "place": PLACE,
        "link": LINK,
    }
    return GatheringPlan(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **usual | said)  # type: ignore[arg-type,operator]


def a_gathering(world: World, maker: Person, space: Space, **said: object) -> UUID:
    with world.inside():
        seen = queries.community_seen_by(maker.actor, space.public_id)
        return actions.plan_gathering(maker.actor, seen, a_plan(**said), once=chance.new_id())


def seen_by(world: World, person: Person, gathering: UUID) -> GatheringSeen:
    with world.inside(), reading():
        return queries.gathering_seen_by(person.actor, gathering)


def comes(world: World, person: Person, gathering: UUID, needs: str = "") -> Coming:
    seen = seen_by(world, person, gathering)
    with world.inside():
        return actions.come(person.actor, seen, needs)


def stays_away(world: World, person: Person, gathering: UUID) -> None:
    seen = seen_by(world, person, gathering)
    with world.inside():
        actions.stay_away(person.actor, seen)


def changes(world: World, person: Person, gathering: UUID, **said: object) -> bool:
    """Another plan in place of the first, with these things otherwise."""
    seen = seen_by(world, person, gathering)
    plan = actions.plan_of(seen)
    with world.inside():
        new = GatheringPlan(**plan.__dict__ | said)
        return actions.change_gathering(person.actor, seen, new, version=seen.version)


def answer(world: World, person: Person, gathering: UUID) -> Coming | None:
    return seen_by(world, person, gathering).coming


def url_of(gathering: UUID) -> str:
    return f"/gatherings/{gathering}"
