"""Who sees a profile: real visits by the whole cast, against a table written by hand and the sentence on the page."""

from dataclasses import dataclass

import pytest

from community.belonging import actions as belonging
from community.belonging.models import BelongingState, Block, GroupKind
from community.core import clock
from community.core.database import db
from community.core.roles import MemberState, Role
from community.directory import policy, queries
from community.directory.models import FindableBy
from tests.world import Person, World

EVERYONE, GROUPS, NOBODY = FindableBy
CANARY = "Larchmere-canary House"
ACCESS_CANARY = "captions-canary please"

# Who opens the profile, by how its owner wants to be found. Written by hand, not computed.
MAY_OPEN = {
    "oneself": {EVERYONE: True, GROUPS: True, NOBODY: True},
    "stranger": {EVERYONE: True, GROUPS: False, NOBODY: False},
    "community mate": {EVERYONE: True, GROUPS: True, NOBODY: False},
    "buddy": {EVERYONE: True, GROUPS: True, NOBODY: False},
    "former buddy": {EVERYONE: True, GROUPS: False, NOBODY: False},
    "asked to join": {EVERYONE: True, GROUPS: False, NOBODY: False},
    "blocked by her": {EVERYONE: False, GROUPS: False, NOBODY: False},
    "who blocked her": {EVERYONE: False, GROUPS: False, NOBODY: False},
    "moderator": {EVERYONE: True, GROUPS: False, NOBODY: False},
    "administrator": {EVERYONE: True, GROUPS: False, NOBODY: False},
}
SENTENCES = {
    EVERYONE: "Every member can find you and read this, except where one of you has blocked the other.",
    GROUPS: "Only people who share a community or a circle with you can find you and read this, "
    "except where one of you has blocked the other.",
    NOBODY: "Nobody else can open this page. Your name, sector and place as shown still stand beside what you write.",
}


@dataclass
class Cast:
    nadia: Person
    others: dict[str, Person]


def the_cast(world: World, findable_by: FindableBy) -> Cast:
    nadia = world.member(
        "Nadia",
        findable_by=findable_by,
        organisation=CANARY,
        access_needs=ACCESS_CANARY,
        place="icb-lancashire-and-south-cumbria",
    )
    others = {
        "oneself": nadia,
        "stranger": world.member("Stranger"),
        "community mate": world.member("Mate"),
        "buddy": world.member("Gareth"),
        "former buddy": world.member("Former"),
        "asked to join": world.member("Asker"),
        "blocked by her": world.member("Blocked"),
        "who blocked her": world.member("Blocker"),
        "moderator": world.member("Moderator", role=Role.MODERATOR),
        "administrator": world.member("Administrator", role=Role.ADMINISTRATOR),
    }
    with world.inside():
        community = belonging.make_group(GroupKind.COMMUNITY)
        circle = belonging.make_group(GroupKind.CIRCLE)
        old_circle = belonging.make_group(GroupKind.CIRCLE)
        for group in (community, circle, old_circle):
            belonging.place(nadia.id, group.id, BelongingState.IN)
        belonging.place(others["community mate"].id, community.id, BelongingState.IN)
        belonging.place(others["buddy"].id, circle.id, BelongingState.IN)
        belonging.place(others["former buddy"].id, old_circle.id, BelongingState.OUT)
        belonging.place(others["asked to join"].id, community.id, BelongingState.ASKED)
        for who in ("blocked by her", "who blocked her"):
            belonging.place(others[who].id, community.id, BelongingState.IN)
            belonging.place(others[who].id, circle.id, BelongingState.IN)
        now = clock.now()
        db.session.add(Block(blocker_id=nadia.id, blocked_id=others["blocked by her"].id, made_at=now))
        db.session.add(Block(blocker_id=others["who blocked her"].id, blocked_id=nadia.id, made_at=now))
    return Cast(nadia, others)


@pytest.mark.parametrize("findable_by", list(FindableBy))
def test_those_and_only_those_open_a_profile_whom_the_table_and_the_sentence_name(
    world: World, findable_by: FindableBy
) -> None:
    cast = the_cast(world, findable_by)
    for who, person in cast.others.items():
        page = world.browser(person).get(f"/people/{cast.nadia.public_id}")
        assert (page.status == 200) is MAY_OPEN[who][findable_by], f"{who}, {findable_by}"
        assert page.status in {200, 404}
    own = world.browser(cast.nadia).get("/profile")
    assert SENTENCES[findable_by] in own
    assert policy.readers_of_profile(findable_by, is_active=True) == SENTENCES[findable_by]


@pytest.mark.parametrize("findable_by", list(FindableBy))
def test_the_predicate_says_the_same_as_the_page(world: World, findable_by: FindableBy) -> None:
    from sqlalchemy import select

    from community.accounts.models import Member

    cast = the_cast(world, findable_by)
    with world.inside():
        for who, person in cast.others.items():
            statement = select(Member.id).where(Member.id == cast.nadia.id, queries.may_find(person.id, Member.id))
            assert (db.session.scalar(statement) is not None) is MAY_OPEN[who][findable_by], who


def test_a_profile_that_is_not_for_you_reads_like_one_that_is_not_there(world: World) -> None:
    cast = the_cast(world, FindableBy.NOBODY)
    browser = world.browser(cast.others["stranger"])
    hidden = browser.get(f"/people/{cast.nadia.public_id}")
    missing = browser.get("/people/00000000-0000-4000-8000-000000000000")
    assert hidden.status == missing.status == 404
    assert hidden.text == missing.text
    blocked = world.browser(cast.others["blocked by her"]).get(f"/people/{cast.nadia.public_id}")
    assert blocked.text == missing.text


def test_only_buddies_see_the_organisation_and_what_helps_her(world: World) -> None:
    cast = the_cast(world, FindableBy.EVERYONE)
    saw = set()
    for who, person in cast.others.items():
        html = world.browser(person).get(f"/people/{cast.nadia.public_id}").html
        if CANARY in html:
            saw.add(who)
        assert (CANARY in html) is (ACCESS_CANARY in html)
    assert saw == {"buddy"}
    assert CANARY in world.browser(cast.nadia).get("/profile").html


@pytest.mark.parametrize(
    ("shown_as", "shown", "never"),
    [
        ("area", "Lancashire and South Cumbria", ()),
        ("region", "North West", ("Lancashire", "Cumbria")),
        ("nation", "England", ("Lancashire", "Cumbria", "North West")),
    ],
)
def test_a_place_is_never_finer_than_its_owner_chose(
    world: World, shown_as: str, shown: str, never: tuple[str, ...]
) -> None:
    nadia = world.member("Nadia", place_shown_as=shown_as, place="icb-lancashire-and-south-cumbria")
    page = world.browser(world.member("Stranger")).get(f"/people/{nadia.public_id}")
    assert shown in page
    for word in never:
        assert word not in page.html
    with world.inside():
        card = queries.cards_of([nadia.id])[nadia.id]
    assert card.place_label == shown
    assert card.line == f"Care home, {shown}"


@pytest.mark.parametrize("state", [MemberState.JOINING, MemberState.SUSPENDED, MemberState.LEFT])
def test_somebody_who_is_not_an_active_member_is_not_found(world: World, state: MemberState) -> None:
    gone = world.member("Gone", state=state)
    assert world.browser(world.member("Stranger")).get(f"/people/{gone.public_id}").status == 404


def test_declared_interests_other_sectors_and_needs_stand_on_nobody_elses_page(world: World) -> None:
    from community.directory.models import DeclaredInterest, InterestKind

    nadia = world.member("Nadia", other_sectors=["hospice"], needs=("ehch",))
    with world.inside():
        db.session.add(
            DeclaredInterest(
                member_id=nadia.id, kind=InterestKind.DISPUTE, organisation="Dispute-canary", organisation_key="d"
            )
        )
    html = world.browser(world.member("Stranger")).get(f"/people/{nadia.public_id}").html
    own = world.browser(nadia).get("/profile").html
    for canary in ("Dispute-canary", "Hospice", "Enhanced health in care homes"):
        assert canary not in html
        assert canary in own


def test_a_stranger_without_a_session_is_asked_to_sign_in(world: World) -> None:
    nadia = world.member("Nadia")
    answer = world.browser().get(f"/people/{nadia.public_id}")
    assert answer.status == 303
    assert "/sign-in" in answer.location


def test_somebody_elses_page_lies_behind_buddies_and_leads_back_there(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    browser = world.browser(gareth)

    def marked(path: str) -> set[str]:
        return {link.get("href", "") for link in browser.get(path).all("a") if link.get("aria-current") == "page"}

    assert marked(f"/people/{nadia.public_id}") == {"/buddies"}
    page = browser.get(f"/people/{nadia.public_id}")
    assert [link.get("href") for link in page.all("a") if link.get("class") == "crumb"] == ["/buddies"]
    assert marked(f"/people/{gareth.public_id}") == {"/profile"}
    page = browser.get(f"/people/{gareth.public_id}")
    assert [link.get("href") for link in page.all("a") if link.get("class") == "crumb"] == ["/profile"]
