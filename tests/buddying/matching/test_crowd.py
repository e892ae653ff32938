"""Everybody at once: the columns say what the score says, leave out whom rules leave out, and name what to widen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.buddying.matching import (
    EVERYBODY,
    FLOOR,
    Candidate,
    Crowd,
    Narrow,
    PairFacts,
    Person,
    Rule,
    ShownAs,
    Side,
    Standing,
    broken_rules,
    score,
    what_would_help,
)
from tests.buddying.matching.cast import TAXONOMY, a_person, persons

TOP = ("ehch", "isolation")
NADIA = a_person("0", top=TOP, needs=("ehch",), offers=("workforce",))
GARETH = a_person("1", sector="nhs-acute", top=("ehch",))
COMFORT = a_person("2", sector="carer", top=("ehch",))
FACTS = PairFacts(today=date(2026, 11, 23))
sector = TAXONOMY.sectors.__getitem__
people = st.lists(st.integers(1, 10**6).flatmap(lambda n: persons(str(n))), max_size=25, unique_by=lambda one: one.key)


def a_crowd(*those: Person, **standing: Any) -> Crowd:
    crowd = Crowd(TAXONOMY)
    for one in those:
        crowd.put(Candidate(one, Standing(**standing)))
    return crowd


def likely(crowd: Crowd, viewer: Person, how_many: int = 100, narrow: Narrow = EVERYBODY) -> dict[str, float]:
    return {str(one.key): one.total for one in crowd.look(Candidate(viewer), narrow).best(how_many)}


@given(people, persons("0"))
def test_the_totals_are_those_of_the_score_for_everybody_whom_the_rules_allow(those: list[Person], me: Person) -> None:
    found = likely(a_crowd(*those, me), me)
    fitting = {one.key: score(me, one) for one in those}
    expected = {key: parts.total for key, parts in fitting.items() if parts.has_common_ground and parts.total >= FLOOR}
    asked_later = {Rule.CONFLICT_OF_INTEREST}
    broken = {one.key: set(broken_rules(Candidate(me), Candidate(one), FACTS)) for one in those}
    assert found == pytest.approx({key: it for key, it in expected.items() if broken[key] <= asked_later}, abs=1e-3)


@given(people, persons("0"), st.integers(1, 5))
def test_the_best_come_first_and_no_more_than_are_asked_for(those: list[Person], me: Person, how_many: int) -> None:
    crowd = a_crowd(*those)
    everybody = sorted(likely(crowd, me).values(), reverse=True)
    assert list(likely(crowd, me, how_many).values()) == everybody[:how_many]


@pytest.mark.parametrize(
    "standing", [{"is_active": False}, {"is_paused": True}, {"room": 0}, {"organisation": "larchmere"}]
)
def test_whoever_has_no_room_is_away_or_works_in_the_same_place_is_left_out(standing: dict[str, Any]) -> None:
    crowd = a_crowd(GARETH)
    crowd.put(Candidate(replace(GARETH, key="2"), Standing(**standing)))
    found = crowd.look(Candidate(NADIA, Standing(organisation="larchmere"))).best(10)
    assert [one.key for one in found] == [1]


def test_somebody_who_tells_something_new_is_compared_anew() -> None:
    crowd = a_crowd(GARETH)
    before = likely(crowd, NADIA)["1"]
    crowd.put(Candidate(replace(GARETH, top=("digital",), offers=frozenset({"ehch"}), needs=frozenset())))
    assert len(crowd) == 1
    assert likely(crowd, NADIA)["1"] != before
    crowd.put(Candidate(replace(GARETH, top=("digital",), offers=frozenset(), needs=frozenset())))
    assert likely(crowd, NADIA) == {}


def test_it_grows_with_the_site() -> None:
    crowd = a_crowd(*(replace(GARETH, key=str(number)) for number in range(1, 3000)))
    assert len(crowd) == 2999
    assert set(likely(crowd, NADIA, 5000)) == {str(number) for number in range(1, 3000)}


def test_equals_take_turns_by_the_seed_and_a_better_one_never_gives_way() -> None:
    crowd = a_crowd(*(replace(GARETH, key=str(number)) for number in range(1, 200)), replace(GARETH, key="7", top=TOP))
    weeks = [
        [one.key for one in crowd.look(Candidate(NADIA), turn=f"2026-W{week}|0").best(20)] for week in range(10, 50)
    ]
    assert weeks[0] == [one.key for one in crowd.look(Candidate(NADIA), turn="2026-W10|0").best(20)]
    assert {week[0] for week in weeks} == {7}
    assert len({key for week in weeks for key in week}) > 190


@pytest.mark.parametrize(
    ("narrow", "keys"),
    [
        (Narrow(sector_ids=("nhs-acute", "nhs")), {"1"}),
        (Narrow(sector_ids=("carer",)), {"2"}),
        (Narrow(challenge_id="isolation"), {"2"}),
        (Narrow(challenge_id="trust"), {"1"}),
        (Narrow(place_id="icb-manchester"), {"1"}),
        (Narrow(place_id="england"), {"1", "2"}),
        (Narrow(place_id="region-south-east"), {"2"}),
        (Narrow(place_id="icb-kent"), set()),
    ],
)
def test_filters_look_at_what_is_shown(narrow: Narrow, keys: set[str]) -> None:
    one = replace(GARETH, offers=frozenset({"trust"}), place=TAXONOMY.place("icb-manchester"))
    other = replace(
        COMFORT, top=("ehch", "isolation"), place=TAXONOMY.place("icb-kent", ShownAs.REGION), sector=sector("carer")
    )
    assert set(likely(a_crowd(one, other), NADIA, narrow=narrow)) == keys


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        ({}, {"languages": {"Welsh"}}, "your languages"),
        ({"times": ("mon-am",)}, {"times": ("fri-am",)}, "your free times"),
        ({"ways": ("video",)}, {"ways": ("phone",)}, "your ways to talk"),
        ({}, {"top": ("digital",)}, "your challenges"),
        ({"top": ("winter", "ehch")}, {"sector": "care-home", "side": Side.EITHER}, "the side you asked for"),
    ],
)
def test_an_empty_result_names_the_one_thing_to_widen(ours: dict[str, Any], theirs: dict[str, Any], field: str) -> None:
    viewer = a_person("0", **{"top": ("ehch",), **ours})
    crowd = a_crowd(a_person("1", **{"sector": "nhs-acute", "top": ("ehch",), **theirs}))
    assert likely(crowd, viewer) == {}
    assert what_would_help(crowd, Candidate(viewer)) == field


def test_where_no_one_change_brings_anybody_none_is_named() -> None:
    assert what_would_help(a_crowd(), Candidate(NADIA)) is None
    assert what_would_help(a_crowd(GARETH, is_paused=True), Candidate(NADIA)) is None


@pytest.mark.parametrize(
    ("narrow", "field"),
    [
        (Narrow(sector_ids=("carer",), place_id="england"), "the sectors you chose here"),
        (Narrow(sector_ids=("nhs-acute",), challenge_id="digital"), "the challenge you chose here"),
        (Narrow(challenge_id="ehch", place_id="scotland"), "the place you chose here"),
    ],
)
def test_of_the_filters_the_one_is_named_without_which_most_come_out(narrow: Narrow, field: str) -> None:
    crowd = a_crowd(*(replace(GARETH, key=str(number), place=TAXONOMY.place("icb-kent")) for number in range(1, 5)))
    assert likely(crowd, NADIA, narrow=narrow) == {}
    assert what_would_help(crowd, Candidate(NADIA), narrow) == field


def test_where_no_filter_helps_an_answer_is_named() -> None:
    viewer = a_person("0", top=("ehch",), ways=("video",))
    crowd = a_crowd(a_person("1", sector="nhs-acute", top=("ehch",), ways=("phone",)))
    assert what_would_help(crowd, Candidate(viewer), Narrow(sector_ids=("nhs-acute",))) == "your ways to talk"


def test_whoever_steps_behind_by_how_often_they_are_shown_is_never_put_behind_a_clearly_lesser_one() -> None:
    crowd = a_crowd(*(replace(GARETH, key=str(number)) for number in range(1, 100)), replace(GARETH, key="7", top=TOP))
    crowd.count_lists(dict.fromkeys(range(1, 90), 1) | {5: 60, 7: 60})
    found = [one.key for one in crowd.look(Candidate(NADIA)).best(99)]
    assert found[0] == 7 and found[-1] == 5
    crowd.count_lists({})
    assert {crowd.look(Candidate(NADIA), turn=str(turn)).best(99)[-1].key for turn in range(20)} != {5}


def test_the_least_shown_are_found_among_those_who_are_good_enough() -> None:
    crowd = a_crowd(*(replace(GARETH, key=str(number)) for number in range(1, 50)), replace(GARETH, key="99", top=()))
    crowd.count_lists(dict.fromkeys(range(1, 50), 4) | {8: 0, 9: 1})
    look = crowd.look(Candidate(NADIA))
    assert [one.key for one in look.least_shown(2, at_least=look.best(1)[0].total)] == [8, 9]
    assert crowd.shown(["8", "9", "10", "777"]).lists == {"8": 0, "9": 1, "10": 4}
