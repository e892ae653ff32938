"""D7: a note for whoever comes after me. Sealed, read here by nobody else, printed or taken away by its writer."""

import pytest

from community.jobchange.models import HandOverNote
from tests.browser import Browser, Page
from tests.world import Person, World

WORDS = {
    "holds": "Canary: Amara, every Tuesday.",
    "agreed": "Nobody waits for a letter.",
    "still_open": "The transport contract.",
    "first": "Tom, because he listens.",
}
HERE = "/account/job-change/hand-over"


def saves(browser: Browser, **words: str) -> Page:
    return browser.submit(browser.get(HERE), HERE, **(WORDS | words))


@pytest.fixture
def writer(world: World) -> Person:
    return world.member("Nadia")


def test_the_note_is_kept_and_its_writer_reads_it_again(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    page = browser.get(HERE)
    assert "No details that could identify somebody you support." in page
    assert saves(browser).location == HERE
    kept = browser.get(HERE)
    for words in WORDS.values():
        assert words in kept.html
    assert saves(browser, first="Comfort.").status == 303
    assert "Comfort." in browser.get(HERE).html


def test_it_is_sealed_in_the_database(world: World, writer: Person) -> None:
    saves(world.browser(writer))
    assert b"Canary" not in world.one(HandOverNote).box


def test_nobody_else_reads_it_here(world: World, writer: Person) -> None:
    saves(world.browser(writer))
    assert "Canary" in world.browser(writer).get(f"{HERE}/paper").html
    other = world.browser(world.member("Gareth"))
    for path in ("", "/paper", ".txt"):
        assert "Canary" not in other.get(HERE + path, check=False).html


def test_it_can_be_printed_and_taken_away_as_text(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    saves(browser, agreed="")
    paper = browser.get(f"{HERE}/paper")
    assert "Who holds this work together" in paper and "What we agreed" not in paper
    taken = browser.get(f"{HERE}.txt", check=False)
    assert taken.response.headers["Content-Disposition"] == 'attachment; filename="hand-over.txt"'
    assert taken.response.headers["Content-Type"].startswith("text/plain")
    assert "no-store" in taken.response.headers["Cache-Control"]
    assert "Whom to ring first\n------------------\nTom, because he listens." in taken.html


def test_R46_a_note_saved_elsewhere_is_not_overwritten_and_nothing_is_lost(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    saves(browser)
    page = browser.get(HERE)
    saves(browser, first="Comfort.")
    answer = browser.submit(page, HERE, first="Hassan.")
    assert answer.status == 409 and "Comfort." in answer and "Hassan." in answer.html
    assert "Comfort." in browser.get(HERE).html
    assert browser.submit(answer, HERE).status == 303
    assert "Hassan." in browser.get(HERE).html


def test_the_first_note_of_two_windows_stays(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    page = browser.get(HERE)
    saves(browser)
    assert browser.submit(page, HERE, holds="Another").status == 409
    assert "Canary" in browser.get(HERE).html


def test_it_is_deleted_by_its_writer_and_a_repeat_changes_nothing(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    saves(browser)
    page = browser.get(HERE)
    for _ in range(2):
        assert browser.submit(page, f"{HERE}/remove").location == HERE
    assert world.count(HandOverNote) == 0
    assert "Nothing is written yet." in browser.get(f"{HERE}/paper")


def test_a_note_too_long_is_kept_on_the_page(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    answer = saves(browser, holds="long " * 2000)
    assert answer.status == 422 and "long long" in answer.html
    assert world.count(HandOverNote) == 0


def test_the_way_there_is_on_the_account_and_on_the_profile(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    for page in ("/account", "/profile", "/account/addresses"):
        assert "/account/job-change" in browser.get(page).links
    hub = browser.get("/account/job-change")
    assert HERE in hub.links and "/account/addresses" in hub.links
    assert "A work address disappears on your last day" in hub


def test_nothing_is_said_of_saving_before_anything_is_written(world: World, writer: Person) -> None:
    assert "Not saved" not in world.browser(writer).get(HERE)


def test_it_is_kept_while_it_is_written_and_says_so(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    page = browser.get(HERE)
    assert f'hx-post="{HERE}"' in page.html and 'hx-trigger="input throttle:4s"' in page.html
    line = browser.submit(page, HERE, htmx=True, **WORDS)
    assert line.status == 200 and "Saved" in line and "<h1" not in line.html
    seen = next(each.get("value") for each in line.all("input") if each.get("name") == "seen")
    again = browser.post(HERE, WORDS | {"seen": seen, "first": "Comfort."}, htmx=True)
    assert again.status == 200 and "Saved" in again
    assert "Comfort." in browser.get(HERE).html


def test_what_is_not_kept_while_it_is_written_is_said_too(world: World, writer: Person) -> None:
    browser = world.browser(writer)
    page = browser.get(HERE)
    saves(browser)
    line = browser.submit(page, HERE, htmx=True, holds="Another")
    assert line.status == 409 and "Not saved. It was saved elsewhere." in line
    line = browser.submit(browser.get(HERE), HERE, htmx=True, holds="long " * 2000)
    assert line.status == 422 and "Not saved. " in line
    assert "Canary" in browser.get(HERE).html
