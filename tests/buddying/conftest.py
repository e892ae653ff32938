"""The two whom most stories of this room are about."""

import pytest

from tests.buddying.people import gareth, nadia
from tests.world import Person, World


@pytest.fixture
def one(world: World) -> Person:
    return nadia(world)


@pytest.fixture
def other(world: World) -> Person:
    return gareth(world)
