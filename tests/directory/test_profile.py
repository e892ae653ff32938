"""One's own profile: what it says, how it is changed, and that nothing is lost on the way."""

import pytest
from flask import Flask

from community.core.roles import MemberState
from community.directory.models import DeclaredInterest, Profile
from tests.browser import Page
from tests.statements import statements
from tests.world import World

PAGES = (
    "/profile",
    "/profile/sector",
    "/profile/challenges",
    "/profile/talking",
    "/profile/finding",
    "/places?q=devon",
)


def test_each_line_says_who_sees_it(world: World) -> None:
    page = world.browser(world.member("Nadia", organisation="Larchmere House")).get("/profile")
    assert "Organisation Larchmere House Who sees this: your buddies only" in page
    assert "Place Lancashire and South Cumbria, North West Who sees this: nobody else" in page
    assert "Place as others see it North West Who sees this: every member" in page


def test_changing_who_can_find_me_changes_the_sentences(world: World) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    changed = browser.submit(browser.get("/profile/finding"), "/profile/finding", findable_by="groups")
    assert changed.location == "/profile"
    page = browser.follow(changed)
    assert "Only people who share a community or a circle with you" in page
    assert "Place as others see it North West Who sees this: your communities and buddies, and whoever can read" in page


def test_a_change_of_one_part_leaves_the_others_alone(world: World) -> None:
    nadia = world.member("Nadia", ways=["phone"], organisation="Larchmere House", offers=("winter",))
    browser = world.browser(nadia)
    browser.submit(browser.get("/profile/challenges"), "/profile/challenges", first="ehch")
    profile = world.one(Profile, member_id=nadia.id)
    assert (profile.ways, profile.organisation) == (["phone"], "Larchmere House")


def test_two_windows_both_keep_their_words(world: World) -> None:
    nadia = world.member("Nadia")
    first, second = world.browser(nadia), world.browser(nadia)
    page = second.get("/profile/sector")
    first.submit(first.get("/profile/sector"), "/profile/sector", about="From the first window.")
    late = second.submit(page, "/profile/sector", about="From the second window.")
    assert late.status == 409
    assert "From the first window." in late
    assert late.form("/profile/sector").values["about"].strip() == "From the second window."
    assert world.one(Profile, member_id=nadia.id).about == "From the first window."
    assert second.submit(late, "/profile/sector").status == 303
    assert world.one(Profile, member_id=nadia.id).about == "From the second window."


def test_two_windows_on_different_parts_do_not_meet(world: World) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    talking = browser.get("/profile/talking")
    browser.submit(browser.get("/profile/sector"), "/profile/sector", about="Something new.")
    assert browser.submit(talking, "/profile/talking", capacity="3").status == 303


def test_sending_the_same_form_twice_is_the_same_as_once(world: World) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    page = browser.get("/profile/sector")
    assert browser.submit(page, "/profile/sector", about="Once.").status == 303
    version = world.one(Profile, member_id=nadia.id).version
    assert browser.submit(page, "/profile/sector", about="Once.").status == 303
    assert world.one(Profile, member_id=nadia.id).version == version


def test_what_is_compared_in_private_changes_five_times_a_day_and_all_else_goes_on(world: World) -> None:
    browser = world.browser(world.member("Nadia"))

    def says(**said: str) -> int:
        return browser.submit(browser.get("/profile/sector"), "/profile/sector", **said).status

    said = [{"organisation": "Canary 1"}, {"organisation": "Canary 2"}, {"dispute": "Canary 3"}, {"dispute": ""}]
    assert [says(**each) for each in said] == [303] * 4
    assert says(organisation="CANARY 2.") == says(about="Something else.") == 303, "the same as it is compared"
    assert says(inspects="Canary 4") == 303
    assert says(inspects="Canary 5") == says(organisation="Canary 6") == 429
    assert world.one(Profile).organisation == "CANARY 2."
    assert says(about="Something new.") == 303
    assert browser.submit(browser.get("/account/job-change/where"), "/where", organisation="Canary 7").status == 429


def test_one_change_names_at_most_five_organisations_and_each_of_them_counts(world: World) -> None:
    browser = world.browser(world.member("Nadia"))

    def says(number: int, **more: str) -> Page:
        names = "\n".join(f"Canary {n}" for n in range(number))
        return browser.submit(browser.get("/profile/sector"), "/profile/sector", inspects=names, **more)

    refused = says(6)
    assert refused.status == 422 and "each organisation counted for itself" in refused and "Canary 5" in refused.html
    assert says(3, bids="Canary 0").status == 303, "the same one twice is one"
    assert says(6).status == 429, "three today, and three more"
    assert says(5).status == 303
    assert says(6).status == 429
    assert world.count(DeclaredInterest) == 6


def test_whoever_is_still_joining_names_all_of_them_at_once(world: World) -> None:
    browser = world.browser(world.member("Nadia", state=MemberState.JOINING))
    names = "\n".join(f"Canary {n}" for n in range(8))
    assert browser.submit(browser.get("/welcome/sector"), "/welcome/sector", inspects=names).status == 303
    assert world.count(DeclaredInterest) == 8


def test_a_place_that_has_closed_is_kept_until_its_owner_chooses_what_followed(world: World) -> None:
    nadia = world.member("Nadia", place="icb-frimley")
    browser = world.browser(nadia)
    assert "Your place has closed. Now it is NHS Thames Valley Integrated Care Board, or" in browser.get("/profile")
    page = browser.get("/profile/sector")
    assert browser.submit(page, "/profile/sector", about="Still here.").status == 303
    assert world.one(Profile, member_id=nadia.id).place_id == "icb-frimley"
    page = browser.get("/profile/sector")
    moved = browser.submit(page, "/profile/sector", place_words="thames valley", place=[])
    assert moved.status == 303
    assert world.one(Profile, member_id=nadia.id).place_id == "icb-thames-valley"


def test_an_emptied_place_is_taken_away(world: World) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    browser.submit(browser.get("/profile/sector"), "/profile/sector", place_words=" ")
    assert world.one(Profile, member_id=nadia.id).place_id is None


def test_a_name_is_shown_as_text_and_never_as_markup(world: World) -> None:
    nadia = world.member("Nadia")
    browser = world.browser(nadia)
    wild = '<script>alert(1)</script> "O\'Neil" & co'
    browser.submit(browser.get("/profile/sector"), "/profile/sector", name=wild, about="<b>bold</b>")
    page = world.browser(world.member("Stranger")).get(f"/people/{nadia.public_id}")
    assert wild in page
    assert "<b>bold</b>" in page
    assert "<script>alert" not in page.html


@pytest.mark.parametrize("address", PAGES)
def test_pages_of_members_are_closed_to_newcomers_but_for_places(world: World, address: str) -> None:
    newcomer = world.browser(world.member("", state=MemberState.JOINING))
    answer = newcomer.get(address)
    assert answer.status == (200 if address.startswith("/places") else 303)


@pytest.mark.parametrize("address", [*PAGES, "person"])
def test_a_page_asks_few_questions_and_writes_nothing(app: Flask, world: World, address: str) -> None:
    nadia = world.member("Nadia")
    other = world.member("Gareth", offers=("winter", "ehch", "turnover"), needs=("isolation", "resilience"))
    browser = world.browser(nadia)
    address = f"/people/{other.public_id}" if address == "person" else address
    browser.get(address)
    with statements(app) as asked:
        browser.get(address)
    assert len(asked) <= 5, asked
    assert all(each.lstrip().upper().startswith("SELECT") for each in asked)


def test_the_steps_of_joining_ask_few_questions_and_write_nothing(app: Flask, world: World) -> None:
    browser = world.browser(world.member("", state=MemberState.JOINING))
    for address in ("/welcome", "/welcome/rules", "/welcome/sector", "/welcome/challenges", "/welcome/talking"):
        browser.get(address)
        with statements(app) as asked:
            browser.get(address)
        assert len(asked) <= 4, asked
        assert all(each.lstrip().upper().startswith("SELECT") for each in asked)
