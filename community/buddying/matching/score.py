"""How well two people fit: five parts, each between 0 and 1, weighed to a total between 0 and 100.

The number stays inside: members see reasons. All sums are of whole tenths, so that score(a, b) and score(b, a) are
equal to the last bit. Source of the values: the table in the matching rules, public to members.
"""

from dataclasses import astuple, dataclass
from enum import IntEnum
from typing import Final, NamedTuple

from community.buddying.matching.people import OTHER_TENTHS, Distance, Person, Place, Sector, Side

FLOOR: Final = 38
GOOD: Final = 50
STRONG: Final = 65
WAITING_FLOOR: Final = 20

SHARED_ENOUGH: Final = 16
GIVEN_ENOUGH: Final = 14
ONE_WAY_FACTOR: Final = 0.7
WISH_UNMET_FACTOR: Final = 0.85
BLANK: Final = 0.6
ONLY_POSSIBLE_WAY: Final = 0.6
COMMON_TIMES: Final = (0.0, 0.4, 0.7, 1.0)


class Apart(IntEnum):
    """How far apart two people are, as far as both places are shown."""

    SAME_PLACE = 0
    SAME_REGION = 1
    SAME_NATION = 2
    OTHER_REGION = 3
    OTHER_NATION = 4
    UNKNOWN = 5


# In the order of Apart. A far wish and the same place never meet (a hard rule); where the region of one is not
# shown, it may be the same.
PLACE_VALUES: Final = {
    Distance.NEAR: (1.0, 0.7, 0.3, 0.3, 0.1, 0.1),
    Distance.FAR: (0.0, 0.5, 0.5, 1.0, 0.9, 0.5),
    Distance.NONE: (0.5, 0.8, 0.8, 0.8, 0.8, 0.8),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts for: whole numbers that make 100. Raises ValueError otherwise.

    A pair must share a challenge or meet a need, so at least one of `shared` and `give` must count.
    """

    shared: int = 34
    give: int = 25
    sector: int = 22
    practical: int = 10
    place: int = 9

    def __post_init__(self) -> None:
        weights = astuple(self)
        if min(weights) < 0 or sum(weights) != 100:
            raise ValueError("weights are 0 or more and make 100 together")
        if self.shared + self.give == 0:
            raise ValueError("shared challenges, or give and take, must count for something")


DEFAULT_WEIGHTS: Final = Weights()


class Parts(NamedTuple):
    """The five values of `a` with `b`, what they were made from, and the weights: all that a reason is made of.

    Values run from 0 to 1. `common`, `a_gets` and `b_gets` are (challenge id, tenths). `a_fit` and `b_fit` say how
    far each one's own wish for a side is met. `slots` is the mask of common times, None where one left it blank.
    """

    weights: Weights
    shared: float
    give: float
    sector: float
    practical: float
    place: float
    common: tuple[tuple[str, int], ...]
    a_gets: tuple[tuple[str, int], ...]
    b_gets: tuple[tuple[str, int], ...]
    a_fit: float
    b_fit: float
    slots: int | None
    apart: Apart
    is_a_unmet: bool
    is_b_unmet: bool

    @property
    def total(self) -> float:
        """0 to 100; never lower when a part is higher."""
        weights = self.weights
        whole = (
            weights.shared * self.shared
            + weights.give * self.give
            + weights.sector * self.sector
            + weights.practical * self.practical
            + weights.place * self.place
        )
        if weights.sector and (self.is_a_unmet or self.is_b_unmet):
            return whole * WISH_UNMET_FACTOR
        return whole

    @property
    def has_common_ground(self) -> bool:
        """Whether the two share a challenge, or one meets a need of the other, in a part that counts."""
        return bool(self.weights.shared * self.shared + self.weights.give * self.give)


def score(a: Person, b: Person, *, weights: Weights = DEFAULT_WEIGHTS) -> Parts:
    """The parts of `a` with `b`, of which `.total` is the score; `a` and `b` swapped give the same total.

    Hard rules are not looked at. Raises nothing.
    """
    common = _common_challenges(a, b)
    a_gets, b_gets = _needs_met(a, b), _needs_met(b, a)
    a_fit, b_fit = side_met(a.side, a.sector, b.sector), side_met(b.side, b.sector, a.sector)
    slots = a.times & b.times if a.times and b.times else None
    apart = how_far_apart(a.place, b.place)
    return Parts(
        weights=weights,
        shared=min(SHARED_ENOUGH, sum(tenths for _, tenths in common)) / SHARED_ENOUGH if common else 0.0,
        give=_give_and_take(a_gets, b_gets) if a_gets or b_gets else 0.0,
        sector=(a_fit + b_fit) / 2,
        practical=(time_value(slots) + _way_value(a.ways, b.ways)) / 2,
        place=min(place_value(a.place, a.distance, apart), place_value(b.place, b.distance, apart)),
        common=common,
        a_gets=a_gets,
        b_gets=b_gets,
        a_fit=a_fit,
        b_fit=b_fit,
        slots=slots,
        apart=apart,
        is_a_unmet=is_wholly_unmet(a.side, a_fit),
        is_b_unmet=is_wholly_unmet(b.side, b_fit),
    )


def time_value(slots: int | None) -> float:
    """What a mask of common times is worth; None is neutral, because somebody left theirs blank."""
    return BLANK if slots is None else COMMON_TIMES[min(3, slots.bit_count())]


def how_far_apart(here: Place | None, there: Place | None) -> Apart:
    """The distance between two places as shown, no finer than the coarser of them."""
    if here is None or there is None or here.nation is None or there.nation is None:
        return Apart.UNKNOWN
    if here.nation != there.nation:
        return Apart.OTHER_NATION
    if here.area is not None and here.area == there.area:
        return Apart.SAME_PLACE
    if here.region is not None and there.region is not None:
        return Apart.SAME_REGION if here.region == there.region else Apart.OTHER_REGION
    if here.area is not None and there.area is not None:
        return Apart.OTHER_REGION
    return Apart.SAME_NATION


def _common_challenges(a: Person, b: Person) -> tuple[tuple[str, int], ...]:
    ours, theirs = a.tenths, b.tenths
    return tuple([(c, min(ours[c], theirs[c])) for c in ours if c in theirs])


def _needs_met(one: Person, other: Person) -> tuple[tuple[str, int], ...]:
    met = one.needs & other.offers
    return tuple([(c, one.tenths.get(c, OTHER_TENTHS)) for c in met]) if met else ()


def given_value(gets: tuple[tuple[str, int], ...]) -> float:
    """How far one's needs are met, 0 to 1."""
    return min(GIVEN_ENOUGH, sum(tenths for _, tenths in gets)) / GIVEN_ENOUGH


def _give_and_take(a_gets: tuple[tuple[str, int], ...], b_gets: tuple[tuple[str, int], ...]) -> float:
    value = (given_value(a_gets) + given_value(b_gets)) / 2
    return value if a_gets and b_gets else value * ONE_WAY_FACTOR


def side_met(side: Side, mine: Sector, other: Sector) -> float:
    """How far a wish for a side is met by somebody of the other sector, 0 to 1."""
    if side == Side.EITHER:
        return 0.7
    if mine.id == other.id:
        return 0.0 if side == Side.BRIDGE else 1.0
    if mine.group == other.group:
        return 0.5 if side == Side.BRIDGE else 0.6
    return 1.0 if side == Side.BRIDGE else 0.2


def is_wholly_unmet(side: Side, met: float) -> bool:
    """Whether one's own wish counts for nothing with the other."""
    return met == (0.2 if side == Side.KIN else 0.0)


def _way_value(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    if not ours or not theirs:
        return BLANK
    if ours[0] == theirs[0]:
        return 1.0
    return 0.0 if set(ours).isdisjoint(theirs) else ONLY_POSSIBLE_WAY


def place_value(place: Place | None, distance: Distance, apart: Apart) -> float:
    """What a distance is worth to somebody of this place (None: left blank, so without a wish), 0 to 1."""
    return PLACE_VALUES[Distance.NONE if place is None else distance][apart]
