"""A community with something of everything on its desk, for those who look at every page."""

from datetime import timedelta
from typing import Any

from community.belonging.models import GroupRole
from community.core import chance, clock
from community.core.database import db
from community.practice.models import HelpAsked, Post, Waiting
from tests.practice.people import a_community, a_reply, a_thread, let_in
from tests.world import Person, World

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


def add_desk(world: World, *, keeper: Person, other: Person, asker: Person, ids: dict[str, Any]) -> None:
    """Three wait: one is nobody's, one the keeper's, one the other's; the other was asked about each."""
    space = a_community(world, facilitator=keeper, members=(asker,), name=f"Looked after by two, in {LONG}")
    let_in(world, other, space, role=GroupRole.FACILITATOR)
    for sector in ("care-home",) * 6 + ("nhs-acute",) * 5:
        let_in(world, world.member(f"New {chance.new_id().hex[:4]}", sector=sector, is_available=False), space)
    now = clock.now()
    for week, how_many in enumerate((7, 5, 1)):
        for number in range(how_many):
            talk = a_thread(world, keeper, space, title=f"Story {week}, {number}", kind="story")
            a_reply(world, other, talk.public_id, "Thank you.", at=now - timedelta(weeks=week, hours=1))
    for days, owner in enumerate((None, keeper, other), 1):
        title = f"Who answers {LONG} on day {days}?"
        talk = a_thread(world, asker, space, title=title, at=now - timedelta(days=days, hours=2))
        with world.inside():
            post = db.session.scalars(db.select(Post).where(Post.public_id == talk.posts[0])).one()
            db.session.add(
                Waiting(
                    post_id=post.id,
                    thread_id=post.thread_id,
                    owner_id=owner.id if owner else None,
                    owned_at=now if owner else None,
                )
            )
            db.session.add(HelpAsked(post_id=post.id, member_id=other.id, asked_at=now))
    ids |= {"desk_id": space.public_id, "waiting_id": talk.public_id}
