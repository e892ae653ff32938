"""B1: nothing of a community stands where it may not be, on any page, part, list, count, feed, notice or letter.

Ten visitors follow every way there is from Home, and then try every address that any of them found. Each canary must
be found by exactly those whom the table names.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from community.core import clock
from community.core.database import db
from community.jobs import registry, running
from community.mail import queries as mail
from community.mail import rendering
from community.practice.models import Level
from tests.house.canaries import INSIDE, SIGNED_OUT, VISITORS, Aviary, canary, fill, people_of, suspend, table
from tests.house.crawler import Seen, Step, crawl, doors, look, steps_on
from tests.world import World

ROOMS = ("practice", "directory", "moderation")
# To what is not begun here nobody is led: private messages, decisions, a last wording; their own tests look there.
NOT_BEGUN = {
    "moderation.decision",
    "moderation.reporting_hello",
    "moderation.reporting_message",
    "practice.arrivals",
    "practice.edit_note",
    "practice.edit_summary",
    "practice.settling",
    "practice.showing_out",
    "practice.summaries",
}


def visits(app: Flask, made: Aviary) -> dict[str, Seen]:
    """What everybody finds by following ways, and then by trying what the others have found."""
    browsers = {who: made.world.browser(made.people[who]) for who in VISITORS}
    seen = {who: crawl(browser, [Step("/"), *doors(app)]) for who, browser in browsers.items()}
    found = {step for each in seen.values() for step in each.steps if not step.is_a_key and not step.is_elsewhere}
    found -= {step for step in found if step.is_part and Step(step.url) in found}  # the page says no less than its part
    for who, browser in browsers.items():
        for step in sorted(found):
            if step not in seen[who].bodies:
                look(browser, step, seen[who])
    return seen


def wrong(seen: dict[str, Seen], allowed: dict[str, frozenset[str]]) -> list[str]:
    """Every canary that is where it must not be, or is not where it must be."""
    said = []
    for word, who_may in allowed.items():
        for who, what in seen.items():
            places = what.found(word)
            if places and who not in who_may:
                said.append(f"{who} finds {word} at {', '.join(sorted({place.url for place in places})[:4])}")
            if not places and who in who_may:
                said.append(f"{who} does not find {word}")
    return said


@pytest.fixture
def aviary(app: Flask, world: World) -> Aviary:
    made = people_of(world)
    fill(made, *Level)
    suspend(made)
    return made


def test_B1_every_canary_is_where_it_must_be_and_nowhere_else(app: Flask, aviary: Aviary) -> None:
    seen = visits(app, aviary)
    found = wrong(seen, table(tuple(Level)))
    assert not found, "\n".join(found)
    assert {who: bool(each.steps) for who, each in seen.items()} == dict.fromkeys(VISITORS, True)
    assert not {step.url for each in seen.values() for step, status in each.statuses.items() if status >= 500}
    assert not unseen(app, seen) - NOT_BEGUN


def unseen(app: Flask, seen: dict[str, Seen]) -> set[str]:
    """Pages of the rooms that communities are in, to which no way led: a crawl that misses them proves nothing."""
    adapter = app.url_map.bind("localhost")
    reached = {
        adapter.match(step.url.partition("?")[0], method="GET")[0]
        for each in seen.values()
        for step, status in each.statuses.items()
        if status < 400 and not step.is_question
    }
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] in ROOMS
    }
    return there - reached


def test_B1_letters_and_notices_name_nothing_that_not_everybody_reads(app: Flask, aviary: Aviary) -> None:
    """Two weeks pass with every job that there is; then every letter is opened, and every tray."""
    noon = clock.now().replace(hour=12, minute=5)
    with time_machine.travel(noon, tick=False) as time:
        for _ in range(8):
            time.shift(timedelta(days=2))
            for job in registry.all_jobs(app):
                running.run(app, job, is_asked=True)
    with app.app_context():
        letters = [(letter.to_address, rendering.write(letter)) for letter in mail.latest_letters(500)]
    words = [f"{to} {written.subject} {written.text} {written.html}".lower() for to, written in letters]
    assert any(canary(Level.OPEN, "title") in each for each in words), "the letters were written"
    for level in (Level.ASK, Level.PRIVATE, Level.HIDDEN):
        assert not [each[:80] for each in words if f"zq{level.value}" in each.replace(canary(level, "writer"), "")]
    inner = canary(Level.OPEN, "inner")
    assert not [each[:80] for each in words if inner in each], "begun before it was open, and gone on with since"
    inside = {aviary.person(who).email for who in INSIDE} | {each.email for each in aviary.writers.values()}
    for each in words:
        if "zqhiddenwriter" in each or "zqprivatewriter" in each:
            assert each.split()[0] in inside
    trays = {who: crawl(aviary.world.browser(aviary.people[who]), [Step("/notices")]) for who in ("member", "stranger")}
    assert trays["member"].bodies[Step("/notices")].count("zqhidden")
    assert inner in trays["member"].bodies[Step("/notices")]
    assert inner not in trays["stranger"].bodies[Step("/notices")]
    for level in (Level.ASK, Level.PRIVATE, Level.HIDDEN):
        assert f"zq{level.value}" not in trays["stranger"].bodies[Step("/notices")]


def test_B1_to_others_no_page_changes_by_a_single_number_when_there_is_a_hidden_community(
    app: Flask, world: World
) -> None:
    """The whole site as three who are not in it see it: before there is a private and a hidden one, and after."""
    with time_machine.travel(clock.now(), tick=False):
        made = people_of(world)
        fill(made, Level.OPEN, Level.ASK)
        watchers = {who: world.browser(made.people[who]) for who in (SIGNED_OUT, "stranger", "asker")}
        before = {who: crawl(browser, [Step("/"), *doors(app)]) for who, browser in watchers.items()}
        fill(made, Level.PRIVATE, Level.HIDDEN)
        for who, browser in watchers.items():
            after = Seen()
            for step in before[who].steps:
                look(browser, step, after)
                assert _without_keys(after.bodies[step]) == _without_keys(before[who].bodies[step]), (who, step.url)
            assert len(after.bodies) > (10 if who == SIGNED_OUT else 60)


def _without_keys(page: str) -> str:
    """The words of a page, without what is new each time it is drawn: our token, and the keys of forms."""
    words = page.rpartition("content-type: ")[0]
    return re.sub(r'name="(csrf_token|key|seen)" value="[^"]*"|"x-csrftoken": "[^"]*"', "", words)


LEAKS = (  # what is done to the rows, who looks, and what they then find: as if a predicate let too many in
    ("UPDATE thread SET is_for_members = false", "stranger", canary(Level.OPEN, "inner")),
    ("UPDATE post SET hidden_at = NULL", "stranger", canary(Level.OPEN, "hidden")),
    ("DELETE FROM block", "blocked", canary(Level.HIDDEN, "words")),
    ("UPDATE community SET level = 'ask' WHERE level = 'hidden'", "stranger", canary(Level.HIDDEN, "name")),
    ("UPDATE community SET level = 'open' WHERE level = 'private'", "stranger", canary(Level.PRIVATE, "words")),
    ("UPDATE profile SET findable_by = 'everyone'", "stranger", canary(Level.HIDDEN, "writer")),
)


def test_the_crawl_bites(app: Flask, aviary: Aviary) -> None:
    for leak, who, word in LEAKS:
        for is_leaking in (False, True):
            if is_leaking:
                with aviary.world.inside():
                    db.session.execute(db.text(leak))
            browser = aviary.world.browser(aviary.people[who])
            seen = crawl(browser, [Step("/communities"), Step("/people")], "/(communities|conversations|people$)")
            said = [each for each in wrong({who: seen}, table(tuple(Level))) if f"finds {word} " in each]
            assert bool(said) is is_leaking, (leak, said)


def test_a_canary_that_is_missing_is_noticed_too(app: Flask, aviary: Aviary) -> None:
    seen = {"member": Seen(bodies={Step("/"): "nothing"})}
    assert len(wrong(seen, table((Level.HIDDEN,)))) > 10


def test_the_crawler_sees_ways_of_every_sort() -> None:
    page = """<a href="/a?b=1&amp;c=2">x</a> <div hx-get="/part"></div> <form method="post" action="/act">
      <button formaction="/w/preview"></button></form> <form method="get" action="/find"><select name="kind">
      <option value="">all</option><option value="story">s</option></select></form>
      <textarea data-names="/t/names"></textarea> <input value="http://127.0.0.1:8000/feeds/x.atom" readonly>
      <a href="https://example.org/elsewhere">y</a> <a href="?month=2026-12">z</a>"""
    found = {(step.url, step.is_part, step.is_question) for step in steps_on(page, "/here?x=1") if step.url}
    assert found == {
        ("/a?b=1&c=2", False, False),
        ("/part", True, False),
        ("/w/preview", False, True),
        ("/find", False, False),
        ("/find?kind=story", False, False),
        ("/t/names", False, True),
        ("/feeds/x.atom", False, False),
        ("/here?month=2026-12", False, False),
    }
