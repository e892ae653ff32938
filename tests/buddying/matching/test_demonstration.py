"""The sixty people of the demonstration, matched with the reference lists that ship."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from community.buddying.matching import (
    FLOOR,
    Candidate,
    Distance,
    FractureLine,
    PairFacts,
    Person,
    Rule,
    ShownAs,
    Side,
    Standing,
    Suggestions,
    Taxonomy,
    broken_rules,
    explain,
    mail_domain,
    score,
    suggest,
    times_mask,
)
from community.directory.organisations import organisation_key
from community.settings import ROOT

LISTS = ROOT / "community" / "directory" / "data"
PEOPLE = ROOT / "community" / "demo" / "data" / "members.csv"
WEEK = "2026-W48"
FACTS = PairFacts(today=date(2026, 11, 23))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def taxonomy() -> Taxonomy:
    lines = FractureLine._fields
    return Taxonomy.of(
        sectors=[(r["id"], r["parent_id"], r["ownership"], r["side"]) for r in rows_of(LISTS / "sectors.csv")],
        places=[
            (r["id"], r["parent_id"], r["kind"], r["short_name"] or r["name"]) for r in rows_of(LISTS / "places.csv")
        ],
        challenges=[(r["id"], r["label"]) for r in rows_of(LISTS / "challenges.csv")],
        lines=[FractureLine(*(r[field] for field in lines)) for r in rows_of(LISTS / "fracture_lines.csv")],
    )


def several(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(filter(None, row[column].split("|")))


def candidate(row: dict[str, str], shown_as: ShownAs = ShownAs.AREA) -> Candidate:
    person = Person(
        key=row["id"],
        name=row["name"],
        sector=taxonomy().sectors[row["sector"]],
        top=several(row, "top_challenges"),
        offers=frozenset(several(row, "offers")),
        needs=frozenset(several(row, "needs")),
        perspectives=frozenset(several(row, "perspectives")),
        place=taxonomy().place(row["place_id"], shown_as),
        distance=Distance(row["near"]),
        side=Side(row["want"]),
        ways=several(row, "modes"),
        times=times_mask(several(row, "availability")),
        languages=frozenset(several(row, "languages")),
    )
    standing = Standing(
        place=taxonomy().place(row["place_id"]),
        organisation=organisation_key(row["organisation"]),
        mail_domains=frozenset({mail_domain(row["email"])}),
    )
    return Candidate(person, standing)


@cache
def sixty(shown_as: ShownAs = ShownAs.AREA) -> dict[str, Candidate]:
    return {row["id"]: candidate(row, shown_as) for row in rows_of(PEOPLE)}


def suggestions_for(key: str, shown_as: ShownAs = ShownAs.AREA) -> Suggestions:
    me = sixty(shown_as)[key]
    allowed = [other.person for other in sixty(shown_as).values() if not broken_rules(me, other, FACTS)]
    return suggest(me.person, allowed, week_seed=WEEK, taxonomy=taxonomy())


def test_there_are_sixty() -> None:
    assert len(sixty()) == 60


@pytest.mark.parametrize("shown_as", ShownAs)
def test_nadia_is_shown_the_people_of_the_story(shown_as: ShownAs) -> None:
    found = suggestions_for("m01", shown_as)
    others = {one.person.name for one in found.another_side}
    assert {"Catriona Reid", "Caroline Meek", "Yasmin Haddad"} <= others
    assert "Bronagh McCaul" in {one.person.name for one in found.know_your_job}


def test_catriona_is_far_away_and_says_so() -> None:
    (catriona,) = (one for one in suggestions_for("m01").another_side if one.person.name == "Catriona Reid")
    assert catriona.limit.text == "You are far apart."
    assert "You both put Feeling alone in the role among your top challenges." in [r.text for r in catriona.reasons]


@pytest.mark.parametrize("key", [f"m{number:02}" for number in range(1, 61)])
def test_everybody_is_shown_somebody_with_reasons_and_one_limit(key: str) -> None:
    found = suggestions_for(key)
    shown = found.another_side + found.know_your_job
    assert shown
    assert all(1 <= len(one.reasons) <= 4 and one.limit.text.endswith(".") for one in shown)


def test_one_mail_domain_for_all_makes_nobody_colleagues() -> None:
    """Two of them are "Independent", all of them write from example.org."""
    people = list(sixty().values())
    assert not any(Rule.SAME_ORGANISATION in broken_rules(a, b, FACTS) for a in people for b in people if a is not b)


def test_the_inspector_never_meets_a_provider_of_her_nation() -> None:
    joanna, agnieszka, bronagh = (sixty()[key] for key in ("m41", "m29", "m49"))
    assert Rule.CONFLICT_OF_INTEREST in broken_rules(joanna, agnieszka, FACTS)
    assert Rule.CONFLICT_OF_INTEREST not in broken_rules(joanna, bronagh, FACTS)


def test_no_organisation_address_or_role_is_ever_said() -> None:
    rows = rows_of(PEOPLE)
    said = set()
    for key in sixty():
        found = suggestions_for(key)
        for one in found.another_side + found.know_your_job:
            said.update(reason.text for reason in (*one.reasons, one.limit))
    words = " ".join(said)
    assert not any(row["email"] in words or row["organisation"] in words for row in rows)
    assert any(row["name"] in words for row in rows)


def test_a_pair_of_the_story_is_found_from_both_sides_with_the_same_total() -> None:
    nadia, bronagh = sixty()["m01"].person, sixty()["m49"].person
    ours, theirs = score(nadia, bronagh), score(bronagh, nadia)
    assert ours.total == theirs.total == pytest.approx(53.96, abs=0.01)
    assert ours.total >= FLOOR
    assert explain(bronagh, nadia, theirs, taxonomy()).reasons
