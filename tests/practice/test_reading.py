"""What is new, where one begins, and how it is marked as read: without JavaScript, and with htmx."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import Connection, event, update

from community.core import clock
from community.core.database import db
from community.notifications.models import Notice
from community.practice import actions, queries
from community.practice.models import CommunityMark, ReadMark
from tests.practice.people import a_community, a_reply, a_thread, keep_apart, let_in, many_posts, read_to_the_end
from tests.statements import statements
from tests.world import World


def test_unread_appears_and_clears_without_javascript(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, gareth, space, (gareth, "And one more thing."))
    browser = world.browser(nadia)
    assert "2 new" in browser.get("/communities")
    assert "2 new" in browser.get(space.url)
    page = browser.get(talk.url)
    assert "Mark as read" in page
    assert "since you were last here" not in page, "she was never here"
    assert browser.follow(browser.submit(page, "/read")).status == 200
    assert "Nothing new" in browser.get("/communities")
    assert "1 reply" in browser.get(space.url) and "2 new" not in browser.get(space.url)
    assert "Mark as read" not in browser.get(talk.url)


def test_the_line_stands_before_the_first_new_post(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    first = a_reply(world, gareth, talk.public_id, "The first new one.")
    a_reply(world, gareth, talk.public_id, "The second new one.")
    page = browser.get(talk.url)
    assert "2 new since you were last here" in page
    assert "#new" in page.links
    line = page.html.index('id="new"')
    assert page.html.index("ambulance") < line < page.html.index(f"id=p-{first.hex[:8]}")
    assert "1 new" not in page and "Mark as read" in page


def test_htmx_marks_quietly_what_it_shows(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    form = next(form for form in page.all("form") if form.get("hx-trigger") == "load")
    assert form.get("hx-post") == form.get("action") == f"{talk.url}/read"
    answer = browser.post(form.get("action", ""), page.form("/read").values, htmx=True)
    assert answer.status == 200 and answer.text.strip() == ""
    assert "Mark as read" not in browser.get(talk.url)


def test_one_s_own_posts_are_never_new_to_oneself(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    talk = a_thread(world, nadia, space, (nadia, "Adding to my own question."))
    page = world.browser(nadia).get(talk.url)
    assert "Mark as read" not in page and "since you were last here" not in page
    assert "Nothing new" in world.browser(nadia).get("/communities")


def test_what_came_while_one_was_writing_is_still_new(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    page = browser.get(talk.url)
    a_reply(world, gareth, talk.public_id, "While she was writing.")
    after = browser.follow(browser.submit(page, "/replies", body="Her reply."))
    assert "1 new since you were last here" in after and "Mark as read" in after
    assert after.html.index('id="new"') < after.html.index("While she") < after.html.index("Her reply.")
    quiet = a_thread(world, gareth, talk.space, title="Another?")
    done = browser.follow(browser.submit(browser.get(quiet.url), "/replies", body="Nothing came between."))
    assert "since you were last here" not in done and "Nothing came between." in done


def test_an_edit_is_not_news_and_a_removal_takes_the_news_away(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, gareth, space)
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    reply = a_reply(world, gareth, talk.public_id, "I will change this.")
    read_to_the_end(browser, talk)
    theirs = world.browser(gareth)
    theirs.submit(theirs.get(f"/posts/{reply}/edit"), "/edit", body="I have changed this.")
    assert "Nothing new" in browser.get("/communities")
    again = a_reply(world, gareth, talk.public_id, "I will take this back.")
    assert "1 new" in browser.get("/communities")
    assert "1 new since you were last here" in browser.get(talk.url)
    theirs.submit(theirs.get(f"/posts/{again}/remove"), "/remove")
    assert "Nothing new" in browser.get("/communities")
    page = browser.get(talk.url)
    assert "since you were last here" not in page and "Removed by its author" in page and "I will take" not in page
    assert "1 reply" in browser.get(space.url)


def test_the_line_moves_when_the_first_new_post_is_removed(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)))
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    gone = a_reply(world, gareth, talk.public_id, "Gone before she looks.")
    kept = a_reply(world, gareth, talk.public_id, "Kept.")
    theirs = world.browser(gareth)
    theirs.submit(theirs.get(f"/posts/{gone}/remove"), "/remove")
    page = browser.get(talk.url)
    assert "1 new since you were last here" in page
    assert f"id=p-{gone.hex[:8]}" in page.html
    assert page.html.index(f"id=p-{gone.hex[:8]}") < page.html.index('id="new"')
    assert page.html.index('id="new"') < page.html.index(f"id=p-{kept.hex[:8]}")


def test_what_was_there_before_one_joined_is_not_news(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(gareth,))
    talk = a_thread(world, gareth, space, at=clock.now() - timedelta(days=2))
    let_in(world, nadia, space)
    browser = world.browser(nadia)
    assert "Nothing new" in browser.get("/communities")
    a_reply(world, gareth, talk.public_id, "After she joined.")
    assert "1 new" in browser.get("/communities")


def test_what_one_had_begun_to_read_before_one_joined_is_counted_alike_everywhere(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space, days_ago = a_community(world, members=(gareth,)), clock.now() - timedelta(days=2)
    talk = a_thread(world, gareth, space, at=days_ago)
    browser = world.browser(nadia)
    browser.post(f"{talk.url}/read", {"post": str(talk.posts[0])})
    a_reply(world, gareth, talk.public_id, "Between.", at=days_ago)
    let_in(world, nadia, space)
    assert "1 new since you were last here" in browser.get(talk.url)
    assert "1 new" in browser.get(space.url) and "1 new" in browser.get("/communities")


def test_everything_in_a_community_can_be_marked_at_once(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    for each in range(3):
        a_thread(world, gareth, space, title=f"Question {each}?")
    browser = world.browser(nadia)
    page = browser.get(space.url)
    late = a_thread(world, gareth, space, title="Asked while she was looking?")
    browser.submit(page, "/read")
    after = browser.get(space.url)
    assert after.html.count("1 new") == 1, "only what came after she looked"
    assert "1 new" in browser.get("/communities") and late.title in after
    assert world.one(CommunityMark, member_id=nadia.id).read_at is not None


def test_a_mark_only_moves_forward(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), (gareth, "A reply."))
    browser = world.browser(nadia)
    read_to_the_end(browser, talk)
    mark = world.one(ReadMark, member_id=nadia.id).post_id
    browser.post(f"{talk.url}/read", {"post": str(talk.posts[0])})
    assert world.one(ReadMark, member_id=nadia.id).post_id == mark


def test_a_mark_wants_a_post_of_this_conversation(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    talk, other = a_thread(world, nadia, space), a_thread(world, nadia, space, title="Another one?")
    browser = world.browser(nadia)
    assert browser.post(f"{talk.url}/read", {"post": str(other.posts[0])}).status == 404
    for nonsense in ("", "x", "\x00", "9" * 400):
        assert browser.post(f"{talk.url}/read", {"post": nonsense}).status == 400
    for nonsense in ("", "soon", "2026-11-23T10:00:00", "9999-12-31T23:59:59-23:59", "\x00"):
        assert browser.post(f"{space.url}/read", {"at": nonsense}).status in (303, 400)
    assert browser.post(f"{space.url}/read", {"at": "soon"}).status == 400


def test_a_long_conversation_is_read_in_pages_both_ways(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), body="number 1")
    numbered = many_posts(world, gareth, talk, 44)
    browser = world.browser(nadia)

    def numbers(page: object) -> list[int]:
        bodies = [e for e in page.all("div") if "prose" in (e.get("class") or "").split()]  # type: ignore[attr-defined]
        return [int("".join(e.itertext()).split()[-1]) for e in bodies]

    first = browser.get(talk.url)
    assert numbers(first) == list(range(1, 21))
    assert "Show earlier posts" not in first
    second = browser.get(next(link for link in first.links if "after=" in link))
    assert numbers(second) == list(range(21, 41))
    third = browser.get(next(link for link in second.links if "after=" in link))
    assert numbers(third) == list(range(41, 46)) and "Show later posts" not in third
    back = browser.get(next(link for link in third.links if "before=" in link))
    assert numbers(back) == list(range(21, 41)) and "Show later posts" in back
    begun = browser.get(next(link for link in back.links if "before=" in link))
    assert numbers(begun) == list(range(1, 21)) and "Show earlier posts" not in begun
    alone = browser.follow(browser.get(f"/posts/{numbered[28]}"))
    assert numbers(alone)[0] == 30


def test_a_long_conversation_opens_at_what_is_new_or_at_its_end(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth)), body="number 1")
    numbered = many_posts(world, gareth, talk, 29)
    browser = world.browser(nadia)
    browser.post(f"{talk.url}/read", {"post": str(numbered[-1])})
    caught_up = browser.get(talk.url)
    assert "number 30" in caught_up and "number 11" in caught_up and "number 10" not in caught_up
    for words in ("number 31", "number 32"):
        a_reply(world, gareth, talk.public_id, words)
    new = browser.get(talk.url)
    assert "2 new since you were last here" in new and "number 32" in new
    assert new.html.index("number 30") < new.html.index('id="new"') < new.html.index("number 31")


def test_an_address_that_names_a_foreign_post_leads_nowhere(world: World) -> None:
    nadia = world.member("Nadia")
    space = a_community(world, members=(nadia,))
    talk, other = a_thread(world, nadia, space), a_thread(world, nadia, space, title="Another?")
    browser = world.browser(nadia)
    for asked in ("at", "after", "before"):
        for value in (other.posts[0], "not-an-id", "", "%00"):
            assert browser.get(f"{talk.url}?{asked}={value}").status == 404, (asked, value)


def test_nothing_new_is_shown_from_somebody_one_keeps_apart_from(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    comfort = world.member("Comfort")
    space = a_community(world, members=(nadia, gareth, comfort))
    shared = a_thread(world, comfort, space, title="A shared question?")
    theirs = a_thread(world, gareth, space, title="A question by Gareth?", body="Words by Gareth.")
    browser = world.browser(nadia)
    read_to_the_end(browser, shared)
    reply = a_reply(world, gareth, shared.public_id, "A canary by Gareth.")
    assert "1 new" in browser.get(space.url) and "A canary" in browser.get(shared.url)
    keep_apart(world, nadia, gareth)
    page = browser.get(shared.url)
    assert "By somebody you have blocked" in page
    assert "canary" not in page.html and "Gareth" not in page.html and "since you were last here" not in page
    assert theirs.title not in browser.get(space.url) and "Nothing new" in browser.get("/communities")
    assert browser.get(f"/posts/{reply}/history").status == 404
    other_side = world.browser(gareth)
    nadia_s = a_reply(world, nadia, shared.public_id, "A canary by Nadia.")
    page = other_side.get(shared.url)
    assert "A canary by Gareth." in page and "canary by Nadia" not in page.html
    assert "1 reply" in page and "not shown" not in page and "block" not in page.text, "it is not there at all"
    assert other_side.get(f"/posts/{nadia_s}").status == 404


def test_home_is_handed_what_is_new(world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talk = a_thread(world, gareth, space, (gareth, "More."))
    a_thread(world, nadia, space, title="My own?")
    with world.inside():
        (found,) = queries.new_conversations_for(nadia.actor, 5)
        assert (found.title, found.author_name, found.community_name, found.new) == (
            talk.title,
            "Gareth",
            space.name,
            2,
        )
        assert found.excerpt.startswith("We find out")
        (mine,) = queries.my_communities(nadia.actor)
        assert mine.new == 2
        actions.mark_community_read(nadia.actor, queries.community_seen_by(nadia.actor, space.public_id), clock.now())
    with world.inside():
        assert queries.new_conversations_for(nadia.actor, 5) == []


def test_home_counts_only_the_few_that_it_shows(app: Flask, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    space = a_community(world, members=(nadia, gareth))
    talks = [a_thread(world, gareth, space, *[(gareth, "More.")] * each, title=f"{each}?") for each in range(5)]
    for quiet in (talks[4], a_thread(world, nadia, space, title="My own?")):
        read_to_the_end(world.browser(nadia), quiet)
    world.browser(nadia).post(f"{talks[3].url}/read", {"post": str(talks[3].posts[1])})
    with world.inside(), statements(app) as seen:
        found = queries.new_conversations_for(nadia.actor, 3)
        every = queries.new_conversations_for(nadia.actor, 9)
    assert [(each.title, each.new) for each in found] == [("3?", 2), ("2?", 3), ("1?", 2)]
    assert [each.title for each in every] == ["3?", "2?", "1?", "0?"]
    assert [statement.count("count(") for statement in seen] == [2, 2], "new ones, and replies of those who are apart"


def test_a_reply_that_comes_while_the_thread_is_marked_is_still_told(app: Flask, world: World) -> None:
    nadia, gareth = world.member("Nadia"), world.member("Gareth")
    talk = a_thread(world, nadia, a_community(world, members=(nadia, gareth)), (gareth, "A reply."))
    passed: list[str] = []

    def tell_again(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        passed.append(statement)
        if len(passed) > 1 and passed[-2].startswith("INSERT INTO read_mark"):
            connection.execute(update(Notice).values(how_many=2, told_at=clock.now()))

    with world.inside():
        thread = queries.thread_seen_by(nadia.actor, talk.public_id)
        last = queries.opening_page(nadia.actor, thread).posts[-1]
        event.listen(db.engine, "after_cursor_execute", tell_again)
        try:
            assert not actions.mark_read(nadia.actor, thread, last.id)
        finally:
            event.remove(db.engine, "after_cursor_execute", tell_again)
    assert world.one(Notice, member_id=nadia.id).read_at is None
