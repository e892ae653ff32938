"""Each member chooses how soon letters speak of what, and when they may come."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from community.core import clock
from community.core.database import db
from community.core.errors import Invalid
from community.core.roles import MemberState
from community.notifications import actions, queries
from community.notifications.hours import USUAL, Hours, zones
from community.notifications.kinds import KINDS
from community.notifications.models import Kind, LetterTimes, Level, Notice, Preference, Timing, What
from tests.browser import Page
from tests.notifications.people import notices_of, only_notice_of, tell, timings_of
from tests.world import Person, World

HERE = "/notices/settings"
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


def save(world: World, person: Person, **changed: str) -> Page:
    browser = world.browser(person)
    return browser.submit(browser.get(HERE), HERE, **changed)


def times_of(world: World, person: Person) -> Hours:
    with world.app.app_context():
        return queries.times_of(person.id)


def begin(world: World, person: Person) -> None:
    with world.inside():
        actions.begin(person.id)


def test_at_first_everything_is_as_the_house_has_it(world: World) -> None:
    nadia = world.member()
    page = world.browser(nadia).get(HERE)
    chosen = page.form(HERE).values
    assert {kind: chosen[kind.value] for kind in Kind} == {kind: [words.timing] for kind, words in KINDS.items()}
    assert (chosen["from_hour"], chosen["to_hour"], chosen["weekday"]) == ("8", "20", "0")
    assert chosen["zone"] == "Europe/London" and "any_hour" not in chosen
    assert "A letter never holds what somebody wrote, only who and where." in page
    assert "Letters about your account’s safety always come, at any hour." in page


def test_the_page_says_every_kind_in_words(world: World) -> None:
    page = world.browser(world.member()).get(HERE)
    for words in KINDS.values():
        assert words.label in page and words.line in page


def test_what_is_saved_is_on_the_page_again_and_nobody_elses(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    answer = save(
        world, nadia, message="daily", community="never", from_hour="22", to_hour="6", weekday="6", zone="Asia/Tokyo"
    )
    assert answer.status == 303
    chosen = world.browser(nadia).get(HERE).form(HERE).values
    assert (chosen["message"], chosen["community"], chosen["hello"]) == (["daily"], ["never"], ["now"])
    assert times_of(world, nadia) == Hours("Asia/Tokyo", 22, 6, 6)
    assert timings_of(world, gareth)[Kind.MESSAGE] is Timing.NOW and times_of(world, gareth) == USUAL


def test_only_what_differs_from_the_house_is_kept(world: World) -> None:
    nadia = world.member()
    save(world, nadia, message="daily")
    assert world.one(Preference, member_id=nadia.id).kind is Kind.MESSAGE
    save(world, nadia, message="now")
    assert world.count(Preference) == 0


def test_a_choice_holds_for_what_waits_unread_and_for_nothing_that_a_letter_spoke_of(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    told = tell(world, nadia, What.MESSAGE, sender=gareth)
    tell(world, gareth, What.MESSAGE, sender=nadia)
    save(world, nadia, message="weekly")
    assert only_notice_of(world, nadia).letter is Timing.WEEKLY
    assert only_notice_of(world, gareth).letter is Timing.NOW
    with world.inside():
        db.session.execute(update(Notice).where(Notice.about == told).values(lettered_at=clock.now()))
    save(world, nadia, message="now")
    assert only_notice_of(world, nadia).letter is Timing.WEEKLY


def test_a_choice_of_one_kind_leaves_the_others_alone(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    tell(world, nadia, What.HELLO, sender=gareth)
    save(world, nadia, message="never")
    assert only_notice_of(world, nadia).letter is Timing.NOW


def test_saving_the_page_as_it_is_leaves_what_was_silenced_silent(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    talk = tell(world, nadia, What.ANSWER, sender=gareth)
    with world.inside():
        actions.hear(nadia.actor, talk, Level.NOTHING)
    save(world, nadia)
    assert only_notice_of(world, nadia).letter is Timing.NEVER
    save(world, nadia, message="daily", hello="weekly")
    assert only_notice_of(world, nadia).letter is Timing.NEVER


@pytest.mark.parametrize("first", ["daily", "never"])
def test_another_timing_of_a_kind_leaves_out_what_was_silenced(world: World, first: str) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    silenced, heard = (tell(world, nadia, What.ANSWER, sender=gareth) for _ in range(2))
    with world.inside():
        actions.hear(nadia.actor, silenced, Level.NOTHING)
    save(world, nadia, answer=first)
    save(world, nadia, answer="weekly")
    assert {notice.about: notice.letter for notice in notices_of(world, nadia)} == {
        silenced: Timing.NEVER,
        heard: Timing.WEEKLY,
    }


@pytest.mark.parametrize("timing", [Timing.DAILY, Timing.NOW])
def test_what_is_loud_again_comes_as_soon_as_of_its_kind(world: World, timing: Timing) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    save(world, nadia, answer=timing.value)
    talk = tell(world, nadia, What.ANSWER, sender=gareth)
    for level, letter in ((Level.NOTHING, Timing.NEVER), (Level.EVERY, timing)):
        with world.inside():
            actions.hear(nadia.actor, talk, level)
        assert only_notice_of(world, nadia).letter is letter
    tell(world, nadia, What.ANSWER, about=talk, sender=gareth)
    assert only_notice_of(world, nadia).letter is timing


def test_a_zone_that_there_is_no_more_stands_in_nobodys_way_back_to_usual(world: World) -> None:
    nadia = world.member()
    begin(world, nadia)
    with world.inside():
        db.session.execute(update(LetterTimes).values(zone="Europe/Nowhere"))
    with world.inside():
        actions.back_to_usual(nadia.actor)
    assert times_of(world, nadia) == USUAL


def test_at_any_hour_is_one_box_to_tick(world: World) -> None:
    nadia = world.member()
    save(world, nadia, any_hour="y", from_hour="9", to_hour="17")
    assert times_of(world, nadia) == Hours("Europe/London", 9, 9, 0)
    assert "any_hour" in world.browser(nadia).get(HERE).form(HERE).values


def test_the_same_hour_twice_is_asked_about(world: World) -> None:
    nadia = world.member()
    page = save(world, nadia, from_hour="9", to_hour="9", message="never")
    assert page.status == 422 and "Choose two different hours" in page
    assert page.form(HERE).values["message"] == ["never"]
    assert times_of(world, nadia) == USUAL and timings_of(world, nadia)[Kind.MESSAGE] is Timing.NOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Etc/UTC"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
        {"from_hour": "24"},
        {"from_hour": "-1"},
        {"to_hour": "noon"},
        {"weekday": "7"},
        {"message": "hourly"},
        {"message": ""},
    ],
)
def test_what_no_list_offers_is_refused(world: World, wrong: dict[str, str]) -> None:
    nadia = world.member()
    assert save(world, nadia, **wrong).status == 422
    assert world.count(Preference) == 0 and world.count(LetterTimes) == 0


def test_an_unknown_zone_is_refused_by_the_rule_book_too(world: World) -> None:
    nadia = world.member()
    with world.inside(), pytest.raises(Invalid):
        actions.set_times(nadia.actor, zone="Nowhere/Land", from_hour=8, to_hour=20, weekday=0)


def test_the_zones_are_towns_and_the_united_kingdom_comes_first(world: World) -> None:
    page = world.browser(world.member()).get(HERE)
    (select,) = page.all("select", name="zone")
    first = next(select.iter("option"))
    assert (first.get("value"), first.text) == ("Europe/London", "United Kingdom")
    assert {"Australia/Lord_Howe", "America/St_Johns"} <= set(zones())
    assert not [zone for zone in zones() if "/" not in zone or zone.startswith(("Etc", "posix", "right", "US/"))]


@time_machine.travel(TUESDAY, tick=False)
def test_new_hours_move_the_next_summaries(world: World) -> None:
    nadia = world.member()
    save(world, nadia, from_hour="18", weekday="4")
    times = world.one(LetterTimes, member_id=nadia.id)
    assert times.next_daily_at == datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert times.next_weekly_at == datetime(2026, 11, 27, 18, tzinfo=UTC)


@time_machine.travel(TUESDAY, tick=False)
def test_saving_the_same_hours_again_passes_no_summary_over(world: World) -> None:
    nadia = world.member()
    begin(world, nadia)
    overdue = TUESDAY - timedelta(hours=2)
    with world.inside():
        db.session.execute(update(LetterTimes).values(next_daily_at=overdue, next_weekly_at=overdue))
    save(world, nadia, message="daily")
    times = world.one(LetterTimes, member_id=nadia.id)
    assert times.next_daily_at == times.next_weekly_at == overdue


@pytest.mark.parametrize(
    ("waits_for", "from_hour", "to_hour", "then"),
    [
        pytest.param("2026-11-25T08:00Z", 8, 23, "2026-11-24T22:00Z", id="it waited for the morning: not needed now"),
        pytest.param("2026-11-24T21:20Z", 6, 23, "2026-11-24T21:20Z", id="the last one left twenty to nine: an hour"),
        pytest.param("2026-11-24T21:20Z", 8, 20, "2026-11-25T08:00Z", id="shorter hours: in the morning"),
    ],
)
@time_machine.travel(datetime(2026, 11, 24, 21, tzinfo=UTC), tick=False)
def test_a_letter_that_waits_for_the_hours_waits_for_the_new_ones(
    world: World, waits_for: str, from_hour: int, to_hour: int, then: str
) -> None:
    nadia = world.member()
    with world.inside():
        actions.set_times(nadia.actor, zone="Europe/London", from_hour=7, to_hour=21, weekday=0)
        db.session.execute(update(LetterTimes).values(next_now_at=datetime.fromisoformat(waits_for)))
    with world.inside():
        actions.set_times(nadia.actor, zone="Europe/London", from_hour=from_hour, to_hour=to_hour, weekday=0)
    assert world.one(LetterTimes, member_id=nadia.id).next_now_at == datetime.fromisoformat(then)


def test_no_letters_at_all_is_one_press(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    tell(world, nadia, What.MESSAGE, sender=gareth)
    browser = world.browser(nadia)
    answer = browser.submit(browser.get(HERE), "/none")
    assert "No letters come any more" in browser.follow(answer)
    assert set(timings_of(world, nadia).values()) == {Timing.NEVER}
    assert only_notice_of(world, nadia).letter is Timing.NEVER
    assert Timing.NOW in timings_of(world, gareth).values()


def test_back_to_how_it_began_keeps_only_the_zone(world: World) -> None:
    nadia = world.member()
    save(world, nadia, message="never", from_hour="22", to_hour="6", weekday="3", zone="America/St_Johns")
    browser = world.browser(nadia)
    browser.submit(browser.get(HERE), "/usual")
    assert times_of(world, nadia) == Hours("America/St_Johns", 8, 20, 0)
    assert timings_of(world, nadia) == {kind: words.timing for kind, words in KINDS.items()}
    assert world.count(Preference) == 0


@time_machine.travel(TUESDAY, tick=False)
def test_whoever_comes_in_has_times_for_letters_from_that_moment(world: World) -> None:
    newcomer = world.member("Jo", state=MemberState.JOINING)
    assert world.browser(newcomer).post("/welcome/done", {"name": "Jo"}).status == 303
    times = world.one(LetterTimes, member_id=newcomer.id)
    assert times.next_daily_at == datetime(2026, 11, 25, 8, tzinfo=UTC)
    assert times.next_weekly_at == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert times.news_told_to == TUESDAY and times.next_now_at is None


def test_beginning_twice_changes_nothing(world: World) -> None:
    nadia = world.member()
    save(world, nadia, from_hour="22", to_hour="6")
    begin(world, nadia)
    assert times_of(world, nadia) == Hours("Europe/London", 22, 6, 0)


def test_the_page_is_linked_from_the_account_and_from_you(world: World) -> None:
    browser = world.browser(world.member())
    assert HERE in browser.get("/account").links and HERE in browser.get("/profile").links


def test_a_newcomer_is_not_sent_to_a_page_that_is_not_open_yet(world: World) -> None:
    newcomer = world.member("Jo", state=MemberState.JOINING)
    assert HERE not in world.browser(newcomer).get("/account").links


@pytest.mark.parametrize(
    ("path", "way_back"),
    [("none", "press “Back to how it began”"), ("usual", "press “No letters at all”")],
)
def test_either_great_change_says_the_way_back(world: World, path: str, way_back: str) -> None:
    browser = world.browser(world.member())
    page = browser.follow(browser.post(f"/notices/settings/{path}", {}))
    assert way_back in page
    assert "what you chose is not kept" in page, "what the button does"
    (form,) = (form for form in page.all("form") if (form.get("action") or "").endswith("/usual"))
    (button,) = form.iter("button")
    assert "quiet" in (button.get("class") or "")
