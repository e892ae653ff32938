"""What buddies do in their circle: write, promise, meet, carry on, finish."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.buddying import actions, queries
from community.buddying.models import Circle, CircleMessage, CircleSeat, CircleState, Meeting, PromiseMade
from community.core import chance, clock
from community.core.database import db
from community.directory.models import Profile
from tests.browser import Browser, Page
from tests.buddying.people import buddies, circle_of, comfort, gareth, nadia, seen_circle
from tests.statements import statements
from tests.world import Person, World


@pytest.fixture
def url(world: World, one: Person, other: Person) -> str:
    return f"/buddies/circles/{buddies(world, one, other)}"


def key() -> str:
    return str(chance.new_id())


def words_on(page: Page) -> list[str]:
    return [
        "".join(each.itertext()).strip() for each in page.all("div") if "words" in (each.get("class") or "").split()
    ]


def write(browser: Browser, url: str, words: str) -> Page:
    return browser.post(f"{url}/messages", {"words": words, "key": key()})


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_message_is_written_and_the_buddy_reads_it(
    world: World, one: Person, other: Person, url: str, htmx: bool
) -> None:
    browser = world.browser(one)
    answer = browser.submit(browser.get(url), "/messages", htmx=htmx, words="Shall we say Thursday?\nOr Friday?")
    shown = answer if htmx else browser.follow(answer)
    assert "Shall we say Thursday?\nOr Friday?" in words_on(shown)
    page = world.browser(other).get(url)
    assert words_on(page) == ["May I ask you something?", "Shall we say Thursday?\nOr Friday?"]
    if htmx:
        assert answer.form("/messages").values["words"] == "", "a fresh form comes with it"


def test_markup_in_a_message_is_words(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    write(browser, url, "<script>alert(1)</script> & <b>bold</b>")
    page = browser.get(url)
    assert "<script>alert(1)</script> & <b>bold</b>" in words_on(page) and "<script>alert" not in page.html


def test_the_same_message_sent_again_stands_there_once(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    page = browser.get(url)
    first = browser.submit(page, "/messages", words="Only once")
    again = browser.submit(page, "/messages", words="Only once")
    assert first.location == again.location and words_on(browser.get(url)).count("Only once") == 1


def test_earlier_messages_are_shown_page_by_page(world: World, one: Person, url: str) -> None:
    with world.inside():
        circle = seen_circle(world, one, _id(url))
    for number in range(64):
        with world.inside(), time_machine.travel(clock.now() + timedelta(days=2 * number + 8), tick=False):
            actions.write_message(one.actor, circle, words=f"Message {number}", once=chance.new_id())
    browser = world.browser(one)
    page = browser.get(url)
    assert words_on(page) == [f"Message {number}" for number in range(34, 64)]
    assert len(page.all("li", **{"class": "day"})) == 30, "a line for each day"
    older = browser.get(_link(page, "before="), htmx=True)
    assert words_on(older) == [f"Message {number}" for number in range(4, 34)]
    whole = browser.get(_link(older, "before="))
    assert words_on(whole) == ["May I ask you something?", *(f"Message {number}" for number in range(4))]
    assert not [link for link in whole.links if "before=" in link] and url in whole.links


def test_R42_a_new_member_writes_five_messages_a_day_and_then_twenty(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    told = [write(browser, url, f"Word {number}").status for number in range(5)]
    assert told == [303] * 4 + [429], "the hello that began it all is one of the five"
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        later = world.browser(one)
        assert [write(later, url, f"Later {number}").status for number in range(21)] == [303] * 20 + [429]


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_promise_has_an_owner_and_a_date_and_is_kept(
    world: World, one: Person, other: Person, url: str, htmx: bool
) -> None:
    browser, due = world.browser(one), clock.today() + timedelta(days=9)
    page = browser.get(url)
    answer = browser.submit(
        page, "/promises", htmx=htmx, words="Ring before, not after", owner=str(other.public_id), due_on=str(due)
    )
    shown = answer if htmx else browser.follow(answer)
    assert "Ring before, not after" in shown and "Gareth, by" in shown.html
    theirs = world.browser(other)
    done = theirs.submit(theirs.get(url), "/keep", htmx=htmx)
    assert "You, done today" in (done if htmx else theirs.follow(done)).text.replace("You , done", "You, done")
    theirs.submit(theirs.get(url), "/reopen")
    assert world.one(PromiseMade).done_on is None


def test_a_promise_for_somebody_outside_the_circle_is_refused(world: World, one: Person, url: str) -> None:
    stranger = comfort(world)
    answer = world.browser(one).post(
        f"{url}/promises", {"words": "Do it", "owner": str(stranger.public_id), "key": key()}
    )
    assert answer.status == 422 and 'value="Do it"' in answer.html and world.count(PromiseMade) == 0


def test_we_met_in_one_tap_and_once_a_day_whoever_says_it(world: World, one: Person, other: Person, url: str) -> None:
    for person in (one, other):
        browser = world.browser(person)
        page = browser.follow(browser.submit(browser.get(url), "/met"))
        assert "When you met" in page
    assert world.count(Meeting) == 1
    assert "Take out" in world.browser(one).get(url), "whoever noted it may take it out"
    assert "Take out" not in world.browser(other).get(url)
    browser = world.browser(one)
    browser.submit(browser.get(url), "/forget")
    assert world.count(Meeting) == 0


def test_after_we_met_no_first_meeting_is_to_come_and_a_promise_is_one_link_away(
    world: World, one: Person, url: str
) -> None:
    browser = world.browser(one)
    page = browser.get(url)
    assert "Now comes a first meeting." in page
    met = browser.follow(browser.submit(page, "/met"))
    assert "Now comes a first meeting." not in met and "#promises" in met.links


def test_a_finished_circle_invites_nobody_to_write(world: World, one: Person, other: Person) -> None:
    url = f"/buddies/circles/{circle_of(world, one, other)}"
    browser = world.browser(one)
    assert "Small and soon is best." in browser.get(url)
    browser.submit(browser.get(f"{url}/finish"), "/finish")
    page = browser.get(url)
    assert "Small and soon" not in page and "when suits you" not in page and "Nothing was written down." in page


def test_we_met_on_another_day_is_since_the_beginning_and_up_to_today(world: World, one: Person, url: str) -> None:
    browser = world.browser(one)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        answer = browser.post(f"{url}/met", {"on": str(day), "key": key()})
        assert answer.status == 422 and "Choose a day since you became buddies, up to today." in answer


def plan(**told: str) -> dict[str, str]:
    day = str(clock.today() + timedelta(days=9))
    return {"on": day, "at": "16:00", "how": "phone", "where": "", "seen": "0", "key": key()} | told


def test_the_next_meeting_is_set_moved_and_called_off(world: World, one: Person, other: Person, url: str) -> None:
    browser = world.browser(one)
    form = browser.get(f"{url}/meeting")
    browser.submit(form, "/meeting", **plan(where="Gareth rings Nadia"))
    page = world.browser(other).get(url)
    assert "16:00, by phone." in page and "Gareth rings Nadia" in page
    theirs = world.browser(other)
    moved = theirs.submit(theirs.get(f"{url}/meeting"), "/meeting", at="17:30")
    assert "17:30, by phone." in theirs.follow(moved) and "Gareth rings Nadia" in theirs.get(url)
    gone = theirs.submit(theirs.get(url), "/call-off")
    after = theirs.follow(gone).text
    assert "Call it off" not in after and after.count("17:30") == 1, "only to say that it is off"


def test_R46_a_plan_that_changed_meanwhile_is_not_overwritten(
    world: World, one: Person, other: Person, url: str
) -> None:
    mine, theirs = world.browser(one), world.browser(other)
    stale = mine.get(f"{url}/meeting")
    theirs.post(f"{url}/meeting", plan(at="10:15"))
    answer = mine.submit(stale, "/meeting", on=plan()["on"], at="20:45")
    assert answer.status == 409 and "10:15" in answer and 'value="20:45"' in answer.html
    assert mine.follow(mine.submit(answer, "/meeting")).text.count("20:45") == 1, "now that it was seen"


def test_the_time_is_a_british_one(world: World, one: Person, url: str) -> None:
    with time_machine.travel("2026-06-01T09:00:00+00:00", tick=False):
        browser = world.browser(one)
        with world.inside():
            db.session.query(Circle).update({"began_at": clock.now()})
        browser.post(f"{url}/meeting", plan(on="2026-06-20", at="16:00"))
        assert "Saturday 20 June, 16:00" in browser.get(url)
    assert world.one(Meeting).starts_at.hour == 15


def test_a_planned_meeting_that_was_held_is_no_longer_planned(world: World, one: Person, url: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        world.browser(one).post(f"{url}/meeting", plan())
        watch.shift(timedelta(days=10))
        browser = world.browser(one)
        page = browser.get(url)
        assert "Did you meet?" in page
        assert "Nothing planned yet." in browser.follow(browser.submit(page, "/met"))
        assert world.count(Meeting) == 1


def test_two_yeses_after_the_first_meeting_make_buddies_and_one_shows_nothing(
    world: World, one: Person, other: Person, url: str
) -> None:
    mine, theirs = world.browser(one), world.browser(other)
    _say_apart(world, url, one, other)
    before = theirs.get(url)
    assert "carry on as buddies?" not in before, "not before they have met"
    mine.submit(mine.get(url), "/met")
    unanswered = theirs.get(url).text
    mine.submit(mine.get(url), "/carry-on")
    assert "You said you would like to carry on." in mine.get(url)
    assert theirs.get(url).text == unanswered, "nothing of the one answer shows"
    theirs.submit(theirs.get(url), "/carry-on")
    assert world.one(Circle).state is CircleState.ACTIVE
    assert "Buddies since" in theirs.get(url) and "A guide for the first meeting" not in theirs.get(url)


def test_whoever_keeps_their_organisation_is_asked_whether_they_work_together(
    world: World, one: Person, other: Person, url: str
) -> None:
    browser = world.browser(one)
    page = browser.get(url)
    assert "do you and Gareth work together" in page
    assert "This finishes your circle with Gareth" in page, "said between the one tap and the other"
    answer = browser.submit(page, "/together")
    assert "nobody did anything wrong" in browser.follow(answer)
    assert world.one(Circle).state is CircleState.FINISHED
    assert "work together" not in world.browser(other).get(url)
    assert world.one(Profile, member_id=other.id).circles_open == 0


def test_two_who_gave_their_organisations_are_not_asked(world: World) -> None:
    one = nadia(world, organisation="Larchmere", organisation_key="larchmere")
    other = gareth(world, organisation="Fellside", organisation_key="fellside")
    assert "work together" not in world.browser(one).get(f"/buddies/circles/{buddies(world, one, other)}")


def test_finishing_takes_two_actions_is_neutral_and_gives_room_back(
    world: World, one: Person, other: Person, url: str
) -> None:
    browser = world.browser(one)
    browser.submit(browser.get(f"{url}/finish"), "/finish", is_not_again="y")
    page = world.browser(other).get(url)
    assert "This circle is finished." in page and "May I ask you something?" in page
    assert not re_finds(page, "Nadia finished|ended by|not again") and not page.all("textarea")
    assert [world.one(Profile, member_id=each.id).circles_open for each in (one, other)] == [0, 0]
    assert world.one(CircleSeat, member_id=one.id).is_not_again
    assert browser.post(f"{url}/finish").status == 303, "a repeat changes nothing"
    assert [world.one(Profile, member_id=each.id).circles_open for each in (one, other)] == [0, 0]
    for door, sent in (("/messages", {"words": "x"}), ("/promises", {"words": "x", "owner": str(one.public_id)})):
        assert browser.post(url + door, sent | {"key": key()}).status == 409
    assert browser.post(f"{url}/meeting", plan()).status == 409
    assert browser.get(f"{url}/finish").status == 303 == browser.get(f"{url}/meeting").status


def test_somebody_leaves_a_trio_and_the_two_go_on(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    url = f"/buddies/circles/{circle_of(world, one, other, third)}"
    browser = world.browser(third)
    browser.submit(browser.get(f"{url}/finish"), "/finish")
    assert browser.get(url).status == 404
    assert world.one(Profile, member_id=third.id).circles_open == 0
    assert write(world.browser(one), url, "Still here").status == 303
    assert "Still here" in world.browser(other).get(url)


def test_when_two_leave_a_trio_the_last_one_is_not_left_waiting_in_it(world: World, one: Person, other: Person) -> None:
    third = comfort(world)
    circle_id = circle_of(world, one, other, third)
    seen_by_two = [(each, seen_circle(world, each, circle_id)) for each in (one, other)]
    for person, seen in seen_by_two:
        with world.inside():
            actions.finish(person.actor, seen, is_not_again=False)
    assert world.one(Circle, public_id=circle_id).state is CircleState.FINISHED
    assert [world.one(Profile, member_id=each.id).circles_open for each in (one, other, third)] == [0, 0, 0]
    with world.inside():
        assert queries.circles_of(third.actor) == []
        actions.finish(one.actor, seen_by_two[0][1], is_not_again=False)
    assert world.one(Profile, member_id=third.id).circles_open == 0, "a repeat changes nothing"


def test_a_trio_is_not_spoken_to_as_two(world: World, one: Person, other: Person) -> None:
    url = f"/buddies/circles/{circle_of(world, one, other, comfort(world))}"
    page = world.browser(one).get(f"{url}/meeting")
    assert "Only this circle sees it." in page and "the two of you" not in page and "You can both" not in page
    assert "the two of you" not in world.browser(one).get(url).html


def test_a_member_who_has_left_the_site_leaves_their_words_without_the_name(
    world: World, one: Person, url: str
) -> None:
    with world.inside():
        db.session.query(CircleMessage).update({"author_id": None})
    page = world.browser(one).get(url)
    assert "May I ask you something?" in page and "Somebody who has left" in page


def test_the_page_asks_the_same_few_questions_however_much_was_written(
    app: Flask, world: World, one: Person, url: str
) -> None:
    browser, counted = world.browser(one), []
    circle = seen_circle(world, one, _id(url))
    for how_many in (1, 29):
        for number in range(how_many):
            with world.inside(), time_machine.travel(clock.now() + timedelta(days=2 * number), tick=False):
                actions.write_message(one.actor, circle, words=f"Message {number}", once=chance.new_id())
        browser.get(url)
        with statements(app) as asked:
            browser.get(url)
        counted.append(len(asked))
        assert not [each for each in asked if not each.lstrip().upper().startswith("SELECT")]
    assert counted[0] == counted[1] <= 12


def test_the_page_says_once_who_can_read_it(world: World, one: Person, url: str) -> None:
    page = world.browser(one).get(url)
    assert page.text.count("Others see a message only if one of you reports it.") == 1
    assert page.text.count("You and Gareth. ") == 1


def _say_apart(world: World, url: str, *people: Person) -> None:
    for person in people:
        browser = world.browser(person)
        browser.submit(browser.get(url), "/apart")


def _id(url: str) -> UUID:
    return UUID(url.rsplit("/", 1)[1])


def _link(page: Page, part: str) -> str:
    return next(link for link in page.links if part in link)


def re_finds(page: Page, pattern: str) -> bool:
    return re.search(pattern, page.text) is not None


def test_the_names_of_a_circle_are_one_list(world: World, one: Person, other: Person) -> None:
    circle_id = circle_of(world, one, other, comfort(world))
    browser = world.browser(one)
    for path in (f"/buddies/circles/{circle_id}", "/buddies", f"/buddies/circles/{circle_id}/pause"):
        page = browser.get(path)
        assert "You, Comfort and Gareth" in page and "and Comfort and" not in page
