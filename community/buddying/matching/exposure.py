"""Who has been shown to many steps behind near-equals, and those whom hardly anybody sees keep two places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

NEAR_EQUAL: Final = 5.0
MANY: Final = 3.0
PLACES_FOR_LEAST_SHOWN: Final = 2
NEARLY_AS_GOOD: Final = 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """In how many lists each stands, by key (nowhere: in none), and how many is usual for somebody who is shown."""

    lists: Mapping[str, int] = field(default_factory=dict)
    usual: float = 0.0

    def step_back(self, key: str) -> float:
        return float(step_back(self.lists.get(key, 0), self.usual))


NOT_COUNTED: Final = Shown()


def step_back(lists: Any, usual: float) -> npt.NDArray[np.float32]:
    """Points by which somebody in so many lists steps behind: none up to the usual number, 5 from three times that.

    Never more than 5: nobody steps behind somebody who fits clearly less well. `lists` is one number or an array.
    """
    over = np.asarray(lists, np.float32) / np.float32(max(usual, 1.0)) - 1
    points: npt.NDArray[np.float32] = np.clip(over * np.float32(NEAR_EQUAL / (MANY - 1)), 0, np.float32(NEAR_EQUAL))
    return points
