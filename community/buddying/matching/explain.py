"""Why two people are suggested to one another, and what speaks against it, in the words of one of them.

Everything comes from the `Parts` that scoring returned, so a part that weighs nothing gives no reason and no limit.
No standing comes in here: there is nothing private to give away.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from community.buddying.matching.fracture import fracture_line_between
from community.buddying.matching.people import DAYS, PARTS_OF_DAY, Distance, Person
from community.buddying.matching.score import (
    GIVEN_ENOUGH,
    ONE_WAY_FACTOR,
    SHARED_ENOUGH,
    Apart,
    Parts,
    given_value,
    time_value,
)
from community.buddying.matching.sentences import LimitKind, ReasonKind, Sentence, say
from community.buddying.matching.taxonomy import Taxonomy

MOST_REASONS: Final = 4
MOST_SHARED: Final = 2

Weighed = tuple[float, Sentence]


class Explanation(NamedTuple):
    reasons: tuple[Sentence, ...]
    limit: Sentence


def explain(viewer: Person, other: Person, parts: Parts, taxonomy: Taxonomy) -> Explanation:
    """One to four reasons, strongest first, and one honest limit, said to `viewer` about `other`.

    `parts` is score(viewer, other), in that order. A pair without common ground may have no reason: do not show it.
    Raises KeyError for a challenge or place that the taxonomy lacks.
    """
    found = [
        *_shared(viewer, other, parts, taxonomy),
        *_given(other, parts, taxonomy),
        *_sides(viewer, other, parts, taxonomy),
        *_places(viewer, parts, taxonomy),
        *_times(parts),
    ]
    counting = [weighed for weighed in found if weighed[0] > 0]
    strongest = sorted(counting, key=lambda weighed: -weighed[0])[:MOST_REASONS]
    return Explanation(tuple(sentence for _, sentence in strongest), _limit(viewer, other, parts))


def _shared(viewer: Person, other: Person, parts: Parts, taxonomy: Taxonomy) -> Iterator[Weighed]:
    for challenge, tenths in _best_first(parts.common)[:MOST_SHARED]:
        is_top = challenge in viewer.top and challenge in other.top
        kind = ReasonKind.BOTH_TOP if is_top else ReasonKind.BOTH_NAMED
        points = parts.weights.shared * min(1.0, tenths / SHARED_ENOUGH)
        yield points, say(kind, challenge=taxonomy.challenge_labels[challenge])


def _given(other: Person, parts: Parts, taxonomy: Taxonomy) -> Iterator[Weighed]:
    is_both_ways = bool(parts.a_gets and parts.b_gets)
    points = parts.weights.give / 2 * (1.0 if is_both_ways else ONE_WAY_FACTOR)
    if parts.a_gets:
        challenge, tenths = _best_first(parts.a_gets)[0]
        label = taxonomy.challenge_labels[challenge]
        yield points * min(1.0, tenths / GIVEN_ENOUGH), say(ReasonKind.THEY_GIVE, name=other.name, challenge=label)
    if is_both_ways:
        yield points * given_value(parts.b_gets), say(ReasonKind.EACH_GIVES)
    elif parts.b_gets:
        challenge, tenths = _best_first(parts.b_gets)[0]
        label = taxonomy.challenge_labels[challenge]
        yield points * min(1.0, tenths / GIVEN_ENOUGH), say(ReasonKind.YOU_GIVE, name=other.name, challenge=label)


def _sides(viewer: Person, other: Person, parts: Parts, taxonomy: Taxonomy) -> Iterator[Weighed]:
    """Nothing where the viewer's own wish is unmet: then the limit speaks of it."""
    if parts.is_a_unmet:
        return
    points = parts.weights.sector * parts.sector
    if viewer.sector.id == other.sector.id:
        if _is_elsewhere(viewer, other, parts.apart):
            yield points, say(ReasonKind.SAME_JOB)
        return
    line = fracture_line_between(
        viewer.sector,
        other.sector,
        taxonomy.lines,
        a_perspectives=viewer.perspectives,
        b_perspectives=other.perspectives,
    )
    if line is not None:
        yield points, say(ReasonKind.OTHER_SIDE, line=line.label)


def _places(viewer: Person, parts: Parts, taxonomy: Taxonomy) -> Iterator[Weighed]:
    """Only what the viewer would welcome, so that it never tells what the other wished for."""
    points = parts.weights.place * parts.place
    if viewer.place is None:
        return
    if viewer.distance == Distance.FAR:
        if parts.apart in (Apart.OTHER_REGION, Apart.OTHER_NATION):
            yield points, say(ReasonKind.FAR)
        return
    common = {Apart.SAME_PLACE: viewer.place.area, Apart.SAME_REGION: viewer.place.region}.get(parts.apart)
    if common is not None:
        yield points, say(ReasonKind.NEAR, place=taxonomy.place_names[common])


def _times(parts: Parts) -> Iterator[Weighed]:
    if parts.slots:
        day, part = divmod(_first_slot(parts.slots), len(PARTS_OF_DAY))
        points = parts.weights.practical / 2 * time_value(parts.slots)
        yield points, say(ReasonKind.FREE_TOGETHER, day=DAYS[day], part=PARTS_OF_DAY[part])


def _limit(viewer: Person, other: Person, parts: Parts) -> Sentence:
    """The first that is true: the wish for a side, what is shared, the way between, the balance, the times."""
    weights = parts.weights
    if weights.sector and parts.is_a_unmet:
        return say(LimitKind.NOT_THE_SIDE)
    if weights.shared and set(viewer.top).isdisjoint(other.top):
        return say(LimitKind.NO_SHARED_TOP)
    if weights.place and _is_far(viewer, parts.apart):
        return say(LimitKind.FAR_APART)
    if weights.give and parts.a_gets and not parts.b_gets:
        return say(LimitKind.THEY_MOSTLY_GIVE, name=other.name)
    only_day = _only_day(parts.slots)
    if weights.practical and only_day is not None:
        return say(LimitKind.ONE_DAY_ONLY, day=DAYS[only_day])
    return say(LimitKind.NOTHING_AGAINST)


def _is_far(viewer: Person, apart: Apart) -> bool:
    """Another nation is far for everybody but those who asked for far; another region for those who asked for near."""
    if viewer.distance == Distance.FAR:
        return False
    return apart == Apart.OTHER_NATION or (apart == Apart.OTHER_REGION and viewer.distance == Distance.NEAR)


def _is_elsewhere(viewer: Person, other: Person, apart: Apart) -> bool:
    """Whether the two places, as shown, are known to differ."""
    if apart == Apart.SAME_REGION:
        return all(one.place is not None and one.place.area is not None for one in (viewer, other))
    return apart in (Apart.OTHER_REGION, Apart.OTHER_NATION)


def _best_first(weighed: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    return sorted(weighed, key=lambda item: (-item[1], item[0]))


def _first_slot(slots: int) -> int:
    return (slots & -slots).bit_length() - 1


def _only_day(slots: int | None) -> int | None:
    if not slots:
        return None
    day = _first_slot(slots) // len(PARTS_OF_DAY)
    return day if slots & ~(0b111 << day * len(PARTS_OF_DAY)) == 0 else None
