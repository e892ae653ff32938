"""Who looks after a community: two are wanted, one is never left by mistake, and nobody is said."""

from datetime import timedelta

import pytest
import time_machine

from community.belonging.models import GroupRole
from community.core import clock
from community.core.errors import Conflict, NotAllowed
from community.core.roles import Role
from community.notifications import actions as notifications
from community.notifications.models import What
from community.practice import actions, queries
from community.practice.models import CareOffer, Level
from tests.practice.people import Space, a_community, keep_apart, let_in, unread, whats
from tests.world import Person, World


@pytest.fixture
def place(world: World, nadia: Person, gareth: Person) -> Space:
    """A community that Nadia looks after, with Gareth in it."""
    return a_community(world, facilitator=nadia, members=(gareth,))


def offered(world: World, keeper: Person, place: Space, member: Person) -> None:
    browser = world.browser(keeper)
    page = browser.get(f"{place.url}/care")
    assert browser.submit(page, f"{place.url}/care", chosen=str(member.public_id)).status == 303


def test_a_member_is_asked_says_yes_and_the_first_may_step_down(
    world: World, nadia: Person, gareth: Person, place: Space
) -> None:
    care = f"{place.url}/care"
    assert "When somebody else has said yes, you can step down." in world.browser(nadia).get(care).text
    offered(world, nadia, place, gareth)
    assert whats(world, gareth) == [What.CARE_OFFERED]
    browser = world.browser(gareth)
    page = browser.get(care)
    assert "Nadia asks you to look after it too" in page.text
    browser.submit(page, f"{care}/accept")
    assert whats(world, nadia) == [What.CARE_TAKEN]
    assert whats(world, gareth) == []
    first = world.browser(nadia)
    first.submit(first.get(care), f"{care}/step-down")
    assert first.get(care, check=False).status == 404
    assert "You look after this space" in browser.get(f"{place.url}/about").text


@pytest.mark.parametrize("later", [What.AGREEMENT_CHANGED, What.LEVEL_CHANGED, What.ASKS_IN, What.CARE_TAKEN])
@pytest.mark.parametrize("is_first", [True, False])
def test_no_other_news_of_the_community_takes_the_place_of_the_question(
    world: World, nadia: Person, gareth: Person, place: Space, later: What, *, is_first: bool
) -> None:
    if is_first:
        offered(world, nadia, place, gareth)
    with world.inside():
        notifications.tell(gareth.id, later, about=place.public_id, sender=nadia.actor, words="A community")
    if not is_first:
        offered(world, nadia, place, gareth)
    assert set(whats(world, gareth)) == {What.CARE_OFFERED, later}


def test_the_last_one_cannot_step_down(world: World, nadia: Person, place: Space) -> None:
    with world.inside(), pytest.raises(Conflict):
        actions.step_down(nadia.actor, queries.community_seen_by(nadia.actor, place.public_id))


def test_saying_no_changes_nothing_and_asks_no_more(world: World, nadia: Person, gareth: Person, place: Space) -> None:
    offered(world, nadia, place, gareth)
    browser = world.browser(gareth)
    browser.submit(browser.get(f"{place.url}/care"), f"{place.url}/care/decline")
    assert whats(world, gareth) == []
    assert world.count(CareOffer) == 0
    assert browser.get(f"{place.url}/care", check=False).status == 404
    assert browser.post(f"{place.url}/care/accept", check=False).status == 409


def test_a_question_can_be_taken_back(world: World, nadia: Person, gareth: Person, place: Space) -> None:
    offered(world, nadia, place, gareth)
    browser = world.browser(nadia)
    browser.submit(browser.get(f"{place.url}/care"), f"{place.url}/care/{gareth.public_id}/withdraw")
    assert whats(world, gareth) == []
    assert world.count(CareOffer) == 0


def test_whoever_is_kept_apart_is_not_on_the_list(world: World, nadia: Person, gareth: Person, place: Space) -> None:
    assert "Gareth" in world.browser(nadia).get(f"{place.url}/care").text
    keep_apart(world, gareth, nadia)
    assert "Gareth" not in world.browser(nadia).get(f"{place.url}/care").text


def test_one_who_leaves_forgets_the_question(world: World, nadia: Person, gareth: Person, place: Space) -> None:
    offered(world, nadia, place, gareth)
    with world.inside():
        actions.leave(gareth.actor, queries.community_seen_by(gareth.actor, place.public_id))
    assert world.count(CareOffer) == 0


@pytest.mark.parametrize(("level", "is_named"), [(Level.OPEN, True), (Level.HIDDEN, False)])
def test_when_the_last_one_leaves_moderators_are_told(
    world: World, nadia: Person, level: Level, is_named: bool
) -> None:
    moderator = world.member("Tunde", role=Role.MODERATOR)
    space = a_community(world, level, facilitator=nadia, name="Canary place")
    with world.inside():
        actions.leave(nadia.actor, queries.community_seen_by(nadia.actor, space.public_id))
    (notice,) = unread(world, moderator)
    assert notice.what is What.UNTENDED
    assert ("Canary" in notice.words) is is_named
    assert ("Canary" in world.browser(moderator).get("/notices").text) is is_named


def test_where_nobody_looks_after_it_somebody_who_has_stayed_may(
    world: World, nadia: Person, gareth: Person, place: Space
) -> None:
    with world.inside():
        actions.leave(nadia.actor, queries.community_seen_by(nadia.actor, place.public_id))
    browser = world.browser(gareth)
    assert "Nobody just now." in browser.get(place.url).text
    with world.inside(), pytest.raises(NotAllowed):
        actions.take_up_care(gareth.actor, queries.community_seen_by(gareth.actor, place.public_id))
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        later = world.browser(gareth)
        page = later.get(f"{place.url}/care")
        later.submit(page, f"{place.url}/care/take-up")
        assert "You look after this space" in later.get(f"{place.url}/about").text


def test_nobody_takes_up_what_somebody_looks_after(world: World, nadia: Person, gareth: Person, place: Space) -> None:
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert world.browser(gareth).get(f"{place.url}/care", check=False).status == 404
        assert world.browser(gareth).post(f"{place.url}/care/take-up", check=False).status == 403


def test_two_who_look_after_it_are_not_flagged(world: World, comfort: Person, gareth: Person, place: Space) -> None:
    assert "One person alone, for now" in world.browser(comfort).get(place.url).text
    let_in(world, gareth, place, role=GroupRole.FACILITATOR)
    assert "One person alone, for now" not in world.browser(comfort).get(place.url).text
