"""Blocking, avoiding, and undoing either. Whoever it is about is never told."""

from uuid import UUID

from community.belonging import actions as belonging
from community.belonging import queries as kept
from community.buddying.actions.apart import part_from
from community.core import chance, crypto, limits
from community.core.errors import Conflict, Invalid
from community.core.roles import Actor
from community.directory.organisations import organisation_key
from community.directory.queries import hold_still
from community.moderation import queries
from community.moderation.queries import Somebody
from community.practice.actions.apart import forget_notices_between

MOST_BLOCKED = 500
MOST_PEOPLE = 200
MOST_ORGANISATIONS = 50
CHANGES = {"limit": 5, "seconds": 24 * 3600}  # more would be asking the suggestions who works where
_ENOUGH = "That is enough changes of organisations for one day. Please go on tomorrow."
_FULL = "There is no room for more than {} on this list. Take some away first."


def block(actor: Actor, person: Somebody) -> None:
    """From now on the two are invisible to each other, and what was open between them has ended. A repeat is none."""
    _refuse_oneself(actor, person)
    if person.is_blocked:
        return
    part_from(actor, person.id)
    if kept.how_many_listed_by(actor.id).blocked >= MOST_BLOCKED:
        raise Conflict(_FULL.format(f"{MOST_BLOCKED} people"))
    forget_notices_between(actor.id, person.id)
    belonging.block(actor.id, person.id)


def unblock(actor: Actor, person_id: UUID) -> None:
    """Take one's own block away. What it ended does not come back. A repeat, or a stranger's id, changes nothing."""
    blocked_id = queries.id_of(person_id)
    if blocked_id is not None:
        belonging.unblock(actor.id, blocked_id)


def avoid(actor: Actor, person: Somebody) -> None:
    """The two are not suggested to each other any more."""
    _refuse_oneself(actor, person)
    if person.is_avoided:
        return
    hold_still([actor.id])
    if kept.how_many_listed_by(actor.id).people >= MOST_PEOPLE:
        raise Conflict(_FULL.format(f"{MOST_PEOPLE} people"))
    belonging.avoid(actor.id, person.id)


def stop_avoiding(actor: Actor, person_id: UUID) -> None:
    avoided_id = queries.id_of(person_id)
    if avoided_id is not None:
        belonging.stop_avoiding(actor.id, avoided_id)


def avoid_organisation(actor: Actor, name: str) -> None:
    """Whoever names this organisation as theirs is not suggested to the actor, nor the actor to them.

    It counts from the next day on. Raises Invalid where the words name no organisation, or the list is full; TooMany
    past a day's changes.
    """
    key = organisation_key(name)
    if not key:
        raise Invalid("Give the name of an organisation.", "organisation")
    hold_still([actor.id])
    if kept.avoids_organisation(actor.id, key):
        return
    if kept.how_many_listed_by(actor.id).organisations >= MOST_ORGANISATIONS:
        raise Invalid(_FULL.format(f"{MOST_ORGANISATIONS} organisations"), "organisation")
    limits.count("changes of avoided organisations", actor.id, message=_ENOUGH, **CHANGES)
    row = chance.new_id()
    box = crypto.seal_field(name, table=queries.TABLE, row=row, group=actor.public_id)
    belonging.avoid_organisation(actor.id, key, public_id=row, name_box=box)


def stop_avoiding_organisation(actor: Actor, organisation_id: UUID) -> None:
    """A repeat, or a stranger's id, changes nothing. Raises TooMany past a day's changes, added ones among them."""
    if belonging.stop_avoiding_organisation(actor.id, organisation_id):
        limits.count("changes of avoided organisations", actor.id, message=_ENOUGH, **CHANGES)


def _refuse_oneself(actor: Actor, person: Somebody) -> None:
    if person.id == actor.id:
        raise Conflict("That is you.")
