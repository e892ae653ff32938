"""A very long conversation: what is new in it is found and counted as quickly as in a short one."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select, update

from community.core import chance, clock
from community.core.database import db
from community.practice import queries
from community.practice.models import Post, Thread
from community.practice.queries import marks
from tests.practice.people import Talk, a_community, a_thread
from tests.world import Person, World

MANY = 1_200


def add_posts(world: World, talk: Talk, author: Person, how_many: int) -> list[UUID]:
    ids = [chance.new_id() for _ in range(how_many)]
    with world.inside():
        thread = db.session.scalars(select(Thread.id).where(Thread.public_id == talk.public_id)).one()
        now = clock.now() + timedelta(seconds=1)
        same = {"thread_id": thread, "author_id": author.id, "body": "x", "html": "<p>x</p>", "posted_at": now}
        rows = [same | {"public_id": each, "made_key": chance.new_id(), "is_opening": False} for each in ids]
        db.session.execute(insert(Post), rows)
        counted = {"posts_made": how_many + 1, "reply_count": how_many, "last_post_at": now}
        db.session.execute(update(Thread).where(Thread.id == thread).values(**counted))
    return ids


def new_to(world: World, member: Person, talk: Talk) -> tuple[int, UUID | None]:
    with world.inside():
        seen = queries.thread_seen_by(member.actor, talk.public_id)
        return seen.new, seen.first_new


def test_many_new_posts_are_said_to_be_many(world: World, nadia: Person, gareth: Person) -> None:
    talk = a_thread(world, gareth, a_community(world, members=(nadia, gareth), name="Long"))
    ids = add_posts(world, talk, gareth, marks.LOOKED_THROUGH + MANY)
    assert new_to(world, nadia, talk)[0] == marks.LOOKED_THROUGH, "of all that is new, the last are looked through"
    browser = world.browser(nadia)
    for path in (talk.space.url, "/communities", "/"):
        page = browser.get(path)
        assert "1,000+ new" in page.text and str(marks.LOOKED_THROUGH) not in page.text
    browser.post(f"{talk.url}/read", {"post": str(ids[4])})
    assert new_to(world, nadia, talk) == (marks.LOOKED_THROUGH, ids[5]), "whoever goes on reading misses nothing"
    browser.post(f"{talk.url}/read", {"post": str(ids[-4])})
    assert new_to(world, nadia, talk) == (3, ids[-3])
    assert "3 new since you were last here" in browser.get(talk.url).text
    browser.post(f"{talk.url}/read", {"post": str(ids[-1])})
    assert new_to(world, nadia, talk) == (0, None)
