"""The way in: five short steps, each saved by itself, none of them a trap."""

from community.accounts.models import Member
from community.core.roles import MemberState
from community.directory.models import DeclaredInterest, NamedAs, Profile, ProfileChallenge, ShownAs, Side
from community.directory.queries import house_rules
from tests.directory.newcomer import a_newcomer
from tests.world import World


def test_somebody_joins_with_a_name_a_sector_and_one_challenge(world: World) -> None:
    comfort, browser = a_newcomer(world)
    start = browser.follow(browser.get("/"))
    assert "Five short steps" in start
    rules = browser.get("/welcome/rules")
    assert "Step 2 of 5" in rules
    assert "The sharing rule" in rules
    sector = browser.follow(browser.submit(rules, "/welcome/rules"))
    assert "Step 3 of 5" in sector
    challenges = browser.follow(browser.submit(sector, "/welcome/sector", name="Comfort", sector="carer"))
    assert "Step 4 of 5" in challenges
    talking = browser.follow(browser.submit(challenges, "/welcome/challenges", first="carers-partners"))
    assert "Step 5 of 5" in talking
    assert "/welcome" in talking.links
    finish = browser.get("/welcome")
    assert "You have told us enough to find you a buddy" in finish
    home = browser.submit(finish, "/welcome/done")
    assert (home.status, home.location) == (303, "/")

    member = world.one(Member, id=comfort.id)
    assert (member.state, member.display_name) == (MemberState.ACTIVE, "Comfort")
    assert member.rules_version == house_rules().version
    assert member.rules_accepted_at is not None
    profile = world.one(Profile, member_id=comfort.id)
    assert profile.is_available
    assert (profile.sector_id, profile.place_id, profile.side, profile.capacity) == ("carer", None, Side.BRIDGE, 1)
    named = {(each, "carers-partners") for each in (NamedAs.TOP, NamedAs.NEED)}
    assert {(each.named_as, each.challenge_id) for each in _challenges(world, comfort.id)} == named


def test_everything_a_member_tells_is_kept(world: World) -> None:
    nadia, browser = a_newcomer(world)
    browser.submit(browser.get("/welcome/rules"), "/welcome/rules")
    kept = browser.submit(
        browser.get("/welcome/sector"),
        "/welcome/sector",
        name="Nadia",
        sector="care-home",
        other_1="hospice",
        perspectives=["provider", "operational"],
        place_words="lancashire",
        shown_as="area",
        about="Runs a home.",
        organisation="Larchmere House",
        commissions="Tarnbridge Hospitals\nOther Trust",
        line_managed="Head Office",
    )
    assert kept.status == 303
    kept = browser.submit(
        browser.get("/welcome/challenges"),
        "/welcome/challenges",
        first="isolation",
        second="ehch",
        third="care-home-voice",
        offers=["winter"],
        others=["turnover"],
    )
    assert kept.status == 303
    kept = browser.submit(
        browser.get("/welcome/talking"),
        "/welcome/talking",
        ways=["video", "phone"],
        best_way="phone",
        times=["mon-am", "thu-eve"],
        languages=["English", "Welsh"],
        more_languages="urdu",
        access_needs="Captions",
        side="either",
        distance="near",
        capacity="2",
    )
    assert kept.status == 303

    profile = world.one(Profile, member_id=nadia.id)
    assert (profile.sector_id, profile.other_sectors, profile.place_id) == (
        "care-home",
        ["hospice"],
        "icb-lancashire-and-south-cumbria",
    )
    assert (profile.place_shown_as, profile.organisation_key) == (ShownAs.AREA, "larchmere house")
    assert (profile.ways, profile.times) == (["phone", "video"], ["mon-am", "thu-eve"])
    assert profile.languages == ["English", "Welsh", "Urdu"]
    assert (profile.access_needs, profile.side, profile.distance, profile.capacity) == (
        "Captions",
        "either",
        "near",
        2,
    )
    ranked = sorted((each.rank, each.challenge_id) for each in _challenges(world, nadia.id) if each.named_as == "top")
    assert ranked == [(1, "isolation"), (2, "ehch"), (3, "care-home-voice")]
    assert world.count(DeclaredInterest, member_id=nadia.id) == 3
    again = browser.get("/welcome/sector").form("/welcome/sector").values
    assert again["commissions"].splitlines() == ["Other Trust", "Tarnbridge Hospitals"]
    assert again["place_words"] == "NHS Lancashire and South Cumbria Integrated Care Board"
    assert again["place"] == ["icb-lancashire-and-south-cumbria"]


def test_steps_are_saved_when_somebody_leaves_and_comes_back(world: World) -> None:
    hassan, browser = a_newcomer(world)
    browser.submit(browser.get("/welcome/sector"), "/welcome/sector", name="Hassan", sector="vcse-local")
    later = world.browser(hassan)
    welcome = later.get("/welcome")
    assert "Where you sit Done" in welcome
    assert "House rules To do" in welcome
    assert later.get("/welcome/sector").form("/welcome/sector").values["sector"] == "vcse-local"


def test_every_step_but_the_rules_can_be_skipped(world: World) -> None:
    derek, browser = a_newcomer(world)
    browser.submit(browser.get("/welcome/rules"), "/welcome/rules")
    for here, there in (("sector", "challenges"), ("challenges", "talking")):
        assert f"/welcome/{there}" in browser.get(f"/welcome/{here}").links
    finish = browser.get("/welcome")
    assert "To be suggested as a buddy you also need a sector and one challenge" in finish
    nameless = browser.submit(finish, "/welcome/done", name=" ")
    assert nameless.status == 422
    assert "Give the name that others will see" in nameless
    assert browser.submit(nameless, "/welcome/done", name="Derek").status == 303
    assert world.one(Member, id=derek.id).display_name == "Derek"
    assert world.one(Member, id=derek.id).state == MemberState.ACTIVE


def test_nobody_comes_in_without_accepting_the_rules(world: World) -> None:
    person, browser = a_newcomer(world)
    welcome = browser.get("/welcome")
    assert "/welcome/done" not in welcome.html
    assert browser.post("/welcome/done", {"name": "Derek"}).status == 409
    assert world.one(Member, id=person.id).state == MemberState.JOINING


def test_rules_of_another_version_are_not_accepted_unread(world: World) -> None:
    person, browser = a_newcomer(world)
    answer = browser.post("/welcome/rules", {"version": "0"})
    assert answer.status == 409
    assert "The house rules have changed" in answer
    assert world.one(Member, id=person.id).rules_version is None
    assert browser.submit(answer, "/welcome/rules").status == 303


def test_accepting_twice_keeps_the_first_time(world: World) -> None:
    person, browser = a_newcomer(world)
    rules = browser.get("/welcome/rules")
    browser.submit(rules, "/welcome/rules")
    first = world.one(Member, id=person.id).rules_accepted_at
    browser.submit(rules, "/welcome/rules")
    assert world.one(Member, id=person.id).rules_accepted_at == first


def test_who_has_come_in_is_shown_the_way_home(world: World) -> None:
    browser = world.browser(world.member("Nadia"))
    assert browser.get("/welcome").location == "/"
    assert browser.get("/welcome/sector").location == "/welcome"
    assert browser.post("/welcome/done", {"name": "Nadia"}).location == "/"


def test_a_suspended_member_does_not_come_in_by_the_welcome_page(world: World) -> None:
    person = world.member("Nadia", state=MemberState.SUSPENDED)
    browser = world.browser(person)
    browser.post("/welcome/done", {"name": "Nadia"})
    assert world.one(Member, id=person.id).state == MemberState.SUSPENDED


def test_who_wants_no_buddies_for_now_is_not_available(world: World) -> None:
    person, browser = a_newcomer(world)
    browser.submit(browser.get("/welcome/sector"), "/welcome/sector", name="Nadia", sector="care-home")
    browser.submit(browser.get("/welcome/challenges"), "/welcome/challenges", first="winter")
    assert world.one(Profile, member_id=person.id).is_available
    browser.submit(browser.get("/welcome/talking"), "/welcome/talking", capacity="0")
    assert not world.one(Profile, member_id=person.id).is_available


def _challenges(world: World, member_id: int) -> list[ProfileChallenge]:
    from sqlalchemy import select

    from community.core.database import db

    with world.inside():
        rows = list(db.session.scalars(select(ProfileChallenge).filter_by(member_id=member_id)))
        db.session.expunge_all()
        return rows
