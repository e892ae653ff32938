"""What stays possible in a community that has ended, and before its agreement is accepted: to take away, not to add."""

from uuid import UUID

from sqlalchemy import update

from community.core import clock
from community.core.database import db
from community.practice.models import Community, Post
from tests.practice.people import Space, Talk, a_community, a_reply, a_thread
from tests.world import Person, World


def change(world: World, space: Space, **values: object) -> None:
    with world.inside():
        db.session.execute(update(Community).where(Community.id == space.id).values(**values))


def a_summarised(world: World, writer: Person, other: Person) -> Talk:
    talk = a_thread(world, other, a_community(world, members=(writer, other)), (writer, "Mine stays."))
    for number in range(5):
        a_reply(world, other, talk.public_id, f"Reply {number}.")
    return talk


def words_of(world: World, post: UUID) -> str:
    with world.inside():
        return db.session.query(Post.body).filter(Post.public_id == post).scalar() or ""


def test_ones_own_post_is_edited_no_more_and_can_still_be_removed(world: World, nadia: Person, gareth: Person) -> None:
    talk = a_summarised(world, nadia, gareth)
    browser, post = world.browser(nadia), f"/posts/{talk.posts[1]}"
    begun = browser.get(f"{post}/edit")
    assert begun.status == 200 and "?edit=" in browser.get(talk.url).html
    change(world, talk.space, archived_at=clock.now())
    assert browser.submit(begun, "/edit", body="Changed.", check=False).status == 404
    assert browser.get(f"{post}/edit").status == 404 and "?edit=" not in browser.get(talk.url).html
    more = browser.get(f"{post}/more")
    assert "Edit it" not in more.text and "Remove it" in more.text
    assert words_of(world, talk.posts[1]) == "Mine stays."
    assert browser.submit(browser.get(f"{post}/remove"), "/remove").status == 303
    assert words_of(world, talk.posts[1]) == ""


def test_a_summary_is_written_where_one_may_write(world: World, nadia: Person, gareth: Person) -> None:
    talk = a_summarised(world, nadia, gareth)
    browser, path = world.browser(nadia), f"{talk.url}/summary/edit"
    begun = browser.get(path)
    assert begun.status == 200 and "Write a summary" in browser.get(talk.url).text
    change(world, talk.space, agreement_version=2)
    assert browser.get(path).status == 404 and "Write a summary" not in browser.get(talk.url).text
    assert browser.submit(begun, "/summary/edit", body="Ring first.", check=False).status in {403, 404}
    change(world, talk.space, agreement_version=1, archived_at=clock.now())
    assert browser.get(path).status == 404
    assert browser.submit(begun, "/summary/edit", body="Ring first.", check=False).status in {403, 404}
    change(world, talk.space, archived_at=None)
    assert browser.submit(browser.get(path), "/summary/edit", body="Ring first.").status == 303
