"""Roles: who helps to run the site."""

from community.accounts import queries
from community.accounts.actions.sessions import end_every_session
from community.core import audit
from community.core.errors import NotFound
from community.core.roles import Role


def make_administrator(key: str) -> None:
    """Make the member with this address an administrator; they sign in anew (R2). Raises NotFound."""
    member = queries.member_with(key)
    if member is None:
        raise NotFound("There is no member with this address.")
    member.role = Role.ADMINISTRATOR
    end_every_session(member.id)
    audit.note(
        "made administrator",
        actor_id=None,
        object_kind="member",
        object_id=member.public_id,
        reason="by command on the server",
    )
