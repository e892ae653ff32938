"""Writing: nothing before the first words, nothing lost after them."""

from uuid import UUID

from sqlalchemy import delete

from community.accounts.models import MemberSession
from community.core.database import db
from community.journal import queries
from community.journal.models import JournalEntry
from tests.journal.desk import an_entry, begin, fill, no_such_entry, writer
from tests.world import World


def test_opening_the_paper_keeps_nothing_and_the_first_words_make_the_entry(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia, "failing-well")
    assert "What were we trying to make better, and for whom?" in page
    assert world.count(JournalEntry) == 0
    saved = nadia.browser.post(address, fill(page, title="Rota", answer_0="We tried a new rota."), htmx=True)
    assert saved.status == 200 and "Saved" in saved.html
    assert world.count(JournalEntry) == 1
    closed = nadia.browser.post(address, fill(page, title="Rota", answer_0="We tried a new rota twice."))
    assert closed.location.endswith("/journal")
    shown = nadia.browser.follow(closed)
    assert "Rota" in shown and "twice" in shown
    assert world.count(JournalEntry) == 1


def test_an_entry_comes_back_as_it_was_written(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia, "what-so-what-now-what")
    typed = fill(
        page,
        title="Friday",
        answer_0="Line one\nline two",
        answer_2="Zoë & <b>me</b>",
        next_step="Ring Amara",
        mood="4",
        challenges=["discharge-flow"],
        day="2026-11-20",
    )
    nadia.browser.post(address, typed)
    back = nadia.browser.get(address.removesuffix("/save"))
    values = back.form("/save").values
    assert values["title"] == "Friday" and values["day"] == "2026-11-20" and values["next_step"] == "Ring Amara"
    assert values["answers-0"].split() == ["Line", "one", "line", "two"] and values["answers-2"] == "Zoë & <b>me</b>"
    assert values["mood"] == ["4"] and values["challenges"] == ["discharge-flow"]
    assert "What? What happened, in a few plain lines?" in back


def test_the_title_of_the_page_says_nothing_of_the_entry(world: World) -> None:
    """Browsers keep the titles of pages in their history."""
    nadia = writer(world)
    entry = an_entry(world, nadia, title="Unmistakable")
    html = nadia.browser.get(f"/journal/entries/{entry}").html
    assert "Unmistakable" in html
    assert "Unmistakable" not in html.split("</title>")[0]


def test_a_page_never_quarrels_with_its_own_savings(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    for words in ("One", "One two", "One two three"):
        assert nadia.browser.post(address, fill(page, answer_0=words), htmx=True).status == 200
    assert nadia.browser.post(address, fill(page, answer_0="One two three four")).status == 303
    assert "four" in nadia.browser.get("/journal")


def test_a_saving_that_was_overtaken_by_save_and_close_changes_nothing(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    nadia.browser.post(address, fill(page, answer_0="Early"), htmx=True)
    nadia.browser.post(address, fill(page, answer_0="Final words"))
    late = nadia.browser.post(address, fill(page, answer_0="Early wor"), htmx=True)
    assert late.status == 409 and "Not saved yet" in late.html
    assert "Final words" in nadia.browser.get("/journal")


def test_two_tabs_keep_both_texts(world: World) -> None:
    nadia = writer(world)
    address = f"/journal/entries/{an_entry(world, nadia, 'As it was')}"
    one, other = nadia.browser.get(address), nadia.browser.get(address)
    nadia.browser.post(f"{address}/save", fill(one, answer_0="From the first tab"))
    quiet = nadia.browser.post(f"{address}/save", fill(other, answer_0="From the second tab"), htmx=True)
    assert quiet.status == 409 and "another tab" in quiet.html
    both = nadia.browser.post(f"{address}/save", fill(other, answer_0="From the second tab"))
    assert both.status == 409
    assert "From the first tab" in both and both.form("/save").values["answers-0"] == "From the second tab"
    buttons = {b.get("formaction", both.form("/save").action): b.get("value") for b in both.all("button", name="rev")}
    separate, replace = buttons
    assert nadia.browser.post(separate, fill(both, rev=buttons[separate])).status == 303
    assert nadia.browser.post(replace, fill(both, rev=buttons[replace])).status == 303
    assert world.count(JournalEntry) == 2
    assert nadia.browser.get("/journal").text.count("From the second tab") == 2


def test_sending_twice_makes_one_entry(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    for _ in range(2):
        assert nadia.browser.post(address, fill(page, answer_0="Once")).status == 303
    assert world.count(JournalEntry) == 1


def test_an_empty_paper_is_not_kept(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    refused = nadia.browser.post(address, fill(page))
    assert refused.status == 422 and "nothing to keep yet" in refused
    assert nadia.browser.post(address, fill(page), htmx=True).status == 422
    assert world.count(JournalEntry) == 0


def test_strange_input_is_refused_in_words_and_the_text_is_kept(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    for typed in (
        {"answer_0": "w" * 10_001},
        {"title": "t" * 121},
        {"day": "2026-02-30"},
        {"day": "0001-01-01"},
        {"mood": "9"},
        {"challenges": ["no-such-challenge"]},
        {"rev": "99999999999999999999"},
    ):
        sent = fill(page, **({"answer_0": "Keep these words"} | typed))
        answer = nadia.browser.post(address, sent)
        assert answer.status == 422, typed
        assert answer.form("/save").values["answers-0"] == sent["answers-0"]
        assert nadia.browser.post(address, sent, htmx=True).status == 422
    assert world.count(JournalEntry) == 0
    with_nul = nadia.browser.post(address, fill(page, title="a\x00b", answer_0="c\x00d", template="x\x00"))
    assert with_nul.status == 303


def test_a_foreign_and_an_unknown_entry_read_the_same(world: World) -> None:
    nadia, gareth = writer(world), writer(world, "Gareth")
    theirs = an_entry(world, nadia, "Nobody else's business")
    for entry in (theirs, no_such_entry()):
        assert gareth.browser.get(f"/journal/entries/{entry}").status == 404
        assert gareth.browser.get(f"/journal/entries/{entry}/delete").status == 404
        assert gareth.browser.post(f"/journal/entries/{entry}/delete").status == 404
    assert gareth.browser.get("/journal/entries/not-an-id").status == 404
    page, _ = begin(gareth)
    answer = gareth.browser.post(
        f"/journal/entries/{theirs}/save",
        fill(page, answer_0="My very own words, which I typed at length into this page before I sent it"),
    )
    assert answer.status == 404 and "My very own words" in answer
    assert world.count(JournalEntry) == 1
    assert "Nobody else's business" in nadia.browser.get(f"/journal/entries/{theirs}")


def test_deleting_asks_once_and_is_final(world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia, "To be forgotten", title="Old")
    asked = nadia.browser.get(f"/journal/entries/{entry}/delete")
    assert "for good" in asked and world.count(JournalEntry) == 1
    gone = nadia.browser.submit(asked, "/delete")
    assert gone.status == 303 and "Old" not in nadia.browser.follow(gone)
    assert world.count(JournalEntry) == 0
    late = nadia.browser.post(
        f"/journal/entries/{entry}/save", {"answers-0": "x", "rev": "1", "day": "2026-11-21"}, htmx=True
    )
    assert late.status == 404
    assert world.count(JournalEntry) == 0


def test_the_first_entry_begins_with_a_plain_note(world: World) -> None:
    nadia = writer(world)
    assert "not protected from a court order" in nadia.browser.get("/journal/new")
    an_entry(world, nadia)
    assert "not protected from a court order" not in nadia.browser.get("/journal/new")


def test_the_page_says_who_can_read_it_and_what_cannot_be_promised(world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia)
    for address in ("/journal", "/journal/new", "/journal/new?template=free", f"/journal/entries/{entry}"):
        page = nadia.browser.get(address)
        assert queries.readers_of() in page
        assert "What we cannot promise" in page and "/privacy" in page.links


def test_every_page_of_the_journal_is_kept_by_no_cache(world: World) -> None:
    nadia = writer(world)
    entry = an_entry(world, nadia)
    for address in ("/journal", "/journal/new", f"/journal/entries/{entry}", "/journal/recovery", "/journal/unlock"):
        assert nadia.browser.get(address).response.headers["Cache-Control"] == "no-store"
    paper = nadia.browser.get(f"/journal/entries/{entry}")
    assert paper.form("/save").element.get("autocomplete") == "off"


def test_a_session_that_ends_while_somebody_writes_keeps_the_words_on_the_page(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    typed = fill(page, answer_0="Words that took an hour to find. " * 3)
    with world.inside():
        db.session.execute(delete(MemberSession))
    kept = nadia.browser.post(address, typed)
    assert kept.status == 401 and "Words that took an hour" in kept
    quiet = nadia.browser.post(address, typed, htmx=True)
    assert quiet.status == 401 and "Not saved yet. You were signed out." in quiet.html
    assert quiet.all("p", id="save-status"), "it takes the place of the state of saving, and nothing more"
    assert nadia.browser.get("/journal").status == 303
    assert world.count(JournalEntry) == 0


def test_a_page_that_was_open_too_long_keeps_its_words_too(world: World) -> None:
    nadia = writer(world)
    page, address = begin(nadia)
    typed = fill(page, answer_0="Words from a page of yesterday. " * 3) | {"csrf_token": "of yesterday"}
    quiet = nadia.browser.post(address, typed, htmx=True)
    assert quiet.status == 400 and "Not saved yet. This page was open for a while." in quiet.html
    kept = nadia.browser.post(address, typed)
    assert kept.status == 400 and "Words from a page of yesterday." in kept
    assert nadia.browser.submit(kept, "/save").status == 303
    assert world.count(JournalEntry) == 1


def test_an_address_to_go_on_from_that_is_no_id_leads_nowhere(world: World) -> None:
    nadia = writer(world)
    an_entry(world, nadia)
    assert nadia.browser.get(f"/journal?after={UUID(int=5)}").status == 200
    for after in ("x", "", "../../etc"):
        assert nadia.browser.get(f"/journal?after={after}").status == 404
    assert nadia.browser.get("/journal/new?template=no-such").status == 404
