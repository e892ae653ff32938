"""Roles: who helps to run the site."""

from community.accounts import queries
from community.accounts.actions.sessions import end_every_session
from community.core import audit
from community.core.errors import NotFound
from community.core.roles import Role


def give_role(key: str, role: Role) -> None:
    """Give the member with this address a role for the whole place; they sign in anew (R2). Raises NotFound."""
    member = queries.member_with(key)
    if member is None:
        raise NotFound("There is no member with this address.")
    member.role = role
    end_every_session(member.id)
    audit.note(
        f"made {role.value}",
        actor_id=None,
        object_kind="member",
        object_id=member.public_id,
        reason="by command on the server",
    )
