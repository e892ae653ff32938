"""Those whom the stories of this room are about."""

import pytest

from tests.browser import Browser
from tests.world import Person, World


@pytest.fixture
def nadia(world: World) -> Person:
    return world.member("Nadia")


@pytest.fixture
def gareth(world: World) -> Person:
    return world.member("Gareth")


@pytest.fixture
def comfort(world: World) -> Person:
    return world.member("Comfort")


@pytest.fixture
def hers(world: World, nadia: Person) -> Browser:
    return world.browser(nadia)
