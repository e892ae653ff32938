"""Every page, as it is drawn: accessible, in light and dark, on every screen, and never wider than it.

Each page is loaded once; then the screen and the colours change round it.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from tests.databases import clear
from tests.house.pages import NOT_PAGES, PAGES, Sight, Sights, sights_of
from tests.journeys.axe import AXE, JUDGE, RULES, RULES_OF_LOOKS
from tests.journeys.conftest import PATIENCE
from tests.world import World

pytestmark = pytest.mark.browser

ROOMS = sorted({sight.room for sight in PAGES})
BIG_TEXT = 32  # twice the 16 pixels that browsers begin with


# Each colour on the widest and the narrowest screen. What a page is made of is judged once for each of these screens,
# and what colours and room decide in every look.
LOOKS: tuple[tuple[Any, int, dict[str, Any]], ...] = (
    ("light", 1280, RULES),
    ("dark", 1280, RULES_OF_LOOKS),
    ("dark", 390, RULES_OF_LOOKS),
    ("light", 320, RULES),
    ("dark", 320, RULES_OF_LOOKS),
)
SEND = """([path, fields]) => {
    const form = Object.assign(document.createElement("form"), {method: "post", action: path});
    const headers = document.body.getAttribute("hx-headers:inherited");
    const token = headers ? JSON.parse(headers)["X-CSRFToken"] : document.querySelector("[name=csrf_token]").value;
    for (const [name, value] of Object.entries({csrf_token: token, ...fields})) {
        form.append(Object.assign(document.createElement("textarea"), {name, value}));
    }
    document.body.append(form);
    form.submit();
}"""
# What a page shows: its words, and those that stand in its fields.
WORDS = """() => {
    const main = document.querySelector("main");
    return [main.innerText, ...[...main.querySelectorAll("textarea")].map((each) => each.value)].join("\\n");
}"""
UNFOLD = "document.querySelectorAll('main details:not(.menu)').forEach((each) => (each.open = true))"
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth - room;
    if (wide <= 0) return null;
    const guilty = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1);
    const named = (e) => [e.tagName, e.className, e.id, e.textContent.trim().slice(0, 60)].join(" ");
    return wide + " px, at " + guilty.slice(-2).map(named).join(" in ");
}"""


@pytest.fixture(scope="module")
def sights(app: Flask) -> Iterator[Sights]:
    """One world for all pages: looking changes nothing."""
    yield sights_of(World(app))
    with app.app_context():
        clear()


@pytest.fixture
def window(chromium: Chromium, address: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=address, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_every_page_is_looked_at(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - NOT_PAGES
    seen = {sight.endpoint for sight in PAGES if sight.room != "problems"}
    assert seen == pages, {"not looked at": pages - seen, "no such page": seen - pages}


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_is_accessible_and_fits_its_screen(
    room: str, window: BrowserContext, sights: Sights, address: str
) -> None:
    faults: list[str] = []
    page = window.new_page()
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: faults.extend(foreign(asked.url, address)))
    for sight in PAGES:
        if sight.room == room:
            come_as(window, sights, sight, address)
            faults += [f"{sight.name}: {fault}" for fault in [*arrive(page, sights, sight), *faults_of(page)]]
    assert not faults, "\n" + "\n".join(faults)


def foreign(url: str, address: str) -> list[str]:
    """Everything that a page is made of comes from our own site."""
    return [] if url.startswith((f"{address}/", "data:")) else [f"from elsewhere: {url}"]


def come_as(context: BrowserContext, sights: Sights, sight: Sight, address: str) -> None:
    context.clear_cookies()
    if sight.seen_by:
        cookies = sights.cookies_of(sight.seen_by)
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])


def arrive(page: Page, sights: Sights, sight: Sight) -> Iterator[str]:
    """Open the page; says what is wrong when something else came."""
    show(page, "light", 1280)
    path = sight.path.format(**sights.ids)
    if sight.sends is None:
        answer = page.goto(path)
    else:
        page.goto("/help" if sight.seen_by else "/sign-in")
        with page.expect_navigation() as navigation:
            page.evaluate(SEND, [path, sight.sends])
        answer = navigation.value
    if answer is None or answer.status != sight.status:
        yield f"status {answer and answer.status}, not {sight.status}"
    if sight.shows and sight.shows not in page.evaluate(WORDS):
        yield f"does not show {sight.shows!r}"
    if sight.opens:
        page.locator(sight.opens).first.click()


def faults_of(page: Page) -> Iterator[str]:
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    for colours, width, rules in LOOKS:
        show(page, colours, width)
        if wide := page.evaluate(TOO_WIDE):
            yield f"too wide for {width}: {wide}"
        for violation in page.evaluate(JUDGE, rules):
            where = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            yield f"{colours} {width}: {violation['id']} at {where}"
    yield from too_wide_in_big_text(page)


def too_wide_in_big_text(page: Page) -> Iterator[str]:
    """Text at 200 %, as somebody's browser may be set, and a window enlarged to 200 %."""
    session = page.context.new_cdp_session(page)
    for width, text in ((640, BIG_TEXT // 2), (640, BIG_TEXT), (1280, BIG_TEXT)):
        session.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text}})
        show(page, "light", width)
        if wide := page.evaluate(TOO_WIDE):
            yield f"too wide for {width} with text of {text}: {wide}"
    session.send("Page.setFontSizes", {"fontSizes": {"standard": BIG_TEXT // 2, "fixed": 13}})
    session.detach()


def show(page: Page, colours: Any, width: int) -> None:
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": width, "height": 844})
