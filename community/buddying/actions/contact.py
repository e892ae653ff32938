""" "I would like somebody to contact me": a name goes to those who run the site, and nothing else."""

from uuid import UUID

from sqlalchemy import delete, update

from community.buddying import queries
from community.buddying.models import ContactWish
from community.core import audit, chance, clock, crypto
from community.core.database import changed, upsert
from community.core.errors import Conflict, NotAllowed, NotFound
from community.core.roles import Actor
from community.jobs import running
from community.notifications import actions as notices
from community.notifications.models import What

AT_A_TIME = 100


def wish_for_contact(actor: Actor) -> None:
    """Every administrator is told who, once. While a wish is open another changes nothing."""
    wish_id = chance.new_id()
    wished = upsert(ContactWish).values(public_id=wish_id, member_id=actor.id, wished_at=clock.now())
    nobody_has_taken = ContactWish.taken_at.is_(None)
    if changed(wished.on_conflict_do_nothing(index_elements=["member_id"], index_where=nobody_has_taken)):
        for administrator_id in queries.administrators():
            notices.tell(administrator_id, What.CONTACT_WISHED, about=wish_id, sender=actor)


def take_wish_back(actor: Actor) -> None:
    """It is gone from the desk and from every tray. A repeat changes nothing; one that was taken stays."""
    wish = queries.wish_of(actor)
    if wish is None or wish.taken_at is not None:
        return
    own = delete(ContactWish).where(ContactWish.public_id == wish.public_id, ContactWish.member_id == actor.id)
    if not changed(own.where(ContactWish.taken_at.is_(None))):
        raise Conflict("Somebody has just read your wish, and will get in touch. You can tell them it is not needed.")
    notices.take_back(wish.public_id)


def take_wish(actor: Actor, wish_id: UUID, *, line: str) -> None:
    """ "I will get in touch": the member is told that it was read, and by whom, with a line if there is one.

    Raises NotFound when it was taken back, Conflict when somebody else was quicker.
    """
    wisher = queries.wisher_of(wish_id)
    if wisher is None:
        raise NotFound
    if wisher.id == actor.id:
        raise NotAllowed("This wish is your own. Somebody else has to take it, or ring the named contact.")
    box = crypto.seal_field(line, table="contact_wish", row=wish_id, group=wisher.public_id) if line else None
    taken = (
        update(ContactWish)
        .where(ContactWish.public_id == wish_id, ContactWish.taken_at.is_(None))
        .values(taken_at=clock.now(), taken_by_id=actor.id, line_box=box)
    )
    if not changed(taken):
        if wisher.taken_by_id == actor.id:
            return
        raise Conflict("Somebody else has said that they will get in touch.")
    audit.note("take wish to be contacted", actor_id=actor.id, object_kind="contact wish", object_id=wish_id)
    notices.take_back(wish_id)
    notices.tell(wisher.id, What.CONTACT_TAKEN, about=wish_id)


def forget_taken_wishes() -> int:
    """Delete wishes that were taken three months ago; returns how many. Call it outside any transaction."""

    def forget_some(limit: int) -> int:
        return changed(delete(ContactWish).where(ContactWish.id.in_(queries.old_wishes(limit))))

    return running.in_batches(forget_some, AT_A_TIME)
