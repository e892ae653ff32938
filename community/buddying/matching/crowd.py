"""Everybody's columns: the score of one person with a whole site at once, as arithmetic on arrays.

Column `i` is one person. The totals are those of `score`; a test compares the two. Whom a plain rule forbids is left
out; the others are asked again by the caller, of the few that come out. There are codes and bit masks here and no
texts, so a hundred thousand people take some forty megabytes. One thread puts people in while others look.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from community.buddying.matching.exposure import Shown
from community.buddying.matching.look import Look
from community.buddying.matching.people import OTHER_TENTHS, Candidate, Distance, Person
from community.buddying.matching.score import (
    BLANK,
    COMMON_TIMES,
    DEFAULT_WEIGHTS,
    GIVEN_ENOUGH,
    ONE_WAY_FACTOR,
    ONLY_POSSIBLE_WAY,
    SHARED_ENOUGH,
    WISH_UNMET_FACTOR,
    Apart,
    Weights,
    how_far_apart,
    is_wholly_unmet,
    place_value,
    side_met,
)
from community.buddying.matching.taxonomy import Taxonomy

Array = npt.NDArray[Any]
_ROOM_AT_FIRST: Final = 1024
_NEVER: Final = -1000
_COLUMNS: Final[dict[str, Any]] = {
    "key": np.int64,
    "is_open": np.bool_,
    "wish": np.uint16,
    "spot": np.uint16,
    "times": np.uint32,
    "ways": np.uint8,
    "first_way": np.uint8,
    "languages": np.uint32,
    "organisation": np.int32,
    "lists": np.uint16,
}
_TABLES: Final = ("tenths", "offers", "needs")


class Narrow(NamedTuple):
    """What a member filtered by: leaf sectors, a challenge that is on somebody's mind or offered, a place as shown."""

    sector_ids: tuple[str, ...] = ()
    challenge_id: str = ""
    place_id: str = ""

    @property
    def is_anything(self) -> bool:
        return bool(self.sector_ids or self.challenge_id or self.place_id)


EVERYBODY: Final = Narrow()


class Crowd:
    """The columns of everybody. `put` adds or replaces somebody; nobody is compared with themselves."""

    def __init__(self, taxonomy: Taxonomy, weights: Weights = DEFAULT_WEIGHTS) -> None:
        self._taxonomy, self._weights = taxonomy, weights
        self._challenge = {each: number for number, each in enumerate(taxonomy.challenge_labels)}
        self._wish, self._spot, self._language, self._way, self._organisation = (_Codes() for _ in range(5))
        self._organisation("")
        self._at: dict[int, int] = {}
        self._usual = 0.0
        self._worked_out: dict[Any, tuple[int, Any]] = {}
        self._columns: dict[str, Array] = {name: np.zeros(_ROOM_AT_FIRST, kind) for name, kind in _COLUMNS.items()}
        self._columns |= {name: np.zeros((len(self._challenge), _ROOM_AT_FIRST), np.int8) for name in _TABLES}

    def __len__(self) -> int:
        return len(self._at)

    @property
    def languages(self) -> frozenset[str]:
        """All that anybody has named."""
        return frozenset(list(self._language))

    @property
    def challenges(self) -> tuple[str, ...]:
        return tuple(self._challenge)

    def put(self, candidate: Candidate) -> None:
        """Add somebody, or replace what was known of them. Raises KeyError for a challenge that the taxonomy lacks."""
        person, standing = candidate.person, candidate.standing
        at = self._at.get(int(person.key), len(self._at))
        if at >= self._columns["key"].shape[0]:
            self._columns = {
                name: np.concatenate([it, np.zeros_like(it)], axis=-1) for name, it in self._columns.items()
            }
        columns = self._columns
        columns["key"][at] = int(person.key)
        columns["is_open"][at] = standing.is_active and not standing.is_paused and standing.room > 0
        columns["wish"][at] = self._wish((person.side, person.sector))
        columns["spot"][at] = self._spot((person.place, person.distance))
        columns["times"][at] = person.times
        columns["ways"][at] = self._way.mask(person.ways, bits=8)
        columns["first_way"][at] = 1 + self._way(person.ways[0]) if person.ways else 0
        columns["languages"][at] = self._language.mask(person.languages, bits=32)
        columns["organisation"][at] = self._organisation(standing.organisation)
        for name in _TABLES:
            columns[name][:, at] = 0
        for challenge_id, tenths in person.tenths.items():
            columns["tenths"][self._challenge[challenge_id], at] = tenths
        for challenge_id in person.offers:
            columns["offers"][self._challenge[challenge_id], at] = 1
        for challenge_id in person.needs:
            columns["needs"][self._challenge[challenge_id], at] = person.tenths.get(challenge_id, OTHER_TENTHS)
        self._at[int(person.key)] = at  # last: until here nobody looks at the column

    def count_lists(self, lists: Mapping[int, int]) -> None:
        """In how many lists each stands, by key. Whoever is not among them stands in none, nor does whoever comes."""
        counted = np.zeros_like(self._columns["lists"])
        for key, number in lists.items():
            at = self._at.get(key)
            if at is not None:
                counted[at] = min(number, np.iinfo(counted.dtype).max)
        self._columns["lists"][: len(counted)] = counted
        self._usual = sum(lists.values()) / len(lists) if lists else 0.0

    def shown(self, keys: Iterable[str]) -> Shown:
        """How often these are shown."""
        lists = self._columns["lists"]
        known = {key: self._at.get(int(key)) for key in keys}
        return Shown({key: int(lists[at]) for key, at in known.items() if at is not None}, self._usual)

    def look(self, viewer: Candidate, narrow: Narrow = EVERYBODY, *, turn: str = "") -> Look:
        """Compare the viewer with everybody whom no plain rule forbids; equals come as `turn`, a seed, has it."""
        count, all_columns = len(self._at), self._columns
        columns = {name: values[..., :count] for name, values in all_columns.items()}
        grounds = self._grounds(viewer.person, columns)
        worth_a_look = np.flatnonzero(self._may_be(viewer, columns, narrow) & self._is_common(*grounds))
        columns = {name: columns[name].take(worth_a_look) for name in _COLUMNS}
        totals = self._totals(viewer.person, columns, *(each.take(worth_a_look) for each in grounds))
        return Look(columns["key"], columns["lists"], totals, usual=self._usual, turn=turn)

    def _grounds(self, me: Person, columns: dict[str, Array]) -> tuple[Array, Array, Array]:
        """Tenths of what is shared, of what the viewer could get, and of what they could give, for everybody."""
        count = columns["key"].shape[0]
        mine = {self._challenge[challenge_id]: tenths for challenge_id, tenths in me.tenths.items()}
        needs = [self._challenge[challenge_id] for challenge_id in me.needs]
        offers = [self._challenge[challenge_id] for challenge_id in me.offers]
        shared = _sum((np.minimum(columns["tenths"][c], np.int8(tenths)) for c, tenths in mine.items()), count)
        gets = _sum((columns["offers"][c] * np.int8(mine.get(c, OTHER_TENTHS)) for c in needs), count)
        return shared, gets, _sum((columns["needs"][c] for c in offers), count)

    def _is_common(self, shared: Array, gets: Array, gives: Array) -> Array:
        nothing: Array = np.zeros(shared.shape, np.bool_)
        by_challenge = shared > 0 if self._weights.shared else nothing
        by_need = (gets | gives) > 0 if self._weights.give else nothing
        common: Array = by_challenge | by_need
        return common

    def _totals(self, me: Person, columns: dict[str, Array], *grounds: Array) -> Array:
        shared, gets, gives = grounds
        weights = self._weights
        give = (np.minimum(gets, GIVEN_ENOUGH) + np.minimum(gives, GIVEN_ENOUGH)) * np.float32(0.5 / GIVEN_ENOUGH)
        give[(gets == 0) | (gives == 0)] *= np.float32(ONE_WAY_FACTOR)
        fit, factor = self._once("fits", (me.side, me.sector), self._wish, lambda: self._fits(me))
        places = self._once("places", (me.place, me.distance), self._spot, lambda: self._places(me))
        total: Array = np.minimum(shared, SHARED_ENOUGH) * np.float32(weights.shared / SHARED_ENOUGH)
        total += give * np.float32(weights.give)
        total += self._practical(me, columns)
        total += _by_code(fit, columns["wish"]) + _by_code(places, columns["spot"])
        total *= _by_code(factor, columns["wish"])
        np.clip(total, 0, 100, out=total)
        return total

    def _fits(self, me: Person) -> tuple[Array, Array]:
        """By (their side, their sector): what the fit of sectors counts, and the factor where a wish is unmet."""
        wishes = list(self._wish)
        fit, factor = np.empty(len(wishes), np.float32), np.ones(len(wishes), np.float32)
        for code, (side, sector) in enumerate(wishes):
            mine, theirs = side_met(me.side, me.sector, sector), side_met(side, sector, me.sector)
            fit[code] = self._weights.sector * (mine + theirs) / 2
            if self._weights.sector and (is_wholly_unmet(me.side, mine) or is_wholly_unmet(side, theirs)):
                factor[code] = WISH_UNMET_FACTOR
        return fit, factor

    def _places(self, me: Person) -> Array:
        """By (their place as shown, their wish): what the place counts; never where a far wish meets the same area."""
        spots = list(self._spot)
        worth = np.empty(len(spots), np.float32)
        for code, (place, distance) in enumerate(spots):
            apart = how_far_apart(me.place, place)
            value = min(place_value(me.place, me.distance, apart), place_value(place, distance, apart))
            is_too_near = apart is Apart.SAME_PLACE and Distance.FAR in (me.distance, distance)
            worth[code] = _NEVER if is_too_near else self._weights.place * value
        return worth

    def _practical(self, me: Person, columns: dict[str, Array]) -> Array:
        half = self._weights.practical / 2
        worth = np.array((*COMMON_TIMES, BLANK), np.float32) * np.float32(half)
        common = np.minimum(np.bitwise_count(columns["times"] & np.uint32(me.times)), 3)
        common[columns["times"] == 0 if me.times else slice(None)] = 4
        mask = np.uint8(self._way.mask(me.ways, bits=8))
        ways = np.where(columns["ways"] & mask, np.float32(ONLY_POSSIBLE_WAY), np.float32(0))
        if me.ways:
            ways[columns["first_way"] == 1 + self._way(me.ways[0])] = 1
        ways[columns["ways"] == 0 if me.ways else slice(None)] = BLANK
        practical: Array = worth[common] + ways * np.float32(half)
        return practical

    def _may_be(self, viewer: Candidate, columns: dict[str, Array], narrow: Narrow) -> Array:
        me = viewer.person
        spoken = np.uint32(self._language.mask(me.languages, bits=32))
        may: Array = columns["is_open"] & (columns["languages"] & spoken != 0)
        if me.times:
            may &= (columns["times"] == 0) | (columns["times"] & np.uint32(me.times) != 0)
        if me.ways:
            may &= (columns["ways"] == 0) | (columns["ways"] & np.uint8(self._way.mask(me.ways, bits=8)) != 0)
        for organisation in {viewer.standing.organisation, *viewer.standing.avoids_organisations} - {""}:
            may &= columns["organisation"] != self._organisation.get(organisation, -1)
        if narrow.is_anything:
            may &= self._within(narrow, columns)
        own = self._at.get(int(me.key))
        if own is not None and own < len(may):
            may[own] = False
        return may

    def _within(self, narrow: Narrow, columns: dict[str, Array]) -> Array:
        within: Array = np.ones(columns["key"].shape[0], np.bool_)
        if narrow.sector_ids:
            chosen = np.array([sector.id in narrow.sector_ids for _side, sector in list(self._wish)], np.bool_)
            within &= _by_code(chosen, columns["wish"])
        if narrow.place_id:
            spots = list(self._spot)
            inside = np.array([place is not None and narrow.place_id in place for place, _wish in spots], np.bool_)
            within &= _by_code(inside, columns["spot"])
        if narrow.challenge_id:
            number = self._challenge[narrow.challenge_id]
            within &= (columns["tenths"][number] > 0) | (columns["offers"][number] > 0)
        return within

    def _once(self, what: str, mine: Any, codes: "_Codes", work_out: Callable[[], Any]) -> Any:
        """What is worked out by code for people like me, kept until a new code turns up."""
        size, value = self._worked_out.get((what, mine), (-1, None))
        if size != len(codes):
            size, value = self._worked_out[what, mine] = len(codes), work_out()
        return value


class _Codes(dict[Any, int]):
    """Numbers for things as they turn up, from 0."""

    def __call__(self, thing: Any) -> int:
        return self.setdefault(thing, len(self))

    def mask(self, things: Iterable[str], *, bits: int) -> int:
        """One bit a thing. Beyond `bits` they share the last one: the rule itself is asked again later."""
        mask = 0
        for thing in things:
            mask |= 1 << min(self(thing), bits - 1)
        return mask


def _by_code(values: Array, codes: Array) -> Array:
    """The value of each code. A code that came up only now has none yet and takes another's: rules are asked again."""
    by_code: Array = values.take(codes, mode="clip")
    return by_code


def _sum(parts: Iterable[Array], count: int) -> Array:
    total = np.zeros(count, np.int8)
    for part in parts:
        total += part
    return total
