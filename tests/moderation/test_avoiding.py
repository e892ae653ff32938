"""A9, H4: whom a member would rather not be suggested. Their own list, honoured both ways, read by nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text, update

from community.belonging.models import Avoidance, AvoidedOrganisation
from community.buddying import queries as buddying
from community.core import clock
from community.core.database import Model, db
from community.core.errors import Conflict, Invalid
from community.directory.organisations import organisation_key
from community.moderation import actions, queries
from community.moderation.actions import keeping
from tests.buddying.people import buddies, comfort, gareth, nadia
from tests.house.matrix import ROWS
from tests.house.test_access import address
from tests.house.things import scene
from tests.world import Person, World

TRUST = "Canary Hospitals Trust"


def avoid(world: World, one: Person, other: Person) -> None:
    browser = world.browser(one)
    browser.submit(browser.get(f"/people/{other.public_id}"), f"/{other.public_id}/avoid")


def avoid_organisation(world: World, one: Person, name: str) -> int:
    browser = world.browser(one)
    return browser.post("/account/avoid/organisations", {"organisation": name}).status


def a_day_passes(world: World) -> None:
    with world.inside():
        yesterday = clock.now() - timedelta(days=1)
        db.session.execute(update(AvoidedOrganisation).values(made_at=yesterday))


def works_at(world: World, name: str, organisation: str, **told: object) -> Person:
    told |= {"organisation": organisation, "organisation_key": organisation_key(organisation), "capacity": 3}
    return world.member(name, **({"sector": "nhs-acute"} | told))  # type: ignore[arg-type]


def can_meet(world: World, one: Person, other: Person) -> set[bool]:
    """As suggestions and a hello see it, from either side."""
    found = set()
    for viewer, seen in ((one, other), (other, one)):
        found.add(seen.name in world.browser(viewer).get("/buddies").html)
        with world.inside():
            found.add(buddying.stranger_seen_by(viewer.actor, seen.public_id).may_meet)
    return found


def test_a_person_from_their_page_is_not_suggested_either_way_and_can_be_taken_off(world: World) -> None:
    one, other = nadia(world), gareth(world)
    assert can_meet(world, one, other) == {True}
    avoid(world, one, other)
    assert can_meet(world, one, other) == {False}
    browser = world.browser(one)
    page = browser.get("/account/avoid")
    assert "Gareth" in page
    assert "Suggest us to each other again" in browser.get(f"/people/{other.public_id}")
    browser.submit(page, "/suggest-again")
    assert "Gareth" not in browser.get("/account/avoid").text.replace("Taken off", "")
    assert can_meet(world, one, other) == {True}


def test_a_person_by_a_part_of_their_name_among_those_one_finds(world: World) -> None:
    one, other = nadia(world), world.member("Zoë 100%_Canary")
    hidden = world.member("Hidden Canary", findable_by="nobody")
    browser = world.browser(one)
    page = browser.get("/account/avoid")
    assert browser.submit(page, "/avoid/search", name="a").status == 422
    assert "nobody by that name" in browser.submit(page, "/avoid/search", name="%%")
    found = browser.submit(page, "/avoid/search", name="0%_can")
    assert other.name in found and hidden.name not in found
    done = browser.submit(found, f"/{other.public_id}/avoid")
    assert done.status == 303 and other.name in browser.follow(done)
    assert hidden.name not in browser.submit(page, "/avoid/search", name="canary")


def test_somebody_whose_name_is_on_many_is_found_by_more_of_it(world: World) -> None:
    one = nadia(world)
    for number in range(queries.MOST_NAMED + 2):
        world.member(f"Canary {number}")
    browser = world.browser(one)
    found = browser.submit(browser.get("/account/avoid"), "/avoid/search", name="canary")
    assert "There are more" in found and found.text.count("Canary ") == queries.MOST_NAMED * 2, "name and button"


@pytest.mark.parametrize("whose", ["the viewer's", "the other's"])
def test_people_of_an_organisation_are_not_suggested_either_way(world: World, whose: str) -> None:
    third = works_at(world, "Hassan", "Another Trust")
    if whose == "the viewer's":
        one, other = nadia(world), works_at(world, "Gareth", TRUST)
    else:
        one, other = works_at(world, "Olga", "My Home", sector="care-home"), gareth(world)
    owner, name = (one, "canary  HOSPITALS trust.") if whose == "the viewer's" else (other, "my home")
    assert can_meet(world, one, other) == {True}
    assert avoid_organisation(world, owner, name) == 303
    assert can_meet(world, one, other) == {True}, "it counts from the next day on"
    a_day_passes(world)
    assert can_meet(world, one, other) == {False}
    assert can_meet(world, one, third) == {True}, "others stay"
    browser = world.browser(owner)
    page = browser.get("/account/avoid")
    assert name.replace("  ", " ") in page, "as it was typed"
    browser.submit(page, "/remove")
    assert can_meet(world, one, other) == {True}


def test_a_name_that_is_added_tells_nobody_today_who_works_there(world: World) -> None:
    one, other = nadia(world), works_at(world, "Gareth", TRUST)
    browser = world.browser(one)
    why = f"/buddies/why/{other.public_id}"
    assert browser.get(why).status == 200
    with time_machine.travel(clock.now().replace(hour=9)) as watch:
        assert avoid_organisation(world, one, TRUST) == 303
        watch.shift(timedelta(hours=14))
        assert can_meet(world, one, other) == {True}
        watch.shift(timedelta(hours=2))
        assert can_meet(world, one, other) == {False}
    assert "A name that you add counts from the next day on" in browser.get("/account/avoid")


def test_five_names_are_added_or_taken_off_in_a_day_and_no_more(world: World) -> None:
    one = nadia(world)
    browser = world.browser(one)
    for number in range(3):
        assert avoid_organisation(world, one, f"Canary {number}") == 303
        assert avoid_organisation(world, one, f"canary {number}") == 303, "what changes nothing does not count"
    for _ in range(2):
        page = browser.get("/account/avoid")
        assert browser.submit(page, "/remove").status == 303
        assert browser.submit(page, "/remove").status == 303, "nor a repeat"
    assert browser.submit(browser.get("/account/avoid"), "/remove").status == 429
    assert avoid_organisation(world, one, "Canary 3") == 429
    assert world.count(AvoidedOrganisation) == 1, "what was refused changed nothing"
    assert avoid_organisation(world, gareth(world), "Canary 3") == 303
    with time_machine.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert avoid_organisation(world, one, "Canary 3") == 303


def test_what_is_open_already_stays(world: World) -> None:
    one, other = nadia(world), gareth(world)
    circle_id = buddies(world, other, one)
    avoid(world, one, other)
    assert "Write to" in world.browser(other).get(f"/buddies/circles/{circle_id}").html


def test_the_same_twice_is_on_the_list_once(world: World) -> None:
    one, other = nadia(world), gareth(world)
    browser = world.browser(one)
    page = browser.get(f"/people/{other.public_id}")
    assert [browser.submit(page, "/avoid").status for _ in range(2)] == [303, 303]
    for name in (TRUST, TRUST.upper(), f" {TRUST}."):
        assert avoid_organisation(world, one, name) == 303
    assert (world.count(Avoidance), world.count(AvoidedOrganisation)) == (1, 1)


@pytest.mark.parametrize("name", ["", "   ", "-", "n/a", "Independent", "x" * 161])
def test_words_that_name_no_organisation_are_refused_and_kept(world: World, name: str) -> None:
    one = nadia(world)
    browser = world.browser(one)
    page = browser.submit(browser.get("/account/avoid"), "/avoid/organisations", organisation=name)
    assert page.status == 422 and "One thing needs a look" in page
    assert world.count(AvoidedOrganisation) == 0


def test_the_lists_have_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (keeping.MOST_PEOPLE, keeping.MOST_ORGANISATIONS) == (200, 50)
    monkeypatch.setattr(keeping, "MOST_PEOPLE", 1)
    monkeypatch.setattr(keeping, "MOST_ORGANISATIONS", 1)
    one, others = nadia(world), (gareth(world), comfort(world))
    with world.inside():
        actions.avoid(one.actor, queries.somebody_known_to(one.actor, others[0].public_id))
        actions.avoid_organisation(one.actor, TRUST)
        actions.avoid_organisation(one.actor, TRUST)
        with pytest.raises(Conflict):
            actions.avoid(one.actor, queries.somebody_known_to(one.actor, others[1].public_id))
        with pytest.raises(Invalid):
            actions.avoid_organisation(one.actor, "Another")


def test_nobody_avoids_or_takes_off_for_another(world: World) -> None:
    one, other = nadia(world), gareth(world)
    avoid_organisation(world, one, TRUST)
    row: UUID = world.one(AvoidedOrganisation).public_id
    assert world.browser(other).post(f"/account/avoid/organisations/{row}/remove").status == 303, "as for any id"
    assert world.count(AvoidedOrganisation) == 1
    avoid(world, one, other)
    world.browser(other).post(f"/people/{one.public_id}/suggest-again")
    assert world.count(Avoidance) == 1
    assert world.browser(one).post(f"/people/{one.public_id}/avoid").status == 404, "nor oneself"


def test_no_role_reads_either_list_on_any_page(app: Flask, world: World) -> None:
    """Every page of the site, as staff, as the one who is on it and as a stranger; the owner finds all three names."""
    made = scene(world, with_journals=True)
    owner = made.people["owner"]
    assert owner is not None
    others = {"/account/avoid": world.member("Canary Avoided"), "/account/blocked": world.member("Canary Blocked")}
    with world.inside():
        for path, keep_away in (("/account/avoid", actions.avoid), ("/account/blocked", actions.block)):
            keep_away(owner.actor, queries.somebody_known_to(owner.actor, others[path].public_id))
    mine = made.browser("owner")
    assert all(other.name in mine.get(path) for path, other in others.items())
    assert "Canary Trust" in mine.get("/account/avoid")
    browsers = {who: made.browser(who) for who in ("moderator", "administrator", "buddy", "stranger")}
    browsers |= {other.name: world.browser(other) for other in others.values()}
    for who, browser in browsers.items():
        for row in ROWS:
            if row.method == "GET":
                page = browser.get(address(app, row, made), check=False)
                assert "Canary Trust" not in page.html, (who, row.name)
                if "avoid" in row.endpoint or "block" in row.endpoint:
                    assert not [other.name for other in others.values() if other.name in page], (who, row.name)


def test_a_dump_holds_the_name_sealed_and_what_it_is_compared_by(app: Flask, world: World) -> None:
    one = nadia(world)
    avoid_organisation(world, one, TRUST)
    with app.app_context():
        rows = [repr(db.session.execute(table.select()).all()) for table in Model.metadata.sorted_tables]
        dump = "\n".join(rows)
        kept = db.session.execute(text("select organisation_key from avoided_organisation")).scalar_one()
    assert TRUST not in dump
    assert kept == organisation_key(TRUST), "the page and docs/data-protection.md say that this stands in clear"
    assert TRUST in world.browser(one).get("/account/avoid")


def test_the_privacy_sentence_stands_on_both_pages_and_keeps_no_name_from_its_owner(world: World) -> None:
    browser = world.browser(nadia(world))
    for path in ("/account/avoid", "/account/blocked"):
        assert "Only you can open this list. No page of this site shows it to anybody else" in browser.get(path)
