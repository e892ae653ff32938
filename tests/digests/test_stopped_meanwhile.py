"""A notice is told while its reader stops letters: neither knows of the other yet, and no letter leaves."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from flask import Flask

from community.core import chance, clock
from community.notifications import actions as notices
from community.notifications.models import Kind, Timing, What
from community.notifications.queries import due
from tests.digests.post import choose, letters, somebody, tell, the_clock, write
from tests.world import World


def test_stopping_and_telling_at_the_same_moment_ends_without_a_letter(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia, gareth = somebody(world), world.member("Gareth")
        is_told, goes_on = Event(), Event()

        def tells() -> None:
            with world.inside():
                notices.tell(nadia.id, What.MESSAGE, about=chance.new_id(), sender=gareth.actor)
                is_told.set()
                goes_on.wait(0.5)

        def stops() -> None:
            assert is_told.wait(5)
            with world.inside():
                notices.stop_all(nadia.actor)
            goes_on.set()

        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(tells), pool.submit(stops)]:
                done.result()
        watch.minutes_later(30)
        with app.app_context():
            assert due.members_due_now(clock.now(), 10) == []
        assert write(app) == 0 and letters(world, nadia) == []


def test_whoever_wants_letters_again_hears_of_what_still_waits(app: Flask, world: World) -> None:
    with the_clock() as watch:
        nadia = somebody(world)
        tell(world, nadia)
        choose(world, nadia, Timing.NEVER)
        watch.minutes_later(30)
        assert write(app) == 0
        choose(world, nadia, Timing.NOW, Kind.MESSAGE)
        assert write(app) == 1
