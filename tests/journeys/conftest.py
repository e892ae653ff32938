"""A real browser against the real application, served on this machine: with htmx and without JavaScript."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.world import Person, World

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 15000  # milliseconds: a busy machine is no fault of the page
SCREENS = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, and no Chromium was found")
        pytest.skip("no Chromium on this machine: install it, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class QuietHandler(WSGIRequestHandler):
    """Answers without writing a line for each request, and keeps the line open for the next."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """Where the application is served, with a thread for each request."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Visitor:
    """One person at one browser window; every page they see must be quiet in the console."""

    page: Page
    address: str
    screen: str
    complaints: list[str]
    has_script: bool = True

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def enter(self, room: str) -> None:
        """By the main navigation: across the top, or along the foot of a phone."""
        name = "Main" if self.screen == "desktop" else "Main, small screen"
        doors = self.page.get_by_role("navigation", name=name, exact=True)
        doors.get_by_role("link", name=room, exact=True).click()

    def open(self, summary: str) -> None:
        """Unfold what a summary hides."""
        self.page.locator("summary", has_text=summary).first.click()

    def fill(self, label: str, words: str) -> None:
        field = self.page.get_by_label(label).and_(self.page.locator("input, textarea"))
        field.filter(visible=True).first.fill(words)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).filter(visible=True).first.select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def stands_at(self, heading: str) -> None:
        """Waits until the page with this heading is there."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).filter(visible=True).first.wait_for()

    def does_not_see(self, words: str) -> None:
        """Call it after something that waits: what is not there yet is not seen either."""
        assert self.page.get_by_text(words).filter(visible=True).count() == 0, f"{words!r} is on the page"


class House:
    """Lets visitors in: newcomers, or members who are signed in already."""

    def __init__(self, chromium: Chromium, address: str, world: World, *, script: bool, screen: str) -> None:
        self.chromium, self.address, self.world, self.script, self.screen = chromium, address, world, script, screen
        self.visitors: list[Visitor] = []

    def visitor(self, person: Person | None = None, *, dark: bool = False) -> Visitor:
        width, height = SCREENS[self.screen]
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=self.script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # looked at by a driver, a fade between pages may be cut short, with an error
            base_url=self.address,
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        if person:
            cookies = self.world.cookies_of(person)
            context.add_cookies([{"name": n, "value": v, "url": self.address} for n, v in cookies.items()])
        visitor = Visitor(context.new_page(), self.address, self.screen, [], self.script)
        visitor.page.on("console", lambda message: self._note(visitor, message.type, message.text))
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"{visitor.page.url}: {error}"))
        visitor.page.on("dialog", lambda dialog: self._refuse(visitor, dialog))
        self.visitors.append(visitor)
        return visitor

    def close(self) -> None:
        complaints = [each for visitor in self.visitors for each in visitor.complaints]
        for visitor in self.visitors:
            visitor.page.context.close()
        assert not complaints, complaints

    @staticmethod
    def _refuse(visitor: Visitor, dialog: Dialog) -> None:
        """No journey meets a dialog of the browser's own: no alert, and no "leave this page?" either."""
        visitor.complaints.append(f"{visitor.page.url}: a dialog, {dialog.type} {dialog.message}")
        dialog.accept()

    @staticmethod
    def _note(visitor: Visitor, kind: str, text: str) -> None:
        # A refused form answers 4xx, and the browser writes that down; everything else is a fault.
        if (
            kind in {"error", "warning"}
            and "Failed to load resource: the server responded with a status of 4" not in text
        ):
            visitor.complaints.append(f"{visitor.page.url}: {text}")


@pytest.fixture(params=[True, False], ids=["htmx", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(chromium: Chromium, address: str, world: World, script: bool, screen: str) -> Iterator[House]:
    house = House(chromium, address, world, script=script, screen=screen)
    yield house
    house.close()
