"""R21: whatever a member writes is only ever words to the others. Looked at without our policy headers to help."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from community.belonging import actions as belonging
from community.belonging.models import BelongingState
from community.practice import queries
from tests.journeys.conftest import PATIENCE
from tests.journeys.hostile import CHUNKS, Wall, joined, wall_of
from tests.journeys.payloads import PAYLOADS
from tests.world import Person, World

pytestmark = pytest.mark.browser

ACTIVE = """() => {
    const never = "iframe, frame, object, embed, base, style, math, marquee, video, audio, img, image, plaintext, " +
        "xmp, noscript, template, animate, foreignObject, meta[http-equiv], body link, hx-partial, custom-element, " +
        "script:not([src^='/static/']), svg:not(.icon, .brand svg)";
    const acts = ["href", "src", "action", "formaction", "srcdoc", "data", "style", "ping", "poster", "xlink:href"];
    const found = [...document.querySelectorAll(never)].map((each) => each.outerHTML.slice(0, 200));
    for (const each of document.querySelectorAll("*")) {
        for (const {name, value} of each.attributes) {
            const known = name === "href" && each.matches("a") && ["http:", "https:", "mailto:"].includes(each.protocol)
                && (each.host === location.host || each.rel.includes("noopener"));
            const hostile = /evil|__hit|javascript:|data:/i.test(value) && !known;
            if (name.startsWith("on") || (/^(data-)?hx-/.test(name) || acts.includes(name)) && hostile) {
                found.push(`${name}=${value}`.slice(0, 200));
            }
        }
    }
    if (document.querySelectorAll("#main").length !== 1) found.push("another #main");
    return found;
}"""


@dataclass
class Reader:
    """Somebody who looks at a wall of hostile words; `alarms` is what should never ring."""

    page: Page
    alarms: list[str]

    def look(self, path: str = "") -> None:
        if path:
            answer = self.page.goto(path)
            assert answer is not None and answer.status == 200, path
        self.alarms += [f"{self.page.url}: {found}" for found in self.page.evaluate(ACTIVE)]
        if self.page.evaluate("window.__hit"):
            self.alarms.append(f"{self.page.url}: something ran")

    def reads(self, words: str) -> bool:
        """Whether these words stand on the page as words, also as the value of a field."""
        shown = "[document.body.textContent, ...[...document.querySelectorAll('textarea, input')].map((e) => e.value)]"
        return words in "\n".join(self.page.evaluate(shown))


def reader_on(page: Page) -> Reader:
    reader = Reader(page, [])
    page.on("dialog", lambda dialog: (reader.alarms.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: reader.alarms.append(f"{page.url}: {error}"))
    page.on("request", lambda asked: "evil" in asked.url and reader.alarms.append(f"asked for {asked.url}"))
    return reader


@pytest.fixture
def bare(chromium: Chromium, address: str) -> Iterator[Page]:
    """A window that does not keep to the Content-Security-Policy: only the words themselves are judged."""
    context = chromium.new_context(base_url=address, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def come_as(page: Page, world: World, person: Person, address: str) -> None:
    cookies = world.cookies_of(person)
    page.context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])


def test_R21_hostile_words_stay_words_on_every_page(bare: Page, world: World, address: str) -> None:
    assert len(PAYLOADS) >= 200
    wall = wall_of(world)
    come_as(bare, world, wall.reader, address)
    reader = reader_on(bare)
    for path in wall.paths:
        reader.look(path)
        assert reader.reads("__hit"), f"nothing hostile on {path}"
    assert not reader.alarms, "\n" + "\n".join(reader.alarms)


def test_R21_hostile_words_stay_words_when_a_page_is_changed_in_place(bare: Page, world: World, address: str) -> None:
    wall = wall_of(world)
    come_as(bare, world, wall.reader, address)
    reader = reader_on(bare)
    bare.goto(f"/buddies/circles/{wall.circle}")
    for chunk in CHUNKS[::4]:
        send(bare, "Message to", joined(chunk), "Send", f"/circles/{wall.circle}/messages")
        reader.look()
    let_in(wall)
    bare.goto(f"/conversations/{wall.thread}")
    for chunk in CHUNKS[1::4]:
        send(bare, "Your reply", joined(chunk), "Preview", "/preview")
        reader.look()
        send(bare, "Your reply", joined(chunk), "Post reply", "/replies")
        reader.look()
    assert reader.reads("__hit")
    assert not reader.alarms, "\n" + "\n".join(reader.alarms)


def send(page: Page, label: str, words: str, button: str, path: str) -> None:
    """Through htmx: the answer takes its place on this very page."""
    page.get_by_label(label).first.fill(words)
    with page.expect_response(lambda answer: path in answer.url) as answered:
        page.get_by_role("button", name=button).first.click()
    assert answered.value.status == 200
    page.wait_for_function("!document.querySelector('[aria-busy=true]')")


def let_in(wall: Wall) -> None:
    with wall.world.inside():
        assert wall.thread is not None
        thread = queries.thread_seen_by(wall.reader.actor, wall.thread)
        belonging.place(wall.reader.id, thread.group_id, BelongingState.IN)


@pytest.mark.parametrize(
    "words", ["<img src=x onerror=window.__hit=1>", "<p onclick=alert(1)>x</p>", "<iframe></iframe>"]
)
def test_the_alarms_ring_where_words_are_more_than_words(bare: Page, words: str) -> None:
    reader = reader_on(bare)
    bare.goto("/help")
    bare.evaluate("(words) => { document.querySelector('main').innerHTML = words }", words)
    bare.wait_for_timeout(200)
    reader.look()
    assert reader.alarms
