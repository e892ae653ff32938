"""The lists of suggestions: whom they hold, and in which order."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from community.buddying.matching import (
    FLOOR,
    LIST_SIZE,
    Person,
    Suggestion,
    Suggestions,
    Weights,
    score,
    suggest,
    times_mask,
    week_of,
)
from tests.buddying.matching.cast import TAXONOMY, a_person, persons

NADIA = a_person("nadia", top=("ehch", "isolation"), needs=("ehch",), offers=("workforce",))
WEEK = "2026-W48"


def suggested(viewer: Person, people: list[Person], **of: Any) -> Suggestions:
    return suggest(viewer, people, **{"week_seed": WEEK, "taxonomy": TAXONOMY, **of})


def everybody(found: Suggestions) -> tuple[Suggestion, ...]:
    return found.another_side + found.know_your_job


def keys(found: Suggestions) -> list[str]:
    return [one.person.key for one in everybody(found)]


def a_crowd(size: int, **told: Any) -> list[Person]:
    return [a_person(f"p{number:03}", **{"sector": "nhs-acute", "top": ("ehch",), **told}) for number in range(size)]


def test_the_same_leaf_sector_knows_your_job_and_the_rest_is_another_side() -> None:
    told = {"top": ("ehch", "isolation"), "offers": ("ehch",)}
    people = [
        a_person("home", **told),
        a_person("hospital", sector="nhs-acute", **told),
        a_person("homecare", sector="home-care", **told),
    ]
    found = suggested(NADIA, people)
    assert [one.person.key for one in found.know_your_job] == ["home"]
    assert {one.person.key for one in found.another_side} == {"hospital", "homecare"}


@given(
    st.lists(st.integers(0, 10**6).flatmap(lambda n: persons(f"p{n}")), max_size=30, unique_by=lambda one: one.key),
    persons("me"),
)
def test_the_lists_hold_the_best_who_reach_the_floor_and_may_meet(people: list[Person], me: Person) -> None:
    def is_fitting(one: Person) -> bool:
        parts = score(me, one)
        may_meet = (
            not me.languages.isdisjoint(one.languages)
            and (not me.times or not one.times or bool(me.times & one.times))
            and (not me.ways or not one.ways or not set(me.ways).isdisjoint(one.ways))
        )
        return may_meet and parts.has_common_ground and parts.total >= FLOOR

    totals = sorted((score(me, one).total for one in people if is_fitting(one)), reverse=True)
    found = suggested(me, [*people, me])
    shown = sorted((score(me, one.person).total for one in everybody(found)), reverse=True)
    assert len(shown) == min(LIST_SIZE, len(totals))
    assert shown[:18] == totals[:18], "two places are for the least shown"
    assert not totals[19:20] or shown[-1] >= 0.9 * totals[19]
    assert all(1 <= len(one.reasons) <= 4 and one.limit.text for one in everybody(found))
    assert found.is_short == (len(everybody(found)) < 3)


def test_at_most_twenty_come_out_and_never_the_viewer() -> None:
    found = suggested(NADIA, [*a_crowd(60), NADIA])
    assert len(keys(found)) == LIST_SIZE == 20
    assert "nadia" not in keys(found)


def test_the_order_does_not_depend_on_the_order_of_the_pool() -> None:
    people = a_crowd(40)
    assert keys(suggested(NADIA, people)) == keys(suggested(NADIA, people[::-1]))


def test_equals_take_turns_by_week_and_stay_for_the_week() -> None:
    people = a_crowd(60)
    weeks = [set(keys(suggested(NADIA, people, week_seed=f"2026-W{week}"))) for week in range(10, 40)]
    assert set(keys(suggested(NADIA, people, week_seed="2026-W10"))) == weeks[0] != weeks[1]
    assert set.union(*weeks) == {one.key for one in people}


def test_the_order_shown_is_mixed_and_tells_nothing_of_the_score() -> None:
    people = [
        replace(one, times=times_mask(["mon-am", "tue-am", "wed-am"][: 1 + number % 3]))
        for number, one in enumerate(a_crowd(20))
    ]
    viewer = replace(NADIA, times=times_mask(["mon-am", "tue-am", "wed-am"]))
    shown = keys(suggested(viewer, people))
    ranked = sorted(shown, key=lambda key: -score(viewer, people[int(key[1:])]).total)
    assert len({score(viewer, one).total for one in people}) == 3
    assert shown not in (ranked, sorted(shown))
    level = [replace(one, times=0) for one in people]
    assert keys(suggested(viewer, level)) == shown, "the mix knows who is shown, never how well they fit"
    assert keys(suggested(replace(viewer, key="gareth"), people)) != shown


def test_a_suggestion_carries_no_number() -> None:
    (one,) = suggested(NADIA, a_crowd(1)).another_side
    assert one._fields == ("person", "reasons", "limit")
    assert not any(digit in sentence.text for sentence in (*one.reasons, one.limit) for digit in "0123456789")


def test_no_shared_challenge_and_no_need_met_is_no_suggestion() -> None:
    stranger = a_crowd(1, top=("digital",), times=("mon-am",), ways=("video",))
    viewer = replace(NADIA, times=times_mask(["mon-am"]), ways=("video",))
    assert keys(suggested(viewer, stranger, weights=Weights(shared=5, give=5, sector=60, practical=15, place=15))) == []


def test_taking_away_the_shared_challenge_changes_the_reasons() -> None:
    told = {"sector": "nhs-acute", "needs": ("workforce",), "offers": ("ehch",)}
    (before,) = suggested(NADIA, [a_person("b", top=("ehch",), **told)]).another_side
    (after,) = suggested(NADIA, [a_person("b", top=("digital",), **told)]).another_side
    assert "You both put Enhanced health in care homes among your top challenges." in [r.text for r in before.reasons]
    assert not any(reason.text.startswith("You both") for reason in after.reasons)
    assert after.limit.text == "You do not share a top challenge."


def test_the_week_is_the_iso_week() -> None:
    assert week_of(date(2026, 11, 23)) == WEEK
    assert week_of(date(2027, 1, 1)) == "2026-W53"


def test_three_people_are_not_few() -> None:
    assert not suggested(NADIA, a_crowd(3)).is_short
    assert suggested(NADIA, a_crowd(2)).is_short
