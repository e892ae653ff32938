"""The bell: a number that is true, costs one statement, and a poll that neither writes, leads away nor keeps awake."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.core import chance, clock
from community.core.roles import MemberState
from community.notifications.models import What
from tests.accounts.people import cookie
from tests.browser import Browser, Page
from tests.house.test_looking import fingerprint
from tests.notifications.people import read, tell
from tests.statements import statements
from tests.world import Person, World


def name_of_bell(page: Page) -> str:
    """What a screen reader reads out: everything in the link that is not hidden from it."""
    (bell,) = [link for link in page.all("a") if "bell" in link.get("class", "").split()]
    return "".join("".join(e.itertext()) for e in bell.iter("span") if e.get("class") == "vh")


def number_of_bell(page: Page) -> str:
    return "".join("".join(e.itertext()) for e in page.all("span") if e.get("class") == "count")


def test_the_bell_says_how_many_in_words_and_in_a_small_number(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    page = hers.get("/")
    assert (name_of_bell(page), number_of_bell(page)) == ("Notices, nothing new", "")
    for _ in range(3):
        tell(world, nadia, sender=gareth)
    page = hers.get("/")
    assert (name_of_bell(page), number_of_bell(page)) == ("Notices, 3 new", "3")
    for _ in range(9):
        tell(world, nadia, sender=gareth)
    page = hers.get("/buddies")
    assert (name_of_bell(page), number_of_bell(page)) == ("Notices, 12 new", "9+")


def test_several_messages_are_one_on_the_bell(world: World, nadia: Person, gareth: Person, hers: Browser) -> None:
    circle = tell(world, nadia, sender=gareth)
    tell(world, nadia, about=circle, sender=gareth)
    assert name_of_bell(hers.get("/")) == "Notices, 1 new"


def test_only_members_have_a_bell(world: World) -> None:
    newcomer = world.browser(world.member("Jo", state=MemberState.JOINING))
    suspended = world.browser(world.member("Derek", state=MemberState.SUSPENDED))
    for page in (world.browser().get("/help"), newcomer.get("/help"), suspended.get("/suspended")):
        assert page.status == 200
        assert 'id="bell"' not in page.html


def test_the_bell_costs_a_page_one_statement_and_a_part_of_one_none(
    app: Flask, world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    def counted(url: str, *, htmx: bool) -> list[str]:
        with statements(app) as asked:
            assert hers.get(url, htmx=htmx).status == 200
        return [statement for statement in asked if "FROM notice" in statement and "FROM circle" not in statement]

    tell(world, nadia, sender=gareth)
    assert len(counted("/buddies", htmx=False)) == 1
    assert len(counted("/buddies", htmx=True)) == 0
    assert len(counted("/help", htmx=False)) == 1


def test_a_page_of_trouble_counts_nothing_for_the_database_may_be_the_trouble(
    app: Flask, world: World, hers: Browser
) -> None:
    with statements(app) as asked:
        page = hers.get("/nothing-here")
    assert page.status == 404
    assert not any("notice" in statement for statement in asked)
    assert name_of_bell(page) == "Notices"


# The poll


def poll_of(page: Page) -> str:
    (number,) = page.all("span", id="bell")
    assert number.get("data-quiet") is not None
    assert number.get("hx-trigger") == "every 120s"
    return str(number.get("hx-get"))


def test_the_poll_answers_only_when_the_number_is_another(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    poll = poll_of(hers.get("/"))
    assert hers.get(poll, htmx=True).status == 204
    circle = tell(world, nadia, What.MESSAGE, sender=gareth)
    answer = hers.get(poll, htmx=True)
    assert answer.status == 200 and "Notices, 1 new" in answer.html and "<html" not in answer.html
    assert hers.get(poll_of(answer), htmx=True).status == 204, "the new bell asks about its own number"
    read(world, nadia, circle)
    assert "Notices, nothing new" in hers.get(poll_of(answer), htmx=True).html


def test_screen_readers_are_not_spoken_to_by_the_poll(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    poll = poll_of(page := hers.get("/"))
    tell(world, nadia, sender=gareth)
    answer = hers.get(poll, htmx=True)
    assert "HX-Trigger" not in answer.response.headers
    for html in (answer.html, page.html.partition('class="iconbtn bell"')[2].partition("</a>")[0]):
        assert "aria-live" not in html and "role=" not in html


@pytest.mark.parametrize("shown", ["", "-1", "9" * 60, "\x00", "many"])
def test_the_poll_takes_any_number_for_another(hers: Browser, shown: str) -> None:
    assert hers.client.get("/notices/count", query_string={"shown": shown}).status_code == 204
    answer = hers.client.get("/notices/count", query_string={"shown": shown}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "Notices, nothing new" in answer.text


def test_the_poll_writes_nothing_and_costs_two_statements(
    app: Flask, world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    tell(world, nadia, sender=gareth)
    before = fingerprint(app)
    with statements(app) as asked:
        assert hers.get("/notices/count?shown=0", htmx=True).status == 200
    assert len(asked) == 2  # who is asking, and how many
    assert fingerprint(app) == before


def test_the_poll_does_not_keep_a_session_awake_but_looking_does(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hers.get("/")
        last_used = cookie(hers, "seen")
        watch.shift(timedelta(minutes=5))
        tell(world, nadia, sender=gareth)
        for shown in (0, 1):
            answer = hers.get(f"/notices/count?shown={shown}", htmx=True)
            assert "Set-Cookie" not in answer.response.headers
        assert cookie(hers, "seen") == last_used
        hers.get("/")
        assert cookie(hers, "seen") != last_used


def test_by_polls_alone_a_session_ends_and_the_poll_goes_on_quietly(
    world: World, nadia: Person, gareth: Person, hers: Browser
) -> None:
    with time_machine.travel(clock.now(), tick=False) as watch:
        hers.get("/")
        tell(world, nadia, sender=gareth)
        for _ in range(8):
            watch.shift(timedelta(minutes=59))
            assert hers.get("/notices/count?shown=0", htmx=True).status == 200
        watch.shift(timedelta(minutes=9))
        answer = hers.get("/notices/count?shown=0", htmx=True)
        assert answer.status == 204
        assert not answer.location and "Set-Cookie" not in answer.response.headers
        assert hers.get("/notices").location.startswith("/sign-in")


def test_whoever_is_not_signed_in_or_not_yet_in_gets_silence(world: World) -> None:
    newcomer = world.browser(world.member("Jo", state=MemberState.JOINING))
    for visitor in (world.browser(), newcomer):
        for htmx in (True, False):
            answer = visitor.get(f"/notices/count?shown={chance.new_id()}", htmx=htmx)
            assert answer.status == 204 and not answer.html and not answer.location
