"""Starting, replying, mending, removing: with the words kept whatever goes wrong."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from community.accounts.models import MemberSession
from community.core import chance, clock
from community.core.database import db
from community.practice.models import Level, Post, PostRevision, Thread
from tests.browser import Browser
from tests.practice.people import a_community, a_reply, a_thread, read_to_the_end
from tests.world import World


def test_a_member_starts_a_conversation(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/conversations/new")
    assert "Every member of this site can read this" in page
    assert "could identify a person you support" in page
    made = browser.submit(page, "/conversations/new", title="  Who  rings? ", body="We *never* know.", kind="story")
    shown = browser.follow(made)
    assert "Who rings?" in shown and "Story" in shown and "<em>never</em>" in shown.html
    assert world.one(Thread, author_id=nadia.id).excerpt == "We never know."


def test_only_a_title_and_words_are_needed(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    made = browser.post(
        f"{space.url}/conversations/new",
        {"title": "A title", "body": "Words.", "kind": "question", "key": str(chance.new_id())},
    )
    assert made.status == 303


def test_what_is_missing_is_said_and_what_was_written_is_kept(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/conversations/new")
    refused = browser.submit(page, "/conversations/new", body="We lost our third deputy.", title="")
    assert refused.status == 422
    assert "One thing needs a look" in refused and "Give your conversation a title" in refused
    assert "We lost our third deputy." in refused.html and "Error: Start a conversation" in refused.html
    both = browser.submit(page, "/conversations/new", body=" ", title="\u200b", kind="no-such-kind")
    assert both.status == 422 and "Three things need a look" in both
    assert world.count(Thread) == 0


def test_a_double_press_makes_one_conversation_and_one_reply(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    browser = world.browser(nadia)
    page = browser.get(f"{space.url}/conversations/new")
    first = browser.submit(page, "/conversations/new", title="Once?", body="Only once.")
    again = browser.submit(page, "/conversations/new", title="Once?", body="Only once.")
    assert first.status == again.status == 303 and first.location == again.location
    assert world.count(Thread) == 1
    talk = browser.follow(first)
    one = browser.submit(talk, "/replies", body="A reply.")
    two = browser.submit(talk, "/replies", body="A reply.")
    assert one.location == two.location
    assert world.count(Post) == 2 and world.one(Thread).reply_count == 1


def test_a_reply_stands_at_the_end(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    assert "could identify a person you support" in page and "can read this" in page
    posted = browser.submit(page, "/replies", body="Ring the **hub**.")
    assert posted.status == 303 and "#p-" in posted.location
    assert "<strong>hub</strong>" in browser.follow(posted).html
    empty = browser.submit(browser.get(talk.url), "/replies", body="   ")
    assert empty.status == 422 and "Write something first" in empty


def test_htmx_gets_the_new_posts_and_an_empty_composer(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    a_reply(world, gareth, talk.public_id, "Between the two.")
    part = browser.submit(page, "/replies", htmx=True, body="My reply.")
    assert part.status == 200 and "<html" not in part.html
    assert "Between the two." in part.html and "My reply." in part.html and "ambulance" not in part.html
    assert 'id="reply"' in part.html and "Reply posted" in part.response.headers["HX-Trigger"]
    form = part.form("/replies")
    assert form.values["body"].strip() == "" and form.values["key"] != page.form("/replies").values["key"]
    refused = browser.submit(browser.get(talk.url), "/replies", htmx=True, body="")
    assert refused.status == 422 and 'id="reply"' in refused.html and "<html" not in refused.html


def test_a_preview_shows_the_words_and_writes_nothing(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    for url, back in (
        (f"{talk.url}/replies/preview", f"{talk.url}/replies"),
        (f"{talk.space.url}/conversations/preview", f"{talk.space.url}/conversations/new"),
        (f"/posts/{talk.posts[0]}/preview", f"/posts/{talk.posts[0]}/edit"),
    ):
        said = {"body": "Some **bold** words", "title": "A title", "kind": "question"}
        whole = browser.post(url, said)
        assert whole.status == 200 and "<strong>bold</strong>" in whole.html
        assert whole.form(back).values["body"].strip() == "Some **bold** words"
        part = browser.post(url, said, htmx=True)
        assert part.html.strip().startswith('<div id="preview"') and "<strong>bold</strong>" in part.html
    assert "Nothing yet" in browser.post(f"{talk.url}/replies/preview", {"body": ""})
    assert world.count(Post) == 1


def test_an_edit_is_shown_as_one_and_its_history_can_be_read_for_thirty_days(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "First wording."))
    theirs, reader = world.browser(gareth), world.browser(nadia)
    saved = theirs.submit(theirs.get(f"/posts/{talk.posts[1]}/edit"), "/edit", body="Second wording.")
    assert "Second wording." in theirs.follow(saved)
    page = reader.get(talk.url)
    assert "Edited" in page and "First wording." not in page
    history = reader.get(f"/posts/{talk.posts[1]}/history")
    assert "First wording." in history and "Second wording." in history and "can read this" in history
    with time_machine.travel(clock.now() + timedelta(days=31)):
        later = world.browser(nadia).get(f"/posts/{talk.posts[1]}/history")
        assert "Second wording." in later and "First wording." not in later


def test_the_title_is_mended_with_the_opening_post(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), title="Who do yuo ring?")
    browser = world.browser(nadia)
    page = browser.get(f"/posts/{talk.posts[0]}/edit")
    browser.submit(page, "/edit", title="Who do you ring?", body="A better first line.")
    assert "Who do you ring?" in browser.get(talk.url)
    listed = browser.get(talk.space.url)
    assert "Who do you ring?" in listed and "A better first line." in listed
    assert "Who do yuo ring?" in browser.get(f"/posts/{talk.posts[0]}/history")
    untitled = browser.submit(browser.get(f"/posts/{talk.posts[0]}/edit"), "/edit", title="")
    assert untitled.status == 422 and "Give your conversation a title" in untitled


def test_where_the_title_changed_too_it_stands_with_what_is_kept(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    phone, desk = world.browser(nadia), world.browser(nadia)
    on_phone, on_desk, late = (each.get(f"/posts/{talk.posts[0]}/edit") for each in (phone, desk, desk))
    phone.submit(on_phone, "/edit", title="Named on the phone", body="From the phone.")
    met = desk.submit(on_desk, "/edit", title="Named at the desk", body="From the desk.")
    (kept,) = met.all("div", id="theirs")
    assert "".join(kept.itertext()) == "Named on the phoneFrom the phone." and kept.get("role") == "group"
    assert not [each for each in met.all("textarea") if each.get("name") != "body"], "only one's own is written in"
    assert met.form("/edit").values["title"] == "Named at the desk"
    same = desk.submit(late, "/edit", title="Named on the phone", body="From the desk.")
    assert "".join(same.all("div", id="theirs")[0].itertext()) == "From the phone."


def test_saving_what_did_not_change_leaves_no_history(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    assert browser.submit(browser.get(f"/posts/{talk.posts[0]}/edit"), "/edit").status == 303
    assert world.count(PostRevision) == 0 and world.one(Post).edited_at is None


def test_a_stale_edit_keeps_both_texts(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), (nadia, "The first."))
    phone, desk = world.browser(nadia), world.browser(nadia)
    on_phone, on_desk = (each.get(f"/posts/{talk.posts[1]}/edit") for each in (phone, desk))
    phone.submit(on_phone, "/edit", body="From the phone.")
    met = desk.submit(on_desk, "/edit", body="From the desk.")
    assert met.status == 409
    assert "From the phone." in met.html and met.form("/edit").values["body"].strip() == "From the desk."
    assert world.one(Post, is_opening=False).body == "From the phone."
    assert desk.submit(met, "/edit").status == 303, "having seen both, it can be saved"
    assert world.one(Post, is_opening=False).body == "From the desk."
    assert world.count(PostRevision) == 2


def test_in_place_editing_answers_with_the_post(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)), (nadia, "The first."))
    browser = world.browser(nadia)
    editor = browser.get(f"/posts/{talk.posts[1]}/edit", htmx=True)
    assert "<html" not in editor.html and "<form" in editor.html
    saved = browser.submit(editor, "/edit", htmx=True, body="Mended in place.")
    assert saved.status == 200 and f"id=p-{talk.posts[1].hex[:8]}" in saved.html and "Mended in place." in saved.html


def test_a_removed_post_leaves_its_place_and_no_words(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "CANARY-one."))
    theirs, reader = world.browser(gareth), world.browser(nadia)
    assert "CANARY-one." in reader.get(talk.url)
    theirs.submit(theirs.get(f"/posts/{talk.posts[1]}/edit"), "/edit", body="CANARY-two.")
    page = theirs.get(f"/posts/{talk.posts[1]}/remove")
    assert "cannot be brought back" in page
    first = theirs.submit(page, "/remove")
    assert theirs.submit(page, "/remove").status == first.status == 303, "pressed twice"
    shown = reader.get(talk.url)
    assert "Removed by its author" in shown and "CANARY" not in shown.html and "0 replies" in shown
    assert reader.get(f"/posts/{talk.posts[1]}/history").status == 404
    assert theirs.get(f"/posts/{talk.posts[1]}/edit").status == 404
    with world.inside():
        for table in ("post", "post_revision", "thread"):
            assert "CANARY" not in repr(db.session.execute(db.text(f"SELECT * FROM {table}")).all())


def test_an_unanswered_conversation_goes_with_its_opening_post(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    alone = a_thread(world, nadia, space, title="Nobody answered?")
    answered = a_thread(world, nadia, space, (gareth, "Here is one."), title="Somebody answered?")
    browser = world.browser(nadia)
    for talk in (alone, answered):
        browser.submit(browser.get(f"/posts/{talk.posts[0]}/remove"), "/remove")
    assert browser.get(alone.url).status == 404 and alone.title not in browser.get(space.url)
    kept = browser.get(answered.url)
    assert "Removed by its author" in kept and "Here is one." in kept


def test_nobody_changes_what_somebody_else_wrote(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, facilitator=nadia, members=(gareth,)))
    browser = world.browser(nadia)
    post = f"/posts/{talk.posts[0]}"
    for url in (f"{post}/edit", f"{post}/remove"):
        assert browser.get(url).status == 404
        assert browser.post(url, {"body": "Mine now.", "title": "Mine", "version": "1"}).status in (403, 404)
    assert browser.post(f"{post}/preview", {"body": "x"}).status == 404
    assert "Mine now." not in browser.get(talk.url)


def test_a_closed_conversation_takes_no_more_replies(world: World) -> None:
    comfort, nadia = world.member("Comfort"), world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, facilitator=comfort, members=(nadia,)))
    hers, theirs = world.browser(nadia), world.browser(comfort)
    composing = hers.get(talk.url)
    theirs.submit(theirs.get(talk.url), "/close")
    refused = hers.submit(composing, "/replies", body="Too late, but kept.")
    assert refused.status == 403 and "Too late, but kept." in refused.html
    assert "closed" in hers.get(talk.url) and hers.post(f"{talk.url}/reopen").status == 403
    theirs.submit(theirs.get(talk.url), "/reopen")
    assert hers.submit(composing, "/replies", body="In time.").status == 303


def test_a_pinned_conversation_stays_on_top(world: World) -> None:
    comfort = world.member("Comfort")
    space = a_community(world, facilitator=comfort)
    old = a_thread(world, comfort, space, title="Start here?", at=clock.now() - timedelta(days=9))
    a_thread(world, comfort, space, title="Something newer?")
    browser = world.browser(comfort)
    browser.submit(browser.get(old.url), "/pin")
    listed = browser.get(space.url)
    assert "Pinned" in listed and listed.html.index("Start here?") < listed.html.index("Something newer?")
    browser.submit(browser.get(old.url), "/unpin")
    listed = browser.get(space.url)
    assert listed.html.index("Start here?") > listed.html.index("Something newer?")


def test_more_than_twenty_posts_an_hour_are_too_many(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    statuses = [browser.post(f"{talk.url}/replies", _words(f"Reply {each}")).status for each in range(21)]
    assert statuses == [303] * 20 + [429]
    refused = browser.post(f"{talk.url}/replies", _words("These words are kept, long as they may be."))
    assert (
        refused.status == 429 and "These words are kept" in refused.html and "Retry-After" in refused.response.headers
    )
    assert browser.post(f"{talk.space.url}/conversations/new", _words("x") | {"title": "t"}).status == 429
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert world.browser(nadia).post(f"{talk.url}/replies", _words("An hour later.")).status == 303


def test_an_ended_session_keeps_the_words(world: World) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    with world.inside():
        db.session.execute(db.delete(MemberSession))
    answer = browser.submit(page, "/replies", body="Written while the session ended.")
    assert answer.status == 401 and "Written while the session ended." in answer.html
    assert world.count(Post) == 1


WRONG_BODIES = ["", " \n ", "x" * 10_001, "\x00", "\u200b", "[](https://example.org)"]


@pytest.mark.parametrize("body", WRONG_BODIES, ids=["empty", "blank", "too long", "nul", "invisible", "no text"])
def test_words_that_cannot_be_posted_are_refused_kindly(world: World, body: str) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    for url in (f"{talk.url}/replies", f"{talk.space.url}/conversations/new", f"/posts/{talk.posts[0]}/edit"):
        answer = browser.post(url, _words(body) | {"title": "A title", "version": "1"})
        assert answer.status == 422, url
        assert answer.html.count("x" * 10_001) == (1 if len(body) > 10_000 else 0), "kept"
    assert world.count(Post) == 1


@pytest.mark.parametrize(
    "sent",
    [{"version": "x"}, {"version": str(10**18)}, {"version": "-1"}, {"key": "x"}, {"key": "\x00"}, {"kind": "\x00"}],
    ids=str,
)
def test_broken_fields_are_answered_with_4xx_or_mended(world: World, sent: dict[str, Any]) -> None:
    nadia = world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    browser = world.browser(nadia)
    for url in (f"{talk.url}/replies", f"{talk.space.url}/conversations/new", f"/posts/{talk.posts[0]}/edit"):
        answer = browser.post(url, _words("Words.") | {"title": "A title"} | sent)
        assert answer.status in (303, 409, 422), (url, answer.status)


def test_posting_into_columns_that_are_not_on_the_form_changes_nothing(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, members=(nadia,)))
    extra = {
        "author_id": str(gareth.id),
        "is_opening": "1",
        "html": "<b>x</b>",
        "is_pinned": "1",
        "posted_at": "2020-01-01",
    }
    world.browser(nadia).post(f"{talk.url}/replies", _words("Mine.") | extra)
    reply = world.one(Post, is_opening=False)
    assert (reply.author_id, reply.html, reply.posted_at.year) == (nadia.id, "<p>Mine.</p>", clock.now().year)
    assert not world.one(Thread).is_pinned


def test_addresses_that_name_nothing_answer_404(world: World) -> None:
    browser = world.browser(world.member("Nadia"))
    nothing = str(chance.new_id())
    for url in (f"/communities/{nothing}", f"/conversations/{nothing}", f"/posts/{nothing}", "/communities/x"):
        page = browser.get(url)
        assert page.status == 404
    for url in (
        f"/communities/{nothing}/join",
        f"/communities/{nothing}/conversations/new",
        f"/conversations/{nothing}/replies",
        f"/conversations/{nothing}/reactions",
        f"/posts/{nothing}/edit",
        f"/posts/{nothing}/remove",
    ):
        assert browser.post(url, _words("x") | {"title": "x", "me_too": "00000000"}).status == 404, url


def test_a_former_member_is_not_named(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth Pugh")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "Still worth reading."))
    with world.inside():
        db.session.execute(db.text(f"UPDATE member SET state = 'left' WHERE id = {gareth.id}"))
    page = world.browser(nadia).get(talk.url)
    assert "A former member" in page and "Still worth reading." in page
    assert "Gareth" not in page.html and str(gareth.public_id) not in page.html
    assert "A former member" in world.browser(nadia).get(talk.space.url)


def test_those_who_read_but_did_not_join_are_asked_to(world: World) -> None:
    gareth, nadia = world.member("Gareth"), world.member("Nadia")
    talk = a_thread(world, nadia, a_community(world, Level.OPEN, members=(nadia,)))
    browser = world.browser(gareth)
    page = browser.get(talk.url)
    assert "Join it to reply" in page and not page.all("textarea") and not page.all("button", form="r")
    refused = browser.post(f"{talk.url}/replies", _words("Let me in, says a stranger with many words to say here."))
    assert refused.status == 403 and "Let me in" in refused.html
    assert browser.post(f"{talk.url}/reactions", {"me_too": talk.posts[0].hex[:8]}).status == 403
    assert browser.get(f"{talk.space.url}/conversations/new").location.endswith("/join")
    assert browser.post(f"{talk.space.url}/conversations/new", _words("x") | {"title": "x"}).status == 403
    read_to_the_end(browser, talk)


def _words(body: str) -> dict[str, str]:
    return {"body": body, "key": str(chance.new_id()), "kind": "question"}


def test_reactions_are_given_once_and_taken_back(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)

    def button(page: Any, words: str) -> Any:
        return next(e for e in page.all("button", form="r") if "".join(e.itertext()).startswith(words))

    page = browser.get(talk.url)
    assert [re.sub(r"\d+", "", "".join(e.itertext())).strip() for e in page.all("button", form="r")] == [
        "Thank you",
        "Me too",
        "Tell me more",
    ]
    press = button(page, "Thank you")
    for _ in range(2):
        pressed = browser.post(f"{talk.url}/reactions", {press.get("name"): press.get("value")})
        assert pressed.status == 303
    page = _followed(browser, pressed)
    given = button(page, "Thank you 1")
    assert "take it back" in "".join(given.itertext()) and given.get("value", "").startswith("back.")
    assert "Thank you 1" in world.browser(gareth).get(talk.url)
    part = browser.post(f"{talk.url}/reactions", {"thank_you": given.get("value")}, htmx=True)
    assert "<html" not in part.html and "take it back" not in part.html and "hx-swap-oob" in part.html
    for nonsense in ("", "x", "back", "back.", "\x00", "f" * 400, "back.back.00000000"):
        assert browser.post(f"{talk.url}/reactions", {"thank_you": nonsense}).status == 400
    assert browser.post(f"{talk.url}/reactions", {"like": "00000000"}).status == 400
    assert browser.post(f"{talk.url}/reactions", {"thank_you": "00000000"}).status == 404
    own = world.browser(gareth).post(f"{talk.url}/reactions", {"thank_you": press.get("value")})
    assert own.status == 403, "one does not thank oneself"


def _followed(browser: Browser, page: Any) -> Any:
    while page.status == 303:
        page = browser.follow(page)
    return page
