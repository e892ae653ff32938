"""The door, and the settings of a site that runs for real."""

import pytest

from tests.accounts.people import Door
from tests.mail.conftest import production
from tests.world import World

__all__ = ["production"]


@pytest.fixture
def door(world: World) -> Door:
    return Door(world)
