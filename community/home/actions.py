"""What somebody does on the way in."""

from community.accounts import actions as accounts
from community.core.errors import Conflict
from community.core.roles import Actor
from community.directory import actions as directory
from community.directory import queries
from community.notifications import actions as notifications


def enter(actor: Actor, name: str) -> None:
    """Be a member from now on, under this name. Raises Conflict before the house rules are accepted."""
    if not queries.standing_of(actor.id).has_accepted_rules:
        raise Conflict("Please read and accept the house rules first.")
    directory.go_by_name(actor, name)
    accounts.activate(actor)
    notifications.begin(actor.id)
