"""Why this person: the parts in words, what was compared and what never is; not there for whoever is not findable."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from community.belonging.models import AvoidedOrganisation
from community.buddying.matching import Weights
from community.buddying.matching import score as score_of
from community.buddying.queries import finding
from community.core import chance, clock
from community.core.database import db
from community.directory.models import DeclaredInterest, InterestKind, NamedAs, Profile, ProfileChallenge
from tests.buddying.people import buddies, comfort, gareth, hello, nadia
from tests.buddying.test_finding import HURDLES, cards
from tests.world import Person, World


def why_of(other: Person) -> str:
    return f"/buddies/why/{other.public_id}"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def test_every_card_links_to_why_and_the_page_says_it_without_a_number(world: World) -> None:
    viewer = nadia(world, needs=("winter",))
    other = gareth(world, offers=("winter",))
    browser = world.browser(viewer)
    assert why_of(other) in browser.get("/buddies").links
    page = browser.get(why_of(other))
    for sentence in (
        "Why we suggest Gareth",
        "We compare what you each told us. Nobody is ranked.",
        "Gareth has been through Winter and surge planning",
        "Gareth has been through something that you would like help with.",
        "This is the side you asked for.",
        "You are in the same region.",
        "What was compared",
        "What never is",
    ):
        assert sentence in words(page.text)
    assert not re.search(r"\d|%", words(page.text).partition("What was compared")[2].partition("Run by")[0])
    assert {"/profile/challenges", "/profile/talking", "/profile/sector"} <= set(page.links)
    assert any("/buddies/hellos/new" in link for link in page.links)


@pytest.mark.parametrize("hurdle", HURDLES, ids=lambda each: each.__name__)
def test_it_is_not_there_when_they_are_not_findable(world: World, hurdle: Callable[[Person, Person], None]) -> None:
    viewer, other = nadia(world), gareth(world)
    browser = world.browser(viewer)
    assert browser.get(why_of(other)).status == 200
    with world.inside():
        hurdle(viewer, other)
    hidden = browser.get(why_of(other))
    missing = browser.get(f"/buddies/why/{chance.new_id()}")
    assert hidden.status == missing.status == 404 and hidden.text == missing.text


def test_it_is_not_there_of_oneself_of_a_buddy_after_a_hello_nor_where_nothing_is_shared(world: World) -> None:
    viewer, buddy, asked, asking = nadia(world), gareth(world), comfort(world), world.member("Hassan", capacity=2)
    nothing_shared = world.member("Winnie", challenges=("winter",))
    buddies(world, viewer, buddy)
    hello(world, viewer, asked)
    hello(world, asking, viewer)
    browser = world.browser(viewer)
    for person in (viewer, buddy, asked, asking, nothing_shared):
        assert browser.get(why_of(person)).status == 404, person.name


def test_what_is_private_of_the_other_is_never_said(world: World) -> None:
    viewer = nadia(world, organisation="Larchmere", organisation_key="larchmere")
    private = {"organisation": "Canary Trust", "organisation_key": "canary trust", "access_needs": "Canary need"}
    other = gareth(world, side="kin", distance="near", place="icb-kent-and-medway", **private)
    with world.inside():
        db.session.add(DeclaredInterest(member_id=other.id, kind=InterestKind.DISPUTE, organisation="Canary dispute"))
    browser = world.browser(viewer)
    assert "Canary" not in browser.get(why_of(other)).html
    assert "Canary Trust" in world.browser(other).get("/profile").html
    said = words(browser.get(why_of(other)).text)
    with world.inside():
        db.session.query(Profile).filter_by(member_id=other.id).update({"side": "either", "distance": "none"})
    assert words(browser.get(why_of(other)).text) == said, "whom the other asked for, and how near, does not show"


def test_a_part_that_weighs_nothing_is_neither_a_reason_nor_a_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, other = nadia(world), gareth(world, offers=("discharge-flow",))
    browser = world.browser(viewer)
    before = words(browser.get(why_of(other)).text)
    assert "You both put Hospital discharge and flow among your top challenges." in before
    assert "Some of what is on your minds" in before or "Much of what is on your minds" in before
    without = Weights(shared=0, give=59)
    monkeypatch.setattr(finding, "score", lambda a, b: score_of(a, b, weights=without))
    with world.inside():
        db.session.add(ProfileChallenge(member_id=viewer.id, challenge_id="discharge-flow", named_as=NamedAs.NEED))
    after = words(browser.get(why_of(other)).text)
    assert "You both put" not in after and "of what is on your minds" not in after
    assert "Gareth has been through Hospital discharge and flow" in after


@pytest.mark.parametrize("avoided", ["mine by them", "theirs by me"])
def test_whoever_avoids_an_organisation_meets_nobody_of_it_either_way_round(world: World, avoided: str) -> None:
    viewer = nadia(world, organisation_key="larchmere")
    other = gareth(world, organisation_key="brook house")
    blank = comfort(world)
    browser, theirs = world.browser(viewer), world.browser(other)
    assert set(cards(browser.get("/buddies"))) == {"Gareth", "Comfort"}
    who, key = (other, "larchmere") if avoided == "mine by them" else (viewer, "brook house")
    with world.inside():
        for organisation in (key, "somewhere else"):
            db.session.add(
                AvoidedOrganisation(
                    member_id=who.id,
                    organisation_key=organisation,
                    name_box=b"sealed",
                    made_at=clock.now() - timedelta(days=1),
                )
            )
    assert set(cards(browser.get("/buddies"))) == {"Comfort"}
    assert set(cards(theirs.get("/buddies"))) == {"Comfort"}
    assert browser.get(why_of(other)).status == theirs.get(why_of(viewer)).status == 404
    assert browser.get(why_of(blank)).status == 200
    form = browser.get(f"/buddies/hellos/new?to={blank.public_id}")
    assert browser.submit(form, "/hellos/new", words="Hello").status in {200, 303}
