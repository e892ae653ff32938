"""Keeping away, as people do it: through the pages."""

import re

from tests.browser import Page
from tests.world import Person, World


def block(world: World, blocker: Person, blocked: Person) -> Page:
    """From the page that says what will happen."""
    browser = world.browser(blocker)
    page = browser.get(f"/people/{blocked.public_id}/block")
    return browser.submit(page, f"/{blocked.public_id}/block")


def unblock(world: World, blocker: Person, blocked: Person) -> Page:
    browser = world.browser(blocker)
    return browser.submit(browser.get("/account/blocked"), f"/{blocked.public_id}/unblock")


def without_chance(page: Page) -> str:
    """The page without the tokens, ids and hours that differ whenever it is made."""
    html = re.sub(r'("X-CSRFToken": "|name="csrf_token" value=")[^"]+', "", page.html)
    html = re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "", html)
    html = re.sub(r"\d\d:\d\d:\d\d(\.\d+)?|\b\d\d:\d\d\b", "", html)
    return re.sub(r"\bav-\d", "", html)
