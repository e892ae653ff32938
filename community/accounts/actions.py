"""Changes of members."""

from sqlalchemy import update

from community.accounts.models import Member
from community.core.database import db
from community.core.errors import Conflict
from community.core.roles import Actor, MemberState


def activate(actor: Actor) -> None:
    """The end of joining: from here on the member may enter every room. Repeating it changes nothing."""
    entered = db.session.execute(
        update(Member)
        .where(Member.id == actor.id, Member.state == MemberState.JOINING, Member.rules_accepted_at.is_not(None))
        .values(state=MemberState.ACTIVE)
    )
    if entered.rowcount != 1 and actor.state is MemberState.JOINING:  # type: ignore[attr-defined]
        raise Conflict("Please read and accept the house rules first.")
