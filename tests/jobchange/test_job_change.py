"""P6, D7: somebody changes job. Their circles are looked at again and told once, in their own words. None ends."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update

from community.accounts.models import SecondAddress
from community.belonging.models import Block
from community.buddying import actions as circles
from community.buddying import queries as buddying
from community.buddying.models import Circle, CircleMessage, CircleState
from community.core import chance, clock
from community.core.database import db
from community.directory.models import DeclaredInterest, InterestKind, Profile
from community.directory.organisations import organisation_key
from community.jobchange import queries
from community.jobchange.models import JobNews
from community.mail.models import Letter
from community.notifications.models import Notice, What
from tests.browser import Browser, Page
from tests.buddying.people import circle_of, comfort, gareth, nadia, seen_circle
from tests.statements import statements
from tests.world import Person, World

ST_ELSEWHERE = "St Elsewhere Hospital"
ASKED = "One of you has moved"
IF_NEEDED = "If it is needed, everybody in it is asked whether it still feels right. Nobody is told why."


def works_at(world: World, person: Person, organisation: str, **more: object) -> None:
    """What somebody told the site of where they work."""
    values = {"organisation": organisation, "organisation_key": organisation_key(organisation), **more}
    with world.inside():
        db.session.execute(update(Profile).where(Profile.member_id == person.id).values(**values))


def declares(world: World, person: Person, kind: InterestKind, organisation: str) -> None:
    with world.inside():
        key = organisation_key(organisation)
        db.session.add(
            DeclaredInterest(member_id=person.id, kind=kind, organisation=organisation, organisation_key=key)
        )


def moves_to(browser: Browser, **said: object) -> Page:
    return browser.submit(browser.get("/account/job-change/where"), "/account/job-change/where", **said)


def keeps_words(browser: Browser, circle_id: UUID, words: str) -> Page:
    url = f"/account/job-change/circles/{circle_id}"
    return browser.submit(browser.get(url), url, words=words)


def sends(browser: Browser) -> Page:
    page = browser.get("/account/job-change/send")
    return browser.submit(page, "/account/job-change/send")


def messages_in(world: World, person: Person, circle_id: UUID) -> list[str]:
    with world.inside():
        return [each.text for each in buddying.messages_in(buddying.circle_seen_by(person.actor, circle_id)).rows]


def asked(world: World, person: Person) -> int:
    return world.count(Notice, member_id=person.id, what=What.LOOK_AGAIN)


def stands_against(person: Person) -> bool:
    """Of the person's first circle; inside the world."""
    return queries.is_clash(person.actor, queries.to_tell(person.actor)[0].circle)


@pytest.fixture
def pair(world: World) -> Iterator[tuple[Person, Person, UUID]]:
    """Nadia and Gareth, who works at St Elsewhere."""
    one, other = nadia(world), gareth(world)
    works_at(world, other, ST_ELSEWHERE)
    works_at(world, one, "Elm House")
    yield one, other, circle_of(world, one, other)


def test_becoming_colleagues_asks_both_alike_and_ends_nothing(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    assert moves_to(browser, sector="nhs-acute", organisation=ST_ELSEWHERE).location == "/account/job-change"
    assert asked(world, one) == asked(world, other) == 0  # nothing is sent before the last step
    page = browser.get("/account/job-change/send")
    assert IF_NEEDED in page and ASKED not in page
    assert sends(browser).location == "/account/job-change"
    assert asked(world, one) == asked(world, other) == 1
    circle = seen_circle(world, other, circle_id)
    assert circle.moved_at is not None and circle.is_open
    assert messages_in(world, other, circle_id) == []
    notice = world.one(Notice, member_id=other.id, what=What.LOOK_AGAIN)
    assert notice.from_id is None  # who has moved is not said by us


def test_nobody_is_shown_what_stands_against_it_nor_whom(world: World) -> None:
    """A trio: the mover reads what everybody reads, whatever stands against it, with whom, and why."""
    one, other, third = nadia(world), gareth(world), comfort(world)
    works_at(world, one, "Elm House")
    works_at(world, other, "Oak House")
    declares(world, third, InterestKind.DISPUTE, ST_ELSEWHERE)
    circle_id = circle_of(world, one, other, third)
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    page = browser.get(f"/account/job-change/circles/{circle_id}")
    assert IF_NEEDED in page
    for word in ("dispute", "inspect", "colleague", "organisation", "manage"):
        assert word not in page.text.lower()
    sends(browser)
    seen = world.browser(third).get("/notices").text
    assert ASKED in seen and one.name not in seen.split(ASKED)[1][:60]
    assert [asked(world, each) for each in (one, other, third)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("mine", "theirs", "declared"),
    [
        ({"organisation": ST_ELSEWHERE}, {}, None),
        ({}, {}, (InterestKind.LINE_MANAGED, ST_ELSEWHERE)),
        ({}, {}, (InterestKind.COMMISSIONS, ST_ELSEWHERE)),
        ({"sector": "nat-regulator", "place_words": "Greater Manchester"}, {"place_id": "greater-manchester"}, None),
    ],
    ids=["same organisation", "line management", "commissions them", "inspects in the same nation"],
)
def test_each_hard_rule_of_a_new_job_is_checked_again(
    world: World,
    pair: tuple[Person, Person, UUID],
    mine: dict[str, str],
    theirs: dict[str, str],
    declared: tuple[InterestKind, str] | None,
) -> None:
    one, other, _ = pair
    with world.inside():
        assert not stands_against(one)
    if declared:
        mine = {declared[0].value: declared[1]}
    assert moves_to(world.browser(one), **mine).status == 303
    with world.inside():
        assert stands_against(one) and stands_against(other)  # the other way round too


def test_room_and_being_buddies_stand_against_nothing(world: World) -> None:
    one, other = nadia(world, capacity=1), gareth(world, capacity=1)
    works_at(world, one, "Elm House")
    works_at(world, other, "Oak House")
    circle_of(world, one, other)
    with world.inside():
        assert not stands_against(one)


def test_without_a_clash_my_own_words_go_as_a_message_and_nothing_else(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation="Ash House")
    assert keeps_words(browser, circle_id, "I begin at another home on Monday.").location == "/account/job-change"
    assert messages_in(world, other, circle_id) == []
    shown = browser.get("/account/job-change/send")
    assert "I begin at another home on Monday." in shown and IF_NEEDED in shown
    page = browser.follow(sends(browser))
    assert messages_in(world, other, circle_id) == ["I begin at another home on Monday."]
    assert asked(world, other) == 0 and seen_circle(world, one, circle_id).moved_at is None
    assert f"/buddies/circles/{circle_id}/meeting" in page.links
    assert "/journal/new?template=p-new-role" in page.links


def test_with_a_clash_both_the_question_and_my_words_are_sent(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    keeps_words(browser, circle_id, "We shall be colleagues.")
    sends(browser)
    assert messages_in(world, other, circle_id) == ["We shall be colleagues."]
    assert asked(world, other) == 1


def test_nothing_is_sent_twice(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    keeps_words(browser, circle_id, "We shall be colleagues.")
    page = browser.get("/account/job-change/send")
    for _ in range(3):
        browser.submit(page, "/account/job-change/send")
    moved_at = seen_circle(world, one, circle_id).moved_at
    assert "Nothing more is sent" in browser.get("/account/job-change/send")
    assert sends_nothing(browser)
    assert messages_in(world, other, circle_id) == ["We shall be colleagues."]
    assert asked(world, other) == 1 and seen_circle(world, one, circle_id).moved_at == moved_at


def sends_nothing(browser: Browser) -> bool:
    return browser.post("/account/job-change/send").location == "/account/job-change"


def test_only_what_was_shown_is_sent(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    keeps_words(browser, circle_id, "I move on.")
    page = browser.get("/account/job-change/send")
    moves_to(browser, organisation=ST_ELSEWHERE)  # in another window
    answer = browser.submit(page, "/account/job-change/send")
    assert answer.status == 409 and "Something has changed since you looked" in answer and IF_NEEDED in answer
    assert messages_in(world, other, circle_id) == [] and asked(world, other) == 0
    assert browser.submit(answer, "/account/job-change/send").status == 303
    assert asked(world, other) == 1


def test_a_clash_that_comes_later_is_asked_about_though_the_words_have_gone(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    keeps_words(browser, circle_id, "I move on.")
    sends(browser)
    moves_to(browser, organisation=ST_ELSEWHERE)
    sends(browser)
    assert messages_in(world, other, circle_id) == ["I move on."] and asked(world, other) == 1
    answer = browser.post(f"/account/job-change/circles/{circle_id}", {"words": "Once more"})
    assert answer.status == 409


def test_another_change_of_job_begins_anew(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    for number, words in enumerate(("The first.", "The second."), 1):
        keeps_words(browser, circle_id, words)
        page = browser.follow(sends(browser))
        assert len(messages_in(world, other, circle_id)) == number
        assert "/account/job-change/again" not in page.html and "told of this change" in page
        assert browser.post("/account/job-change/again").status == 409, "nothing has changed since"
        moves_to(browser, organisation=f"Ash House {number}")
        browser.submit(browser.get("/account/job-change"), "/account/job-change/again")


def test_what_others_declared_is_not_shown_before_or_after_it_is_sent(world: World) -> None:
    """Two circles, one with somebody in a dispute with the new employer: every page says the same of both."""
    one, other, third = nadia(world, capacity=2), gareth(world), comfort(world)
    declares(world, third, InterestKind.DISPUTE, ST_ELSEWHERE)
    ids = {other.name: circle_of(world, one, other), third.name: circle_of(world, one, third)}
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)

    def said_of(person: Person) -> list[str]:
        pages = [browser.get("/account/job-change"), browser.get("/account/job-change/send")]
        pages.append(browser.get(f"/account/job-change/circles/{ids[person.name]}"))
        rows = [page.text.partition(f"You and {person.name} ")[2].split("You and ")[0] for page in pages]
        return [row.replace(person.name, "them").removesuffix("Back").strip()[:40] for row in rows]

    before = said_of(third)
    assert said_of(other) == before and all(IF_NEEDED[:25] in row for row in before[::2])
    sends(browser)
    assert (asked(world, other), asked(world, third)) == (0, 1)
    assert said_of(other) == said_of(third)
    assert f"/buddies/circles/{ids[third.name]}/meeting" in browser.get("/account/job-change").links


def test_nobody_is_looked_for_by_whoever_has_not_moved(world: World, pair: tuple[Person, Person, UUID]) -> None:
    """Else a press of a button would tell what the other declares, week by week."""
    one, other, circle_id = pair
    browser = world.browser(one)
    declares(world, other, InterestKind.DISPUTE, "Elm House")
    keeps_words(browser, circle_id, "I stay.")
    sends(browser)
    assert asked(world, other) == 0
    browser.submit(browser.get("/profile/talking"), "/profile/talking", capacity="3")
    assert browser.post("/account/job-change/again").status == 409
    moves_to(browser, sector="nhs-acute")
    sends(browser)
    assert asked(world, other) == 1


def test_a_circle_is_asked_once_in_thirty_days_whoever_moves(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    moves_to(world.browser(one), organisation=ST_ELSEWHERE)
    sends(world.browser(one))
    first = world.one(Circle, public_id=circle_id).moved_at
    for person in (one, other):
        for organisation in ("Oak House", ST_ELSEWHERE.upper()):
            browser = world.browser(person)
            moves_to(browser, organisation=organisation)
            sends(browser)
            browser.post("/account/job-change/again")
    assert world.one(Circle, public_id=circle_id).moved_at == first
    with time_machine.travel(clock.now() + queries.BETWEEN_LOOKS + timedelta(minutes=1)):
        browser = world.browser(one)
        moves_to(browser, sector="nhs-acute")
        sends(browser)
        later = world.one(Circle, public_id=circle_id).moved_at
    assert first and later and later > first


def test_what_is_kept_for_later_is_sealed_and_gone_from_the_table_once_it_is_sent(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, _, circle_id = pair
    browser = world.browser(one)
    keeps_words(browser, circle_id, "Canary of a new job")
    box = world.one(JobNews).box
    assert box and b"Canary" not in box
    assert "Canary of a new job" in browser.get(f"/account/job-change/circles/{circle_id}").html
    sends(browser)
    assert world.one(JobNews).box is None


def test_nobody_else_sees_what_I_am_about_to_say(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    keeps_words(world.browser(one), circle_id, "Canary of a new job")
    theirs = world.browser(other)
    for path in ("", "/send", f"/circles/{circle_id}", "/leaving"):
        assert "Canary" not in theirs.get(f"/account/job-change{path}").html
    assert "Canary" not in theirs.get(f"/buddies/circles/{circle_id}").html
    stranger = world.browser(comfort(world))
    assert stranger.get(f"/account/job-change/circles/{circle_id}").status == 404
    assert stranger.post(f"/account/job-change/circles/{circle_id}", {"words": "Hello"}).status == 404


def test_no_letter_says_what_was_written_or_what_stands_against_it(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, _, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    keeps_words(browser, circle_id, "Canary of a new job")
    sends(browser)
    with world.inside():
        said = repr([(each.kind, each.about) for each in db.session.query(Letter)])
        told = repr([(each.words, each.what) for each in db.session.query(Notice)])
    assert "Canary" not in said + told and ST_ELSEWHERE not in said + told


def test_finished_circles_and_people_kept_apart_are_told_nothing(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, _, circle_id = pair
    with world.inside():
        db.session.execute(
            update(Circle).where(Circle.public_id == circle_id).values(state=CircleState.FINISHED, ended_at=clock.now())
        )
    browser = world.browser(one)
    assert "You have no buddies at the moment" in browser.get("/account/job-change")
    assert browser.get(f"/account/job-change/circles/{circle_id}").status == 404
    other = comfort(world)
    apart = circle_of(world, one, other)
    with world.inside():
        db.session.add(Block(blocker_id=other.id, blocked_id=one.id, made_at=clock.now()))
    assert browser.get(f"/account/job-change/circles/{apart}").status == 404


def test_the_rest_of_the_profile_stays_and_nothing_is_overwritten_unseen(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, _, _ = pair
    works_at(world, one, "Elm House", about="I run a home.", perspectives=["operational"])
    browser = world.browser(one)
    page = browser.get("/account/job-change/where")
    moves_to(browser, organisation="Ash House")
    profile = world.one(Profile, member_id=one.id)
    assert (profile.about, profile.perspectives, profile.organisation) == (
        "I run a home.",
        ["operational"],
        "Ash House",
    )
    stale = browser.submit(page, "/account/job-change/where", organisation="Oak House")
    assert stale.status == 409 and "Ash House" in stale
    assert world.one(Profile, member_id=one.id).organisation == "Ash House"


def test_leaving_health_and_care_finishes_well_or_stays_without_being_suggested(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, _, circle_id = pair
    browser = world.browser(one)
    page = browser.get("/account/job-change/leaving")
    assert f"/buddies/circles/{circle_id}/finish" in page.links
    page = browser.follow(browser.submit(page, "/account/job-change/stay"))
    assert "That is how it is now" in page
    assert world.one(Profile, member_id=one.id).is_available is False
    assert seen_circle(world, one, circle_id).is_open
    looking = world.member("Hassan", sector="nhs-acute")
    with world.inside():
        found = buddying.suggestions_for(looking.actor)
    assert one.public_id not in {each.public_id for each in (*found.another_side, *found.know_your_job)}


def test_a_circle_of_three_is_told_once_in_my_words(world: World) -> None:
    one, other, third = nadia(world), gareth(world), comfort(world)
    circle_id = circle_of(world, one, other, third)
    browser = world.browser(one)
    keeps_words(browser, circle_id, "I move on.")
    sends(browser)
    assert world.count(CircleMessage) == 1
    assert messages_in(world, third, circle_id) == ["I move on."]


def test_a_message_too_many_sends_nothing_of_the_plan(world: World, pair: tuple[Person, Person, UUID]) -> None:
    """Either everything that was shown is sent, or nothing is."""
    one, other, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    keeps_words(browser, circle_id, "I move on.")
    with world.inside():
        circle = buddying.circle_seen_by(one.actor, circle_id)
        for _ in range(buddying.messages_today(one.actor.id)[1]):
            circles.write_message(one.actor, circle, words="And another", once=chance.new_id())
    assert sends(browser).status == 429
    assert asked(world, other) == 0
    assert world.one(JobNews).told_at is None and world.one(JobNews).box is not None


def test_pressing_in_many_windows_at_once_sends_once(world: World, pair: tuple[Person, Person, UUID]) -> None:
    one, other, circle_id = pair
    browser = world.browser(one)
    moves_to(browser, organisation=ST_ELSEWHERE)
    keeps_words(browser, circle_id, "I move on.")
    seen = browser.get("/account/job-change/send").form("/account/job-change/send").values["seen"]
    windows = [world.browser(one) for _ in range(8)]
    for window in windows:
        window.get("/help")
    with ThreadPoolExecutor(max_workers=len(windows)) as pool:
        answers = list(pool.map(lambda window: window.post("/account/job-change/send", {"seen": seen}).status, windows))
    assert not [status for status in answers if status >= 500]
    assert messages_in(world, other, circle_id) == ["I move on."] and asked(world, other) == 1


def test_H2_a_second_address_of_ones_employer_counts_as_the_first_does(
    world: World, pair: tuple[Person, Person, UUID]
) -> None:
    one, other, _ = pair
    stranger = world.member("Hassan", sector="nhs-acute")
    with world.inside():
        assert buddying.stranger_seen_by(one.actor, stranger.public_id).may_meet
        for number, person in enumerate((one, other, stranger)):
            email = f"somebody.{number}@elsewhere.nhs.uk"
            db.session.add(SecondAddress(member_id=person.id, email=email, email_key=email, proven_at=clock.now()))
    with world.inside():
        assert stands_against(one)
        assert not buddying.stranger_seen_by(one.actor, stranger.public_id).may_meet


def test_the_page_asks_the_same_few_questions_whatever_was_told(world: World) -> None:
    """A member has three circles at most; each is loaded by the loader that its own page uses."""
    one = nadia(world)
    circle_of(world, one, gareth(world))
    browser = world.browser(one)
    browser.get("/account/job-change")
    with statements(world.app) as seen:
        browser.get("/account/job-change")
    assert len(seen) <= 16
