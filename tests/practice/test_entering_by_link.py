"""Invite links, asking with a sentence, and being shown out."""

from datetime import timedelta
from html import unescape
from re import findall

import pytest
import time_machine
from sqlalchemy import update

from community.accounts.models import Member
from community.belonging import actions as belonging
from community.belonging.models import BelongingState, GroupRole
from community.core import clock
from community.core.database import db
from community.core.errors import NotAllowed
from community.core.roles import MemberState
from community.notifications.models import What
from community.practice import actions, queries
from community.practice.models import InviteLink, Level
from tests.practice.people import Space, a_community, let_in, whats
from tests.world import Person, World


@pytest.fixture
def hidden(world: World, nadia: Person) -> Space:
    """A hidden community that Nadia looks after."""
    return a_community(world, Level.HIDDEN, facilitator=nadia, name="Canary of the quiet")


def a_link(world: World, keeper: Person, space: Space) -> str:
    browser = world.browser(keeper)
    page = browser.get(f"{space.url}/invitations")
    browser.submit(page, f"{space.url}/invitations")
    (address, *_) = findall(r'value="http://[^/]+(/invitations/[^"]+)"', browser.get(f"{space.url}/invitations").html)
    return unescape(address)


def test_a_link_lets_its_holder_into_a_hidden_community(
    world: World, nadia: Person, gareth: Person, hidden: Space
) -> None:
    link = a_link(world, nadia, hidden)
    browser = world.browser(gareth)
    assert browser.get(hidden.url, check=False).status == 404
    page = browser.get(link)
    assert "Canary of the quiet" in page.text
    assert browser.submit(page, link, agrees=True).location == hidden.url
    assert "You have joined Canary of the quiet." in browser.get(hidden.url).text
    assert "Used once" in world.browser(nadia).get(f"{hidden.url}/invitations").text


def test_without_accepting_nobody_comes_in(world: World, nadia: Person, gareth: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    browser = world.browser(gareth)
    assert browser.submit(browser.get(link), link).status == 422
    assert browser.get(hidden.url, check=False).status == 404


def test_a_link_ends_after_fourteen_days(world: World, nadia: Person, gareth: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    with time_machine.travel(clock.now() + timedelta(days=13, hours=23), tick=False):
        assert "Canary of the quiet" in world.browser(gareth).get(link).text
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1), tick=False):
        gone = world.browser(gareth).get(link, check=False)
        assert gone.status == 404
        assert "Canary" not in gone.text


def test_a_link_that_was_taken_back_names_nothing(world: World, nadia: Person, gareth: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    keeper = world.browser(nadia)
    row = world.one(InviteLink)
    page = keeper.get(f"{hidden.url}/invitations")
    keeper.submit(page, f"{hidden.url}/invitations/{row.public_id}/revoke")
    for browser in (world.browser(gareth), world.browser()):
        assert browser.get(link, check=False).status == 404
    assert world.browser(gareth).post(link, {"agrees": "y"}, check=False).status == 404


@pytest.mark.parametrize("ends", ["suspended", "shown out", "no longer looks after it", "it was made less open"])
def test_a_link_works_as_long_as_its_maker_may_hand_it_out(
    world: World, nadia: Person, gareth: Person, hidden: Space, ends: str
) -> None:
    link = a_link(world, nadia, hidden)
    assert world.browser(gareth).get(link).status == 200
    with world.inside():
        if ends == "suspended":
            db.session.execute(update(Member).where(Member.id == nadia.id).values(state=MemberState.SUSPENDED))
        elif ends == "it was made less open":
            actions.change_level(nadia.actor, queries.community_seen_by(nadia.actor, hidden.public_id), Level.OPEN)
            actions.change_level(nadia.actor, queries.community_seen_by(nadia.actor, hidden.public_id), Level.HIDDEN)
        else:
            state = BelongingState.OUT if ends == "shown out" else BelongingState.IN
            belonging.place(nadia.id, hidden.group_id, state, role=GroupRole.MEMBER)
    for browser in (world.browser(gareth), world.browser()):
        assert browser.get(link, check=False).status == 404


def test_a_made_up_proof_opens_nothing(world: World, nadia: Person, gareth: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    spoilt = link[:-2] + ("aa" if not link.endswith("aa") else "bb")
    for browser in (world.browser(gareth), world.browser()):
        assert browser.get(spoilt, check=False).status == 404


def test_somebody_signed_out_signs_in_and_comes_back(world: World, nadia: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    page = world.browser().get(link)
    assert "Canary of the quiet" in page.text
    assert any(each.startswith("/sign-in?next=/invitations/") for each in page.links)


def test_somebody_new_joins_the_site_and_comes_back(world: World, nadia: Person, hidden: Space) -> None:
    link = a_link(world, nadia, hidden)
    newcomer = world.browser(world.member("Robin", state=MemberState.JOINING))
    page = newcomer.get(link)
    assert newcomer.submit(page, f"{link}/new").location == "/welcome"
    done = newcomer.submit(newcomer.get("/welcome"), "/welcome/done", name="Robin")
    assert done.location == link
    stranger = world.browser()
    assert stranger.submit(stranger.get(link), f"{link}/new").location == "/join"


def test_ten_links_work_at_once_and_no_more(world: World, nadia: Person, hidden: Space) -> None:
    browser = world.browser(nadia)
    for _ in range(10):
        browser.post(f"{hidden.url}/invitations")
    assert "Make a link" not in browser.get(f"{hidden.url}/invitations").text
    assert browser.post(f"{hidden.url}/invitations", check=False).status == 409
    assert world.count(InviteLink) == 10


def test_a_sentence_comes_with_the_question_to_come_in(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, Level.ASK, facilitator=nadia)
    browser = world.browser(gareth)
    page = browser.get(f"{space.url}/join")
    browser.submit(page, f"{space.url}/join", words="I run the ward next door.", agrees=True)
    assert "I run the ward next door." in world.browser(nadia).get(f"{space.url}/asking").text
    with world.inside():
        seen = queries.community_seen_by(nadia.actor, space.public_id)
        actions.answer_asker(nadia.actor, seen, gareth.public_id, is_welcome=True)
        assert queries.community_seen_by(gareth.actor, space.public_id).state is BelongingState.IN


def test_whoever_is_shown_out_is_told_and_cannot_come_back_for_a_month(
    world: World, nadia: Person, gareth: Person
) -> None:
    space = a_community(world, facilitator=nadia, members=(gareth,))
    link = a_link(world, nadia, space)
    keeper, browser = world.browser(nadia), world.browser(gareth)
    path = f"{space.url}/people/{gareth.public_id}/out"
    assert path in keeper.get(f"{space.url}/care").links
    keeper.submit(keeper.get(path), path)
    assert whats(world, gareth) == [What.SHOWN_OUT]
    assert "Nadia" not in browser.get("/notices").text
    assert browser.get(f"{space.url}/join", check=False).status == 303
    assert browser.post(f"{space.url}/join", {"agrees": "y"}, check=False).status == 403
    assert browser.post(link, {"agrees": "y"}, check=False).status == 403
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert "Join" in world.browser(gareth).get(space.url).text


def test_nobody_who_looks_after_it_is_shown_out(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, facilitator=nadia)
    let_in(world, gareth, space, role=GroupRole.FACILITATOR)
    with world.inside(), pytest.raises(NotAllowed):
        seen = queries.community_seen_by(nadia.actor, space.public_id)
        actions.show_out(nadia.actor, seen, gareth.public_id)
