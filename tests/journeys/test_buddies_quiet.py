"""A quiet pair is rescued: weeks pass, both are told, one would like to keep going, and the other writes."""

import pytest

from community.buddying import actions
from tests.buddying.people import gareth, nadia
from tests.buddying.terms import active_circle, change_circle
from tests.journeys.conftest import House
from tests.journeys.weeks import both_ways, is_accessible, the_weeks
from tests.world import World

pytestmark = pytest.mark.browser

NUDGE = "It has been quiet between you and {}. A line would do"
RESCUE = "Keep going with {}, change the rhythm, pause or finish? All are fine"


@both_ways
def test_a_quiet_pair_is_asked_kindly_and_finds_together_again(house: House, world: World) -> None:
    with the_weeks(house, world) as weeks:
        one, other = nadia(world), gareth(world)
        circle_id = active_circle(world, one, other)
        change_circle(world, circle_id, term_began_at=None)  # nothing else asks
        weeks.pass_by(days=31)
        assert weeks.run(actions.nudge_quiet_circles) == 0
        weeks.pass_by(days=1)
        assert weeks.run(actions.nudge_quiet_circles) == 2
        weeks.comes(one, "/notices").sees(NUDGE.format("Gareth"))
        weeks.pass_by(days=21)
        assert weeks.run(actions.nudge_quiet_circles) == 2

        first = weeks.comes(one)
        first.sees("It has been quiet with Gareth")
        first.enter("Buddies")
        first.follow("Open your space with Gareth")
        first.sees("Four ways from here, and all are fine. No reason is asked.")
        is_accessible(first)
        first.go("/notices")
        first.follow(RESCUE.format("Gareth"))
        first.stands_at("How shall we go on?")
        first.sees("We tell Gareth that you would like to keep going, and ask when suits.")
        is_accessible(first)
        first.press("Keep going")
        first.stands_at("You and Gareth")
        first.sees("We tell Gareth that you would like to keep going. A line from you, or a date, helps most.")
        first.does_not_see("It has been quiet between you")

        second = weeks.comes(other, "/notices")
        second.does_not_see(RESCUE.format("Nadia"))
        second.follow("Nadia would like to keep going. When suits you?")
        second.stands_at("You and Nadia")
        second.does_not_see("It has been quiet between you")
        second.fill("Message to Nadia", "Sorry for the silence. Thursday at six?")
        second.press("Send")
        second.page.locator(".msgs").get_by_text("Thursday at six?").wait_for()
        weeks.pass_by(days=14)
        assert weeks.run(actions.nudge_quiet_circles) == 0
        weeks.comes(one, f"/buddies/circles/{circle_id}").sees("Thursday at six?")
