"""How many places a gathering has, who is told how many are left, and what somebody's calendar says of theirs."""

import vobject

from community.practice.models import Coming, Level
from tests.practice.gathered import LINK, PLACE, a_gathering, comes, stays_away, url_of
from tests.practice.people import Space, a_community, let_in
from tests.world import Person, World


def test_the_page_says_how_many_places_are_left(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    gathering = a_gathering(world, nadia, space, capacity=12)
    assert "12 places, 12 free" in world.browser(gareth).get(url_of(gathering))
    comes(world, gareth, gathering)
    comes(world, nadia, gathering)
    assert "12 places, 10 free" in world.browser(gareth).get(url_of(gathering))
    without = a_gathering(world, nadia, space, title="Everybody")
    assert "places" not in world.browser(gareth).get(url_of(without))


def test_how_many_wait_is_counted_out_to_whoever_prepares_it_alone(
    world: World, nadia: Person, gareth: Person, comfort: Person
) -> None:
    space = a_community(world, members=(nadia, gareth, comfort))
    gathering = a_gathering(world, nadia, space, capacity=1)
    comes(world, gareth, gathering)
    assert "1 place, all taken" in world.browser(comfort).get(url_of(gathering))
    assert "wait" not in _chips(world, nadia, gathering), "nobody does"
    assert comes(world, comfort, gathering) is Coming.WAITING
    assert "1 place, all taken, 1 waits" in _chips(world, nadia, gathering)
    assert "1 place, all taken, under 5 wait" in _chips(world, gareth, gathering)
    for number in range(4):
        more = world.member(f"Another {number}")
        let_in(world, more, space)
        comes(world, more, gathering)
    assert "1 place, all taken, 5 wait" in _chips(world, gareth, gathering)


def test_few_who_come_are_not_counted_out_to_whoever_only_reads(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, Level.OPEN, members=(nadia,))
    gathering, small = (a_gathering(world, nadia, space, capacity=capacity) for capacity in (12, 3))
    comes(world, nadia, gathering)
    comes(world, nadia, small)
    assert "12 places, under 5 taken" in _chips(world, gareth, gathering)
    assert "11 free" in _chips(world, nadia, gathering), "a member sees who comes"
    assert "3 places" in _chips(world, gareth, small) and "taken" not in _chips(world, gareth, small)
    for number in range(4):
        more = world.member(f"Another {number}")
        let_in(world, more, space)
        comes(world, more, gathering)
    assert "12 places, 7 free" in _chips(world, gareth, gathering)


def test_a_calendar_is_certain_for_whoever_comes_and_tentative_for_whoever_waits(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space, capacity=1)
    comes(world, gareth, gathering)
    comes(world, comfort, gathering)
    file = f"{url_of(gathering)}/calendar.ics"
    waiting, coming = world.browser(comfort).get(file).html, world.browser(gareth).get(file).html
    assert vobject.readOne(waiting).vevent.status.value == "TENTATIVE"
    assert PLACE.split(",")[0] not in waiting and LINK not in waiting
    assert vobject.readOne(coming).vevent.status.value == "CONFIRMED" and LINK in coming.replace("\r\n ", "")
    stays_away(world, gareth, gathering)
    assert vobject.readOne(world.browser(comfort).get(file).html).vevent.status.value == "CONFIRMED"


def test_whoever_gets_a_place_is_told_that_they_have_it(
    world: World, nadia: Person, gareth: Person, comfort: Person, space: Space
) -> None:
    gathering = a_gathering(world, nadia, space, capacity=1)
    comes(world, gareth, gathering)
    comes(world, comfort, gathering)
    stays_away(world, gareth, gathering)
    said = world.browser(comfort).get("/notices")
    assert "You have a place now. Tell us if you cannot come: Tea and flow" in said
    assert "You are coming." in world.browser(comfort).get(url_of(gathering))


def test_who_sees_the_place_is_said_alike_where_it_is_asked_and_where_it_is_shown(
    world: World, nadia: Person, space: Space
) -> None:
    said = "Members of this community who come, who planned it or who look after the community see this."
    gathering = a_gathering(world, nadia, space)
    browser = world.browser(nadia)
    assert browser.get(f"{space.url}/gatherings/new").text.count(said) == 2, "place and link"
    assert said in browser.get(url_of(gathering))


def test_clocks_of_these_islands_are_the_first_to_choose_from(world: World, nadia: Person, space: Space) -> None:
    page = world.browser(nadia).get(f"{space.url}/gatherings/new").html
    groups = page.split('name="zone"')[1].split("</select>")[0].split("<optgroup")
    assert "Britain and Ireland" in groups[1] and "United Kingdom" in groups[1] and "Ireland" in groups[1]
    assert len(groups) > 5 and page.count("Europe/London") == 1


def _chips(world: World, who: Person, gathering: object) -> str:
    page = world.browser(who).get(f"/gatherings/{gathering}").html
    return page.split('<ul class="chips">')[1].split("</ul>")[0]
