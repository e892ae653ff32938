"""A place is looked up while somebody types; pressing Save does not wait for it."""

import pytest

from tests.journeys.conftest import House
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True], ids=["htmx"], indirect=True)
def test_saving_does_not_wait_for_a_look_up_that_hangs(house: House, world: World) -> None:
    visitor = house.visitor(world.member("Nadia", place=None))
    visitor.page.route("**/places?*", lambda _route: None)  # asked, and never answered
    visitor.go("/profile/sector")
    with visitor.page.expect_request("**/places?*"):
        visitor.fill("Your place", "Lancashire and South Cumbria")
    visitor.press("Save")
    visitor.stands_at("Your profile")
    visitor.sees("Lancashire and South Cumbria")
