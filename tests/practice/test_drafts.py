"""What somebody has begun to write in a community: there again on any device, gone when it is posted, theirs alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from community.core import clock, crypto
from community.core.database import db
from community.practice import queries
from community.practice.actions.drafts import Spot, forget_old_drafts, keep_draft
from community.practice.models import Draft, DraftOf, Level, Post, Thread
from community.practice.written import Written, from_json, to_json
from community.settings import Settings
from tests.browser import Browser, Page
from tests.buddying.test_sealed import everything_in_the_database, shapes_of
from tests.practice.people import Talk, a_community, a_reply, a_thread, edit, keep_apart
from tests.statements import statements
from tests.world import Person, World

BEGUN = "Quillfeather, half a"


@dataclass
class Cast:
    world: World
    nadia: Person
    gareth: Person
    talk: Talk
    ids: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def cast(world: World) -> Cast:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    for number in range(5):
        a_reply(world, gareth, talk.public_id, f"Reply {number}.")
    mine = a_reply(world, nadia, talk.public_id, "What I said.")
    return Cast(world, nadia, gareth, talk, {"mine": mine})


PAPERS: dict[str, Callable[[Cast], tuple[str, str, str]]] = {  # page, what its form sends to, what the draft is about
    "conversation": lambda cast: (
        f"{cast.talk.space.url}/conversations/new",
        "/conversations/new",
        f"conversation/{cast.talk.space.public_id}",
    ),
    "reply": lambda cast: (cast.talk.url, "/replies", f"reply/{cast.talk.public_id}"),
    "edit": lambda cast: (f"/posts/{cast.ids['mine']}/edit", "/edit", f"edit/{cast.ids['mine']}"),
    "summary": lambda cast: (f"{cast.talk.url}/summary/edit", "/summary/edit", f"summary/{cast.talk.public_id}"),
}
WORDS = {"title": "A title", "kind": "story"}


class Tab:
    """A page of writing that stays open: it knows what the last answer told it."""

    def __init__(self, cast: Cast, of: str, browser: Browser | None = None) -> None:
        self.browser = browser or cast.world.browser(cast.nadia)
        self.page, self.to, self.spot = PAPERS[of](cast)
        form = self.browser.get(self.page).form(self.to)
        self.action, self.values = form.action, form.values | (WORDS if of == "conversation" else {})

    def type(self, words: str, **more: str) -> Page:
        """What htmx sends by itself, a few seconds after somebody types."""
        self.values |= {"body": words} | more
        answer = self.browser.post(f"/drafts/{self.spot}", self.values, htmx=True)
        if answer.status == 200:
            self.values["draft_at"] = answer.all("input", name="draft_at")[0].get("value")
        return answer

    def press(self, words: str) -> Page:
        return self.browser.post(f"/drafts/{self.spot}/keep", self.values | {"body": words})

    def post(self, words: str, **more: str) -> Page:
        return self.browser.post(self.action, self.values | {"body": words} | more)


def composer(cast: Cast, of: str) -> str:
    page, to, _ = PAPERS[of](cast)
    return str(cast.world.browser(cast.nadia).get(page).form(to).values["body"])


@pytest.mark.parametrize("of", PAPERS)
def test_what_is_typed_is_kept_and_there_again_on_any_device(cast: Cast, of: str) -> None:
    tab = Tab(cast, of)
    assert "Draft kept today" in tab.type(BEGUN).html
    assert "for you alone" in tab.type(BEGUN + " sentence").html
    assert composer(cast, of) == BEGUN + " sentence"
    assert cast.world.count(Draft) == 1


def test_a_draft_of_a_conversation_holds_all_of_it(cast: Cast) -> None:
    Tab(cast, "conversation").type(BEGUN, title="Who  knows?", kind="resource")
    page, to, _ = PAPERS["conversation"](cast)
    values = cast.world.browser(cast.nadia).get(page).form(to).values
    assert (values["title"], values["kind"]) == ("Who knows?", ["resource"])


@pytest.mark.parametrize("of", PAPERS)
def test_without_javascript_a_button_keeps_it(cast: Cast, of: str) -> None:
    tab = Tab(cast, of)
    answer = tab.press(BEGUN)
    assert answer.status == 303 and composer(cast, of) == BEGUN
    assert "Kept as a draft" in tab.browser.follow(answer)
    assert any(f"{tab.spot}/keep" in (b.get("formaction") or "") for b in tab.browser.get(tab.page).all("button"))


@pytest.mark.parametrize("of", PAPERS)
def test_it_is_gone_when_it_is_posted_and_what_comes_late_is_no_draft(cast: Cast, of: str) -> None:
    tab = Tab(cast, of)
    tab.type(BEGUN)
    posted = tab.post(BEGUN + " sentence, now whole")
    assert posted.status == 303 and cast.world.count(Draft) == 0
    late = tab.type(BEGUN + " sentence, now whole")
    assert late.status == 200 and cast.world.count(Draft) == 0, "what was on its way then is no draft any more"


@pytest.mark.parametrize("of", PAPERS)
def test_two_pages_do_not_eat_each_others_words(cast: Cast, of: str) -> None:
    browser = cast.world.browser(cast.nadia)
    first, second = Tab(cast, of, browser), Tab(cast, of, browser)
    first.type("The first page")
    refused = second.type("The second page")
    assert refused.status == 409 and "Another page of yours has kept other words" in refused.html
    assert f"{second.spot}/keep" in [b.get("formaction", "").removeprefix("/drafts/") for b in refused.all("button")]
    assert composer(cast, of) == "The first page"
    both = second.press("The second page")
    assert both.status == 409 and "The first page" in both
    assert both.form(second.to).values["body"] == "The second page"
    browser.post(f"/drafts/{second.spot}/keep", both.form(second.to).values)
    assert composer(cast, of) == "The second page", "now they know, and want it so"


def test_posting_from_one_page_leaves_what_another_has_kept(cast: Cast) -> None:
    browser = cast.world.browser(cast.nadia)
    first, second = Tab(cast, "reply", browser), Tab(cast, "reply", browser)
    first.type("A long thought, not finished")
    second.post("Something short")
    assert composer(cast, "reply") == "A long thought, not finished"
    first.post("A long thought, finished")
    assert cast.world.count(Draft) == 0


def test_an_emptied_box_is_no_draft_and_words_as_they_were_are_none(cast: Cast) -> None:
    tab, edited = Tab(cast, "reply"), Tab(cast, "edit")
    tab.type(BEGUN)
    edited.type(BEGUN)
    assert cast.world.count(Draft) == 2
    tab.type("")
    edited.type("What I said.")
    assert cast.world.count(Draft) == 0 and tab.type("Again").status == 200


@pytest.mark.parametrize("of", PAPERS)
def test_a_hint_says_what_is_kept_and_the_draft_goes_while_the_words_stay(cast: Cast, of: str) -> None:
    words = "We asked Mrs Patel of Quillfeather"
    tab = Tab(cast, of)
    unkept = tab.post(words)
    assert unkept.status == 422 and "What we noticed is kept nowhere." in unkept
    assert "A draft of this, if one is kept, is for you alone" in unkept and "Your draft is kept" not in unkept.html
    tab.type(words)
    hint = tab.post(words)
    assert "Your draft is kept for you alone" in hint and cast.world.count(Draft) == 1
    labels = ["".join(b.itertext()).strip() for b in hint.form(tab.to).element.iter("button")]
    assert [each for each in labels if each.endswith(("what I changed", "it as it is"))] == labels[:2]
    (delete,) = [b.get("formaction") for b in hint.all("button") if b.text == "Delete the draft"]
    left = tab.browser.post(delete, hint.form(tab.to).values)
    assert delete and left.status == 200 and "The draft is deleted." in left and cast.world.count(Draft) == 0
    assert left.form(tab.to).values["body"].strip() == words, "they stand on the page, and nowhere else"


def test_whoever_was_signed_out_is_told_in_the_line_and_finds_the_draft_again(cast: Cast) -> None:
    tab = Tab(cast, "reply")
    tab.type(BEGUN)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        answer = tab.browser.post(f"/drafts/{tab.spot}", tab.values | {"body": BEGUN + " more"}, htmx=True)
        lost = tab.browser.post(tab.action, tab.values | {"body": BEGUN + " more"})
    assert answer.status in {400, 401} and "Not kept." in answer.html and not answer.all("form")
    assert lost.status in {400, 401} and BEGUN + " more" in lost.html, "what was sent comes back, to be sent again"
    assert composer(cast, "reply") == BEGUN


def test_nobody_else_reads_it_and_the_database_does_not_hold_it_open(cast: Cast, settings: Settings) -> None:
    Tab(cast, "reply").type(BEGUN)
    assert BEGUN not in cast.world.browser(cast.gareth).get(cast.talk.url).html
    assert BEGUN not in cast.world.browser(cast.gareth).get("/drafts").html
    with cast.world.inside():
        kept = everything_in_the_database(settings)
    assert not [shape for shape in shapes_of(BEGUN) if shape in kept]
    assert BEGUN in cast.world.browser(cast.nadia).get("/drafts"), "it is found where it belongs"


@pytest.mark.parametrize("moved", ["member", "about", "of"])
def test_a_draft_given_to_another_member_or_place_does_not_open(cast: Cast, moved: str) -> None:
    Tab(cast, "reply").type(BEGUN)
    elsewhere: dict[str, dict[str, Any]] = {
        "member": {"member_id": cast.gareth.id},
        "about": {"about": cast.talk.space.public_id},
        "of": {"of": DraftOf.SUMMARY},
    }
    values = elsewhere[moved]
    reader = cast.gareth if moved == "member" else cast.nadia
    spot = Spot(values.get("of", DraftOf.REPLY), values.get("about", cast.talk.public_id))
    with cast.world.inside():
        db.session.execute(update(Draft).values(values))
    with cast.world.inside(), pytest.raises(crypto.Tampered):
        queries.my_draft(reader.actor, *spot)


def test_the_list_names_what_each_was_for_and_goes_on_with_it(cast: Cast) -> None:
    for of in PAPERS:
        Tab(cast, of).type(f"{BEGUN} {of}", **(WORDS if of == "conversation" else {}))
    browser = cast.world.browser(cast.nadia)
    page = browser.get("/drafts")
    for label in ("A new conversation in", "A reply in", "A change of your post in", "A summary of"):
        assert label in page
    for of in ("reply", "edit", "summary"):
        assert f"{BEGUN} {of}" in page and composer(cast, of) == f"{BEGUN} {of}"
    for url in [link for link in page.links if link.startswith(("/communities/", "/conversations/", "/posts/"))]:
        assert browser.get(url).status == 200
    assert "Stays until" in page


def test_of_a_place_that_is_closed_to_its_writer_only_the_words_are_left(cast: Cast) -> None:
    world = cast.world
    secret = a_community(world, Level.HIDDEN, members=(cast.nadia, cast.gareth), name="Canary hidden")
    talk = a_thread(world, cast.gareth, secret, title="Canary title")
    browser = world.browser(cast.nadia)
    browser.post(f"/drafts/reply/{talk.public_id}", {"body": BEGUN}, htmx=True)
    browser.post(f"/drafts/conversation/{secret.public_id}", {"body": "Canary of mine"}, htmx=True)
    assert "Canary title" in browser.get("/drafts") and "Canary hidden" in browser.get("/drafts")
    browser.follow(browser.post(f"{secret.url}/leave"))  # which says what was left
    page = browser.get("/drafts")
    assert "Canary title" not in page.html and "Canary hidden" not in page.html
    assert BEGUN in page and "Canary of mine" in page
    assert browser.post(f"/drafts/reply/{talk.public_id}", {"body": "More"}, htmx=True).status == 404
    assert browser.post(f"/drafts/reply/{talk.public_id}/forget").status == 303
    assert BEGUN not in browser.get("/drafts").html


def test_of_somebody_one_keeps_apart_from_no_title_is_named(cast: Cast) -> None:
    world = cast.world
    hassan = world.member("Hassan")
    talk = a_thread(world, hassan, a_community(world, members=(cast.nadia, hassan)), title="Canary of Hassan")
    browser = world.browser(cast.nadia)
    browser.post(f"/drafts/reply/{talk.public_id}", {"body": BEGUN}, htmx=True)
    assert "Canary of Hassan" in browser.get("/drafts")
    keep_apart(world, hassan, cast.nadia)
    assert "Canary of Hassan" not in browser.get("/drafts").html and BEGUN in browser.get("/drafts")


def test_a_guest_keeps_nothing_and_nobody_keeps_what_is_not_theirs(cast: Cast) -> None:
    guest = cast.world.browser(cast.world.member("Hassan"))
    for of in ("reply", "conversation", "summary"):
        about = cast.talk.space.public_id if of == "conversation" else cast.talk.public_id
        answer = guest.post(f"/drafts/{of}/{about}", {"body": BEGUN}, htmx=True)
        assert answer.status == 403 and "Join the community first" in answer.html
    assert guest.post(f"/drafts/edit/{cast.ids['mine']}", {"body": BEGUN}).status == 404
    assert guest.post(f"/drafts/nothing/{cast.talk.public_id}", {"body": BEGUN}).status == 404
    assert cast.world.count(Draft) == 0


def test_a_conversation_that_is_closed_meanwhile_loses_nobody_their_words(cast: Cast) -> None:
    tab = Tab(cast, "reply")
    with cast.world.inside():
        db.session.execute(update(Thread).values(closed_at=clock.now()))
    assert tab.type(BEGUN).status == 200
    assert BEGUN in tab.browser.get("/drafts")


def test_too_long_a_draft_is_said_and_not_kept(cast: Cast) -> None:
    tab = Tab(cast, "reply")
    answer = tab.type("x" * 10_001)
    assert answer.status == 422 and "Use at most 10,000 characters" in answer.html
    pressed = tab.press("x" * 10_001)
    assert pressed.status == 422 and "x" * 10_001 in pressed.html and cast.world.count(Draft) == 0


def test_a_draft_of_an_edit_that_was_overtaken_meets_both_texts_when_it_is_saved(cast: Cast) -> None:
    tab = Tab(cast, "edit")
    tab.type(BEGUN)
    edit(cast.world, cast.nadia, cast.ids["mine"], "Said elsewhere.")
    again = Tab(cast, "edit")
    assert again.values["body"] == BEGUN
    both = again.post(BEGUN)
    assert both.status == 409 and "Said elsewhere." in both.html and BEGUN in both.html
    saved = again.browser.post(again.action, both.form("/edit").values)
    assert saved.status == 303 and cast.world.one(Post, public_id=cast.ids["mine"]).body == BEGUN
    assert cast.world.count(Draft) == 0


def test_nobody_keeps_more_than_a_hundred(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_DRAFTS", 1)
    Tab(cast, "reply").type(BEGUN)
    refused = Tab(cast, "conversation").type(BEGUN)
    assert refused.status == 409 and "as many as we keep" in refused.html and cast.world.count(Draft) == 1


def test_drafts_that_nobody_touched_for_sixty_days_are_forgotten(cast: Cast) -> None:
    tab = Tab(cast, "reply")
    tab.type(BEGUN)
    Tab(cast, "edit").type("Another")
    for days, left in ((59, 2), (61, 1)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False), cast.world.app.app_context():
            if days == 59:
                spot = Spot(DraftOf.EDIT, cast.ids["mine"])
                kept = queries.my_draft(cast.nadia.actor, *spot)
                assert kept is not None
                keep_draft(
                    cast.nadia.actor, spot, Written(body="Touched"), seen=kept.saved_at, once=cast.talk.public_id
                )
                db.session.commit()
            forget_old_drafts()
        assert cast.world.count(Draft) == left
    assert composer(cast, "reply") == ""


def test_the_list_costs_the_same_with_one_draft_and_with_many(cast: Cast) -> None:
    browser = cast.world.browser(cast.nadia)
    costs = []
    for how_many in (1, 12):
        for _ in range(how_many):
            talk = a_thread(cast.world, cast.gareth, cast.talk.space)
            browser.post(f"/drafts/reply/{talk.public_id}", {"body": BEGUN}, htmx=True)
        browser.get("/drafts")
        with statements(cast.world.app) as seen:
            assert browser.get("/drafts").status == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 6


def test_a_draft_of_an_older_shape_still_opens() -> None:
    written = Written("Words", "Title", "story", "https://example.org", ("winter",), 3)
    assert from_json(to_json(written)) == written
    assert from_json('{"body": "Words", "gone": 1}') == Written("Words")
