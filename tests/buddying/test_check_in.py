"""The check-in of week three: three taps, shown to whoever answers and to nobody else, and what they may do with it."""

from uuid import UUID

import pytest

from community.buddying.models import CircleLook, CircleMessage, CircleState, ContactWish
from community.core import chance
from community.core.roles import Role
from tests.browser import Page
from tests.buddying.people import comfort, gareth, nadia
from tests.buddying.terms import active_circle, change_circle, leave, tell, the_weeks
from tests.buddying.told import sentences, told
from tests.world import Person, World

TAPS = {"met": "not_yet", "useful": "a_little", "amiss": "something"}
CANARY = "Quillfeather between the two of us"


def door(circle_id: UUID) -> str:
    return f"/buddies/circles/{circle_id}/check-in"


def answer(world: World, person: Person, circle_id: UUID, **more: str) -> Page:
    return world.browser(person).post(door(circle_id), TAPS | more)


def test_it_is_told_in_week_three_once_to_each_and_leads_to_its_page(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3, seconds=-1)
        assert tell(world) == 0 and not told(world, one)
        watch.week(3)
        assert tell(world) == 2
        assert sentences(world, one) == ["How is it going with Gareth? Three taps"]
        assert sentences(world, other) == ["How is it going with Nadia? Three taps"]
        assert told(world, one)[0].path == door(circle_id)
        for week in range(3, 12):
            watch.week(week + 0.5)
            assert tell(world) == 0, "once"


@pytest.mark.parametrize("state", [CircleState.PAUSED, CircleState.FIRST_MEETING])
def test_nobody_is_told_while_the_circle_rests_or_has_not_begun(world: World, state: CircleState) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, nadia(world), gareth(world))
        change_circle(world, circle_id, state=state)
        watch.week(4)
        assert tell(world) == 0


def test_nobody_is_told_when_it_is_finished_or_in_the_second_half_year(
    world: World, one: Person, other: Person
) -> None:
    third = comfort(world)
    with the_weeks() as watch:
        finished, second = active_circle(world, one, other), active_circle(world, one, third)
        leave(world, one, finished)
        change_circle(world, second, term=2)
        watch.week(4)
        assert tell(world) == 0


def test_whoever_answers_reads_it_and_nobody_else_does(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        tell(world)
        answer(world, one, circle_id, words=CANARY)
        assert CANARY in world.browser(one).get(door(circle_id))
        assert not told(world, one), "what was answered asks no more"
        for person in (other, world.member("Ade", role=Role.ADMINISTRATOR), world.member("May", role=Role.MODERATOR)):
            page = world.browser(person).get(door(circle_id))
            assert page.status == (200 if person is other else 404) and CANARY not in page.html
        assert CANARY not in world.browser(other).get(f"/buddies/circles/{circle_id}").html
        assert len(told(world, other)) == 1, "nothing says that Nadia has answered"


@pytest.mark.parametrize("amiss", ["nothing", "something_small", "something"])
def test_finishing_is_spoken_of_only_where_something_is_not_right(
    world: World, one: Person, other: Person, amiss: str
) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, met="yes", useful="yes", amiss=amiss)
        page = world.browser(one).get(door(circle_id))
    assert (f"/buddies/circles/{circle_id}/finish" in page.links) is (amiss != "nothing")
    assert ("Good to hear" in page) is (amiss == "nothing")


def test_an_answer_can_be_changed_and_there_is_one(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, words="First")
        answer(world, one, circle_id, words="Second", useful="yes")
        page = world.browser(one).get(door(circle_id))
        assert "Second" in page and "First" not in page.html
        assert world.count(CircleLook, member_id=one.id) == 1


def test_before_its_week_there_is_nothing_to_answer(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(2)
        browser = world.browser(one)
        assert "comes on Wednesday 25 March" in browser.get(door(circle_id))
        assert browser.post(door(circle_id), TAPS).status == 409
        assert world.count(CircleLook) == 0


def test_the_three_taps_are_needed_and_what_was_typed_stays(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        page = world.browser(one).post(door(circle_id), {"words": CANARY})
        assert page.status == 422 and CANARY in page.html
        assert "Say whether you have met." in page and "Say whether it is useful." in page


def test_words_are_shared_by_a_step_of_its_own_exactly_as_shown(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, words=CANARY)
        assert world.count(CircleMessage) == 0
        browser = world.browser(one)
        page = browser.get(door(circle_id))
        preview = next(each for each in page.all("li", id="preview"))
        assert CANARY in "".join(preview.itertext())
        unticked = browser.submit(page, "/share")
        assert unticked.status == 422 and "Tick the box" in unticked and world.count(CircleMessage) == 0
        sent = browser.submit(page, "/share", agrees="y")
        assert sent.location == f"/buddies/circles/{circle_id}"
        browser.submit(page, "/share", agrees="y")
        assert world.count(CircleMessage) == 1, "the same form sends once"
        theirs = world.browser(other).get(f"/buddies/circles/{circle_id}")
        assert CANARY in theirs and "something" not in [word.lower() for word in theirs.text.split()]


def test_words_that_changed_since_they_were_shown_are_not_sent(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, words="What I saw")
        browser = world.browser(one)
        page = browser.get(door(circle_id))
        answer(world, one, circle_id, words="What I wrote later")
        refused = browser.submit(page, "/share", agrees="y")
        assert refused.status == 422 and "You have changed your words since." in refused
        assert world.count(CircleMessage) == 0
        assert browser.submit(refused, "/share", agrees="y").status == 303
        assert "What I wrote later" in world.browser(other).get(f"/buddies/circles/{circle_id}")


def test_without_words_there_is_nothing_to_share(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id)
        assert not [
            form for form in world.browser(one).get(door(circle_id)).all("form") if "share" in form.get("action", "")
        ]
        sent = {"agrees": "y", "seen": "", "key": str(chance.new_id())}
        assert world.browser(one).post(f"{door(circle_id)}/share", sent).status == 409


def test_the_tick_alone_makes_a_wish_to_be_contacted(world: World, one: Person, other: Person) -> None:
    ade = world.member("Ade", role=Role.ADMINISTRATOR)
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, other, circle_id, words=CANARY)
        assert world.count(ContactWish) == 0 and not told(world, ade)
        answer(world, one, circle_id, words=CANARY, wants_contact="y")
        assert world.one(ContactWish).member_id == one.id
        assert sentences(world, ade) == ["Nadia would like somebody to contact them"]
        page = world.browser(ade).get("/desk/contact")
        assert "Nadia" in page and CANARY not in page.html and str(circle_id) not in page.html
        asked = world.browser(one).get(door(circle_id))
        assert "take it back" in asked and not asked.all("input", name="wants_contact")


def test_the_circle_page_asks_with_a_card_and_then_keeps_a_line(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        here = f"/buddies/circles/{circle_id}"
        assert door(circle_id) not in world.browser(one).get(here).links
        watch.week(3)
        assert "How is it going with Gareth?" in world.browser(one).get(here)
        answer(world, one, circle_id)
        page = world.browser(one).get(here)
        assert "How is it going with Gareth?" not in page and door(circle_id) in page.links
        watch.week(12)
        assert "How is it going with Nadia?" not in world.browser(other).get(here), "its weeks are over"


def test_ones_own_answer_stays_to_be_read_in_the_next_half_year(world: World, one: Person, other: Person) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, words=CANARY)
        change_circle(world, circle_id, term=2)
        assert CANARY in world.browser(one).get(door(circle_id))
        assert world.browser(one).post(door(circle_id), TAPS).status == 409


def test_a_finished_circle_still_shows_ones_own_answer_and_asks_nothing(
    world: World, one: Person, other: Person
) -> None:
    with the_weeks() as watch:
        circle_id = active_circle(world, one, other)
        watch.week(3)
        answer(world, one, circle_id, words=CANARY)
        leave(world, other, circle_id)
        page = world.browser(one).get(door(circle_id))
        assert CANARY in page and not [form for form in page.all("form") if "check-in" in form.get("action", "")]
        assert world.browser(one).post(door(circle_id), TAPS).status == 409
