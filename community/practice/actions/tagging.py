"""What a conversation is about, and where it leads."""

from collections.abc import Collection

from sqlalchemy import delete, insert, update

from community.core import audit
from community.core.database import db
from community.core.errors import Invalid, NotAllowed
from community.core.roles import Actor
from community.practice import policy
from community.practice.models import MOST_CHALLENGES, Thread, ThreadChallenge
from community.practice.queries import ThreadSeen, thread_kinds
from community.practice.queries.tags import challenges_of, known_challenges


def give_tags(thread_id: int, challenges: Collection[str]) -> None:
    """The conversation is about these challenges and no others. Raises Invalid where they are not on the list."""
    wanted = set(challenges)
    if not wanted <= known_challenges() or len(wanted) > MOST_CHALLENGES:
        raise Invalid(f"Choose at most {MOST_CHALLENGES} from the list.", "challenges")
    before = challenges_of(thread_id)
    if gone := before - wanted:
        of_it = ThreadChallenge.thread_id == thread_id
        db.session.execute(delete(ThreadChallenge).where(of_it, ThreadChallenge.challenge_id.in_(gone)))
    if added := wanted - before:
        rows = [{"thread_id": thread_id, "challenge_id": each} for each in sorted(added)]
        db.session.execute(insert(ThreadChallenge), rows)


def link_for(kind_id: str, link: str) -> str:
    """The address, where conversations of this kind have one."""
    return link if thread_kinds()[kind_id].has_link else ""


def say_what_it_is_about(actor: Actor, thread: ThreadSeen, challenges: Collection[str], link: str) -> None:
    """Whoever began it, or looks after the place, says it anew."""
    if not policy.can_say_what_it_is_about(thread):
        raise NotAllowed
    give_tags(thread.id, challenges)
    address = link_for(thread.kind_id, link)
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(link=address))
    if not thread.is_mine:
        audit.note("thread tagged", actor_id=actor.id, object_kind="thread", object_id=thread.public_id)
