"""Where somebody chose what to hear is a list, with a way back; it shows nothing that they may not read."""

from uuid import UUID

from community.belonging import actions as belonging
from community.core import chance
from community.notifications import actions as notifications
from community.notifications.models import Hearing
from community.notifications.models import Level as Heard
from community.practice.models import Level
from tests.practice.people import a_community, a_thread
from tests.statements import statements
from tests.world import Person, World

HERE = "/communities/hearing"


def chooses(world: World, person: Person, about: UUID, level: Heard = Heard.EVERY) -> None:
    with world.inside():
        notifications.hear(person.actor, about, level)


def test_everything_chosen_is_listed_with_its_level_and_leads_there(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, gareth, space, title="Who rings whom?")
    chooses(world, nadia, space.public_id, Heard.NOTHING)
    chooses(world, nadia, talk.public_id)
    page = world.browser(nadia).get(HERE)
    assert space.name in page and "Who rings whom?" in page
    assert "Nothing" in page and f"Every reply · in {space.name}" in page
    assert {space.url, talk.url} <= set(page.links)
    assert "Who rings whom?" not in world.browser(gareth).get(HERE)


def test_the_way_back_is_one_press(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    for person in (nadia, gareth):
        chooses(world, person, space.public_id)
    browser = world.browser(nadia)
    answer = browser.submit(browser.get(HERE), "/usual")
    assert "Nothing here" in browser.follow(answer)
    assert world.count(Hearing, member_id=nadia.id) == 0 and world.count(Hearing, member_id=gareth.id) == 1


def test_nobody_reads_a_title_there_that_is_closed_to_them(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    space = a_community(world, Level.PRIVATE, members=(nadia, gareth), name="Canary community")
    talk = a_thread(world, gareth, space, title="Canary conversation")
    for about in (space.public_id, talk.public_id):
        chooses(world, nadia, about)
    assert world.browser(nadia).get(HERE).text.count("Canary") >= 2
    with world.inside():
        belonging.take_out(nadia.id, space.group_id)
    assert "Canary" not in world.browser(nadia).get(HERE)


def test_taking_back_what_was_never_chosen_shows_nothing(world: World) -> None:
    nadia = world.member()
    assert world.browser(nadia).post(f"{HERE}/{chance.new_id()}/usual").status == 303


def test_the_page_of_letters_leads_there_once_something_is_chosen(world: World) -> None:
    nadia = world.member()
    assert HERE not in world.browser(nadia).get("/notices/settings").links
    chooses(world, nadia, a_community(world, members=(nadia,)).public_id)
    assert HERE in world.browser(nadia).get("/notices/settings").links


def test_a_long_list_asks_no_more_than_a_short_one(world: World) -> None:
    nadia = world.member()
    browser = world.browser(nadia)
    chooses(world, nadia, a_community(world, members=(nadia,)).public_id)
    with statements(world.app) as few:
        browser.get(HERE)
    for number in range(9):
        chooses(world, nadia, a_community(world, members=(nadia,), name=f"Place {number}").public_id)
    with statements(world.app) as many:
        browser.get(HERE)
    assert len(many) == len(few)
