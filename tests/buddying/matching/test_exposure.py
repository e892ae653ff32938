"""Whoever is shown to many steps behind near-equals, and hardly shown ones keep two of twenty places."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.buddying.matching import FLOOR, LIST_SIZE, NOT_COUNTED, Person, Shown, score, suggest
from tests.buddying.matching.cast import TAXONOMY, a_person, persons

NADIA = a_person("nadia", top=("ehch", "isolation"), needs=("ehch",), offers=("workforce",))
PICKY = replace(NADIA, ways=("phone", "video"), times=7)
EQUAL = a_person("equal", sector="nhs-acute", top=("ehch", "isolation"), offers=("ehch",), needs=("workforce",))
SLIGHTLY_LESS = replace(EQUAL, ways=("video",), times=1)
CLEARLY_LESS = replace(EQUAL, top=("digital",))
WEEK = "2026-W48"


def crowd_of(person: Person, name: str, how_many: int) -> list[Person]:
    return [replace(person, key=f"{name}-{number:02}") for number in range(how_many)]


def shown_to(viewer: Person, people: list[Person], shown: Shown = NOT_COUNTED, week: str = WEEK) -> set[str]:
    found = suggest(viewer, people, week_seed=week, taxonomy=TAXONOMY, shown=shown)
    return {one.person.key for one in (*found.another_side, *found.know_your_job)}


def test_nobody_steps_back_up_to_the_usual_number_and_nobody_more_than_five_points() -> None:
    shown = Shown({"a": 4, "b": 8, "c": 12, "d": 400}, usual=4)
    assert [shown.step_back(each) for each in "abcde"] == [0, 2.5, 5, 5, 0]
    assert NOT_COUNTED.step_back("a") == 0


def test_whoever_is_shown_to_many_steps_behind_near_equals_and_not_behind_a_lesser_fit() -> None:
    popular, near_equals, lesser = (
        crowd_of(EQUAL, "popular", 4),
        crowd_of(SLIGHTLY_LESS, "near", 17),
        crowd_of(CLEARLY_LESS, "lesser", 20),
    )
    best, near, low = (score(PICKY, people[0]).total for people in (popular, near_equals, lesser))
    assert best - 5 < near < best and low < best - 5
    everybody = popular + near_equals + lesser
    assert {one.key for one in popular} <= shown_to(PICKY, everybody)
    counted = Shown({one.key: 90 for one in popular}, usual=10)
    after = shown_to(PICKY, everybody, counted)
    assert {one.key for one in near_equals} <= after
    assert len(after & {one.key for one in popular}) == 3, "one place is lost to near-equals, and none to a lesser fit"


def test_two_places_go_to_the_least_shown_of_those_who_are_nearly_as_good() -> None:
    many = crowd_of(EQUAL, "many", 30)
    nearly = crowd_of(SLIGHTLY_LESS, "nearly", 3)
    lesser = crowd_of(CLEARLY_LESS, "lesser", 3)
    counted = Shown({one.key: 10 for one in many} | {nearly[0].key: 3}, usual=10)
    found = shown_to(PICKY, many + nearly + lesser, counted)
    assert len(found) == LIST_SIZE
    assert found & {one.key for one in nearly} == {nearly[1].key, nearly[2].key}
    assert not found & {one.key for one in lesser}


def test_ties_take_turns_by_week_and_stand_still_within_one() -> None:
    many = crowd_of(EQUAL, "many", 60)
    weeks = [shown_to(NADIA, many, week=f"2026-W{week}") for week in range(10, 30)]
    assert weeks[0] == shown_to(NADIA, many[::-1], week="2026-W10")
    assert len(set().union(*weeks)) > 55


@given(
    st.lists(persons("x"), max_size=30),
    persons("me"),
    st.lists(st.integers(0, 500), min_size=30, max_size=30),
    st.floats(0, 50),
)
def test_counting_never_costs_more_than_five_points_nor_a_place_on_the_list(
    people: list[Person], me: Person, lists: list[int], usual: float
) -> None:
    everybody = [replace(one, key=f"p{number}") for number, one in enumerate(people)]
    counted = Shown({one.key: times for one, times in zip(everybody, lists, strict=False)}, usual)
    before, after = shown_to(me, everybody), shown_to(me, everybody, counted)
    assert len(before) == len(after)
    totals = {one.key: score(me, one).total for one in everybody}
    best = sorted((totals[key] for key in before), reverse=True)
    kept = sorted((totals[key] for key in after), reverse=True)
    for there, here in zip(best[:18], kept[:18], strict=True):
        assert here >= there - 5 - 1e-3
    assert not kept or kept[-1] >= FLOOR


@pytest.mark.parametrize("usual", [0, 0.2, 1])
def test_where_hardly_anybody_is_counted_one_list_moves_nobody(usual: float) -> None:
    assert Shown({"a": 1}, usual).step_back("a") == 0
