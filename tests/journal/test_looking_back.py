"""Looking back: months, words, next steps, and what it costs the database."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import update

from community.core.database import db
from community.journal.models import JournalEntry
from tests.journal.desk import Writer, an_entry, unlock, writer
from tests.statements import statements
from tests.world import World


def search(who: Writer, words: str, **how: bool) -> str:
    return who.browser.post("/journal/search", {"words": words}, **how).text


def test_entries_stand_by_month_the_newest_first(world: World) -> None:
    nadia = writer(world)
    for day, title in ((date(2025, 3, 2), "Spring"), (date(2026, 11, 4), "Fourth"), (date(2026, 11, 21), "Latest")):
        an_entry(world, nadia, day=day, title=title)
    text = nadia.browser.get("/journal").text
    assert (
        text.index("November")
        < text.index("Latest")
        < text.index("Fourth")
        < text.index("March 2025")
        < text.index("Spring")
    )


def test_older_months_are_one_link_away_and_no_month_is_cut(world: World) -> None:
    nadia = writer(world)
    for n in range(60):
        an_entry(world, nadia, day=date(2026, 9, 30) - timedelta(days=n), title=f"Entry {n:02}.")
    first = nadia.browser.get("/journal")
    assert "Entry 29." in first and "Entry 30." not in first, "September has 30 days"
    onward = next(link for link in first.links if "after=" in link)
    assert "Show August 2026" in first
    second = nadia.browser.get(onward)
    assert "Entry 30." in second and "Entry 29." not in second
    assert "2026" not in onward, "no address tells when somebody wrote"


def test_words_are_found_anywhere_in_any_case_and_all_of_them(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, "Ten people, one kettle, and Zoë", title="The car park")
    an_entry(world, nadia, "The inspection", next_step="Ring the kettle shop", challenges=("discharge-flow",))
    assert "2 entries" in search(nadia, "KETTLE")
    assert "1 entry" in search(nadia, "kettle people") and "The car park" in search(nadia, "kettle people")
    assert "1 entry" in search(nadia, "zoë")
    assert "1 entry" in search(nadia, "hospital discharge"), "the challenge's own words"
    assert "0 entries" in search(nadia, "giraffe")
    assert "1 entry" in search(nadia, "PARK", htmx=True)


def test_a_search_without_words_or_with_strange_ones_is_answered_in_words(world: World) -> None:
    nadia = writer(world)
    assert nadia.browser.post("/journal/search", {"words": "   "}).status == 422
    assert nadia.browser.post("/journal/search", {"words": "x" * 121}).status == 422
    for words in ("%", "\\", "<b>", "a\x00b", "'; drop table journal_entry; --"):
        assert nadia.browser.post("/journal/search", {"words": words}).status == 200


def test_what_i_said_i_would_do_is_kept_in_view(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, next_step="Ring Amara on Monday")
    assert "Ring Amara on Monday" in nadia.browser.get("/journal")


def test_nothing_counts_days_or_weeks_in_a_row(world: World) -> None:
    nadia = writer(world)
    for n in range(5):
        an_entry(world, nadia, day=date(2026, 11, 21) - timedelta(days=n))
    text = nadia.browser.get("/journal").text.lower()
    assert not [word for word in ("streak", "in a row", "days of writing", "weeks") if word in text]


def test_one_entry_that_cannot_be_verified_leaves_the_others_open(world: World) -> None:
    nadia = writer(world)
    broken = an_entry(world, nadia, "Broken", title="Broken one")
    whole = an_entry(world, nadia, "Whole words", title="Whole one")
    for column in ("head_box", "body_box"):
        with world.inside():
            db.session.execute(
                update(JournalEntry).where(JournalEntry.id == broken).values({column: b"\x01" + bytes(300)})
            )
        assert nadia.browser.get("/journal").status == 200
        page = nadia.browser.get(f"/journal/entries/{broken}")
        assert page.status == 200 and "could not be verified" in page
        assert "Whole words" in nadia.browser.get(f"/journal/entries/{whole}").html
        assert "1 entry" in search(nadia, "whole words")
        save = nadia.browser.post(
            f"/journal/entries/{broken}/save", {"answers-0": "x", "rev": "1", "day": "2026-11-21"}
        )
        assert save.status == 409
    assert nadia.browser.submit(nadia.browser.get(f"/journal/entries/{broken}/delete"), "/delete").status == 303


def test_the_list_costs_the_same_for_one_entry_and_for_thirty(app: Flask, world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia)
    nadia.browser.get("/journal")
    with statements(app) as one:
        nadia.browser.get("/journal")
    for _ in range(29):
        an_entry(world, nadia)
    with statements(app) as thirty:
        nadia.browser.get("/journal")
    assert len(one) == len(thirty) <= 6
    with statements(app) as found:
        search(nadia, "words")
    assert len(found) <= 6


def test_looking_writes_nothing(app: Flask, world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia)
    pages = ("/journal", "/journal/new", "/journal/new?template=free", f"/journal/entries/{entry}", "/journal/unlock")
    others = (f"/journal/entries/{entry}/delete", "/journal/recovery", "/journal/settings", "/journal/reopen")
    with statements(app) as asked:
        for address in (*pages, *others):
            assert nadia.browser.get(address).status == 200
    assert asked and all(each.startswith("SELECT") for each in asked)


def test_a_new_browser_of_the_same_person_reads_the_same_journal(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia, "Written on the phone")
    laptop = world.browser(nadia.person)
    assert laptop.get("/journal").status == 303
    unlock(laptop)
    assert "Written on the phone" in laptop.get("/journal")
