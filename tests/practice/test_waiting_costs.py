"""What is asked of those who wait grows with those who wait, and not with the whole place."""

from datetime import timedelta

import pytest

from community.core import clock
from community.core.database import db
from community.core.errors import NotAllowed
from community.practice import actions
from community.practice.models import Post, Thread, Waiting
from community.practice.queries import waiting
from tests.practice.people import Space, a_community, a_thread
from tests.world import Person, World

A_DAY_AGO = timedelta(hours=25)


def steps(world: World, how_often_each: int = 10) -> tuple[int, int]:
    """How much SQLite works at a reply's question and at the job's; PostgreSQL is asked the same and counts nothing."""
    taken = [0, 0]
    with world.app.app_context():
        thread_id = db.session.scalars(db.select(Thread.id).order_by(Thread.id).limit(1)).one()
        raw = db.session.connection().connection.dbapi_connection
        for number, ask in enumerate((lambda: waiting.those_over(thread_id), waiting.those_that_come)):

            def one_more(number: int = number) -> int:
                taken[number] += 1
                return 0

            if db.engine.dialect.name == "sqlite":
                raw.set_progress_handler(one_more, how_often_each)  # type: ignore[union-attr]
            ask()
            if db.engine.dialect.name == "sqlite":
                raw.set_progress_handler(None, 0)  # type: ignore[union-attr]
    return taken[0], taken[1]


def long_ago(world: World, writer: Person, space: Space, how_many: int) -> None:
    """So many conversations of a year ago, which nobody answered."""
    for each in range(how_many):
        a_thread(world, writer, space, title=f"Old {each}?", at=clock.now() - timedelta(days=365))


def test_neither_a_reply_nor_the_hourly_job_looks_at_all_that_was_ever_written(
    world: World, nadia: Person, gareth: Person
) -> None:
    space = a_community(world, members=(nadia, gareth))
    a_thread(world, nadia, space, at=clock.now() - A_DAY_AGO)
    few = steps(world)
    long_ago(world, gareth, space, 60)
    assert all(now <= before + 5 for now, before in zip(steps(world), few, strict=True))


def on_the_desk(world: World, asker: Person, space: Space) -> int:
    a_thread(world, asker, space, at=clock.now() - A_DAY_AGO)
    with world.inside():
        post = db.session.scalars(db.select(Post).where(Post.author_id == asker.id)).one()
        db.session.add(Waiting(post_id=post.id, thread_id=post.thread_id))
        return post.id


def test_only_who_looks_after_the_place_hands_on(world: World, nadia: Person, gareth: Person, comfort: Person) -> None:
    space = a_community(world, facilitator=comfort, members=(nadia, gareth))
    post_id = on_the_desk(world, nadia, space)
    with world.inside():
        with pytest.raises(NotAllowed):
            actions.hand_on(gareth.actor, waiting.still_waiting(post_id), comfort.public_id)
        actions.hand_on(comfort.actor, waiting.still_waiting(post_id), comfort.public_id)
    assert world.one(Waiting, post_id=post_id).owner_id == comfort.id


def test_the_job_goes_on_when_somebody_was_quicker_with_one(
    world: World, nadia: Person, gareth: Person, comfort: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = a_community(world, facilitator=comfort, members=(nadia, gareth))
    posts = [on_the_desk(world, each, space) for each in (nadia, gareth)]
    with world.inside():
        db.session.execute(db.update(Post).values(posted_at=clock.now() - timedelta(hours=50)))
    read = waiting.waiting_post

    def as_before_the_race(post_id: int) -> waiting.WaitingPost | None:
        post = read(post_id)
        return post._replace(given_to=nadia.id) if post and post_id == posts[0] else post

    monkeypatch.setattr(waiting, "waiting_post", as_before_the_race)
    with world.app.app_context():
        actions.nobody_waits()
    assert [world.one(Waiting, post_id=each).owner_id for each in posts] == [None, comfort.id]


def test_what_lost_its_author_waits_no_more(world: World, nadia: Person, gareth: Person) -> None:
    space = a_community(world, members=(nadia, gareth))
    post_id = on_the_desk(world, nadia, space)
    with world.inside():
        db.session.execute(db.update(Post).where(Post.id == post_id).values(author_id=None))
        thread_id = db.session.scalars(db.select(Post.thread_id).where(Post.id == post_id)).one()
        assert [each.id for each in waiting.those_over(thread_id)] == [post_id]
