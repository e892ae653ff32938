"""Feeds: made, renewed and stopped by their member; read without a session, as the member would read at that moment."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import text

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.core import pace
from community.core.audit import AuditLine
from community.core.database import db
from community.practice import policy
from community.practice.models import FeedKey, Level
from tests.browser import Browser, Page
from tests.practice.people import Cast, Talk, a_cast, a_community, a_community_of, a_thread, keep_apart, let_in
from tests.practice.test_readers import TABLE
from tests.statements import statements
from tests.world import Person, World

ATOM = "{http://www.w3.org/2005/Atom}"


def addresses(page: Page) -> list[str]:
    """The addresses on the page of feeds: of all communities first."""
    found = [field.get("value", "") for field in page.all("input", readonly="")]
    return [urlsplit(each).path for each in found]


def made(world: World, person: Person) -> list[str]:
    browser = world.browser(person)
    browser.submit(browser.get("/feeds"), "/feeds/make")
    return addresses(browser.get("/feeds"))


def read(browser: Browser, address: str) -> ElementTree.Element:
    answer = browser.get(address)
    assert answer.status == 200, answer.status
    assert answer.response.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.response.data)  # noqa: S314


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]


def of_community(mine: str, talk: Talk) -> str:
    return mine.replace("all.atom", f"communities/{talk.space.public_id}.atom")


def test_somebody_makes_feeds_reads_them_renews_them_and_stops_them(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser, reader = world.browser(nadia), world.browser()
    assert addresses(browser.get("/feeds")) == []
    browser.submit(browser.get("/feeds"), "/feeds/make")
    mine, one = addresses(browser.get("/feeds"))
    assert titles(read(reader, mine)) == titles(read(reader, one)) == [talk.title]
    browser.post("/feeds/make")
    assert addresses(browser.get("/feeds")) == [mine, one], "pressing twice changes nothing"

    page = browser.follow(browser.submit(browser.get("/feeds"), "/feeds/renew"))
    assert "lead nowhere now" in page
    renewed = addresses(page)
    assert not set(renewed) & {mine, one}
    assert [reader.get(each).status for each in (mine, one, *renewed)] == [404, 404, 200, 200]

    browser.submit(page, "/feeds/stop")
    assert [reader.get(each).status for each in renewed] == [404, 404]
    assert world.count(FeedKey) == 0
    with world.inside():
        acts = [line.action for line in db.session.query(AuditLine).filter_by(actor_id=nadia.id)]
    assert acts == ["make feed addresses", "stop feed addresses", "make feed addresses", "stop feed addresses"]


def test_an_entry_leads_to_its_conversation(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    feed = read(world.browser(), made(world, nadia)[0])
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert urlsplit(link.get("href", "")).path == talk.url


@pytest.mark.parametrize("level", Level, ids=str)
def test_P5_a_feed_shows_what_its_member_reads_and_the_table_says_who(world: World, level: Level) -> None:
    """Beside the visits and the sentence of tests/practice/test_readers.py: after every change the feeds agree too."""
    cast = a_cast(world)
    talk = a_thread(world, cast.member, a_community_of(world, cast, level, "A community"), title="CANARY?")
    feeds = {who: made(world, person)[0] for who, person in cast.everybody().items() if _can_make(who)}
    for who in ("suspended_member", "joining"):
        feeds[who] = _made_before(world, cast, who)
    expected = set(TABLE[level])
    assert _readers(world, feeds, talk) == expected

    let_in(world, cast.stranger, talk.space)
    assert _readers(world, feeds, talk) == expected | {"stranger"}
    with world.inside():
        belonging.take_out(cast.stranger.id, talk.space.group_id)
    assert _readers(world, feeds, talk) == expected

    _put(world, "member", cast.facilitator.id, "state", "suspended")
    assert _readers(world, feeds, talk) == expected - {"facilitator"}
    assert world.browser().get(feeds["facilitator"]).status == 404
    _put(world, "member", cast.facilitator.id, "state", "active")
    assert _readers(world, feeds, talk) == expected

    _put(world, "member", cast.asker.id, "role", "administrator")
    assert _readers(world, feeds, talk) == expected, "a staff grant opens nothing"

    for other in Level:
        _put(world, "community", talk.space.id, "level", other.value)
        may = TABLE[other] if level is Level.OPEN else TABLE[level]  # what was begun for the members stays theirs
        assert _readers(world, feeds, talk, is_there=other is Level.OPEN) == set(may), other


def _can_make(who: str) -> bool:
    return who not in {"suspended_member", "joining"}


def _made_before(world: World, cast: Cast, who: str) -> str:
    """The feed that somebody made while they could."""
    person = cast.everybody()[who]
    state = "suspended" if who.startswith("suspended") else "joining"
    _put(world, "member", person.id, "state", "active")
    mine = made(world, person)[0]
    _put(world, "member", person.id, "state", state)
    return mine


def _readers(world: World, feeds: dict[str, str], talk: Talk, *, is_there: bool = False) -> set[str]:
    """Who finds the conversation in the feed of its community; the feed of all has it for those who are in it."""
    reader, found = world.browser(), set()
    for who, mine in feeds.items():
        answer = reader.get(of_community(mine, talk))
        assert answer.status in {200, 404}
        if "CANARY" in answer.html:
            found.add(who)
        else:
            assert answer.status == 404 or is_there, f"{who}: a feed that is not theirs is not there"
        assert "CANARY" not in reader.get(mine).html or who in found
    return found


def test_where_not_everybody_reads_a_feed_has_the_title_and_the_link_only(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth Named")
    cases = {
        "open": a_community(world, members=(nadia, gareth), name="Open one"),
        "safe": a_community(world, members=(nadia, gareth), name="Safe one", is_safe_space=True),
        **{
            level.value: a_community(world, level, members=(nadia, gareth), name=f"The {level} one")
            for level in (Level.ASK, Level.PRIVATE, Level.HIDDEN)
        },
    }
    for name, space in cases.items():
        a_thread(world, gareth, space, title=f"Title {name}", body=f"Words {name}")
    feed = world.browser().get(made(world, nadia)[0]).html
    for name, space in cases.items():
        assert f"Title {name}" in feed
        for told in (f"Words {name}", space.name):
            assert (told in feed) is (name == "open"), told
    assert feed.count("Gareth Named") == 1


def test_of_what_was_begun_for_the_members_an_open_community_gives_the_title_only(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), body="Words of before")
    mine = made(world, nadia)[0]
    assert "Words of before" in world.browser().get(mine).html
    with world.inside():
        db.session.execute(text("UPDATE thread SET is_for_members = :yes"), {"yes": True})
    feed = world.browser().get(mine).html
    assert talk.title in feed and "Words of before" not in feed
    stranger = made(world, world.member("Stranger"))[0]
    assert talk.title not in world.browser().get(of_community(stranger, talk)).html


def test_what_is_hidden_is_in_no_feed_and_what_is_kept_apart_not_in_theirs(world: World) -> None:
    nadia, gareth, comfort = world.member("Nadia"), world.member("Gareth"), world.member("Comfort")
    looks_after = world.member("Amara")
    space = a_community(world, facilitator=looks_after, members=(nadia, gareth, comfort))
    hidden = a_thread(world, gareth, space, title="Hidden one")
    a_thread(world, comfort, space, title="Of somebody blocked")
    stays = a_thread(world, gareth, space, title="Stays")
    mine, his = made(world, nadia)[0], made(world, gareth)[0]
    keep_apart(world, comfort, nadia)
    with world.inside():
        db.session.execute(
            text("UPDATE thread SET hidden_at = last_post_at WHERE title = 'Hidden one'"),
        )
    assert titles(read(world.browser(), mine)) == [stays.title]
    assert set(titles(read(world.browser(), his))) == {"Of somebody blocked", "Stays"}, "nor in its author's"
    keeper = made(world, looks_after)[0]
    for mine in (keeper, of_community(keeper, hidden)):
        assert set(titles(read(world.browser(), mine))) == {"Of somebody blocked", "Stays"}
    assert hidden.title in world.browser(looks_after).get(hidden.url), "on the site it is theirs to read"
    with world.inside():
        db.session.execute(text("UPDATE thread SET hidden_at = NULL"))
    assert "Hidden one" in titles(read(world.browser(), his))


def test_a_made_up_or_swapped_address_leads_nowhere(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    a_community(world, members=(nadia, gareth))
    mine, his = made(world, nadia)[0], made(world, gareth)[0]
    _, _, number, proof, _ = mine.split("/")
    reader = world.browser()
    for made_up in (
        f"/feeds/{number}/{'x' * 43}/all.atom",
        f"/feeds/{number}/{proof[:-1]}/all.atom",
        f"/feeds/{his.split('/')[2]}/{proof}/all.atom",
        f"/feeds/{gareth.public_id}/{proof}/all.atom",
        f"/feeds/{number}/\u00e9{proof}/all.atom",
    ):
        assert reader.get(made_up).status == 404, made_up
    assert reader.get(mine).status == 200


def test_what_lies_in_the_database_opens_no_feed(world: World) -> None:
    nadia = world.member("Nadia")
    mine = made(world, nadia)[0]
    proof = mine.split("/")[3]
    with world.inside():
        dump = " ".join(
            str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()).all()
        )
    assert proof not in dump
    assert re.fullmatch(r"[\w-]{43}", proof)


def test_a_new_password_makes_new_addresses(world: World) -> None:
    """Whoever was in the account and took the address along is out again."""
    nadia = world.member("Nadia")
    mine = made(world, nadia)[0]
    with world.inside():
        db.session.execute(text("UPDATE member SET password_verifier = :new"), {"new": b"n" * 32})
    assert world.browser().get(mine).status == 404
    assert world.browser().get(addresses(world.browser(nadia).get("/feeds"))[0]).status == 200


def test_nothing_on_the_way_keeps_a_feed_and_it_sets_no_cookie(world: World) -> None:
    answer = world.browser().get(made(world, world.member("Nadia"))[0]).response
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_feed_that_is_asked_for_too_often_waits(world: World) -> None:
    pace.forget_all()
    mine, his = made(world, world.member("Nadia"))[0], made(world, world.member("Gareth"))[0]
    reader = world.browser()
    for _ in range(policy.FEEDS_AN_HOUR):
        assert reader.get(mine).status == 200
    refused = reader.get(mine)
    assert refused.status == 429 and int(refused.response.headers["Retry-After"]) > 0
    assert reader.get(his).status == 200


def test_a_feed_costs_the_same_with_one_conversation_and_with_thirty(app: Flask, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    mine, one = made(world, nadia)
    costs = []
    for _ in range(2):
        for number in range(15):
            a_thread(world, gareth, space, title=f"Question {number}?")
        for address in (mine, one):
            world.browser().get(address)
            with statements(app) as seen:
                world.browser().get(address)
            costs.append(len(seen))
    assert costs[:2] == costs[2:] and max(costs) <= 3, costs


def test_somebody_who_only_asks_has_no_feed_of_it(world: World) -> None:
    gareth, nadia = world.member("Gareth"), world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), title="CANARY?")
    _put(world, "community", talk.space.id, "level", Level.ASK.value)
    with world.inside():
        belonging.place(gareth.id, talk.space.group_id, BelongingState.ASKED)
    mine = made(world, gareth)
    assert len(mine) == 1, "the feed of all alone"
    assert world.browser().get(of_community(mine[0], talk)).status == 404


def _put(world: World, table: str, row: int, column: str, value: str) -> None:
    with world.inside():
        db.session.execute(text(f"UPDATE {table} SET {column} = :value WHERE id = :row"), {"value": value, "row": row})
