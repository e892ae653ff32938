"""Whom to show to one member this week, in two lists and in mixed order."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from community.buddying.matching.explain import explain
from community.buddying.matching.people import Person
from community.buddying.matching.score import DEFAULT_WEIGHTS, FLOOR, Parts, Weights, score
from community.buddying.matching.sentences import Sentence, few_people
from community.buddying.matching.taxonomy import Taxonomy
from community.core.chance import seeded

LIST_SIZE: Final = 20
ENOUGH_PEOPLE: Final = 3


class Field(StrEnum):
    """What a member could widen, as the limit of a short list names it."""

    CHALLENGES = "your challenges"
    SIDE = "the side you asked for"
    TIMES = "your free times"
    WAYS = "your ways to talk"
    PLACE = "your place"
    LANGUAGES = "your languages"


class Suggestion(NamedTuple):
    """A person with the reasons and one limit; the number stays behind."""

    person: Person
    reasons: tuple[Sentence, ...]
    limit: Sentence


class Suggestions(NamedTuple):
    """Both lists in mixed order; `few` is said where hardly anybody came out, and names the one thing to widen."""

    another_side: tuple[Suggestion, ...]
    know_your_job: tuple[Suggestion, ...]
    few: Sentence | None


class _Scored(NamedTuple):
    person: Person
    parts: Parts


def week_of(day: date) -> str:
    """The ISO week as a seed: "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def suggest(
    viewer: Person,
    candidates: Iterable[Person],
    *,
    week_seed: str,
    taxonomy: Taxonomy,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Suggestions:
    """At most `LIST_SIZE` people in all, the best by score, those of the viewer's own leaf sector apart.

    The caller has applied the filters and the hard rules that need a standing or the past; the viewer and those
    without a common language, way or time are left out here, and so is who is under the floor or shares nothing.
    Equals take turns by week; the order shown is mixed, and the same all week whatever the order of `candidates`.
    Raises KeyError for a challenge or place that the taxonomy lacks.
    """
    fitting: list[_Scored] = []
    missed: Counter[Field] = Counter()
    for other in candidates:
        if other.key == viewer.key:
            continue
        obstacle = _obstacle(viewer, other)
        if obstacle is None:
            parts = score(viewer, other, weights=weights)
            if parts.has_common_ground and parts.total >= FLOOR:
                fitting.append(_Scored(other, parts))
                continue
            obstacle = _what_costs_most(parts)
        missed[obstacle] += 1
    best = _best(fitting, f"{week_seed}|{viewer.key}")
    shown = [Suggestion(person, *explain(viewer, person, parts, taxonomy)) for person, parts in best]
    return Suggestions(
        another_side=tuple(one for one in shown if one.person.sector.id != viewer.sector.id),
        know_your_job=tuple(one for one in shown if one.person.sector.id == viewer.sector.id),
        few=few_people(_most_missed(missed)) if len(shown) < ENOUGH_PEOPLE else None,
    )


def _obstacle(viewer: Person, other: Person) -> Field | None:
    """The hard rules that two persons alone can break (no common language, way or time), as what to widen."""
    if viewer.languages.isdisjoint(other.languages):
        return Field.LANGUAGES
    if viewer.times and other.times and not viewer.times & other.times:
        return Field.TIMES
    if viewer.ways and other.ways and set(viewer.ways).isdisjoint(other.ways):
        return Field.WAYS
    return None


def _best(fitting: list[_Scored], seed: str) -> list[_Scored]:
    """The highest totals, equals drawn by the seed, then mixed from an order that knows nothing of the totals."""
    in_turn = sorted(fitting, key=lambda scored: scored.person.key)
    seeded("turn", seed).shuffle(in_turn)
    best = sorted(in_turn, key=lambda scored: -scored.parts.total)[:LIST_SIZE]
    mixed = sorted(best, key=lambda scored: scored.person.key)
    seeded("mixed", seed).shuffle(mixed)
    return mixed


def _what_costs_most(parts: Parts) -> Field:
    weights = parts.weights
    costs = {
        Field.CHALLENGES: weights.shared * (1 - parts.shared) + weights.give * (1 - parts.give),
        Field.SIDE: weights.sector * (1 - parts.sector) + (parts.total if parts.is_a_unmet else 0.0),
        Field.TIMES: weights.practical * (1 - parts.practical),
        Field.PLACE: weights.place * (1 - parts.place),
    }
    return max(costs, key=lambda field: costs[field])


def _most_missed(missed: Counter[Field]) -> Field:
    """The commonest obstacle, the earlier field of equals; challenges where there was nobody at all."""
    return max(Field, key=lambda field: missed[field])
