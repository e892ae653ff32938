"""Those whom most stories of this room are about, and the place where they talk."""

import pytest

from tests.practice.people import Space, Talk, a_community, a_thread
from tests.world import Person, World


@pytest.fixture
def space(world: World, nadia: Person, gareth: Person, comfort: Person) -> Space:
    return a_community(world, members=(nadia, gareth, comfort))


@pytest.fixture
def talk(world: World, nadia: Person, space: Space) -> Talk:
    """Nadia's conversation."""
    return a_thread(world, nadia, space)
