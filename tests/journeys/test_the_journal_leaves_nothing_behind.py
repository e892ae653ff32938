"""J11: after a visit to the journal the browser's own storage and its folder on disk hold none of its words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page

from tests.journal.desk import PASSWORD, give_journal
from tests.journeys.conftest import CHROMIUM, PATIENCE
from tests.world import World

pytestmark = pytest.mark.browser

CANARY = "Quetzalcanary"
PLANTED = "Kakapocanary"
KEPT = """async () => [
    ...Object.entries(localStorage).flat(), ...Object.entries(sessionStorage).flat(), document.cookie,
    ...(await indexedDB.databases()).map((each) => each.name), ...(await caches.keys()),
]"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this browser keeps whatever it keeps."""
    return tmp_path / "profile"


@pytest.fixture
def own_browser(chromium: Chromium, folder: Path, address: str) -> Iterator[BrowserContext]:
    """A browser with a folder of its own, as on somebody's computer."""
    context = chromium.browser_type.launch_persistent_context(
        str(folder), executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"], base_url=address
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def test_J11_storage_and_disk_hold_no_word_of_the_journal(
    own_browser: BrowserContext, folder: Path, world: World
) -> None:
    nadia = world.member("Nadia")
    give_journal(world, nadia)
    page = own_browser.new_page()
    sign_in(page, nadia.email)
    write_and_read(page)
    assert page.evaluate(KEPT) == [""]
    page.goto("/help")
    page.evaluate("(words) => localStorage.setItem('planted', words)", PLANTED)
    own_browser.close()
    assert files_with(folder, PLANTED), "the search finds what is there"
    assert files_with(folder, CANARY) == []
    assert files_with(folder, PASSWORD) == []


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in?next=/journal")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def write_and_read(page: Page) -> None:
    """Write with autosave, read, search, change, and leave the page open half-way."""
    page.goto("/journal/new?template=free")
    page.get_by_label("Title").fill(f"{CANARY} in the title")
    page.get_by_label("Your words").fill(f"I heard a {CANARY} today.")
    page.get_by_text("Saved ").first.wait_for()
    page.get_by_role("button", name="Save and close").click()
    page.get_by_label("Search your journal").first.fill(CANARY)
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("link", name=CANARY).first.click()
    page.get_by_label("Your words").fill(f"I heard two {CANARY}s today.")
    page.get_by_text("Saved ").first.wait_for()


def files_with(folder: Path, words: str) -> list[str]:
    """Files that hold the words in one of the shapes in which browsers keep text."""
    shapes = [words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")]
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(shape in path.read_bytes() for shape in shapes)
    ]
