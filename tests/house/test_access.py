"""R34, R35: who gets which answer, for every route and every kind of visitor, against a table written by hand."""

import pytest
from flask import Flask, url_for

from community.web.access import Audience, audience_of
from tests.browser import Browser, Page
from tests.house.matrix import ROWS, Row
from tests.house.things import VISITORS, Scene, scene
from tests.world import World


def address(app: Flask, row: Row, made: Scene) -> str:
    """The row's address, with every gap filled by a thing of the owner (or by the one that the row asks for)."""
    gaps = {name for rule in app.url_map.iter_rules(row.endpoint) for name in rule.arguments}
    things = made.ids | {name: made.ids[thing] for name, thing in row.asks.items()} | {"part": row.part}
    with app.test_request_context():
        return url_for(row.endpoint, **{name: things[name] for name in gaps})


def visit(browser: Browser, row: Row, url: str, made: Scene) -> Page:
    if row.method == "GET":
        return browser.get(url, check=False)
    return browser.post(url, {name: str(made.ids.get(said, said)) for name, said in row.sends.items()}, check=False)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_visitor_gets_the_answer_in_the_table(app: Flask, world: World, row: Row) -> None:
    is_journal = row.endpoint.startswith("journal.")
    made = scene(world, with_journals=is_journal)
    url = address(app, row, made)
    answers = {}
    for who in VISITORS:  # the owner last: what the owner does may use the thing up
        page = visit(made.browser(who, journal_open=is_journal), row, url, made)
        answers[who] = page.status
        if who == "anonymous" and page.status == 303 and row.method == "GET":
            assert page.location.startswith("/sign-in")
    assert answers == dict(zip(VISITORS, row.statuses, strict=True))


def test_the_table_is_complete(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    }
    rows = {(row.endpoint, row.method) for row in ROWS}
    assert rows == routes, {"routes without a row": routes - rows, "rows without a route": rows - routes}
    others = {method for rule in app.url_map.iter_rules() for method in rule.methods or set()}
    assert others <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_every_route_names_its_audience_and_the_table_agrees(app: Flask) -> None:
    for row in ROWS:
        audience = audience_of(app, row.endpoint)
        lets_strangers_in = row.statuses[0] not in {401} and not (row.statuses[0] == 303 and row.statuses[1] != 303)
        if audience in {Audience.MEMBERS, Audience.MODERATORS, Audience.ADMINISTRATORS}:
            assert row.statuses[:3] in {(303, 303, 303), (401, 403, 403)}, row.name
        if audience is Audience.NEWCOMERS:
            assert row.statuses[0] in {303, 401}, row.name
        assert lets_strangers_in or audience is not Audience.ANYONE, row.name


def test_what_is_not_yours_reads_like_what_is_not_there(app: Flask, world: World) -> None:
    made = scene(world)
    stranger = made.browser("stranger")
    nothing = stranger.get("/nothing-here")
    assert nothing.status == 404
    for path in ("buddies/circles/{circle_id}", "communities/{community_id}", "conversations/{thread_id}"):
        theirs = stranger.get("/" + path.format(**made.ids))
        missing = stranger.get("/" + path.format(**dict.fromkeys(made.ids, made.ids["session_id"])))
        assert theirs.status == missing.status == 404
        assert theirs.text == missing.text == nothing.text


def test_J4_nobody_of_the_staff_reaches_an_entry(app: Flask, world: World) -> None:
    """Every page that an administrator or a moderator can open is looked through for the owner's words."""
    made = scene(world, with_journals=True)
    entry = f"/journal/entries/{made.ids['entry_id']}"
    assert "canary of the owner" in made.browser("owner", journal_open=True).get(entry).html
    for who in ("administrator", "moderator", "buddy", "stranger"):
        browser = made.browser(who, journal_open=True)
        for row in ROWS:
            if row.method == "GET":
                assert "canary of the owner" not in browser.get(address(app, row, made), check=False).html, row.name


def test_nobody_but_its_writer_reaches_a_check_in(app: Flask, world: World) -> None:
    """Every page that others can open is looked through for the owner's words, the buddy's and the staff's too."""
    made = scene(world)
    assert "canary check-in" in made.browser("owner").get(f"/buddies/circles/{made.ids['due_circle']}/check-in").html
    for who in ("administrator", "moderator", "buddy", "stranger"):
        browser = made.browser(who)
        for row in ROWS:
            if row.method == "GET" and not row.endpoint.startswith("journal."):
                assert "canary check-in" not in browser.get(address(app, row, made), check=False).html, row.name
