"""Making the addresses of one's feeds, changing them, and stopping them."""

from sqlalchemy import delete

from community.core import audit, chance, clock
from community.core.database import changed, upsert
from community.core.roles import Actor
from community.practice.models import FeedKey


def make_feeds(actor: Actor) -> None:
    """Addresses from now on; whoever has some keeps them."""
    made = upsert(FeedKey).values(member_id=actor.id, number=chance.new_id(), made_at=clock.now())
    if changed(made.on_conflict_do_nothing(index_elements=["member_id"])):
        audit.note("make feed addresses", actor_id=actor.id, object_kind="member", object_id=actor.public_id)


def renew_feeds(actor: Actor) -> None:
    """Other addresses: those of before lead nowhere from now on."""
    stop_feeds(actor)
    make_feeds(actor)


def stop_feeds(actor: Actor) -> None:
    """No address leads anywhere from now on."""
    if changed(delete(FeedKey).where(FeedKey.member_id == actor.id)):
        audit.note("stop feed addresses", actor_id=actor.id, object_kind="member", object_id=actor.public_id)
