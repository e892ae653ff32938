"""The parts of a score in words: those that count, without a number, and without what the other keeps private."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.buddying.matching import Distance, Part, Person, Side, Weights, parts_in_words, score
from tests.buddying.matching.cast import a_person, persons, weights

NADIA = a_person("nadia", top=("ehch",), needs=("ehch",), offers=("workforce",), place="icb-lancashire")
GARETH = a_person("gareth", sector="nhs-acute", top=("ehch",), place="icb-manchester")


def said(viewer: Person, other: Person, of: Weights | None = None) -> dict[Part, str]:
    parts = score(viewer, other, weights=of) if of else score(viewer, other)
    return {each.part: each.words for each in parts_in_words(viewer, other, parts)}


@given(persons("a"), persons("b"), weights())
def test_each_part_that_counts_is_said_once_and_one_that_weighs_nothing_never(
    a: Person, b: Person, of: Weights
) -> None:
    counting = {Part(name) for name in ("shared", "give", "sector", "practical", "place") if getattr(of, name)}
    words = said(a, b, of)
    assert set(words) == counting
    assert not re.search(r"\d|%", " ".join(words.values()).replace(b.name, ""))


@given(persons("a"), persons("b"), st.sampled_from(Side), st.sampled_from(Distance))
def test_whom_the_other_asked_for_and_how_near_is_never_said(a: Person, b: Person, side: Side, wish: Distance) -> None:
    assert said(a, b) == said(a, replace(b, side=side, distance=wish))


@pytest.mark.parametrize(
    ("ours", "theirs", "part", "sentence"),
    [
        ({}, {"top": ("digital",)}, Part.SHARED, "You did not name the same challenge."),
        ({"top": ("winter", "trust", "ehch")}, {}, Part.SHARED, "Some of what is on your minds is the same."),
        ({}, {}, Part.SHARED, "Much of what is on your minds is the same."),
        ({}, {}, Part.GIVE, "Neither of you has been through what the other would like help with."),
        ({}, {"name": "Gareth", "offers": frozenset({"ehch"})}, Part.GIVE, "Gareth has been through something that"),
        ({"side": Side.EITHER}, {}, Part.SECTOR, "You asked for either side."),
        ({"side": Side.KIN}, {}, Part.SECTOR, "This is not the side you asked for."),
        ({}, {}, Part.SECTOR, "This is the side you asked for."),
        ({"distance": Distance.NEAR}, {}, Part.PLACE, "You are in the same region. You asked for somebody near."),
        ({"place": None}, {}, Part.PLACE, "How far apart you are is not known"),
        ({"times": 7}, {"times": 1}, Part.PRACTICAL, "You share one free time."),
    ],
)  # fmt: skip
def test_each_part_in_its_own_words(
    ours: dict[str, object], theirs: dict[str, object], part: Part, sentence: str
) -> None:
    viewer, other = replace(NADIA, **ours), replace(GARETH, **theirs)  # type: ignore[arg-type]
    assert said(viewer, other)[part].startswith(sentence)
