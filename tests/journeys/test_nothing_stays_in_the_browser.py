"""What a shared computer keeps after somebody wrote in the journal and locked it."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Error, Page

from tests.journal import canary
from tests.journal.desk import PASSWORD, give_journal
from tests.journeys.conftest import CHROMIUM, PATIENCE
from tests.world import World

pytestmark = [pytest.mark.browser]

WORDS = "wombatmeridianglass"
SEEN_ON_PURPOSE = "bilbyharbourthread"


def test_J11_storage_cache_and_history_hold_no_word_of_the_journal(
    chromium: Chromium, address: str, world: World, tmp_path: Path
) -> None:
    nadia = world.member("Nadia")
    give_journal(world, nadia)
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"], base_url=address
    )
    context.set_default_timeout(PATIENCE)
    cookies = world.cookies_of(nadia)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    page = context.new_page()
    _write_and_read(page)
    assert WORDS not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
    page.get_by_role("button", name="Lock now").first.click()
    page.get_by_role("heading", level=1, name="Your journal is locked").wait_for()
    page.goto(f"/help?{SEEN_ON_PURPOSE}")
    _go_back_and_look(page)
    kept = _profile_after_closing(context, tmp_path)
    assert canary.found(WORDS, kept) == set()
    assert canary.found(SEEN_ON_PURPOSE, kept), "what the browser does keep is found in the same place"


def _write_and_read(page: Page) -> None:
    page.goto("/journal/unlock")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    page.goto("/journal/new?template=free")
    page.get_by_label("Title").fill(f"{WORDS} title")
    page.get_by_label("Your words").press_sequentially(f"{WORDS} body")
    page.get_by_text("Saved ").first.wait_for()
    page.get_by_role("button", name="Save and close").click()
    page.get_by_label("Search your journal").first.fill(WORDS)
    page.get_by_role("button", name="Search").first.click()
    page.get_by_text("1 entry with").wait_for()
    page.get_by_role("link", name=WORDS).first.click()
    page.get_by_role("heading", level=1, name="Your entry").wait_for()


def _go_back_and_look(page: Page) -> None:
    """The Back button after locking shows nothing."""
    for _ in range(4):
        with suppress(Error):  # a page that answered a form is not kept at all
            page.go_back()
        assert WORDS not in page.content()


def _profile_after_closing(context: BrowserContext, folder: Path) -> canary.Stores:
    context.close()
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
