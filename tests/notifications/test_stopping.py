"""Letters are stopped from a letter: by a mail program that knows no cookie, or by a page that asks for no sign-in."""

from collections.abc import Collection

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from community.accounts.models import Member
from community.core import chance
from community.core.database import db
from community.core.limits import ThrottleCount
from community.mail import links
from community.notifications import ways
from community.notifications.models import Kind, Preference, Timing, What
from community.web.security import is_open_to_other_programs
from tests.house.test_looking import fingerprint
from tests.notifications.people import only_notice_of, tell, timings_of
from tests.world import Person, World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FROM_ELSEWHERE = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site", "Referer": "https://mail.example/"}


def link_of(world: World, person: Person, kinds: Collection[str] = ("hello", "message")) -> str:
    """As a letter carries it."""
    with world.app.app_context():
        mac = links.proof("stop letters", person.public_id, f"{'.'.join(sorted(kinds))} {person.email}")
    return f"/letters/stop/{person.public_id}/{'.'.join(kinds)}/{mac}"


def test_letters_lead_to_pages_that_there_are(world: World) -> None:
    nadia = world.member()
    ways_there = {
        ways.TRAY: "notifications.tray",
        ways.SETTINGS: "notifications.preferences",
        ways.COMMUNITIES: "practice.communities",
        ways.stop(nadia.public_id, [Kind.MESSAGE, Kind.HELLO])["path"] + "/proof": "notifications.stop_letters",
    }
    routes = world.app.url_map.bind("localhost")
    assert {path: routes.match(path, method="GET")[0] for path in ways_there} == ways_there
    assert "/hello.message/" in list(ways_there)[-1], "in whatever order they came"


def one_click(world: World, link: str, **more: str) -> TestResponse:
    """What a mail program sends: no cookie, no token, from wherever it runs."""
    return world.app.test_client().post(link, data=ONE_CLICK | more, headers=FROM_ELSEWHERE)


def never(world: World, person: Person) -> set[Kind]:
    return {kind for kind, timing in timings_of(world, person).items() if timing is Timing.NEVER}


def test_a_mail_program_stops_them_with_one_click(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    answer = one_click(world, link_of(world, nadia))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert never(world, nadia) == {Kind.HELLO, Kind.MESSAGE}
    assert never(world, gareth) == set()


def test_a_mail_program_may_send_it_as_parts(world: World) -> None:
    nadia = world.member()
    client = world.app.test_client()
    sent = client.post(link_of(world, nadia), data=ONE_CLICK, content_type="multipart/form-data")
    assert sent.status_code == 200 and never(world, nadia) == {Kind.HELLO, Kind.MESSAGE}


def test_what_waits_for_the_next_letter_does_not_come_either(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    tell(world, nadia, What.MESSAGE, sender=gareth)
    one_click(world, link_of(world, nadia))
    assert only_notice_of(world, nadia).letter is Timing.NEVER


def test_a_second_click_changes_nothing_more(app: Flask, world: World) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    assert one_click(world, link).status_code == 200
    assert one_click(world, link).status_code == 200
    assert world.count(Preference, member_id=nadia.id) == 2


def test_a_scanner_that_follows_every_link_stops_nothing(app: Flask, world: World) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    before = fingerprint(app)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert world.app.test_client().open(link, method=method).status_code == 200
    assert fingerprint(app) == before


def test_the_page_says_which_letters_and_who_is_nobodys_business(world: World) -> None:
    nadia = world.member("Nadia Rahman")
    page = world.browser().get(link_of(world, nadia))
    assert page.status == 200 and "Hellos" in page and "Messages" in page and "Meetings" not in page
    assert "Nadia" not in page.html and nadia.email not in page.html
    assert "Set-Cookie" not in page.response.headers


@pytest.mark.parametrize(("pressed", "stopped"), [("these", {Kind.HELLO, Kind.MESSAGE}), ("all", set(Kind))])
def test_the_page_has_a_button_for_these_and_one_for_all(world: World, pressed: str, stopped: set[Kind]) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    browser = world.browser()
    page = browser.get(link)
    assert {button.get("value") for button in page.all("button", name="what")} == {"these", "all"}
    assert page.form("/letters/stop").action == link
    answer = browser.client.post(link, data={"what": pressed, "kind": ["hello", "message"]})
    assert answer.status_code == 200 and "These letters have stopped" in answer.text
    assert never(world, nadia) == stopped


def test_what_is_unticked_goes_on(world: World) -> None:
    nadia = world.member()
    link, browser = link_of(world, nadia), world.browser()
    boxes = browser.get(link).all("input", type="checkbox")
    assert [(box.get("value"), box.get("checked") is not None) for box in boxes] == [("hello", True), ("message", True)]
    answer = browser.client.post(link, data={"what": "these", "kind": ["message", "meeting"]})
    assert answer.status_code == 200 and never(world, nadia) == {Kind.MESSAGE}, "no kind that the letter did not name"
    assert "Letters still come about: Hellos, Meetings" in answer.text
    unticked = browser.client.post(link, data={"what": "these"})
    assert unticked.status_code == 422 and "Tick what is to stop." in unticked.text
    assert never(world, nadia) == {Kind.MESSAGE}


def test_the_page_says_what_is_stopped_already_and_what_still_comes(world: World) -> None:
    nadia = world.member()
    link, browser = link_of(world, nadia), world.browser()
    assert "Nothing has been stopped yet" in browser.get(link)
    browser.client.post(link, data={"what": "these", "kind": "hello"})
    page = browser.get(link)
    assert "Some of these are stopped already" in page and "Nothing has been stopped yet" not in page
    assert [box.get("value") for box in page.all("input", type="checkbox")] == ["message"]
    one_click(world, link)
    page = browser.get(link)
    assert "All that this letter was about is stopped already" in page and "Letters still come about: Meetings" in page
    assert {button.get("value") for button in page.all("button", name="what")} == {"all"}
    browser.client.post(link, data={"what": "all"})
    page = browser.get(link)
    assert "No letters come any more" in page and not page.all("button", name="what")


def test_whoever_says_nothing_stops_nothing(world: World) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    for said in ({}, {"List-Unsubscribe": "no"}, {"what": "some"}):
        assert world.app.test_client().post(link, data=said).status_code == 422
    assert never(world, nadia) == set()


def test_kinds_may_stand_in_any_order(world: World) -> None:
    nadia = world.member()
    assert one_click(world, link_of(world, nadia, ("message", "hello"))).status_code == 200


@pytest.mark.parametrize(
    "wrong", ["mac", "member", "kinds", "more kinds", "unknown kind", "twice", "nobody", "letters"]
)
def test_a_link_that_we_did_not_write_is_not_there(world: World, wrong: str) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    link = link_of(world, nadia)
    nobody = Person(0, chance.new_id(), "", "", nadia.actor)
    forged = {
        "mac": link[:-2] + ("aa" if not link.endswith("aa") else "bb"),
        "member": link.replace(str(nadia.public_id), str(gareth.public_id)),
        "kinds": link.replace("hello.message", "hello"),
        "more kinds": link.replace("hello.message", "hello.message.meeting"),
        "unknown kind": link_of(world, nadia, ("hello", "security")),
        "twice": link_of(world, nadia, ("hello", "hello")),
        "nobody": link_of(world, nobody),
        "letters": link.replace(link.rsplit("/", 1)[1], "%C3%A9%00%F0%9F%92%8C"),
    }[wrong]
    browser = world.browser()
    page, nothing = browser.get(forged), browser.get("/nothing-here")
    assert page.status == 404 and page.text == nothing.text
    assert one_click(world, forged).status_code == 404
    assert world.count(Preference) == 0


def test_a_link_of_another_purpose_stops_nothing(world: World) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    with world.app.app_context():
        other = links.proof("reset", nadia.public_id, "hello.message")
    assert one_click(world, link.rsplit("/", 1)[0] + "/" + other).status_code == 404


def test_it_signs_nobody_in(world: World) -> None:
    nadia = world.member()
    browser = world.browser()
    browser.client.post(link_of(world, nadia), data=ONE_CLICK)
    assert browser.get("/account").status == 303


def test_somebody_who_hammers_is_asked_to_wait(world: World) -> None:
    link = link_of(world, world.member())
    wrong = link[:-2] + "__"
    statuses = [one_click(world, wrong).status_code for _ in range(121)]
    assert set(statuses[:120]) == {404} and statuses[120] == 429
    assert world.count(ThrottleCount) == 1


def test_it_is_the_only_route_open_to_other_programs(app: Flask) -> None:
    """Every other POST wants our token and our origin. A second such route must be put here, with its reason."""
    assert [rule.endpoint for rule in app.url_map.iter_rules() if is_open_to_other_programs(app, rule.endpoint)] == [
        "notifications.stop_now"
    ]
    unsafe = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    assert "notifications.stop_now" in unsafe and len(unsafe) > 50


def test_the_page_of_preferences_itself_still_wants_our_token_and_our_origin(world: World) -> None:
    nadia = world.member()
    client = world.browser(nadia).client
    assert client.post("/notices/settings/none", data={}).status_code == 400
    assert client.post("/notices/settings/none", data=ONE_CLICK, headers=FROM_ELSEWHERE).status_code == 400
    assert never(world, nadia) == set()


def test_a_letter_to_an_address_that_somebody_has_given_up_stops_nothing(world: World) -> None:
    nadia = world.member()
    link = link_of(world, nadia)
    with world.inside():
        db.session.get_one(Member, nadia.id).email = "nadia.new@example.org"
    assert one_click(world, link).status_code == 404
    assert world.browser().get(link).status == 404
    assert never(world, nadia) == set()


def test_a_mail_program_stops_no_more_than_the_letter_names(world: World) -> None:
    nadia = world.member()
    one_click(world, link_of(world, nadia), what="all")
    assert never(world, nadia) == {Kind.HELLO, Kind.MESSAGE}


def test_the_member_is_shown_that_letters_were_stopped_from_a_letter_and_the_way_back(world: World) -> None:
    nadia, gareth = world.member(), world.member("Gareth")
    said = "Letters were stopped from a letter on"
    world.app.test_client().post(link_of(world, nadia), data={"what": "all"})
    browser = world.browser(nadia)
    page = browser.get("/notices/settings")
    assert said in page and said not in world.browser(gareth).get("/notices/settings")
    browser.post("/notices/settings/usual", {})
    assert said not in browser.get("/notices/settings")
    assert never(world, nadia) == set()
