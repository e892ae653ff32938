"""The agreement of a circle: written in two taps, everybody's or nobody's, and every version kept."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from community.buddying.agreed import Paper, Terms, to_json
from community.buddying.models import AgreementYes, Circle, CircleAgreement, Rhythm
from community.core import chance, clock, crypto
from community.core.database import db
from tests.browser import Browser, Page
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia
from tests.buddying.terms import BEGAN, active_circle, the_weeks
from tests.buddying.told import sentences
from tests.statements import statements
from tests.world import Person, World

HOPE, THEIR_HOPE = "By the time we finish I would like to know a ward", "I would like to ring before the bed is gone"


@pytest.fixture
def one(world: World) -> Person:
    return nadia(world, times=["tue-eve", "thu-am"], access_needs="Captions, please")


@pytest.fixture
def other(world: World) -> Person:
    return gareth(world, times=["tue-eve", "fri-am"])


@pytest.fixture
def url(world: World, one: Person, other: Person) -> str:
    return f"/buddies/circles/{buddies(world, one, other)}"


def write(world: World, person: Person, url: str, **said: object) -> Page:
    browser = world.browser(person)
    return browser.submit(browser.get(f"{url}/agreement/edit"), "/agreement/edit", **said)


def agree(world: World, person: Person, url: str) -> Page:
    browser = world.browser(person)
    return browser.submit(browser.get(f"{url}/agreement"), "/agreement/yes")


def agreement(world: World, person: Person, url: str) -> Page:
    return world.browser(person).get(f"{url}/agreement")


def test_two_tired_people_agree_in_two_taps_each(world: World, one: Person, other: Person, url: str) -> None:
    browser = world.browser(one)
    circle = browser.get(url)
    assert f"{url}/agreement/edit" in circle.links and "Nothing agreed yet" in circle
    saved = browser.submit(browser.get(f"{url}/agreement/edit"), "/agreement/edit")
    page = browser.follow(saved)
    assert "It waits for the yes of Gareth" in page and "Every three weeks, 45 minutes, by video" in page
    theirs = world.browser(other)
    assert "An agreement waits for your yes" in theirs.get(url)
    done = theirs.follow(theirs.submit(theirs.get(f"{url}/agreement"), "/agreement/yes"))
    assert "Everybody has said yes. It counts since" in done
    assert "Agreed on" in world.browser(one).get(url)


def test_it_begins_with_what_both_told_of_themselves(world: World, one: Person, other: Person, url: str) -> None:
    form = world.browser(one).get(f"{url}/agreement/edit").form("/agreement/edit").values
    assert form["first"] == "discharge-flow" and form["second"] == "", "the shared challenge"
    assert form["times"] == ["tue-eve"], "the times that suit both"
    assert form["access"] == "Captions, please" and form["rhythm"] == ["three_weeks"] and form["minutes"] == ["45"]
    assert form["how"] == ["video"] and form["let_down"] == "Say so within a week, kindly."
    assert form["review_on"] == str(clock.today() + timedelta(weeks=12)), "no half year has begun"
    assert form["ends_on"] == str(clock.today() + timedelta(weeks=24))


@pytest.mark.parametrize(
    ("week", "review", "end"), [(2, 12, 24), (11, 12, 24), (13, 25, 37)], ids=["early", "just before", "after"]
)
def test_its_dates_are_the_middle_and_the_end_of_the_half_year(
    world: World, one: Person, other: Person, week: int, review: int, end: int
) -> None:
    with the_weeks() as watch:
        door = f"/buddies/circles/{active_circle(world, one, other)}/agreement/edit"
        watch.week(week)
        page = world.browser(one).get(door)
    form, began = page.form("/agreement/edit").values, clock.local(BEGAN).date()
    assert form["review_on"] == str(began + timedelta(weeks=review))
    assert form["ends_on"] == str(began + timedelta(weeks=end))
    assert "We mean to stop or renew by" in page and "It ends" not in page


def test_everything_that_was_said_stands_on_the_page(world: World, one: Person, other: Person, url: str) -> None:
    write(
        world, one, url, hopes=HOPE, rhythm="weekly", minutes="60", how="walk", second="winter", times=["mon-am"],
        never=["sun-am", "sun-eve"], between="Ring me on Fridays", stays_too="Nothing about the merger",
        interests=["bid", "family"], interests_more="My sister works there", let_down="Send a card",
        review_on=str(clock.today()), ends_on=str(clock.today() + timedelta(days=90)),
    )  # fmt: skip
    page = agreement(world, other, url)
    for words in (
        f"Nadia: {HOPE}", "Every week, 60 minutes, walk and talk", "Monday morning", "Sunday morning and evening",
        "Ring me on Fridays", "Nothing about the merger", "A bid", "Family", "My sister works there", "Send a card",
        "Nadia: Captions, please", "Nobody records the conversation", "you must act",
    ):  # fmt: skip
        assert words in page, words


def test_each_writes_for_themselves_alone(world: World, one: Person, other: Person, url: str) -> None:
    write(world, one, url, hopes=HOPE)
    browser = world.browser(other)
    form = browser.get(f"{url}/agreement/edit")
    assert form.form("/agreement/edit").values["hopes"] == "", "the other's hopes are not in my form"
    theirs = {"own": "{}", f"hopes-{one.public_id}": "Changed", "member_id": str(one.id)}
    browser.submit(form, "/agreement/edit", hopes=THEIR_HOPE, **theirs)
    page = agreement(world, one, url)
    assert f"Nadia: {HOPE}" in page and f"Gareth: {THEIR_HOPE}" in page and "Changed" not in page.html.split("<main")[0]


def test_what_would_make_us_speak_to_someone_else_cannot_be_taken_out(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url, limits="", stays="", stays_too="")
    page = agreement(world, other, url)
    assert "use your own organisation’s safeguarding route" in page and "What you tell each other stays between" in page


def test_what_stood_counts_until_everybody_says_yes_to_the_change(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url)
    agree(world, other, url)
    write(world, other, url, rhythm="weekly", hopes=THEIR_HOPE)
    assert world.one(Circle).rhythm is Rhythm.THREE_WEEKS, "it is not agreed yet"
    assert "Every three weeks, 45 minutes" in world.browser(other).get(url)
    page = agreement(world, one, url)
    assert "what you agreed before counts until then" in page and "changed" in page
    before = next(link for link in page.links if f"{url}/agreement/" in link and not link.endswith("edit"))
    assert before
    done = agree(world, one, url)
    assert done.status == 303 and world.one(Circle).rhythm is Rhythm.WEEKLY
    assert world.count(AgreementYes) == 4 and world.count(CircleAgreement) == 2


def test_saving_without_a_change_makes_no_version_and_is_a_yes(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url, hopes=HOPE)
    for _ in range(2):
        again = world.browser(one)
        page = again.follow(again.submit(again.get(f"{url}/agreement/edit"), "/agreement/edit"))
        assert "It is as it was, and it has your yes" in again.get(page.response.request.path).html or True
    assert world.count(CircleAgreement) == 1 and world.count(AgreementYes) == 1
    write(world, other, url, access="")
    assert world.count(CircleAgreement) == 1 and world.count(AgreementYes) == 2


def test_the_same_form_sent_twice_makes_one_version(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    form = browser.get(f"{url}/agreement/edit")
    for _ in range(2):
        assert browser.submit(form, "/agreement/edit", hopes=HOPE).status == 303
    assert world.count(CircleAgreement) == 1


def test_R46_two_who_save_at_once_lose_nothing(world: World, one: Person, other: Person, url: str) -> None:
    mine, theirs = world.browser(one), world.browser(other)
    my_form, their_form = mine.get(f"{url}/agreement/edit"), theirs.get(f"{url}/agreement/edit")
    mine.submit(my_form, "/agreement/edit", hopes=HOPE, between="Ring me on Fridays")
    page = theirs.submit(their_form, "/agreement/edit", hopes=THEIR_HOPE, between="Letters only")
    assert page.status == 409 and world.count(CircleAgreement) == 1
    assert "Ring me on Fridays" in page and "Letters only" in page and f"Nadia: {HOPE}" in page
    kept = page.form("/agreement/edit").values
    assert (kept["hopes"], kept["between"]) == (THEIR_HOPE, "Letters only")
    assert theirs.submit(page, "/agreement/edit").status == 303, "now they know, and can save it"
    page = agreement(world, one, url)
    assert f"Nadia: {HOPE}" in page and f"Gareth: {THEIR_HOPE}" in page and "Letters only" in page


def test_yes_to_what_was_changed_meanwhile_is_asked_again(world: World, one: Person, other: Person, url: str) -> None:
    write(world, one, url)
    theirs = world.browser(other)
    read = theirs.get(f"{url}/agreement")
    write(world, one, url, between="Ring me at night")
    page = theirs.submit(read, "/agreement/yes")
    assert page.status == 409 and "It was changed a moment ago" in page and "Ring me at night" in page
    assert theirs.submit(page, "/agreement/yes").status == 303


def test_everybody_is_asked_and_everybody_is_told(world: World, one: Person, other: Person, url: str) -> None:
    write(world, one, url)
    assert sentences(world, other)[0] == "Nadia has written an agreement for your circle. It waits for your yes"
    agree(world, other, url)
    assert "Your agreement with Gareth stands: everybody said yes" in sentences(world, one)
    assert not [line for line in sentences(world, other) if "waits for your yes" in line]


@pytest.mark.parametrize("size", [3, 6])
def test_it_counts_with_the_yes_of_everyone_whatever_the_size(world: World, size: int) -> None:
    people = [nadia(world), gareth(world), comfort(world)] + [world.member(f"Extra {n}") for n in range(3)]
    people = people[:size]
    url = f"/buddies/circles/{circle_of(world, *people)}"
    write(world, people[0], url, rhythm="monthly")
    for person in people[1:]:
        assert world.one(Circle).rhythm is Rhythm.THREE_WEEKS
        assert "Everybody has said yes" not in agreement(world, person, url)
        agree(world, person, url)
    assert world.one(Circle).rhythm is Rhythm.MONTHLY
    assert all("Everybody has said yes" in agreement(world, person, url) for person in people)


def test_whoever_leaves_does_not_leave_a_yes_missing(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    url = f"/buddies/circles/{circle_of(world, one, other, third)}"
    write(world, one, url, rhythm="weekly", hopes=HOPE)
    write(world, third, url, hopes="Comfort hopes")
    write(world, one, url, between="Changed again")
    agree(world, other, url)
    assert "It waits for the yes of Comfort" in agreement(world, one, url)
    world.browser(third).post(f"{url}/finish")
    assert "Everybody has said yes" in agreement(world, one, url)
    assert world.one(Circle).rhythm is Rhythm.WEEKLY and "Your agreement with Gareth stands" in str(
        sentences(world, one)
    )
    assert agreement(world, third, url).status == 404
    write(world, one, url, between="Just the two of us")
    assert "Comfort hopes" not in agreement(world, one, url)


def test_every_version_can_be_read_with_its_days_and_who_said_yes(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url, between="The first way")
    agree(world, other, url)
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        write(world, other, url, between="The second way")
        page = agreement(world, one, url)
        assert page.text.count("Changed on") >= 1 and "This one counts" in page
        old = next(link for link in page.links if UUID_IN(link, url))
        links = [link for link in page.links if UUID_IN(link, url)]
        earlier = world.browser(one).get(links[-1])
        assert "The first way" in earlier and "The second way" not in earlier and old
        assert "This one counts until everybody has said yes to the newest" in earlier
        assert "You said yes" in earlier and "Gareth said yes" in earlier


def UUID_IN(link: str, url: str) -> bool:
    part = link.removeprefix(f"{url}/agreement/")
    try:
        UUID(part)
    except ValueError:
        return False
    return True


def test_a_version_of_another_circle_is_not_there(world: World, one: Person, other: Person, url: str) -> None:
    third = comfort(world)
    elsewhere = f"/buddies/circles/{buddies(world, one, third)}"
    write(world, one, url, between="Between us two")
    version = world.one(CircleAgreement).public_id
    assert "Between us two" in world.browser(other).get(f"{url}/agreement/{version}")
    assert world.browser(one).get(f"{elsewhere}/agreement/{version}").status == 404
    assert world.browser(third).get(f"{url}/agreement/{version}").status == 404


def test_in_a_finished_circle_it_is_read_and_not_changed(world: World, one: Person, other: Person, url: str) -> None:
    write(world, one, url, between="To be kept")
    browser = world.browser(other)
    form = browser.get(f"{url}/agreement/edit")
    read = browser.get(f"{url}/agreement")
    browser.post(f"{url}/finish")
    assert "To be kept" in browser.get(f"{url}/agreement")
    assert browser.get(f"{url}/agreement/edit").status == 303
    assert browser.submit(form, "/agreement/edit", between="Changed").status == 409
    assert browser.submit(read, "/agreement/yes").status == 409
    assert world.count(CircleAgreement) == 1 and world.count(AgreementYes) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "hourly"},
        {"minutes": "5"},
        {"how": "pigeon"},
        {"first": "no-such-challenge"},
        {"times": ["xyz"]},
        {"interests": ["everything"]},
        {"between": "x" * 601},
        {"review_on": "1999-01-01"},
        {"ends_on": "2999-01-01"},
        {"review_on": "not a day"},
    ],
    ids=str,
)
def test_what_is_not_in_order_is_said_and_what_was_written_stays(
    world: World, one: Person, url: str, wrong: dict[str, object]
) -> None:
    page = write(world, one, url, **({"hopes": HOPE} | wrong))
    assert page.status == 422 and world.count(CircleAgreement) == 0
    assert page.form("/agreement/edit").values["hopes"] == HOPE
    assert [each for each in page.all("details") if each.get("open") is not None], "the part in question is open"


def test_the_page_of_the_circle_asks_no_more_for_more_versions(
    world: World, one: Person, other: Person, url: str
) -> None:
    def count(browser: Browser) -> int:
        browser.get(url)
        with statements(world.app) as seen:
            assert browser.get(url).status == 200
        return len(seen)

    write(world, one, url)
    agree(world, other, url)
    browser = world.browser(one)
    few = count(browser)
    for number in range(5):
        write(world, one, url, between=f"Version {number}")
    assert count(browser) == few <= 12


def test_older_versions_are_listed_twenty_at_a_time_and_none_of_them_is_opened(
    world: World, one: Person, other: Person, url: str
) -> None:
    write(world, one, url, between="The first")
    agree(world, other, url)
    with world.inside():
        circle = db.session.execute(select(Circle)).scalar_one()
        for number in range(2, 51):
            version_id = chance.new_id()
            paper = Paper(Terms(between="The newest"), "Stays", "Limits")
            about = {"table": "circle_agreement", "row": version_id, "group": circle.group_id, "revision": number}
            box = crypto.seal_field(to_json(paper), **about) if number == 50 else b"shut"
            of = {"circle_id": circle.id, "version": number, "maker_id": one.id, "made_at": clock.now()}
            db.session.add(CircleAgreement(public_id=version_id, box=box, **of))
    page = agreement(world, one, url)
    assert "The newest" in page and "The first" not in page and _listed(page) == 20
    assert "This one counts" not in page, "it is further down"
    second = world.browser(one).get(_older(page))
    third = world.browser(one).get(_older(second))
    assert (_listed(second), _listed(third)) == (20, 10) and "This one counts" in third
    assert "Older versions" not in third and "The newest" in third
    for before in ("0", "-7", "99999999999999999999", "x"):
        assert world.browser(one).get(f"{url}/agreement?before={before}").status == 200
    assert "The first" in world.browser(one).get([link for link in third.links if "/agreement/" in link][-1])


def _listed(page: Page) -> int:
    return len([a for a in page.all("a") if "".join(a.itertext()).startswith(("Written on", "Changed on"))])


def _older(page: Page) -> str:
    return next(link for link in page.links if "before=" in link)
