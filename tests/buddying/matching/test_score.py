"""The score: what each part is worth, and what must hold for any two people."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community.buddying.matching import (
    DEFAULT_WEIGHTS,
    FLOOR,
    GOOD,
    STRONG,
    WAITING_FLOOR,
    Apart,
    Person,
    ShownAs,
    Weights,
    score,
)
from tests.buddying.matching.cast import CHALLENGES, a_person, persons, weights

PARTS = ("shared", "give", "sector", "practical", "place")


@given(persons("a"), persons("b"), weights())
def test_the_score_stays_between_0_and_100(a: Person, b: Person, of: Weights) -> None:
    parts = score(a, b, weights=of)
    assert 0 <= parts.total <= 100
    assert all(0 <= getattr(parts, part) <= 1 for part in PARTS)


@given(persons("a"), persons("b"), weights())
def test_the_score_is_the_same_from_either_side_to_the_last_bit(a: Person, b: Person, of: Weights) -> None:
    ours, theirs = score(a, b, weights=of), score(b, a, weights=of)
    assert ours.total.hex() == theirs.total.hex()
    assert ours.has_common_ground == theirs.has_common_ground


@given(persons("a"), persons("b"), weights(), st.sampled_from(PARTS), st.floats(0, 1))
def test_raising_one_part_never_lowers_the_total(a: Person, b: Person, of: Weights, part: str, to: float) -> None:
    parts = score(a, b, weights=of)
    assume(to >= getattr(parts, part))
    assert parts._replace(**{part: to}).total >= parts.total


@given(persons("a"), persons("b"), weights(), st.sampled_from([challenge for challenge, _ in CHALLENGES]))
def test_a_shared_challenge_more_never_lowers_the_score(a: Person, b: Person, of: Weights, new: str) -> None:
    assume(new not in a.tenths and new not in b.tenths)
    before = score(a, b, weights=of).total
    richer = [
        replace(one, top=(*one.top, new)) if len(one.top) < 3 else replace(one, others=one.others | {new})
        for one in (a, b)
    ]
    assert score(*richer, weights=of).total >= before


@given(persons("a"), persons("b"), st.text(), st.text(min_size=1))
def test_names_and_ids_never_matter(a: Person, b: Person, name: str, key: str) -> None:
    assert score(replace(a, name=name, key=key), b).total == score(a, b).total


@given(persons("a"), persons("b"))
def test_perspectives_and_languages_are_for_words_and_rules_and_never_for_the_score(a: Person, b: Person) -> None:
    plain = replace(a, perspectives=frozenset(), languages=frozenset({"English"}))
    assert score(plain, b).total == score(a, b).total


def test_everything_in_common_makes_100() -> None:
    told = {
        "top": ("ehch", "winter"),
        "offers": ("ehch", "winter"),
        "needs": ("ehch", "winter"),
        "times": ("mon-am", "tue-am", "wed-am"),
        "ways": ("video",),
        "place": "icb-kent",
        "distance": "near",
    }
    assert score(a_person(**told), a_person("b", sector="nhs-acute", **told)).total == 100


def test_the_default_weights_and_cuts_are_the_published_ones() -> None:
    assert Weights(shared=34, give=25, sector=22, practical=10, place=9) == DEFAULT_WEIGHTS
    assert (STRONG, GOOD, FLOOR, WAITING_FLOOR) == (65, 50, 38, 20)


@pytest.mark.parametrize("wrong", [(35, 25, 22, 10, 9), (-1, 60, 22, 10, 9), (0, 0, 50, 30, 20)])
def test_weights_that_make_no_sense_are_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):
        Weights(*wrong)


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        ({"top": ("ehch",)}, {"top": ("ehch",)}, 10 / 16),
        ({"top": ("trust", "ehch")}, {"top": ("ehch",)}, 8 / 16),
        ({"top": ("trust", "winter", "ehch")}, {"top": ("ehch", "winter")}, (6 + 8) / 16),
        ({"top": ("trust",), "others": ("ehch",)}, {"top": ("ehch",)}, 3 / 16),
        ({"top": ("trust", "ehch")}, {"top": ("trust", "ehch")}, 1.0),
        ({"top": ("trust",)}, {"top": ("ehch",)}, 0.0),
    ],
)
def test_shared_challenges_count_by_the_lower_of_the_two_ranks(ours: dict, theirs: dict, value: float) -> None:
    assert score(a_person(**ours), a_person("b", **theirs)).shared == pytest.approx(value)


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        ({"needs": ("winter",)}, {"offers": ("winter",)}, 0.5 * (10 / 14) * 0.7),
        ({"needs": ("digital",)}, {"offers": ("digital",)}, 0.5 * (3 / 14) * 0.7),
        ({"needs": ("winter",), "offers": ("winter",)}, {"needs": ("winter",), "offers": ("winter",)}, 10 / 14),
        ({"needs": ("winter",)}, {"needs": ("winter",)}, 0.0),
    ],
)
def test_give_and_take_counts_less_when_only_one_gives(ours: dict, theirs: dict, value: float) -> None:
    assert score(a_person(**ours), a_person("b", **theirs)).give == pytest.approx(value)


@pytest.mark.parametrize(
    ("side", "theirs", "value", "is_unmet"),
    [
        ("bridge", "nhs-acute", 1.0, False),
        ("bridge", "home-care", 0.5, False),
        ("bridge", "care-home", 0.0, True),
        ("kin", "care-home", 1.0, False),
        ("kin", "home-care", 0.6, False),
        ("kin", "nhs-acute", 0.2, True),
        ("either", "care-home", 0.7, False),
        ("either", "nhs-acute", 0.7, False),
    ],
)
def test_the_side_somebody_asked_for(side: str, theirs: str, value: float, is_unmet: bool) -> None:
    a, b = a_person(side=side), a_person("b", sector=theirs, side="either")
    parts = score(a, b)
    assert (parts.sector, parts.is_a_unmet) == (pytest.approx((value + 0.7) / 2), is_unmet)
    plain = sum(getattr(parts, part) * getattr(DEFAULT_WEIGHTS, part) for part in PARTS)
    assert parts.total == pytest.approx(plain * (0.85 if is_unmet else 1))


def test_a_sector_without_a_group_is_its_own_group() -> None:
    police = a_person(sector="other-public", side="bridge")
    assert score(police, replace(police, key="b")).sector == 0.0
    assert score(police, a_person("b", sector="nhs-acute")).sector == 1.0


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        ({}, {}, 0.6),
        ({"times": ("mon-am",)}, {}, 0.6),
        ({"times": ("mon-am", "sun-eve")}, {"times": ("mon-am",)}, 0.5),
        ({"times": ("mon-am", "sun-eve")}, {"times": ("mon-am", "sun-eve")}, 0.65),
        ({"times": ("mon-am", "sun-eve", "fri-pm")}, {"times": ("mon-am", "sun-eve", "fri-pm")}, 0.8),
        ({"ways": ("video", "phone")}, {"ways": ("video",)}, 0.8),
        ({"ways": ("video", "phone")}, {"ways": ("phone",)}, 0.6),
    ],
)
def test_times_and_ways_each_make_half_of_practical(ours: dict, theirs: dict, value: float) -> None:
    assert score(a_person(**ours), a_person("b", **theirs)).practical == pytest.approx(value)


@pytest.mark.parametrize(
    ("wish", "theirs", "value"),
    [
        ("near", "icb-lancashire", 1.0),
        ("near", "icb-manchester", 0.7),
        ("near", "icb-kent", 0.3),
        ("near", "hb-fife", 0.1),
        ("near", None, 0.1),
        ("far", "icb-manchester", 0.5),
        ("far", "icb-kent", 1.0),
        ("far", "hb-fife", 0.9),
        ("none", "icb-lancashire", 0.5),
        ("none", "icb-kent", 0.8),
        ("none", None, 0.8),
    ],
)
def test_near_and_far_by_place(wish: str, theirs: str | None, value: float) -> None:
    a, b = a_person(place="icb-lancashire", distance=wish), a_person("b", place=theirs)
    assert score(a, b).place == min(value, 0.5 if theirs == "icb-lancashire" else 0.8)


def test_a_blank_place_counts_as_no_preference() -> None:
    assert score(a_person(distance="near"), a_person("b", place="icb-kent")).place == 0.8


@pytest.mark.parametrize(
    ("ours", "theirs", "apart"),
    [
        ((ShownAs.AREA, "icb-kent"), (ShownAs.AREA, "icb-kent"), Apart.SAME_PLACE),
        ((ShownAs.REGION, "icb-kent"), (ShownAs.AREA, "icb-kent"), Apart.SAME_REGION),
        ((ShownAs.NATION, "icb-kent"), (ShownAs.AREA, "icb-kent"), Apart.SAME_NATION),
        ((ShownAs.NATION, "icb-kent"), (ShownAs.REGION, "icb-manchester"), Apart.SAME_NATION),
        ((ShownAs.REGION, "icb-kent"), (ShownAs.AREA, "icb-manchester"), Apart.OTHER_REGION),
        ((ShownAs.AREA, "hscp-highland"), (ShownAs.AREA, "hb-highland"), Apart.SAME_REGION),
        ((ShownAs.AREA, "lhb-powys"), (ShownAs.AREA, "lhb-hywel-dda"), Apart.OTHER_REGION),
        ((ShownAs.REGION, "lhb-powys"), (ShownAs.REGION, "lhb-powys"), Apart.SAME_NATION),
        ((ShownAs.NATION, "lhb-powys"), (ShownAs.NATION, "icb-kent"), Apart.OTHER_NATION),
    ],
)
def test_the_distance_is_never_finer_than_what_both_show(
    ours: tuple[ShownAs, str], theirs: tuple[ShownAs, str], apart: Apart
) -> None:
    a = a_person(place=ours[1], shown_as=ours[0])
    b = a_person("b", place=theirs[1], shown_as=theirs[0])
    assert score(a, b).apart == score(b, a).apart == apart


def test_two_who_share_nothing_have_no_common_ground() -> None:
    a = a_person(top=("winter",), offers=("trust",))
    assert not score(a, a_person("b", top=("ehch",))).has_common_ground
    assert score(a, a_person("b", top=("ehch",), needs=("trust",))).has_common_ground
    assert score(a, a_person("b", top=("ehch",), others=("winter",))).has_common_ground
