"""The list of everybody: who stands in it, what narrows it, and that it tells no more than the profiles it leads to."""

import pytest
from flask import Flask

from community.core.database import db
from community.core.roles import MemberState
from community.directory.models import FindableBy, ShownAs
from community.directory.queries.found import PEOPLE_A_PAGE
from tests.browser import Page
from tests.practice.people import a_community, keep_apart
from tests.statements import statements
from tests.world import Person, World


def names(page: Page) -> list[str]:
    """The people on a page, in their order."""
    return ["".join(link.itertext()) for heading in page.all("h3") for link in heading.iter("a")]


def test_everybody_whom_one_finds_is_there_by_name(world: World) -> None:
    nadia = world.member("Nadia", offers=("winter",))
    for name in ("zoe", "Bo", "Ama"):
        world.member(name, sector="carer")
    page = world.browser(nadia).get("/people")
    assert names(page) == ["Ama", "Bo", "Nadia", "zoe"]
    assert "Care home, North West" in page
    assert "On their mind: Hospital discharge and flow" in page
    assert "Can offer: Winter and surge planning" in page
    assert world.browser(nadia).get(next(link for link in page.links if str(nadia.public_id) in link)).status == 200


def test_who_stands_in_it_is_who_may_be_found(world: World) -> None:
    """The list and the profile answer alike, for every choice and every way of being kept apart."""
    nadia = world.member("Nadia")
    found = {
        "Everyone": world.member("Everyone"),
        "Mate": world.member("Mate", findable_by=FindableBy.GROUPS),
        "Stranger": world.member("Stranger", findable_by=FindableBy.GROUPS),
        "Nobody": world.member("Nobody", findable_by=FindableBy.NOBODY),
        "Blocked": world.member("Blocked"),
        "Blocker": world.member("Blocker"),
        "Derek": world.member("Derek", state=MemberState.SUSPENDED),
        "Joanna": world.member("Joanna", state=MemberState.JOINING),
        "Gone": world.member("Gone", state=MemberState.LEFT),
    }
    a_community(world, facilitator=found["Everyone"], members=(nadia, found["Mate"]))
    keep_apart(world, nadia, found["Blocked"])
    keep_apart(world, found["Blocker"], nadia)
    browser = world.browser(nadia)
    listed = names(browser.get("/people"))
    assert listed == ["Everyone", "Mate", "Nadia"]
    for name, person in found.items():
        assert (browser.get(f"/people/{person.public_id}").status == 200) is (name in listed), name


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (FindableBy.EVERYONE, "Every member finds you in this list"),
        (FindableBy.GROUPS, "Only people who share a community or a circle with you find you"),
        (FindableBy.NOBODY, "You are in nobody’s list"),
    ],
)
def test_the_page_says_who_finds_oneself_there_and_it_is_so(world: World, chosen: FindableBy, words: str) -> None:
    nadia, mate, stranger = world.member("Nadia", findable_by=chosen), world.member("Mate"), world.member("Stranger")
    a_community(world, members=(nadia, mate))
    assert words in world.browser(nadia).get("/people")
    finders = [who.name for who in (mate, stranger) if "Nadia" in names(world.browser(who).get("/people"))]
    assert finders == {FindableBy.EVERYONE: ["Mate", "Stranger"], FindableBy.GROUPS: ["Mate"]}.get(chosen, [])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sector=housing-group", ["Tom"]),
        ("sector=housing-group&sector=care-group", ["Carys", "Nadia", "Tom"]),
        ("challenge=winter", ["Tom"]),
        ("offer=ehch", ["Carys"]),
        ("offer=winter", []),
        ("challenge=winter&offer=ehch", []),
        ("place=wales", ["Carys"]),
        ("sector=no-such&challenge=no-such&place=no-such&offer=no-such", ["Carys", "Nadia", "Tom"]),
    ],
)
def test_it_is_narrowed_by_sector_challenge_offers_and_place(world: World, asked: str, expected: list[str]) -> None:
    nadia = world.member("Nadia")
    world.member("Tom", sector="housing-association", challenges=("winter",))
    world.member("Carys", place="lhb-hywel-dda", offers=("ehch",))
    browser = world.browser(nadia)
    assert _care_group(world), "the name of the group in the list of sectors"
    asked = asked.replace("care-group", _care_group(world))
    assert names(browser.get(f"/people?{asked}")) == expected
    assert names(browser.get(f"/people?{asked}", htmx=True)) == expected


def _care_group(world: World) -> str:
    from community.directory import queries

    with world.inside():
        return str(queries.sectors()["care-home"].parent_id)


@pytest.mark.parametrize(
    ("shown_as", "found_in"),
    [
        (ShownAs.AREA, {"icb-lancashire-and-south-cumbria", "region-north-west", "england"}),
        (ShownAs.REGION, {"region-north-west", "england"}),
        (ShownAs.NATION, {"england"}),
    ],
)
def test_nobody_is_found_by_more_of_a_place_than_they_show(world: World, shown_as: ShownAs, found_in: set[str]) -> None:
    world.member("Quiet", place="icb-lancashire-and-south-cumbria", place_shown_as=shown_as)
    browser = world.browser(world.member("Looker", place="wales"))
    places = ("icb-lancashire-and-south-cumbria", "region-north-west", "england", "icb-cheshire-and-merseyside")
    assert {place for place in places if "Quiet" in names(browser.get(f"/people?place={place}"))} == found_in


def test_what_a_profile_does_not_show_narrows_nothing(world: World) -> None:
    """Further challenges, needs and second sectors are for matching alone: no filter answers for them."""
    world.member("Quiet", needs=("winter",), other_sectors=["housing-association"])
    browser = world.browser(world.member("Looker"))
    for asked in ("challenge=winter", "offer=winter", "sector=housing-group"):
        assert "Quiet" not in names(browser.get(f"/people?{asked}"))
    assert "Winter" not in " ".join(browser.get("/people").text.split("Quiet")[1:2])


def test_pages_follow_one_another_without_a_gap_or_a_repeat(world: World) -> None:
    nadia = world.member("Nadia")
    how_many = PEOPLE_A_PAGE * 2 + 3
    for number in range(how_many - 1):
        world.member(f"{'aA'[number % 2]}nna {number % 7}")
    browser = world.browser(nadia)
    page, seen = browser.get("/people"), []
    assert f"{how_many} people" in page
    while True:
        seen += page.links
        more = [link for link in page.links if "after=" in link]
        if not more:
            break
        page = browser.get(more[0])
        assert "Back to the first names" in page
    people = [link for link in seen if link.startswith("/people/")]
    mine = f"/people/{nadia.public_id}"
    assert len(people) - people.count(mine) + 1 == len(set(people)) == how_many


def test_with_htmx_the_next_page_is_rows_alone(world: World) -> None:
    nadia = world.member("Nadia")
    for number in range(PEOPLE_A_PAGE):
        world.member(f"Anna {number}")
    browser = world.browser(nadia)
    more = next(link for link in browser.get("/people").links if "after=" in link)
    assert names(browser.get(more, htmx=True)) == ["Nadia"]
    assert "<h2" not in browser.get(more, htmx=True).html


def test_an_address_tells_nothing_of_somebody_who_is_not_found(world: World) -> None:
    """Paging on from somebody hidden would say where in the alphabet they stand."""
    hidden = world.member("Mx Hidden", findable_by=FindableBy.NOBODY)
    browser = world.browser(world.member("Aaron"))
    world.member("Zoe")
    assert names(browser.get(f"/people?after={hidden.public_id}")) == []
    assert names(browser.get("/people")) == ["Aaron", "Zoe"]
    assert browser.get("/people?after=nonsense").status == 404


def test_few_are_never_counted_out(world: World) -> None:
    nadia = world.member("Nadia")
    for name in ("Ama", "Bo", "Cy"):
        world.member(name)
    browser = world.browser(nadia)
    assert "Under 5 people" in browser.get("/people")
    world.member("Di")
    assert "5 people" in browser.get("/people") and "Under" not in browser.get("/people").text


def test_it_costs_the_same_with_three_people_and_with_thirty(app: Flask, world: World) -> None:
    nadia = world.member("Nadia", challenges=("winter", "discharge-flow"))
    costs = []
    for how_many in (2, 30):
        for number in range(how_many):
            world.member(f"Anna {number}", offers=("winter",))
        browser = world.browser(nadia)
        browser.get("/people")
        with statements(app) as seen:
            browser.get("/people?challenge=discharge-flow")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 5, "session, people, what they said, who finds me, the bell"


def test_a_block_takes_both_out_of_each_others_list_at_once(world: World) -> None:
    ama, bo = world.member("Ama"), world.member("Bo")
    assert names(world.browser(ama).get("/people")) == ["Ama", "Bo"]
    keep_apart(world, ama, bo)
    assert names(world.browser(ama).get("/people")) == ["Ama"]
    assert names(world.browser(bo).get("/people")) == ["Bo"]


def _put(world: World, person: Person, column: str, value: str) -> None:
    with world.inside():
        db.session.execute(db.text(f"UPDATE profile SET {column} = '{value}' WHERE member_id = {person.id}"))


def test_whoever_hides_is_gone_the_next_time_somebody_looks(world: World) -> None:
    ama, bo = world.member("Ama"), world.member("Bo")
    browser = world.browser(ama)
    assert "Bo" in names(browser.get("/people"))
    _put(world, bo, "findable_by", "nobody")
    assert "Bo" not in names(browser.get("/people"))
