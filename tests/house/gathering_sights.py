"""Gatherings for the access matrix and for the pages that are looked at."""

from datetime import timedelta
from uuid import UUID

from community.core import chance, clock
from community.core.database import db
from community.core.text import render_markdown
from community.practice import actions
from community.practice.models import Community, Gathering, Thread
from tests.practice.gathered import a_gathering, changes, comes, seen_by
from tests.practice.people import Space
from tests.world import Person, World


def gathering_of(community: Community, maker_id: int, thread: Thread) -> UUID:
    """One that has begun and is not over: it can be changed, come to, and written about."""
    now = clock.now()
    made = Gathering(
        community_id=community.id,
        maker_id=maker_id,
        thread_id=thread.id,
        title="Canary gathering",
        body="Canary words",
        html=render_markdown("Canary words"),
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        zone="Europe/London",
        place="Canary place",
        made_at=now,
        changed_at=now,
        made_key=chance.new_id(),
    )
    db.session.add(made)
    db.session.flush()
    return made.public_id


def add_gatherings(world: World, space: Space, people: dict[str, Person], ids: dict[str, object], words: str) -> None:
    """One that is full, with somebody who waits; one that was called off; one that is over, with what was learned."""
    nadia, gareth, long = (people[name] for name in ("nadia", "gareth", "long"))
    said = {"body": words, "place": words[:60], "access": words[:60]}
    full = a_gathering(world, nadia, space, title=f"Tea {words[:60]}", capacity=1, zone="Pacific/Auckland", **said)
    comes(world, long, full, f"Captions {words[:60]}")
    comes(world, gareth, full)
    off = a_gathering(world, nadia, space, title="Called off")
    comes(world, gareth, off)
    over = a_gathering(world, gareth, space, title="Last month")
    comes(world, nadia, over)
    _end(world, over)
    seen = seen_by(world, nadia, off)
    with world.inside():
        actions.call_off(nadia.actor, seen)
    was = seen_by(world, nadia, over)
    with world.inside():
        actions.write_note(nadia.actor, was, words, version=was.version)
    mine = a_gathering(world, gareth, space, title="Coming")
    comes(world, nadia, mine)
    changes(world, nadia, full, capacity=1)
    ids |= {"full_id": full, "off_id": off, "over_id": over, "coming_id": mine}


def _end(world: World, gathering: UUID) -> None:
    with world.inside():
        found = db.session.scalars(db.select(Gathering).filter_by(public_id=gathering)).one()
        found.starts_at -= timedelta(days=30)
        found.ends_at -= timedelta(days=30)
