"""Find a buddy: two lists with reasons, filters, what is never shown, and what an empty page says."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community.accounts.models import Member
from community.belonging.models import Avoidance, Block
from community.buddying import queries
from community.buddying.matching import EVERYBODY, score
from community.buddying.queries.people import COLUMNS, row_of, somebodies
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState
from community.directory import actions as directory
from community.directory.models import FindableBy, NamedAs, Profile, ProfileChallenge, ShownAs
from tests.browser import Page
from tests.buddying.people import buddies, comfort, gareth, hello, nadia
from tests.statements import statements
from tests.world import Person, World


def cards(page: Page) -> dict[str, str]:
    """The words of every card by the name on it."""
    found = {}
    for article in page.all("article"):
        heading = next(each for each in article.iter("h3"))
        found["".join(heading.itertext()).strip()] = re.sub(r"\s+", " ", "".join(article.itertext()))
    return found


def test_people_from_another_side_and_people_who_know_the_job_stand_apart(world: World) -> None:
    viewer = nadia(world, side="either")
    gareth(world)
    world.member("Bronagh", place="icb-kent-and-medway", side="either")
    page = world.browser(viewer).get("/buddies")
    other_side, _, kin = page.text.partition("Who know your job")
    assert "From another side" in other_side and "Gareth" in other_side and "Bronagh" not in other_side
    assert "Bronagh" in kin and "Gareth" not in kin
    assert "In mixed order, not ranked" in page
    assert "We compare what you each told us. Nobody is ranked." in page


def test_every_card_gives_one_to_four_reasons_and_one_limit_and_no_number(world: World) -> None:
    viewer = nadia(world, needs=("winter",))
    gareth(world, offers=("winter",))
    comfort(world)
    page = world.browser(viewer).get("/buddies")
    assert set(cards(page)) == {"Gareth", "Comfort"}
    for article in page.all("article"):
        rows = [each.get("class") for each in article.iter("li") if each.get("class") != "chip"]
        assert rows.count("limit") == 1 and 1 <= len(rows) - 1 <= 4
    for words in cards(page).values():
        assert not re.search(r"\d|%", words), words
    assert "Gareth has been through Winter and surge planning" in cards(page)["Gareth"]


def test_taking_away_the_shared_challenge_changes_the_reasons(world: World) -> None:
    viewer = nadia(world, challenges=("winter", "discharge-flow"))
    other = gareth(world, challenges=("winter", "discharge-flow"), offers=("discharge-flow",))
    browser = world.browser(viewer)
    assert "You both put Hospital discharge and flow" in cards(browser.get("/buddies"))["Gareth"]
    with world.inside():
        db.session.query(ProfileChallenge).filter_by(member_id=other.id, challenge_id="discharge-flow").delete()
    words = cards(browser.get("/buddies"))["Gareth"]
    assert "Hospital discharge and flow" not in words
    assert "You both put Winter and surge planning" in words


def unavailable(_viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter_by(member_id=other.id).update({"is_available": False})


def full(_viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter_by(member_id=other.id).update({"circles_open": 3})


def found_by_nobody(_viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter_by(member_id=other.id).update({"findable_by": FindableBy.NOBODY})


def found_by_groups(_viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter_by(member_id=other.id).update({"findable_by": FindableBy.GROUPS})


def suspended(_viewer: Person, other: Person) -> None:
    db.session.query(Member).filter_by(id=other.id).update({"state": MemberState.SUSPENDED})


def blocked_by_me(viewer: Person, other: Person) -> None:
    db.session.add(Block(blocker_id=viewer.id, blocked_id=other.id, made_at=clock.now()))


def blocked_by_them(viewer: Person, other: Person) -> None:
    db.session.add(Block(blocker_id=other.id, blocked_id=viewer.id, made_at=clock.now()))


def avoided_by_me(viewer: Person, other: Person) -> None:
    db.session.add(Avoidance(member_id=viewer.id, avoided_id=other.id, made_at=clock.now()))


def avoided_by_them(viewer: Person, other: Person) -> None:
    db.session.add(Avoidance(member_id=other.id, avoided_id=viewer.id, made_at=clock.now()))


def of_my_organisation(viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter(Profile.member_id.in_([viewer.id, other.id])).update(
        {"organisation": "Larchmere", "organisation_key": "larchmere"}
    )


def without_a_common_language(_viewer: Person, other: Person) -> None:
    db.session.query(Profile).filter_by(member_id=other.id).update({"languages": ["Welsh"]})


HURDLES: list[Callable[[Person, Person], None]] = [
    unavailable,
    full,
    found_by_nobody,
    found_by_groups,
    suspended,
    blocked_by_me,
    blocked_by_them,
    avoided_by_me,
    avoided_by_them,
    of_my_organisation,
    without_a_common_language,
]


@pytest.mark.parametrize("hurdle", HURDLES, ids=lambda each: each.__name__)
def test_a_person_is_not_shown_nor_reached_when_they_are(
    world: World, hurdle: Callable[[Person, Person], None]
) -> None:
    viewer, other = nadia(world), gareth(world)
    browser = world.browser(viewer)
    form = browser.get(f"/buddies/hellos/new?to={other.public_id}")
    assert "Gareth" in cards(browser.get("/buddies"))
    with world.inside():
        hurdle(viewer, other)
    assert "Gareth" not in browser.get("/buddies").html
    answer = browser.submit(form, "/hellos/new", words="Hello all the same")
    assert answer.status in {404, 409} and "Hello all the same" in answer.html
    assert "Gareth" not in answer.text and not re.search("block|avoid|organisation|language", answer.text)


def test_buddies_and_people_with_a_hello_between_them_are_not_suggested(world: World) -> None:
    viewer, buddy, asked, asking = nadia(world), gareth(world), comfort(world), world.member("Hassan", capacity=2)
    buddies(world, viewer, buddy)
    hello(world, viewer, asked)
    hello(world, asking, viewer)
    assert cards(world.browser(viewer).get("/buddies")) == {}


def test_a_finished_circle_rests_for_a_year_and_not_again_rests_for_ever(world: World) -> None:
    viewer, later, never = nadia(world), gareth(world), comfort(world)
    browser = world.browser(viewer)
    for other, words in ((later, {}), (never, {"is_not_again": "y"})):
        browser.post(f"/buddies/circles/{buddies(world, viewer, other)}/finish", words)
    assert cards(browser.get("/buddies")) == {}
    with time_machine.travel(clock.now() + timedelta(days=366), tick=False):
        assert set(cards(world.browser(viewer).get("/buddies"))) == {"Gareth"}
        assert "Nadia" not in cards(world.browser(never).get("/buddies")), "either way round"


def test_nobody_is_shown_while_three_hellos_wait_for_them(world: World) -> None:
    wanted = gareth(world)
    for number in range(3):
        hello(world, world.member(f"Asker {number}", capacity=2), wanted)
    assert "Gareth" not in cards(world.browser(nadia(world)).get("/buddies"))


FILTERS: list[tuple[str, set[str]]] = [
    ("sector=nhs", {"Gareth"}),
    ("sector=lived-experience", {"Comfort"}),
    ("sector=nhs&sector=lived-experience", {"Gareth", "Comfort"}),
    ("challenge=winter", {"Comfort"}),
    ("place=england", {"Gareth", "Comfort"}),
    ("place=region-north-west", {"Gareth", "Comfort"}),
    ("place=icb-greater-manchester", {"Comfort"}),
    ("place=wales", set()),
    ("sector=nhs&challenge=winter", set()),
    ("sector=nonsense&challenge=%00&place=nowhere", {"Gareth", "Comfort"}),
]


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize(("query", "expected"), FILTERS, ids=[query for query, _ in FILTERS])
def test_filters_narrow_and_a_place_is_no_finer_than_it_is_shown(
    world: World, query: str, expected: set[str], htmx: bool
) -> None:
    viewer = nadia(world)
    gareth(world, place="icb-greater-manchester", place_shown_as=ShownAs.REGION)
    comfort(world, place="icb-greater-manchester", place_shown_as=ShownAs.AREA, offers=("winter",))
    page = world.browser(viewer).get(f"/buddies?{query}", htmx=htmx)
    assert page.status == 200 and set(cards(page)) == expected
    if not expected:
        assert "Nobody new fits all of these filters just yet." in page and "would help" in page


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_where_filters_leave_nobody_a_link_takes_the_one_away_that_helps_most(world: World, htmx: bool) -> None:
    viewer = nadia(world)
    gareth(world, place="icb-greater-manchester", place_shown_as=ShownAs.AREA)
    browser = world.browser(viewer)
    page = browser.get("/buddies?sector=nhs&place=wales&challenge=discharge-flow", htmx=htmx)
    assert "widening the place you chose here would help" in page
    (link,) = [each for each in page.links if "challenge=discharge-flow" in each and "place" not in each]
    assert set(cards(browser.get(link))) == {"Gareth"}


def test_a_short_list_names_the_answer_to_widen_and_links_to_where_it_is_given(world: World) -> None:
    viewer = nadia(world, ways=["video"])
    gareth(world, ways=["video"])
    for number in range(3):
        world.member(f"Walker {number}", sector="nhs-acute", ways=["walk"])
    page = world.browser(viewer).get("/buddies")
    assert set(cards(page)) == {"Gareth"}
    assert "We found few people who fit; widening your ways to talk would help." in page
    assert "/profile/talking" in page.links and "Change your ways to talk" in page


def test_a_page_without_anybody_does_not_speak_of_few(world: World) -> None:
    page = world.browser(nadia(world)).get("/buddies?place=wales")
    assert "Nobody new fits all of these filters just yet." in page and "few people" not in page


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_whoever_waits_for_three_answers_reads_that_and_is_not_sent_looking(world: World, htmx: bool) -> None:
    viewer = nadia(world)
    asked = [world.member(name, sector="nhs-acute", capacity=3) for name in ("Gareth", "Comfort", "Tom")]
    browser = world.browser(viewer)
    hello(world, viewer, asked[0])
    assert "One hello waits for an answer" in browser.get("/buddies")
    assert "See who fits" in browser.get("/")
    for each in asked[1:]:
        hello(world, viewer, each)
    page = browser.get("/buddies", htmx=htmx)
    assert "Nobody new" not in page and "would help" not in page
    if not htmx:
        assert "Three hellos wait for an answer" in page and "Gareth, Comfort and Tom" in page
        assert any(link.endswith("#sent") for link in page.links)
        home = browser.get("/")
        assert "Three hellos wait for an answer" in home and "See who fits" not in home


def test_an_empty_page_names_the_one_change_that_would_help(world: World) -> None:
    words = {
        "Choose one challenge": {"challenges": ()},
        "as many buddies as you have room for": {"circles_open": 1, "capacity": 1},
        "Tell us where you sit": {"sector": None},
        "Nobody new just yet": {},
    }
    for sentence, told in words.items():
        page = world.browser(nadia(world, **told)).get("/buddies")
        assert sentence in page and "/profile" in page.links
        with world.inside():
            db.session.query(Profile).update({"is_available": False})


def test_the_order_is_the_same_all_week_and_mixed(world: World) -> None:
    viewer = nadia(world)
    for number in range(8):
        world.member(f"Person {number}", sector="nhs-acute")
    browser = world.browser(viewer)
    first = list(cards(browser.get("/buddies")))
    assert list(cards(browser.get("/buddies"))) == first and first != sorted(first)


@pytest.mark.parametrize("narrowed", ["", "?sector=nhs&challenge=discharge-flow&place=england"])
def test_the_page_asks_the_same_few_questions_however_many_people_there_are(
    app: Flask, world: World, narrowed: str
) -> None:
    viewer = nadia(world)
    browser = world.browser(viewer)
    counted = []
    for people in (1, 29):
        for number in range(people):
            world.member(f"Person {people} {number}", sector="nhs-acute", capacity=3)
        browser.get(f"/buddies{narrowed}")
        with statements(app) as asked:
            assert cards(browser.get(f"/buddies{narrowed}"))
        counted.append(len(asked))
        assert not [each for each in asked if not each.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert counted[0] == counted[1] <= 14


def test_on_a_great_site_nobody_who_fits_best_is_overlooked(world: World) -> None:
    viewer = nadia(world, challenges=("discharge-flow", "winter"), needs=("winter",), offers=("failing-well",))
    with world.inside():
        _crowd(700)
    best = world.member("Best", sector="nhs-acute", challenges=("discharge-flow", "winter"), offers=("winter",))
    with world.inside():
        _crowd(700, first=700)
    with world.inside():
        found = queries.suggestions_for(viewer.actor, EVERYBODY)
        ids = {card.public_id for card in (*found.another_side, *found.know_your_job)}
        me = somebodies([row_of(viewer.id)])[viewer.id].person
        rows = db.session.execute(select(*COLUMNS).join(Profile, Profile.member_id == Member.id))
        totals = {each.public_id: score(me, each.person).total for each in somebodies(rows).values()}
    assert best.public_id in ids
    exact = sorted((total for one, total in totals.items() if one != viewer.public_id), reverse=True)[:20]
    assert sorted((totals[one] for one in ids), reverse=True) == exact


def test_what_is_kept_in_memory_follows_what_people_tell_and_who_has_room(world: World) -> None:
    viewer, other = nadia(world), gareth(world, capacity=1)
    browser = world.browser(viewer)
    assert "Gareth" in cards(browser.get("/buddies"))
    with world.inside():
        directory.take_room([other.id])
    assert "Gareth" not in cards(browser.get("/buddies"))
    with world.inside():
        directory.give_back_room([other.id])
    assert "Gareth" in cards(browser.get("/buddies"))
    world.member("Bronagh", sector="nhs-acute")
    assert "Bronagh" in cards(browser.get("/buddies"))
    with world.inside():
        db.session.delete(db.session.get_one(Member, other.id))
    assert "Gareth" not in cards(browser.get("/buddies"))


def _crowd(how_many: int, *, first: int = 0) -> None:
    sectors = ("nhs-acute", "care-home", "carer", "vcse-local", "comm-icb")
    for number in range(first, first + how_many):
        member = Member(
            email=f"p{number}@example.org",
            email_key=f"p{number}@example.org",
            display_name=f"Person {number}",
            state=MemberState.ACTIVE,
            joined_at=clock.now(),
        )
        db.session.add(member)
        db.session.flush()
        db.session.add(
            Profile(member_id=member.id, sector_id=sectors[number % 5], is_available=True, changed_at=clock.now())
        )
        for challenge, named_as in (("discharge-flow", NamedAs.TOP), ("winter", NamedAs.OFFER)):
            db.session.add(ProfileChallenge(member_id=member.id, challenge_id=challenge, named_as=named_as, rank=1))
