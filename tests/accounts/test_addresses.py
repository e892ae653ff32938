"""A second address: proved by its own letter, either opens the door, and the two are never somebody else's."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from community.accounts import actions, queries
from community.accounts.addresses import address_of
from community.accounts.models import Link, LinkPurpose, Member, MemberSession, SecondAddress
from community.core import clock
from community.core.database import db
from community.core.errors import Conflict
from community.mail import links
from community.mail.models import Letter
from community.notifications import ways
from tests.accounts.people import ANOTHER, PASSWORD, Door
from tests.browser import Browser, Page
from tests.statements import statements
from tests.world import Person

HOME = "Nadia@Home.example"
KEY = "nadia@home.example"


def ask(browser: Browser, email: str = HOME) -> Page:
    return browser.submit(browser.get("/account/addresses/new"), "/account/addresses/new", email=email)


def add(door: Door, browser: Browser, email: str = HOME) -> Page:
    """Ask, read the letter, open its link, say yes."""
    assert ask(browser, email).location == "/account/addresses/sent"
    link = door.newest_link(address_of(email).email)
    return browser.submit(browser.get(link), link)


def with_two(door: Door, name: str = "Nadia") -> tuple[Person, Browser]:
    """Somebody with a second address: the newer one."""
    person = door.person(name)
    browser = door.signed_in(person)
    assert add(door, browser).location == "/account/addresses"
    return person, browser


def letters_to(door: Door, email: str) -> list[str]:
    with door.world.app.app_context():
        rows = db.session.query(Letter).filter_by(to_address=email).order_by(Letter.made_at).all()
        return [row.kind for row in rows]


def words_to(door: Door, email: str) -> str:
    """The newest letter to somebody, its lines folded."""
    return " ".join(door.newest_letter(email).text.split())


def session_made_old(door: Door, person: Person) -> None:
    with door.world.inside():
        for session in db.session.query(MemberSession).filter_by(member_id=person.id):
            session.confirmed_at = clock.now() - timedelta(minutes=11)


def test_an_address_is_added_by_the_link_in_its_letter(door: Door) -> None:
    nadia, browser = with_two(door)
    page = browser.get("/account/addresses")
    assert nadia.email in page and "home.example" in page
    kept = door.world.one(SecondAddress, member_id=nadia.id)
    assert kept.email_key == KEY


def test_the_first_address_is_told_and_the_other_is_not_named_to_it(door: Door) -> None:
    nadia, _ = with_two(door)
    letter = door.newest_letter(nadia.email)
    assert "Another address was added" in words_to(door, nadia.email)
    assert "home.example" not in letter.text + letter.html + letter.subject


def test_looking_at_the_link_adds_nothing_and_it_works_once(door: Door) -> None:
    nadia = door.person()
    browser = door.signed_in(nadia)
    ask(browser)
    link = door.newest_link(address_of(HOME).email)
    page = browser.get(link)
    assert page.status == 200 and door.world.count(SecondAddress) == 0
    assert browser.submit(page, link).status == 303
    assert browser.get(link).status == 404


def test_R14_the_link_is_there_for_whoever_asked_and_for_nobody_else(door: Door) -> None:
    nadia, gareth = door.person(), door.person("Gareth")
    ask(door.signed_in(nadia))
    link = door.newest_link(address_of(HOME).email)
    other = door.signed_in(gareth)
    assert other.get(link).status == 404
    assert other.post(link).status == 404
    assert door.world.browser().get(link).location.startswith("/sign-in")
    assert door.world.count(SecondAddress) == 0


def test_R9_asking_answers_alike_whether_or_not_somebody_has_the_address(door: Door) -> None:
    nadia, gareth = door.person(), door.person("Gareth")
    told, counted = [], []
    for email in ("nobody@home.example", gareth.email):
        browser = door.signed_in(nadia)
        page = browser.get("/account/addresses/new")
        with statements(door.world.app) as seen:
            answer = browser.submit(page, "/account/addresses/new", email=email)
        after = browser.follow(answer)
        told.append((answer.status, answer.location, after.text.replace(email, "…")))
        counted.append(len(seen))
        assert letters_to(door, email)[-1] == "address"
    assert told[0] == told[1]
    assert counted[0] == counted[1]


def test_somebody_elses_address_is_refused_to_whoever_reads_its_letters(door: Door) -> None:
    nadia, gareth = door.person(), door.person("Gareth")
    browser = door.signed_in(nadia)
    ask(browser, gareth.email)
    link = door.newest_link(gareth.email)
    answer = browser.submit(browser.get(link), link)
    assert answer.status == 409 and "There is an account with this address already" in answer
    assert door.world.count(SecondAddress) == 0


def test_ones_own_address_is_no_second_one(door: Door) -> None:
    nadia, browser = with_two(door)
    door.world.one(SecondAddress, member_id=nadia.id)
    gareth = door.person("Gareth")
    page = ask(door.signed_in(gareth), gareth.email.upper())
    assert page.status == 422 and "yours already" in page
    assert ask(browser, "third@home.example").status == 409


def test_signing_in_works_with_either(door: Door) -> None:
    nadia, _ = with_two(door)
    for email in (nadia.email, HOME, KEY):
        browser = door.world.browser()
        page = browser.submit(browser.get("/sign-in"), "/sign-in", email=email, password=PASSWORD)
        assert page.status == 303, email


def test_a_new_password_can_be_asked_for_at_either_and_comes_to_that_one(door: Door) -> None:
    """On the last day the work address is gone: the letter must not go there."""
    nadia, _ = with_two(door)
    written = address_of(HOME).email
    before = letters_to(door, nadia.email)
    link = door.ask_for_reset(written)
    assert letters_to(door, nadia.email) == before
    browser = door.world.browser()
    page = browser.submit(browser.get(link), link, password=ANOTHER)
    assert page.status == 303
    assert letters_to(door, nadia.email)[-1] == letters_to(door, written)[-1] == "password_changed"
    assert door.sign_in(nadia, password=ANOTHER)[1].status == 303


def test_joining_with_a_second_address_says_so_by_letter_alone(door: Door) -> None:
    with_two(door)
    browser = door.world.browser()
    answer = browser.submit(browser.get("/join"), "/join", email=KEY)
    assert answer.location == "/join/sent"
    assert letters_to(door, address_of(HOME).email)[-1] == "already_member"


def test_a_joining_link_does_not_take_what_became_a_second_address(door: Door) -> None:
    link = door.ask_to_join(KEY)
    nadia = door.person()
    add(door, door.signed_in(nadia), KEY)
    browser = door.world.browser()
    page = browser.submit(browser.get(link), link, name="Mallory", password=ANOTHER)
    assert page.status == 409
    assert door.world.count(Member) == 1


def test_the_other_one_becomes_the_first_both_are_told_and_the_session_stays(door: Door) -> None:
    nadia, browser = with_two(door)
    page = browser.get("/account/addresses")
    answer = browser.submit(page, "/account/addresses/first")
    assert answer.location == "/account/addresses"
    kept = door.world.one(Member, id=nadia.id)
    assert kept.email_key == KEY
    assert door.world.one(SecondAddress, member_id=nadia.id).email == nadia.email
    assert browser.get("/account/addresses").status == 200
    for email in (nadia.email, kept.email):
        letter = words_to(door, email)
        assert "is the first one now" in letter
        assert nadia.email not in letter and kept.email not in letter
    browser.submit(page, "/account/addresses/first")  # a second press of the same button
    assert door.world.one(Member, id=nadia.id).email_key == KEY


@pytest.mark.parametrize("act", ["/account/addresses/first", "/account/addresses/remove"])
def test_R6_what_matters_asks_for_the_password_again(door: Door, act: str) -> None:
    nadia, browser = with_two(door)
    page = browser.get("/account/addresses")
    session_made_old(door, nadia)
    answer = browser.submit(page, act)
    assert answer.location.startswith("/confirm")
    assert door.world.one(Member, id=nadia.id).email == nadia.email
    assert door.world.count(SecondAddress) == 1


def test_R6_adding_asks_for_the_password_again_and_keeps_what_was_typed(door: Door) -> None:
    nadia = door.person()
    browser = door.signed_in(nadia)
    page = browser.get("/account/addresses/new")
    session_made_old(door, nadia)
    answer = browser.submit(page, "/account/addresses/new", email=KEY)
    assert answer.location.startswith("/confirm")
    assert door.world.count(Link, purpose=LinkPurpose.ADDRESS) == 0
    onward = browser.submit(browser.follow(answer), "/confirm", password=PASSWORD)
    assert KEY in browser.follow(onward).html


def test_an_address_is_taken_away_and_opens_nothing_any_more(door: Door) -> None:
    nadia, browser = with_two(door)
    written = address_of(HOME).email
    reset = door.ask_for_reset(written)
    page = browser.get("/account/addresses")
    assert browser.submit(page, "/account/addresses/remove").location == "/account/addresses"
    assert door.world.count(SecondAddress) == 0
    assert door.world.browser().get(reset).status == 404
    other = door.world.browser()
    assert other.submit(other.get("/sign-in"), "/sign-in", email=KEY, password=PASSWORD).status == 422
    assert letters_to(door, nadia.email)[-1] == "address_changed"
    assert letters_to(door, written)[-1] == "address_removed"
    assert browser.submit(page, "/account/addresses/remove").status == 303  # nothing more to take away


def test_the_first_address_is_not_taken_away(door: Door) -> None:
    nadia, browser = with_two(door)
    assert browser.post("/account/addresses/remove", {"address": nadia.email}).status == 409
    assert door.world.one(Member, id=nadia.id).email == nadia.email


def test_R15_whoever_reads_the_mailbox_can_put_it_back_for_72_hours(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    nadia, browser = with_two(door)
    written = nadia.email
    browser.submit(browser.get("/account/addresses"), "/account/addresses/first")
    browser.submit(browser.get("/account/addresses"), "/account/addresses/remove")
    link = door.newest_link(written)
    anybody = door.world.browser()
    page = anybody.get(link)
    assert page.status == 200 and door.world.count(SecondAddress) == 0  # looking changes nothing
    now = clock.now()
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: now + timedelta(hours=73))
        assert anybody.get(link).status == 404
    assert anybody.submit(page, link).location == "/forgot"
    assert door.world.one(SecondAddress, member_id=nadia.id).email == nadia.email
    assert "An address that was taken away is back." in words_to(door, address_of(HOME).email)
    assert anybody.post(link).status == 404


def test_R15_an_intruder_who_made_theirs_the_first_is_put_out_again(door: Door) -> None:
    """They know the password, add an address, make it the first and take hers away: she still comes back."""
    nadia = door.person()
    intruder = door.signed_in(nadia)
    add(door, intruder, "evil@away.example")
    intruder.submit(intruder.get("/account/addresses"), "/account/addresses/first")
    intruder.submit(intruder.get("/account/addresses"), "/account/addresses/remove")
    back = door.newest_link(nadia.email)
    own = door.world.browser()
    own.submit(own.get(back), back)
    link = door.ask_for_reset(nadia.email)
    own.submit(own.get(link), link, password=ANOTHER)
    assert intruder.get("/account").location.startswith("/sign-in")
    assert door.sign_in(nadia, password=ANOTHER)[1].status == 303


def test_letters_to_one_address_are_counted(door: Door) -> None:
    nadia = door.person()
    browser = door.signed_in(nadia)
    for _ in range(6):
        assert ask(browser).location == "/account/addresses/sent"
    assert letters_to(door, address_of(HOME).email).count("address") == 4


def test_an_address_is_in_one_table_or_the_other_and_never_twice(door: Door) -> None:
    nadia, gareth = door.person(), door.person("Gareth")
    add(door, door.signed_in(nadia), KEY)
    with pytest.raises(IntegrityError), door.world.inside():
        db.session.add(SecondAddress(member_id=gareth.id, email=KEY, email_key=KEY, proven_at=clock.now()))
        db.session.flush()


def test_a_link_asked_for_before_somebody_else_took_the_address_adds_nothing(door: Door) -> None:
    nadia, gareth = door.person(), door.person("Gareth")
    first, second = door.signed_in(nadia), door.signed_in(gareth)
    ask(first, KEY)
    early = door.newest_link(KEY)
    add(door, second, KEY)
    assert first.submit(first.get(early), early).status == 409
    assert door.world.one(SecondAddress).member_id == gareth.id


def test_the_two_addresses_of_a_member_are_theirs_alone(door: Door) -> None:
    nadia, _ = with_two(door)
    gareth = door.person("Gareth")
    with door.world.inside():
        assert queries.mailbox_at(KEY) == (nadia.id, address_of(HOME).email)
        assert queries.mailbox_at(nadia.email) == (nadia.id, nadia.email)
        assert queries.mailbox_at("nobody@home.example") is None
        assert queries.addresses_of(gareth.id).both == (gareth.email,)
    with pytest.raises(Conflict), door.world.inside():
        actions.make_first(gareth.actor, KEY)


def test_letters_to_either_address_can_still_be_stopped_from_the_letter(door: Door) -> None:
    """A letter that lies in the other mailbox keeps its way out, until that address is theirs no more."""
    nadia, browser = with_two(door)
    with door.world.app.app_context():
        mac = links.proof(ways.STOP, nadia.public_id, links.bound_to(nadia.email, "hello"))
    here = f"/letters/stop/{nadia.public_id}/hello/{mac}"
    anybody = door.world.browser()
    assert anybody.get(here).status == 200
    browser.submit(browser.get("/account/addresses"), "/account/addresses/first")
    assert anybody.get(here).status == 200
    browser.submit(browser.get("/account/addresses"), "/account/addresses/remove")
    assert anybody.get(here).status == 404
