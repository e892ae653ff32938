"""What the pages of reading are looked at with: a question that was helped, and a resource with its address."""

from uuid import UUID

from community.practice import actions, queries
from tests.practice.people import Space, a_thread
from tests.world import Person, World

LINK = "https://www.example.org/a-list-for-the-day-somebody-goes-home"


def add_reading(world: World, *, asker: Person, helper: Person, space: Space, ids: dict[str, UUID | str]) -> None:
    asked = a_thread(world, asker, space, (helper, "Ring the duty mobile first."), title="Whom do you ring first?")
    shared = a_thread(world, asker, space, title="A list for the day somebody goes home", kind="resource")
    with world.inside():
        for talk, link in ((asked, ""), (shared, LINK)):
            seen = queries.thread_seen_by(asker.actor, talk.public_id)
            actions.say_what_it_is_about(asker.actor, seen, ["discharge-flow", "winter"], link)
        question = queries.thread_seen_by(asker.actor, asked.public_id)
        reply = queries.one_post(asker.actor, question, queries.post_in(question, asked.posts[1]))
        actions.say_it_helped(asker.actor, question, reply)
    ids |= {"asked_id": asked.public_id, "shared_id": shared.public_id}
