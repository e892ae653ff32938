"""The tray: what needs me first, everything one line, read by its reader alone, and never by looking (N1)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.core import chance, clock
from community.core.roles import MemberState
from community.notifications import wording
from community.notifications.models import Timing, What
from community.notifications.queries import due
from community.notifications.whats import WHATS
from tests.browser import Browser, Page
from tests.notifications.people import (
    becomes,
    block,
    group_of,
    leave,
    notices_of,
    only_notice_of,
    read,
    shown_to,
    tell,
)
from tests.statements import statements
from tests.world import Person, World


def lists_on(page: Page) -> dict[str, list[str]]:
    """The headings of the tray, and the lines under each."""
    return {
        "".join(section.find("h2").itertext()): ["".join(line.find(".//a").itertext()) for line in section.iter("li")]
        for section in page.all("section")
    }


def test_what_needs_me_comes_first_then_the_rest_then_what_was_read(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    earlier = tell(world, nadia, What.MEETING_SET, sender=gareth)
    read(world, nadia, earlier)
    tell(world, nadia, What.HELLO, sender=gareth)
    tell(world, nadia, What.ANSWER, sender=gareth, words="Home by Friday", spot=chance.new_id())
    tell(world, nadia, What.MESSAGE, sender=gareth)
    assert lists_on(hers.get("/notices")) == {
        "What needs you": ["Gareth wrote to you", "Gareth says hello"],
        "The rest": ["Gareth answered in “Home by Friday”"],
        "Earlier": ["Gareth set a time to meet"],
    }


def test_an_empty_tray_is_kind_and_leads_to_the_preferences(hers: Browser) -> None:
    page = hers.get("/notices")
    assert "Nothing new for you." in page
    assert "/notices/settings" in page.links
    assert not page.all("section")
    assert "Mark all read" not in page


def test_a_line_leads_straight_to_the_thing(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    circle = tell(world, nadia, What.MESSAGE, sender=gareth)
    post = chance.new_id()
    tell(world, nadia, What.MENTION, sender=gareth, spot=post, words="Home by Friday")
    links = hers.get("/notices").links
    assert f"/buddies/circles/{circle}" in links
    assert f"/posts/{post}" in links


def test_one_is_read_by_its_button_and_stands_under_earlier(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    tell(world, nadia, What.HELLO, sender=gareth)
    page = hers.submit(hers.get("/notices"), "/read")
    assert page.status == 303
    assert lists_on(hers.follow(page)) == {"Earlier": ["Gareth says hello"]}
    first = only_notice_of(world, nadia)
    assert hers.post(f"/notices/{first.public_id}/read").status == 303
    assert only_notice_of(world, nadia).read_at == first.read_at, "a second time changes nothing"


def test_by_htmx_the_line_stays_as_read_and_the_bell_has_one_less(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    tell(world, nadia, What.HELLO, sender=gareth)
    tell(world, nadia, What.MESSAGE, sender=gareth)
    page = hers.get("/notices")
    line = notices_of(world, nadia)[0]
    answer = hers.submit(page, f"/notices/{line.public_id}/read", htmx=True)
    assert answer.status == 200 and "<html" not in answer.html
    assert "Gareth says hello" in answer and "Mark read" not in answer
    assert "Notices, 1 new" in answer.html and "hx-swap-oob" in answer.html


def test_all_is_read_but_what_came_meanwhile(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        circle = tell(world, nadia, What.MESSAGE, sender=gareth)
        tell(world, nadia, What.HELLO, sender=gareth)
        page = hers.get("/notices")
        watch.shift(timedelta(seconds=1))
        tell(world, nadia, What.MESSAGE, about=circle, sender=gareth)
        tell(world, nadia, What.MEETING_SET, about=circle, sender=gareth)
        done = hers.follow(hers.submit(page, "/notices/read"))
    assert "All marked as read." in done
    lists = lists_on(done)
    assert lists["What needs you"] == ["2 messages, the latest from Gareth"]
    assert lists["The rest"] == ["Gareth set a time to meet"]
    assert lists["Earlier"] == ["Gareth says hello"]


@pytest.mark.parametrize("said", ["", "yesterday", "2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00", "9" * 60])
def test_all_read_without_a_moment_reads_nothing(
    world: World, nadia: Person, gareth: Person, hers: Browser, said: str
) -> None:
    tell(world, nadia, sender=gareth)
    assert hers.post("/notices/read", {"seen_at": said}).status == 303
    assert shown_to(world, nadia)


def test_nobody_reads_for_another(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    circle = tell(world, nadia, sender=gareth)
    others = world.browser(gareth)
    assert others.post(f"/notices/{only_notice_of(world, nadia).public_id}/read").status == 404
    assert others.post(f"/notices/about/{circle}/read").status == 303
    assert others.post("/notices/read", {"seen_at": clock.now().isoformat()}).status == 303
    assert shown_to(world, nadia)
    assert hers.post(f"/notices/{chance.new_id()}/read").status == 404
    assert hers.post(f"/notices/{only_notice_of(world, nadia).public_id}/read").status == 303
    assert not shown_to(world, nadia)


def test_looking_reads_nothing(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    tell(world, nadia, sender=gareth)
    for _ in range(2):
        hers.get("/notices")
    assert shown_to(world, nadia)


def test_standing_before_the_thing_itself_reads_what_is_about_it(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    circle = tell(world, nadia, What.MESSAGE, sender=gareth)
    tell(world, nadia, What.MEETING_SET, about=circle, sender=gareth)
    tell(world, nadia, What.HELLO, sender=gareth)
    answer = hers.post(f"/notices/about/{circle}/read", htmx=True)
    assert "Notices, 1 new" in answer.html
    assert shown_to(world, nadia) == ["Gareth says hello"]
    assert hers.post(f"/notices/about/{circle}/read", htmx=True).status == 204


def test_what_came_after_the_page_was_drawn_was_not_seen_there(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        drawn_at = clock.now()
        watch.shift(timedelta(seconds=2))
        circle = tell(world, nadia, What.MESSAGE, sender=gareth)
        address = f"/notices/about/{circle}/read"
        assert hers.post(address, {"seen_at": drawn_at.isoformat()}, htmx=True).status == 204
        assert shown_to(world, nadia)
        assert hers.post(address, {"seen_at": clock.now().isoformat()}, htmx=True).status == 200
        assert not shown_to(world, nadia)


def test_nothing_leaks_from_a_group_one_has_left_across_a_block_or_after_its_time(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    comfort = world.member("Comfort Canary")
    group = group_of(world, nadia, gareth)
    with time_machine.travel(clock.now(), tick=False) as watch:
        tell(world, nadia, What.REPLY, sender=gareth, group_id=group, words="canary title", spot=chance.new_id())
        tell(world, nadia, What.HELLO, sender=comfort)
        tell(world, nadia, What.HELLO_WAITS, sender=gareth, until=clock.now() + timedelta(hours=1))
        page = hers.get("/notices")
        for shown in ("canary title", "Comfort Canary", "is still waiting", "Notices, 3 new"):
            assert shown in page.html
        read(world, nadia, notices_of(world, nadia)[1].about)
        assert "Comfort Canary" in hers.get("/notices").html, "what was read stands under Earlier"
        leave(world, nadia, group)
        block(world, comfort, nadia)
        watch.shift(timedelta(hours=1))
        page = hers.get("/notices")
    for hidden in ("canary title", "Comfort Canary", "is still waiting"):
        assert hidden not in page.html
    assert "Notices, nothing new" in page.html
    hidden_one = notices_of(world, nadia)[0]
    assert hers.post(f"/notices/{hidden_one.public_id}/read", htmx=True).status == 404


def test_a_suspended_member_reaches_no_tray(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    tell(world, nadia, sender=gareth)
    becomes(world, nadia, MemberState.SUSPENDED)
    assert hers.get("/notices").location == "/suspended"
    assert hers.get("/notices/count?shown=0", htmx=True).status == 204


def test_more_than_fit_are_said_to_be_there(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    for _ in range(101):
        tell(world, nadia, What.HELLO_YES, sender=gareth, spot=chance.new_id())
    page = hers.get("/notices")
    assert len(lists_on(page)["The rest"]) == 100
    assert "There are older ones." in page
    assert "Notices, 101 new" in page.html


def test_the_tray_asks_the_same_of_the_database_for_one_and_for_thirty(
    app: Flask, world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    def asked_with(how_many: int) -> int:
        for number in range(how_many):
            about = tell(world, nadia, What.HELLO if number % 2 else What.MEETING_SET, sender=gareth)
            if number % 3 == 0:
                read(world, nadia, about)
        with statements(app) as asked:
            assert hers.get("/notices").status == 200
        return len(asked)

    assert asked_with(1) == asked_with(30) == 4  # who is asking, unread, earlier, the bell


# In words


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("how_many", [1, 3])
def test_every_sentence_is_whole_and_a_letter_names_no_title_that_is_not_public(
    world: World, nadia: Person, gareth: Person, what: What, how_many: int
) -> None:
    about, spot = chance.new_id(), chance.new_id()
    kept, said = ("2026-12-03T17:30:00+00:00", "3 December") if what in wording.MEETINGS else ("Canary title",) * 2
    for _ in range(how_many):
        tell(world, nadia, what, about=about, sender=gareth, words=kept, is_public=False, spot=spot)
    line = only_notice_of(world, nadia)
    in_tray = wording.sentence(line, "Gareth", in_letter=False)
    in_letter = wording.sentence(line, "Gareth", in_letter=True)
    names_title = "{words}" in WHATS[what].one
    assert (said in in_tray) is names_title
    assert said not in in_letter
    for sentence in (in_tray, in_letter, wording.sentence(line, "", in_letter=False)):
        assert "{" not in sentence and "“”" not in sentence and sentence[0] == sentence[0].upper()
    if how_many > 1 and WHATS[what].many:
        assert in_tray.startswith("3 ")


def test_a_public_title_may_stand_in_a_letter(world: World, nadia: Person, gareth: Person) -> None:
    tell(world, nadia, What.MENTION, sender=gareth, words="Canary title", spot=chance.new_id())
    line = only_notice_of(world, nadia)
    assert wording.sentence(line, "Gareth", in_letter=True) == "Gareth mentions you in “Canary title”"


def test_braces_in_names_and_titles_are_only_words(world: World, nadia: Person, hers: Browser) -> None:
    odd = world.member("{n} {0} {who.x}")
    tell(world, nadia, What.ANSWER, sender=odd, words="{words} {about}", spot=chance.new_id())
    assert "{n} {0} {who.x} answered in “{words} {about}”" in hers.get("/notices")


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("has_spot", [True, False], ids=["with its spot", "without"])
def test_every_line_leads_to_a_page_that_there_is(
    app: Flask, world: World, nadia: Person, gareth: Person, what: What, has_spot: bool
) -> None:
    tell(world, nadia, what, sender=gareth, spot=chance.new_id() if has_spot else None)
    way = wording.path(only_notice_of(world, nadia)).partition("#")[0]
    assert "None" not in way
    endpoint, _ = app.url_map.bind("localhost").match(way, method="GET")
    assert endpoint in app.view_functions


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_what_somebody_said_who_is_not_here_any_more_is_not_shown(
    world: World, nadia: Person, gareth: Person, state: MemberState
) -> None:
    tell(world, nadia, What.MESSAGE, sender=gareth)
    tell(world, nadia, What.HELLO_CLOSED)
    becomes(world, gareth, state)
    (line,) = shown_to(world, nadia)
    assert "Gareth" not in line
    with world.app.app_context():
        assert [notice.what for notice in due.pending_for(nadia.id, Timing.NOW)] == [What.HELLO_CLOSED]
    becomes(world, gareth, MemberState.ACTIVE)
    assert len(shown_to(world, nadia)) == 2
