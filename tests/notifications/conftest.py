"""Those whom the stories of this room are about."""

import pytest

from tests.browser import Browser
from tests.world import Person, World


@pytest.fixture
def hers(world: World, nadia: Person) -> Browser:
    return world.browser(nadia)
