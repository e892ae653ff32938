"""One look at everybody: the totals of one viewer with all who may be, and who of them comes first."""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from community.buddying.matching.exposure import step_back
from community.buddying.matching.score import FLOOR
from community.core.chance import seeded

Array = npt.NDArray[Any]
_REACHES_FLOOR: Final = FLOOR - 1e-4  # these are small floats; the score itself is asked again


class Likely(NamedTuple):
    """Somebody worth a closer look, and their total with the viewer."""

    key: int
    total: float


class Look:
    """The totals of one viewer with everybody who may be, at one moment."""

    def __init__(self, keys: Array, lists: Array, totals: Array, *, usual: float, turn: str) -> None:
        self._keys, self._lists, self._totals, self._turn = keys, lists, totals, turn
        self._ranked_by = totals - step_back(lists, usual) if usual else totals

    @property
    def how_many(self) -> int:
        """How many reach the floor."""
        return int(np.count_nonzero(self._totals >= _REACHES_FLOOR))

    def best(self, how_many: int) -> list[Likely]:
        """Up to `how_many` at or above the floor, the best first; who is shown to many steps behind near-equals."""
        cut = _cut(self._ranked_by, how_many)
        reaching = np.flatnonzero((self._ranked_by >= cut) & (self._totals >= _REACHES_FLOOR))
        turns = _turns(self._keys[reaching], self._turn)
        return self._likely(reaching[np.lexsort((turns, -self._ranked_by[reaching]))][:how_many])

    def least_shown(self, how_many: int, *, at_least: float) -> list[Likely]:
        """Up to `how_many` whose total is at least so high, those in the fewest lists first."""
        reaching = np.flatnonzero(self._totals >= max(_REACHES_FLOOR, at_least))
        turns = _turns(self._keys[reaching], self._turn)
        return self._likely(reaching[np.lexsort((turns, self._lists[reaching]))][:how_many])

    def _likely(self, chosen: Array) -> list[Likely]:
        return [Likely(int(self._keys[at]), float(self._totals[at])) for at in chosen]


def _turns(keys: Array, turn: str) -> Array:
    """A number for each key that has nothing to do with it but the seed."""
    seed = seeded("turn", turn).getrandbits(64)
    return (keys.astype(np.uint64) ^ np.uint64(seed)) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20)


def _cut(totals: Array, how_many: int) -> int:
    """The whole number that at least `how_many` totals reach: cheaper than sorting them all."""
    reached = np.cumsum(np.bincount(np.maximum(totals, 0).astype(np.uint8), minlength=101)[::-1])
    return 100 - int(np.searchsorted(reached, how_many))
