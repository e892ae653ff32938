"""Whom to show to one member this week, in two lists and in mixed order."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from community.buddying.matching.explain import explain
from community.buddying.matching.exposure import NEARLY_AS_GOOD, NOT_COUNTED, PLACES_FOR_LEAST_SHOWN, Shown
from community.buddying.matching.people import Person
from community.buddying.matching.score import DEFAULT_WEIGHTS, FLOOR, Parts, Weights, score
from community.buddying.matching.sentences import Sentence
from community.buddying.matching.taxonomy import Taxonomy
from community.core.chance import seeded

LIST_SIZE: Final = 20
ENOUGH_PEOPLE: Final = 3


class Suggestion(NamedTuple):
    """A person with the reasons and one limit; the number stays behind."""

    person: Person
    reasons: tuple[Sentence, ...]
    limit: Sentence


class Suggestions(NamedTuple):
    """Both lists in mixed order."""

    another_side: tuple[Suggestion, ...]
    know_your_job: tuple[Suggestion, ...]

    @property
    def is_short(self) -> bool:
        """Whether hardly anybody came out, so that a member should be told what to widen."""
        return len(self.another_side) + len(self.know_your_job) < ENOUGH_PEOPLE


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
    shown: Shown = NOT_COUNTED,
) -> Suggestions:
    """At most `LIST_SIZE` people in all, the best by score, those of the viewer's own leaf sector apart.

    Whoever is `shown` to many steps behind near-equals, and two places are for those who are shown least.

    The caller has applied the filters and the hard rules that need a standing or the past; the viewer and those
    without a common language, way or time are left out here, and so is who is under the floor or shares nothing.
    Equals take turns by week; the order shown is mixed, and the same all week whatever the order of `candidates`.
    Raises KeyError for a challenge or place that the taxonomy lacks.
    """
    others = (other for other in candidates if other.key != viewer.key and _can_talk(viewer, other))
    scored = (_Scored(other, score(viewer, other, weights=weights)) for other in others)
    fitting = [one for one in scored if one.parts.has_common_ground and one.parts.total >= FLOOR]
    best = _best(fitting, shown, f"{week_seed}|{viewer.key}")
    cards = [Suggestion(person, *explain(viewer, person, parts, taxonomy)) for person, parts in best]
    return Suggestions(
        another_side=tuple(one for one in cards if one.person.sector.id != viewer.sector.id),
        know_your_job=tuple(one for one in cards if one.person.sector.id == viewer.sector.id),
    )


def _can_talk(viewer: Person, other: Person) -> bool:
    """Whether no hard rule that two persons alone can break (a common language, way and time) keeps them apart."""
    return (
        not viewer.languages.isdisjoint(other.languages)
        and (not viewer.times or not other.times or bool(viewer.times & other.times))
        and (not viewer.ways or not other.ways or not set(viewer.ways).isdisjoint(other.ways))
    )


def _best(fitting: list[_Scored], shown: Shown, seed: str) -> list[_Scored]:
    """Whom to show, equals drawn by the seed, mixed from an order that knows nothing of the totals."""
    in_turn = sorted(fitting, key=lambda scored: scored.person.key)
    seeded("turn", seed).shuffle(in_turn)
    ranked = sorted(in_turn, key=lambda scored: shown.step_back(scored.person.key) - scored.parts.total)
    best = _with_least_shown(ranked, shown)
    mixed = sorted(best, key=lambda scored: scored.person.key)
    seeded("mixed", seed).shuffle(mixed)
    return mixed


def _with_least_shown(ranked: list[_Scored], shown: Shown) -> list[_Scored]:
    """The first of those who are ranked; the last two places go to whoever is least shown and nearly as good."""
    if len(ranked) <= LIST_SIZE:
        return ranked
    sure = LIST_SIZE - PLACES_FOR_LEAST_SHOWN
    good_enough = NEARLY_AS_GOOD * ranked[LIST_SIZE - 1].parts.total
    rest = [one for one in ranked[sure:] if one.parts.total >= good_enough]
    least_shown = sorted(rest, key=lambda scored: shown.lists.get(scored.person.key, 0))
    return ranked[:sure] + least_shown[:PLACES_FOR_LEAST_SHOWN]
