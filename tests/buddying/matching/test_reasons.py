"""The reasons and the limit: true, in order, in the viewer's words, and never anything private."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given

from community.buddying.matching import (
    Candidate,
    Interest,
    InterestKind,
    LimitKind,
    PairFacts,
    Person,
    ReasonKind,
    Rule,
    ShownAs,
    Standing,
    Weights,
    broken_rules,
    explain,
    few_people,
    score,
    suggest,
)
from tests.buddying.matching.cast import TAXONOMY, a_person, persons, weights

CANARY = "Quillfeather Canary Trust"


def reasons_for(viewer: Person, other: Person, of: Weights | None = None) -> list[str]:
    return [
        reason.text
        for reason in explain(viewer, other, score(viewer, other, weights=of or Weights()), TAXONOMY).reasons
    ]


def limit_for(viewer: Person, other: Person, of: Weights | None = None) -> str:
    return explain(viewer, other, score(viewer, other, weights=of or Weights()), TAXONOMY).limit.text


@given(persons("a"), persons("b"), weights())
def test_there_are_one_to_four_reasons_and_one_limit(a: Person, b: Person, of: Weights) -> None:
    parts = score(a, b, weights=of)
    assume(parts.has_common_ground)
    why = explain(a, b, parts, TAXONOMY)
    assert 1 <= len(why.reasons) <= 4
    assert all(isinstance(reason.kind, ReasonKind) and reason.text.endswith(".") for reason in why.reasons)
    assert len({reason.text for reason in why.reasons}) == len(why.reasons)
    assert isinstance(why.limit.kind, LimitKind)


WEIGHT_OF = {
    ReasonKind.BOTH_TOP: "shared",
    ReasonKind.BOTH_NAMED: "shared",
    ReasonKind.THEY_GIVE: "give",
    ReasonKind.YOU_GIVE: "give",
    ReasonKind.EACH_GIVES: "give",
    ReasonKind.OTHER_SIDE: "sector",
    ReasonKind.SAME_JOB: "sector",
    ReasonKind.NEAR: "place",
    ReasonKind.FAR: "place",
    ReasonKind.FREE_TOGETHER: "practical",
}


@given(persons("a"), persons("b"), weights())
def test_a_part_that_weighs_nothing_gives_no_reason(a: Person, b: Person, of: Weights) -> None:
    why = explain(a, b, score(a, b, weights=of), TAXONOMY)
    assert all(getattr(of, WEIGHT_OF[ReasonKind(reason.kind)]) > 0 for reason in why.reasons)


FITTING = {"top": ("ehch",), "offers": ("ehch",), "needs": ("ehch",), "times": ("mon-am",), "place": "icb-kent"}


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("shared", "You both put Enhanced health in care homes among your top challenges."),
        ("give", "B has been through Enhanced health in care homes, which you would like help with."),
        ("sector", "You work on different sides of Acute and community."),
        ("place", "Near enough to meet: both in Kent and Medway."),
        ("practical", "You are both free on Monday morning."),
    ],
)
def test_weight_0_makes_the_reason_disappear(part: str, sentence: str) -> None:
    a, b = a_person(**FITTING), a_person("b", sector="nhs-acute", **FITTING)
    rest = {"shared": 10, "give": 10, "sector": 10, "place": 10, "practical": 10} | {part: 0}
    keeper = "give" if part == "shared" else "shared"
    without = Weights(**(rest | {keeper: 70}))
    alone = Weights(**(dict.fromkeys(rest, 0) | {keeper: 1} | {part: 99}))
    assert reasons_for(a, b, alone)[0] == sentence
    assert sentence not in reasons_for(a, b, without)


def test_an_unmet_wish_is_no_limit_where_the_side_weighs_nothing() -> None:
    a, b = a_person(), a_person("b")
    assert limit_for(a, b) == "This is not the side you asked for."
    indifferent = Weights(shared=56, sector=0)
    assert limit_for(a, b, indifferent) == "Nothing stands out against it."
    assert score(a, b, weights=indifferent).total == pytest.approx(56 * 10 / 16 + 6 + 7.2)


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ({}, {}, "You both put Winter and surge planning among your top challenges."),
        ({}, {"top": ("ehch",), "others": ("winter",)}, "You both named Winter and surge planning."),
        (
            {"needs": ("trust",)},
            {"offers": ("trust",)},
            "B has been through Building trust, which you would like help with.",
        ),
        (
            {"offers": ("trust",)},
            {"needs": ("trust",)},
            "You have been through Building trust, which B would like help with.",
        ),
        (
            {"offers": ("trust",), "needs": ("winter",)},
            {"needs": ("trust",), "offers": ("winter",)},
            "You would each be able to give something.",
        ),
        ({"sector": "carer"}, {}, "You work on different sides of Professional and lived experience."),
        (
            {"side": "kin", "place": "hb-fife"},
            {"side": "kin", "place": "icb-kent"},
            "You do the same kind of job in different places.",
        ),
        ({"place": "icb-kent"}, {"place": "icb-kent"}, "Near enough to meet: both in Kent and Medway."),
        (
            {"place": "icb-kent"},
            {"place": "icb-kent", "shown_as": ShownAs.REGION},
            "Near enough to meet: both in South East.",
        ),
        ({"place": "icb-kent", "distance": "far"}, {"place": "hb-fife"}, "Far enough apart to speak freely."),
        ({"times": ("thu-eve", "fri-am")}, {"times": ("thu-eve", "fri-am")}, "You are both free on Thursday evening."),
    ],
)
def test_each_reason_in_its_own_words(ours: dict[str, Any], theirs: dict[str, Any], sentence: str) -> None:
    assert sentence in reasons_for(a_person(**ours), a_person("b", **theirs))


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ({"sector": "carer"}, {}, "Nothing stands out against it."),
        ({}, {}, "This is not the side you asked for."),
        ({"side": "kin", "sector": "carer"}, {}, "This is not the side you asked for."),
        ({"sector": "carer", "others": ("ehch",)}, {"top": ("ehch",)}, "You do not share a top challenge."),
        ({"sector": "carer", "place": "icb-kent"}, {"place": "hb-fife"}, "You are far apart."),
        (
            {"sector": "carer", "place": "icb-kent", "distance": "near"},
            {"place": "icb-manchester"},
            "You are far apart.",
        ),
        (
            {"sector": "carer", "place": "icb-kent", "distance": "far"},
            {"place": "hb-fife"},
            "Nothing stands out against it.",
        ),
        ({"sector": "carer", "needs": ("trust",)}, {"offers": ("trust",)}, "B would mostly be giving here."),
        (
            {"sector": "carer", "times": ("tue-am", "tue-eve", "wed-am")},
            {"times": ("tue-am", "tue-eve")},
            "Your free times overlap only on Tuesday.",
        ),
    ],
)
def test_each_limit_in_its_own_words(ours: dict[str, Any], theirs: dict[str, Any], sentence: str) -> None:
    assert limit_for(a_person(**ours), a_person("b", **theirs)) == sentence


def test_the_limit_speaks_of_the_viewers_wish_and_never_of_the_others() -> None:
    bridge, kin = a_person(side="bridge"), a_person("b", sector="carer", side="kin")
    assert limit_for(kin, bridge) == "This is not the side you asked for."
    assert limit_for(bridge, kin) == "Nothing stands out against it."


def test_a_far_wish_is_known_only_to_the_one_who_has_it() -> None:
    wishing, other = a_person(place="icb-kent", distance="far"), a_person("b", place="icb-manchester", sector="carer")
    assert "Far enough apart to speak freely." in reasons_for(wishing, other)
    assert reasons_for(other, wishing) == reasons_for(other, replace(wishing, distance="none"))


def test_the_strongest_reason_comes_first() -> None:
    a = a_person(top=("ehch",), others=("trust",), sector="nhs-acute", times=("mon-am",))
    b = a_person("b", top=("ehch",), others=("trust",), times=("mon-am",))
    assert reasons_for(a, b) == [
        "You work on different sides of Acute and community.",
        "You both put Enhanced health in care homes among your top challenges.",
        "You both named Building trust.",
        "You are both free on Monday morning.",
    ]
    shared_most = reasons_for(a, b, Weights(shared=60, give=10, sector=11))
    assert shared_most[0] == "You both put Enhanced health in care homes among your top challenges."


def test_challenges_and_fracture_lines_are_strong_and_nothing_else() -> None:
    a, b = a_person(sector="nhs-acute", place="icb-kent"), a_person("b", place="icb-kent")
    why = explain(a, b, score(a, b), TAXONOMY)
    strong = [text for reason in why.reasons for text, is_strong in reason.segments if is_strong]
    assert strong == ["Acute and community", "Winter and surge planning"]
    assert why.reasons[1].segments == (
        ("You both put ", False),
        ("Winter and surge planning", True),
        (" among your top challenges.", False),
    )


def test_a_name_with_braces_and_asterisks_is_only_a_name() -> None:
    odd = replace(a_person("b", offers=("winter",)), name="{challenge} **Bo**")
    (they_give,) = (text for text in reasons_for(a_person(needs=("winter",)), odd) if "been through" in text)
    assert they_give.startswith("{challenge} **Bo** has been through Winter and surge planning,")


def test_a_short_list_names_what_to_widen() -> None:
    assert few_people("your place").text == "We found few people who fit; widening your place would help."


@given(persons("a"), persons("b"))
def test_no_place_is_named_finer_than_both_show_it(a: Person, b: Person) -> None:
    said = " ".join([*reasons_for(a, b), limit_for(a, b)])
    for place, name in TAXONOMY.place_names.items():
        if f"both in {name}." in said:
            assert a.place is not None and b.place is not None
            assert place in a.place and place in b.place


def test_a_person_has_no_field_for_what_is_private() -> None:
    assert {field.name for field in fields(Standing)} & {field.name for field in fields(Person)} == {"place"}
    assert {"organisation", "mail", "email", "mail_domains", "interests"}.isdisjoint(
        field.name for field in fields(Person)
    )


def test_what_is_private_cannot_reach_a_reason() -> None:
    private = {
        "organisation": CANARY,
        "mail_domains": frozenset({CANARY}),
        "interests": (Interest(InterestKind.BIDS, CANARY),),
    }
    told = {**FITTING, "shown_as": ShownAs.NATION, "perspectives": {CANARY}, "ways": (CANARY,), "languages": {CANARY}}
    a = Candidate(a_person(CANARY, name="Ama", **told), Standing(**private))
    b = Candidate(a_person(CANARY + "b", name="Bo", sector="nhs-acute", **told), Standing(**private))
    assert Rule.SAME_ORGANISATION in broken_rules(a, b, PairFacts(today=date(2026, 11, 23)))

    found = suggest(a.person, [b.person], week_seed="2026-W48", taxonomy=TAXONOMY).another_side[0]
    said = " ".join([*(reason.text for reason in found.reasons), found.limit.text, *reasons_for(b.person, a.person)])
    assert "Bo has been through" in said
    assert not any(word in said for word in (CANARY, "Kent", "South East"))
    assert CANARY in " ".join(reasons_for(a.person, replace(b.person, name=CANARY)))
