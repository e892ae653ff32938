"""A gathering that moves or is off changes the calendars of those who come, by letter; their letters name no place."""

from datetime import timedelta

from flask import Flask

from community.core import clock
from community.practice import actions
from community.practice.models import Level
from tests.digests.post import letters, the_clock, write
from tests.practice.gathered import PLACE, a_gathering, changes, comes, seen_by
from tests.practice.people import a_community
from tests.world import World


def test_a_change_and_the_end_of_a_gathering_bring_its_file(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth, comfort = (world.member(name) for name in ("Nadia", "Gareth", "Comfort"))
        space = a_community(world, Level.PRIVATE, facilitator=nadia, members=(gareth, comfort))
        gathering = a_gathering(world, nadia, space)
        comes(world, gareth, gathering)
        later = clock.now() + timedelta(days=5)
        changes(world, nadia, gathering, starts_at=later, ends_at=later + timedelta(minutes=90))
        watch.minutes_later(10)
        write(app)
        moved = letters(world, gareth)[-1]
        (event,) = moved["events"]
        assert event["starts_at"] == later.isoformat() and event["minutes"] == 90 and not event["is_off"]
        assert event["path"] == f"/gatherings/{gathering}" and event["is_gathering"]
        assert "Tea and flow" not in str(moved) and PLACE not in str(moved), "the community is private"
        watch.hours_later(2)
        seen = seen_by(world, nadia, gathering)
        with world.inside():
            actions.call_off(nadia.actor, seen)
        world.browser(gareth).get(f"/gatherings/{gathering}")
        watch.minutes_later(10)
        write(app)
        (gone,) = letters(world, gareth)[-1]["events"]
        assert gone["is_off"] and gone["uid"] == event["uid"] and gone["sequence"] > event["sequence"]
        assert not any(letter["events"] for letter in letters(world, comfort))
