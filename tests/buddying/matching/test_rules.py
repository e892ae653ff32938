"""The hard rules: each of them alone keeps two people apart, from either side."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.buddying.matching import (
    BUDDIED_LATELY,
    MANAGED_LATELY,
    NOT_NOW_LASTS,
    RULES,
    Candidate,
    Interest,
    InterestKind,
    PairFacts,
    Person,
    Rule,
    Standing,
    broken_rules,
    is_allowed,
    is_shared_domain,
    mail_domain,
)
from community.directory.organisations import organisation_key
from tests.buddying.matching.cast import TAXONOMY, a_candidate, persons

TODAY = date(2026, 11, 23)
NOTHING = PairFacts(today=TODAY)
DAY = timedelta(days=1)


def with_standing(
    key: str = "b", *, place: str | None = None, told: dict[str, Any] | None = None, **of: Any
) -> Candidate:
    return a_candidate(key, Standing(place=TAXONOMY.place(place), **of), place=place, **(told or {}))


def broken(a: Candidate, b: Candidate, facts: PairFacts = NOTHING) -> tuple[Rule, ...]:
    assert broken_rules(a, b, facts) == broken_rules(b, a, facts)
    assert is_allowed(a, b, facts) == (not broken_rules(a, b, facts))
    return broken_rules(a, b, facts)


PLAIN = a_candidate("a")
OTHER = a_candidate("b")
MANAGED = Interest(InterestKind.LINE_MANAGED, "larchmere")
ALONE: list[tuple[Rule, Candidate, Candidate, PairFacts]] = [
    (Rule.UNAVAILABLE, PLAIN, PLAIN, NOTHING),
    (Rule.UNAVAILABLE, PLAIN, with_standing(is_active=False), NOTHING),
    (Rule.UNAVAILABLE, PLAIN, with_standing(is_paused=True), NOTHING),
    (Rule.UNAVAILABLE, PLAIN, with_standing(room=0), NOTHING),
    (Rule.SAME_ORGANISATION, with_standing("a", organisation="x"), with_standing(organisation="x"), NOTHING),
    (
        Rule.SAME_ORGANISATION,
        with_standing("a", mail_domains=frozenset({"x.org.uk", "nhs.net"})),
        with_standing(mail_domains=frozenset({"x.org.uk"})),
        NOTHING,
    ),
    (Rule.LINE_MANAGEMENT, with_standing("a", interests=(MANAGED,)), with_standing(organisation="larchmere"), NOTHING),
    (
        Rule.LINE_MANAGEMENT,
        with_standing("a", interests=(replace(MANAGED, until=TODAY - MANAGED_LATELY + DAY),)),
        with_standing(organisation="larchmere"),
        NOTHING,
    ),
    (Rule.KEPT_APART, PLAIN, OTHER, replace(NOTHING, is_blocked=True)),
    (Rule.KEPT_APART, PLAIN, OTHER, replace(NOTHING, is_avoided=True)),
    (
        Rule.KEPT_APART,
        with_standing("a", avoids_organisations=frozenset({"x"})),
        with_standing(organisation="x"),
        NOTHING,
    ),
    (
        Rule.CONFLICT_OF_INTEREST,
        a_candidate("a", sector="nat-regulator", place="icb-kent"),
        a_candidate("b", place="icb-manchester"),
        NOTHING,
    ),
    (
        Rule.CONFLICT_OF_INTEREST,
        with_standing("a", place="icb-kent", told={"sector": "comm-icb"}),
        with_standing(place="icb-kent", interests=(Interest(InterestKind.BIDS),)),
        NOTHING,
    ),
    (Rule.ALREADY_BUDDIED, PLAIN, OTHER, replace(NOTHING, is_buddied=True)),
    (Rule.ALREADY_BUDDIED, PLAIN, OTHER, replace(NOTHING, is_not_again=True)),
    (Rule.ALREADY_BUDDIED, PLAIN, OTHER, replace(NOTHING, is_ended_for_safety=True)),
    (Rule.ALREADY_BUDDIED, PLAIN, OTHER, replace(NOTHING, last_buddied_on=TODAY - BUDDIED_LATELY + DAY)),
    (Rule.NO_COMMON_LANGUAGE, PLAIN, a_candidate("b", languages={"Welsh"}), NOTHING),
    (Rule.NO_COMMON_WAY_OR_TIME, a_candidate("a", times=("mon-am",)), a_candidate("b", times=("mon-pm",)), NOTHING),
    (Rule.NO_COMMON_WAY_OR_TIME, a_candidate("a", ways=("video",)), a_candidate("b", ways=("phone",)), NOTHING),
    (Rule.TOO_NEAR, a_candidate("a", place="icb-kent", distance="far"), a_candidate("b", place="icb-kent"), NOTHING),
    (Rule.SAID_NOT_NOW, PLAIN, OTHER, replace(NOTHING, not_now_on=TODAY - NOT_NOW_LASTS + DAY)),
    (Rule.CONDUCT_PAUSE, PLAIN, with_standing(is_conduct_paused=True), NOTHING),
]


@pytest.mark.parametrize(("rule", "a", "b", "facts"), ALONE)
def test_each_hard_rule_alone_keeps_two_people_apart(rule: Rule, a: Candidate, b: Candidate, facts: PairFacts) -> None:
    assert broken(a, b, facts) == (rule,)


def test_every_rule_is_shown_to_bite_alone() -> None:
    assert {rule for rule, *_ in ALONE} == set(Rule) == set(RULES)


def test_two_plain_people_may_meet() -> None:
    assert broken(PLAIN, OTHER) == ()


@given(persons("a"), persons("b"), st.booleans(), st.booleans())
def test_the_rules_are_the_same_from_either_side(a: Person, b: Person, is_interested: bool, is_blocked: bool) -> None:
    interests = (Interest(InterestKind.DISPUTE),) if is_interested else ()
    ours, theirs = Candidate(a, Standing(place=a.place, interests=interests)), Candidate(b, Standing(place=b.place))
    broken(ours, theirs, replace(NOTHING, is_blocked=is_blocked))


@pytest.mark.parametrize(
    ("a", "b", "facts"),
    [
        (PLAIN, OTHER, replace(NOTHING, last_buddied_on=TODAY - BUDDIED_LATELY)),
        (PLAIN, OTHER, replace(NOTHING, not_now_on=TODAY - NOT_NOW_LASTS)),
        (
            with_standing("a", interests=(replace(MANAGED, until=TODAY - MANAGED_LATELY),)),
            with_standing(organisation="larchmere"),
            NOTHING,
        ),
    ],
)
def test_what_is_long_past_keeps_nobody_apart(a: Candidate, b: Candidate, facts: PairFacts) -> None:
    assert broken(a, b, facts) == ()


@pytest.mark.parametrize(
    "domain", ["nhs.net", "gmail.com", "example.org", "example.co.uk", "NHS.net", "people.test", ""]
)
def test_a_shared_mail_domain_makes_nobody_colleagues(domain: str) -> None:
    assert is_shared_domain(domain)
    of = {"mail_domains": frozenset({domain})}
    assert broken(with_standing("a", **of), with_standing(**of)) == ()


@pytest.mark.parametrize("domain", ["mft.nhs.uk", "trust.nhs.net.uk", "larchmere.co.uk", "examples.org"])
def test_an_own_mail_domain_makes_two_people_colleagues(domain: str) -> None:
    of = {"mail_domains": frozenset({domain})}
    assert broken(with_standing("a", **of), with_standing(**of)) == (Rule.SAME_ORGANISATION,)


def test_colleagues_may_meet_only_when_both_welcome_it() -> None:
    ours = with_standing("a", organisation="x", welcomes_own_organisation=True)
    assert broken(ours, with_standing(organisation="x")) == (Rule.SAME_ORGANISATION,)
    assert broken(ours, with_standing(organisation="x", welcomes_own_organisation=True)) == ()


@pytest.mark.parametrize("name", ["Independent", " independent ", "Self-employed", "", "—"])
def test_independent_counts_as_blank(name: str) -> None:
    key = organisation_key(name)
    assert key == ""
    assert broken(with_standing("a", organisation=key), with_standing(organisation=key)) == ()


def test_one_organisation_is_known_under_its_spellings() -> None:
    assert organisation_key("St. Aldhelm’s  Hospitals") == organisation_key("st aldhelm's hospitals") != ""


def test_the_domain_is_what_follows_the_last_at() -> None:
    assert mail_domain('"odd@name"@Larchmere.CO.uk ') == "larchmere.co.uk"
    assert mail_domain("no address") == ""


def test_blank_times_ways_and_places_keep_nobody_apart() -> None:
    filled = a_candidate("a", times=("mon-am",), ways=("video",), place="icb-kent", distance="far")
    assert broken(filled, a_candidate("b")) == ()


def test_far_looks_at_the_place_as_it_is_shown() -> None:
    here = a_candidate("a", distance="far", place="icb-kent")
    assert broken(here, a_candidate("b", place="icb-kent")) == (Rule.TOO_NEAR,)
    assert broken(here, a_candidate("b", place="icb-manchester")) == ()


def test_nobody_vanishes_by_a_place_they_do_not_show() -> None:
    here = a_candidate("a", distance="far", place="icb-kent")
    assert broken(here, a_candidate("b", place="icb-kent", shown_as="nation")) == ()


@pytest.mark.parametrize(
    ("inspector", "provider", "is_apart"),
    [
        ({"place": "icb-kent"}, {"place": "hb-fife"}, False),
        ({"place": "icb-kent"}, {"place": None}, True),
        ({"place": None}, {"place": "hb-fife"}, True),
        ({"place": "icb-kent", "remit": frozenset({"region-south-east"})}, {"place": "icb-manchester"}, False),
        ({"place": "icb-kent", "remit": frozenset({"region-south-east"})}, {"place": "icb-kent"}, True),
        ({"place": "icb-kent"}, {"place": "icb-kent", "told": {"sector": "kn-university"}}, False),
        ({"place": "icb-kent"}, {"place": "icb-kent", "told": {"sector": "nhs-acute"}}, True),
        (
            {"place": "icb-kent"},
            {"place": "icb-kent", "told": {"sector": "vcse-local", "perspectives": {"provider"}}},
            True,
        ),
    ],
)
def test_an_inspector_and_a_provider_in_their_remit(inspector: dict, provider: dict, is_apart: bool) -> None:
    a = with_standing("a", told={"sector": "nat-regulator"}, **inspector)
    assert broken(a, with_standing(**provider)) == ((Rule.CONFLICT_OF_INTEREST,) if is_apart else ())


def test_an_inspector_by_a_second_sector_or_by_declaration_is_an_inspector() -> None:
    home = with_standing(place="icb-kent")
    second = (TAXONOMY.sectors["nat-regulator"],)
    declared = (Interest(InterestKind.INSPECTS, "elsewhere"),)
    for of in ({"other_sectors": second}, {"interests": declared}):
        a = with_standing("a", place="icb-kent", told={"sector": "kn-university"}, **of)
        assert broken(a, home) == (Rule.CONFLICT_OF_INTEREST,)


@pytest.mark.parametrize(
    ("ours", "theirs", "is_apart"),
    [
        ({"place": "icb-kent"}, {"place": "icb-kent"}, False),
        ({"place": "icb-kent", "interests": (Interest(InterestKind.COMMISSIONS),)}, {"place": "icb-kent"}, True),
        ({"place": "icb-kent"}, {"place": "icb-kent", "interests": (Interest(InterestKind.DISPUTE),)}, True),
        (
            {"place": "icb-kent", "interests": (Interest(InterestKind.BIDS, until=TODAY - DAY),)},
            {"place": "icb-kent"},
            False,
        ),
        ({"place": "icb-kent", "interests": (Interest(InterestKind.BIDS, until=TODAY),)}, {"place": "icb-kent"}, True),
        ({"place": "icb-kent", "interests": (Interest(InterestKind.COMMISSIONS),)}, {"place": "icb-manchester"}, False),
        (
            {"place": "region-south-east", "interests": (Interest(InterestKind.COMMISSIONS),)},
            {"place": "icb-kent"},
            True,
        ),
        (
            {"place": "icb-kent", "interests": (Interest(InterestKind.DISPUTE, "larchmere"),)},
            {"place": "hb-fife", "organisation": "larchmere"},
            True,
        ),
    ],
)
def test_a_commissioner_and_a_provider_who_deal_with_each_other(ours: dict, theirs: dict, is_apart: bool) -> None:
    a = with_standing("a", told={"sector": "comm-icb"}, **ours)
    assert broken(a, with_standing(**theirs)) == ((Rule.CONFLICT_OF_INTEREST,) if is_apart else ())
