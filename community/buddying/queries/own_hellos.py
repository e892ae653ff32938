"""One's own hellos that wait for an answer, for pages that say whom one waits for: without their words."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select

from community.accounts.models import Member
from community.buddying.models import Hello
from community.buddying.queries.hellos import MOST_OPEN, closes_on, open_since, seems_open
from community.core.database import db
from community.core.roles import Actor
from community.core.text import listed

_OWN = (
    select(Member.display_name, Hello.asked_at)
    .join(Member, Member.id == Hello.asked_id)
    .where(Hello.asker_id == bindparam("viewer"), seems_open())
    .order_by(Hello.asked_at, Hello.id)
)


class OwnHellos(NamedTuple):
    """Whose answers are waited for, the oldest first. `until`: when the first of these hellos closes at the latest."""

    names: tuple[str, ...]
    until: date | None

    @property
    def words(self) -> str:
        return listed(list(self.names))

    @property
    def is_enough(self) -> bool:
        """No more can be said before one of these is answered, closes or is taken back."""
        return len(self.names) >= MOST_OPEN


def own_hellos(viewer: Actor) -> OwnHellos:
    """As the viewer sees them: a "not now" reads as waiting to the end of its days."""
    rows = db.session.execute(_OWN, {"viewer": viewer.id, "since": open_since()}).all()
    return OwnHellos(tuple(row.display_name for row in rows), closes_on(rows[0].asked_at) if rows else None)
